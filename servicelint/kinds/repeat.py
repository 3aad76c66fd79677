"""A question that was not answered, or not understood, and is asked again in the very same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from servicelint.acts.fold import WORD, fold
from servicelint.acts.reading import Hear
from servicelint.flows.graph import Graph
from servicelint.flows.menus import landing
from servicelint.flows.witness import hit_at, named, step_to
from servicelint.model import Document, Edge, Hit, Node, Step

NAME = "repeat"
SCOPE = "flow"
FACTS = ("place",)

WORDS = 3
"""Fewer words than this (“Your date?”) leave little to say otherwise."""


@dataclass(frozen=True)
class Find:
    """Nothing to set. Silence and answers that were not understood count; what a recording says, nobody can tell. A menu
    that is read out again after silence is let be: the caller may still be choosing."""


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """At most one hit for each question: at what is said again, or at the way that leads back without a word."""
    for node in graph.nodes.values():
        if node.kind in ("menu", "ask") and node.messages:
            yield from _first(graph, node)


def _first(graph: Graph, node: Node) -> Iterator[Hit]:
    if not any(len(words) >= WORDS for words in _said(graph, node.id)):
        return
    for edge in graph.leaving.get(node.id, ()):
        if edge.trigger in ("no-input", "no-match") and (hit := _again(graph, node, edge)):
            yield hit
            return


def _again(graph: Graph, node: Node, edge: Edge) -> Hit | None:
    """The hit where the words after a failure are those of the question: in a call also where it leads straight back."""
    target = landing(graph, edge)
    trail = (Step(node.span, named(graph, node.id)), step_to(graph, edge))
    if target == node.id:
        heard = graph.flow.voice and len(_said(graph, node.id)) == 1 and (node.kind, edge.trigger) != ("menu", "no-input")
        return replace(hit_at(graph, node, {"place": named(graph, node.id)}, trail), span=edge.span) if heard else None
    again = graph.nodes[target].messages if target in graph.nodes else ()
    said = _said(graph, target)
    if said and said <= _said(graph, node.id, again):
        return hit_at(graph, graph.nodes[target], {"place": named(graph, node.id)}, trail)
    return None


def _said(graph: Graph, node: str, without: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The words of each reading of what a node says; what is said `without` it comes from elsewhere, and is heard here."""
    told = (message for message in graph.said(node) if message.id not in without)
    said = ([word for passage in message.passages for word in WORD.findall(fold(passage.text))] for message in told)
    return {tuple(words) for words in said if words}
