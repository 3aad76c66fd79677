"""Placeholders that need no template language: `{x}`, `%{x}`, `${x}`, `[[x]]` and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.tokens import Token

_PLACEHOLDER = re.compile(
    r"""
      \{\{\{? \s* ([^{}\s][^{}]{0,200}?) \s* \}?\}\}       # {{x}} {{{x}}}
    | \$\{ \s* ([^{}\n]{1,120}?) \s* \}                    # ${x}
    | %\{ \s* ([^{}\n]{1,120}?) \s* \}                     # %{x}
    | \{ (\$?[^\W\d][\w.:>\[\]-]*(?:\ \w+){0,3}|\d+) \}    # {x} {$x->y} {First name} {0}
    | %\( ([^()\n]{1,80}) \)[sd]                           # %(x)s
    | \[\[ \s* ([^\[\]\n]{1,80}?) \s* \]\]                 # [[x]]
    | %(?<![\w%]%) ([^\W\d]\w*) %(?!\w)                    # %x%
    | (%(?<![\w%]%)(?:\d+\$)?[sd]\b)                       # %s %1$s
    """,
    re.VERBOSE,
)
"""Every alternative begins with a plain character: that lets the search skip quickly."""


def slots(text: str, start: int, end: int) -> Iterator[Token]:
    """The placeholders between two offsets."""
    for found in _PLACEHOLDER.finditer(text, start, end):
        name = next(group for group in found.groups() if group)
        yield Token("slot", found.start(), found.end(), name)
