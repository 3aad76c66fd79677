"""Copy as a table, for people who sign it off in a spreadsheet: a row for each passage, safe to open.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, so that text stays text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from servicelint.language import Detector
from servicelint.model import Document, Finding, Message, Passage

COLUMNS = ("path", "line", "message", "channel", "speaker", "language", "role", "text")
FINDINGS = "findings"
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
BOM = "\ufeff"
"""By this spreadsheets know that a file is in UTF-8."""
_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n]")
"""What makes a spreadsheet calculate, or run, what a cell holds."""


@dataclass(frozen=True)
class Read:
    """A document, and what was found in it; None where nobody looked."""

    document: Document
    findings: Sequence[Finding] | None = None


def write(read: Iterable[Read], out: TextIO, detector: Detector, separator: str = "comma", found: bool = False) -> None:
    """The table with its head; with `found`, what was found in each passage stands in a last column."""
    writer = csv.writer(out, delimiter=SEPARATORS[separator], lineterminator="\r\n")
    writer.writerow([*COLUMNS, FINDINGS] if found else COLUMNS)
    for one in read:
        for cells, told in _rows(one, detector.document(one.document)):
            writer.writerow([safe(cell) for cell in ((*cells, told) if found else cells)])


def _rows(one: Read, language: str) -> Iterator[tuple[Sequence[str], str]]:
    """The cells of each passage and what was found in it; then what was found elsewhere, in rows without text."""
    left = list(one.findings or ())
    for message, passage in _passages(one.document):
        own = [finding for finding in one.findings or () if _inside(finding, passage)]
        left = [finding for finding in left if finding not in own]
        yield _cells(message, passage, language), "\n".join(map(_told, own))
    for finding in left:
        place = (finding.path, str(finding.span.line), finding.message_id)
        yield (*place, *("" for _ in COLUMNS[len(place) :])), _told(finding)


def _told(finding: Finding) -> str:
    return f"{finding.rule}: {finding.message}"


def safe(cell: str) -> str:
    """The cell as text, whatever it begins with."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _passages(document: Document) -> Iterator[tuple[Message, Passage]]:
    """Each passage once, though several readings of a message hold it."""
    seen = set()
    for message in document.messages:
        for passage in message.passages:
            place = passage.span
            key = (message.id, place.source.path, place.start, place.end, passage.shown)
            if key not in seen:
                seen.add(key)
                yield message, passage


def _cells(message: Message, passage: Passage, language: str) -> list[str]:
    place = passage.span
    return [
        place.source.path,
        str(place.line),
        message.id,
        message.channel,
        message.speaker,
        passage.language or language,
        passage.role,
        passage.shown,
    ]


def _inside(finding: Finding, passage: Passage) -> bool:
    place = passage.span
    return finding.path == place.source.path and place.start <= finding.span.start < max(place.end, place.start + 1)
