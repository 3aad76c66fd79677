"""An expression of PHP or Ruby cut into strings, words and marks, and what one has to know of a language for that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

LONGEST = 10_000
"""An expression with more characters than this is a value, whatever it holds."""

_PAIRS = {"(": ")", "[": "]", "{": "}"}


class Atom(NamedTuple):
    """A string, a word (with the names it is reached by: `I18n.t`, `$order->total`), a label (`alt:`) or a mark."""

    kind: Literal["string", "word", "label", "mark"]
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Call:
    """What a call shows: of its arguments the first of `at` that it has, in this manner."""

    at: tuple[int, ...] = (0,)
    manner: Literal["plain", "translated", "keyed", "formatted", "plural", "other template"] = "plain"
    """`translated`: a text to be looked up, or the key of one; `keyed`: a single word is always a key."""


@dataclass(frozen=True)
class Language:
    """How one language writes expressions.

    `atom` has the groups string, word, label and mark; what it matches without a group is passed over, and where it
    does not match, the reading stops. `value` finds a value inside double quotation marks, `replaced` one inside a text
    to be translated.
    """

    atom: re.Pattern[str]
    value: str
    joins: tuple[str, ...]
    calls: Mapping[str, Call]
    replaced: str = r"(?!)"
    commands: bool = False
    """Whether calls need no brackets and a condition may follow (`link_to "Pay", url if due?`)."""
    helpers: tuple[str, ...] = ()
    """The names by which the calls may be reached; none says that any will do."""


class Atoms:
    """Atoms in order; numbers given to it and taken from it are their indexes."""

    def __init__(self, text: str, atoms: Sequence[Atom]) -> None:
        self.text = text
        self.atoms = atoms
        self.closing = _closing(atoms)

    def __len__(self) -> int:
        return len(self.atoms)

    def __getitem__(self, at: int) -> Atom:
        return self.atoms[at]

    def words(self, first: int, last: int) -> str:
        """The atoms as they are written."""
        return self.text[self.atoms[first].start : self.atoms[last - 1].end] if first < last else ""

    def top(self, first: int, last: int) -> list[int]:
        """The atoms that stand in no bracket."""
        found, at = [], first
        while at < last:
            found.append(at)
            at = min(self.closing.get(at, at), last - 1) + 1
        return found

    def parts(self, first: int, last: int, *marks: str) -> list[tuple[int, int]]:
        """The stretches between these marks."""
        cuts = [at for at in self.top(first, last) if self.is_(at, *marks)]
        return [
            (start, end) for start, end in zip([first, *(at + 1 for at in cuts)], [*cuts, last], strict=True) if start < end
        ]

    def is_(self, at: int, *marks: str) -> bool:
        """Whether an atom is one of these words or marks."""
        return self.atoms[at].kind != "string" and self.atoms[at].text in marks

    def find(self, top: Sequence[int], *marks: str) -> int | None:
        """The first of these atoms that is one of these words or marks."""
        return next((at for at in top if self.is_(at, *marks)), None)


def cut(text: str, start: int, end: int, language: Language) -> Atoms | None:
    """The atoms of an expression; None where a quotation mark never closes, or where it is too long to be one."""
    atoms: list[Atom] = []
    at = start
    while at < end and end - start <= LONGEST:
        found = language.atom.match(text, at, end)
        if found is None:
            return None
        at = found.end()
        if found.lastgroup:
            atoms.append(atom(found))
    return Atoms(text, atoms) if at >= end else None


def atom(found: re.Match[str]) -> Atom:
    """The atom of a match."""
    kind: Literal["string", "word", "label", "mark"] = found.lastgroup  # type: ignore[assignment]
    return Atom(kind, found.start(), found.end(), found.group())


def _closing(atoms: Sequence[Atom]) -> dict[int, int]:
    """Where each bracket closes."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, atom in enumerate(atoms):
        if atom.kind != "mark":
            continue
        if atom.text in _PAIRS:
            opened.append(at)
        elif opened and atom.text == _PAIRS[atoms[opened[-1]].text]:
            found[opened.pop()] = at
    return found
