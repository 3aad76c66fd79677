"""The output side of ChatScript rules: words that are said, choices between them, and the code that stands among them.

Runs nothing: what code says is a slot, what it does is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Piece, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import verbatim

Way = tuple[Piece, ...]

COMMENT = re.compile(r"##<<.*?(?:##>>|\Z)|(?<!\S)#(?![A-Z_]{2,}\b)[^\r\n]*", re.DOTALL)
MASK = "\x00"
"""Stands for every character of a comment."""
RULE = re.compile(r"(?<!\S)(?:[tus]|[a-q]|\?):(?=[\s(])")
TOP = re.compile(
    r"(?<!\S)(?:topic|concept|outputmacro|patternmacro|dualmacro|tableMacro|table|data|replace|describe|canon|query|bot"
    r"|language|world|rename|prefer)[ \t]*:",
    re.IGNORECASE,
)
_SPACE = re.compile(rf"[\s{MASK}]+")
_IF = re.compile(r"\^?(?:if|else[ \t]*if|elseif)\s*(?=\()", re.IGNORECASE)
_ELSE = re.compile(r"\^?else\s*(?=\{)", re.IGNORECASE)
_LOOP = re.compile(r"\^?loop\s*(?=\()", re.IGNORECASE)
_CALL = re.compile(r"\^([A-Za-z_]\w*)\s*(?=\()")
_BARE_CALL = re.compile(r"([A-Za-z]\w*)(?=\()")
_VALUE = re.compile(r"'?_\d+|\$\$?[A-Za-z_]\w*(?:\.\w+|\[\w*\])*|%[A-Za-z]\w*|@\d+\w*|\^[A-Za-z_]\w*|~[A-Za-z]\w*|\$_\w+")
_ASSIGNS = re.compile(r"\s*(?:[-+*/|&^%]|<<|>>)?=(?!=)\s*")
_OPERATOR = re.compile(r"\s+(?:[-+*/|&^%]|<<|>>)\s+(?=[^\s])")
_TERM = re.compile(r"\^?\"(?:[^\"\\]|\\.){0,2000}+\"|\^?'(?:[^'\\\s]|\\.){1,200}+'|[^\s\[\]{}()]+", re.DOTALL)
_STRING = re.compile(r"\^(?:\"((?:[^\"\\]|\\.){0,2000}+)\"|'((?:[^'\\]|\\.){0,2000}+)')", re.DOTALL)
_INSIDE = re.compile(r"\\(?P<escaped>.)|'?_\d+|\$\$?[A-Za-z_]\w*|%[A-Za-z]\w*", re.DOTALL)
_APART = re.compile(r"\\\[[^\r\n]{0,500}?\\\]")
"""What stands in escaped brackets is for the program around the bot."""
_QUOTED = re.compile(r"(?:[^\"\\\r\n]|\\.){0,500}+\"")
_TOLD = frozenset({"first", "last", "pick", "join", "original", "pos", "substitute", "extract", "burst", "canon"})
"""Of the functions that may be called without ^, those that say something."""
_DONE = frozenset({
    "keep", "repeat", "gambit", "respond", "rejoinder", "reuse", "refine", "nofail", "fail", "end", "query", "createfact",
    "addtopic", "sequence", "retry", "return", "poptopic", "log", "popen", "system", "eval", "delete", "erase", "disable",
    "enable", "next", "mark", "unmark", "setrejoinder", "print", "flushoutput", "flushfacts", "available", "length",
    "clearcontext", "addcontext", "set", "unset", "norejoinder", "changebot", "intersectfacts", "uniquefacts", "sort",
    "jsonopen", "jsontree", "jsonpath", "jsonobjectinsert", "jsonarrayinsert", "save", "reset", "hasgambit", "marked",
})  # fmt: skip


@dataclass(eq=False)
class Output:
    """Reads what stands from an offset on, up to the next rule or topic. `plain` is the text with comments masked."""

    source: Source
    plain: str
    at: int
    end: int
    broken: Span | None = field(default=None)
    """Where a bracket that is never closed stands."""

    def ways(self, closing: str = "") -> list[Way]:
        """The ways to say it; `at` is then behind it. The n-th takes the n-th of each choice, or its last."""
        parts: list[list[Way]] = []
        while self.at < self.end and not (closing and self.plain.startswith(closing, self.at)):
            if not closing and (RULE.match(self.plain, self.at) or TOP.match(self.plain, self.at)):
                break
            parts.append(self._part())
        count = max((len(ways) for ways in parts), default=0)
        return [tuple([piece for ways in parts if ways for piece in ways[min(n, len(ways) - 1)]]) for n in range(count)]

    def _part(self) -> list[Way]:
        plain, at = self.plain, self.at
        if space := _SPACE.match(plain, at, self.end):
            self.at = space.end()
            return [(Piece(" ", Span(self.source, at, at), "decoded"),)]
        if plain[at] == "[":
            return list(self._choices())
        if condition := _IF.match(plain, at, self.end):
            return self._branches(condition.end())
        if loop := _LOOP.match(plain, at, self.end):
            return self._block(self._behind(loop.end()))
        if apart := _APART.match(plain, at, self.end):
            self.at = apart.end()
            return []
        if string := _STRING.match(plain, at, self.end):
            self.at = string.end()
            return [tuple(self._inside(*string.span(string.lastindex or 1)))]
        if call := _CALL.match(plain, at, self.end) or _BARE_CALL.match(plain, at, self.end):
            name = call[1].lower()
            if plain[at] == "^" or name in _TOLD or name in _DONE:
                return self._call(call.end(), name)
        if value := _VALUE.match(plain, at, self.end):
            return self._value(value)
        return self._word()

    def _word(self) -> list[Way]:
        """Characters up to the next space or bracket."""
        plain, start = self.plain, self.at
        if plain[start] == "\\" and start + 1 < self.end:
            self.at += 2
            shown = "\n" if plain[start + 1] == "n" else plain[start + 1]
            return [(Piece(shown, Span(self.source, start, self.at), "decoded"),)]
        self.at += 1
        if plain[start] in "{}]":
            return []
        while self.at < self.end and not plain[self.at].isspace() and plain[self.at] not in f"[]{{}}\\{MASK}$":
            self.at += 1
        return [(verbatim(self.source, start, self.at),)]

    def _choices(self) -> Iterator[Way]:
        """The choices that stand side by side, each in its brackets."""
        while self.plain.startswith("[", self.at):
            opened = self.at
            self.at += 1
            if begins := re.compile(rf"[\s{MASK}]*(?:[a-q]:)?[\s{MASK}]*").match(self.plain, self.at):
                self.at = begins.end()
            if self.plain.startswith("(", self.at):
                self.at = self._behind(self.at)
            yield from self.ways("]") or [()]
            self._close("]", opened)
            after = _SPACE.match(self.plain, self.at, self.end)
            if after and self.plain.startswith("[", after.end()):
                self.at = after.end()

    def _branches(self, condition: int) -> list[Way]:
        """What is said under each condition, and nothing where none needs to hold."""
        ways = self._block(self._behind(condition)) or [()]
        while True:
            start = space.end() if (space := _SPACE.match(self.plain, self.at, self.end)) else self.at
            if other := _ELSE.match(self.plain, start, self.end):
                return ways + (self._block(other.end()) or [()])
            onward = _IF.match(self.plain, start, self.end)
            if onward is None or "else" not in onward[0].lower():
                return [*ways, ()]
            ways += self._block(self._behind(onward.end())) or [()]

    def _block(self, at: int) -> list[Way]:
        space = _SPACE.match(self.plain, at, self.end)
        self.at = space.end() if space else at
        if not self.plain.startswith("{", self.at):
            return []
        opened = self.at
        self.at += 1
        ways = self.ways("}")
        self._close("}", opened)
        return ways

    def _close(self, bracket: str, opened: int) -> None:
        if self.plain.startswith(bracket, self.at) and self.at < self.end:
            self.at += 1
        elif self.broken is None:
            self.broken = Span(self.source, opened, opened + 1)

    def _call(self, bracket: int, name: str) -> list[Way]:
        start, self.at = self.at, self._behind(bracket)
        if name in _DONE:
            return []
        return [(Piece(SLOT, Span(self.source, start, self.at), "slot", name),)]

    def _value(self, value: re.Match[str]) -> list[Way]:
        """A variable is said, unless it is given a value here."""
        assigned = _ASSIGNS.match(self.plain, value.end(), self.end)
        if assigned is None:
            self.at = value.end()
            return [(Piece(SLOT, Span(self.source, *value.span()), "slot", value[0].strip("$'")),)]
        at = self._term(assigned.end())
        while operator := _OPERATOR.match(self.plain, at, self.end):
            at = self._term(operator.end())
        self.at = max(at, assigned.end())
        return []

    def _term(self, at: int) -> int:
        """Where a term of an expression ends."""
        call = _CALL.match(self.plain, at, self.end) or _BARE_CALL.match(self.plain, at, self.end)
        if call:
            return self._behind(call.end())
        if self.plain.startswith("(", at):
            return self._behind(at)
        term = _TERM.match(self.plain, at, self.end)
        return term.end() if term else at

    def _behind(self, bracket: int) -> int:
        """Where the parentheses that open at an offset are closed."""
        found = behind(self.plain, bracket, self.end)
        if found is None and self.broken is None:
            self.broken = Span(self.source, bracket, bracket + 1)
        return self.end if found is None else found

    def _inside(self, start: int, end: int) -> Iterator[Piece]:
        """What a string says, variables in it as slots."""
        for found in _INSIDE.finditer(self.plain, start, end):
            if start < found.start():
                yield verbatim(self.source, start, found.start())
            start = found.end()
            span = Span(self.source, *found.span())
            if found["escaped"] is not None:
                yield Piece("\n" if found["escaped"] == "n" else found["escaped"], span, "decoded")
            else:
                yield Piece(SLOT, span, "slot", found[0].strip("$'"))
        if start < end:
            yield verbatim(self.source, start, end)


def behind(plain: str, bracket: int, end: int) -> int | None:
    """The offset behind the parenthesis that closes the one at `bracket`; None where none does."""
    depth = 0
    at = bracket
    while at < end:
        mark = plain[at]
        if mark == "\\":
            at += 1
        elif mark == '"':
            closing = _QUOTED.match(plain, at + 1, end)
            at = closing.end() - 1 if closing else at
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return None
