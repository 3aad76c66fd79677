"""The JavaScript inside a script: what it says, shows and where it leads, as far as its literals tell.

Runs nothing; a call whose words are computed is only noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.model import Piece, Source, Span, Unreadable
from servicelint.syntax import literals
from servicelint.syntax.json import Array, Object, String, Value

_PASSED = re.compile(r"\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*'|(//[^\r\n]*|/\*.*?\*/)", re.DOTALL)
_CALL = re.compile(
    r"\$reactions\s*\.\s*(answer|say|buttons|inlineButtons|transition|timeout|audio)\s*\("
    r"|\$response\s*\.\s*replies\s*\.?\s*(push)\s*\("
    r"|\$(?:jsapi\s*\.\s*|dialer\s*\.\s*)(stopSession|hangUp|redial|transfer)\b"
)
_REPLIES: dict[str, Does] = {"text": "say", "buttons": "offer", "inlineButtons": "offer", "audio": "play"}
_ENDS = ("stopSession", "hangUp")

Does = Literal["say", "play", "offer", "go", "wait", "person", "end"]


@dataclass(frozen=True)
class Button:
    """A button: what stands on it, where it leads ("" where that is what is heard when it is said), and whether it opens
    a page or a phone instead."""

    label: tuple[Piece, ...]
    span: Span
    target: str = ""
    opens: bool = False


@dataclass(frozen=True)
class Call:
    """One thing that code does: `words` for what it says, `target` for where it leads."""

    does: Does
    span: Span
    words: tuple[Piece, ...] = ()
    target: str = ""
    buttons: tuple[Button, ...] = ()


def calls(source: Source, start: int, end: int) -> Iterator[Call]:
    """What the code between two offsets does, in the order it is written."""
    blank = _PASSED.sub(lambda found: " " * len(found[0]) if found[1] else found[0], source.text[start:end])
    for found in _CALL.finditer(blank):
        span = Span(source, start + found.start(), start + found.end())
        name = found[1] or found[2] or found[3]
        if found[3]:
            if name in _ENDS:
                yield Call("end", span)
            elif name == "transfer":
                yield Call("person", span)
            continue
        try:
            value = literals.read_at(source, span.end, "js")
        except Unreadable:
            continue
        yield from _call(name, value, span)


def button(source: Source, at: int) -> Iterator[Button]:
    """The button that is written as an object at an offset."""
    try:
        yield from _buttons(literals.read_at(source, at, "js"))
    except Unreadable:
        return


def _call(name: str, value: Value, span: Span) -> Iterator[Call]:
    if name == "push":
        yield from _reply(value, span)
    elif name in ("answer", "say"):
        value = value.members.get("value", value) if isinstance(value, Object) else value
        listed = value.items if isinstance(value, Array) else (value,)
        yield from (Call("say", span, item.pieces) for item in listed if isinstance(item, String))
    elif name == "audio":
        yield Call("play", span)
    elif name in ("buttons", "inlineButtons"):
        yield Call("offer", span, buttons=tuple(_buttons(value)))
    elif name == "timeout":
        if isinstance(value, Object):
            yield Call("wait", span, target=value.text("targetState"))
    else:
        target = value.text("value") if isinstance(value, Object) else value.value if isinstance(value, String) else ""
        yield Call("go", span, target=target)


def _reply(value: Value, span: Span) -> Iterator[Call]:
    if not isinstance(value, Object):
        yield Call("play", span)
        return
    kind = value.text("type")
    if kind == "switch":
        yield Call("person", span)
    elif kind == "hangup":
        yield Call("end", span)
    elif kind in _REPLIES:
        text = value.string("text")
        yield Call(_REPLIES[kind], span, text.pieces if text else (), buttons=tuple(_buttons(value.members.get("buttons"))))


def _buttons(value: Value | None) -> Iterator[Button]:
    """Buttons written as texts or objects, alone or listed."""
    if isinstance(value, Array):
        for item in value.items:
            yield from _buttons(item)
    elif isinstance(value, String):
        yield Button(value.pieces, value.span)
    elif isinstance(value, Object):
        label = value.string("text") or value.string("name")
        opens = bool(value.text("url")) or any(key.startswith("request_") for key in value.members)
        if label is not None:
            yield Button(label.pieces, label.span, value.text("transition"), opens)
