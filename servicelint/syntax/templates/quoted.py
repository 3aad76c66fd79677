"""Copy that stands in quotation marks inside a template's braces: `{{ 'We reply'|trans }}`, `{% trans "Hello" %}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from servicelint.syntax.templates.tokens import Token

STRING = r"""(?:"(?:\\.|[^"\\{]|\{(?![{%]))*"|'(?:\\.|[^'\\{]|\{(?![{%]))*')"""
"""A pattern for a quoted string, without groups. It stops at the next tag: so a lone apostrophe swallows no copy."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SHOWN = {"n": "\n", "t": "\t"}
_KEY = re.compile(r"[\w-]+(?:[.:][\w-]+)+|[a-z0-9]+(?:[_-][a-z0-9]+)+")


def is_key(string: str) -> bool:
    """Whether a string without its quotation marks is the key of a text (`mail.greeting`) and no text."""
    return _KEY.fullmatch(string) is not None


def copied(text: str, whole: Token, string: tuple[int, int], marks: Mapping[str, Token] | None = None) -> Iterator[Token]:
    """The tokens of `whole`, a tag that shows the string (its place with the quotation marks).

    `marks` are words inside the string that stand for something else, with the token that each becomes.
    """
    start, end = string[0] + 1, string[1] - 1
    yield replace(whole, end=start, eats_after=False)
    at = start
    for found in _inside(marks or {}).finditer(text, start, end):
        token = (marks or {}).get(found.group())
        shown = _SHOWN.get(found.group()[1:], found.group()[1:])
        yield replace(token or Token("text", 0, 0, shown), start=found.start(), end=found.end())
        at = found.end()
    yield replace(whole, start=max(at, end), eats_before=False)


def _inside(marks: Mapping[str, Token]) -> re.Pattern[str]:
    if not marks:
        return _ESCAPE
    words = sorted(map(re.escape, marks), key=len, reverse=True)
    return re.compile("|".join([*words, _ESCAPE.pattern]), re.DOTALL)
