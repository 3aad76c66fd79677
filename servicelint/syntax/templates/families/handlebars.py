"""Handlebars, Mustache, Mustachio: `{{x}}`, `{{#if x}}…{{else}}…{{/if}}`, `{{#x}}`, `{{^x}}`, `{{! … }}`, `{{> y}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.quoted import STRING, copied, is_key
from servicelint.syntax.templates.tokens import Kind, Token

MARKS = ("{{",)

_OWN = re.compile(r"\{\{~?\s*(?:[#^/!>]|else\b|(?:t|i18n|__)\s+[\"'])")
_SHARED = re.compile(r"\{\{")
_NOTE = r"\{\{~?!--(?:[^-{]|-(?!-~?\}\})|\{(?!\{~?!--))*+"
_TAG = re.compile(
    rf"""
      \\\{{\{{
    | (?P<comment>{_NOTE}(?:{_NOTE}){{0,3}}--~?\}}\}}|\{{\{{~?!(?!--)(?:[^{{}}]|\}}(?!\}})|\{{(?!\{{~?!))*+\}}\}})
    | \{{\{{\{{\{{ [^{{}}]* \}}\}}\}}\}}
    | \{{\{{\{{ (?P<value>[^{{}}]*) \}}\}}\}}
    | \{{\{{(?P<before>~?) \s*+ (?P<mark>[#^/>&=*]?) (?P<words>(?>(?:{STRING}|[^{{}}"']+)*)|[^{{}}]*) \}}\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"\s*([^\s(]+)\s*(.*)", re.DOTALL)
_ELSE = re.compile(r"else\b\s*(?:if\b\s*)?(.*)", re.DOTALL)
_TRANSLATES = re.compile(rf"(?:t|i18n|translate|trans|__|_)\s+(?P<string>{STRING})", re.DOTALL)
_BLOCK_PARAMETERS = re.compile(r"\s+as\s+\|.*\Z", re.DOTALL)
_HELPERS = ("if", "unless", "each", "with")


def certainty(text: str) -> float:
    if _OWN.search(text):
        return 0.8
    return 0.3 if _SHARED.search(text) else 0.0


def tokens(text: str) -> Iterator[Token]:
    for found in _TAG.finditer(text):
        if found.group().startswith("\\"):
            yield Token("text", *found.span(), "{{")
        elif found["value"] is not None:
            yield Token("slot", *found.span(), found["value"].strip(" ~"))
        elif found["comment"] is not None:
            yield _plain(found, "comment")
        elif found["words"] is None:
            yield _plain(found, "tag")
        else:
            yield from _tag(text, found)


def _tag(text: str, found: re.Match[str]) -> Iterator[Token]:
    mark, words = found["mark"], found["words"].rstrip("~").strip()
    other = _ELSE.fullmatch(words)
    if mark in ("", "&") and (translated := _TRANSLATES.match(text, found.start("words"), found.end("words"))):
        string = translated.span("string")
        if not is_key(text[string[0] + 1 : string[1] - 1]):
            yield from copied(text, _plain(found, "tag"), string)
            return
    if mark == "" and other:
        yield _plain(found, "else", other[1])
    elif mark == "^" and not words:
        yield _plain(found, "else")
    elif mark in ("", "&"):
        words = words.removeprefix("insert ").partition(' "default=')[0]  # SendGrid
        yield Token("slot", *found.span(), words, eats_before=bool(found["before"]), eats_after=_trims(found))
    else:
        yield _block(found, mark, words)


def _block(found: re.Match[str], mark: str, words: str) -> Token:
    """What a tag with a mark does."""
    first = _WORD.fullmatch(words)
    block, arguments = (first[1], _BLOCK_PARAMETERS.sub("", first[2])) if first else ("", "")
    if mark == "/":
        return _plain(found, "close", block=block)
    if mark == "#" and block.startswith((">", "*")):
        inner = _WORD.fullmatch(words[1:])
        return _plain(found, "open", block=inner[1] if block == ">" and inner else block[1:], always=True)
    if mark in ("#", "^"):
        condition = arguments if block in _HELPERS and arguments else words
        return _plain(found, "open", condition, block, negated=(mark == "^") != (block == "unless"))
    return _plain(found, "tag")


def _plain(
    found: re.Match[str], kind: Kind, name: str = "", block: str = "", negated: bool = False, always: bool = False
) -> Token:
    """The token of the whole match; such tags take the line with them on which they stand alone."""
    before = found.group().startswith("{{~")
    return Token(kind, *found.span(), name, block, negated, always, before, _trims(found), own_line=True)


def _trims(found: re.Match[str]) -> bool:
    return found.group().endswith("~}}")
