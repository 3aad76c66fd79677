"""Where what a menu says and what it does fall apart: keys that lead nowhere, keys nobody is told of, one key for two things.

Silent where the files cannot tell: a part that is not heard from them may announce anything, a way that is not told
apart may take any key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from servicelint.acts.reading import Hear
from servicelint.flows.announced import label_place, twice_said
from servicelint.flows.graph import Graph
from servicelint.flows.menus import ASIDE, around, choices, same_answer
from servicelint.flows.witness import hit_at, named, step_to
from servicelint.model import Document, Edge, Hit, Node, Step

NAME = "mismatch"
SCOPE = "flow"
FACTS = ("found",)

_KEY = re.compile(r"[\d*#]{1,2}")


@dataclass(frozen=True)
class Find:
    """`flaw: unwired` finds a key or choice that is announced and leads nowhere, `twice` a key that is announced for two
    things, `unannounced` a key that leads somewhere and that no prompt names, `silent` the same of 0, * and #."""

    flaw: Literal["unwired", "twice", "unannounced", "silent"]


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """At most one hit a menu and flaw, which names all its keys: at the words that announce the key where there is one, at
    the menu where there are several or none is said."""
    looks = {"unwired": _unwired, "twice": _twice, "unannounced": _unannounced, "silent": _silent}
    for node in graph.nodes.values():
        if node.kind == "menu" and node.id in graph.hops:
            yield from looks[find.flaw](graph, node)


def _unwired(graph: Graph, node: Node) -> Iterator[Hit]:
    wired = {edge.label.strip().lower() for edge in choices(graph, node.id)}
    if not wired or _open(graph, node) or _taken_anyway(graph, node):
        return
    keys = {label for label in wired if _KEY.fullmatch(label)}
    loose = []
    for label in dict.fromkeys(node.announced):
        plain = label.strip().lower()
        rivals = keys if _KEY.fullmatch(plain) else wired - keys
        if rivals and plain not in rivals:
            loose.append(label)
    if loose:
        yield _said_at(graph, node, loose)


def _twice(graph: Graph, node: Node) -> Iterator[Hit]:
    for key, place in twice_said(graph, node):
        yield Hit(
            place,
            facts=(("found", key),),
            message_id=node.messages[0] if node.messages else "",
            words=f"{key} {_words(graph, node)}",
        )


def _unannounced(graph: Graph, node: Node) -> Iterator[Hit]:
    silent = [edge for edge in _hidden(graph, node) if edge.label not in ASIDE]
    if not silent or same_answer(graph, node.id):
        return
    keys = ", ".join(dict.fromkeys(edge.label for edge in silent))
    yield hit_at(graph, node, {"found": keys}, tuple(step_to(graph, edge) for edge in silent))


def _silent(graph: Graph, node: Node) -> Iterator[Hit]:
    edge = next((edge for edge in _hidden(graph, node) if edge.label in ASIDE), None)
    if edge:
        yield Hit(edge.span, facts=(("found", edge.label),), words=f"{edge.label} {_words(graph, node)}")


def _hidden(graph: Graph, node: Node) -> list[Edge]:
    """The keys of a spoken menu that lead somewhere and are not announced, where others are."""
    if not graph.flow.voice or not node.announced or not graph.said(node.id):
        return []
    said = {label.strip().lower() for label in node.announced}
    edges = [edge for edge in choices(graph, node.id) if edge.trigger == "option" and _KEY.fullmatch(edge.label)]
    return [edge for edge in edges if edge.label not in said]


def _open(graph: Graph, node: Node) -> bool:
    """Whether what is chosen here may lead on by a way that does not say which choice it is for."""
    ways = [edge for edge in graph.leaving.get(node.id, ()) if edge.trigger in ("always", "condition")]
    return any(not around(graph, edge) for edge in ways)


def _taken_anyway(graph: Graph, node: Node) -> bool:
    """Whether a chat goes on with whatever else is said: then the answers that are told apart are just some of them. Where
    that is another try, the end or a person, it is not."""
    if graph.flow.voice:
        return False
    others = [edge for edge in graph.leaving.get(node.id, ()) if edge.trigger == "no-match"]
    return bool(others) and not any(_given_up(graph, node.id, edge.target) for edge in others)


def _given_up(graph: Graph, asked: str, start: str) -> bool:
    """Whether a way comes to where it was asked, or to an end, before another question."""
    waiting, seen = [start], {asked, start}
    while waiting:
        at = waiting.pop()
        if at != asked and graph.kind(at) in ("menu", "ask"):
            continue
        if graph.kind(at) != "say":
            return True
        onward = [edge.target for edge in graph.leaving.get(at, ()) if edge.trigger in ("always", "condition")]
        if asked in onward or (not onward and graph.kind(at) == "say"):
            return True
        waiting += [target for target in onward if target not in seen]
        seen.update(onward)
    return False


def _said_at(graph: Graph, node: Node, labels: list[str]) -> Hit:
    places = [(label, label_place(graph, node, label)) for label in labels]
    hit = hit_at(graph, node, {"found": ", ".join(labels)}, tuple(Step(place, label) for label, place in places if place))
    hit = replace(hit, words=f"{' '.join(labels).lower()} {hit.words}")
    alone = places[0][1] if len(labels) == 1 else None
    return replace(hit, span=alone, trail=(Step(node.span, named(graph, node.id)),)) if alone else hit


def _words(graph: Graph, node: Node) -> str:
    return hit_at(graph, node, {}, ()).words
