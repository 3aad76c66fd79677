"""How new words must be written so that the file around them stays what it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from servicelint.model.passage import Carrier

_NO_YAML = r"[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
"""What ends a line in YAML, or may not stand in it."""
_UNSAFE_PLAIN = re.compile(
    rf"^[\s!&*\-?|>@`%=~#'\"]|\s#|[{{}}\[\],:?]|\s$|{_NO_YAML}"
    r"|^(?:y|n|yes|no|on|off|true|false|null|[-+.\d][-+.,:_\da-fox]*)$",
    re.I,
)
"""What a plain scalar cannot hold anywhere, and what would make a value of another type of a whole one."""
_UNSAFE_BLOCK = re.compile(rf"^\s|\s$|{_NO_YAML}")
_UNSAFE_SINGLE = re.compile(_NO_YAML)
_UNSAFE_DOUBLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENDS_CELL = re.compile(r"[\",;|\t\r\n]")
_QUOTED_OTHERWISE = re.compile(r"[\"'\\<&\x00-\x1f]")
"""What some language inside the file, such as an expression or markup in a string, might write otherwise."""


def escape(text: str, carrier: Carrier) -> str | None:
    """The text as that carrier writes it; None where it cannot be written there without changing its surroundings."""
    write = _WRITERS.get(carrier)
    return write(text) if write else text


def _or_none(unsafe: re.Pattern[str], write: Callable[[str], str] = str) -> Callable[[str], str | None]:
    """How a carrier writes text that does not hold what it cannot hold."""
    return lambda text: None if unsafe.search(text) else write(text)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _yaml_double(text: str) -> str:
    return _UNSAFE_DOUBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", _json(text))


def _xml_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")


def _xml(text: str) -> str:
    """For attributes too, whichever quotation marks they have, and whose line ends would be spaces."""
    escaped = _xml_text(text).replace('"', "&quot;").replace("'", "&#39;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;")


def _c_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _android(text: str) -> str:
    escaped = _c_quoted(_xml_text(text)).replace("'", "\\'")
    return f"\\{escaped}" if escaped[:1] in ("@", "?") else escaped


_WRITERS: dict[Carrier, Callable[[str], str | None]] = {
    "json": _json,
    "yaml-double": _yaml_double,
    "json-in-json": lambda text: _json(_json(text)),
    "quoted": _or_none(_QUOTED_OTHERWISE),
    "xml": _or_none(_NO_XML, _xml),
    "xml-text": _or_none(_NO_XML, _xml_text),
    "yaml-single": _or_none(_UNSAFE_SINGLE, lambda text: text.replace("'", "''")),
    "yaml-plain": _or_none(_UNSAFE_PLAIN),
    "yaml-block": _or_none(_UNSAFE_BLOCK),
    "csv": _or_none(_ENDS_CELL),
    "csv-quoted": lambda text: text.replace('"', '""'),
    "php-single": lambda text: text.replace("\\", "\\\\").replace("'", "\\'"),
    "c-quoted": _c_quoted,
    "android": _or_none(_NO_XML, _android),
    "encoded": lambda _: None,
}
"""How each carrier writes text; those that are not here write it as it is."""
