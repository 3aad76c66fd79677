"""Menus as customers meet them: which choices are services and which only lead around, and which menus are levels.

Judges by where a choice leads and by its key, so that it holds for every language; only yes and no go by words.
"""

from __future__ import annotations

import re

from servicelint.flows.graph import Graph, Ways, chosen, failed, once
from servicelint.model import Edge, Node, NodeKind
from servicelint.syntax.hand_off import names_person

ASIDE = frozenset("0*#")
"""Keys for help, the operator, going back and ending an entry (ISO/IEC 13714): never a service of their own."""
REVIEW = 3
"""A confirmation offers at most so many choices (right, enter it again, stop)."""
_YES = frozenset({"yes", "yeah", "yep", "sì", "si", "sí", "da", "да", "oui", "ja", "sim"})
_NO = frozenset({"no", "nope", "nu", "нет", "non", "nein", "não", "nao"})
_KEY = re.compile(r"[\d*#]+")
_WORD = re.compile(r"\w+")


@once
def choices(graph: Graph, node: str) -> list[Edge]:
    """The edges by which the customer chooses at this node."""
    return [edge for edge in graph.leaving.get(node, ()) if chosen(edge)]


@once
def own(graph: Graph, node: str) -> list[Edge]:
    """The choices that are services: not help, repeat, back, the operator or the end.

    An operator is the only choice that leads to a person (several are departments), an end the only one that ends. Where
    the files do not show what a choice leads to, its label tells whether people are there.
    """
    edges = choices(graph, node)
    labels: dict[NodeKind, set[str]] = {"human": set(), "end": set()}
    for edge in edges:
        labels.setdefault(graph.kind(landing(graph, edge)), set()).add(_same(edge.label))
    lone = [labels[kind] for kind in ("human", "end") if _count(labels[kind] - ASIDE) == 1]
    unseen = labels.get("elsewhere", set()) | labels.get("unknown", set())
    aside = ASIDE.union(*lone, filter(names_person, unseen))
    return [edge for edge in edges if _same(edge.label) not in aside and not around(graph, edge)]


def breadth(graph: Graph, node: Node) -> int:
    """How many services a menu offers, as announced where that is known, otherwise as wired.

    A key and a word for the same thing are one option: where both are offered, the more numerous count.
    """
    services = {_same(edge.label) for edge in own(graph, node.id)}
    others = {_same(edge.label) for edge in choices(graph, node.id)} - services
    offered = {_same(label) for label in node.announced} or services
    return _count(offered - others - ASIDE)


def options(graph: Graph, node: Node) -> int:
    """How many options a menu has in all; a key and a word for the same thing are one."""
    return _count({_same(label) for label in (*node.announced, *(edge.label for edge in choices(graph, node.id)))})


@once
def levels(graph: Graph) -> frozenset[str]:
    """The menus that are levels: those where the customer chooses a way.

    No levels are confirmations, questions whose every answer leads to the same place (a survey, a language, a datum),
    and menus that, after a service, offer only the way back.
    """
    menus = (node.id for node in graph.nodes.values() if node.kind == "menu")
    return frozenset(
        menu for menu in menus if not (_confirms(graph, menu) or same_answer(graph, menu) or _leads_back(graph, menu))
    )


@once
def forks(graph: Graph) -> frozenset[str]:
    """The levels, and the other nodes where what the customer says decides between two things or more."""
    talks = (node.id for node in graph.nodes.values() if node.kind != "menu")
    return levels(graph) | {node for node in talks if len(own(graph, node)) > 1 and not same_answer(graph, node)}


@once
def descent(graph: Graph, steps: frozenset[str]) -> Ways:
    """The ways that pass the fewest levels; one is passed by choosing something at it, not by failing there."""
    return graph.ways(lambda edge: (1 if edge.source in steps and chosen(edge) else 0, 1))


@once
def landing(graph: Graph, edge: Edge) -> str:
    """Where an edge comes out: its target, or what nodes that say nothing pass on to."""
    at, seen = edge.target, {edge.source}
    while at not in seen and at in graph.nodes and graph.kind(at) == "say" and not graph.nodes[at].messages:
        onward = {next_edge.target for next_edge in graph.leaving.get(at, ()) if not failed(next_edge)}
        if len(onward) != 1:
            break
        seen.add(at)
        at = onward.pop()
    return at


def around(graph: Graph, edge: Edge) -> bool:
    """Whether it leads only around: to where it comes from, or back to a place nearer to the entry."""
    return landing(graph, edge) == edge.source or _returns(graph, edge)


def _returns(graph: Graph, edge: Edge) -> bool:
    """Whether it goes back to a place nearer to the entry that waits for the customer and leads here again."""
    at = landing(graph, edge)
    if graph.kind(at) not in ("menu", "ask") or edge.source not in graph.hops:
        return False
    return graph.rings[at] == graph.rings[edge.source] and graph.hops[at] < graph.hops[edge.source]


def _confirms(graph: Graph, menu: str) -> bool:
    """Whether it asks yes or no, or offers to enter again what was entered."""
    edges = choices(graph, menu)
    words = [_first_word(label) for label in graph.nodes[menu].announced or [edge.label for edge in edges]]
    if len(words) == 2 and any(word in _YES for word in words) and any(word in _NO for word in words):
        return True
    few = 1 < len(edges) <= REVIEW and len(graph.nodes[menu].announced) <= REVIEW
    return few and any(landing(graph, edge) in _just_asked(graph, menu) for edge in edges)


def _just_asked(graph: Graph, menu: str) -> set[str]:
    """The places where the customer enters something that leads straight to this menu."""
    asked: set[str] = set()
    waiting, seen = [menu], {menu}
    while waiting:
        for edge in graph.arriving.get(waiting.pop(), ()):
            if chosen(edge) or failed(edge) or edge.source in seen:
                continue
            seen.add(edge.source)
            if graph.kind(edge.source) == "ask":
                asked.add(edge.source)
            elif graph.kind(edge.source) == "say":
                waiting.append(edge.source)
    return asked


def same_answer(graph: Graph, node: str) -> bool:
    """Whether two or more answers all lead on to the same place."""
    edges = own(graph, node)
    places = {landing(graph, edge) for edge in edges}
    onward = all(graph.kind(place) in ("menu", "ask", "say") for place in places)
    return len({edge.label for edge in edges}) > 1 and len(places) == 1 and onward


def _leads_back(graph: Graph, menu: str) -> bool:
    """Whether it comes after something else than a choice at a menu and offers nothing but ways back."""
    edges = choices(graph, menu)
    direct = any(
        chosen(edge) and graph.kind(edge.source) == "menu" for edge in graph.arriving.get(menu, ()) if edge.source != menu
    )
    return not direct and not own(graph, menu) and any(_returns(graph, edge) for edge in edges)


def _count(labels: set[str]) -> int:
    keys = sum(_KEY.fullmatch(label) is not None for label in labels)
    return max(keys, len(labels) - keys)


def _same(label: str) -> str:
    return label.strip().lower()


def _first_word(label: str) -> str:
    found = _WORD.search(label.lower())
    return found.group() if found else ""
