"""What stands in the files of one Dialogflow CX agent: flows, pages, routes, handlers, and how intents were trained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import unquote

from servicelint.formats.dialogflow_cx.fulfillment import Fulfillment, read
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.syntax import json
from servicelint.syntax.json import Object, String, Value
from servicelint.syntax.said import phrases_of
from servicelint.syntax.wordings import Phrase

START_FLOW = "Default Start Flow"
_DEFAULT = "00000000-0000-0000-0000-000000000000"
"""The id that the start flow and the welcome intent have in every agent."""


@dataclass(frozen=True, eq=False)
class Route:
    """A transition route, or the handler of an event (`event`); `kind` is how the target is named ("" for none)."""

    intent: str
    condition: str
    event: str
    does: Fulfillment
    kind: str
    target: str
    span: Span


@dataclass(frozen=True, eq=False)
class Parameter:
    """A value that a form asks for."""

    name: str
    prompt: Fulfillment
    handlers: tuple[Route, ...]
    span: Span


@dataclass(frozen=True, eq=False)
class Page:
    """A page, or a flow's start (`name` is "" then); `groups` are the route groups that it borrows."""

    flow: str
    name: str
    span: Span
    entry: Fulfillment
    parameters: tuple[Parameter, ...]
    own_routes: tuple[Route, ...]
    handlers: tuple[Route, ...]
    groups: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.flow}/{self.name}" if self.name else self.flow


@dataclass
class Agent:
    """`named` gives the display name of an id, `phrases` the training phrases of an intent."""

    language: str = ""
    start: str = START_FLOW
    pages: dict[str, Page] = field(default_factory=dict)
    groups: dict[str, tuple[Route, ...]] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    welcome: set[str] = field(default_factory=lambda: {"Default Welcome Intent"})
    problems: list[Problem] = field(default_factory=list)

    def routes(self, page: Page) -> tuple[Route, ...]:
        """The page's own routes, then those of its groups."""
        borrowed = (self.groups.get(f"{page.flow}/{group}") or self.groups.get(group, ()) for group in page.groups)
        return (*page.own_routes, *(route for group in borrowed for route in group))


def gather(bundle: Bundle) -> Agent:
    """Read every file of the bundle; one that is no JSON becomes a problem, and the others are read all the same."""
    agent = Agent()
    roots = [(source, root) for source in bundle.sources for root in _roots(source, agent.problems)]
    for source, root in roots:
        _introduce(agent, source, root)
    agent.language = bundle.setting("language") or agent.language
    for source, root in roots:
        _add(agent, PurePath(source.path), root)
    _adopt(agent)
    return agent


def _adopt(agent: Agent) -> None:
    """A route group whose flow is not in the files stands for a page of its own."""
    for name, routes in agent.groups.items():
        flow, _, group = name.rpartition("/")
        if routes and not any(page.flow == flow or group in page.groups for page in agent.pages.values()):
            agent.pages[name] = Page(flow or group, group, routes[0].span, Fulfillment(), (), routes, (), ())


def _roots(source: Source, problems: list[Problem]) -> Iterator[Object]:
    try:
        root = json.read(source)
    except Unreadable as failure:
        problems.append(failure.problem)
        return
    if isinstance(root, Object):
        yield root
    else:
        problems.append(Problem(Span(source, 0, 1), "This is no part of an agent; expected an object in braces."))


def _introduce(agent: Agent, source: Source, root: Object) -> None:
    """Takes down what the agent, its flows, pages and intents are called."""
    name, identity = root.text("displayName"), root.text("name").rpartition("/")[2]
    if "defaultLanguageCode" in root.members:
        agent.language = root.text("defaultLanguageCode")
        agent.start = root.text("startFlow") or agent.start
    elif name:
        agent.named[identity or name] = name
        agent.named[PurePath(source.path).parent.as_posix()] = name
        if identity == _DEFAULT and "transitionRoutes" in root.members:
            agent.start = name
        elif identity == _DEFAULT:
            agent.welcome.add(name)
    agent.start = agent.named.get(agent.start.rpartition("/")[2], agent.start)


