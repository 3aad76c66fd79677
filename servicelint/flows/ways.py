"""Ways that are missing or never end: places nobody reaches, places that lead nowhere, circles without a way out.

Whatever the files do not show may be a way: it never makes such a place, it only unmakes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.flows.graph import Graph, chosen, failed, once
from servicelint.model import Edge, Node

_OPEN = ("human", "elsewhere", "unknown", "end")
"""Where a customer comes out of the flow, or may."""
_MEETS = ("menu", "ask", "human")


@once
def circles(graph: Graph) -> dict[int, list[str]]:
    """The nodes of each ring in which one can go round, by the ring's number, in the order of the flow."""
    found: dict[int, list[str]] = {}
    for node in graph.nodes:
        found.setdefault(graph.rings[node], []).append(node)
    return {
        ring: nodes
        for ring, nodes in found.items()
        if len(nodes) > 1 or any(edge.target == nodes[0] for edge in graph.leaving.get(nodes[0], ()))
    }


def unreached(graph: Graph) -> Iterator[Node]:
    """Where each part of a closed flow begins that no way from the entry leads to; a silent end is no part.

    None where something that can be reached leads to what the files do not show, or is of an unknown kind: that may be
    the way in. A place that listens for intents without a word may be spoken to from anywhere, and one that only keeps
    books is none of the customer's; one that is empty still waits for its words.
    """
    if not graph.flow.closed or not graph.hops or any(graph.kind(node) == "unknown" for node in graph.hops):
        return
    if any(node not in graph.nodes for node in graph.hops):
        return
    led_to = {graph.rings[edge.target] for edge in graph.flow.edges if _joins(graph, edge)}
    told: set[int] = set()
    for node in graph.nodes.values():
        ring = graph.rings[node.id]
        if node.id not in graph.hops and ring not in led_to and ring not in told:
            told.add(ring)
            if _matters(graph, node) and not _listens(graph, node):
                yield node


def _joins(graph: Graph, edge: Edge) -> bool:
    """Whether an edge leads from one ring to another."""
    inside = edge.source in graph.nodes and edge.target in graph.nodes
    return inside and graph.rings[edge.source] != graph.rings[edge.target]


def _listens(graph: Graph, node: Node) -> bool:
    return not node.messages and any(edge.trigger == "intent" for edge in graph.leaving.get(node.id, ()))


def _matters(graph: Graph, node: Node) -> bool:
    empty = node.kind != "end" and not graph.leaving.get(node.id)
    return empty or node.id in _heard(graph)


@once
def _heard(graph: Graph) -> set[str]:
    """The nodes from which a way leads to words, questions or people that are not reached otherwise."""
    lost = (node for node in graph.nodes.values() if node.id not in graph.hops)
    return graph.reaching([node.id for node in lost if node.messages or node.kind in _MEETS or _plays(graph, node)])


def _plays(graph: Graph, node: Node) -> bool:
    """Whether a call hears something here that the files do not tell."""
    return graph.flow.voice and node.kind == "say" and node.unheard


def stopping(graph: Graph) -> Iterator[Node]:
    """The nodes on a way from the entry that wait for nothing and lead on only when something fails.

    The entry itself is none: who gets one answer and no more was not led anywhere.
    """
    for name in graph.hops:
        if (
            name != graph.flow.entry
            and graph.kind(name) == "say"
            and all(edge.trigger == "error" for edge in graph.leaving.get(name, ()))
        ):
            yield graph.nodes[name]


def traps(graph: Graph) -> Iterator[Node]:
    """The first node of each circle that can be reached and from which nothing leads out, where nobody is listened to,
    or where two menus or more lead only to each other and nothing is said between them."""
    told: set[int] = set()
    for name in graph.hops:
        ring = graph.rings.get(name, -1)
        nodes = circles(graph).get(ring, [])
        if nodes and ring not in told:
            told.add(ring)
            if _shut(graph, ring, nodes) and (_deaf(graph, nodes) or _idle(graph, nodes)):
                yield graph.nodes[name]


def _shut(graph: Graph, ring: int, nodes: list[str]) -> bool:
    """Whether no way leads out, and nothing in it may be one."""
    if any(graph.kind(node) in _OPEN for node in nodes):
        return False
    return all(graph.rings.get(edge.target) == ring for node in nodes for edge in graph.leaving.get(node, ()))


def _deaf(graph: Graph, nodes: list[str]) -> bool:
    """Whether the customer hears something again and again and is never listened to."""
    if any(failed(edge) and edge.trigger != "error" for node in nodes for edge in graph.leaving.get(node, ())):
        return False
    return all(graph.kind(node) == "say" for node in nodes) and any(graph.nodes[node].messages for node in nodes)


def _idle(graph: Graph, nodes: list[str]) -> bool:
    """Whether it is all menus: whatever is chosen, only the next menu comes."""
    menus = [node for node in nodes if graph.kind(node) == "menu"]
    others = [node for node in nodes if graph.kind(node) != "menu"]
    if len(menus) < 2 or any(graph.kind(node) != "say" or graph.nodes[node].messages for node in others):
        return False
    return all(any(map(chosen, graph.leaving.get(menu, ()))) for menu in menus)
