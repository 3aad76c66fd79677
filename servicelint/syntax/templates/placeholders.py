"""Placeholders that need no template language: `{x}`, `%{x}`, `${x}`, `[[x]]`, `*|X|*`, `((x))` and their kin.

What is also plain writing stays copy: `-name-`, `__NAME__` (emphasis), `[Customer Name]` (a blank that nobody filled
in), `@name` (an account), `!name`, `:name` and `%name` (a colon, a per cent sign). Catalogues of texts do write the last
ones; their readers say so, see `named`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from servicelint.syntax.templates.tokens import Token

_PLACEHOLDER = re.compile(
    r"""
      \{\{\{? \s*+ ([^{}\s][^{}]{0,200}) \}?\}\}       # {{x}} {{{x}}}
    | \$\{ \s*+ ([^{}\n]{1,120}) \}                    # ${x}
    | %\{ \s*+ ([^{}\n]{1,120}) \}                     # %{x}
    | \{ (\$?[^\W\d][\w.:>\[\]-]*(?:\ \w+){0,3}|\d+) \}    # {x} {$x->y} {First name} {0}
    | \{! \s*+ ([^{}\n]{1,120}) \}                     # {!Contact.FirstName}
    | \{% \s*+ ([^\W\d]\w*(?:\.\w+)+) \s* %\}               # {%ticket.id%}
    | (\{\})                                               # {}
    | \#\{ \s*+ ([^{}\n]{1,120}) \}                    # #{x}
    | \#(?<![\w#&]\#) ([A-Z][A-Z0-9_]{1,40}) \#(?![\w#])   # #NAME#
    | %\( ([^()\n]{1,80}) \)[sd]                           # %(x)s
    | \[\[ \s*+ ([^\[\]\n]{1,80}) \]\]                 # [[x]]
    | \[% -? \s*+ (?!(?:END|ELSE)\b) ([^\W\d][\w.:]*+) (?:\s*\|\s*\w+)? \s* -? %\]    # [% x %]
    | \*\| ([^|*\r\n]{1,120}) \|\*                         # *|X|*
    | \((?<![\w(:;]\()\( ([^\W\d][\w'\u2019/-]*(?:\ [\w'\u2019/-]+){0,7}) \)\)(?!\))    # ((x))
    | <<(?<!<<<) ([A-Za-z][\w.-]*(?:\ \w+){0,3}) >>(?!>)   # <<x>>
    | %%(?<![\w%]%%) ([^\W\d]\w*) %%(?!\w)                 # %%x%%
    | %(?<![\w%]%) ([^\W\d]\w*) %(?!\w)                    # %x%
    | (%(?<![\w%]%)(?:\d+\$)?(?:l{0,2}[sdiu]|(?:\.\d)?f|@)(?!\w))    # %s %1$s %ld %@ %.2f
    | %(?<![\w%]%) ([1-9]) (?![\w$%]|[.,]\d)               # %1
    """,
    re.VERBOSE,
)
"""Every alternative begins with a plain character: that lets the search skip quickly."""


def slots(text: str, start: int, end: int) -> Iterator[Token]:
    """The placeholders between two offsets."""
    return _found(_PLACEHOLDER, text, start, end)


def named(text: str, start: int, end: int, marks: str) -> Iterator[Token]:
    """The placeholders of a catalogue that also marks names with one of the characters `marks`.

    `:` for Laravel's `:name`, `%` for Magento's `%name`, `@%!` for Drupal's. Only its reader knows: elsewhere they are
    a colon, a per cent sign and an account.
    """
    return _found(_with_names(marks), text, start, end)


@cache
def _with_names(marks: str) -> re.Pattern[str]:
    """`:name`, but not `12:30`, `Note:name`, `::`, `https://` or the smiles `:D` and `:p`."""
    name = rf"[{re.escape(marks)}](?<![\w/:@%!].)(?![DOPSXdopsx]\b)([^\W\d]\w*)"
    return re.compile(f"{_PLACEHOLDER.pattern} | {name}", re.VERBOSE)


def _found(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Token]:
    for found in pattern.finditer(text, start, end):
        name = next(group for group in found.groups() if group)
        yield Token("slot", found.start(), found.end(), name.strip())
