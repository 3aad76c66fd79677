"""A call that understands nothing but speech: no key to press, and nobody there for those it does not understand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, chosen, failed, once, shortest_ways
from servicelint.flows.people import perhaps_people
from servicelint.flows.witness import hit_at, named, steps
from servicelint.model import Document, Hit

NAME = "speech"
SCOPE = "flow"
FACTS = ("place", "words")

NAMED = 4
_KEY = re.compile(r"[\d*#]{1,2}")
_SPOKEN = re.compile(r"[^\W\d_][^/\\|^$*]*")
"""A word to say; patterns of digits are none."""


@dataclass(frozen=True)
class Find:
    """Nothing to set. Only places where the files tell what may be said count, and only in calls by telephone."""


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each such place that can be reached; its trail is the shortest way there."""
    if not (graph.flow.voice and graph.flow.keypad):
        return
    for name in graph.hops:
        if graph.kind(name) in ("menu", "ask") and (words := _spoken(graph, name)) and not _helped(graph, name):
            node = graph.nodes[name]
            shown = ", ".join(words[:NAMED]) + (", …" if len(words) > NAMED else "")
            yield hit_at(
                graph, node, {"place": named(graph, name), "words": shown}, steps(graph, shortest_ways(graph).to(name))
            )


def _spoken(graph: Graph, name: str) -> list[str]:
    """The words that a place listens for; none where keys do as well, or where anything but speech may be meant."""
    labels = [edge.label for edge in graph.leaving.get(name, ()) if chosen(edge)]
    offered = [*labels, *graph.nodes[name].announced]
    if any(_KEY.fullmatch(label) for label in offered):
        return []
    return list(dict.fromkeys(labels)) if labels and all(map(_SPOKEN.fullmatch, labels)) else []


def _helped(graph: Graph, name: str) -> bool:
    """Whether who is not understood may come to a person, or to a place with keys, without choosing anything."""
    return any(failed(edge) and edge.target in _caught(graph) for edge in graph.leaving.get(name, ()))


@once
def _caught(graph: Graph) -> set[str]:
    """Every place from which failing, or just waiting, may lead to a person or to a place with keys."""
    keyed = {edge.source for edge in graph.flow.edges if chosen(edge) and _KEY.fullmatch(edge.label)}
    caught = perhaps_people(graph) | keyed
    waiting = list(caught)
    while waiting:
        for edge in graph.arriving.get(waiting.pop(), ()):
            if edge.source not in caught and not chosen(edge):
                caught.add(edge.source)
                waiting.append(edge.source)
    return caught
