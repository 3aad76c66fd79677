"""Places that wait for the customer and do not know what to do when nothing comes, or something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph
from servicelint.flows.witness import hit_at, named
from servicelint.model import Document, Hit, Node, Span, Step, Trigger

NAME = "unhandled"
SCOPE = "flow"
FACTS = ("node",)

_TRIGGERS: dict[str, tuple[Trigger, ...]] = {
    "both": ("no-input", "no-match"),
    "silence": ("no-input",),
    "mistake": ("no-match",),
}


@dataclass(frozen=True)
class Find:
    """`missing: both` finds places where neither silence nor a wrong answer is met, `silence` and `mistake` where just that
    one is not. Only the reader of a format knows where a handler could stand."""

    missing: Literal["both", "silence", "mistake"]


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """A hit for each place, where its handler would be written; the trail shows the prompt where that is elsewhere."""
    for node in graph.nodes.values():
        if node.id in graph.hops and tuple(sorted({each.trigger for each in node.unhandled})) == _TRIGGERS[find.missing]:
            yield _hit(graph, node, node.unhandled[0].span)


def _hit(graph: Graph, node: Node, span: Span) -> Hit:
    hit = hit_at(graph, node, {"node": named(graph, node.id)}, ())
    if span == node.span:
        return hit
    step = (Step(node.span, named(graph, node.id)),)
    return Hit(span, hit.facts, step, hit.message_id, hit.language, hit.words)
