"""TOML as the same tree of places that YAML is read into. Python's own tomllib says whether the file is right; this finds the
places, which it does not tell. Words stay as they are written: `4` and `true` are text here."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

from servicelint.model import Source, Span, Unreadable
from servicelint.syntax.yaml import Mapping, Node, Scalar, Sequence

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|(?!""").)*?"{3,5}|' + r"'''(?:(?!''').)*?'{3,5}|" + r'"(?:\\.|[^"\\])*"|' + r"'[^']*'", re.DOTALL
)
_PLAIN = re.compile(r"[^\s,\]}#][^,\]}#\n]*")
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load(source: Source) -> Node:
    """The root of the file. Raises Unreadable, at the place, where it is no TOML."""
    try:
        tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as failure:
        raise _unreadable(source, str(failure)) from None
    return _Reader(source).document()


def _unreadable(source: Source, message: str) -> Unreadable:
    found = _WHERE.search(message)
    start = source.offset(int(found[1]), int(found[2])) if found and found[1] else len(source.text)
    what = _WHERE.sub("", message)
    return Unreadable(Span(source, start, start), f"This is no valid TOML: {what[0].lower()}{what[1:]}.")


@dataclass
class _Table:
    """A table while it is read: its place, and its keys with theirs."""

    span: Span
    entries: dict[str, tuple[Scalar, _Table | _Tables | Node]] = field(default_factory=dict)

    def node(self) -> Mapping:
        made = [(key, value if isinstance(value, Scalar | Sequence | Mapping) else value.node()) for key, value in self._all()]
        return Mapping(self.span, tuple(made))

    def _all(self) -> list[tuple[Scalar, _Table | _Tables | Node]]:
        return list(self.entries.values())

    def under(self, keys: list[Scalar]) -> _Table:
        """The table under these keys, made where it is not there; of an array of tables the last."""
        table = self
        for key in keys:
            _, found = table.entries.setdefault(key.value, (key, _Table(key.span)))
            table = found.tables[-1] if isinstance(found, _Tables) else found if isinstance(found, _Table) else _Table(key.span)
        return table


@dataclass
class _Tables:
    """An array of tables: `[[name]]`, as often as it stands there."""

    span: Span
    tables: list[_Table]

    def node(self) -> Sequence:
        return Sequence(self.span, tuple(table.node() for table in self.tables))


class _Reader:
    """Walks over a file that is known to be right."""

    def __init__(self, source: Source) -> None:
        self.source, self.text, self.at = source, source.text, 0

    def document(self) -> Mapping:
        root = current = _Table(Span(self.source, 0, 0))
        self._skip(_SPACE)
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                current = self._row(root)
            elif self.text[self.at] == "[":
                self.at += 1
                current = root.under(self._keys())
                self._past("]")
            else:
                self._entry(current)
            self._skip(_SPACE)
        return root.node()

    def _row(self, root: _Table) -> _Table:
        """A new table of the array that `[[…]]` names."""
        self.at += 2
        *above, last = self._keys()
        self._past("]]")
        made = _Table(last.span)
        _, found = root.under(above).entries.setdefault(last.value, (last, _Tables(last.span, [])))
        if isinstance(found, _Tables):
            found.tables.append(made)
        return made

    def _entry(self, table: _Table) -> None:
        *above, last = self._keys()
        self._past("=")
        self._skip(_BLANK)
        table.under(above).entries[last.value] = (last, self._value())

    def _keys(self) -> list[Scalar]:
        """A key, dotted or not, each part with its place."""
        keys = [self._key()]
        while self.text[self.at] == ".":
            self.at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> Scalar:
        self._skip(_BLANK)
        key = self._string() or self._scalar(_BARE)
        self._skip(_BLANK)
        return key

    def _value(self) -> Node:
        match self.text[self.at]:
            case "[":
                return self._array()
            case "{":
                return self._inline()
        return self._string() or self._scalar(_PLAIN)

    def _array(self) -> Sequence:
        start, items = self.at, []
        self.at += 1
        self._skip(_SPACE)
        while self.text[self.at] != "]":
            items.append(self._value())
            self._comma()
        self.at += 1
        return Sequence(Span(self.source, start, self.at), tuple(items))

    def _inline(self) -> Mapping:
        table = _Table(Span(self.source, self.at, self.at))
        self.at += 1
        self._skip(_SPACE)
        while self.text[self.at] != "}":
            self._entry(table)
            self._comma()
        self.at += 1
        return table.node()

    def _comma(self) -> None:
        self._skip(_SPACE)
        if self.text[self.at] == ",":
            self.at += 1
        self._skip(_SPACE)

    def _string(self) -> Scalar | None:
        start, found = self.at, _STRING.match(self.text, self.at)
        if not found:
            return None
        self.at = found.end()
        return Scalar(Span(self.source, start, self.at), str(tomllib.loads(f"v = {found[0]}")["v"]), found[0][0])

    def _scalar(self, pattern: re.Pattern[str]) -> Scalar:
        start, found = self.at, pattern.match(self.text, self.at)
        text = found[0].rstrip() if found else ""
        self.at = start + len(text)
        return Scalar(Span(self.source, start, self.at), text)

    def _past(self, mark: str) -> None:
        self.at = self.text.index(mark, self.at) + len(mark)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
