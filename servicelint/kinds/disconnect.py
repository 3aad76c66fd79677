"""Contacts that end because the customer said nothing, was not understood, or something broke, without a person."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, failed, shortest_ways
from servicelint.flows.witness import hit_at, steps
from servicelint.model import Document, Edge, Hit

NAME = "disconnect"
SCOPE = "flow"
FACTS = ("count",)

_ONWARD = ("always", "condition")
_ASKS = ("menu", "ask")


@dataclass(frozen=True)
class Find:
    """An end that a failure leads to without another chance to answer: `of: caller` after silence or an answer that was
    not understood, `of: system` after an error. It is let be where one of `unless` is said on the way: that somebody will
    call back, or that a message can be left."""

    of: Literal["caller", "system"]
    unless: tuple[str, ...] = ()


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each end that callers' failures lead to, one a flow for the system's; the trail is the shortest way there,
    `count` how many failures end so."""
    onward = _giving_up(find, graph, hear)
    led: dict[str, list[tuple[Edge, ...]]] = {}
    for edge in graph.flow.edges:
        of = "system" if edge.trigger == "error" else "caller"
        if failed(edge) and of == find.of and edge.source in graph.hops and edge.target in onward:
            way = tuple(_way(edge, onward))
            if way[-1].target != edge.source and _counts(graph, way) and _gives_up(find, graph, hear, edge):
                led.setdefault(way[-1].target if of == "caller" else "", []).append(way)
    for ways in led.values():
        yield _hit(graph, ways)


def _hit(graph: Graph, ways: Sequence[tuple[Edge, ...]]) -> Hit:
    """Where the nearest of the ways ends."""
    shortest = min(ways, key=lambda way: (graph.hops[way[0].source], len(way)))
    trail = steps(graph, (*shortest_ways(graph).to(shortest[0].source), *shortest))
    hit = hit_at(graph, graph.nodes[shortest[-1].target], {"count": str(len(ways))}, trail)
    said = " ".join(passage.text.lower() for edge in shortest for m in graph.said(edge.target) for passage in m.passages)
    return replace(hit, span=shortest[-1].span, words=said or hit.words)


def _giving_up(find: Find, graph: Graph, hear: Hear) -> dict[str, Edge | None]:
    """For each node from which a contact only ends, the next edge to the nearest end (None at the end itself): nothing
    asks, nobody is there and nothing of `unless` is said in between."""
    ends = [node.id for node in graph.nodes.values() if node.kind == "end" and not _helps(find, hear, node.id)]
    onward: dict[str, Edge | None] = dict.fromkeys(ends)
    waiting = deque(ends)
    while waiting:
        for edge in graph.arriving.get(waiting.popleft(), ()):
            fits = edge.trigger in _ONWARD and edge.source not in onward and graph.kind(edge.source) == "say"
            if fits and not _helps(find, hear, edge.source):
                onward[edge.source] = edge
                waiting.append(edge.source)
    return onward


def _way(edge: Edge, onward: dict[str, Edge | None]) -> Iterator[Edge]:
    step: Edge | None = edge
    while step is not None:
        yield step
        step = onward[step.target]


def _gives_up(find: Find, graph: Graph, hear: Hear, failure: Edge) -> bool:
    """Whether what comes of a failure is an end or another try: where it goes on to something else as well (an end only
    out of hours, say), the failure is not what ends it."""
    waiting, seen = [failure.target], {failure.target}
    while waiting:
        at = waiting.pop()
        if graph.kind(at) == "end" or (graph.kind(at) in _ASKS and graph.rings[at] == graph.rings[failure.source]):
            continue
        if graph.kind(at) != "say" or _helps(find, hear, at):
            return False
        onward = [edge.target for edge in graph.leaving.get(at, ()) if edge.trigger in _ONWARD]
        waiting += [target for target in dict.fromkeys(onward) if target not in seen]
        seen.update(onward)
    return True


def _counts(graph: Graph, way: tuple[Edge, ...]) -> bool:
    """Whether the failure is one: after a person was asked for, a call that ends has been answered as a rule, and where
    another file should have gone on, that is what the flow tried; only where something is said of it was it none."""
    return graph.kind(way[0].source) not in ("human", "elsewhere") or any(graph.said(step.target) for step in way)


def _helps(find: Find, hear: Hear, node: str) -> bool:
    return any(reading.has(find.unless) for reading in hear(node))
