"""How long callers listen: until the first option has been said, to a whole menu, on the easiest way to a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, failed
from servicelint.flows.listening import Listening, first_options, heard, to_person, ways
from servicelint.flows.people import perhaps_people
from servicelint.flows.witness import hit_at, named, steps
from servicelint.model import Document, Edge, Hit, Node

NAME = "listening"
SCOPE = "flow"
FACTS = ("seconds", "max", "place")


@dataclass(frozen=True)
class Find:
    """More than so many seconds of listening: `until: first-option` to the end of the first option, `until: end` to a whole
    menu, `until: person` on the easiest way to a person. `known: all` finds those of which the files tell everything,
    `known: part` those that last at least so long."""

    until: Literal["first-option", "end", "person"] = "end"
    known: Literal["all", "part"] = "all"
    to_first_option: int = 10
    menu: int = 30
    to_human: int = 60


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each menu, and one for the person who is reached first. What a caller asked for is no waiting: only menus
    count, and what stands before them and before a person."""
    if not graph.flow.voice:
        return
    match find.until:
        case "first-option":
            for found in first_options(graph):
                yield from _over(find, graph, graph.nodes[found.place], found.listening, find.to_first_option, found.way)
        case "end":
            for node in graph.nodes.values():
                if node.kind == "menu":
                    yield from _over(find, graph, node, heard(graph, node.id), find.menu)
        case "person":
            yield from _person(find, graph)


def _person(find: Find, graph: Graph) -> Iterator[Hit]:
    """Where something nearer may be a person, nobody is known to wait so long."""
    found = to_person(graph)
    if found is None:
        return
    cost = ways(graph, any(failed(edge) for edge in found.way)).cost
    nearer = (place for place in perhaps_people(graph) if graph.kind(place) != "human" and place in cost)
    if all(cost[place] >= (found.choices, found.listening.seconds) for place in nearer):
        yield from _over(find, graph, graph.nodes[found.place], found.listening, find.to_human, found.way)


def _over(find: Find, graph: Graph, node: Node, listening: Listening, most: int, way: tuple[Edge, ...] = ()) -> Iterator[Hit]:
    """Nobody counts tenths: what is over is over in whole seconds."""
    seconds = round(listening.seconds)
    if seconds > most and listening.at_least == (find.known == "part"):
        facts = {"seconds": str(seconds), "max": str(most), "place": named(graph, node.id)}
        yield hit_at(graph, node, facts, steps(graph, way) if way else ())
