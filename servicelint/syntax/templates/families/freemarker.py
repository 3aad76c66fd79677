"""FreeMarker: `${x}`, `<#if c>…<#elseif d>…<#else>…</#if>`, `<#list>`, `<#-- -->`, `<@macro>…</@macro>`; also `[#if]`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.quoted import copied, is_key
from servicelint.syntax.templates.tokens import Kind, Token

MARKS = ("<#", "</#", "<@", "</@", "[#", "[/#")

_DIRECTIVES = (
    "if|elseif|elseIf|else|list|items|sep|foreach|switch|case|on|default|break|assign|local|global|macro|function|include"
    "|import|ftl|setting|nested|return|escape|noescape|noEscape|outputformat|outputFormat|autoesc|compress|attempt|recover"
)
_OWN = re.compile(rf"<#--|</?#(?:{_DIRECTIVES})\b|\[/?#(?:{_DIRECTIVES})\b[^\[\]]*\]|</@[\w.]*>|<@[\w.]+\s[^<>]*/>|<@[\w.]*/>")
_SQUARE = re.compile(rf"\[/?#(?:{_DIRECTIVES})\b|\[#--")
_ANGLE = re.compile(rf"<(?:/?#(?:{_DIRECTIVES})\b|#--)")


def _string(left: str) -> str:
    """A quoted string with simple values in it; it stops at the next tag: so a lone apostrophe swallows no copy."""
    inside = rf"\\.|[^{{quote}}\\{left}$]|{left}(?!/?[#@])|\$(?!\{{{{)|\$\{{{{[^{{{{}}}}\"']*\}}}}"
    return "(?:" + "|".join(f"{quote}(?:{inside.format(quote=quote)})*{quote}" for quote in "\"'") + ")"


def _tag(left: str, right: str) -> re.Pattern[str]:
    """The tags between these brackets, and values; a closing bracket in parentheses or a string does not end a tag."""
    string = _string(left)
    other = rf"[^\"'(){left}{right}]|{left}(?!/?[#@])"
    nested = r"\[[^\[\]]*\]|" if right == r"\]" else ""
    inner = rf"\((?>(?:{string}|[^\"'(){left}]|{left}(?!/?[#@]))*)\)"
    round_ = rf"\((?>(?:{string}|{inner}|[^\"'(){left}]|{left}(?!/?[#@]))*)\)"
    note = rf"{left}\#--(?:(?!{left}\#--|--{right}).)*+"
    return re.compile(
        rf"""
          {note}(?:{note}){{0,3}}--{right}
        | {left}(?P<end>/?)\#(?P<word>[A-Za-z]++)(?P<rest>(?>(?:{string}|{round_}|{nested}{other})*)|[^{left}{right}]*){right}
        | {left}(?P<close>/?)@(?P<macro>[\w.]*+)(?P<given>(?>(?:{string}|{round_}|{nested}{other})*)|[^{left}{right}]*){right}
        | [$\#]\{{(?P<value>(?>(?:{string}|[^{{}}"'$]|\$(?!\{{)|\{{[^{{}}]*\}})*)|[^{{}}]*)\}}
        """,
        re.VERBOSE | re.DOTALL,
    )


_TAGS = {"<": _tag("<", ">"), "[": _tag(r"\[", r"\]")}
_STRING = _string("<")
_UNREAD = ("noparse", "comment")
_UNREAD_END = re.compile(r"[<\[]/#(?P<of>noparse|noParse|comment)\s*+[>\]]")
_PATH = re.compile(r"[(\s]*([^\W\d][\w.]*|\.\w+)")
_SHOWN = re.compile(rf"\s*(?P<string>{_STRING})\s*(?:\?[\w?]+\s*)*\Z", re.DOTALL)
_TRANSLATED = re.compile(rf"\s*(?:[\w.]*\.)?(?:msg|message|i18n|t|_|__|gettext)\s*\(\s*(?P<string>{_STRING})", re.DOTALL)
_MESSAGE = re.compile(r"(?:[\w.]*\.)?(?:message|theme)(?:Text|Args|ArgsText)?|(?:[\w.]*\.)?(?:msg|i18n)|t")
_KEY = re.compile(rf"\s*(?:(?:code|key)\s*=\s*)?(?P<key>{_STRING})", re.DOTALL)
_ITEMS = re.compile(r"(?<!\s)\s+as\s+[\w,\s]+\Z")
_NOT = re.compile(r"!\s*(?=[\w(.][^&|]*\Z)")

_LOOPS = ("list", "foreach")
_ARMS = ("else", "elseif", "case", "on", "default", "recover")


def certainty(text: str) -> float:
    """Only by its directives: `${x}` alone is a placeholder of many."""
    return 0.95 if ("#" in text or "@" in text) and _OWN.search(text) else 0.0


def tokens(text: str) -> Iterator[Token]:
    left = "[" if _SQUARE.search(text) and not _ANGLE.search(text) else "<"
    ends = [(found["of"].lower(), *found.span()) for found in _UNREAD_END.finditer(text)][::-1]
    at = 0
    while found := _TAGS[left].search(text, at):
        at = found.end()
        word = (found["word"] or "").lower()
        if found["value"] is not None:
            yield from _value(text, found)
        elif found["macro"] is not None:
            yield from _macro(found)
        else:
            yield _directive(found, word)
        if word in _UNREAD and not found["end"]:
            while ends and (ends[-1][1] < at or ends[-1][0] != word):
                ends.pop()
            if ends:
                _, start, end = ends.pop()
                yield Token("tag", start if word == "noparse" else at, end, own_line=True)
                at = end


def _directive(found: re.Match[str], word: str) -> Token:
    """A directive or a comment; such tags take the line with them on which they stand alone."""
    rest = (found["rest"] or "").strip().removesuffix("/").strip()
    if found["end"]:
        return _plain(found, "close", block=word)
    if word == "if":
        condition = _NOT.sub("", rest, count=1) if _NOT.match(rest) else rest
        return _plain(found, "open", condition, word, negated=condition != rest)
    if word in _LOOPS:
        return _plain(found, "open", _ITEMS.sub("", rest), word)
    if word == "switch":
        return _plain(found, "switch", rest, word)
    if word == "attempt":
        return _plain(found, "open", block=word, always=True)
    if word in _ARMS:
        return _plain(found, "else", rest)
    return _plain(found, "tag" if word else "comment")


def _macro(found: re.Match[str]) -> Iterator[Token]:
    """`<@macro …>`: what stands inside is copy, what the macro itself shows is not known."""
    key = _KEY.match(found["given"])
    if found["close"] or not _MESSAGE.fullmatch(found["macro"]) or key is None:
        yield Token("tag", *found.span(), own_line=True)
        return
    default = _KEY.match(found["given"], key.end() + 1) if "Text" in found["macro"] else None
    if default is None:
        yield Token("slot", *found.span(), key["key"][1:-1])
    else:
        start, end = default.span("key")
        at = found.start("given")
        yield from copied(found.string, Token("tag", *found.span()), (at + start, at + end))


def _value(text: str, found: re.Match[str]) -> Iterator[Token]:
    """`${…}`: a value, or copy in quotation marks."""
    expression = found["value"]
    string = _SHOWN.match(expression) or _TRANSLATED.match(expression)
    if string and (string.re is _SHOWN or _is_text(string["string"][1:-1])):
        start, end = string.span("string")
        at = found.start("value")
        yield from copied(text, Token("tag", *found.span()), (at + start, at + end))
        return
    if string:
        name = string["string"][1:-1]
    else:
        path = _PATH.match(expression)
        name = path[1] if path else expression.strip()
    yield Token("slot", *found.span(), name)


def _is_text(string: str) -> bool:
    """Whether a string is a text and not the key of one, which bears no space."""
    return " " in string and not is_key(string)


def _plain(
    found: re.Match[str], kind: Kind, name: str = "", block: str = "", negated: bool = False, always: bool = False
) -> Token:
    return Token(kind, *found.span(), name, block, negated, always, own_line=True)
