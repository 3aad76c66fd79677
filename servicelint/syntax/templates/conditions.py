"""How the condition of a branch is called, so that branches which ask for the same thing are known to. Reads PHP and Ruby."""

from __future__ import annotations

import re

_NOT = re.compile(r"not\b\s*|!(?!=)\s*")
_THERE = re.compile(r"(?P<php>isset|empty)\((?P<value>[^(),]++)\)|(?P<name>[^\s()!]+)\.(?P<ruby>present|any|blank|empty|nil)\?")
_AROUND = re.compile(r"\(((?:[^()]|\([^()]*+\))*+)\)", re.DOTALL)


def condition(words: str) -> tuple[str, bool]:
    """The name of a condition, and whether it must not hold: `! empty($name)` asks whether there is a `$name`."""
    while around := _AROUND.fullmatch(words.strip()):
        words = around[1]
    words = words.strip()
    negated = _NOT.match(words) is not None
    bare = _NOT.sub("", words, count=1) if negated else words
    if there := _THERE.fullmatch(bare):
        missing = (there["php"] or there["ruby"]) in ("empty", "blank", "nil")
        return (there["value"] or there["name"]).strip(), negated != missing
    return bare, negated
