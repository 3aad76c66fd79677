"""Comments that allow findings: `servicelint: allow RULE: reason`. Found in every format, once it is read.

Knows how comments are written and what stands beside them; knows no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.allowances.comments import MARK, comment_at
from servicelint.allowances.grammar import read
from servicelint.allowances.reach import Sheet, covered
from servicelint.model import Allowance, Document, Source, Span, Verdict

_MEANT = re.compile(r"servicelint:[ \t]*allow\b")


def allowances(document: Document) -> tuple[Allowance, ...]:
    """The allowances in a document's files, in their order."""
    return tuple(found for source in document.bundle.sources if MARK in source.text for found in _of(source, document))


def _of(source: Source, document: Document) -> Iterator[Allowance]:
    copy = _in_copy(source, document)
    format_id = document.bundle.format_of(source.path, document.format)
    sheet = Sheet.of(source, format_id, document)
    at = source.text.find(MARK)
    while at >= 0:
        if at in copy:
            yield from _read_by_customers(source, at)
        elif comment := comment_at(source, at, sheet.syntax):
            said = read(comment.said)
            if said:
                yield said.allowance(covered(comment, said.reach, sheet))
        at = source.text.find(MARK, at + len(MARK))


def _in_copy(source: Source, document: Document) -> set[int]:
    """Where the mark stands in what customers are told: there it is no comment."""
    return {
        passage.place(at, at + len(MARK)).start
        for message in document.messages
        for passage in message.passages
        if MARK in passage.text and passage.pieces[0].span.source is source
        for at in _places(passage.text)
    }


def _places(text: str) -> Iterator[int]:
    at = text.find(MARK)
    while at >= 0:
        yield at
        at = text.find(MARK, at + len(MARK))


def _read_by_customers(source: Source, at: int) -> Iterator[Allowance]:
    """What was meant as a comment and is copy here: it allows nothing, and whoever wrote it is told."""
    if _MEANT.match(source.text, at):
        place = Span(source, at, at + len(MARK))
        yield Allowance(place, Span(source, at, at), faults=(Verdict("copy", place),))
