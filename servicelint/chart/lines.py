"""The arrows as a picture draws them: those between the same two boxes as one line, with one label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from servicelint.chart import Arrow
from servicelint.flows.graph import CHOICES, FAILURES

WORDS = {
    "no-input": "no input",
    "no-match": "no match",
    "error": "error",
    "condition": "",
    "always": "",
    "option": "",
    "intent": "",
}
"""What a line says where the arrow has no label of its own."""

_LOUDEST = ("choice", "onward", "failure")


@dataclass(frozen=True, slots=True)
class Line:
    """`manner`: `choice` (the customer chose), `onward` (it goes on by itself), `failure` (silence, no match, error)."""

    source: str
    target: str
    label: str
    manner: str
    shortest: bool


def lines(arrows: Iterable[Arrow]) -> Iterator[Line]:
    """The lines in the order of the arrows: choices first, failures last, so that a walk takes them in that order."""
    merged: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in arrows:
        merged.setdefault((arrow.source, arrow.target), []).append(arrow)
    ways = [(ends, sorted(same, key=lambda arrow: _LOUDEST.index(manner(arrow)))) for ends, same in merged.items()]
    for how in _LOUDEST:
        for (source, target), same in ways:
            if manner(same[0]) == how:
                yield Line(source, target, _label(same), how, any(arrow.shortest for arrow in same))


def _label(same: Iterable[Arrow]) -> str:
    """`1, 2, no match`; what goes on by itself and by failing too says so: `or error`."""
    words = list(dict.fromkeys(word for arrow in same if (word := arrow.label or WORDS[arrow.trigger])))
    alone = any(manner(arrow) == "onward" and not arrow.label for arrow in same)
    failing = bool(words) and all(manner(arrow) == "failure" or not arrow.label for arrow in same)
    return f"or {', '.join(words)}" if alone and failing else ", ".join(words)


def manner(arrow: Arrow) -> str:
    if arrow.trigger in FAILURES:
        return "failure"
    return "choice" if arrow.trigger in CHOICES else "onward"
