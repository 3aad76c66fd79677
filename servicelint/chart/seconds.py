"""When a customer gets to each node of a flow, counted from its start."""

from __future__ import annotations

from functools import partial

from servicelint.flows.graph import Cost, Graph, failed
from servicelint.model import Edge, Node


def arrivals(graph: Graph) -> dict[str, tuple[float, bool]]:
    """For each node that can be reached: the fewest seconds of listening before it, and whether it may well be more,
    because something on that way takes a time that the files do not tell. Nobody sets out to fail: ways by silence or
    error count only where there is no other."""
    found: dict[str, tuple[float, bool]] = {}
    for failing in (False, True):
        ways = graph.ways(partial(_price, graph, failing))
        for node, cost in ways.cost.items():
            if node not in found:
                found[node] = (cost[1], any(_untold(graph.nodes.get(edge.source)) for edge in ways.to(node)))
    return found


def _price(graph: Graph, failing: bool, edge: Edge) -> Cost | None:
    return (0, _takes(graph, edge.source)) if failing or not failed(edge) else None


def _takes(graph: Graph, name: str) -> float:
    node = graph.nodes.get(name)
    return (node.seconds or 0.0) if node else 0.0


def _untold(node: Node | None) -> bool:
    """Whether it takes a time that the files do not tell."""
    if node is None or node.seconds is not None:
        return node is None
    return bool(node.messages) or node.kind not in ("say", "end")
