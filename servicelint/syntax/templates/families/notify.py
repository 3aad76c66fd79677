"""GOV.UK Notify: `((name))`, and `((is late??You are late by a day.))`, whose words after `??` only some people see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.tokens import Token

MARKS = ("??",)

_FIELD = re.compile(r"\(\((?!\()(?P<name>[^()?]{1,200})(?:\?\?(?P<copy>(?:[^()]|\([^()]*\)(?!\))|\(\([^()?]*\)\))*+))?\)\)")
_BLOCK = "(("


def certainty(text: str) -> float:
    """Only by its conditions: brackets twice are a placeholder of others too, and a smile."""
    return 0.9 if "??" in text and any(found["copy"] is not None for found in _FIELD.finditer(text)) else 0.0


def tokens(text: str) -> Iterator[Token]:
    for found in _FIELD.finditer(text):
        name = " ".join(found["name"].split())
        if found["copy"] is None:
            yield Token("slot", *found.span(), name)
        else:
            yield Token("open", found.start(), found.start("copy"), name, _BLOCK)
            yield Token("close", found.end("copy"), found.end(), block=_BLOCK)
