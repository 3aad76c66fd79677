"""Parts of a flow that nothing leads to: written, perhaps approved and recorded, and never heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph
from servicelint.flows.ways import unreached
from servicelint.flows.witness import hit_at, named
from servicelint.model import Document, Hit, Step

NAME = "unreached"
SCOPE = "flow"
FACTS = ("place", "entry")


@dataclass(frozen=True)
class Find:
    """Nothing to set. Only formats that show every way in are judged, and only files that are complete."""


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for the first place of each part; its trail names the entry from which no way comes."""
    for node in unreached(graph):
        entry = graph.nodes[graph.flow.entry]
        first = named(graph, entry.id)
        yield hit_at(graph, node, {"place": named(graph, node.id), "entry": first}, (Step(entry.span, first),))
