"""A flow as a graph: what can be reached from where, by which way, at what price, and what is said there.

Knows nothing of menus or rules.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from heapq import heappop, heappush
from typing import Any, Concatenate, ParamSpec, TypeVar

from servicelint.model import Document, Edge, Flow, Message, Node, NodeKind

P = ParamSpec("P")
T = TypeVar("T")

Cost = tuple[int, float]
"""What a way costs: what is counted first (choices, menus), then what decides between equals (steps, seconds)."""

CHOICES = frozenset({"option", "intent"})
FAILURES = frozenset({"no-input", "no-match", "error"})


def chosen(edge: Edge) -> bool:
    """Whether the customer takes this edge by choosing something."""
    return edge.trigger in CHOICES


def failed(edge: Edge) -> bool:
    """Whether this edge is taken because something went wrong: silence, an answer not understood, an error."""
    return edge.trigger in FAILURES


@dataclass(frozen=True)
class Ways:
    """The cheapest way to every node that can be reached."""

    cost: dict[str, Cost]
    last: dict[str, Edge]

    def to(self, target: str) -> tuple[Edge, ...]:
        """The edges of the cheapest way, in the order they are taken; none for the entry itself."""
        edges = []
        while target in self.last:
            edges.append(self.last[target])
            target = edges[-1].source
        return tuple(reversed(edges))


@dataclass(frozen=True, eq=False)
class Graph:
    """A flow with its edges sorted by where they leave and arrive. Of nodes with the same id the first counts.

    `messages` are those of the document by id: each id once for every reading of its branches.
    """

    flow: Flow
    messages: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    known: dict[Any, Any] = field(default_factory=dict)
    """What functions that are `once` have answered."""
    document: Document | None = None
    """Where it comes from: its language, and what the configuration says of it."""

    def said(self, node: str) -> tuple[Message, ...]:
        """The messages that a node says, in their order; none for a node of other files."""
        ids = self.nodes[node].messages if node in self.nodes else ()
        return tuple([message for name in ids for message in self.messages.get(name, ())])

    @cached_property
    def nodes(self) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        for node in self.flow.nodes:
            nodes.setdefault(node.id, node)
        return nodes

    @cached_property
    def leaving(self) -> dict[str, list[Edge]]:
        return _grouped(self.flow.edges, lambda edge: edge.source)

    @cached_property
    def arriving(self) -> dict[str, list[Edge]]:
        return _grouped(self.flow.edges, lambda edge: edge.target)

    def kind(self, node: str) -> NodeKind:
        """The node's kind; what is not in the flow is elsewhere."""
        return self.nodes[node].kind if node in self.nodes else "elsewhere"

    @cached_property
    def hops(self) -> dict[str, int]:
        """How many edges away from the entry each node is, nearest first; empty when the entry is not in the flow."""
        hops = {self.flow.entry: 0} if self.flow.entry in self.nodes else {}
        waiting = deque(hops)
        while waiting:
            at = waiting.popleft()
            for edge in self.leaving.get(at, ()):
                if edge.target not in hops:
                    hops[edge.target] = hops[at] + 1
                    waiting.append(edge.target)
        return hops

    def reaching(self, goals: Iterable[str]) -> set[str]:
        """Every node from which one of the goals can be reached, the goals among them."""
        reaching = set(goals)
        waiting = list(reaching)
        while waiting:
            for edge in self.arriving.get(waiting.pop(), ()):
                if edge.source not in reaching:
                    reaching.add(edge.source)
                    waiting.append(edge.source)
        return reaching

    def ways(self, price: Callable[[Edge], Cost | None]) -> Ways:
        """The cheapest ways from the entry (Dijkstra); an edge without a price is not taken."""
        cost: dict[str, Cost] = {}
        last: dict[str, Edge] = {}
        offered: dict[str, Cost] = {}
        # Few costs are shared by many ways: the heap holds each cost once, and the ways of a cost wait in their order.
        start: Cost = (0, 0.0)
        waiting: dict[Cost, list[tuple[str, Edge | None]]] = {start: [(self.flow.entry, None)]}
        heap = [start] if self.flow.entry in self.nodes else []
        while heap:
            spent = heappop(heap)
            for at, edge in waiting.pop(spent):
                if at in cost:
                    continue
                cost[at] = spent
                if edge is not None:
                    last[at] = edge
                for onward in self.leaving.get(at, ()):
                    target = onward.target
                    if target in cost or (paid := price(onward)) is None:
                        continue
                    whole = (spent[0] + paid[0], spent[1] + paid[1])
                    if target not in offered or whole < offered[target]:  # the first of equals counts
                        offered[target] = whole
                        if whole not in waiting:
                            waiting[whole] = []
                            heappush(heap, whole)
                        waiting[whole].append((target, onward))
        return Ways(cost, last)

    @cached_property
    def rings(self) -> dict[str, int]:
        """Each node's strongly connected component, by number: nodes of one lead to each other (Tarjan)."""
        rings: dict[str, int] = {}
        number: dict[str, int] = {}
        lowest: dict[str, int] = {}
        open_nodes: list[str] = []
        for root in self.nodes:
            walk: list[tuple[str, Iterator[Edge]]] = []
            if root not in number:
                _enter(root, number, lowest, open_nodes)
                walk.append((root, iter(self.leaving.get(root, ()))))
            while walk:
                at, edges = walk[-1]
                target = next((edge.target for edge in edges if edge.target not in rings), None)
                if target is None:
                    walk.pop()
                    _leave(at, number, lowest, open_nodes, rings)
                    if walk and at not in rings:
                        above = walk[-1][0]
                        lowest[above] = min(lowest[above], lowest[at])
                elif target in number:
                    lowest[at] = min(lowest[at], number[target])
                else:
                    _enter(target, number, lowest, open_nodes)
                    walk.append((target, iter(self.leaving.get(target, ()))))
        return rings


