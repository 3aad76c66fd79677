"""What a telephone call speaks at one place: words, recordings without words, one of several ways to say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Passage, Piece, Role, Span
from servicelint.model.passage import Carrier
from servicelint.model.pieces import text_of

_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Unheard:
    """A recording or a value: something is spoken here and the files do not tell what."""

    span: Span


@dataclass(frozen=True)
class Choice:
    """A place where one of several ways is spoken; each has a name and what it says."""

    ways: tuple[tuple[str, tuple[Say, ...]], ...]


Say = Passage | Unheard | Choice


def passage(
    file: str, pieces: Sequence[Piece], language: str, carrier: Carrier = "plain", role: Role = "prompt"
) -> Passage | None:
    """The pieces as one passage, its id made of the file's name and the place; None where there are no words."""
    if not _WORD.search(text_of(pieces)):
        return None
    line, column = pieces[0].span.source.position(pieces[0].span.start)
    return Passage(f"{file}:{line}:{column}", tuple(pieces), role, language, carrier=carrier)


def readings(says: Iterable[Say]) -> list[tuple[str, tuple[Passage, ...]]]:
    """What a caller may hear, by the name of the way taken: as many readings as it takes to hear every way once.

    A reading takes the way of its name wherever there is one, the first elsewhere.
    """
    listed = list(says)
    ways = dict.fromkeys(name for say in listed for name in _names(say))
    return [(name, tuple(_taken(listed, name))) for name in ways or [""]]


def unheard(says: Iterable[Say]) -> bool:
    """Whether a part of this is not known to the files."""
    return any(
        isinstance(say, Unheard) or (isinstance(say, Choice) and any(unheard(way) for _, way in say.ways)) for say in says
    )


def _names(say: Say) -> Iterator[str]:
    if isinstance(say, Choice):
        for name, inner in say.ways:
            yield name
            yield from (deeper for each in inner for deeper in _names(each))


def _taken(says: Iterable[Say], name: str) -> Iterator[Passage]:
    for say in says:
        if isinstance(say, Passage):
            yield say
        elif isinstance(say, Choice) and say.ways:
            ways = dict(reversed(say.ways))
            within = (way for _, way in say.ways if any(name in _names(each) for each in way))
            yield from _taken(ways.get(name) or next(within, say.ways[0][1]), name)
