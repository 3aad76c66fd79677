"""Go templates: `{{ .X }}`, `{{ if .X }}…{{ else }}…{{ end }}`, `{{ range .Y }}`, `{{ define "x" }}`, `{{/* … */}}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.quoted import copied, is_key
from servicelint.syntax.templates.tokens import Kind, Token

MARKS = ("{{",)

_STRING = r"""(?:"(?:\\.|[^"\\\n{]|\{(?!\{))*"|`(?:[^`{]|\{(?!\{))*`)"""
"""A string stops at the next tag: so a lone quotation mark swallows no copy."""

_OWN = re.compile(
    r"""\{\{-?\s*(?:end\s*-?\}\}|(?:define|template|block)\s+["`]|/\*|\$\w+\s*:?=
    |(?:else\s+)?(?:if|range|with)\s+(?:not\s+|and\s+|or\s+|eq\s+|ne\s+|\()*[.$])""",
    re.VERBOSE,
)
_VALUE = re.compile(r"\{\{-?\s*\$?\.[^\W\d]")
_TAG = re.compile(
    rf"""
      \{{\{{-?\s*+(?P<braces>"\{{\{{"|`\{{\{{`)\s*-?\}}\}}
    | \{{\{{-?\s*+/\*(?:[^*{{]|\*(?!/)|\{{(?!\{{-?\s*/\*))*+\*/\s*-?\}}\}}
    | \{{\{{-?\s*+(?P<words>(?>(?:{_STRING}|[^{{}}"`])*)|[^{{}}]*)\}}\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d]\w*")
_NOT = re.compile(r"not\s+")
_ASSIGNED = re.compile(r"\$\w+(?:\s*,\s*\$\w+)*\s*:?=(?!=)\s*")
_FIRST = re.compile(r"\(*\s*\$?\.?([\w.]+)")
_SHOWN = re.compile(rf"(?P<string>{_STRING})\s*(?:\||\Z)")
_FORMATTED = re.compile(rf"printf\s+(?P<string>{_STRING})")
_TRANSLATED = re.compile(
    rf"(?:[\w.$]*\.)?(?:[Tt]r?|i18n|[Tt]ranslate|trans|gettext|[Ll]ocali[sz]e|_|__)\s+(?P<string>{_STRING})"
)
_VERB = re.compile(r"%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z]|\\.")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_FORM = re.compile(r"plain|text|txt|html", re.IGNORECASE)
_NEXT_DEFINED = re.compile(r"""(?:\s|\{\{-?\s*/\*[^{]*?\*/\s*-?\}\})*+\{\{-?\s*define\s+["`]([^"`]*)["`]""")

_BRANCHES = ("if", "range", "with")
_SILENT = ("template", "break", "continue", "return", "partial", "include", "yield")


def certainty(text: str) -> float:
    if "{{" not in text:
        return 0.0
    if _OWN.search(text):
        return 0.85
    return 0.6 if _VALUE.search(text) else 0.0


def tokens(text: str) -> Iterator[Token]:
    waiting: list[str] = []  # what each tag that waits for its end stands for: "" or a kind of alternative definitions
    follows = ""
    for found in _TAG.finditer(text):
        word = _WORD.match(found["words"] or "")
        name = word.group() if word else ""
        if name == "define":
            kind = _alternative(_defined(found))
            yield _plain(found, "else" if kind and kind == follows else "open", _defined(found), always=True)
            waiting.append(kind)
        elif name == "end":
            kind = waiting.pop() if waiting else ""
            coming = _NEXT_DEFINED.match(text, found.end()) if kind else None
            follows = kind if coming and _alternative(coming[1]) == kind else ""
            yield _plain(found, "tag" if follows else "close")
        else:
            waiting += [""] if name in _BRANCHES or name == "block" else []
            yield from _tag(text, found, name)


def _defined(found: re.Match[str]) -> str:
    return found["words"].removeprefix("define").strip(' \t\r\n-"`')


def _alternative(name: str) -> str:
    """What a definition is one of several of: one text in many languages, or as plain text and as HTML."""
    if _LANGUAGE.fullmatch(name):
        return "language"
    return "form" if _FORM.search(name) else ""


def _tag(text: str, found: re.Match[str], name: str) -> Iterator[Token]:
    if found["braces"]:
        yield _plain(found, "text", "{{")
        return
    if found["words"] is None:
        yield _plain(found, "comment")
        return
    words = found["words"].rstrip("- \t\r\n")
    rest = words[len(name) :].strip()
    if name in _BRANCHES:
        yield _open(found, name, rest)
    elif name == "block":
        yield _plain(found, "open", rest, always=True)
    elif name == "else":
        yield _plain(found, "else", re.sub(r"(?:if|with)\s+", "", rest, count=1))
    elif name in _SILENT or _ASSIGNED.match(words):
        yield _plain(found, "tag")
    else:
        yield from _shown(text, found, words)


def _open(found: re.Match[str], name: str, rest: str) -> Token:
    """The token of `if`, `range` or `with`."""
    condition = _ASSIGNED.sub("", rest, count=1)
    negated = name != "range" and _NOT.match(condition)
    return _plain(found, "open", _NOT.sub("", condition, count=1) if negated else condition, negated=bool(negated))


def _shown(text: str, found: re.Match[str], words: str) -> Iterator[Token]:
    """A value, or copy in quotation marks."""
    for pattern, is_copy in ((_SHOWN, _any), (_FORMATTED, _has_words), (_TRANSLATED, _is_translation)):
        string = pattern.match(words)
        if string and is_copy(string["string"][1:-1]):
            start, end = string.span("string")
            at = found.start("words")
            yield from copied(text, _plain(found, "tag"), (at + start, at + end))
            return
    first = _FIRST.match(words.partition("|")[0].strip())
    whole = first and first.end() == len(words.partition("|")[0].strip())
    yield _plain(found, "slot", first[1] if first and whole else words.partition("|")[0].strip())


def _any(string: str) -> bool:
    return bool(string)


def _has_words(string: str) -> bool:
    return any(char.isalpha() for char in _VERB.sub("", string))


def _is_translation(string: str) -> bool:
    """Whether it is a text and not the key of one; a lone word in small letters is a key."""
    return not is_key(string) and not (string.islower() and string.isidentifier())


def _plain(found: re.Match[str], kind: Kind, name: str = "", negated: bool = False, always: bool = False) -> Token:
    """The token of the whole match, with its white space control; every branch ends with the same word."""
    tag = found.group()
    before = tag[2] == "-" and tag[3].isspace()
    after = tag[-3] == "-" and tag[-4].isspace()
    return Token(kind, *found.span(), name, "", negated, always, before, after)
