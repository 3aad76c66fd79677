"""What a comment for servicelint says: `servicelint: allow RULE[, RULE]: reason [until 2027-01-31]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal, cast

from servicelint.model import Allowance, Span, Verdict

Reach = Literal["next", "line", "file"]
_WORDS: dict[str, Reach] = {"allow": "next", "allow-line": "line", "allow-file": "file"}
_ELSEWHERE = ("disable", "enable", "ignore", "noqa", "off", "on", "skip", "suppress")
"""What other linters say; whoever writes it here means `allow`."""
_SAID = re.compile(r"servicelint:\s*(?P<word>[\w-]*)(?P<rest>[\s\S]*)")
_UNTIL = re.compile(r"[\s,;(]*\buntil[ \t]+(?P<day>\d[\w./-]*?)[\s).]*$")
_NAME = re.compile(r"[^,\s](?:[^,]*[^,\s])?")


@dataclass(frozen=True)
class Said:
    """A comment, understood: everything but the place it covers."""

    span: Span
    reach: Reach
    named: tuple[Span, ...] = ()
    reason: str = ""
    until: date | None = None
    faults: tuple[Verdict, ...] = ()

    def allowance(self, covers: Span) -> Allowance:
        return Allowance(self.span, covers, self.named, self.reason, self.until, self.faults)


def read(span: Span) -> Said | None:
    """What stands from the mark to the comment's end; None where it is a remark that asks for nothing."""
    said = cast("re.Match[str]", _SAID.match(span.text))  # it begins with the mark
    word = said["word"]
    if word not in _WORDS:
        near = get_close_matches(word.lower(), _WORDS, n=1, cutoff=0.75)
        if not near and not word.lower().startswith(_ELSEWHERE):
            return None
        facts = (("found", word), ("near", near[0] if near else "allow"))
        return Said(span, "line", faults=(Verdict("word", _part(span, *said.span("word")), facts),))
    start, end = said.span("rest")
    dated = _UNTIL.search(span.text, start)
    until, faults = _day(span, dated)
    end = dated.start() if dated else end
    colon = span.text.find(":", start, end)
    named, strange = _named(span, start, colon if colon >= 0 else end)
    reason = " ".join(span.text[colon + 1 : end].split()) if colon >= 0 else ""
    return Said(span, _WORDS[word], named, reason, until, (*faults, *strange))


def _day(span: Span, dated: re.Match[str] | None) -> tuple[date | None, list[Verdict]]:
    if dated is None:
        return None, []
    try:
        return date.fromisoformat(dated["day"]), []
    except ValueError:
        return None, [Verdict("date", _part(span, *dated.span("day")), (("found", dated["day"]),))]


def _named(span: Span, start: int, end: int) -> tuple[tuple[Span, ...], list[Verdict]]:
    """The rules between two offsets of the comment, and what is wrong with how they are written."""
    names = tuple(_part(span, *found) for found in _names(span.text, start, end))
    if not names:
        return (), [Verdict("nothing", span)]
    wordy = next((name for name in names if re.search(r"\s", name.text)), None)
    return (names, []) if wordy is None else ((), [Verdict("colon", wordy, (("found", wordy.text.split()[0]),))])


def _names(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _NAME.finditer(text, start, end):
        yield found.span()


def _part(span: Span, start: int, end: int) -> Span:
    return Span(span.source, span.start + start, span.start + end)
