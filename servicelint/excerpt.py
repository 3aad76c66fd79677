"""The line of a source file that a finding stands in, cut to what a screen can show. Knows places, no rules."""

from __future__ import annotations

from dataclasses import dataclass

from servicelint.model import Span
from servicelint.terminal import clean, head, tail, width


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line (`number` is 1-based) in three parts that are safe to print; a place without length has no `flagged`."""

    number: int
    before: str
    flagged: str
    after: str

    @property
    def indent(self) -> int:
        """The columns before the flagged words."""
        return width(self.before)

    @property
    def underline(self) -> str:
        """As many carets as the flagged words take columns, one at least."""
        return "^" * max(width(self.flagged), 1)


def excerpt(span: Span, columns: int) -> Excerpt:
    """The first line of the place in so many columns: the whole line if it fits, otherwise what is around the place."""
    number, before, flagged, after = _parts(span, reach=2 * columns)
    before = before.lstrip()
    shown = head(flagged, columns - min(width(before), columns // 4))
    room = columns - max(width(shown), 1)
    right = min(width(after), room - min(width(before), room // 2)) if shown == flagged else 0
    return Excerpt(number, tail(before, room - right), shown, head(after, right))


def _parts(span: Span, reach: int) -> tuple[int, str, str, str]:
    """The line's number, and what stands before, in and after the place, no further away than `reach` characters."""
    source, words = span.source, span.text.strip()
    start = span.start + span.text.find(words)
    number, column = source.position(start)
    line, at = source.line_text(number), column - 1
    end = min(at + (len(words) or span.end - span.start), len(line))
    more = "…" if end - at < len(words) else ""
    return (
        number,
        clean(line[max(at - reach, 0) : at]),
        clean(line[at:end][:reach]) + more,
        clean(line[end : end + reach]),
    )
