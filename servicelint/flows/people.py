"""Ways to a person: who surely is one, what may be one, and what it takes to get there."""

from __future__ import annotations

from servicelint.flows.graph import Graph, Ways, easiest_ways, failed, once
from servicelint.model import Node


@once
def people(graph: Graph) -> list[str]:
    """The nodes that hand over to a person, in the order of the flow."""
    return [node.id for node in graph.nodes.values() if node.kind == "human"]


@once
def perhaps_people(graph: Graph) -> set[str]:
    """Where a person is or may be: hand-overs, whatever leaves the files or is of an unknown kind, and places that wait
    for an answer without the files telling what follows it."""
    places = {edge.target for edge in graph.flow.edges if edge.target not in graph.nodes}
    return places | {node.id for node in graph.nodes.values() if _open(graph, node)}


def nearest(graph: Graph) -> tuple[Ways, str] | None:
    """The ways with the fewest choices, failing included, and the nearest place that may be a person."""
    ways = easiest_ways(graph)
    perhaps = perhaps_people(graph)
    found = [place for place in ways.cost if place in perhaps]
    return (ways, min(found, key=ways.cost.__getitem__)) if found else None


def _open(graph: Graph, node: Node) -> bool:
    if node.kind in ("menu", "ask"):
        return all(failed(edge) for edge in graph.leaving.get(node.id, ()))
    return node.kind in ("human", "elsewhere", "unknown")
