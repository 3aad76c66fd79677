"""Whether, and how soon, a customer can reach a person. Whatever the files do not show may be one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, shortest_ways
from servicelint.flows.menus import forks
from servicelint.flows.people import nearest, perhaps_people
from servicelint.flows.witness import hit_at, named, steps
from servicelint.model import Document, Hit

NAME = "reach"
SCOPE = "flow"
FACTS = ("places", "count", "max")

NAMED = 5
"""So many places are named, the others counted."""


@dataclass(frozen=True)
class Find:
    """`person: never` finds places where the customer chooses and from which no way leads to a person; `person: late`
    a person who can be reached from the entry, but only after more than `max_choices` choices."""

    person: Literal["never", "late"] = "never"
    max_choices: int = 2


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """At most one hit a flow. Where nothing is chosen (a notice, a survey, a voice mail) nobody is missed."""
    yield from _late(graph, find.max_choices) if find.person == "late" else _never(graph)


def _never(graph: Graph) -> Iterator[Hit]:
    """A hit at the first place without a way to a person: the entry when it has none, else the nearest to it."""
    decisive, fine = forks(graph), graph.reaching(perhaps_people(graph))
    lost = [node for node in graph.hops if node in decisive and node not in fine]
    if not lost:
        return
    first = lost[0] if graph.flow.entry in fine else graph.flow.entry
    names = ", ".join(named(graph, node) for node in lost[:NAMED]) + (f" (+{len(lost) - NAMED})" if len(lost) > NAMED else "")
    way = shortest_ways(graph).to(first)
    yield hit_at(graph, graph.nodes[first], {"places": names, "count": str(len(lost)), "max": ""}, steps(graph, way))


def _late(graph: Graph, limit: int) -> Iterator[Hit]:
    """A hit at the entry when even the way with the fewest choices has too many."""
    found = nearest(graph)
    if found is None:
        return
    ways, place = found
    choices = ways.cost[place][0]
    if choices > limit:
        entry = graph.nodes[graph.flow.entry]
        facts = {"places": named(graph, place), "count": str(choices), "max": str(limit)}
        yield hit_at(graph, entry, facts, steps(graph, ways.to(place)))
