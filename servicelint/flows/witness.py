"""A place in a flow as a hit: where it is, what is said there, and the way a customer takes to it. No wording."""

from __future__ import annotations

import re
from collections.abc import Iterable

from servicelint.flows.graph import Graph
from servicelint.model import Edge, Hit, Node, Step

_MADE_UP = re.compile(r"[0-9a-fA-F]{8}[0-9a-fA-F-]{4,}|(?=[^/]*\d)[A-Za-z0-9_-]{20,}")
_SAID = 40
"""So many characters of what is said stand for a node."""


def hit_at(graph: Graph, node: Node, facts: dict[str, str], trail: tuple[Step, ...]) -> Hit:
    """A hit at a node; its fingerprint is made of what the node says, since ids change with each export."""
    said = graph.said(node.id)
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
    return (Step(entry.span, named(graph, entry.id)), *(step_to(graph, edge) for edge in way))


def step_to(graph: Graph, edge: Edge) -> Step:
    """One edge as a step: what moves the customer, and where to."""
    return Step(edge.span, f"{edge.on} → {named(graph, edge.target)}")


def named(graph: Graph, node: str) -> str:
    """What a node is called for people: its id, but where a machine made that up (behind its flow's name), the beginning
    of what it says."""
    flow, slash, own = node.rpartition("/")
    if not _MADE_UP.fullmatch(own):
        return node
    text = next((passage.shown for message in graph.said(node) for passage in message.passages), "")
    said = " ".join(text.split())
    name = f"“{said[:_SAID].rstrip()}…”" if len(said) > _SAID else f"“{said}”" if said else graph.kind(node)
    return f"{flow}{slash}{name}"


def menus_passed(graph: Graph, way: Iterable[Edge], levels: frozenset[str], last: Node) -> tuple[Node, ...]:
    """The levels on the way, up to and including the last."""
    passed = dict.fromkeys(edge.source for edge in way if edge.source in levels)
    return (*(graph.nodes[node] for node in passed if node != last.id), last)
