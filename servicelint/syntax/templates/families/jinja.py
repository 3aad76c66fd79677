"""Jinja2, Django, Twig, Nunjucks, Liquid: `{{ x }}`, `{% if x %}…{% endif %}`, `{# … #}`, `{% trans "…" %}`, `{{ "…"|t }}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from servicelint.syntax.templates.quoted import STRING, copied, is_key
from servicelint.syntax.templates.tokens import Kind, Token

MARKS = ("{{", "{%", "{#")

_OWN = re.compile(r"\{%[-+~]?\s*(?:end\w+|if|for|extends|include|import|set|load|block|trans|raw|verbatim)\b")
_SHARED = re.compile(r"\{\{|\{%|\{#")
_LEFT_OUT = r"(?:comment|schema|stylesheet|javascript|style|doc)\b"
"""The tags of Django and Liquid whose content is no copy."""

_LEFT = rf"\{{%[-+~]?\s*+{_LEFT_OUT}(?:[^{{]|\{{(?!%[-+~]?\s*+(?:end)?{_LEFT_OUT}))*+"
_TAG = re.compile(
    rf"""
      \{{\#(?:[^\#{{]|\#(?!\}})|\{{(?!\#))*+\#\}}
    | {_LEFT}(?:{_LEFT}){{0,2}}\{{%[-+~]?\s*+end{_LEFT_OUT}\s*[-+~]?%\}}
    | \{{%[-+~]?\s*+(?P<tag>(?>(?:{STRING}|[^%"'{{]+|%(?!\}})|\{{(?!%))*)|(?:(?![%{{][%\}}]).)*)%\}}
    | \{{\{{(?!\{{)[-~]?(?P<value>(?>(?:{STRING}|[^\}}"'{{]+|\}}(?!\}})|\{{(?!\{{))*)|(?:(?!\}}\}}|\{{\{{).)*)\}}\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_WHEN = re.compile(r"\s*+\{%[-+~]?\s*+when\b")
_RAW_END = re.compile(r"\{%[-+~]?\s*end(?:raw|verbatim)\b[^%]*%\}")
_WORD = re.compile(r"[^\W\d]\w*")
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.\w+)+\s*")
_ITEMS = re.compile(r".*?\bin\s+(.*)", re.DOTALL)
_NOT = re.compile(r"not\s+|!\s*")
_ASSIGNED = re.compile(rf"set\s+\w+\s*=\s*(?=(?:_|__|gettext|trans)\s*\(|{STRING}\s*\|\s*trans\b)", re.DOTALL)
_EXPRESSION = re.compile(rf"\s*(?P<call>(?:_|__|t|gettext|trans|translate)\s*\(\s*)?(?P<string>{STRING})", re.DOTALL)
_TRANSLATED = re.compile(r"\s*\|\s*(?:t|trans|translate)\b")
_AS_IT_IS = re.compile(
    r"(?:\s*\|\s*(?:raw|safe|e|escape|upper|lower|upcase|downcase|title|capitalize|strip|trim|nl2br)\b(?:\([^()]*\))?)*\s*[-~]?"
)
_PARAMETER = re.compile(rf"(?P<key>{STRING})\s*:\s*(?:(?P<copy>{STRING})\s*\|\s*(?:t|trans|translate)\b|(?P<tag>[\"']\s*<))?")

_OTHER_TEMPLATE = re.compile(r"\s*(?:(?:parent|super|include|block|caller)\s*\(|block\.super\b)")

_LOOPS = ("for", "asyncEach", "asyncAll")
_TRANSLATIONS = ("trans", "blocktrans", "translate", "blocktranslate")
_ARMS = dict.fromkeys(("else", "elif", "elseif", "elsif", "empty", "case", "when", "default"), "") | dict.fromkeys(
    ("plural", "pluralize"), "plural"
)
"""The tags that begin the next arm of a branch, with the condition that they stand for where they name none."""

_VALUES = ("now", "static", "firstof", "cycle", "widthratio", "path", "asset")


def certainty(text: str) -> float:
    if _OWN.search(text):
        return 0.9
    return 0.5 if _SHARED.search(text) else 0.0


def tokens(text: str) -> Iterator[Token]:
    at, last_raw_end = 0, max((found.start() for found in _RAW_END.finditer(text)), default=-1)
    while found := _TAG.search(text, at):
        at = found.end()
        if found["value"] is not None:
            yield from _value(text, found)
        elif found["tag"] is None:
            yield _plain(found, "comment")
        else:
            yield from _tag(text, found)
            if found["tag"].startswith(("raw", "verbatim")) and at <= last_raw_end and (end := _RAW_END.search(text, at)):
                yield Token("tag", end.start(), end.end())
                at = end.end()


def _value(text: str, found: re.Match[str]) -> Iterator[Token]:
    """`{{ … }}`: a value, or copy in quotation marks."""
    expression = found["value"]
    if _OTHER_TEMPLATE.match(expression):
        yield _plain(found, "tag")
        return
    bare = _plain(found, "slot", expression.rstrip("-~").partition("|")[0].strip())
    yield from _copy(text, bare, found.start("value")) or (bare,)


def _copy(text: str, whole: Token, start: int) -> Iterator[Token] | None:
    """The tokens of a tag whose expression, from `start` on, is a text to show; None when it is anything else."""
    found = _EXPRESSION.match(text, start, whole.end - 2)
    if not found or is_key(found["string"][1:-1]):
        return None
    shown = found["call"] or _TRANSLATED.match(text, found.end()) or _AS_IT_IS.fullmatch(text, found.end(), whole.end - 2)
    if not shown:
        return None
    around = Token("tag", whole.start, whole.end, eats_before=whole.eats_before, eats_after=whole.eats_after)
    return copied(text, around, found.span("string"), _parameters(text[found.end() : whole.end]))


def _parameters(arguments: str) -> Mapping[str, Token]:
    """What the keys of `|trans({'%name%': x, '%more%': 'words'|trans, '[1]': '<b>'})` stand for: a value, copy, or markup."""
    return {found["key"][1:-1]: _stands_for(found) for found in _PARAMETER.finditer(arguments) if len(found["key"]) > 2}


def _stands_for(found: re.Match[str]) -> Token:
    if found["copy"]:
        return Token("text", 0, 0, found["copy"][1:-1])
    return Token("tag" if found["tag"] else "slot", 0, 0, found["key"][1:-1].strip("%{}[]@:"))


def _tag(text: str, found: re.Match[str]) -> Iterator[Token]:
    """`{% … %}`."""
    content = found["tag"]
    word = _WORD.match(content)
    name = word.group() if word else ""
    rest = content[len(name) :].strip().rstrip("-+~").strip()
    shows_value = (name in _VALUES or name.endswith("url")) and not re.search(r"\sas\s", rest)
    if shows_value or _DOTTED.fullmatch(content):
        yield _plain(found, "slot", content.strip())
    elif name in _TRANSLATIONS and (string := re.compile(STRING, re.DOTALL).match(text, _after(text, found, name))):
        yield from copied(text, _plain(found, "tag"), string.span())
    elif name == "echo":
        bare = _plain(found, "slot", rest.partition("|")[0].strip())
        yield from _copy(text, bare, found.start("tag") + len(name)) or (bare,)
    elif name == "set" and (value := _ASSIGNED.match(content)):
        whole = _plain(found, "tag")
        yield from _copy(text, whole, found.start("tag") + value.end()) or (whole,)
    else:
        yield _branch(found, name, rest)


def _plain(
    found: re.Match[str], kind: Kind, name: str = "", block: str = "", negated: bool = False, always: bool = False
) -> Token:
    """The token of the whole match, with its white space control."""
    before = found.group()[2] in "-~"
    after = found.group()[-3] in "-~"
    return Token(kind, *found.span(), name, block, negated, always, before, after)


def _after(text: str, found: re.Match[str], word: str) -> int:
    """Where the first thing after the tag's word stands."""
    start = found.start("tag") + len(word)
    return start + len(text[start : found.end("tag")]) - len(text[start : found.end("tag")].lstrip())


def _branch(found: re.Match[str], name: str, rest: str) -> Token:
    """What a tag that shows nothing does."""
    if name.startswith("if") or name == "unless":
        condition = _NOT.sub("", rest, count=1) if _NOT.match(rest) else rest
        return _plain(found, "open", condition, name, negated=(condition != rest) != (name == "unless"))
    if name in _LOOPS:
        items = _ITEMS.fullmatch(rest)
        return _plain(found, "open", items[1] if items else rest, name)
    if name in _TRANSLATIONS:
        return _plain(found, "open", block=name, always=True)
    if name == "switch" or (name == "case" and _WHEN.match(found.string, found.end())):
        return _plain(found, "switch", rest, name)
    if name in _ARMS:
        return _plain(found, "else", _ARMS[name] or rest.removeprefix("if "))
    return _plain(found, "close", block=name[3:]) if name.startswith("end") else _plain(found, "tag")
