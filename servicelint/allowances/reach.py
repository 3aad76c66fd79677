"""What a comment covers: the element or line that follows it, its own line, or the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import PurePath

from servicelint.allowances.comments import Comment, Syntax, line_end, syntax
from servicelint.allowances.grammar import Reach
from servicelint.model import Document, Source, Span

_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]*)")
_ATTRIBUTES = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNCLOSED = frozenset({"p", "li", "td", "th", "tr", "option", "dt", "dd"})
"""HTML closes these by itself where the next one opens."""
_BLOCK_HEAD = re.compile(r"(?:^|[\s:-])[|>][-+0-9]*[ \t]*$")
_CLOSER = re.compile(r"[ \t]*[\])}]+[;,]?[ \t]*$")
_LIST = re.compile(r"-(?:\s|$)")


@dataclass(frozen=True)
class Sheet:
    """A file with the places of its copy and of its flows' nodes, from the first to the last."""

    source: Source
    syntax: Syntax
    format: str
    passages: tuple[tuple[int, int], ...]
    nodes: tuple[int, ...]

    @classmethod
    def of(cls, source: Source, format_id: str, document: Document) -> Sheet:
        passages = {
            (place.start, place.end)
            for message in document.messages
            for passage in message.passages
            if (place := passage.span).source is source
        }
        nodes = {node.span.start for flow in document.flows for node in flow.nodes if node.span.source is source}
        known = syntax(format_id, PurePath(source.path).suffix.lower())
        return cls(source, known, format_id, tuple(sorted(passages)), tuple(sorted(nodes)))

    def first_from(self, at: int) -> tuple[int, int] | None:
        """The first passage that begins at an offset or later."""
        index = bisect_left(self.passages, (at, at))
        return self.passages[index] if index < len(self.passages) else None

    def around(self, at: int) -> tuple[int, int] | None:
        """The passage that an offset lies within."""
        return next((found for found in self.passages if found[0] < at < found[1]), None)

    def whole(self, start: int, end: int) -> Span:
        """A stretch, with all of the passages that begin in it."""
        ends = (after for begin, after in self.passages if start <= begin < end)
        return Span(self.source, start, max(end, max(ends, default=end)))

    def begins(self, start: int, end: int) -> bool:
        """Whether copy or a node begins in a stretch."""
        found = self.first_from(start)
        node = bisect_left(self.nodes, start)
        return bool(found and found[0] < end) or (node < len(self.nodes) and self.nodes[node] < end)


def covered(comment: Comment, reach: Reach, sheet: Sheet) -> Span:
    """The place in which the findings begin that a comment speaks of."""
    text, span = sheet.source.text, comment.span
    if reach == "file":
        return Span(sheet.source, 0, len(text) + 1)
    line = _line_start(text, span.start)
    end = line_end(text, span.end)
    if reach == "line":
        return sheet.whole(line, end)
    if text[span.end : end].strip():
        return _beside(comment, sheet)
    behind = text[line : span.start].strip()
    touched = any(start < span.start and after > line for start, after in sheet.passages)
    if behind and (comment.line or touched or sheet.begins(line, span.start)):
        head = _BLOCK_HEAD.search(text[line : span.start])
        return sheet.whole(line, _block_end(sheet, line) if head and sheet.syntax.structured else end)
    return _below(comment, sheet)


def element(place: Span, format_id: str) -> Span:
    """A place with all of what begins in its line: an element to its end, a key with what is indented under it."""
    text = place.source.text
    sheet = Sheet(place.source, syntax(format_id, PurePath(place.source.path).suffix.lower()), format_id, (), ())
    start = _line_start(text, place.start)
    end = _element_end(text, place.start) or _block_end(sheet, start)
    return Span(place.source, place.start, max(place.end, end))


def _beside(comment: Comment, sheet: Sheet) -> Span:
    """What stands right behind a comment: an element, or the copy that it stands in or before."""
    text, span = sheet.source.text, comment.span
    if around := sheet.around(span.start):
        return Span(sheet.source, *around)
    at = _skipped(sheet, span.end)
    if end := _element_end(text, at):
        return sheet.whole(at, end)
    found = sheet.first_from(span.end)
    return Span(sheet.source, span.end, found[1] if found else line_end(text, span.end))


def _below(comment: Comment, sheet: Sheet) -> Span:
    """What begins on the next line that is neither blank nor a comment."""
    text = sheet.source.text
    at = _skipped(sheet, comment.span.end)
    end = _element_end(text, at) or (_paragraph_end(text, at) if sheet.format == "po" else _block_end(sheet, at))
    if not sheet.begins(at, end) and (found := sheet.first_from(at)):
        end = found[1]
    return sheet.whole(at, end)


def _skipped(sheet: Sheet, at: int) -> int:
    found = sheet.syntax.skip.match(sheet.source.text, at)
    return found.end() if found else at


def _element_end(text: str, at: int) -> int:
    """Where the element that opens at an offset is closed; 0 where none opens there."""
    opened = _ELEMENT.match(text, at)
    if opened is None:
        return 0
    name, depth, end = opened[1], 0, 0
    tags = re.compile(rf"<!--[\s\S]*?-->|<(?P<close>/?){re.escape(name)}(?![\w:.-]){_ATTRIBUTES}>", re.I)
    for tag in tags.finditer(text, at):
        if tag["close"] is None:
            continue
        empty = tag[0].endswith("/>") or name.lower() in _VOID
        if depth == 1 and not tag["close"] and name.lower() in _UNCLOSED and not _nests(text, end, tag.start()):
            return tag.start()
        depth += -1 if tag["close"] else 0 if empty else 1
        end = end or tag.end()
        if depth <= 0:
            return tag.end()
    return end


def _nests(text: str, start: int, end: int) -> bool:
    """Whether a list or table opens between two tags of one name, so that the second stands in the first."""
    return bool(re.search(r"<(?:ul|ol|dl|table|select)\b", text[start:end], re.I))


def _block_end(sheet: Sheet, at: int) -> int:
    """Where the line of an offset ends, with all that is indented under it where that tells what belongs together."""
    text = sheet.source.text
    end = line_end(text, at)
    if not sheet.syntax.structured:
        return end
    first = _line_start(text, at)
    depth = _indent(text, first)
    listed = not _LIST.match(text, first + depth)
    following = end
    while following < len(text):
        start = following + (2 if text.startswith("\r\n", following) else 1)
        following = line_end(text, start)
        line = text[start:following]
        if not line.strip():
            continue
        deeper = _indent(text, start) > depth
        closer = _CLOSER.match(line)
        if not (deeper or closer or (listed and _indent(text, start) == depth and _LIST.match(text, start + depth))):
            break
        end = following
        if closer and not deeper:
            break
    return end


def _paragraph_end(text: str, at: int) -> int:
    """Where the next blank line stands."""
    found = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?=\r|\n|$)").search(text, at)
    return found.start() if found else len(text)


def _indent(text: str, start: int) -> int:
    found = re.compile(r"[ \t]*").match(text, start)
    return found.end() - start if found else 0


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
