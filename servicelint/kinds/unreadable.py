"""A file that stops making sense: what the reader said, at the place where it stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from servicelint.model import Document, Hit

NAME = "unreadable"
SCOPE = "document"
FACTS = ("what",)


@dataclass(frozen=True)
class Find:
    """Nothing to set: every problem that a reader met counts."""


def check(find: Find, document: Document, words: Mapping[str, frozenset[str]]) -> Iterator[Hit]:
    """A hit for each problem; which words belong to which language does not matter here."""
    for problem in document.problems:
        yield Hit(problem.span, facts=(("what", problem.what),))
