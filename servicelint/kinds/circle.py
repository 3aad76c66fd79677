"""Circles that a customer cannot leave: the same words without end, or menus that lead only to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, shortest_ways
from servicelint.flows.ways import circles, traps
from servicelint.flows.witness import hit_at, named, steps
from servicelint.model import Document, Hit

NAME = "circle"
SCOPE = "flow"
FACTS = ("places",)

NAMED = 5
"""So many places of a circle are named."""


@dataclass(frozen=True)
class Find:
    """Nothing to set. A circle with any way out, or with an answer that gives the customer something, is none."""


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit at the place where each circle is entered; its trail is the shortest way there."""
    for node in traps(graph):
        ring = circles(graph)[graph.rings[node.id]]
        places = [named(graph, place) for place in (node.id, *(other for other in ring if other != node.id))]
        shown = " → ".join(places[:NAMED]) + (" → …" if len(places) > NAMED else f" → {places[0]}")
        yield hit_at(graph, node, {"places": shown}, steps(graph, shortest_ways(graph).to(node.id)))
