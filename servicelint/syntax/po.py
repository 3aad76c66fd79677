"""gettext catalogues (`.po`, `.pot`) with places: every string of every entry knows where its lines are written.

Knows what gettext's file format says, and nothing of languages, customers or templates. A broken line never stops it:
it becomes a problem, its entry is left out, and the others are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.pieces import replace, text_of, verbatim

_LINE = re.compile(r"[ \t]*([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr|domain)\b(?:[ \t]*\[[ \t]*(\d{1,3})[ \t]*\])?[ \t]*")
_STRING = re.compile(r'"((?:[^"\\\r\n]|\\[^\r\n])*+)"[ \t]*')
_ESCAPE = re.compile(r"\\([abfnrtv\"\\?'])|(?:\\(?:[0-3][0-7]{2}|x[0-9A-Fa-f]{2}))+")
_BYTE = re.compile(r"\\(?:x(..)|(...))")
_MEANT = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_FIELD = re.compile(r"([\w-]+):[ \t]*([^\n]*)")


@dataclass(frozen=True, slots=True)
class String:
    """A string with its lines joined; `keyword` is where `msgid`, `msgstr`, … stands before it."""

    keyword: Span
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: `forms` holds its translation for each plural form, form 0 only where there is no plural.

    `flags` stand in `#,` comments; `references` are the places in the program that `#:` comments name.
    """

    id: String
    plural: String | None
    context: String | None
    forms: dict[int, String]
    flags: frozenset[str]
    references: tuple[str, ...]

    @property
    def fuzzy(self) -> bool:
        """Whether gettext leaves the translation out, because somebody has yet to look at it."""
        return "fuzzy" in self.flags


class Catalogue(NamedTuple):
    """What stands in a file: the fields of its header (in lower case), its entries, and what could not be read."""

    header: dict[str, str]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def read(source: Source) -> Catalogue:
    """All entries in file order, without those that are commented out (`#~`) or broken."""
    reader = _Reader(source)
    reader.read()
    header = next((entry for entry in reader.entries if not entry.id.pieces and entry.context is None), None)
    told = header.forms[0].text if header and 0 in header.forms else ""
    fields = {found[1].lower(): found[2].strip() for found in _FIELD.finditer(told)}
    return Catalogue(fields, tuple([entry for entry in reader.entries if entry is not header]), tuple(reader.problems))


@dataclass(slots=True)
class _Statement:
    """A keyword and the strings after it, line by line."""

    keyword: str
    form: int
    span: Span
    pieces: list[Piece] = field(default_factory=list)
    lines: int = 0
    broken: bool = False


@dataclass(slots=True)
class _Open:
    """An entry that may go on."""

    strings: dict[str, String] = field(default_factory=dict)
    forms: dict[int, String] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    references: list[str] = field(default_factory=list)
    broken: bool = False


class _Reader:
    """Goes through the lines once; `_statement` and `_entry` are what the next line may go on with."""

    def __init__(self, source: Source) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._source = source
        self._statement: _Statement | None = None
        self._entry = _Open()
        self._lost = False

    def read(self) -> None:
        for line in _LINE.finditer(self._source.text):
            if line[1].startswith("#"):
                self._comment(line[1])
            elif line[1]:
                self._strings(*line.span(1))
        self._end_entry()

    def _comment(self, written: str) -> None:
        """A comment begins the next entry once this one has a translation; `#~` and `#|` tell of the past."""
        mark = written[1:2]
        if mark in ("~", "|"):
            return
        self._end_statement()
        if self._entry.forms:
            self._end_entry()
        if mark in (",", "="):
            self._entry.flags.update(flag.strip() for flag in written[2:].split(","))
        elif mark == ":":
            self._entry.references += written[2:].split()

    def _strings(self, start: int, end: int) -> None:
        """A line that is no comment: a keyword with its string, or a string that goes on."""
        text = self._source.text
        keyword = _KEYWORD.match(text, start, end)
        if keyword is not None:
            self._end_statement()
            self._statement = _Statement(keyword[1], int(keyword[2] or 0), Span(self._source, *keyword.span(1)))
            start = keyword.end()
        while found := _STRING.match(text, start, end):
            self._go_on(found)
            start = found.end()
        rest = text[start:end].rstrip()
        if rest:
            self._refuse(Span(self._source, start, start + len(rest)), stray=keyword is None and rest[0] != '"')
        else:
            self._lost = False

    def _go_on(self, found: re.Match[str]) -> None:
        if self._statement is None:
            self._problem(
                Span(self._source, found.start(), found.end(1) + 1), "This text belongs to nothing", "msgid or msgstr before it"
            )
            return
        self._statement.lines += 1
        if found[1]:
            pieces = (verbatim(self._source, *found.span(1)),)
            self._statement.pieces += replace(pieces, _ESCAPE, _meant) if "\\" in found[1] else pieces

    def _refuse(self, span: Span, stray: bool) -> None:
        """Something that is no string. A line that begins with no string at all is stray: told once, harms nothing."""
        if self._statement is not None and not stray:
            self._statement.broken = True
        if span.text[0] == '"':
            self._problem(span, "This text is never closed", 'a " at the end of the line')
        elif not (stray and self._lost):
            self._problem(
                span,
                "This stands outside of quotes",
                r"text in double quotes (a quote inside it is written \") or # for a comment",
            )
        self._lost = stray

    def _end_statement(self) -> None:
        statement, self._statement = self._statement, None
        if statement is None or statement.keyword == "domain":
            return
        keyword, entry = statement.keyword, self._entry
        again = statement.form in entry.forms if keyword == "msgstr" else keyword in entry.strings or entry.forms
        if again or (keyword == "msgctxt" and entry.strings):
            self._end_entry()
            entry = self._entry
        if not statement.lines and not statement.broken:
            self._problem(statement.span, f"No text follows this {keyword}", "a text in double quotes")
            statement.broken = True
        entry.broken = entry.broken or statement.broken
        string = String(statement.span, tuple(statement.pieces))
        if keyword == "msgstr":
            entry.forms[statement.form] = string
        else:
            entry.strings[keyword] = string

    def _end_entry(self) -> None:
        self._end_statement()
        entry, self._entry = self._entry, _Open()
        strings = [*entry.strings.values(), *entry.forms.values()]
        if entry.broken or not strings:
            return
        first = strings[0].keyword
        if "msgid" not in entry.strings:
            self._problem(first, f"This {first.text} belongs to no msgid", "msgid and its text before it")
        elif not entry.forms:
            self._problem(first, f"This {first.text} has no msgstr", 'msgstr and its text after it, msgstr "" for none')
        else:
            known, flags = entry.strings, frozenset(entry.flags)
            parts = (known["msgid"], known.get("msgid_plural"), known.get("msgctxt"), entry.forms)
            self.entries.append(Entry(*parts, flags, tuple(entry.references)))

    def _problem(self, span: Span, what: str, expected: str) -> None:
        self.problems.append(Problem(span, f"{what}; expected {expected}."))


def _meant(found: re.Match[str], span: Span) -> Sequence[Piece]:
    """The character of an escape; bytes in a row are the UTF-8 of some."""
    if found[1]:
        return (Piece(_MEANT.get(found[1], found[1]), span, "decoded"),)
    data = bytes(int(sixteen, 16) if sixteen else int(eight, 8) for sixteen, eight in _BYTE.findall(found[0]))
    return (Piece(data.decode("utf-8", "replace"), span, "decoded"),)
