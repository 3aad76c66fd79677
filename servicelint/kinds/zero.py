"""Spoken menus where 0 does not bring a person, or brings something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, chosen, shortest_ways
from servicelint.flows.menus import landing, levels
from servicelint.flows.witness import hit_at, steps
from servicelint.model import Document, Hit, Node

NAME = "zero"
SCOPE = "flow"
FACTS = ("place", "target")

ZERO = "0"
_KEY = re.compile(r"[\d*#]+")


@dataclass(frozen=True)
class Find:
    """`leads: nowhere` finds menus with keys but without 0, `leads: astray` those whose 0 is for something else than a
    person. Confirmations are no menus; what leaves the files may be a person."""

    leads: Literal["nowhere", "astray"] = "nowhere"


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each menu of a call that can be reached; its trail is the shortest way there."""
    if not graph.flow.voice:
        return
    menus = levels(graph)
    for name in graph.hops:
        if name in menus and (hit := _judged(find, graph, graph.nodes[name])):
            yield hit


def _judged(find: Find, graph: Graph, menu: Node) -> Hit | None:
    edges = [edge for edge in graph.leaving.get(menu.id, ()) if chosen(edge)]
    if not any(_KEY.fullmatch(edge.label) for edge in edges):
        return None
    zeros = [edge for edge in edges if edge.label == ZERO]
    astray = next((edge for edge in zeros if not _person(graph, landing(graph, edge))), None)
    if bool(zeros) if find.leads == "nowhere" else astray is None:
        return None
    facts = {"place": menu.id, "target": astray.target if astray else ""}
    return hit_at(graph, menu, facts, steps(graph, shortest_ways(graph).to(menu.id)))


def _person(graph: Graph, place: str) -> bool:
    """Whether a place is a person or may be one, at once or after what is said on the way."""
    seen: set[str] = set()
    while place not in seen and graph.kind(place) == "say":
        seen.add(place)
        onward = {edge.target for edge in graph.leaving.get(place, ()) if edge.trigger == "always"}
        if len(onward) != 1:
            return bool(onward) or bool(graph.leaving.get(place))
        place = onward.pop()
    return graph.kind(place) in ("human", "elsewhere", "unknown")
