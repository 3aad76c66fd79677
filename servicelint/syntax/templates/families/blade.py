"""Blade: `{{ $x }}`, `{!! $x !!}`, `{{-- … --}}`, `@if (…) … @else … @endif`, `@lang('…')`, `{{ __('…') }}`.

The components of Laravel's Markdown mails (`<x-mail::button>`, `@component('mail::button')`) set their words apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from servicelint.syntax.templates import expressions
from servicelint.syntax.templates.atoms import Atom, Atoms, cut
from servicelint.syntax.templates.conditions import condition
from servicelint.syntax.templates.expressions import EMPTY_LINE, Code, covered
from servicelint.syntax.templates.php_code import PHP, STRING
from servicelint.syntax.templates.tokens import Token

MARKS = ("@", "{{", "{!!", "<x-")

_OWN = re.compile(
    r"""(?<![\w@])@(?:end(?:if|foreach|for|forelse|section|component|isset|empty|unless|auth|guest|switch|php|slot|push|can)\b
      | (?:extends|include|lang|yield|component|section|choice)\(\s*['"])
    | \{!!(?=[^{}]*!!\}) | \{\{--(?!\}) | \{\{\s*\$\w+(?:->|\[) | \{\{\s*(?:config|route|url|asset|trans_choice)\(
      | <x-mail::""",
    re.VERBOSE,
)
_SHARED = re.compile(r"\{\{\s*(?:\$[^\W\d]\w*\s*(?:\?\?[^{}]*|\|\|[^{}]*)?\}\}|(?:__|trans)\()")
_OTHERS = re.compile(r"\{%-?\s*\w|\{\{-?\s*(?:[#/.^>]|if\b|end\b|range\b|else\b|with\b|define\b|\$\w+\s*:?=)")

_BRACKETS = rf"\((?:[^()'\"]++|{STRING})*+\)"
for _ in range(8):  # brackets in brackets, each level possessive: no text makes it go back
    _BRACKETS = rf"\((?:[^()'\"]++|{STRING}|{_BRACKETS})*+\)"

_TAG = re.compile(
    r"""
      \{\{-- | (?P<raw>@\{\{ | @\{!!) | \{!! | \{\{\{? | <\?(?:php\b|=)
    | (?<![\w@])(?P<escaped>@)@[a-zA-Z]
    | (?<![\w@])@(?P<name>[a-zA-Z]\w*(?:::\w+)?)
    | </?x-(?:mail::|slot)[\w.:-]*(?:[^<>"']|"[^"]*"|'[^']*')*+>
    """,
    re.VERBOSE,
)
_ENDS = {"{{--": "--}}", "{!!": "!!}", "{{{": "}}}", "{{": "}}", "<?php": "?>", "<?=": "?>"}
_ARGUMENTS = re.compile(rf"[ \t]*({_BRACKETS})", re.DOTALL)
_PHP = re.compile(r"@endphp\b")
_VERBATIM = re.compile(r"@endverbatim\b")
_LANG = re.compile(r"@endlang\b")
_OTHER_TEMPLATE = re.compile(r"\s*(?:Illuminate\\Mail\\Markdown::parse\(\s*)?\$(?:slot|subcopy|attributes)\b[^?]*")
_ENDED = re.compile(r"@end(\w+)")
_ITEMS = re.compile(r"(.*?)\s+as\s.*", re.DOTALL)
_COMPONENT = re.compile(r"""\(\s*['"][\w-]*mail::""")

_CONDITIONS = {
    "if": "", "unless": "", "foreach": "", "forelse": "", "for": "", "while": "", "switch": "", "isset": "",
    "empty": "",
    "can": "can", "cannot": "cannot", "canany": "canany", "error": "error", "env": "env", "hasSection": "section",
    "sectionMissing": "section", "session": "session",
}  # fmt: skip
"""What opens a branch with a condition in brackets, and how the condition is called."""

_ALONE = ("auth", "guest", "production")
_ELSE = ("else", "elseif", "elsecan", "elsecannot", "elseauth", "elseguest", "case", "default", "empty")
_ALWAYS = ("section", "push", "prepend", "pushOnce", "prependOnce", "once", "fragment", "component", "slot", "props")
_SET_APART = ("component", "endcomponent", "slot", "endslot")
_SHOWS = ("lang", "choice")
_VALUES = ("json", "js")
_SILENT = (
    "extends include includeIf includeWhen includeUnless includeFirst each yield stack parent show stop append overwrite csrf"
    " method php use inject aware class style checked selected disabled readonly required vite viteReactRefresh break continue"
    " dd dump livewire livewireStyles livewireScripts verbatim endverbatim endphp endlang"
).split()
_NEGATED = ("unless", "cannot", "sectionMissing", "empty")


def certainty(text: str) -> float:
    if "@" not in text and "{" not in text and "<x-" not in text:
        return 0.0
    if _OWN.search(text):
        return 0.95
    if not _SHARED.search(text):
        return 0.0
    return 0.4 if _OTHERS.search(text) else 0.93


def tokens(text: str) -> Iterator[Token]:
    reader = _Reader(text)
    at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        if found["raw"]:
            yield Token("tag", found.start(), found.start() + 1)
            at = reader.end_of(found["raw"][1:], at)
        elif found["escaped"]:
            yield Token("tag", found.start(), found.start() + 1)
        elif found["name"]:
            for token in reader.directive(found):
                yield token
                at = max(at, token.end)
        elif found.group().startswith(("<x", "</x")):
            yield _apart(*found.span())
        else:
            for token in reader.value(found.start(), found.end(), found.group()):
                yield token
                at = max(at, token.end)


@dataclass
class _Reader:
    """Reads directives in order; `open` holds the branches that wait for their end, the innermost last."""

    text: str
    open: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Ends of tags that come nowhere further on."""

    @cached_property
    def ends(self) -> frozenset[str]:
        """The names of the directives that have an end somewhere."""
        return frozenset(_ENDED.findall(self.text))

    def end_of(self, mark: str, at: int) -> int:
        """Where the tag that began with this mark ends; where it began when it never does."""
        end = _ENDS[mark]
        found = -1 if end in self.gone else self.text.find(end, at)
        if found < 0:
            self.gone.add(end)
            return at
        return found + len(end)

    def value(self, start: int, first: int, mark: str) -> Iterator[Token]:
        """`{{ … }}` and its kin."""
        end = self.end_of(mark, first)
        if end == first and mark == "<?php":
            yield Token("tag", start, len(self.text))
        if end == first:
            return
        if mark in ("{{--", "<?php"):
            yield Token("comment", start, end, own_line=True)
            return
        whole = Token("tag", start, end)
        last = end - len(_ENDS[mark])
        if _OTHER_TEMPLATE.fullmatch(self.text, first, last):
            yield whole
        else:
            yield from expressions.tokens(self.text, whole, first, last, PHP)

    def directive(self, found: re.Match[str]) -> Iterator[Token]:
        name = found["name"]
        brackets = _ARGUMENTS.match(self.text, found.end())
        whole = Token("tag", found.start(), brackets.end() if brackets else found.end(), own_line=True)
        bare = replace(whole, end=found.end())
        if name in _SHOWS and brackets:
            yield from self._shown(name, whole, brackets)
        elif name in _VALUES and brackets:
            yield replace(whole, kind="slot", name=brackets[1][1:-1].strip(), own_line=False)
        elif name == "section" and brackets and (title := self._title(whole, brackets)):
            yield from title
        elif name in _SET_APART and (name != "component" or (brackets and _COMPONENT.match(brackets[1]))):
            yield _apart(whole.start, whole.end if brackets and not name.startswith("end") else bare.end)
        elif name in ("php", "verbatim", "lang"):
            yield from self._raw(name, bare if brackets is None else whole, brackets is not None)
        elif name in _ALWAYS or name in _SILENT:
            yield whole if brackets else bare
        elif name not in _CONDITIONS and name in self.ends:  # what an application calls its own branches
            yield from self._opened(name, whole, bare, brackets)
        elif (name in _ELSE and not (name == "empty" and brackets)) or (name.startswith("else") and name[4:] in self.open):
            yield self._else(name, whole, bare, brackets)
        elif name.startswith("end"):
            yield from self._end(name[3:], bare)
        elif (name in _CONDITIONS and brackets) or name in _ALONE:
            yield from self._opened(name, whole, bare, brackets)

    def _raw(self, name: str, whole: Token, brackets: bool) -> Iterator[Token]:
        """`@php … @endphp` shows nothing, `@verbatim … @endverbatim` all as it stands."""
        pattern = {"php": _PHP, "lang": _LANG, "verbatim": _VERBATIM}[name]
        end = None if brackets or name in self.gone else pattern.search(self.text, whole.end)
        if end is None:
            self.gone.update(() if brackets else (name,))
            yield whole
        elif name == "verbatim":
            yield whole
            yield Token("tag", *end.span(), own_line=True)
        else:
            yield replace(whole, end=end.end())

    def _shown(self, name: str, whole: Token, brackets: re.Match[str]) -> Iterator[Token]:
        """`@lang('…')`: a call by another name."""
        called = Atom("word", whole.start, whole.start, {"lang": "__", "choice": "trans_choice"}[name])
        written = cut(self.text, brackets.start(1), brackets.end(1), PHP)
        atoms = Atoms(self.text, [called, *(written.atoms if written else ())])
        found = Code(atoms, PHP).shown(0, len(atoms))
        words = brackets[1][1:-1].strip()
        yield from covered(replace(whole, own_line=False), found or [replace(whole, kind="slot", name=words, own_line=False)])

    def _title(self, whole: Token, brackets: re.Match[str]) -> list[Token]:
        """`@section('title', 'Your order')`: the tokens where a section is one line of copy, none where it is a block."""
        atoms = cut(self.text, brackets.start(1) + 1, brackets.end(1) - 1, PHP)
        parts = atoms.parts(0, len(atoms), ",") if atoms else []
        if atoms is None or len(parts) < 2:
            return []
        items = Code(atoms, PHP).shown(*parts[1])
        if not items:
            return [whole]
        first, *inner = covered(replace(whole, own_line=False), items)
        return [_apart(first.start, first.end), *inner[:-1], _apart(inner[-1].start, inner[-1].end)] if inner else [first]

    def _else(self, name: str, whole: Token, bare: Token, brackets: re.Match[str] | None) -> Token:
        words = brackets[1][1:-1].strip() if brackets and name not in ("else", "default", "empty") else ""
        words = words or (name[4:] if name not in _ELSE or name in ("elseauth", "elseguest") else "")
        return replace(whole if words else bare, kind="else", name=words)

    def _end(self, name: str, bare: Token) -> Iterator[Token]:
        if name in self.open:
            while self.open.pop() != name:
                pass
            yield replace(bare, kind="close", block=name)
        elif name in _ALWAYS or name in _CONDITIONS or name in _ALONE:
            yield bare

    def _opened(self, name: str, whole: Token, bare: Token, brackets: re.Match[str] | None) -> Iterator[Token]:
        """`@if (…)`, `@auth`"""
        words = brackets[1][1:-1].strip() if brackets else ""
        if name in ("foreach", "forelse"):
            items = _ITEMS.fullmatch(words)
            words = items[1] if items else words
        called = _CONDITIONS.get(name, name)
        words, negated = (f"{called} {words}".strip(), False) if called else condition(words)
        block = "if" if name in ("hasSection", "sectionMissing") else name
        self.open.append(block)
        opened = replace(whole if brackets else bare, name=words, block=block, negated=negated != (name in _NEGATED))
        yield replace(opened, kind="switch" if name == "switch" else "open")


def _apart(start: int, end: int) -> Token:
    """The edge of something that stands apart from the text around it."""
    return Token("text", start, end, EMPTY_LINE, own_line=True)
