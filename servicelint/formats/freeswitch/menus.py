"""FreeSWITCH menus: what they say first, again and to wrong keys, what may be pressed, and how a caller leaves them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.formats.freeswitch.exchange import Exchange, split
from servicelint.model import Piece, Span
from servicelint.model.pieces import text_of
from servicelint.syntax.calls import Step
from servicelint.syntax.pace import figure
from servicelint.syntax.spoken import Say
from servicelint.syntax.xml import Element

_KEYS = "1234567890*#"
_GROUP = re.compile(r"\$[01]")


def build(exchange: Exchange) -> None:
    """Follows the entries of every menu."""
    parents = _parents(exchange)
    for name in exchange.held.menus:
        exchange.menu(name)
    for name, element in exchange.held.menus.items():
        _Menu(exchange, name, element, parents).read()


def leave(exchange: Exchange) -> None:
    """Once the dialplan is known: leads callers out of the menus to what follows there, otherwise out of the files."""
    for name, element in exchange.held.menus.items():
        out = exchange.call.steps.get(f"{name}: exit")
        if out is None:
            continue
        after = exchange.returns.get(name) or [exchange.call.begin(f"{name}: dialplan", "elsewhere", element.tag)]
        for step in after:
            exchange.call.lead(out, step, element.tag)


def entries(exchange: Exchange) -> list[tuple[str, Step]]:
    """The menus that no extension at hand leads into, those that are a part of others last."""
    parents = _parents(exchange)
    found = [(name, step) for name, step in exchange.menus.items() if name not in exchange.returns]
    return sorted(found, key=lambda start: bool(parents[start[0]]))


def _parents(exchange: Exchange) -> dict[str, list[str]]:
    """The menus that each menu is a part of."""
    parents: dict[str, list[str]] = {name: [] for name in exchange.held.menus}
    for name, element in exchange.held.menus.items():
        for entry in element.elements("entry"):
            inner = entry.get("param").strip()
            if entry.get("action") == "menu-sub" and inner in parents and inner != name and name not in parents[inner]:
                parents[inner].append(name)
    return parents


class _Menu:
    def __init__(self, exchange: Exchange, name: str, element: Element, parents: dict[str, list[str]]) -> None:
        self._exchange = exchange
        self._call = exchange.call
        self._name = name
        self._element = element
        self._parents = parents
        self._step = exchange.menus[name]

    def read(self) -> None:
        step = self._step
        step.says += self._sound("greet-long")
        waits = figure(self._element.get("timeout"))
        step.timeout = None if waits is None else waits / 1000
        if self._element.get("greet-short") not in ("", self._element.get("greet-long")):
            step.again += self._sound("greet-short")
        for entry in self._element.elements("entry"):
            for keys, data in _pressed(entry):
                self._entry(entry, keys, data)
        if not self._call.options(step):
            step.kind = "ask"
        self._failures()

    def _entry(self, entry: Element, keys: str, data: tuple[Piece, ...]) -> None:
        step, written, span = self._step, text_of(data).strip(), entry.tag
        match entry.get("action"):
            case "menu-sub":
                inner = self._exchange.menus.get(written) or self._call.place(f"menu {written}", "unknown", span)
                self._call.press(step, keys, inner, span)
            case "menu-top":
                for top in self._tops():
                    self._call.press(step, keys, self._exchange.menus[top], span)
            case "menu-back":
                for above in self._parents[self._name]:
                    self._call.press(step, keys, self._exchange.menus[above], span)
                if not self._parents[self._name]:
                    self._call.press(step, keys, self._exit(), span)
            case "menu-exit":
                self._call.press(step, keys, self._exit(), span)
            case action:
                self._do(action, keys, data, span)

    def _do(self, action: str, keys: str, data: tuple[Piece, ...], span: Span) -> None:
        """An entry that does something and comes back to the menu where the caller is still there."""
        does = self._call.begin(f"{self._name}: {keys}", "say", span)
        self._call.press(self._step, keys, does, span)
        after: Step | None = does
        match action:
            case "menu-exec-app":
                app, rest = split(data)
                if app == "transfer":
                    does.says += self._sound("transfer-sound")
                after = self._exchange.run(app, rest, span, does)
            case "menu-call-transfer":
                after = self._exchange.run("transfer", data, span, does)
            case "menu-play-sound" | "menu-playback":
                does.says += self._exchange.speech.played(data) if data else ()
            case "menu-say-text":
                does.says += self._exchange.speech.text(data) if data else ()
            case "menu-say-phrase":
                does.says += self._exchange.speech.phrase(text_of(data).partition(",")[0], span)
            case "menu-exec-api" | "menu-noop":
                pass
            case _:
                does.kind = "unknown"
        if after is not None:
            self._call.lead(after, self._step, span)

    def _failures(self) -> None:
        """Silence is answered by asking again, a wrong key by its sound; too much of either ends the menu."""
        step, call = self._step, self._call
        call.lead(step, step, step.span, "no-input")
        if wrong := list(self._sound("invalid-sound")):
            again = call.begin(f"{self._name}: invalid", "say", self._place("invalid-sound"), wrong)
            call.lead(step, again, again.span, "no-match")
            call.lead(again, step, again.span)
        else:
            call.lead(step, step, step.span, "no-match")
        for attribute in ("exec-on-max-failures", "exec-on-max-timeouts"):
            if found := self._element.attributes.get(attribute):
                gives_up = call.begin(f"{self._name}: {attribute}", "say", found.span)
                call.lead(step, gives_up, found.span, "error")
                after = self._exchange.run(*split(found.pieces), found.span, gives_up)
                if after is not None:
                    call.lead(after, self._exit(), found.span)
        if self._parents[self._name]:
            for above in self._parents[self._name]:
                call.lead(step, self._exchange.menus[above], step.span, "error")
        else:
            call.lead(step, self._exit(), step.span, "error")
        if confirms := self._element.get("confirm-macro").strip():
            asks = call.begin(f"{self._name}: confirm", "say", self._place("confirm-macro"))
            asks.says += self._exchange.speech.phrase(confirms, asks.span)
            call.lead(step, asks, asks.span, "condition")
            call.lead(asks, step, asks.span)

    def _exit(self) -> Step:
        """Where a caller leaves the menu; its sound is played at the top of the menus only."""
        name = f"{self._name}: exit"
        if name not in self._call.steps:
            sound = () if self._parents[self._name] else self._sound("exit-sound")
            self._call.begin(name, "say", self._place("exit-sound"), sound)
        return self._call.steps[name]

    def _tops(self) -> list[str]:
        """The menus that a caller in this one may have begun with; this one where it is part of no other."""
        seen, left = {self._name: None}, [self._name]
        while left:
            for above in self._parents[left.pop()]:
                if above not in seen:
                    seen[above] = None
                    left.append(above)
        return [name for name in seen if not self._parents[name]] or [self._name]

    def _sound(self, attribute: str) -> Iterator[Say]:
        found = self._element.attributes.get(attribute)
        return self._exchange.speech.played(found.pieces) if found and found.pieces else iter(())

    def _place(self, attribute: str) -> Span:
        found = self._element.attributes.get(attribute)
        return found.span if found else self._element.tag


def _pressed(entry: Element) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The keys of an entry and its parameter. An expression that fits single keys stands for these; what it captures
    is in the parameter as `$1`."""
    digits, param = entry.get("digits").strip(), entry.attributes.get("param")
    data = param.pieces if param else ()
    if not digits.startswith("/"):
        yield digits, data
        return
    try:
        pattern = re.compile(digits.strip("/"))
    except re.error:
        pattern = None
    keys = [key for key in _KEYS if pattern and pattern.fullmatch(key)]
    for key in keys:
        if len(keys) < len(_KEYS):
            yield key, tuple(_filled(data, key))
    if not keys or len(keys) == len(_KEYS):
        yield digits, data


def _filled(data: tuple[Piece, ...], key: str) -> Iterator[Piece]:
    for piece in data:
        text = _GROUP.sub(key, piece.text)
        yield piece if text == piece.text else Piece(text, piece.span, "decoded")
