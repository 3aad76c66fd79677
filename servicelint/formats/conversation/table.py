"""Conversations as a table: one turn a row, with columns for the conversation, the turn, who speaks and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Message, Problem, Source, Span, Unreadable
from servicelint.syntax import csv
from servicelint.syntax.channels import channel
from servicelint.syntax.csv import Cell
from servicelint.syntax.roles import UNKNOWN, voice
from servicelint.syntax.turns import Turn, messages

_COLUMNS = {
    "id": ("id", "conversation", "conversation id", "dialog id", "dialogue id", "chat id", "session id", "ticket id"),
    "turn": ("turn", "turn id", "turn number", "turn index", "index", "order", "step", "position"),
    "role": ("role", "speaker", "author", "sender", "participant"),
    "text": ("text", "message", "utterance", "content", "body"),
    "channel": ("channel",),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
_BETWEEN = re.compile(r"[\s_-]+")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_HEADER = "id,turn,role,text"
_LOOKED_AT = 2_000
"""The header is in so many characters, or there is none."""


@dataclass(eq=False)
class Row:
    """The cells of a row by what their column is for; `broken` when they do not fit the header."""

    cells: dict[str, Cell]
    broken: bool = False

    def value(self, column: str) -> str:
        return self.cells[column].value if column in self.cells else ""


def holds(source: Source) -> bool:
    """Whether the first line names who speaks, what is said, and which conversation or turn it is."""
    try:
        header = _columns(next(csv.rows(Source(source.path, source.text[:_LOOKED_AT])), []))
    except Unreadable:
        return False
    return {"role", "text"} <= set(header) and bool({"id", "turn"} & set(header))


def read(source: Source, configured: str | None, problems: list[Problem]) -> Iterator[Message]:
    """The messages of every conversation, in the order in which they begin; what is wrong goes to `problems`."""
    conversations: dict[str, list[Row]] = {}
    for row in _rows(source, problems):
        conversations.setdefault(row.value("id") or "1", []).append(row)
    for name, listed in conversations.items():
        listed = _in_order(listed)
        first = listed[0]
        by = channel(first.value("channel"), configured, default="chat")
        quoted = all(row.cells["text"].quoted for row in listed if not row.broken)
        turns = [_turn(f"{name}/{index}", row) for index, row in enumerate(listed)]
        yield from messages(turns, by, first.value("language"), "csv-quoted" if quoted else "csv")


def _rows(source: Source, problems: list[Problem]) -> Iterator[Row]:
    """The rows below the header; one with too many or too few cells breaks its conversation."""
    header: list[str] = []
    try:
        for cells in csv.rows(source):
            if not header:
                header = _named(source, cells)
            elif len(cells) == len(header):
                yield Row({name: cell for name, cell in zip(header, cells, strict=True) if name})
            else:
                problems.append(_uneven(cells, len(header)))
                yield Row({name: cell for name, cell in zip(header, cells, strict=False) if name}, broken=True)
    except Unreadable as failure:
        problems.append(failure.problem)


def _named(source: Source, cells: Sequence[Cell]) -> list[str]:
    """The header; Unreadable where a column is missing that must be there."""
    header = _columns(cells)
    missing = [column for column in ("role", "text") if column not in header]
    if missing:
        place = cells[0].span.to(cells[-1].span) if cells else Span(source, 0, 0)
        raise Unreadable(place, f"No column is called {' or '.join(missing)}; expected a header such as {_HEADER}.")
    return header


def _columns(cells: Sequence[Cell]) -> list[str]:
    """What each column is for, "" where it is for nothing we know; of two for the same the first counts."""
    header: list[str] = []
    for cell in cells:
        written = _BETWEEN.sub(" ", cell.value.lower())
        known = next((column for column, names in _COLUMNS.items() if written in names), "")
        header.append("" if known in header else known)
    return header


def _uneven(cells: Sequence[Cell], wanted: int) -> Problem:
    place = cells[0].span.to(cells[-1].span)
    advice = "write the text in double quotes." if len(cells) > wanted else "look for a cell or a quote that is missing."
    return Problem(place, f"This row has {len(cells)} cells, expected {wanted} as in the header; {advice}")


def _in_order(rows: list[Row]) -> list[Row]:
    """The rows by the number of their turn, where each has one; else as they stand."""
    numbers = [row.value("turn") for row in rows]
    if any(row.broken for row in rows) or not all(_NUMBER.fullmatch(number) for number in numbers):
        return rows
    return [row for _, row in sorted(zip(map(float, numbers), rows, strict=True), key=lambda pair: pair[0])]


def _turn(name: str, row: Row) -> Turn:
    if row.broken:
        return Turn(name, UNKNOWN, ())
    text = row.cells["text"]
    return Turn(name, voice(row.value("role")), text.pieces if text.value else ())
