"""The neutral shape of a catalogue of strings: a key and a text. Knows neither files nor messages."""

from __future__ import annotations

from dataclasses import dataclass

from servicelint.model import Piece
from servicelint.model.passage import Carrier


@dataclass(frozen=True, slots=True)
class Entry:
    """One string of a catalogue.

    `key` goes from the outside in: ("mailer", "cancel", "subject"). `pieces` have the file's escapes decoded, and
    placeholders still as they are written. `form` is the plural form ("one", "other", …) of a string that has several:
    they are variants of one message. `language` is its own, where a file holds several.
    """

    key: tuple[str, ...]
    pieces: tuple[Piece, ...]
    carrier: Carrier
    form: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The strings of one file in file order, and the locale it declares ("" for none).

    `marks` are the characters by which it marks a name besides the usual placeholders (`:` for Laravel's `:name`), see
    `templates.placeholders.named`.
    """

    entries: tuple[Entry, ...]
    language: str = ""
    marks: str = ""
