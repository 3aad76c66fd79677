"""The YAML header between two `---` lines at the top of a text: its plain keys and the places of their values.

Reads one-line values only, which is what such headers hold; real YAML belongs in the YAML reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Passage, Piece, Source
from servicelint.model.passage import Carrier
from servicelint.model.pieces import replace, text_of, verbatim
from servicelint.syntax.templates import readings

_HEADER = re.compile(r"---[ \t]*(?:\r\n|\n|\r)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.DOTALL | re.MULTILINE)
_VALUE = r"\"((?:[^\"\\\r\n]|\\.)*)\"|'((?:[^'\r\n]|'')*)'|([^\s|>&*!\[{#'\"][^\r\n]*?|\{\{[^\r\n]*?)"
_ENTRY = re.compile(rf"^([^\W\d][\w-]*):[ \t]+(?:{_VALUE})(?:[ \t]+#[^\r\n]*)?[ \t]*\r?$", re.MULTILINE)
_CARRIERS: tuple[Carrier, ...] = ("yaml-double", "yaml-single", "yaml-plain")
_ESCAPE = re.compile(r"\\([\"\\/])|''")


@dataclass(frozen=True, slots=True)
class Value:
    pieces: tuple[Piece, ...]
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`values` by lower-cased key; `end` is where the text itself starts."""

    end: int = 0
    values: dict[str, Value] = field(default_factory=dict)

    def text(self, *keys: str) -> str:
        """The value of the first of these keys that is there, otherwise ""."""
        return next((text_of(self.values[key].pieces) for key in keys if key in self.values), "")

    @property
    def language(self) -> str:
        return self.text("language", "lang", "locale")

    def subjects(self, message_id: str) -> Iterator[Passage]:
        """What of the header the customer reads: the subject and the title."""
        for key in ("subject", "title"):
            value = self.values.get(key)
            pieces = readings(value.pieces)[0].pieces if value else ()
            if value and pieces:
                yield Passage(f"{message_id}/{key}", pieces, "subject", carrier=value.carrier)


def read(source: Source) -> FrontMatter:
    """The header of a text; nothing where it has none, or where what stands between the lines has no keys."""
    header = _HEADER.match(source.text)
    if header is None:
        return FrontMatter()
    entries = list(_ENTRY.finditer(source.text, header.start(1), header.end(1)))
    if not entries and header[1].strip():
        return FrontMatter()
    return FrontMatter(header.end(), {entry[1].lower(): _value(source, entry) for entry in entries})


def _value(source: Source, entry: re.Match[str]) -> Value:
    style = next(group for group in (2, 3, 4) if entry[group] is not None)
    written: tuple[Piece, ...] = (verbatim(source, *entry.span(style)),) if entry[style] else ()
    if style != 4:
        written = replace(written, _ESCAPE, lambda found, span: (Piece(found[1] or "'", span, "decoded"),))
    return Value(written, _CARRIERS[style - 2])
