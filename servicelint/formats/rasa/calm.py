"""The flows of CALM: steps that ask, say, branch, call and link, laid out as nodes and edges.

A flow that was called goes back to its callers, one that ends leaves the customer where the bot listens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.formats.rasa.buttons import holds
from servicelint.formats.rasa.graph import START, Graph
from servicelint.formats.rasa.people import hands_over
from servicelint.formats.rasa.project import Project
from servicelint.model import Span, Trigger
from servicelint.syntax.yaml import Node, Scalar, Sequence, at, entries, items, word

_END = "END"
_SYSTEM = "pattern_"


@dataclass(frozen=True)
class Way:
    """Where a step leads on: `target` is a node, or the flow's end written as `/flow`; `condition` "" for always."""

    target: str
    span: Span
    condition: str = ""
    branch: bool = False


@dataclass
class Layout:
    """What is known while the flows are laid out; `returns` are the ways on after a call, by the flow called."""

    project: Project
    graph: Graph
    returns: dict[str, list[Way]] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)
    """The flows that a customer begins, or that another links to: when they end, the bot listens."""


def grow(project: Project, graph: Graph) -> None:
    """Add the flows to the graph."""
    layout = Layout(project, graph)
    for name, (key, flow) in project.flows.items():
        _begin(layout, name, key, flow)
    for name, (_, flow) in project.flows.items():
        _lay(layout, name, items(at(flow, "steps")))
        _mark_hand_off(layout, name, items(at(flow, "steps")))
    _resolve_ends(layout)


def opening(project: Project) -> Iterator[tuple[str, list[str]]]:
    """The responses that flows begin with, each with the phrases of the intents that trigger its flow."""
    for _, flow in project.flows.values():
        first = next(iter(items(at(flow, "steps"))), None)
        phrases = [phrase for intent in _triggers(flow) for phrase in project.phrases(intent.value)]
        if word(at(first, "action")) in project.responses and phrases:
            yield word(at(first, "action")), phrases


def _triggers(flow: Node) -> list[Scalar]:
    intents = [at(trigger, "intent") for trigger in items(at(flow, "nlu_trigger"))]
    named = [at(intent, "name") or intent for intent in intents]
    return [intent for intent in named if isinstance(intent, Scalar)]


def _begin(layout: Layout, name: str, key: Scalar, flow: Node) -> None:
    """The edges by which a customer, or the bot's own patterns, come to a flow."""
    first = _first(layout.project, name)
    if name == "pattern_session_start":
        layout.graph.entry = first
    elif name == "pattern_cannot_handle":
        layout.graph.fallback = first
    elif name.startswith(_SYSTEM) and not hands_over(name):
        layout.graph.link(START, first, "error" if name == "pattern_internal_error" else "condition", key.span)
    elif word(at(flow, "if")).lower() == "false":
        return
    else:
        for label in [intent.value for intent in _triggers(flow)] or [name]:
            layout.graph.link(START, first, "intent", key.span, label)
    layout.entered.add(name)


def _first(project: Project, name: str) -> str:
    """The first node of a flow; a flow that is not in the files is its own name."""
    steps = items(at(project.flows[name][1], "steps")) if name in project.flows else ()
    return _id(name, steps[0]) if steps else name


def _id(flow: str, step: Node) -> str:
    """A step's node: its own id, else its place, so that two steps with the same action stay two."""
    line, column = step.span.source.position(step.span.start)
    return f"{flow}/{word(at(step, 'id')) or f'{line}:{column}'}"


def _lay(layout: Layout, flow: str, steps: tuple[Node, ...]) -> None:
    """Lay out a list of steps, each leading on to the next, and the lists inside it."""
    for number, step in enumerate(steps):
        after = _id(flow, steps[number + 1]) if number + 1 < len(steps) else f"/{flow}"
        ways = list(_ways(flow, step, after))
        _lay_step(layout, flow, step, ways)
        for branch in items(at(step, "next")):
            for inner in (at(branch, "then"), at(branch, "else")):
                _lay(layout, flow, items(inner))


def _ways(flow: str, step: Node, after: str) -> Iterator[Way]:
    """The ways on from a step: to what follows it, to the step or end it names, or to its branches."""
    onward = at(step, "next")
    if not isinstance(onward, Sequence):
        yield Way(_place(flow, onward) if onward is not None else after, step.span)
        return
    for branch in onward.items:
        target = at(branch, "then") or at(branch, "else")
        if target is not None:
            yield Way(_place(flow, target), branch.span, word(at(branch, "if")), branch=True)


