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
    """`1, 2`, `no input, no match`; what is also taken by failing says so last: `9, no match`, `9, failing`, `or error`."""
    failures = list(dict.fromkeys(arrow.label or WORDS[arrow.trigger] for arrow in same if manner(arrow) == "failure"))
    others = list(dict.fromkeys(arrow.label for arrow in same if manner(arrow) != "failure" and arrow.label))
    silent = any(manner(arrow) != "failure" for arrow in same) and not others
    failing = ["failing"] if len(failures) > 1 and (others or silent) else failures
    return f"or {failing[0]}" if silent and failing else ", ".join([*others, *failing])


def manner(arrow: Arrow) -> str:
    if arrow.trigger in FAILURES:
        return "failure"
    return "choice" if arrow.trigger in CHOICES else "onward"
