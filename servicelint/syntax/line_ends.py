"""White space collapsed where some line ends are meant, such as `<br/>` or `\\n`, and must stay. Knows no markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servicelint.model import Piece, Span
from servicelint.model.pieces import collapse, cut, replace, text_of

MEANT = "\u2028"
"""The character by which a reader writes down a line end that is meant."""
_AROUND = re.compile(rf" ?{MEANT} ?")


def collapsed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with every run of white space made one space and every line end that is meant `\\n`, none at the ends."""

    def make(_: re.Match[str], span: Span) -> Sequence[Piece]:
        return (Piece("\n", span, "decoded"),)

    lines = replace(collapse(pieces), _AROUND, make)
    text = text_of(lines)
    return cut(lines, len(text) - len(text.lstrip("\n")), len(text.rstrip("\n")))
