"""How new words must be written so that the file around them stays what it is."""

from __future__ import annotations

import json
import re

from servicelint.model.passage import Carrier

_UNSAFE_PLAIN = re.compile(r"^[\s!&*\-?|>@`%{}\[\],#'\"]|: |:$| #|[{}\[\],]|\s$|\n")

_ENDS_CELL = re.compile(r"[\",;|\t\r\n]")
_QUOTED_OTHERWISE = re.compile(r"[\"'\\<&\x00-\x1f]")
"""What some language inside the file, such as an expression or markup in a string, might write otherwise."""


def escape(text: str, carrier: Carrier) -> str | None:
    """The text as that carrier writes it; None where it cannot be written there without changing its surroundings."""
    match carrier:
        case "json" | "yaml-double":
            return _json(text)
        case "json-in-json":
            return _json(_json(text))
        case "quoted":
            return None if _QUOTED_OTHERWISE.search(text) else text
        case "xml":
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        case "yaml-single":
            return None if "\n" in text else text.replace("'", "''")
        case "yaml-plain":
            return None if _UNSAFE_PLAIN.search(text) else text
        case "yaml-block":
            return None if "\n" in text else text
        case "csv":
            return None if _ENDS_CELL.search(text) else text
        case "csv-quoted":
            return text.replace('"', '""')
        case _:
            return text


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
