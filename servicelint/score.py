"""The score sheet: nine qualities, each from 0 to 100, by the findings in so many words.

A quality scores 100 x HALF / (HALF + burden); its burden is the weight of its findings in 1,000 words of the company. So
no finding is 100, a burden of HALF is 50, and nothing is ever below 0. The total is half the mean of the qualities by
weight and half the worst of them: nobody remembers eight good qualities beside a broken promise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from servicelint.acts.fold import WORD, fold
from servicelint.model import Document, Finding, Severity
from servicelint.rules import QUALITIES
from servicelint.terminal import Style, clean, head, wrap

HALF = 20.0
"""A quality with this burden scores 50: so do six errors and two warnings in 1,000 words."""
FEW_WORDS = 200
"""Shorter texts count as this long: one slip in a text message is no catastrophe."""
WEIGHTS: Mapping[str, float] = {"error": 3.0, "warning": 1.0, "hint": 0.25}
FORMULA = (
    f"score = 100 x {HALF:g} / ({HALF:g} + burden); burden = sum of weight x findings per 1,000 words of the company "
    f"(at least {FEW_WORDS} words); total = mean of (the qualities by weight, the worst of them)"
)
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True)
class Weights:
    """What counts how much: a finding by its severity, a quality within the total."""

    severities: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    qualities: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Mapping[str, float]) -> Weights:
        """The usual weights with those of a configuration in their place."""
        severities = {**WEIGHTS, **{name: value for name, value in settings.items() if name in WEIGHTS}}
        return cls(severities, {name: value for name, value in settings.items() if name in QUALITIES})


@dataclass(frozen=True)
class Sheet:
    """The scores of a file, or of all (`path` is "" then). `words` are the company's."""

    path: str
    words: int
    counts: Mapping[tuple[str, str], int]
    weights: Weights

    def count(self, quality: str, severity: str) -> int:
        return self.counts.get((quality, severity), 0)

    def per_thousand(self, quality: str) -> float:
        """Findings of a quality in 1,000 words."""
        found = sum(self.count(quality, severity) for severity in _SEVERITIES)
        return 1000 * found / max(self.words, FEW_WORDS)

    def score(self, quality: str) -> float:
        weight = sum(self.weights.severities[severity] * self.count(quality, severity) for severity in _SEVERITIES)
        burden = 1000 * weight / max(self.words, FEW_WORDS)
        return 100 * HALF / (HALF + burden)

    @property
    def total(self) -> float:
        weights = {quality: self.weights.qualities.get(quality, 1.0) for quality in QUALITIES}
        whole = sum(weights.values())
        if not whole:
            return 100.0
        mean = sum(self.score(quality) * weight for quality, weight in weights.items()) / whole
        return (mean + min(self.score(quality) for quality, weight in weights.items() if weight)) / 2


def sheets(read: Iterable[tuple[Document, Sequence[Finding]]], weights: Weights) -> tuple[Sheet, list[Sheet]]:
    """The sheet of everything, and one for each file that was asked for, in their order."""
    words: Counter[str] = Counter()
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for document, findings in read:
        named = document.bundle.named or {source.path for source in document.bundle.sources}
        words.update(dict.fromkeys(named, 0))
        words.update(_words(document, named))
        for finding in findings:
            counts.setdefault(finding.path, Counter())[finding.quality, finding.severity] += 1
    each = [Sheet(path, words[path], counts.get(path, {}), weights) for path in sorted(words)]
    together: Counter[tuple[str, str]] = sum(counts.values(), Counter())
    return Sheet("", sum(words.values()), together, weights), each


def _words(document: Document, named: Iterable[str]) -> Counter[str]:
    """The words of the company in each file; what several readings share counts once."""
    wanted, seen = set(named), set()
    found: Counter[str] = Counter()
    for message in document.messages:
        if message.speaker == "customer":
            continue
        for passage in message.passages:
            place = passage.span
            key = (place.source.path, place.start, place.end)
            if place.source.path in wanted and key not in seen:
                seen.add(key)
                found[place.source.path] += len(WORD.findall(fold(passage.text)))
    return found


def as_json(total: Sheet, files: Sequence[Sheet]) -> str:
    """One object; figures with one digit after the point."""
    data = {"version": 1, "formula": FORMULA, "total": _data(total), "files": [_data(sheet) for sheet in files]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _data(sheet: Sheet) -> dict[str, Any]:
    qualities = {
        quality: {
            "score": round(sheet.score(quality), 1),
            **{f"{severity}s": sheet.count(quality, severity) for severity in _SEVERITIES},
            "per_1000_words": round(sheet.per_thousand(quality), 1),
        }
        for quality in QUALITIES
    }
    path = {"path": sheet.path} if sheet.path else {}
    return {**path, "words": sheet.words, "score": round(sheet.total, 1), "qualities": qualities}


def as_markdown(total: Sheet, files: Sequence[Sheet]) -> str:
    """A table of qualities and a table of files."""
    lines = [f"# Score: {total.total:.0f} of 100", "", "| quality | score | errors | warnings | hints | per 1,000 words |"]
    lines.append("|---|--:|--:|--:|--:|--:|")
    for quality in QUALITIES:
        counts = " | ".join(str(total.count(quality, severity)) for severity in _SEVERITIES)
        lines.append(f"| {quality} | {total.score(quality):.0f} | {counts} | {total.per_thousand(quality):.1f} |")
    lines += ["", f"{total.words} words. {FORMULA}.", "", "| file | score | words |", "|---|--:|--:|"]
    lines += [f"| {clean(sheet.path)} | {sheet.total:.0f} | {sheet.words} |" for sheet in files]
    return "\n".join(lines) + "\n"


def as_text(total: Sheet, files: Sequence[Sheet], style: Style) -> str:
    """A bar a quality, then the files from the worst to the best."""
    return "".join(f"{line}\n" for line in _text(total, files, style))


def _text(total: Sheet, files: Sequence[Sheet], style: Style) -> Iterator[str]:
    longest = max(map(len, QUALITIES))
    yield style.paint(f"{total.total:3.0f} of 100", _color(total.total), bold=True) + f"  in {total.words} words"
    yield ""
    for quality in QUALITIES:
        score = total.score(quality)
        bar = "█" * round(score / 5) + "░" * (20 - round(score / 5))
        counts = [f"{n} {name if n == 1 else name + 's'}" for name in _SEVERITIES if (n := total.count(quality, name))]
        told = f"  {', '.join(counts)}" if counts else ""
        yield f"  {quality:{longest}}  {style.paint(bar, _color(score))} {score:3.0f}{style.paint(told, dim=True)}".rstrip()
    low = [sheet for sheet in files if sheet.total < 99.95]
    if len(files) > 1:
        yield ""
        for sheet in sorted(low, key=lambda sheet: (round(sheet.total), sheet.path)):
            yield f"  {style.paint(f'{sheet.total:3.0f}', _color(sheet.total))}  {head(clean(sheet.path), style.width - 7)}"
        if len(low) < len(files):
            yield f"  {style.paint('100', _color(100))}  {'all others' if low else 'all files'}, {len(files) - len(low)}"
    yield ""
    for line in wrap(FORMULA, style.prose):
        yield style.paint(line, dim=True)


def _color(score: float) -> str:
    return "green" if score >= 90 else "yellow" if score >= 70 else "red"
