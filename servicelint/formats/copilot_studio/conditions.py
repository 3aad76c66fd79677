"""Conditions in Power Fx as far as they tell which answer to a question they are made for."""

from __future__ import annotations

import re
from typing import NamedTuple

_VARIABLE = r"(?:Text\(\s*)?(?P<variable>[A-Za-z]+\.[\w.]+)\s*\)?"
_VALUE = r"(?:'[^']*'\.(?:'(?P<quoted>[^']*)'|(?P<bare>\w+))|\"(?P<text>[^\"]*)\"|(?P<word>true|false|-?\d+))"
_EQUALS = re.compile(
    rf"\s*(?:{_VARIABLE}\s*(?P<sign>=|<>)\s*{_VALUE}|(?P<negated>!|Not\()?\s*(?P<alone>[A-Za-z]+\.[\w.]+)\)?)\s*"
)
_OR = re.compile(r"\|\||\bOr\b")


class Test(NamedTuple):
    """Holds when `variable` has one of the values, or when it has none of them (`negated`)."""

    variable: str
    values: frozenset[str]
    negated: bool


UNTOLD = Test("", frozenset(), False)


def read(condition: str) -> Test:
    """The test that a condition is; `UNTOLD` for all that is not a comparison of one variable with fixed values."""
    tests = [_compare(part) for part in _OR.split(_bare(condition))]
    first = tests[0]
    if first is None or any(test is None or test[0] != first[0] or test[2] for test in tests[1:]):
        return UNTOLD
    if first.negated and len(tests) > 1:
        return UNTOLD
    return Test(first.variable, frozenset[str]().union(*(test.values for test in tests if test)), first.negated)


def variable(written: str) -> str:
    """The name of a variable without what says that it is new."""
    return written.strip().removeprefix("init:").strip().casefold()


def _bare(condition: str) -> str:
    """A condition without its equals sign and the brackets around it."""
    text = condition.strip().removeprefix("=").strip()
    while text.startswith("(") and text.endswith(")") and "(" not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _compare(part: str) -> Test | None:
    found = _EQUALS.fullmatch(_bare(part))
    if found is None:
        return None
    if found["alone"]:
        return Test(variable(found["alone"]), frozenset({"true"}), bool(found["negated"]))
    value = next(group for group in (found["quoted"], found["bare"], found["text"], found["word"]) if group is not None)
    return Test(variable(found["variable"]), frozenset({value.casefold()}), found["sign"] == "<>")
