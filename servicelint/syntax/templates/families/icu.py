"""ICU MessageFormat: `{count, plural, one {# item} other {# items}}`, `{who, select, …}`, `{when, date, short}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.tokens import Token

MARKS = ("{",)

_ARGUMENT = r"\{\s*([\w.$-]+)\s*,\s*"
_FORMS = re.compile(_ARGUMENT + r"(plural|selectordinal|select)\s*,\s*(?:offset\s*:\s*\d+\s+)?(?=(=?[\w-]+)\s*\{)")
_TYPED = re.compile(_ARGUMENT + r"(?:number|date|time|duration|ordinal|spellout)\s*(?:,[^{}]*)?\}")
_ARM = re.compile(r"(=?[\w-]+)\s*\{")
_NEXT = re.compile(r"\}\s*(?:(=?[\w-]+)\s*\{|(\}))")
_SPECIAL = re.compile(r"\{\{[^{}]*\}\}|\{\s*[\w.$-]+\s*\}|''|[{}#]")


def certainty(text: str) -> float:
    if _FORMS.search(text):
        return 0.95
    return 0.6 if _TYPED.search(text) else 0.0


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text; those before the place where its braces stop making sense."""
    around: list[tuple[str, str]] = []
    """Name and kind of the arguments whose forms are being read, from the outside in."""
    found: list[Token] = []
    at = 0
    while special := _SPECIAL.search(text, at):
        at = special.end()
        made = _tokens(text, special, around)
        if made is None:
            return iter(())
        found += made
        at = made[-1].end if made else at
    return iter(() if around else found)


def _tokens(text: str, special: re.Match[str], around: list[tuple[str, str]]) -> list[Token] | None:
    """What a brace, apostrophe or number sign stands for; None where it makes no sense."""
    mark, at = special[0], special.start()
    if mark == "''":
        return [Token("text", at, at + 2, "'")]
    if mark == "#":
        counted = next((name for name, kind in reversed(around) if kind != "select"), None)
        return [Token("slot", at, at + 1, counted)] if counted else []
    if mark == "{":
        return _opened(text, at, around)
    return _closed(text, at, around) if mark == "}" and around else []


def _opened(text: str, at: int, around: list[tuple[str, str]]) -> list[Token] | None:
    typed = _TYPED.match(text, at)
    if typed:
        return [Token("slot", *typed.span(), typed[1])]
    forms = _FORMS.match(text, at)
    arm = _ARM.match(text, forms.end()) if forms else None
    if forms is None or arm is None:
        return None if around else []
    around.append((forms[1], forms[2]))
    return [
        Token("switch", *forms.span(), forms[1], block="icu", always=True),
        Token("else", *arm.span(), f"{forms[1]} {arm[1]}"),
    ]


def _closed(text: str, at: int, around: list[tuple[str, str]]) -> list[Token] | None:
    """The end of a form: the next one begins, or the argument ends."""
    after = _NEXT.match(text, at)
    if after is None:
        return None
    if after[2]:
        around.pop()
        return [Token("close", *after.span(), block="icu")]
    return [Token("else", *after.span(), f"{around[-1][0]} {after[1]}")]
