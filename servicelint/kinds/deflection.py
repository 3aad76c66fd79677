"""Ways that make the customer choose, send them to another channel, and are over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Hear, Reading
from servicelint.flows.graph import Graph, easiest_ways, once
from servicelint.flows.people import perhaps_people
from servicelint.flows.witness import steps
from servicelint.model import Document, Hit

NAME = "deflection"
SCOPE = "flow"
FACTS = ("found",)


@dataclass(frozen=True)
class Find:
    """`act` sends the customer elsewhere. It is let be where one of `unless` overlaps it or one of `unless_near` stands in
    its sentence. With `max_words`, only where its message says at most so many words in other sentences, those with one of
    `courtesy` not counted: more is an answer. With `spoken`, only in calls."""

    act: str
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    courtesy: tuple[str, ...] = ()
    max_words: int = -1
    spoken: bool = False


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each place that can be reached only by choosing, and after which nothing can be chosen and nobody comes."""
    if find.spoken and not graph.flow.voice:
        return
    for name in _last(graph):
        for reading in hear(name):
            found = _sends(find, reading)
            if found is not None:
                way = easiest_ways(graph).to(name)
                yield replace(found.hit, trail=steps(graph, way), message_id=reading.message.id)
                break


@once
def _last(graph: Graph) -> list[str]:
    """The nodes that speak after a choice, and after which neither a choice nor a person can come."""
    waiting = {node.id for node in graph.nodes.values() if node.kind in ("menu", "ask")}
    going_on = graph.reaching(waiting | perhaps_people(graph))
    return [
        name
        for name, cost in easiest_ways(graph).cost.items()
        if cost[0] and name not in going_on and graph.kind(name) in ("say", "end") and graph.nodes[name].messages
    ]


def _sends(find: Find, reading: Reading) -> Found | None:
    for found in reading.find(find.act):
        if reading.covered(found, find.unless) or reading.near(found, find.unless_near):
            continue
        if find.max_words < 0 or _besides(find, reading) <= find.max_words:
            return found
    return None


def _besides(find: Find, reading: Reading) -> int:
    """How many words the message says beside sending the customer away and being polite about it."""
    count = 0
    for heard in reading.heard:
        told = [found.start for act in (find.act, *find.courtesy) for found in heard.find(act)]
        for start, end in heard.sentences:
            if not any(start <= place < end for place in told):
                count += len(WORD.findall(heard.folded, start, end))
    return count
