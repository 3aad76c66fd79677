"""Ways to a person: who surely is one, what may be one, and what it takes to get there."""

from __future__ import annotations

from math import inf, isinf

from servicelint.flows.graph import Cost, Graph, Ways, chosen, failed
from servicelint.model import Edge, Node


def people(graph: Graph) -> list[str]:
    """The nodes that hand over to a person, in the order of the flow."""
    return [node.id for node in graph.nodes.values() if node.kind == "human"]


def perhaps_people(graph: Graph) -> set[str]:
    """Where a person is or may be: hand-overs, whatever leaves the files or is of an unknown kind, and places that wait
    for an answer without the files telling what follows it."""
    places = {edge.target for edge in graph.flow.edges if edge.target not in graph.nodes}
    return places | {node.id for node in graph.nodes.values() if _open(graph, node)}


def quickest(graph: Graph) -> tuple[int, float] | None:
    """The choices and the seconds of listening on the easiest way from the entry to a person; None when there is none.

    Only what the customer chooses counts as a choice, along the way with the fewest. Nobody sets out to fail: a way by
    silence, misunderstanding or error counts only where there is no other. The seconds are infinite where the files do
    not tell how long something is said.
    """

    def price(edge: Edge) -> Cost:
        return int(chosen(edge)), _seconds(graph, edge.source)

    for ways in (graph.ways(lambda edge: None if failed(edge) else price(edge)), graph.ways(price)):
        costs = [ways.cost[person] for person in people(graph) if person in ways.cost]
        if costs:
            return min(costs)
    return None


def nearest(graph: Graph) -> tuple[Ways, str] | None:
    """The ways with the fewest choices, failing included, and the nearest place that may be a person."""
    ways = graph.ways(lambda edge: (int(chosen(edge)), 1))
    perhaps = perhaps_people(graph)
    found = [place for place in ways.cost if place in perhaps]
    return (ways, min(found, key=ways.cost.__getitem__)) if found else None


def known_seconds(seconds: float) -> float | None:
    """Seconds for the report: to a tenth, None where something is unknown."""
    return None if isinf(seconds) else round(seconds, 1)


def _open(graph: Graph, node: Node) -> bool:
    if node.kind in ("menu", "ask"):
        return all(failed(edge) for edge in graph.leaving.get(node.id, ()))
    return node.kind in ("human", "elsewhere", "unknown")


def _seconds(graph: Graph, at: str) -> float:
    node = graph.nodes.get(at)
    if node is None or (node.seconds is None and node.messages):
        return inf
    return node.seconds or 0.0
