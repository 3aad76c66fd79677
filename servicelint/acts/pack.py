"""The acts of one language as data, kept as plain JSON, ready to match.

A pack holds compiled expressions, so reading one at run time needs neither the grammar nor a lemmatiser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class TokenPattern:
    """A spaCy Matcher pattern, tried in sentences where the anchor act was found."""

    anchor: str
    pattern: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Pack:
    """What people say in one language.

    `acts`: name -> parts, each an expression on folded text and its anchors: sets of words, of each of which the text
    must hold one.
    """

    language: str
    name: str
    words: frozenset[str]
    """Frequent function words: they tell the language."""
    acts: Mapping[str, tuple[tuple[str, tuple[frozenset[str], ...]], ...]]
    slot_classes: tuple[tuple[str, ...], ...] = ()
    patterns: Mapping[str, tuple[TokenPattern, ...]] = field(default_factory=dict)
    abbreviations: frozenset[str] = frozenset()

    @cached_property
    def gates(self) -> Mapping[str, frozenset[str] | None]:
        """For each act the words of which a text must hold one, whatever the part; None where a part needs none."""
        return {
            name: frozenset().union(*(anchors[0] for _, anchors in parts)) if all(anchors for _, anchors in parts) else None
            for name, parts in self.acts.items()
        }

    def has(self, act: str) -> bool:
        """Whether the language knows how the act sounds."""
        return act in self.acts or act in self.patterns

    def joined(self, other: Pack) -> Pack:
        """The pack with the acts of another for the same language beside its own; the other's win."""
        return replace(
            self,
            words=self.words | other.words,
            acts={**self.acts, **other.acts},
            slot_classes=max(self.slot_classes, other.slot_classes, key=len),
            patterns={**self.patterns, **other.patterns},
            abbreviations=self.abbreviations | other.abbreviations,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "name": self.name,
            "words": sorted(self.words),
            "acts": {
                name: [[regex, [sorted(words) for words in anchors]] for regex, anchors in parts]
                for name, parts in self.acts.items()
            },
            "slot_classes": self.slot_classes,
            "patterns": {
                act: [{"anchor": p.anchor, "pattern": list(p.pattern)} for p in found] for act, found in self.patterns.items()
            },
            "abbreviations": sorted(self.abbreviations),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Pack:
        return cls(
            data["language"],
            data["name"],
            frozenset(data["words"]),
            {
                name: tuple((regex, tuple(map(frozenset, anchors))) for regex, anchors in parts)
                for name, parts in data["acts"].items()
            },
            tuple(map(tuple, data["slot_classes"])),
            {
                act: tuple(TokenPattern(p["anchor"], tuple(p["pattern"])) for p in found)
                for act, found in data["patterns"].items()
            },
            frozenset(data["abbreviations"]),
        )
