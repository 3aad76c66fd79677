"""Which language a text is in: as declared, else by its script and its most frequent words.

Short texts follow the document they stand in. What stays unknown is left alone rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from servicelint.acts.fold import WORD, fold
from servicelint.acts.pack import Pack
from servicelint.model import Document
from servicelint.rules import Library

SAMPLE = 4000
"""So many characters of a document are enough to know its language."""
MIN_WORDS = 4
"""A shorter text does not tell its language by itself."""


class Detector:
    """Knows languages by their frequent words: those with acts, and others only to tell them apart."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.words: dict[str, frozenset[str]] = dict(library.others)
        for known in library.packs:
            if known not in self.words:
                self.words[known] = library.packs[known].words

    @cached_property
    def vocabulary(self) -> Mapping[str, frozenset[str]]:
        """Frequent words, and those of the acts: for texts too short to hold frequent ones."""
        return {**self.words, **{known: self.words[known] | _anchors(pack) for known, pack in self.library.packs.items()}}

    def detect(self, words: Iterable[str], vocabulary: bool = False) -> str:
        """The language that most of the words belong to; "" where two tie or none fits."""
        seen = set(words)
        lists = self.vocabulary if vocabulary else self.words
        counts = sorted(((len(seen & known), code) for code, known in lists.items()), reverse=True)
        if not counts or not counts[0][0] or (len(counts) > 1 and counts[0][0] == counts[1][0]):
            return ""
        return counts[0][1]

    def document(self, document: Document) -> str:
        """The language of a document: declared or configured, else that of its words, else English for Latin letters."""
        declared = document.bundle.setting("language") or document.language
        if declared:
            return code(declared)
        sample, length = [], 0
        for message in document.messages:
            for passage in message.passages:
                sample.append(passage.text)
                length += len(passage.text)
            if length > SAMPLE:
                break
        words = WORD.findall(fold(" \n".join(sample)))
        return self.detect(words) or self.detect(words, vocabulary=True) or ("en" if words and words[0].isascii() else "")

    def of(self, words: set[str], fallback: str) -> str:
        """The language of one text by its words; `fallback` where they say nothing else."""
        if len(words) < MIN_WORDS or len(words & self.words.get(fallback, frozenset())) * 6 >= len(words):
            return fallback
        return self.detect(words) or fallback


def _anchors(pack: Pack) -> frozenset[str]:
    return frozenset(word for parts in pack.acts.values() for _, anchors in parts for words in anchors for word in words)


def code(tag: str) -> str:
    """The bare language of a tag: `it-IT`, `it_IT` and `IT` are `it`."""
    return tag.replace("_", "-").split("-")[0].lower()
