"""How long a call rings before anybody or anything answers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, shortest_ways
from servicelint.flows.witness import hit_at, steps
from servicelint.model import Document, Hit

NAME = "ringing"
SCOPE = "flow"
FACTS = ("count", "seconds", "max")


@dataclass(frozen=True)
class Find:
    """A call that may ring more than `max_rings` times; a ring begins every `ring_seconds` seconds. What rings after the
    call was answered is waiting."""

    max_rings: int = 4
    ring_seconds: float = 6.0


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit at the first place, on each way, at which one ring too many has begun."""
    over = {node.id: node for node in graph.nodes.values() if _rings(find, node.rings) > find.max_rings}
    if not over:
        return
    ways = shortest_ways(graph)
    for node in over.values():
        way = ways.to(node.id)
        if not any(edge.source in over for edge in way):
            facts = {"count": str(_rings(find, node.rings)), "seconds": f"{node.rings:g}", "max": str(find.max_rings)}
            yield hit_at(graph, node, facts, steps(graph, way) if way else ())


def _rings(find: Find, seconds: float | None) -> int:
    """How many rings have begun: the first at once, each other one so much later."""
    return 0 if seconds is None else int(seconds // find.ring_seconds) + 1
