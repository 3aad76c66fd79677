"""Rasa projects read as one bot: the domain's responses, training phrases, rules, stories, and the flows of CALM."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from servicelint.formats.rasa import buttons, calm, stories
from servicelint.formats.rasa.graph import FALLBACK, START, Graph
from servicelint.formats.rasa.project import Project, gather
from servicelint.model import Bundle, Document, Flow, Message, Source

ID = "rasa"
SUMMARY = "Rasa bots, rules and stories as well as CALM"
READ = "responses (every variant), button titles; training phrases, rules, stories, flows for what answers what"
NOT_READ = "training phrases, slots, descriptions, test conversations, images, code of custom actions"
EXTENSIONS = (".yml", ".yaml")
MENUS = True
HANDOFF = True

_TOP_KEY = re.compile(r"^([\w-]+)[ \t]*:", re.M)
_LIST = r"[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*-[ \t]+"
_TRAINING = re.compile(
    rf"^(?:nlu:{_LIST}(?:intent|synonym|lookup|regex):|rules:{_LIST}rule:|stories:{_LIST}story:|test_cases:{_LIST}test_case:)",
    re.M,
)
_RESPONSE = re.compile(r"^[ \t]+[\"']?utter_[^\s:]*[\"']?[ \t]*:", re.M)
_STEPS = re.compile(r"^[ \t]+steps:\s*(?:#.*\s+)*-[ \t]+(?:id|action|collect|call|link|noop|set_slots|intent):", re.M)
_DOMAIN = frozenset({"intents", "entities", "slots", "forms", "actions", "session_config", "e2e_actions", "responses"})
_OTHER = frozenset({"version", "config", "templates", "nlu", "rules", "stories", "flows", "imports"})

_ROOT_FILES = ("domain.yml", "domain.yaml", "endpoints.yml", "credentials.yml")
_PARTS = frozenset({"domain", "data", "responses", "nlu", "flows"})
_SKIPPED = frozenset({"node_modules", "venv", "env", "site-packages", "models"})
_LEVELS_UP = 6


def sniff(source: Source) -> float:
    """By the top keys and what stands under them: many other YAML files have `rules`, `actions` or `flows` as well."""
    if not source.path.endswith(EXTENSIONS):
        return 0
    keys = set(_TOP_KEY.findall(source.text))
    if _TRAINING.search(source.text) or (keys & {"responses", "templates"} and _RESPONSE.search(source.text)):
        return 0.95
    if ("flows" in keys and _STEPS.search(source.text)) or ("pipeline" in keys and keys & {"language", "recipe"}):
        return 0.9
    return 0.8 if len(keys & _DOMAIN) > 1 and keys <= _DOMAIN | _OTHER else 0


def members(path: Path) -> tuple[Path, ...]:
    """The YAML files of the project that `path` is of: those below the nearest folder that looks like a project's."""
    above = [folder for folder in path.absolute().parents[:_LEVELS_UP] if folder.name not in _PARTS]
    root = next((folder for folder in above if _is_root(folder)), None)
    found = _below(root) if root is not None else ()
    if path.absolute() not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(os.path.relpath(file)) for file in found])


def _is_root(folder: Path) -> bool:
    if any((folder / name).is_file() for name in _ROOT_FILES):
        return True
    return (folder / "domain").is_dir() or ((folder / "config.yml").is_file() and (folder / "data").is_dir())


@lru_cache(maxsize=64)
def _below(root: Path) -> tuple[Path, ...]:
    return tuple(sorted(_walk(root)))


def _walk(root: Path) -> Iterator[Path]:
    """YAML files below the root, without other projects inside it."""
    for name, folders, files in os.walk(root):
        here = Path(name)
        yield from (here / file for file in files if file.endswith(EXTENSIONS))
        folders[:] = [
            folder
            for folder in sorted(folders)
            if not folder.startswith(".") and folder not in _SKIPPED and (folder in _PARTS or not _is_root(here / folder))
        ]


def parse(bundle: Bundle) -> Document:
    """One document for the whole project."""
    project = gather(bundle)
    flow = _flow(project)
    messages = tuple(_messages(project, flow))
    flows = () if flow is None else (flow,)
    return Document(bundle, ID, messages, flows, tuple(project.problems), language=project.language)


def _flow(project: Project) -> Flow | None:
    graph = Graph(project.span)
    calm.grow(project, graph)
    stories.grow(project, graph)
    buttons.wire(project, graph)
    _default_fallback(project, graph)
    return graph.flow()


def _default_fallback(project: Project, graph: Graph) -> None:
    """Rasa's own fallback says `utter_default` and listens again; one that the domain declares may do anything."""
    if graph.fallback == FALLBACK and project.actions is not None and FALLBACK not in project.actions:
        graph.say(FALLBACK, FALLBACK, project.said_by("utter_default"), graph.span, "say")
        graph.link(FALLBACK, START, "always", graph.span)


def _messages(project: Project, flow: Flow | None) -> Iterator[Message]:
    before = stories.replies(project)
    for opening, phrases in calm.opening(project):
        before.setdefault(opening, []).extend(phrases)
    nodes: dict[str, str] = {}
    for node in flow.nodes if flow else ():
        for message in node.messages:
            nodes.setdefault(message, node.id)
    for name, response in project.responses.items():
        said = tuple(dict.fromkeys(before.get(name, ())))
        for variant in response.messages:
            yield replace(variant, node=nodes.get(name), in_reply_to=said)
