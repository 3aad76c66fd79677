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
    merged: dict[tuple[str, str, str], list[Arrow]] = {}
    for arrow in arrows:
        merged.setdefault((manner(arrow), arrow.source, arrow.target), []).append(arrow)
    for how in ("choice", "onward", "failure"):
        for (kind, source, target), same in merged.items():
            if kind == how:
                said = dict.fromkeys(arrow.label or WORDS[arrow.trigger] for arrow in same)
                yield Line(source, target, ", ".join(word for word in said if word), how, any(a.shortest for a in same))


def manner(arrow: Arrow) -> str:
    if arrow.trigger in FAILURES:
        return "failure"
    return "choice" if arrow.trigger in CHOICES else "onward"
