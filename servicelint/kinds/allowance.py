"""Comments and entries that allow findings, where they cannot be understood, have run out, or allow nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from servicelint.model import Hit, Verdict

NAME = "allowance"
SCOPE = "allowance"
FACTS = ("found", "near", "until")


@dataclass(frozen=True)
class Find:
    """`word`: none of `allow`, `allow-line`, `allow-file`. `nothing`: no rule behind it. `colon`: words where a colon was
    expected. `name`: no rule, `near` is one like it; `stranger`: no rule at all. `date`: no date. `copy`: it stands in what
    customers read. `reason`: it gives none. `expired`, `useless`."""

    fault: Literal["word", "nothing", "colon", "name", "stranger", "date", "copy", "reason", "expired", "useless"]


def check(find: Find, verdicts: Sequence[Verdict]) -> Iterator[Hit]:
    """A hit for each allowance with that fault, in order."""
    for verdict in verdicts:
        if verdict.fault == find.fault:
            facts = {**dict.fromkeys(FACTS, ""), **dict(verdict.facts)}
            yield Hit(verdict.span, facts=tuple(facts.items()))
