"""Which documents beside it a document names as the place to go on: by the name of their file."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from servicelint.formats.twiml.verbs import ADDRESSES
from servicelint.model import Node

_FILES = r"\.(?:xml|twiml|bxml|texml)"
_CALLS = re.compile(
    rf"""(?:{"|".join(ADDRESSES)})\s*=\s*["']([^"'<>]+?{_FILES})["'?#]|<Redirect\b[^<>]*>\s*([^<>]+?{_FILES})\s*[<?#]"""
)


def names(file: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """A document goes by its file's name."""
    called = {beside(value) for found in _CALLS.finditer(text) for value in found.groups() if value}
    return frozenset({file}), frozenset(called - {""})


def leads_to(node: Node) -> str:
    """The file beside it in which a place goes on: one that is named by its address, or a <Redirect>."""
    if node.kind != "elsewhere":
        return ""
    if not node.span.text.startswith("<Redirect"):
        return beside(node.id)
    text = node.span.source.text
    return beside(html.unescape(text[node.span.end : text.find("<", node.span.end)]))


def beside(address: str) -> str:
    """The file in the same folder that a relative address leads to; "" for any other address."""
    parts = urlsplit(address.strip())
    path = parts.path.removeprefix("./")
    return path if path and not parts.scheme and not parts.netloc and "/" not in path.lstrip("/") else ""
