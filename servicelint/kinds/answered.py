"""Calls that a computer answers: recorded words or a menu come before any person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph, failed
from servicelint.flows.witness import hit_at, named
from servicelint.model import Document, Hit, Step

NAME = "answered"
SCOPE = "flow"
FACTS = ("place",)


@dataclass(frozen=True)
class Find:
    """Nothing to set. Only calls count; what decides without a word (the hour, the number) is passed over."""


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """At most one hit a flow: the first place that speaks or waits."""
    if not graph.flow.voice:
        return
    entry = graph.flow.entry
    waiting, seen = [entry], {entry}
    for at in waiting:
        node = graph.nodes.get(at)
        if node is None or node.kind in ("human", "elsewhere", "unknown", "end"):
            continue
        if node.kind in ("menu", "ask") or node.messages or node.unheard:
            yield hit_at(graph, node, {"place": named(graph, at)}, (Step(graph.nodes[entry].span, named(graph, entry)),))
            return
        onward = dict.fromkeys(edge.target for edge in graph.leaving.get(at, ()) if not failed(edge))
        waiting += [target for target in onward if target not in seen]
        seen |= onward.keys()
