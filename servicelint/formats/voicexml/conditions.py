"""What a condition comes to once the caller has chosen an option: `wish == 'cards'` after the option `cards`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servicelint.syntax.xml import Element

_SIMPLE = re.compile(
    r"\s*(?P<no>!\s*)?(?:dialog\.)?(?P<name>[\w.]+?)(?:\$\.(?:interpretation|utterance))?"
    r"\s*(?:(?P<how>[!=]==?)\s*(?P<quote>['\"]?)(?P<value>[^'\"&|()]*?)(?P=quote))?\s*$"
)


@dataclass(frozen=True)
class Known:
    """The value of one item of a form; boolean ones are `true` and `false`."""

    name: str
    value: str


def holds(condition: str, known: Known | None) -> bool | None:
    """Whether a condition is true for what is known, None where that does not decide it.

    A quoted `'true'` counts as `true`: that is what is meant where it is written.
    """
    if known is None:
        return None
    either = [_all(part, known) for part in condition.split("||")]
    if True in either:
        return True
    return None if None in either else False


def outcome(elements: Sequence[Element], known: Known) -> tuple[bool | None, ...]:
    """What every condition in some content comes to; options with the same outcome are answered alike."""
    tests = [inner for element in elements for inner in element.walk() if inner.local in ("if", "elseif")]
    return tuple([holds(test.get("cond"), known) for test in tests])


def _all(condition: str, known: Known) -> bool | None:
    every = [_one(part, known) for part in condition.split("&&")]
    if False in every:
        return False
    return None if None in every else True


def _one(condition: str, known: Known) -> bool | None:
    found = _SIMPLE.match(condition)
    if found is None or found["name"] != known.name:
        return None
    if found["how"]:
        return (found["value"].strip() == known.value) != found["how"].startswith("!") if not found["no"] else None
    return (known.value == "true") != bool(found["no"]) if known.value in ("true", "false") else None
