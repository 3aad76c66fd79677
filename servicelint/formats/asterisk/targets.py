"""Where Asterisk's jumps lead: contexts, extensions and priorities as `Goto` and its like name them, and conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from servicelint.formats.asterisk.conf import split
from servicelint.formats.asterisk.dialplan import Action

_VALUE = re.compile(r"\$\{(?:GLOBAL\()?(\w+)\)?\}")
_EQUAL = re.compile(
    r"^\s*[\"']?\$\{(?P<name>\w+)\}[\"']?\s*==?\s*[\"']?(?P<value>[\w*#]*)[\"']?\s*$"
    r"|^\s*[\"']?(?P<other>[\w*#]*)[\"']?\s*==?\s*[\"']?\$\{(?P<named>\w+)\}[\"']?\s*$"
)
_EXPRESSION = re.compile(r"^\s*\$\[(?P<inside>.*)\]\s*$", re.DOTALL)


@dataclass(frozen=True)
class Frame:
    """A subroutine that is running: where it comes back to, its arguments, whether it comes back at its end."""

    back: State | None
    arguments: tuple[tuple[str, str], ...]
    macro: bool
    depth: int


class State(NamedTuple):
    """Where a call is: the context it looks numbers up in, what it dialled, the priority, and the subroutine."""

    context: str
    number: str
    priority: int
    frame: Frame | None = None


class Target(NamedTuple):
    """A jump's parts as they are written, "" for what stays as it is."""

    context: str
    number: str
    priority: str


class Branches(NamedTuple):
    """`condition?then:otherwise`; the offsets of the two within the arguments, none where there is nothing."""

    condition: str
    then: tuple[int, int] | None
    otherwise: tuple[int, int] | None


def target(written: str) -> Target:
    """`[[context,]extension,]priority`; old files have `|` for the comma."""
    text = written.strip()
    separator = "," if "," in text or "|" not in text else "|"
    parts = [text[start:end].strip() for start, end in split(text, separator)]
    context, number, priority = ["", "", *parts][-3:]
    return Target(context, number, priority)


def branches(action: Action) -> Branches:
    """The condition of `GotoIf`, `ExecIf` and their like, and the places of what follows from it."""
    text = action.inside
    (start, mark), *rest = split(text, "?", most=2)
    if not rest:
        return Branches(text, None, None)
    begin, end = rest[0]
    then, *others = [(begin + first, begin + last) for first, last in split(text[begin:end], ":", most=2)]
    otherwise = others[0] if others else None
    return Branches(
        text[start:mark],
        then if text[slice(*then)].strip() else None,
        otherwise if otherwise and text[slice(*otherwise)].strip() else None,
    )


def filled(written: str, values: Mapping[str, str]) -> str:
    """A text with the variables whose values are known; the others stay as they are written."""
    return _VALUE.sub(lambda found: values.get(found[1], found[0]), written)


def equals(condition: str, variable: str) -> list[str] | None:
    """The values of a variable for which a condition is true; None where it says something else."""
    inside = _EXPRESSION.match(condition)
    if inside is None:
        return None
    found = [_EQUAL.match(part.strip("() ")) for part in inside["inside"].split("|") if part.strip()]
    values = [_value(match, variable) for match in found]
    return [value for value in values if value is not None] if values and None not in values else None


def _value(match: re.Match[str] | None, variable: str) -> str | None:
    if match is None:
        return None
    name, value = (match["name"], match["value"]) if match["name"] else (match["named"], match["other"])
    return value if name == variable else None


def template(number: str, variable: str) -> Iterator[tuple[str, str]]:
    """The keys a caller may have pressed, and the number that each makes of `menu-${choice}`."""
    for key in "1234567890*#":
        yield key, number.replace(f"${{{variable}}}", key)
