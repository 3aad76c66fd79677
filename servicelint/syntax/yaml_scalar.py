"""Where each character of a YAML scalar is written: one small reader for each of the five styles.

It knows the scalar's own text and the value the parser made of it, and nothing of the file around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from servicelint.model import Piece, Source, Span
from servicelint.model.pieces import text_of, verbatim

_BREAK = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_FOLD = rf"[ \t]*{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*"
_PROPERTIES = re.compile(r"(?:[!&][^\s]*\s+)*")
_BREAKS = re.compile(_BREAK)
_FOLDS = re.compile(_FOLD)
_SINGLE = re.compile(rf"''|{_FOLD}")
_DOUBLE = re.compile(
    rf"\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}})|\\{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*|\\.|{_FOLD}",
    re.S,
)
_HEADER = re.compile(rf"[|>][^\r\n\x85\u2028\u2029]*{_BREAK}?")
_LINE = re.compile(rf"(?P<text>[^\r\n\x85\u2028\u2029]*)(?P<break>{_BREAK}|\Z)")
_ESCAPES = dict(zip("0abtnvfre\t N_LP", "\0\a\b\t\n\v\f\r\x1b\t \x85\xa0\u2028\u2029", strict=True))


def pieces(span: Span, value: str, style: str) -> tuple[Piece, ...]:
    """The value of the scalar written at `span`, in pieces; joined they are the value."""
    if not value:
        return ()
    for made in _readings(span, style):
        if text_of(made) == value:
            return tuple(made)
    return (Piece(value, span, "decoded"),)


def _readings(span: Span, style: str) -> Iterator[list[Piece]]:
    """The ways to read the scalar, likeliest first: only a block's indentation leaves more than one."""
    source = span.source
    start = _PROPERTIES.match(source.text, span.start, span.end).end()  # type: ignore[union-attr]
    if style in ("|", ">"):
        yield from (list(_block(source, start, span.end, indent)) for indent in _indents(source.text[start : span.end]))
    elif style:
        yield list(_flow(source, start + 1, span.end - 1, _SINGLE if style == "'" else _DOUBLE))
    else:
        yield list(_flow(source, start, span.end, _FOLDS))


def _flow(source: Source, start: int, end: int, written_otherwise: re.Pattern[str]) -> Iterator[Piece]:
    at = start
    for found in written_otherwise.finditer(source.text, start, end):
        if found.start() > at:
            yield verbatim(source, at, found.start())
        at = found.end()
        text = _decoded(found.group())
        if text:
            yield Piece(text, Span(source, found.start(), at), "decoded")
    if end > at:
        yield verbatim(source, at, end)


def _decoded(written: str) -> str:
    if written == "''":
        return "'"
    if written[0] != "\\":
        return _folded([found.group() for found in _BREAKS.finditer(written)])
    if written[1] in "xuU" and len(written) > 2:
        return chr(int(written[2:], 16))
    if _BREAKS.match(written, 1):
        return "".join([_line_end(found.group()) for found in _BREAKS.finditer(written)][1:])
    return _ESCAPES.get(written[1], written[1])


def _line_end(written: str) -> str:
    return written if written in "\u2028\u2029" else "\n"


def _folded(breaks: Iterable[str]) -> str:
    """One line end is a space, each further one is kept."""
    first, *others = [_line_end(written) for written in breaks]
    return ("" if first == "\n" else first) + "".join(others) or " "


def _indents(written: str) -> Iterable[int]:
    """How far the lines of a block may be indented: as its first line is, unless the header says otherwise."""
    body = written[_HEADER.match(written).end() :]  # type: ignore[union-attr]
    lines = _BREAKS.split(body)
    first = next((line for line in lines if line.strip(" ")), max(lines, key=len))
    depth = len(first) - len(first.lstrip(" "))
    return (depth, *range(depth))


def _block(source: Source, start: int, end: int, indent: int) -> Iterator[Piece]:
    """The pieces of a literal or folded block whose lines are indented by `indent` spaces."""
    header = _HEADER.match(source.text, start, end)
    folds, chomping = source.text[start] == ">", _chomping(header.group())  # type: ignore[union-attr]
    waiting: list[Span] = []
    """The line ends since the last text: they are read when it is known what follows them."""
    begun = ended_blank = False
    for found in _LINE.finditer(source.text, header.end(), end):  # type: ignore[union-attr]
        text, at = found["text"], found.start() + indent
        if len(text) > indent and text[:indent].strip(" ") == "":
            blank = text[indent] in " \t"
            yield from _between(waiting, begun and folds and not blank and not ended_blank)
            yield verbatim(source, at, found.end("text"))
            waiting, begun, ended_blank = [], True, blank
        if found["break"]:
            waiting.append(Span(source, *found.span("break")))
    kept = len(waiting) if chomping == "+" else 0 if chomping == "-" or not begun else 1
    yield from _between(waiting[:kept], False)


def _chomping(header: str) -> str:
    indicators = header[1:3]
    return "-" if "-" in indicators else "+" if "+" in indicators else ""


def _between(breaks: list[Span], folded: bool) -> Iterator[Piece]:
    """The line ends between two texts, the first folded away (to a space where it is alone)."""
    if folded and _line_end(breaks[0].text) == "\n":
        if len(breaks) == 1:
            yield Piece(" ", breaks[0], "decoded")
        breaks = breaks[1:]
    for span in breaks:
        text = _line_end(span.text)
        yield Piece(text, span, "verbatim" if text == span.text else "decoded")
