"""Conversations as data: JSON Lines, one conversation a line, or a table with a turn a row.

Knows the neutral shape of a conversation only, no vendor's export.
"""

from __future__ import annotations

from pathlib import PurePath

from servicelint.formats.conversation import lines, table
from servicelint.model import Bundle, Document, Problem, Source

ID = "conversation"
SUMMARY = "Conversations as JSON Lines or CSV"
READ = (
    'One conversation a line: {"id", "channel", "language", "turns": [{"role", "text"}]}; or one turn a row, under '
    "id, turn, role, text."
)
NOT_READ = "Every other key and column."
EXTENSIONS = (".jsonl", ".ndjson", ".csv", ".tsv")
MENUS = False
HANDOFF = False

_LINES = (".jsonl", ".ndjson")


def sniff(source: Source) -> float:
    """Sure when the first line is an object with turns, or a header that names who speaks and what is said."""
    held = lines.holds(source)
    if held is None and table.holds(source):
        return 0.9
    if held is None:
        return 0.1 if PurePath(source.path).suffix.lower() in _LINES else 0.0
    return 0.95 if held else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    problems: list[Problem] = []
    shape = table if _tabular(source) else lines
    found = tuple(shape.read(source, bundle.setting("channel"), problems))
    language = bundle.setting("language") or ""
    return Document(bundle, ID, found, problems=tuple(problems), language=language, conversation=True)


def _tabular(source: Source) -> bool:
    """Whether it is a table: by its name, else by its first line."""
    suffix = PurePath(source.path).suffix.lower()
    return suffix not in _LINES and (suffix in EXTENSIONS or table.holds(source))
