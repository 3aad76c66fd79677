"""Tokens become readings: what one customer sees of a template, branch by branch. Knows no template language."""

from __future__ import annotations

import importlib
import json
import pkgutil
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import cast

from servicelint.model.passage import SLOT, Piece
from servicelint.syntax.templates import families, placeholders
from servicelint.syntax.templates.branches import Arm, Run, tree
from servicelint.syntax.templates.choices import MOST, Choices
from servicelint.syntax.templates.joined import Joined
from servicelint.syntax.templates.tokens import Family, Token

PACKED = Path(__file__).parents[2] / "data" / "families.json"
_NAMED = 3
_BLANK = " \t"


@dataclass(frozen=True)
class Reading:
    """What one customer sees. `name` says which branches it took ("" where there are none)."""

    name: str
    joined: Joined
    runs: tuple[Run, ...]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All that is seen, in file order."""
        return tuple(self._pieces(self.runs))

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def holds(self, offset: int) -> bool:
        """Whether the character at this offset of the joined text is copy of this reading."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self.runs[at].end

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """What is seen of the characters `start` up to `end` of the joined text."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1)
        inside = (Run(max(run.start, start), min(run.end, end), run.token) for run in self.runs[first:last])
        return tuple(self._pieces(run for run in inside if run.start < run.end))

    def _pieces(self, runs: Iterable[Run]) -> Iterator[Piece]:
        for start, end, token in runs:
            if token is None:
                yield from self.joined.cut(start, end)
            elif token.kind == "slot":
                yield Piece(SLOT, self.joined.place(start, end), "slot", token.name)
            else:
                yield Piece(token.name, self.joined.place(start, end), "decoded")


class Template:
    """A text with its tokens: the readings of it, and the text with its markup masked."""

    def __init__(self, joined: Joined, family: str | None = None) -> None:
        self.joined = joined
        found = family_of(joined.text) if family is None else family
        marks = _family(found).tokens(joined.text) if found else iter(())
        self.tokens = tuple(_with_placeholders(joined.text, marks))

    @cached_property
    def masked(self) -> str:
        """The text with every character of a token made SLOT: as long as before, and safe for a reader of markup."""
        parts: list[str] = []
        at, text = 0, self.joined.text
        for token in self.tokens:
            parts += text[at : token.start], SLOT * (token.end - token.start)
            at = token.end
        return "".join([*parts, text[at:]])

    def readings(self) -> list[Reading]:
        """At least one; every branch is in one of them, and no two show the same."""
        seen: set[tuple[Run, ...]] = set()
        known: set[int] = set()
        names: set[str] = set()
        out = []
        for runs, arms in Choices(self._root).rows():
            new = [arm for arm in arms if id(arm) not in known and arm.label]
            known.update(id(arm) for arm in arms)
            if tuple(runs) not in seen:
                seen.add(tuple(runs))
                out.append(Reading(_name(new or arms, names), self.joined, tuple(runs)))
        return out

    @cached_property
    def _root(self) -> Arm:
        return tree(_runs(self.joined.text, self.tokens))

    @property
    def sampled(self) -> bool:
        """Whether its branches combine in more ways than MOST, so that not every combination is read."""
        return self._root.ways() > MOST


def readings(pieces: Sequence[Piece], family: str | None = None) -> list[Reading]:
    """The readings of a text: at least one; each branch is in one of them, and no two show the same.

    `family` is the template language ("jinja", "handlebars", …), None to recognise it.
    """
    return Template(Joined(pieces), family).readings()


def family_of(text: str) -> str | None:
    """The template language that is surest of this text, None when it bears no language's marks."""
    marked = (name for name, marks in _marks().items() if any(mark in text for mark in marks))
    certainty, found = max(((_family(name).certainty(text), name) for name in marked), default=(0.0, ""))
    return found if certainty > 0 else None


def all_families() -> dict[str, Family]:
    """Every family by its name, found by looking into the folder."""
    names = sorted(module.name for module in pkgutil.iter_modules(families.__path__))
    return {name: _family(name) for name in names}


def index() -> dict[str, tuple[str, ...]]:
    """The marks of each family."""
    return {name: family.MARKS for name, family in all_families().items()}


@cache
def _marks() -> dict[str, tuple[str, ...]]:
    """The marks of each family: packed in an installed servicelint, else asked of every module."""
    if PACKED.exists():
        return cast("dict[str, tuple[str, ...]]", json.loads(PACKED.read_text(encoding="utf-8")))
    return index()


@cache
def _family(name: str) -> Family:
    return cast("Family", importlib.import_module(f"{families.__name__}.{name}"))


def _name(arms: list[Arm], taken: set[str]) -> str:
    """A short name for a reading: the arms that no reading before it took, those that show something first."""
    distinct = list(dict.fromkeys(arm.label for arm in sorted(arms, key=lambda arm: not arm.items) if arm.label))
    name = short = ", ".join(distinct[:_NAMED]) + (", …" if len(distinct) > _NAMED else "")
    number = 1
    while name in taken:
        number += 1
        name = f"{short} ({number})"
    taken.add(name)
    return name


def _with_placeholders(text: str, tokens: Iterable[Token]) -> Iterator[Token]:
    at = 0
    for token in tokens:
        yield from placeholders.slots(text, at, token.start)
        yield token
        at = token.end
    yield from placeholders.slots(text, at, len(text))


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[Run]:
    """Copy and tokens in order, without the white space that tokens take away."""
    at, eaten = 0, False
    for token in tokens:
        start, end = _line(text, token) if token.own_line else (token.start, token.end)
        start = max(start, at)
        if eaten:
            at = start - len(text[at:start].lstrip())
        if token.eats_before:
            start = at + len(text[at:start].rstrip())
        if at < start:
            yield Run(at, start)
        yield Run(token.start, token.end, token)
        at, eaten = max(end, at), token.eats_after
    if eaten:
        at = len(text) - len(text[at:].lstrip())
    if at < len(text):
        yield Run(at, len(text))


def _line(text: str, token: Token) -> tuple[int, int]:
    """The token's whole line where nothing else stands on it, otherwise the token."""
    start, end = token.start, token.end
    while start and text[start - 1] in _BLANK:
        start -= 1
    while end < len(text) and text[end] in _BLANK:
        end += 1
    starts_line = start == 0 or text[start - 1] in "\r\n"
    if not starts_line or (end < len(text) and text[end] not in "\r\n"):
        return token.start, token.end
    return start, end + (2 if text.startswith("\r\n", end) else min(1, len(text) - end))
