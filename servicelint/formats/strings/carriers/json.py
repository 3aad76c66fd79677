"""Catalogues in JSON: i18next, vue-i18n, react-intl and FormatJS, ARB, browser extensions, lists of terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from servicelint.formats.strings.entry import Catalogue
from servicelint.formats.strings.evidence import LOOKED_AT, certainty, sample
from servicelint.formats.strings.leaves import Leaf, catalogue, is_aside
from servicelint.model import Piece, Problem, Source, Unreadable
from servicelint.model.pieces import slots
from servicelint.syntax import json, locales

EXTENSIONS = (".json", ".arb")

_OPENING = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*\{\s*\")")
_STRING = r"\"((?:[^\"\\\r\n]|\\.)*)\""
_MEMBER = re.compile(rf"{_STRING}\s*:\s*(?:{_STRING}|(true|false|null|-?\d[\d.eE+-]*))")
_ROOT = re.compile(rf"\s*\{{\s*{_STRING}\s*:\s*\{{")
_ARB = re.compile(r"\"@@locale\"\s*:\s*\"")
_MESSAGE = re.compile(r"\{\s*(?:\"description\"\s*:\s*\"(?:[^\"\\]|\\.)*\"\s*,\s*)?\"message\"\s*:\s*\"")
_DEFAULT = re.compile(r"\"defaultMessage\"\s*:\s*\"")
_TERM = re.compile(r"\s*\[\s*\{\s*\"term\"\s*:\s*\"")
_PACKAGE = re.compile(r"\"(?:dependencies|devDependencies|compilerOptions|scripts|\$id|definitions)\"\s*:\s*\{")
_ESCAPE = re.compile(r"\\[nrt]|\\u[0-9A-Fa-f]{4}|\\(.)")
_SAID = ("message", "defaultMessage", "string")
"""Under these a string stands that has notes beside it."""
_NAMES = ("id", "term", "key")
_NOTED = {"defaultMessage": "", "string": "developer_comment", "definition": "term"}
"""Where a string stands among notes, and which key shows that it is so."""
_PLACEHOLDER = re.compile(r"\$(\w+)\$|\$(\d)")
_WITH_MESSAGE = 0.8
_LARAVEL = "lang"
"""Laravel's folder: its texts name what the program puts in with a colon."""


def sniff(source: Source) -> float:
    """By a locale at the root or in the path, and values that are words; or by what only catalogues have."""
    text = source.text[:LOOKED_AT]
    if not _OPENING.match(text) or _PACKAGE.search(text):
        return 0.0
    if _ARB.search(text) or source.path.lower().endswith(".arb"):
        return 0.95
    members = list(_MEMBER.finditer(text))
    named = any(pattern.search(text) for pattern in (_MESSAGE, _DEFAULT))
    wanted = [found for found in members if not named or found[1] in _SAID]
    seen = sample(None if found[2] is None else _plain(found[2]) for found in wanted)
    if _TERM.match(text):
        return 0.8 if '"definition"' in text and seen.reads else 0.0
    if _DEFAULT.search(text) and len(wanted) * 3 >= len(members):
        return 0.85 if seen.reads else 0.0
    return certainty(source.path, seen, _root(source))


def _root(source: Source) -> str:
    """The first of the keys at the root if these are locales, "" otherwise."""
    opening = _ROOT.match(source.text)
    if opening is None or not locales.tag(opening[1]):
        return ""
    try:
        root = json.read(source)
    except Unreadable:
        return ""
    parts = root.members.items() if isinstance(root, json.Object) else ()
    return opening[1] if all(locales.tag(key) and isinstance(part, json.Object) for key, part in parts) else ""


def _plain(written: str) -> str:
    return _ESCAPE.sub(lambda found: found[1] or "é" if found[0][1] != "n" else " ", written)


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every string of the file. Raises Unreadable where it is no JSON."""
    root = json.read(source)
    if not isinstance(root, json.Object | json.Array):
        raise Unreadable(root.span, 'There are no keys here; expected {"key": "text"}.')
    declared = root.text("@@locale") if isinstance(root, json.Object) else ""
    found = catalogue(_leaves(root), locales.of_path(source.path), locales.tag(declared))
    return replace(found, marks=":") if PurePath(source.path).parent.name == _LARAVEL else found


@dataclass(frozen=True, slots=True)
class _Placed:
    """A string of a browser extension: `$NAME$` and `$1` are what the program puts in."""

    string: json.String

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return slots(self.string.pieces, _PLACEHOLDER)


def _leaves(root: json.Value) -> Iterator[Leaf]:
    """The strings in file order."""
    extension = _of_extension(root)
    waiting: list[tuple[tuple[str, ...], json.Value]] = [((), root)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, json.String):
            yield Leaf(key, value, "json")
        elif isinstance(value, json.Array):
            waiting += reversed([(_numbered(key, index, item), item) for index, item in enumerate(value.items)])
        elif isinstance(value, json.Object) and extension and key:
            if (message := value.string("message")) is not None:
                yield Leaf(key, _Placed(message), "json")
        elif isinstance(value, json.Object):
            waiting += reversed(list(_members(key, value)))


def _of_extension(root: json.Value) -> bool:
    """Whether (nearly) all keys hold a message with notes about it, as browser extensions have it."""
    parts = list(root.members.values()) if isinstance(root, json.Object) else []
    found = sum(isinstance(part, json.Object) and part.string("message") is not None for part in parts)
    return bool(parts) and found >= _WITH_MESSAGE * len(parts)


def _numbered(key: tuple[str, ...], index: int, item: json.Value) -> tuple[str, ...]:
    """The key of an item of a list: its name where it has one."""
    named = next((item.text(name) for name in _NAMES if item.text(name)), "") if isinstance(item, json.Object) else ""
    return (*key, named or str(index))


def _members(key: tuple[str, ...], value: json.Object) -> Iterator[tuple[tuple[str, ...], json.Value]]:
    """What of an object is read: the string that has notes beside it, else every member."""
    members = value.members
    noted = next((name for name, sign in _NOTED.items() if name in members and (not sign or sign in members)), None)
    if noted is not None:
        yield key, members[noted]
        return
    for name, member in members.items():
        if not is_aside(name):
            yield (*key, name), member