def _place(flow: str, target: Node) -> str:
    if isinstance(target, Sequence) and target.items:
        return _id(flow, target.items[0])
    return f"/{flow}" if word(target).upper() in (_END, "") else f"{flow}/{word(target)}"


def _lay_step(layout: Layout, flow: str, step: Node, ways: list[Way]) -> None:
    graph, node = layout.graph, _id(flow, step)
    kinds = {key.value: value for key, value in entries(step)}
    called = word(kinds.get("call")) or word(kinds.get("link"))
    if "collect" in kinds:
        _lay_question(layout, node, step, ways)
    elif called:
        graph.say(node, called if called not in layout.project.flows else "", (), step.span, "say")
        graph.link(node, _first(layout.project, called), "always", step.span)
        if "call" in kinds:
            layout.returns.setdefault(called, []).extend(ways)
        else:
            layout.entered.add(called)
        if called not in layout.project.flows and "call" in kinds:
            _go_on(graph, node, ways)
    else:
        action = word(kinds.get("action"))
        graph.say(node, action, layout.project.said_by(action), step.span, None if action else "say")
        if graph.nodes[node].kind == "menu":
            _offer(layout, node, ways)
        else:
            _go_on(graph, node, ways)


def _lay_question(layout: Layout, node: str, step: Node, ways: list[Way]) -> None:
    """A step that asks for a slot: a menu when its response has buttons; a rejected answer is asked again."""
    slot = word(at(step, "collect"))
    graph, said_by = layout.graph, layout.project.said_by
    graph.say(node, "", said_by(word(at(step, "utter")) or f"utter_ask_{slot}"), step.span, "ask")
    if graph.nodes[node].kind == "menu":
        _offer(layout, node, ways)
    else:
        _go_on(graph, node, ways)
    for number, rejection in enumerate(items(at(step, "rejections")), 1):
        rejected = f"{node}/rejected {number}"
        graph.say(rejected, "", said_by(word(at(rejection, "utter"))), rejection.span, "say")
        graph.link(node, rejected, "no-match", rejection.span)
        graph.link(rejected, node, "always", rejection.span)


def _offer(layout: Layout, node: str, ways: list[Way]) -> None:
    """The edges of a question's buttons. A silent node stands between where the files do not tell the branch, or where
    the flow ends and its callers go on in several ways: one button is one edge."""
    graph = layout.graph
    for name in graph.nodes[node].messages:
        for button in layout.project.responses[name].buttons:
            chosen = list(_chosen(ways, button.payload))
            if len(chosen) == 1 and not chosen[0].target.startswith("/"):
                graph.link(node, chosen[0].target, "option", button.span, button.title)
                continue
            between = f"{node}/{button.title}"
            graph.say(between, "", (), button.span, "say")
            graph.link(node, between, "option", button.span, button.title)
            _go_on(graph, between, chosen)


def _chosen(ways: list[Way], payload: str) -> Iterator[Way]:
    """Where a button may lead: the first branch that surely holds ends the search."""
    for way in ways:
        sure = True if not way.condition else holds(way.condition, payload)
        if sure is not False:
            yield way
        if sure:
            return


def _go_on(graph: Graph, node: str, ways: list[Way]) -> None:
    for way in ways:
        trigger: Trigger = "condition" if way.branch else "always"
        graph.link(node, way.target, trigger, way.span)


def _mark_hand_off(layout: Layout, name: str, steps: tuple[Node, ...]) -> None:
    """A flow that is called a hand-off is one, even when it only says so: the person comes in at its last step."""
    nodes = layout.graph.nodes
    own = [node for node in nodes.values() if node.id.startswith(f"{name}/")]
    if steps and hands_over(name) and not any(node.kind == "human" for node in own):
        last = nodes[_id(name, steps[-1])]
        if last.kind in ("say", "unknown"):
            nodes[last.id] = type(last)(last.id, "human", last.span, last.messages)


def _resolve_ends(layout: Layout) -> None:
    """Replace every edge to a flow's end by edges to where its callers go on, or to where the bot listens."""
    graph = layout.graph
    for node, leaving in list(graph.edges.items()):
        graph.edges[node] = []
        for edge in leaving:
            ended = edge.target.startswith("/")
            onward = list(_after(layout, edge.target[1:], set())) or [START] if ended else [edge.target]
            for target in onward:
                graph.link(node, target, edge.trigger, edge.span, edge.label)


def _after(layout: Layout, flow: str, seen: set[str]) -> Iterator[str]:
    if flow in seen:
        return
    seen.add(flow)
    if flow in layout.entered:
        yield START
    for way in layout.returns.get(flow, []):
        if way.target.startswith("/"):
            yield from _after(layout, way.target[1:], seen)
        else:
            yield way.target
