"""What stands in the files of one Rasa project, gathered from all of them: a key means the same in every file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from servicelint.formats.rasa.responses import Response, read
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.syntax import yaml
from servicelint.syntax.yaml import Node, Scalar, at, entries, items, word

_ANNOTATED = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")
_EXAMPLE = re.compile(r"^[ \t]*[-*][ \t]+(.+?)[ \t]*$", re.M)


@dataclass
class Project:
    """`examples` are the training phrases of each intent, `stories` the rules and stories, `flows` those of CALM."""

    span: Span
    language: str = ""
    responses: dict[str, Response] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    stories: list[Node] = field(default_factory=list)
    flows: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    """The slots that each form asks for."""
    actions: set[str] | None = None
    """The actions that the domain declares; None where no domain is among the files."""
    problems: list[Problem] = field(default_factory=list)

    def said_by(self, action: str) -> tuple[Response, ...]:
        """The responses of an action: its own, or those of a retrieval intent (`utter_faq` says `utter_faq/hours`)."""
        if action in self.responses:
            return (self.responses[action],)
        within = action.replace("respond_", "utter_", 1) + "/"
        return tuple([response for name, response in self.responses.items() if name.startswith(within)])

    def phrases(self, intent: str) -> list[str]:
        return self.examples.get(intent, [])


def gather(bundle: Bundle) -> Project:
    """Read every file of the bundle; one that is no YAML becomes a problem, and the others are read all the same."""
    project = Project(Span(bundle.sources[0], 0, 0), bundle.setting("language") or "")
    roots: list[tuple[Source, Node]] = []
    for source in bundle.sources:
        try:
            roots += [(source, root) for root in yaml.load(source)]
        except Unreadable as failure:
            project.problems.append(failure.problem)
    for _, root in roots:
        project.problems += yaml.repeated(root)
        project.language = project.language or word(at(root, "language")).partition("-")[0]
    for source, root in roots:
        _gather(project, root, _is_test(source))
    return project


def _is_test(source: Source) -> bool:
    """Test conversations repeat what the bot should say; they are neither copy nor training data."""
    path = PurePath(source.path)
    return path.name.startswith("test_") or path.parent.name in ("tests", "e2e_tests")


def _gather(project: Project, root: Node, test: bool) -> None:
    for section in ("responses", "templates"):
        for key, variants in entries(at(root, section)):
            _add_response(project, read(key, variants, project.language))
    if at(root, "intents") is not None or at(root, "actions") is not None:
        project.actions = (project.actions or set()) | {word(action) for action in items(at(root, "actions"))}
    for intent in items(at(root, "nlu")):
        project.examples.setdefault(word(at(intent, "intent")), []).extend(_phrases(at(intent, "examples")))
    if not test:
        project.stories += [*items(at(root, "rules")), *items(at(root, "stories"))]
    for name, flow in entries(at(root, "flows")):
        project.flows.setdefault(name.value, (name, flow))
    for name, form in entries(at(root, "forms")):
        asked = at(form, "required_slots") or form
        project.forms[name.value] = [*map(word, items(asked)), *(slot.value for slot, _ in entries(asked))]


def _add_response(project: Project, response: Response) -> None:
    """A response that several files define is one with all their variants."""
    known = project.responses.get(response.name)
    if known is not None:
        messages, buttons = known.messages + response.messages, known.buttons or response.buttons
        response = Response(known.name, known.span, messages, buttons)
    project.responses[response.name] = response


def _phrases(examples: Node | None) -> Iterator[str]:
    """Training phrases as customers say them: without the marks for entities."""
    if isinstance(examples, Scalar):
        written = [found.group(1) for found in _EXAMPLE.finditer(examples.value)]
    else:
        written = [word(item) or word(at(item, "text")) for item in items(examples)]
    for phrase in written:
        plain = _ANNOTATED.sub(r"\1", phrase.strip().removeprefix("- ")).strip()
        if plain:
            yield plain
