"""Replies as a table: one reply a row, under a header that names a title and what is sent, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from servicelint.formats.macros.reply import Reply
from servicelint.model import Problem, Source, Span, Unreadable
from servicelint.model.passage import Carrier
from servicelint.syntax import csv
from servicelint.syntax.csv import Cell

_COLUMNS = {
    "title": ("title", "name", "macro", "macro name", "macro title", "reply name", "snippet name", "template name",
              "canned response title", "canned response name", "response title", "shortcut", "short code", "shortcode", "bang"),
    "html": ("html", "body html", "html body", "content html", "html content", "message html", "comment html",
             "comment value html", "response html"),
    "text": ("body", "content", "reply", "reply text", "text", "message", "response", "response text", "canned response",
             "saved reply", "macro text", "macro body", "macro content", "comment", "comment value", "comment/description",
             "body text", "text body", "plain text", "snippet", "template", "canned text"),
    "subject": ("subject", "subject line", "email subject"),
    "language": ("language", "lang", "locale"),
    "channel": ("channel",),
    "active": ("active", "enabled", "is active", "is enabled", "status"),
    "public": ("public", "is public", "comment mode", "comment mode is public", "comment type", "reply type", "type"),
    "id": ("id", "macro id", "shortcut id"),
}  # fmt: skip
_SURE = re.compile(r"\b(?:macro|canned|saved reply|snippet|short ?cut|short ?code|bang|comment value|comment mode)\b")
"""Words of help desks: with one of them in its header a table holds replies."""
_LIKELY = ("folder", "category", "tags", "language", "locale", "visibility", "notes")
_REPLIED = ("reply", "reply text", "response", "response text")
_OTHERWISE = frozenset(
    """from sender author user customer email rating score stars label intent question answer url link slug published
    date prompt""".split()
)
"""Columns of mailboxes, surveys, blogs and data sets, which look much the same."""
_NAMED = re.compile(r"macro|canned|saved.?repl|snippet|short.?cut|text.?module", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s_-]+")
_STAFF = ("false", "0", "no", "private", "internal", "internal note", "private note", "private comment", "note")
_OFF = ("false", "0", "no", "inactive", "disabled", "off", "archived")
_LOOKED_AT = 2_000
"""The header is in so many characters, or there is none."""


def holds(source: Source) -> bool:
    """Whether the first line names a title and a reply, and it or the file's name says that these are canned replies."""
    head = source.text[:_LOOKED_AT]
    try:
        cells = next(csv.rows(Source(source.path, head)), [])
    except Unreadable:
        return False
    header = _columns(cells)
    if "title" not in header or not {"text", "html"} & set(header):
        return False
    names = {_plain(cell) for cell in cells}
    if any(_SURE.search(name) for name in names):
        return True
    if names & _OTHERWISE:
        return False
    replied = not names.isdisjoint(_REPLIED) or "folder" in names
    return (replied and not names.isdisjoint(_LIKELY)) or _NAMED.search(PurePath(source.path).name) is not None


def replies(source: Source, problems: list[Problem]) -> Iterator[Reply]:
    """The replies of the rows below the header; what is wrong with a row goes to `problems`."""
    header: list[str] = []
    try:
        for cells in csv.rows(source):
            if not header:
                header = _header(source, cells)
            elif len(cells) != len(header):
                problems.append(_uneven(cells, len(header)))
            else:
                yield from _reply({name: cell for name, cell in zip(header, cells, strict=True) if name})
    except Unreadable as failure:
        problems.append(failure.problem)


def _header(source: Source, cells: Sequence[Cell]) -> list[str]:
    header = _columns(cells)
    if not {"text", "html"} & set(header):
        place = cells[0].span.to(cells[-1].span) if cells else Span(source, 0, 0)
        raise Unreadable(place, "No column holds the replies; expected a header such as title,body.")
    return header


def _columns(cells: Sequence[Cell]) -> list[str]:
    """What each column is for, "" where it is for nothing we know; of two for the same the first counts."""
    header: list[str] = []
    for cell in cells:
        written = _plain(cell)
        known = next((column for column, names in _COLUMNS.items() if written in names), "")
        header.append("" if known in header else known)
    return header


def _plain(cell: Cell) -> str:
    return _BETWEEN.sub(" ", cell.value.lower())


def _uneven(cells: Sequence[Cell], wanted: int) -> Problem:
    place = cells[0].span.to(cells[-1].span)
    advice = "write the text in double quotes." if len(cells) > wanted else "look for a cell or a quote that is missing."
    return Problem(place, f"This row has {len(cells)} cells, expected {wanted} as in the header; {advice}")


def _reply(row: dict[str, Cell]) -> Iterator[Reply]:
    """The reply of a row, unless it is switched off, or is a note for staff."""
    said = {name: cell.value for name, cell in row.items()}
    rich = bool(said.get("html"))
    body = row.get("html" if rich else "text")
    if body is None or not body.value or said.get("active", "").lower() in _OFF or said.get("public", "").lower() in _STAFF:
        return
    name = said.get("title") or said.get("id") or str(body.span.line)
    carrier: Carrier = "csv-quoted" if body.quoted else "csv"
    subject = row["subject"].pieces if said.get("subject") else ()
    language, by = said.get("language", ""), said.get("channel", "")
    yield Reply(name, (body.pieces,), subject, language, by or "email", rich or None, carrier)
