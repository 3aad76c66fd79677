"""The same datum asked for a second time on one way through a flow. What counts as the same datum is an act.

A question after silence or a misunderstanding is the first one again, and so is one that a condition may skip.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from servicelint.acts.reading import Found, Hear
from servicelint.flows.graph import Graph, failed, once
from servicelint.model import Document, Edge, Hit, Step

NAME = "twice"
SCOPE = "flow"
FACTS = ("found", "place")


@dataclass(frozen=True)
class Find:
    """`act` asks for one datum. It is let be where one of `unless` stands in its sentence or one next to it (again, to
    confirm, a new one, somebody else's)."""

    act: str
    unless: tuple[str, ...] = ()


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each later question; its trail leads from the first one to it."""
    asked = {name: found for name in _questions(graph) if (found := _asks(find, hear, name))}
    if len(asked) < 2:
        return
    before: dict[str, str] = {}
    along: dict[str, Edge] = {}
    for name in _in_order(graph):
        first = before.get(name, name if name in asked else "")
        if first != name and name in asked and _sure(graph, along, name) and not _same(asked[first], asked[name]):
            way = _way(along, first, name)
            trail = (Step(graph.nodes[first].span, first), *(Step(edge.span, f"{edge.on} → {edge.target}") for edge in way))
            hit = asked[name].hit
            yield replace(hit, facts=(*hit.facts, ("place", first)), trail=trail)
        for edge in _onward(graph).get(name, ()) if first else ():
            if edge.target not in before:
                before[edge.target], along[edge.target] = first, edge


@once
def _questions(graph: Graph) -> list[str]:
    return [name for name in graph.hops if graph.kind(name) == "ask"]


def _asks(find: Find, hear: Hear, name: str) -> Found | None:
    """The place where a node asks for the datum."""
    for reading in hear(name):
        for found in reading.find(find.act):
            if found.heard.passage is not None and not reading.near(found, find.unless, sentences=1):
                return found
    return None


@once
def _onward(graph: Graph) -> dict[str, list[Edge]]:
    """The ways on from each node that can be reached, those that fail or lead back left out."""
    hops, rings = graph.hops, graph.rings
    onward: dict[str, list[Edge]] = {}
    for edge in graph.flow.edges:
        source, target = edge.source, edge.target
        known = source in hops and target in graph.nodes and not failed(edge)
        if known and (rings[source] != rings[target] or hops[target] > hops[source]):
            onward.setdefault(source, []).append(edge)
    return onward


@once
def _in_order(graph: Graph) -> Sequence[str]:
    """The nodes that can be reached, each after all those from which a way leads on to it."""
    onward = _onward(graph)
    left: dict[str, int] = {}
    for edges in onward.values():
        for edge in edges:
            left[edge.target] = left.get(edge.target, 0) + 1
    waiting = deque(name for name in graph.hops if name not in left)
    order = []
    while waiting:
        name = waiting.popleft()
        order.append(name)
        for edge in onward.get(name, ()):
            left[edge.target] -= 1
            if not left[edge.target]:
                waiting.append(edge.target)
    return order


def _sure(graph: Graph, along: dict[str, Edge], name: str) -> bool:
    """Whether no condition stands right before a question: it may ask only who was not asked yet."""
    while name in along:
        edge = along[name]
        if edge.trigger == "condition":
            return False
        name = edge.source
        if graph.kind(name) != "say" or graph.nodes[name].messages:
            return True
    return True


def _same(one: Found, other: Found) -> bool:
    """Whether both are the same words of the file: one question that is put in two places fills in one value."""
    first, second = one.heard.passage, other.heard.passage
    return first is not None and second is not None and first.span == second.span


def _way(along: dict[str, Edge], first: str, name: str) -> list[Edge]:
    way: list[Edge] = []
    while name != first and name in along:
        way.append(along[name])
        name = along[name].source
    return way[::-1]
