"""Conditions in adaptive expressions as far as they tell which answer to a question they are made for."""

from __future__ import annotations

import re

from servicelint.syntax.dialogs import Comparison, either

_NAME = r"[$%@A-Za-z][\w.$]*"
_VALUE = r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>true|false|-?\d+(?:\.\d+)?))"""
_TEST = re.compile(
    rf"""(?:(?:toLower|toUpper|string|trim)\(\s*)?(?P<variable>{_NAME})\s*\)?\s*(?P<sign>==|!=)\s*{_VALUE}
      | (?P<negated>!|not\()?\s*(?P<alone>{_NAME})\s*\)?
      | equals\(\s*(?P<compared>{_NAME})\s*,\s*(?:"(?P<second>[^"]*)"|'(?P<third>[^']*)')\s*\)""",
    re.VERBOSE | re.IGNORECASE,
)
_SCOPES = {"$": "dialog.", "%": "class."}


def read(condition: str) -> Comparison:
    """The comparison that a condition is; `UNTOLD` for all that is not one of one variable with fixed values."""
    return either([_compare(part) for part in bare(condition).split("||")])


def bare(expression: str) -> str:
    """An expression without the sign or braces that mark it, and without brackets around all of it."""
    text = expression.strip()
    text = text[2:-1] if text.startswith("${") and text.endswith("}") else text.removeprefix("=")
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and "(" not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def variable(written: str) -> str:
    """The name of a property: `$size` is short for `dialog.size`."""
    name = bare(written)
    return (_SCOPES.get(name[:1], name[:1]) + name[1:]).casefold()


def _compare(part: str) -> Comparison | None:
    found = _TEST.fullmatch(bare(part))
    if found is None:
        return None
    if found["alone"]:
        return Comparison(variable(found["alone"]), frozenset({"true"}), bool(found["negated"]))
    name = found["variable"] or found["compared"]
    values = (found["double"], found["single"], found["word"], found["second"], found["third"])
    value = next((value for value in values if value is not None), "")
    return Comparison(variable(name), frozenset({value.casefold()}), found["sign"] == "!=")
