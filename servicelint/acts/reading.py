"""A message made ready for rules: folded passages, and every act found in them, each looked for once.

Callers never know which engine answered: phrases are expressions, token patterns are spaCy's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from servicelint.acts import tokens
from servicelint.acts.fold import SLOT_BASE, WORD, fold, words
from servicelint.acts.pack import Pack
from servicelint.acts.sentences import sentences
from servicelint.model import Hit, Message, Passage
from servicelint.model.passage import SLOT
from servicelint.model.pieces import cut

Part = tuple[str, tuple[frozenset[str], ...]]
"""An expression, and the sets of words of each of which a text must hold one."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_compiled = cache(re.compile)
KEPT = 4096
"""So many texts are remembered."""


class _Known:
    """What was found out about one text in one language: it is said again in other readings, and between two keystrokes."""

    def __init__(self, text: str, slots: Sequence[str], pack: Pack) -> None:
        self.pack = pack
        self.folded = _slotted(fold(text), slots, pack) if slots else fold(text)
        self.words = words(self.folded)
        self.places: dict[str, tuple[tuple[int, int], ...]] = {}
        self.parts: dict[str, list[Part]] = {}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentences(self.folded, self.pack.abbreviations)


_texts: dict[tuple[int, str, tuple[str, ...]], _Known] = {}


def _known(text: str, slots: tuple[str, ...], pack: Pack) -> _Known:
    """What is known of a text; the last texts are kept, so that memory does not grow with what is read."""
    key = (id(pack), text, slots)
    known = _texts.get(key)
    if known is None or known.pack is not pack:
        if len(_texts) >= KEPT:
            _texts.clear()
        known = _texts[key] = _Known(text, slots, pack)
    return known


class Heard:
    """One text as rules see it: a passage, or what the customer said before (then there is no passage).

    `folded` has the text's length; slots are characters that tell their class.
    """

    def __init__(self, text: str, pack: Pack, passage: Passage | None = None) -> None:
        self.text, self.pack, self.passage = text, pack, passage
        self._known = known = _known(text, passage.slots if passage and SLOT in text else (), pack)
        self.folded, self.words, self._parts = known.folded, known.words, known.parts
        self._found: dict[str, list[Found]] = {}

    @property
    def sentences(self) -> list[tuple[int, int]]:
        return self._known.sentences

    def find(self, act: str) -> list[Found]:
        """The longest places of an act, in order; none where the language does not have it."""
        if act not in self._found:
            places = self._known.places
            if act not in places:
                sought = self._worth(act) or act in self.pack.patterns
                places[act] = tuple(_longest(self._places(act))) if sought else ()
            self._found[act] = [Found(self, start, end) for start, end in places[act]]
        return self._found[act]

    def may(self, act: str) -> bool:
        """Whether the act could be found, by a look at the words."""
        return bool(self._worth(act)) or any(self._worth(pattern.anchor) for pattern in self.pack.patterns.get(act, ()))

    def _worth(self, act: str) -> list[Part]:
        """The parts of the act that are worth trying: the text holds all the words they need."""
        if act not in self._parts:
            words, gate = self.words, self.pack.gates.get(act)
            shut = gate is not None and words.isdisjoint(gate)
            parts = () if shut else self.pack.acts.get(act, ())
            self._parts[act] = [part for part in parts if not any(map(words.isdisjoint, part[1]))]
        return self._parts[act]

    def _places(self, act: str) -> Iterator[tuple[int, int]]:
        for regex, _ in self._worth(act):
            yield from (found.span() for found in _compiled(regex).finditer(self.folded))
        for pattern in self.pack.patterns.get(act, ()):
            for anchor in self.find(pattern.anchor):
                start, end = anchor.sentence
                text = self.text[start:end]
                yield from ((start + low, start + high) for low, high in tokens.match(self.pack.language, pattern, text))

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds the character."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]


@dataclass(frozen=True, slots=True)
class Found:
    """A place where an act was found: characters `start` up to `end` of a text."""

    heard: Heard
    start: int
    end: int

    @property
    def sentence(self) -> tuple[int, int]:
        return self.heard.sentences[self.heard.sentence_at(self.start)] if self.heard.sentences else (0, 0)

    @property
    def hit(self) -> Hit:
        """The hit at this place of a passage, with what its message, its fingerprint and its fix need."""
        passage = self.heard.passage
        if passage is None:
            raise ValueError("what the customer said before has no place")
        return Hit(
            passage.place(self.start, self.end),
            facts=(("found", "".join([piece.shown for piece in cut(passage.pieces, self.start, self.end)])),),
            message_id=passage.turn,
            language=self.heard.pack.language,
            words=self.heard.folded,
            passage=passage,
            at=(self.start, self.end),
        )

    def overlaps(self, other: Found) -> bool:
        return self.heard is other.heard and self.start < other.end and other.start < self.end


class Reading:
    """A message in one language. Acts are looked for in all its passages, or near a place."""

    def __init__(self, message: Message, heard: Sequence[Heard], others: Callable[[], Sequence[Heard]] = tuple) -> None:
        self.message, self.heard, self._others = message, heard, others

    @cached_property
    def others(self) -> Sequence[Heard]:
        """What the other readings of the message's branches say; made ready only for rules that ask for it."""
        return self._others()

    @cached_property
    def reply_to(self) -> list[Heard]:
        """What the customer may have said before; made ready only for rules that ask for it."""
        return [Heard(text, self.heard[0].pack) for text in self.message.in_reply_to]

    def find(self, act: str) -> Iterator[Found]:
        """Every place of the act in the message, in order."""
        for heard in self.heard:
            yield from heard.find(act)

    def has(self, acts: Iterable[str]) -> bool:
        """Whether any of the acts stands anywhere in the message."""
        return any(heard.find(act) for act in acts for heard in self.heard)

    def near(self, place: Found, acts: Iterable[str], sentences: int = 0) -> bool:
        """Whether any of the acts stands in the sentence of the place, or within so many sentences of it in its passage."""
        return any(True for _ in self.around(place, acts, sentences))

    def around(self, place: Found, acts: Iterable[str], sentences: int = 0) -> Iterator[Found]:
        """The places of the acts in the sentence of the place, or within so many sentences of it."""
        heard = place.heard
        at = heard.sentence_at(place.start)
        for act in acts:
            for found in heard.find(act):
                if abs(heard.sentence_at(found.start) - at) <= sentences:
                    yield found

    def covered(self, place: Found, acts: Iterable[str]) -> bool:
        """Whether any of the acts overlaps the place."""
        return any(found.overlaps(place) for act in acts for found in place.heard.find(act))


Hear = Callable[[str], Sequence[Reading]]
"""What a node of a flow says, by its id: a reading for each message, ready for acts."""


def _longest(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places in order, without those that begin inside another."""
    after = -1
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= after:
            yield start, end
            after = end


def _slotted(folded: str, slots: Sequence[str], pack: Pack) -> str:
    marks = iter(slots)
    return "".join([_mark(next(marks, ""), pack) if character == SLOT else character for character in folded])


def _mark(name: str, pack: Pack) -> str:
    parts = set(WORD.findall(_CAMEL.sub(" ", name).replace("_", " ").lower()))
    mask = sum(1 << index for index, names in enumerate(pack.slot_classes) if not parts.isdisjoint(names))
    return chr(SLOT_BASE + mask)
