"""Language generation as it is written (.lg, and the same notation inside dialogs): templates with their variants,
conditions and structures. What a template comes to when it is called is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn

from servicelint.model import Piece, Span, Unreadable
from servicelint.model.pieces import replace, strip
from servicelint.syntax.templates.joined import Joined

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_NAME = re.compile(r"#+[ \t]*(?P<name>[\w.-]+)[ \t]*(?:\((?P<parameters>[^()]*)\))?[ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]*")
_CONDITION = re.compile(r"(?:IF|ELSE[ \t]*IF|ELSE|SWITCH|CASE|DEFAULT)[ \t]*:[ \t]*(?P<condition>.*)", re.IGNORECASE)
_STRUCTURE = re.compile(r"[ \t]*\[[ \t]*(?P<type>[\w.]+)[ \t]*(?P<closed>\])?[ \t]*")
_IMPORT = re.compile(r"[ \t]*\[[^\[\]]*\]\([^()]*\)")
_FIELD = re.compile(r"[ \t]*(?P<key>[\w.$@-]+)[ \t]*=[ \t]*")
_FENCE = "```"
EXPRESSION = re.compile(r"(?<!\\)\$\{((?:[^{}'\"`]|'[^'\r\n]*'|\"[^\"\r\n]*\"|`[^`]*`|\{[^{}]*\})*)\}")
"""An expression in a text; its group is what stands between the braces."""
_ESCAPE = re.compile(r"\\([nrt\[\]{}()\\`|$#*_>-])")
_SHOWN = {"n": "\n", "r": "\r", "t": "\t"}
_BAR = re.compile(r"(?<!\\)\|")

Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Structure:
    """`[Activity …]` and its like: the values of each key, in lower case; a line that only calls a template has no key."""

    type: str
    fields: dict[str, tuple[Pieces, ...]]


@dataclass
class Template:
    """What one name stands for: several texts, of which one is taken, or a structure."""

    name: str
    span: Span
    variants: list[Pieces] = field(default_factory=list)
    structure: Structure | None = None


def read(pieces: Sequence[Piece]) -> Iterator[Template]:
    """The templates of a file, or the one without a name of a text inside a dialog. Raises Unreadable."""
    yield from _Reader(Joined(pieces)).templates()


def unescaped(pieces: Sequence[Piece]) -> Pieces:
    """The pieces with every escape as the character that it stands for."""
    return replace(pieces, _ESCAPE, lambda found, span: (Piece(_SHOWN.get(found[1], found[1]), span, "decoded"),))


class _Reader:
    def __init__(self, joined: Joined) -> None:
        self._joined = joined
        self._text = joined.text

    def templates(self) -> Iterator[Template]:
        text, at = self._text, 0
        template: Template | None = None
        while at < len(text):
            line = _match(_LINE, text, at)
            content = line[1].strip()
            if name := _NAME.fullmatch(text, at, line.end(1)):
                if template is not None:
                    yield template
                template = Template(name["name"], self._joined.place(name.start("name"), name.end("name")))
            elif content and not content.startswith((">", "#")) and not _IMPORT.match(line[1]):
                if template is None:
                    template = Template("", self._joined.place(at, line.end(1)))
                at = self._body(template, at, line.end(1))
                continue
            at = max(line.end(), at + 1)
        if template is not None:
            yield template

    def _body(self, template: Template, at: int, end: int) -> int:
        """Takes in what stands on the line `at` up to `end`, and returns where to go on."""
        if bullet := _BULLET.match(self._text, at, end):
            start, after = self._fenced(bullet.end(), end)
            if not _CONDITION.match(self._text, bullet.end(), end):
                self._take(template, start, after)
            return self._next_line(after)
        opened = _STRUCTURE.match(self._text, at, end)
        if opened and (opened.end() == end or opened["closed"]) and template.structure is None and not template.variants:
            fields, after = ({}, end) if opened["closed"] else self._fields(opened.end(), opened.start("type") - 1)
            template.structure = Structure(opened["type"].lower(), fields)
            return self._next_line(after)
        if not template.name:
            start, after = self._fenced(at, len(self._text))
            self._take(template, start, after)
            return len(self._text)
        return self._next_line(end)

    def _take(self, template: Template, start: int, end: int) -> None:
        pieces = strip(self._joined.cut(start, end)) if start < end else ()
        if pieces:
            end_fence = replace(pieces, re.compile(r"```\s*\Z"), lambda _, __: ())
            template.variants.append(strip(end_fence))

    def _fenced(self, start: int, end: int) -> tuple[int, int]:
        """Where a text begins and ends: at its fences, which may stand lines apart, else where the line ends."""
        inside = self._text[start:end]
        at = start + len(inside) - len(inside.lstrip())
        if not self._text.startswith(_FENCE, at):
            return start, end
        closing = self._text.find(_FENCE, at + len(_FENCE))
        if closing < 0:
            self._fail(at, "This text is never closed; expected ``` after its last line.", len(_FENCE))
        return at + len(_FENCE), closing + len(_FENCE)

    def _fields(self, at: int, opened: int) -> tuple[dict[str, tuple[Pieces, ...]], int]:
        """The values of a structure, and where it ends."""
        fields: dict[str, tuple[Pieces, ...]] = {}
        text, at = self._text, self._next_line(at)
        while at < len(text):
            line = _match(_LINE, text, at)
            content = line[1].strip()
            if content.startswith("]"):
                return fields, line.end(1)
            after = line.end(1)
            if key := _FIELD.match(text, at, line.end(1)):
                start, after = self._fenced(key.end(), line.end(1))
                fields[key["key"].lower()] = tuple(self._values(start, after))
            elif content and not content.startswith(">"):
                fields[""] = (*fields.get("", ()), *self._values(at, line.end(1)))
            at = max(self._next_line(after), at + 1)
        return self._fail(opened, "This structure is never closed; expected a line with ] after its last value.")

    def _values(self, start: int, end: int) -> Iterator[Pieces]:
        """The values of one key, which bars set apart."""
        end -= len(_FENCE) if self._text[start:end].endswith(_FENCE) else 0
        masked = EXPRESSION.sub(lambda found: "x" * len(found[0]), self._text[start:end])
        bounds = [start, *(start + bar.start() for bar in _BAR.finditer(masked)), end]
        for number, (low, high) in enumerate(pairwise(bounds)):
            low += 1 if number else 0
            if self._text[low:high].strip():
                yield strip(self._joined.cut(low, high))

    def _next_line(self, at: int) -> int:
        return max(_match(_LINE, self._text, at).end(), at)

    def _fail(self, at: int, what: str, length: int = 1) -> NoReturn:
        raise Unreadable(self._joined.place(at, min(at + length, len(self._text))), what)


def _match(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    found = pattern.match(text, at)
    if found is None:
        raise ValueError("this pattern matches everywhere")
    return found