def graphs(document: Document) -> Iterator[Graph]:
    """Each flow of a document as a graph."""
    messages: dict[str, list[Message]] = {}
    for message in document.messages:
        messages.setdefault(message.id, []).append(message)
    return (Graph(flow, messages, document=document) for flow in document.flows)


def once(find: Callable[Concatenate[Graph, P], T]) -> Callable[Concatenate[Graph, P], T]:
    """Reckons a function of a graph, and of what else it is given, once for each graph: many rules ask the same."""

    @wraps(find)
    def known(graph: Graph, /, *args: P.args, **kwargs: P.kwargs) -> T:
        answers: dict[Any, T] = graph.known.setdefault(find, {})
        key = args[0] if len(args) == 1 else args
        if key not in answers:
            answers[key] = find(graph, *args, **kwargs)
        return answers[key]

    return known


@once
def easiest_ways(graph: Graph) -> Ways:
    """The ways with the fewest choices, then the fewest edges; failing counts as no choice."""
    return graph.ways(lambda edge: (int(chosen(edge)), 1))


@once
def shortest_ways(graph: Graph) -> Ways:
    """The ways with the fewest edges, nearest places first."""
    cost: dict[str, Cost] = {graph.flow.entry: (0, 0.0)} if graph.flow.entry in graph.nodes else {}
    last: dict[str, Edge] = {}
    waiting = deque(cost)
    while waiting:
        at = waiting.popleft()
        further = (0, cost[at][1] + 1)
        for edge in graph.leaving.get(at, ()):
            if edge.target not in cost:
                cost[edge.target], last[edge.target] = further, edge
                waiting.append(edge.target)
    return Ways(cost, last)


def _grouped(edges: Iterable[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    groups: dict[str, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(end(edge), []).append(edge)
    return groups


def _enter(node: str, number: dict[str, int], lowest: dict[str, int], open_nodes: list[str]) -> None:
    number[node] = lowest[node] = len(number)
    open_nodes.append(node)


def _leave(node: str, number: dict[str, int], lowest: dict[str, int], open_nodes: list[str], rings: dict[str, int]) -> None:
    """Close the component that `node` is the first of, if it is."""
    if lowest[node] == number[node]:
        while node not in rings:
            rings[open_nodes.pop()] = number[node]
