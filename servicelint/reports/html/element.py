"""HTML elements that cannot be left unescaped: whatever is no markup made in this folder is text, and is escaped.

Knows no finding and no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from servicelint.terminal import clean

_EMPTY = frozenset({"input", "link", "meta"})
_WEB = re.compile(r"https?://[^\s]+\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{2,8})*\Z")

Attribute = str | int | bool | None


class Html(str):
    """Markup made here. Every other string that gets into an element is text."""

    __slots__ = ()


def text(words: str) -> Html:
    """Words as they are read on the page: no markup, no control character, no change of direction in them."""
    if isinstance(words, Html):
        return words
    return Html(escape(words if words.isascii() and words.isprintable() else clean(words)))


def tag(name: str, /, *inner: str, **attributes: Attribute) -> Html:
    """An element. None and False leave an attribute out, True writes its bare name; `for_` is for, `data_x` is data-x."""
    written = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False])
    if name in _EMPTY:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(map(text, inner))}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Parts one after the other."""
    return Html(text(between).join(map(text, parts)))


def web_address(url: str) -> str | None:
    """The address where it leads to the web; a page or a program of any other kind is no link."""
    return url if _WEB.match(url) else None


def language_code(code: str) -> str | None:
    """The language as `lang` may name it, None for what is no code of a language."""
    return code if _LANGUAGE.match(code) else None


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
