"""Where a menu announces its keys and labels: in which words of its messages, and for which purpose. Knows no rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.flows.graph import Graph
from servicelint.model import Node, Passage, Span
from servicelint.syntax.keys import Announced, announced_keys

_WORD = re.compile(r"\w+")
_ALIKE = 0.34
"""Two purposes that share at least so many of their words are one, said again."""
_LEAST = 2
"""A purpose of fewer words tells too little to be compared."""


def label_place(graph: Graph, node: Node, label: str) -> Span | None:
    """Where a node's messages say a key or label; None where they do not."""
    plain = label.strip().lower()
    for passage in _passages(graph, node):
        if passage.text.strip().lower() == plain:
            return passage.span
        key = next((key for key in announced_keys(passage.text) if key.key == plain), None)
        if key:
            return passage.place(key.start, key.end)
    for passage in _passages(graph, node):
        found = re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", passage.text.replace("İ", "i").lower())
        if found:
            return passage.place(*found.span())
    return None


def twice_said(graph: Graph, node: Node) -> Iterator[tuple[str, Span]]:
    """Each key that one passage announces for two things, and where it does so the second time."""
    for passage in _passages(graph, node):
        keys = announced_keys(passage.text)
        before: dict[str, set[str]] = {}
        for number, key in enumerate(keys):
            purpose = _purpose(passage.text, keys, number)
            other = before.setdefault(key.key, purpose)
            if other is not purpose and _differ(other, purpose):
                yield key.key, passage.place(key.start, key.end)
                break


def _passages(graph: Graph, node: Node) -> Iterator[Passage]:
    return (passage for message in graph.said(node.id) for passage in message.passages)


def _purpose(text: str, keys: tuple[Announced, ...], number: int) -> set[str]:
    """The words between a key and its neighbours in its sentence: what it is for, before it or behind it."""
    start = keys[number - 1].end if number else 0
    before = re.split(r"[.!?;\n]", text[start : keys[number].start])[-1]
    end = keys[number + 1].start if number + 1 < len(keys) else len(text)
    after = re.split(r"[.!?;\n]", text[keys[number].end : end])[0]
    return set(_WORD.findall(before.lower())) | set(_WORD.findall(after.lower()))


def _differ(one: set[str], other: set[str]) -> bool:
    either = one | other
    return min(len(one), len(other)) >= _LEAST and len(one & other) / len(either) < _ALIKE
