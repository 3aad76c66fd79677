"""Which answers a split tells apart: its conditions asked, in their order, about every answer they name.

The first transition whose conditions all hold is taken, as on the platform.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from servicelint.formats.twilio_studio.widgets import Condition, Way, Widget
from servicelint.model.passage import SLOT

KEYS = tuple("0123456789*#")
_ANSWER = re.compile(
    r"widgets\.[\w-]+\.(?:Digits|SpeechResult|inbound\.\w+)|trigger\.(?:message|conversation)\.(?:Body|LastMessage)"
)
_VARIABLE = re.compile(r"flow\.variables\.(\w+)")
_LISTS = ("matches_any_of", "does_not_match_any_of")
_NAMING = ("equal_to", "matches_any_of", "contains", "starts_with")
_RANGES = ("less_than", "greater_than", "regex")
_SIMPLE = re.compile(r"(?:\(\?i\))?\^?\(?(?:\?:)?(?P<words>[\w ]+(?:\|[\w ]+)*)\)?\$?")


def variables(widgets: Iterable[Widget]) -> frozenset[str]:
    """The variables that are set to what the customer answered."""
    found = set()
    for widget in widgets:
        if widget.type != "set-variables" or widget.properties is None:
            continue
        for item in widget.properties.items("variables"):
            text = getattr(item, "text", None)
            if text is not None and _ANSWER.search(text("value")):
                found.add(text("key"))
    return frozenset(found)


def asks_answer(widget: Widget, known: frozenset[str]) -> bool:
    """Whether a split looks at what the customer said, pressed or wrote."""
    if widget.type != "split-based-on":
        return False
    tested = " ".join([widget.property("input"), *(test.of for way in widget.ways for test in way.conditions)])
    return bool(_ANSWER.search(tested)) or any(name in known for name in _VARIABLE.findall(tested))


def told_apart(ways: Sequence[Way], keypad: bool) -> list[list[str]]:
    """For each transition the answers that take it; ranges of keys are told apart only where keys are announced."""
    taken: list[list[str]] = [[] for _ in ways]
    for answer in dict.fromkeys(_named(ways, keypad)):
        for way, answers in zip(ways, taken, strict=True):
            if way.conditions and all(_holds(test, answer) for test in way.conditions):
                answers.append(answer)
                break
    return taken


def _named(ways: Iterable[Way], keypad: bool) -> Iterator[str]:
    for way in ways:
        for test in way.conditions:
            if test.type in _NAMING:
                yield from _values(test)
            elif test.type == "regex" and (simple := _SIMPLE.fullmatch(test.value)):
                yield from (word.strip() for word in simple["words"].split("|"))
            elif test.type in _RANGES and keypad:
                yield from KEYS


def _values(test: Condition) -> list[str]:
    if SLOT in test.value or "{{" in test.value:
        return []
    parts = test.value.split(",") if test.type in _LISTS else [test.value]
    return [part.strip() for part in parts if part.strip()]


def _holds(test: Condition, answer: str) -> bool:
    said, values = answer.lower(), [value.lower() for value in _values(test)]
    match test.type:
        case "equal_to" | "matches_any_of":
            return said in values
        case "not_equal_to" | "does_not_match_any_of":
            return said not in values
        case "contains":
            return any(value in said for value in values)
        case "does_not_contain":
            return not any(value in said for value in values)
        case "starts_with":
            return any(said.startswith(value) for value in values)
        case "does_not_start_with":
            return not any(said.startswith(value) for value in values)
        case "is_not_blank":
            return True
        case "regex":
            return _matches(test.value, answer)
        case "less_than" | "greater_than":
            return _compares(test, answer)
        case _:
            return False


def _matches(pattern: str, answer: str) -> bool:
    try:
        return re.search(pattern, answer, re.I) is not None
    except re.error:
        return False


def _compares(test: Condition, answer: str) -> bool:
    if not answer.isdecimal() or not re.fullmatch(r"-?\d+(?:\.\d+)?", test.value):
        return False
    return float(answer) < float(test.value) if test.type == "less_than" else float(answer) > float(test.value)
