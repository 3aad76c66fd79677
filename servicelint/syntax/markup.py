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
