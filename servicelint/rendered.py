"""A message as its customer would read it, for people: subject, paragraphs, buttons, with every slot set off.

Shows what the reader understood; no template is rendered. Places belong to `extract`'s other formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servicelint.model import Document, Message, Passage, Piece
from servicelint.terminal import Style, wrap

_INDENT = "  "
_OPEN, _CLOSE = "\u2039", "\u203a"
_LABELS = {"sender": "From", "subject": "Subject", "preheader": "Preview"}
_JOIN = "\u00a0"
"""Keeps the words of a slot on one line until the line is written."""


def lines(document: Document, style: Style) -> Iterator[str]:
    """Every reading of every message, one after the other."""
    for message in document.messages:
        yield from _message(document, message, style)
        yield ""


def _message(document: Document, message: Message, style: Style) -> Iterator[str]:
    places = dict.fromkeys(passage.span.source.path for passage in message.passages)
    yield style.paint(message.id, bold=True) + style.paint(f"  {', '.join(places)}", dim=True)
    if message.variant:
        yield from _dim(f"When {message.variant}", style)
    if message.sampled:
        yield from _dim("Its branches combine in more ways than are shown; each branch is shown at least once.", style)
    last = ""
    for passage in message.passages:
        if not (passage.role == last == "item"):
            yield ""
        yield from _passage(passage, style)
        last = passage.role


def _dim(text: str, style: Style) -> Iterator[str]:
    for line in wrap(text, style.prose):
        yield style.paint(line, dim=True)


def _passage(passage: Passage, style: Style) -> Iterator[str]:
    label = _LABELS.get(passage.role)
    start, end, bold = "", "", False
    match passage.role:
        case "item":
            start = "• "
        case "button" | "option":
            start, end = "[ ", " ]"
        case "image":
            start, end = "(picture: ", ")"
        case "heading" | "subject":
            bold = True
        case _:
            pass
    if label:
        start = f"{label}: "
    for part in _paragraph(passage.pieces):
        text = start + part + end
        hang = " " * len(start) if passage.role == "item" or label else ""
        for number, line in enumerate(wrap(text, style.prose - len(_INDENT) - len(hang))):
            yield _INDENT + (hang if number else "") + _painted(line, style, bold)
        start = hang


def _paragraph(pieces: Sequence[Piece]) -> list[str]:
    """The lines of a passage, its slots by their names."""
    return "".join([_slot(piece) if piece.kind == "slot" else piece.text for piece in pieces]).split("\n")


def _slot(piece: Piece) -> str:
    name = " ".join((piece.name or piece.shown).split()).replace(" ", _JOIN)
    return f"{_OPEN}{name}{_CLOSE}"


def _painted(line: str, style: Style, bold: bool) -> str:
    """The line with its slots in colour."""
    out = []
    for index, part in enumerate(line.replace(_CLOSE, _OPEN).split(_OPEN)):
        words = f"{_OPEN}{part}{_CLOSE}" if index % 2 else part
        out.append(style.paint(words, "cyan") if index % 2 else style.paint(words, bold=bold))
    return "".join(out).replace(_JOIN, " ")
