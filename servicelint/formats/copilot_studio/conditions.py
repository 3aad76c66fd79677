"""Conditions in Power Fx as far as they tell which answer to a question they are made for."""

from __future__ import annotations

import re

from servicelint.syntax.dialogs import Comparison, either

_VARIABLE = r"(?:Text\(\s*)?(?P<variable>[A-Za-z]+\.[\w.]+)\s*\)?"
_VALUE = r"(?:'[^']*'\.(?:'(?P<quoted>[^']*)'|(?P<bare>\w+))|\"(?P<text>[^\"]*)\"|(?P<word>true|false|-?\d+))"
_EQUALS = re.compile(
    rf"\s*(?:{_VARIABLE}\s*(?P<sign>=|<>)\s*{_VALUE}|(?P<negated>!|Not\()?\s*(?P<alone>[A-Za-z]+\.[\w.]+)\)?)\s*"
)
_OR = re.compile(r"\|\||\bOr\b")


def read(condition: str) -> Comparison:
    """The comparison that a condition is; `UNTOLD` for all that is not one of one variable with fixed values."""
    return either([_compare(part) for part in _OR.split(_bare(condition))])


def variable(written: str) -> str:
    """The name of a variable without what says that it is new."""
    return written.strip().removeprefix("init:").strip().casefold()


def _bare(condition: str) -> str:
    """A condition without its equals sign and the brackets around it."""
    text = condition.strip().removeprefix("=").strip()
    while text.startswith("(") and text.endswith(")") and "(" not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _compare(part: str) -> Comparison | None:
    found = _EQUALS.fullmatch(_bare(part))
    if found is None:
        return None
    if found["alone"]:
        return Comparison(variable(found["alone"]), frozenset({"true"}), bool(found["negated"]))
    value = next(group for group in (found["quoted"], found["bare"], found["text"], found["word"]) if group is not None)
    return Comparison(variable(found["variable"]), frozenset({value.casefold()}), found["sign"] == "<>")
