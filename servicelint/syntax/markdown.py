"""Markdown as its reader sees it: blocks, and the words in them without their markup.

Works on pieces, so that every word keeps its place; what a heading or a fence means for service belongs in formats.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from servicelint.model import Piece, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import cut, replace, text_of
from servicelint.syntax.paragraphs import BULLET, LINE, joined

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-|-{3,})[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})([^`\r\n]*)$")
_QUOTE = re.compile(r" {0,3}>")
_REFERENCE = re.compile(r" {0,3}\[[^\]\r\n]+\]:[ \t]*\S")
_BETWEEN = re.compile(rf"[ \t]*(?:--[ \t]*)?$|{_RULE.pattern}|{_REFERENCE.pattern}")
_ROW = re.compile(r"[ \t]*\|(.+)\|[ \t]*$")
_CELL = re.compile(r"[^|\s](?:\\\||[^|])*")

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_TARGET = r"(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])"
_IMAGE = re.compile(r"(?<!\\)!\[([^\[\]]*)\]" + _TARGET)
_LINK = re.compile(r"(?<![\\!])\[([^\[\]]*)\]" + _TARGET)
_ADDRESS = re.compile(r"<((?:https?:|mailto:)[^<>\s]+|[^<>\s@/]+@[^<>\s]+)>")
_BREAK = re.compile(r"<br[ \t]*/?>(?:[ \t]*(?:\r\n|\n|\r))?|\\(?=\r\n|\n|\r)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRONG = (
    re.compile(r"(?<![\\*])(\*{1,3})(?=[^\s*])(.{1,2000}?)(?<=[^\s\\*])\1(?!\*)", re.DOTALL),
    re.compile(r"(?<![\\\w])(_{1,3})(?=[^\s_])(.{1,2000}?)(?<=[^\s\\_])\1(?!\w)", re.DOTALL),
    re.compile(r"(?<!\\)(~~)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(slots=True)
class Block:
    """Characters `start` up to `end` of a text, without the marks before and after them.

    `level` is a heading's, `info` what stands behind a fence's backticks.
    """

    kind: Literal["heading", "paragraph", "item", "code", "quote"]
    start: int
    end: int
    level: int = 0
    info: str = ""


def uncommented(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without HTML comments."""
    return replace(pieces, _COMMENT, _nothing)


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in their order, without rules, link definitions, table borders and `--` over a signature."""
    block: Block | None = None
    lines = LINE.finditer(text)
    for line in lines:
        start, end = line.span(1)
        fence, row, opened = _FENCE.match(line[1]), _ROW.match(line[1]), _marked(text, start, end)
        if block is not None and block.kind == "paragraph" and (under := _UNDERLINE.match(line[1])):
            yield Block("heading", block.start, block.end, 1 if under[1][0] == "=" else 2)
            block = None
        elif block is not None and not (fence or row or opened or _BETWEEN.match(line[1])):
            block.end = end
        else:
            if block is not None:
                yield block
            block = opened
            if fence:
                yield _code(lines, fence)
            elif row:
                yield from _cells(text, start + row.start(1), start + row.end(1))
            elif opened is None and not _BETWEEN.match(line[1]):
                block = Block("paragraph", start, end)
        if block is not None and block.kind == "heading":
            yield block
            block = None
    if block is not None:
        yield block


def _marked(text: str, start: int, end: int) -> Block | None:
    """The block that a mark at the start of this line opens."""
    line = text[start:end]
    if heading := _HEADING.match(line):
        return Block("heading", start + heading.start(2), start + heading.end(2), len(heading[1]))
    if _QUOTE.match(line):
        return Block("quote", start, end)
    bullet = None if _RULE.match(line) else BULLET.match(text, start, end)
    return Block("item", bullet.end(), end) if bullet else None


def _code(lines: Iterator[re.Match[str]], fence: re.Match[str]) -> Block:
    """The fenced block, to the fence that closes it or the end of the text."""
    closing = re.compile(rf"[ \t]*{fence[1][0]}{{{len(fence[1])},}}[ \t]*$").match
    block: Block | None = None
    for line in lines:
        if closing(line[1]):
            break
        block = block or Block("code", *line.span(1), info=fence[2].strip())
        block.end = line.end(1)
    return block or Block("code", 0, 0, info=fence[2].strip())


def _cells(text: str, start: int, end: int) -> Iterator[Block]:
    for cell in _CELL.finditer(text, start, end):
        if cell[0].strip(" \t:-"):
            yield Block("item", *cell.span())


def images(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The descriptions of the images that stand in a block."""
    for image in _IMAGE.finditer(text_of(pieces)):
        if image[1].strip():
            yield inline(cut(pieces, *image.span(1)))


def inline(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The words of a block as they are shown: no emphasis marks, link targets, images or tags; code is a slot."""
    pieces = replace(pieces, _CODE, _slot)
    pieces = replace(pieces, _IMAGE, _nothing)
    for pattern in (_LINK, _ADDRESS):
        pieces = _inner(pieces, pattern, 1)
    pieces = replace(replace(pieces, _BREAK, _newline), _TAG, _nothing)
    for pattern in (*_STRONG, *_STRONG):  # one may stand inside another
        pieces = _inner(pieces, pattern, 2)
    pieces = _inner(pieces, _ESCAPE, 1)
    return joined(replace(pieces, _ENTITY, _character))


def _inner(pieces: Sequence[Piece], pattern: re.Pattern[str], group: int) -> tuple[Piece, ...]:
    """The pieces with only a group left of every match."""
    return replace(pieces, pattern, lambda found, span: cut(pieces, *found.span(group)))


def _nothing(found: re.Match[str], span: Span) -> Sequence[Piece]:
    return ()


def _slot(found: re.Match[str], span: Span) -> Sequence[Piece]:
    return (Piece(SLOT, span, "slot", found[2].strip()),)


def _newline(found: re.Match[str], span: Span) -> Sequence[Piece]:
    return () if found[0] == "\\" else (Piece("\n", span, "decoded"),)


def _character(found: re.Match[str], span: Span) -> Sequence[Piece]:
    return (Piece(html.unescape(found[0]), span, "decoded"),)
