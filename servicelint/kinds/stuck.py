"""Places that say something, or nothing, and then leave the customer there: no way on, and no end either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, shortest_ways
from servicelint.flows.ways import stopping
from servicelint.flows.witness import hit_at, named, steps
from servicelint.model import Document, Hit

NAME = "stuck"
SCOPE = "flow"
FACTS = ("place",)


@dataclass(frozen=True)
class Find:
    """Nothing to set. A place that waits for an answer, ends the contact, hands over or leaves the files is none."""


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each place where a way simply stops; its trail is the shortest way there."""
    for node in stopping(graph):
        yield hit_at(graph, node, {"place": named(graph, node.id)}, steps(graph, shortest_ways(graph).to(node.id)))
