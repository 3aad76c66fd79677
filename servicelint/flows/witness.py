"""A place in a flow as a hit: where it is, what is said there, and the way a customer takes to it. No wording."""

from __future__ import annotations

from collections.abc import Iterable

from servicelint.flows.graph import Graph
from servicelint.model import Document, Edge, Hit, Node, Step


def hit_at(document: Document, node: Node, facts: dict[str, str], trail: tuple[Step, ...]) -> Hit:
    """A hit at a node; its fingerprint is made of what the node says, since ids change with each export."""
    said = [message for message in document.messages if message.id in node.messages]
    passages = [passage for message in said for passage in message.passages]
    return Hit(
        node.span,
        facts=tuple(facts.items()),
        trail=trail,
        message_id=said[0].id if said else "",
        language=next((passage.language for passage in passages if passage.language), ""),
        words=" ".join(passage.text.lower() for passage in passages) or node.kind,
    )


def steps(graph: Graph, way: Iterable[Edge]) -> tuple[Step, ...]:
    """The entry, then each edge of the way: what moves the customer, and where to."""
    entry = graph.nodes[graph.flow.entry]
    return (Step(entry.span, entry.id), *(Step(edge.span, f"{edge.on} → {edge.target}") for edge in way))


def menus_passed(graph: Graph, way: Iterable[Edge], levels: frozenset[str], last: Node) -> tuple[Node, ...]:
    """The levels on the way, up to and including the last."""
    passed = dict.fromkeys(edge.source for edge in way if edge.source in levels)
    return (*(graph.nodes[node] for node in passed if node != last.id), last)
