"""How new words must be written so that the file around them stays what it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from servicelint.model.passage import Carrier

_UNSAFE_PLAIN = re.compile(r"^[\s!&*\-?|>@`%{}\[\],#'\"]|: |:$| #|[{}\[\],]|\s$|\n")

_LINE_END = re.compile(r"\n")
_ENDS_CELL = re.compile(r"[\",;|\t\r\n]")
_QUOTED_OTHERWISE = re.compile(r"[\"'\\<&\x00-\x1f]")
"""What some language inside the file, such as an expression or markup in a string, might write otherwise."""


def escape(text: str, carrier: Carrier) -> str | None:
    """The text as that carrier writes it; None where it cannot be written there without changing its surroundings."""
    write = _WRITERS.get(carrier)
    return write(text) if write else text


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _c_quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _android(text: str) -> str:
    return _c_quoted(text.replace("&", "&amp;").replace("<", "&lt;")).replace("'", "\\'")


def _unless(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda text: None if pattern.search(text) else text


_WRITERS: dict[Carrier, Callable[[str], str | None]] = {
    "json": _json,
    "yaml-double": _json,
    "json-in-json": lambda text: _json(_json(text)),
    "quoted": _unless(_QUOTED_OTHERWISE),
    "xml": _xml,
    "xml-text": lambda text: text.replace("&", "&amp;").replace("<", "&lt;"),
    "yaml-single": lambda text: None if "\n" in text else text.replace("'", "''"),
    "yaml-plain": _unless(_UNSAFE_PLAIN),
    "yaml-block": _unless(_LINE_END),
    "csv": _unless(_ENDS_CELL),
    "csv-quoted": lambda text: text.replace('"', '""'),
    "php-single": lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
    "c-quoted": _c_quoted,
    "android": _android,
    "encoded": lambda _: None,
}
"""How each carrier writes text; those that are not here write it as it is."""
