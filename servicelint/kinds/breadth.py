"""Menus with more options than a caller can keep in mind or a reader take in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph
from servicelint.flows.menus import breadth
from servicelint.flows.witness import hit_at
from servicelint.model import Document, Hit

NAME = "breadth"
SCOPE = "flow"
FACTS = ("count", "max")


@dataclass(frozen=True)
class Find:
    """More than `max` options in a spoken menu, or more than `max_shown` in one that is read. With `spoken_from`, only
    spoken menus of at least so many. Help, repeat, back, the operator and the end are no options."""

    max: int = 4
    max_shown: int = 7
    spoken_from: int = 0


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each menu that offers too much."""
    if find.spoken_from and not graph.flow.voice:
        return
    limit = find.max if graph.flow.voice else find.max_shown
    for node in graph.nodes.values():
        count = breadth(graph, node) if node.kind == "menu" else 0
        if count > limit and count >= find.spoken_from:
            yield hit_at(graph, node, {"count": str(count), "max": str(limit)}, ())
