"""Tags and text of HTML, cut as a browser cuts them, with exact offsets.

Broken markup never stops it; what an element means is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

_TOKEN = re.compile(
    r"""
      <!--(?:-?>|.*?(?:--!?>|\Z))
    | <\?.*?\?>
    | <!\[CDATA\[.*?\]\]>
    | <(?P<close>/?)(?P<name>[A-Za-z\ufffc][^\s/>]*)(?P<attributes>(?>(?:[^>"']+|"[^"]*"|'[^']*')*)|[^>]*)>
    | <[!/?][^>]*>
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"'\ufffc]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_LOOKED_AT = 50_000
_DOCUMENT = re.compile(
    r"(?:(?>\s+|<!--.*?-->|<\?xml.*?\?>|<%.*?%>|\{%.*?%\}|\{\#.*?\#\}|\{\{.*?\}\}))*+<(?:!doctype\s+html|html\b|mjml\b)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_ELEMENT = re.compile(r"<([A-Za-z][\w:-]*)")
_OTHERS = ("vxml", "Response", "grammar", "xliff", "resources", "aiml")
_ELEMENT = re.compile(
    r"<(?:/(?:a|b|body|center|div|em|font|h[1-6]|i|li|ol|p|span|strong|table|td|th|tr|ul|title|mj-[a-z-]+)"
    r"|br\s*/?|hr\s*/?|img\s[^>]*)>",
    re.IGNORECASE,
)
_UNREAD = ("script", "style", "xmp", "iframe", "noembed", "noframes")
_TEXT_ONLY = ("title", "textarea", *_UNREAD)


@dataclass(frozen=True, slots=True)
class Mark:
    """A tag or a run of text, at the offsets `start` up to `end`.

    `attributes` holds the place of each attribute's value without its quotation marks, or of its name where it
    has no value.
    """

    kind: Literal["open", "close", "text"]
    start: int
    end: int
    name: str = ""
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)


def is_document(text: str, start: int = 0) -> bool:
    """Whether a text, from `start` on, is a whole HTML or MJML document; template tags and comments may stand before it."""
    return _DOCUMENT.match(text[: start + _LOOKED_AT], start) is not None


def is_markup(text: str, start: int = 0) -> bool:
    """Whether a text holds HTML or MJML, and not just a sign that looks like a tag."""
    head = text[start : start + _LOOKED_AT]
    first = _FIRST_ELEMENT.search(head)
    return first is not None and first[1] not in _OTHERS and _ELEMENT.search(head) is not None


def marks(text: str) -> Iterator[Mark]:
    """The tags and texts in order, without comments, doctypes, scripts and styles."""
    at, last = 0, text.rfind(">") + 1
    while found := _TOKEN.search(text, at, last):
        if at < found.start():
            yield Mark("text", at, found.start())
        at = found.end()
        if not found["name"]:
            continue
        name = found["name"].lower()
        yield Mark("close" if found["close"] else "open", *found.span(), name, _attributes(found))
        if name in _TEXT_ONLY and not found["close"]:
            start, at = at, _end_of(text, name, at)
            if name not in _UNREAD:
                yield Mark("text", start, at)
    if at < len(text):
        yield Mark("text", at, len(text))


def _attributes(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for attribute in _ATTRIBUTE.finditer(found.string, *found.span("attributes")):
        places.setdefault(attribute[1].lower(), attribute.span(attribute.lastindex or 1))
    return places


def _end_of(text: str, name: str, at: int) -> int:
    """Where the end tag of an element begins that can hold no tags; the end of the file without one."""
    found = re.compile(rf"</{re.escape(name)}\b", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)