def _add(agent: Agent, path: PurePath, root: Object) -> None:
    name = root.text("displayName")
    if "trainingPhrases" in root.members:
        intent = name or agent.named.get(path.parent.parent.as_posix()) or unquote(path.parent.parent.name)
        agent.phrases.setdefault(intent, []).extend(_phrases(root))
    elif not name or "defaultLanguageCode" in root.members or "numTrainingPhrases" in root.members:
        return
    elif path.parent.name == "transitionRouteGroups":
        flow = _flow_of(agent, path)
        agent.groups[f"{flow}/{name}"] = tuple(_routes(root, "transitionRoutes", f"{flow}/{name}", agent))
    elif "agentTransitionRouteGroups" in path.parts:
        agent.groups[name] = tuple(_routes(root, "transitionRoutes", name, agent))
    elif path.parent.name == "pages" or "entryFulfillment" in root.members or "form" in root.members:
        _add_page(agent, _flow_of(agent, path), name, root)
    elif "transitionRoutes" in root.members or "eventHandlers" in root.members or "nluSettings" in root.members:
        _add_page(agent, name, "", root)


def _flow_of(agent: Agent, path: PurePath) -> str:
    """The flow whose folder a page or group lies in."""
    folder = path.parent.parent
    return agent.named.get(folder.as_posix()) or unquote(folder.name) or START_FLOW


def _add_page(agent: Agent, flow: str, name: str, root: Object) -> None:
    owner = f"{flow}/{name}" if name else flow
    shown = root.string("displayName")
    form = root.object("form")
    parameters = tuple(_parameters(form.items("parameters") if form else (), owner, agent))
    page = Page(
        flow,
        name,
        shown.span if shown else root.span,
        read(root.object("entryFulfillment"), owner, agent.language),
        parameters,
        (*_routes(root, "transitionRoutes", owner, agent), *_knowledge(root, owner, agent)),
        tuple(_routes(root, "eventHandlers", owner, agent)),
        tuple([_last(group.value) for group in root.items("transitionRouteGroups") if isinstance(group, String)]),
    )
    agent.pages[page.id] = page


def _parameters(listed: tuple[Value, ...], owner: str, agent: Agent) -> Iterator[Parameter]:
    for item in listed:
        if not isinstance(item, Object) or (fill := item.object("fillBehavior")) is None:
            continue
        name = item.text("displayName") or item.text("id")
        prompt = read(fill.object("initialPromptFulfillment"), f"{owner}/{name}", agent.language)
        handlers = tuple(_routes(fill, "repromptEventHandlers", f"{owner}/{name}", agent))
        if prompt.words or prompt.unheard or prompt.person or handlers:
            yield Parameter(name, prompt, handlers, item.span)


def _routes(root: Object, key: str, owner: str, agent: Agent) -> Iterator[Route]:
    for item in root.items(key):
        if isinstance(item, Object):
            yield _route(item, owner, agent)


def _knowledge(root: Object, owner: str, agent: Agent) -> Iterator[Route]:
    """What is said beside answers that are looked up: the customer said something no intent knows."""
    settings = root.object("knowledgeConnectorSettings")
    if settings is not None and settings.object("triggerFulfillment") is not None:
        yield _route(settings, owner, agent, "the answer is looked up")


def _route(item: Object, owner: str, agent: Agent, condition: str = "") -> Route:
    kind = next((kind for kind in ("targetPage", "targetFlow", "targetPlaybook") if item.text(kind)), "")
    event, intent = item.text("event"), _last(item.text("intent"))
    return Route(
        agent.named.get(intent, intent),
        condition or item.text("condition").strip(),
        event,
        read(item.object("triggerFulfillment"), owner, agent.language),
        kind,
        agent.named.get(_last(item.text(kind)), _last(item.text(kind))) if kind else "",
        (item.string(kind) or item.string("event") or item.string("intent") or item).span,
    )


def _last(name: str) -> str:
    """A display name as it is; of a resource's path its last part."""
    return name.rpartition("/")[2] if name.startswith("projects/") else name


def _phrases(root: Object) -> Iterator[Phrase]:
    for phrase in root.items("trainingPhrases"):
        if isinstance(phrase, Object):
            text = phrases_of(part.text("text") for part in phrase.items("parts") if isinstance(part, Object))
            if text:
                yield Phrase(phrase.text("languageCode"), text)
