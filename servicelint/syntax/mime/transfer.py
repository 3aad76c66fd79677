"""How the bytes of a mail are written down in lines of ASCII: quoted-printable, base64 and encoded words (RFC 2045, 2047).

Gives bytes with their places; which characters they mean is for others.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterator

from servicelint.model import Problem, Source, Span
from servicelint.syntax.mime.characters import Unit

_QUOTED = re.compile(r"=(?:([0-9A-Fa-f]{2})|[ \t]*+(?:\r\n|\n|\r|\Z))|(?<![ \t])[ \t]++(?=[\r\n]|\Z)")
_IN_WORD = re.compile(r"=([0-9A-Fa-f]{2})|_")
_BASE64 = re.compile(r"([A-Za-z0-9+/]++)|(=++)|([^\sA-Za-z0-9+/=]++)")
_OTHER = re.compile(r"[^\x00-\x7f]")


def quoted_printable(text: str, start: int, end: int) -> Iterator[Unit]:
    """A body: soft line ends and the white space at the ends of lines are no part of it."""
    yield from _escaped(_QUOTED, text, start, end)


def in_word(text: str, start: int, end: int) -> Iterator[Unit]:
    """The text of an encoded word of the kind Q."""
    yield from _escaped(_IN_WORD, text, start, end)


def _escaped(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Unit]:
    at = start
    for found in pattern.finditer(text, start, end):
        if at < found.start():
            yield None, at, found.start()
        at = found.end()
        if found[1]:
            yield bytes.fromhex(found[1]), found.start(), at
        elif found[0] == "_":
            yield b" ", found.start(), at
    if at < end:
        yield None, at, end


def base64(source: Source, start: int, end: int, problems: list[Problem]) -> Iterator[Unit]:
    """Four characters at a time; what is no base64 is passed over and told of once."""
    waiting, begun, told = "", start, False
    for found in _BASE64.finditer(source.text, start, end):
        digits, padding, foreign = found.groups()
        if foreign and not told:
            told = True
            what = "This is no base64; expected letters, digits, + and / only. The rest is read without it."
            problems.append(Problem(Span(source, found.start(), found.start() + 1), what))
        if padding and len(waiting) > 1:
            yield a2b_base64(waiting + "=" * (4 - len(waiting))), begun, found.start() + 4 - len(waiting)
            waiting = ""
        if not digits:
            continue
        at = found.start() + (4 - len(waiting) if waiting else 0)
        if waiting:
            waiting += source.text[found.start() : min(at, found.end())]
            if len(waiting) < 4:
                continue
            yield a2b_base64(waiting), begun, at
        last = at + (found.end() - at) // 4 * 4
        for begins in range(at, last, 4):
            yield a2b_base64(source.text[begins : begins + 4]), begins, begins + 4
        waiting, begun = source.text[last : found.end()], last
    if len(waiting) > 1:
        yield a2b_base64(waiting + "=" * (4 - len(waiting))), begun, end
    elif waiting:
        what = "This base64 stops in the middle of a character; expected groups of four. The rest of it is missing."
        problems.append(Problem(Span(source, begun, begun + 1), what))


def eight_bit(source: Source, start: int, end: int) -> Iterator[Unit]:
    """Bytes that stand there as they are, in a file that was read by the wrong character set."""
    at = start
    for found in _OTHER.finditer(source.text, start, end):
        if at < found.start():
            yield None, at, found.start()
        at = found.end()
        yield found[0].encode(source.encoding, "replace"), found.start(), at
    if at < end:
        yield None, at, end
