"""Menus behind menus: how many a caller must pass, even by the easiest way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, Ways
from servicelint.flows.menus import choices, descent, landing, levels
from servicelint.flows.witness import hit_at, menus_passed, named
from servicelint.model import Document, Hit, Node, Step

NAME = "depth"
SCOPE = "flow"
FACTS = ("count", "max", "menus")


@dataclass(frozen=True)
class Find:
    """More than `max` menus to pass before something can be had. Retries, data entry and confirmations are no menus."""

    max: int = 3


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each menu that lies too deep and offers what cannot be had more easily; its trail names the menus."""
    steps = levels(graph)
    ways = descent(graph, steps)
    for node in graph.nodes.values():
        if node.id not in steps or node.id not in ways.cost or ways.cost[node.id][0] < find.max:
            continue
        if _needed(graph, ways, node):
            passed = menus_passed(graph, ways.to(node.id), steps, node)
            names = " → ".join(named(graph, menu.id) for menu in passed)
            facts = {"count": str(ways.cost[node.id][0] + 1), "max": str(find.max), "menus": names}
            yield hit_at(graph, node, facts, tuple(Step(menu.span, named(graph, menu.id)) for menu in passed))


def _needed(graph: Graph, ways: Ways, menu: Node) -> bool:
    """Whether the easiest way to something leads through this menu; what leaves the files is never the same thing."""
    places = [landing(graph, edge) for edge in choices(graph, menu.id)]
    kinds = [graph.kind(place) for place in places]
    deeper = (kind != "end" and ways.cost[place][0] > ways.cost[menu.id][0] for place, kind in zip(places, kinds, strict=True))
    return not places or "elsewhere" in kinds or any(deeper)
