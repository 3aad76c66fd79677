"""How long speech takes: words are counted here, and the breaks and rates of speech markup noted on its passages.

What breaks and rates without a figure mean is an assumption: Azure Speech documents these figures for its voices, the
standard (W3C, SSML 1.1) leaves them to each engine.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from servicelint.model.passage import SLOT, Passage, Piece, place
from servicelint.model.pieces import text_of

WORDS_A_MINUTE = 150
"""How fast a prompt is spoken where the configuration says nothing else: an assumption."""
STRENGTHS = {"none": 0.0, "x-weak": 0.25, "weak": 0.5, "medium": 0.75, "strong": 1.0, "x-strong": 1.25}
"""Seconds that a break without a time lasts."""
RATES = {"x-slow": 0.5, "slow": 0.64, "medium": 1.0, "default": 1.0, "fast": 1.55, "x-fast": 2.0}
"""How fast the named rates are, beside the voice's own pace."""
SLOWEST, FASTEST = 0.2, 5.0
"""A rate beyond these is a mistake in the file, or words a minute."""

_SIGNS = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[^\W\d{_SIGNS}]+(?:['’-][^\W\d{_SIGNS}]+)*|\d+|[{_SIGNS}]|{SLOT}")
_LONG = re.compile(rf"\d{{3,}}|[{_SIGNS}]")
"""What is not just one word."""
_PACED = re.compile(r"<(?:\w+:)?(?:break|prosody|say-as)\b", re.I)
_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?:\w+:)?(?P<name>[A-Za-z][\w.-]*)(?P<inside>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"(?<![\w:-])(?P<name>time|strength|rate|interpret-as)\s*=\s*\\?[\"'](?P<value>[^\"'\\]*)")
_TIME = re.compile(r"\+?(\d*\.?\d+)\s*(ms|s)")
_RATE = re.compile(r"([+-]?)(\d*\.?\d+)(%?)")
_SPELT = frozenset({"characters", "digits", "spell-out", "telephone", "verbatim"})


def words(text: str) -> float:
    """How many words are spoken: a number of up to two digits is one, of more one for each digit; a value that is filled in
    is one; a sign of Chinese or Japanese is half of one."""
    return len(_WORD.findall(text)) + sum(map(_beyond, _LONG.findall(text)))


def duration(written: str) -> float | None:
    """The seconds of `2s`, `.5s` or `500ms`; None where it is no time."""
    found = _TIME.fullmatch(written.strip().lower())
    return float(found[1]) / (1000 if found[2] == "ms" else 1) if found else None


def figure(written: str) -> float | None:
    """A plain number of seconds; None where it is none, such as a value that is filled in."""
    return float(written) if re.fullmatch(r"\s*\d*\.?\d+\s*", written) else None


def followed(passages: Sequence[Passage], seconds: float) -> tuple[Passage, ...]:
    """The passages with so much silence after the last of them."""
    if not passages or not seconds:
        return tuple(passages)
    last = passages[-1]
    return (*passages[:-1], replace(last, pauses=(*last.pauses, (last.span.end, seconds))))


def paced(passages: Sequence[Passage], marked: Sequence[Piece]) -> tuple[Passage, ...]:
    """The passages of a text with its breaks and rates; `marked` is that text with its markup."""
    text = text_of(marked)
    if not passages or not _PACED.search(text):
        return tuple(passages)
    source, first, last = marked[0].span.source, marked[0].span.start, marked[-1].span.end
    own = [n for n, each in enumerate(passages) if each.span.source is source and first <= each.span.start < last]
    starts = [passages[n].span.start for n in own]
    if not own or any(one > other for one, other in pairwise(starts)):
        return tuple(passages)
    pauses: dict[int, list[tuple[int, float]]] = {n: [] for n in own}
    spoken: dict[int, list[tuple[float, float]]] = {n: [] for n in own}
    for at, silence, count, rate in _stretches(marked, text):
        n = own[max(bisect_right(starts, at) - 1, 0)]
        if silence:
            pauses[n].append((at, silence))
        if count:
            spoken[n].append((count, rate))
    timed = {n: replace(passages[n], pauses=tuple(pauses[n]), rate=_mean(spoken[n])) for n in own}
    return tuple([timed.get(n, each) for n, each in enumerate(passages)])


def _stretches(marked: Sequence[Piece], text: str) -> Iterator[tuple[int, float, float, float]]:
    """Where each break and each run of words begins in the file, the seconds of silence, the words and their rate."""
    rates, spelt, at = [1.0], 0, 0
    for found in _TAG.finditer(text):
        yield from _run(marked, text, (at, found.start()), rates[-1], spelt > 0)
        at = found.end()
        name, closes = (found["name"] or "").lower(), bool(found["close"])
        told = {each["name"]: each["value"] for each in _ATTRIBUTE.finditer(found["inside"] or "")}
        alone = (found["inside"] or "").rstrip().endswith("/")
        if name == "break" and not closes:
            yield place(marked, found.start(), found.end()).start, _silence(told), 0, 1.0
        elif name == "prosody" and closes:
            rates = rates[:-1] or [1.0]
        elif name == "prosody" and not alone:
            rates.append(rates[-1] * _rate(told.get("rate", "")))
        elif name == "say-as" and not alone and (closes or told.get("interpret-as") in _SPELT):
            spelt = max(spelt + (-1 if closes else 1), 0)
    yield from _run(marked, text, (at, len(text)), rates[-1], spelt > 0)


def _run(
    marked: Sequence[Piece], text: str, bounds: tuple[int, int], rate: float, spelt: bool
) -> Iterator[tuple[int, float, float, float]]:
    run = text[slice(*bounds)]
    begins = bounds[0] + len(run) - len(run.lstrip())
    if count := words(run):
        at = place(marked, begins, begins + 1).start
        signs = sum(map(str.isalnum, run))
        slower = max(signs - count, 0) * 60 / WORDS_A_MINUTE if spelt else 0.0
        yield at, slower, count, rate


def _silence(told: dict[str, str]) -> float:
    if "time" in told:
        return duration(told["time"]) or 0.0
    return STRENGTHS.get(told.get("strength", "medium").lower(), 0.0)


def _rate(written: str) -> float:
    """A named rate, a factor (`1.2`), a share of the usual (`80%`) or a change to it (`-20%`)."""
    found = _RATE.fullmatch(written.strip())
    if found is None:
        return RATES.get(written.strip().lower(), 1.0)
    value = float(found[2]) / (100 if found[3] else 1)
    rate = {"+": 1 + value, "-": 1 - value}.get(found[1], value)
    return rate if SLOWEST <= rate <= FASTEST else 1.0


def _mean(spoken: Iterable[tuple[float, float]]) -> float:
    """The rate at which all takes as long as its parts do at theirs."""
    listed = list(spoken)
    lasts = sum(count / rate for count, rate in listed)
    return sum(count for count, _ in listed) / lasts if lasts else 1.0


def _beyond(found: str) -> float:
    """What a number or a sign counts beside the one word it is."""
    return len(found) - 1 if found[0].isdigit() else -0.5
