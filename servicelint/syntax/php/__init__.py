"""What PHP files give names to: assignments, constants, definitions and returns, with the texts and arrays they hold.

Runs nothing, and does not decide which texts are copy.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.model import Problem, Source, Span
from servicelint.syntax.php.values import Array, Broken, Computed, Reader, Text, Value, Written

__all__ = ["Array", "Computed", "Named", "Text", "Value", "Written", "is_template", "named"]

Kind = Literal["variable", "property", "constant", "define", "return", "function"]


@dataclass(frozen=True, slots=True)
class Named:
    """A value and what it is called.

    `owner` are the class and the function it stands in; `name` is the variable with its keys (`$lang['a']['b']`: lang, a,
    b), the property of a class or of any object, the constant, and nothing for what is returned. A function has no value
    of its own. `added` says that the text is added to what stood there before.
    """

    kind: Kind
    owner: tuple[str, ...]
    name: tuple[str, ...]
    value: Value
    added: bool = False


@dataclass(slots=True)
class _Scope:
    """What a `{` opens; "" for what has no name."""

    name: str = ""
    is_class: bool = False


_OPENING_TAG = re.compile(r"<\?(?:php\b|=)?", re.IGNORECASE)
_ENDS_TAG = re.compile(r"\?>\s*+(?!\s|\Z)")
_CLASSES = ("class", "interface", "trait", "enum")
_ASSIGNS = ("=", ".=", "+=", "??=")


def named(source: Source, problems: list[Problem]) -> Iterator[Named]:
    """Everything that has a name, in the order of the file; what is wrong goes to `problems`, and reading goes on behind it."""
    yield from _Statements(source, problems).named()


def is_template(source: Source) -> bool:
    """Whether the file writes something outside its PHP tags, or values by `<?= … ?>`."""
    opened = _OPENING_TAG.match(source.text, _blank(source.text, 0))
    if opened is None or opened[0] == "<?=":
        return True
    return _ENDS_TAG.search(source.text) is not None and any(True for _ in _Statements(source, []).shown())


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


class _Statements:
    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self._source = source
        self._text = source.text
        self._read = Reader(source, problems)

    def _opened(self, at: int) -> int:
        """Where PHP goes on behind what stands outside its tags."""
        found = _OPENING_TAG.search(self._text, at)
        return found.end() if found else len(self._text)

    def shown(self) -> Iterator[int]:
        """Where anything stands outside PHP tags."""
        at = self._opened(0)
        while (at := self._read.skip(at)) < len(self._text):
            try:
                found = self._read.token(at)
                at = self._read.heredoc(found)[1] if found["heredoc"] else found.end()
            except Broken:
                return
            if found["close"]:
                start = _blank(self._text, at)
                at = self._opened(at)
                if start < len(self._text) and (at == len(self._text) or self._text[start : start + 5].lower() != "<?php"):
                    yield start

    def named(self) -> Iterator[Named]:
        at, scopes, pending, before = self._opened(0), list[_Scope](), _Scope(), ""
        while (at := self._read.skip(at)) < len(self._text):
            owner = tuple([scope.name for scope in scopes if scope.name])
            try:
                found = self._read.token(at)
                word = (found["word"] or "").lower()
                if found[0] == "{":
                    scopes.append(pending)
                    at, pending = found.end(), _Scope()
                elif found[0] in ("}", ";"):
                    scopes, pending = scopes[:-1] if found[0] == "}" else scopes, _Scope()
                    at = found.end()
                elif word in _CLASSES and before not in ("::", "->", "new"):
                    at, pending = self._title(found.end(), is_class=True)
                elif word == "function":
                    at, pending = self._title(found.end(), is_class=False)
                    if pending.name:
                        yield Named("function", owner, (pending.name,), Computed(Span(self._source, found.start(), at)))
                else:
                    in_class = bool(scopes) and scopes[-1].is_class
                    at = yield from self._statement(found, owner, in_class)
                before = found[0]
            except Broken as failure:
                at = self._read.report(failure)

    def _title(self, at: int, is_class: bool) -> tuple[int, _Scope]:
        """What a class or function is called, and where its header goes on; parameters are passed over."""
        at = self._read.skip(at)
        if self._text.startswith("&", at):
            at = self._read.skip(at + 1)
        found = self._read.token(at)
        at = found.end() if found["word"] else at
        if not is_class and self._read.follows("(", at):
            at = self._read.past_bracket(self._read.skip(at))
        return at, _Scope(found["word"] or "", is_class)

    def _statement(self, found: re.Match[str], owner: tuple[str, ...], in_class: bool) -> Generator[Named, None, int]:
        """What a token begins; returns where it ends."""
        word = (found["word"] or "").lower()
        if found["close"]:
            return self._opened(found.end())
        if found["heredoc"]:
            return self._read.heredoc(found)[1]
        if found["variable"]:
            return (yield from self._assigned(found, owner, in_class))
        if word == "return":
            value, end = self._read.value(found.end())
            yield Named("return", owner, (), value)
            return end
        if word == "const":
            return (yield from self._constants(found.end(), owner))
        if word == "define" and self._read.follows("(", found.end()):
            return (yield from self._defined(self._read.skip(found.end()) + 1, owner))
        return found.end()

    def _assigned(self, found: re.Match[str], owner: tuple[str, ...], in_class: bool) -> Generator[Named, None, int]:
        """`$name['key']->other = value`."""
        name, at = [found[0].lstrip("$")], found.end()
        kind: Kind = "property" if in_class else "variable"
        while (mark := self._read.token(self._read.skip(at)))[0] in ("[", "->", "?->"):
            if mark[0] == "[":
                key, at = self._subscript(mark.start())
                name.append(key)
            else:
                member = self._read.token(self._read.skip(mark.end()))
                if not member["word"]:
                    return mark.end()
                name, at, kind = [member["word"]], member.end(), "property"
        if mark[0] not in _ASSIGNS:
            return at
        value, end = self._read.value(mark.end())
        yield Named(kind, owner, tuple(name), value, added=mark[0] == ".=")
        return end

    def _subscript(self, start: int) -> tuple[str, int]:
        """The key in brackets, "" where there is none, and where they end."""
        if self._read.follows("]", start + 1):
            return "", self._read.skip(start + 1) + 1
        value, end = self._read.value(start + 1)
        return self._read.key(value), self._read.skip(end) + 1 if self._read.follows("]", end) else self._read.past_bracket(
            start
        )

    def _constants(self, at: int, owner: tuple[str, ...]) -> Generator[Named, None, int]:
        """`const A = 'x', B = 'y'`, with a type before the name or without."""
        name = ""
        while (found := self._read.token(self._read.skip(at)))["word"] or found[0] in ("?", "|", ","):
            name, at = found["word"] or name, found.end()
            if self._read.token(self._read.skip(at))[0] == "=":
                value, at = self._read.value(self._read.skip(at) + 1)
                yield Named("constant", owner, (name,), value)
        return at

    def _defined(self, at: int, owner: tuple[str, ...]) -> Generator[Named, None, int]:
        """`define('NAME', 'text')`."""
        name, end = self._read.value(at)
        if not isinstance(name, Text) or not self._read.follows(",", end):
            return end
        value, end = self._read.value(self._read.skip(end) + 1)
        yield Named("define", owner, (name.text,), value)
        return end
