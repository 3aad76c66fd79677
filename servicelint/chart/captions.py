"""What pictures made of text say in a box: its kind and time, its words, what was found."""

from __future__ import annotations

from collections import Counter

from servicelint.chart import Box
from servicelint.chart.measured import when
from servicelint.chart.shapes import name

SIGNS = {"error": "⛔", "warning": "⚠", "hint": "ℹ"}


def caption(box: Box) -> list[str]:
    """The lines of a box: `Menu · 12 s`, what is said, `⚠ 2 warnings: rule, rule`."""
    head = " · ".join(part for part in (name(box), when(box)) if part)
    return [line for line in (head, box.title, box.note, found(box)) if line]


def found(box: Box) -> str:
    """What was found in a box, the gravest first; "" where nothing was."""
    if not box.marks:
        return ""
    counts = Counter(mark.severity for mark in box.marks)
    told = ", ".join(f"{number} {grade}{'s' if number > 1 else ''}" for grade, number in counts.items())
    rules = ", ".join(dict.fromkeys(mark.rule for mark in box.marks))
    return f"{SIGNS[box.marks[0].severity]} {told}: {rules}"
