"""Token patterns that need no more than the words themselves: matched here, because loading spaCy takes half a second.

Anything else in a pattern (lemmas, shapes, statistics, negation) is spaCy's work, see `tokens`; a test holds the two
against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]|_+")
_OPERATORS = {"1": (1, 1), "+": (1, 9), "?": (0, 1), "*": (0, 9)}
_READ: Mapping[str, Callable[[str], str]] = {"TEXT": str, "ORTH": str, "LOWER": str.lower}
_IS: Mapping[str, Callable[[str], bool]] = {"IS_TITLE": str.istitle, "IS_UPPER": str.isupper, "IS_LOWER": str.islower}

Test = Callable[[str], bool]


def can(pattern: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the pattern asks for nothing but words."""
    return all(_plain(token) for token in pattern)


def _plain(token: Mapping[str, Any]) -> bool:
    return all(
        (key == "OP" and value in _OPERATORS)
        or (key in _IS and isinstance(value, bool))
        or (key in _READ and (isinstance(value, str) or (isinstance(value, dict) and value.keys() <= {"IN", "NOT_IN"})))
        for key, value in token.items()
    )


def match(pattern: Sequence[Mapping[str, Any]], text: str) -> list[tuple[int, int]]:
    """Start and end (code points) of the longest matches in one sentence, none overlapping."""
    tokens = list(_TOKEN.finditer(text))
    words = [token.group() for token in tokens]
    steps = [(_test(token), *_OPERATORS[token.get("OP", "1")]) for token in pattern]
    found, start = [], 0
    while start < len(words):
        end = _longest(steps, words, start)
        if end > start:
            found.append((tokens[start].start(), tokens[end - 1].end()))
        start = max(end, start + 1)
    return found


def _longest(steps: Sequence[tuple[Test, int, int]], words: Sequence[str], start: int) -> int:
    """Where the longest match from `start` on ends; `start` where there is none."""
    ends = {start}
    for test, least, most in steps:
        after = set(ends) if least == 0 else set()
        for count in range(1, most + 1):
            ends = {end + 1 for end in ends if end < len(words) and test(words[end])}
            if count >= least:
                after |= ends
        ends = after
    return max(ends, default=start)


def _test(token: Mapping[str, Any]) -> Test:
    tests = [_condition(key, value) for key, value in token.items() if key != "OP"]
    return lambda word: all(test(word) for test in tests)


def _condition(key: str, value: Any) -> Test:
    if key in _IS:
        return lambda word: _IS[key](word) == value
    read = _READ[key]
    if isinstance(value, str):
        return lambda word: read(word) == value
    wanted, unwanted = value.get("IN"), value.get("NOT_IN", ())
    return lambda word: (wanted is None or read(word) in wanted) and read(word) not in unwanted
