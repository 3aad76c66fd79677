"""Magento: `{{var x}}`, `{{trans "Hello %name" name=$x}}`, `{{depend x}}…{{/depend}}`, `{{if x}}…{{else}}…{{/if}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.quoted import STRING, copied
from servicelint.syntax.templates.tokens import Token

MARKS = ("{{",)

_OWN = re.compile(
    r"\{\{\s*(?:/?depend|var|trans|htmlescape|inlinecss|css|customvar|config\s+path|store\s+(?:url|direct_url)"
    r"|layout\s+handle|template\s+config_path|block\s+(?:class|id|type)|(?:media|skin|view)\s+url)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\{\{[#^]")
_TAG = re.compile(
    rf"""
      \{{\*(?:[^*{{]|\*(?!\}})|\{{(?!\*))*+\*\}}
    | \{{\{{\s*+ (?P<mark>/?) (?P<word>[A-Za-z]\w*+) (?P<rest>(?>(?:{STRING}|[^{{}}"'])*)|[^{{}}]*) \}}\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_COPY = re.compile(rf"\s*(?P<string>{STRING})", re.DOTALL)
_PARAMETER = re.compile(r"(?<![\w$%])(\w+)\s*=")
_VALUE = re.compile(r"""(?:var|path|code|url|direct_url|http)\s*=\s*["']?\$?([^"'\s]+)""")

_BRANCHES = ("if", "depend", "for")
_SILENT = ("layout", "block", "widget", "template", "include", "inlinecss", "css")


def certainty(text: str) -> float:
    if "{{" not in text or not _OWN.search(text):
        return 0.0
    return 0.6 if _OTHERS.search(text) else 0.85


def tokens(text: str) -> Iterator[Token]:
    for found in _TAG.finditer(text):
        word = (found["word"] or "").lower()
        if not word:
            yield Token("comment", *found.span())
        elif word == "trans" and (string := _COPY.match(text, found.start("rest"), found.end("rest"))):
            names = _PARAMETER.findall(text, string.end(), found.end("rest"))
            values = {f"%{name}": Token("slot", 0, 0, name) for name in names}
            yield from copied(text, Token("tag", *found.span()), string.span("string"), values)
        else:
            yield _tag(found, word, found["rest"].strip())


def _tag(found: re.Match[str], word: str, rest: str) -> Token:
    """What a tag does that holds no copy."""
    if found["mark"]:
        return Token("close", *found.span(), block=word)
    if word in _BRANCHES:
        return Token("open", *found.span(), rest.partition(" in ")[2] if word == "for" else rest, word)
    if word == "else":
        return Token("else", *found.span())
    if word in _SILENT:
        return Token("tag", *found.span())
    value = _VALUE.search(rest)
    name = rest.partition("|")[0].strip() if word == "var" else value[1] if value else f"{word} {rest}".strip()
    return Token("slot", *found.span(), name)
