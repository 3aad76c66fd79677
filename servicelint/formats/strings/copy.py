"""Which strings of a catalogue a customer reads: formats, addresses, keys and switches stand there too. Knows no files."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SECTIONS = frozenset(
    ("date", "time", "datetime", "number", "numbers", "currency", "human", "percentage", "precision", "support")
)
_FORMATS = frozenset(("format", "formats", "datetimeformats", "numberformats", "date_format", "time_format", "dateformat"))
_STRFTIME = re.compile(r"%[-^_0#]?[A-Za-z](?![A-Za-z_]+%?)")
_PRINTF = ("%s", "%d", "%i", "%f")
_PATTERN = re.compile(
    r"(?:(?:y{1,4}|Y{1,4}|M{1,5}|d{1,4}|D{1,4}|[Dd]o|H{1,2}|h{1,2}|m{1,2}|s{1,2}|a|A|E{1,4}|L{1,4}|LT|z{1,4}|Z{1,2})"
    r"(?![^\W\d_])[\W\d_]*){2,}"
)
"""`DD/MM/YYYY`, `HH:mm`: dates and times as ICU and Moment write them."""
_ADDRESS = re.compile(
    r"(?:https?://|www\.|mailto:|tel:|/)\S*|[^\s@]+@[^\s@]+\.[^\s@]+|#[0-9A-Fa-f]{3,8}|(?:rgb|hsl)a?\([^()]*\)"
)
_KEY = re.compile(
    r"[a-z0-9][\w-]*(?:\.[A-Za-z0-9_-]+)+|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|[A-Za-z]\w*(?:::\w+)+|\S+\.(?:html?|png|svg|pdf)"
)
"""`users.new`, `first_name`, `Spree::Order`, `logo.png`."""
_SWITCHES = ("true", "false", "null", "~")


def is_copy(key: Sequence[str], text: str) -> bool:
    """Whether the string `text`, as it is written under `key`, is meant to be read; its placeholders are not looked at."""
    words = text.strip()
    if not any(map(str.isalpha, words)) or words in _SWITCHES:
        return False
    if _KEY.fullmatch(words) or _ADDRESS.fullmatch(words):
        return False
    return not (_is_format(key) or _PATTERN.fullmatch(words) or _is_strftime(words))


def _is_format(key: Sequence[str]) -> bool:
    """`date.formats.long`, `number.currency.format.unit`."""
    names = [part.lower() for part in key]
    last = next((index for index, name in enumerate(names) if name in _FORMATS), None)
    return last is not None and (not _SECTIONS.isdisjoint(names[:last]) or names[last].endswith("formats"))


def _is_strftime(text: str) -> bool:
    """`%d/%m/%Y`, `%n %u`: at least two directives, and not those that stand for a text or number."""
    found = _STRFTIME.findall(text) if text.count("%") > 1 else ()
    return len(found) > 1 and any(directive not in _PRINTF for directive in found)
