"""Catalogues as tables: Magento's language packs, and tables with a header that names keys and texts or languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath

from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.formats.strings.evidence import sample
from servicelint.model import Piece, Problem, Source, Span, Unreadable
from servicelint.model.passage import Carrier
from servicelint.model.pieces import strip
from servicelint.syntax import csv, locales
from servicelint.syntax.csv import Cell

EXTENSIONS = (".csv", ".tsv")

_PACK = re.compile(r"[a-z]{2,3}_(?:[A-Z][a-z]{3}_)?(?:[A-Z]{2}|419)")
"""Magento calls a pack by its locale; it has no header."""
_MARK = "%"
"""`%1` and `%name` are Magento's placeholders."""
_KEYS = frozenset(("key", "keys", "identifier", "string id", "string name", "translation key", "msgid", "msg id"))
_SOURCES = frozenset(("source", "source text", "source string", "original", "original text", "default"))
_NAMES = frozenset(("", "id", "name", "code", "label", "string", "term", "context"))
"""Columns that may be the key where the others are languages."""
_TEXTS = ("translation", "target", "target text", "translated text", "msgstr", "value", "text", "message", "string", "copy")
_NOTES = frozenset(("context", "comment", "comments", "description", "notes", "note", "max length", "type", "module", "status"))
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_BETWEEN = re.compile(r"[\s_-]+")
_LOOKED_AT = 10_000
_ROWS = 30
_PROSE = 0.25
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the key stands and where the texts do, each with the language its column is for ("" for the file's)."""

    key: int
    texts: tuple[tuple[int, str], ...]
    header: bool = True


def sniff(source: Source) -> float:
    """Sure by a header of keys and texts or languages, or by rows of two to four cells in a file called by a locale."""
    first = list(islice(_rows(Source(source.path, source.text[:_LOOKED_AT]), []), _ROWS))
    columns = _columns(source, first[0]) if first else None
    if columns is None:
        return 0.0
    if columns.header:
        index, language = columns.texts[0]
        seen = sample([row[index].value for row in first[1:] if index < len(row)])
        return 0.9 if language or (seen.reads and seen.prose >= _PROSE) else 0.0
    fitting = sum(1 for row in first if 2 <= len(row) <= 4 and row[0].value)
    return 0.9 if fitting * 4 >= len(first) * 3 else 0.0


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every text that is not empty. Where columns are languages, the language stands first in the key."""
    rows = _rows(source, problems)
    first = next(rows, None)
    columns = _columns(source, first) if first else None
    if first is None or columns is None:
        return Catalogue(())
    entries: list[Entry] = []
    for row in rows if columns.header else chain([first], rows):
        if len(row) == 1:
            place = Span(source, row[0].start, row[0].end)
            problems.append(Problem(place, "This row has one cell only; expected a key and a text, with a comma between."))
            continue
        entries += _entries(source, columns, row)
    languages = {language for _, language in columns.texts}
    declared = languages.pop() if len(languages) == 1 else ""
    return Catalogue(tuple(entries), declared or locales.of_path(source.path), marks="" if columns.header else _MARK)


def _entries(source: Source, columns: _Columns, row: Sequence[Cell]) -> Iterator[Entry]:
    key = row[columns.key].value if columns.key < len(row) else ""
    several = len(columns.texts) > 1
    for index, language in columns.texts:
        if index < len(row) and (pieces := strip(row[index].pieces)):
            own = tuple([_at_home(source, piece) for piece in pieces])
            carrier: Carrier = "csv-quoted" if row[index].quoted else "csv"
            yield Entry((language, key) if several else (key,), own, carrier, language=language if several else "")


def _columns(source: Source, first: Sequence[Cell]) -> _Columns | None:
    """What the columns are for, None where this is no catalogue."""
    names = [_BETWEEN.sub(" ", cell.value.lower().strip()) for cell in first]
    tags = [_language(cell.value) for cell in first]
    languages = tuple([(index, tag) for index, tag in enumerate(tags) if tag and index])
    strangers = [name for name, tag in zip(names[1:], tags[1:], strict=True) if not tag and name not in _NOTES | _NAMES | _KEYS]
    key = names[0] if names else ""
    if languages and not strangers and (key in _KEYS | _SOURCES or (key in _NAMES and len(languages) > 1)):
        return _Columns(0, languages)
    if key in _KEYS | _SOURCES:
        found = next((names.index(name, 1) for name in _TEXTS if name in names[1:]), None)
        if found is not None:
            return _Columns(0, ((found, ""),))
    if _PACK.fullmatch(PurePath(source.path).stem) and len(first) > 1:
        return _Columns(0, ((1, ""),), header=False)
    return None


def _language(written: str) -> str:
    """The language that a column is called by: `it`, `it_IT`, `pt-BR`."""
    found = locales.tag(written)
    return found if found and len(re.split("[-_]", written.strip())[0]) == 2 else ""


def _rows(source: Source, problems: list[Problem]) -> Iterator[list[Cell]]:
    """The rows; behind one whose quotes make no sense the next line is read, as if all before it were blank."""
    text, delimiter, read = source.text, "", source
    for _ in range(_MOST_PROBLEMS):
        try:
            for row in csv.rows(read):
                delimiter = delimiter or _between(row)
                yield row
        except Unreadable as failure:
            place = failure.problem.span
            problems.append(Problem(Span(source, place.start, place.end), failure.problem.what))
            after = _LINE_END.search(text, place.start)
            at = after.end() if after else len(text)
            told = f"sep={delimiter or ','}\n"
            if at >= len(text) or at <= len(told):
                return
            read = Source(source.path, f"{told:<{at - 1}}\n{text[at:]}")
        else:
            return


def _between(row: Sequence[Cell]) -> str:
    """The delimiter of the file, as a row of several cells shows it; "" where it shows none."""
    if len(row) < 2:
        return ""
    return row[0].source.text[row[0].end + row[0].quoted : row[1].start].strip(' "')[:1]


def _at_home(source: Source, piece: Piece) -> Piece:
    """The piece with its place in the file itself, for what was read behind a broken row."""
    return Piece(piece.text, Span(source, piece.span.start, piece.span.end), piece.kind, piece.name)
