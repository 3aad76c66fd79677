"""What each kind of box looks like: its outline, its sign, its word. Never colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from servicelint.chart import Box, BoxKind

NAMES: Mapping[BoxKind, str] = {
    "menu": "Menu", "ask": "Question", "say": "Says", "human": "Person", "elsewhere": "Elsewhere", "end": "End",
    "unknown": "Unknown", "group": "Part of the flow",
}  # fmt: skip
STEP, STEP_MEANING = "Step", "works without a word"
STEP_SIGN = "M7 4.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5zM7 1.5v3M7 9.5v3M1.5 7h3M9.5 7h3"
MEANINGS: Mapping[BoxKind, str] = {
    "menu": "offers keys or labels and waits",
    "ask": "waits for any other answer",
    "say": "speaks and goes on",
    "human": "hands over to a person",
    "elsewhere": "leaves these files",
    "end": "ends the contact",
    "unknown": "may lead anywhere",
    "group": "several steps, folded",
}
SIGNS: Mapping[BoxKind, str] = {
    "menu": "M2 2h2v2h-2zM6 2h2v2h-2zM10 2h2v2h-2zM2 6h2v2h-2zM6 6h2v2h-2zM10 6h2v2h-2zM6 10h2v2h-2z",
    "ask": "M4 5a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.1-1.6 2M7 12v.2",
    "say": "M2 2.5h10v7h-6l-2.5 2.5v-2.5h-1.5z",
    "human": "M7 1.5a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2zM2 12.5c0-3 2.2-4.5 5-4.5s5 1.5 5 4.5z",
    "elsewhere": "M5.5 3h-3v8.5h8.5v-3M7.5 2h4.5v4.5M12 2l-5.5 5.5",
    "end": "M3 3h8v8h-8z",
    "unknown": "M2.5 7h.2M7 7h.2M11.5 7h.2",
    "group": "M2 4.5l5-2.5 5 2.5-5 2.5zM2 7.2l5 2.5 5-2.5M2 9.9l5 2.5 5-2.5",
}
"""Paths in a field of 14 × 14."""
FILLED = frozenset({"menu", "human", "end"})
"""Signs that are filled rather than drawn."""
SLANT: Mapping[BoxKind, float] = {"menu": 12, "ask": 12, "elsewhere": 14, "human": 12, "end": 5}
"""How much room a shape takes from its text on either side."""


def name(box: Box) -> str:
    """The word for a box: that of its kind, or that it works without a word."""
    return STEP if quiet(box) else NAMES[box.kind]


def quiet(box: Box) -> bool:
    """Whether a box speaks by its kind but says nothing: it sets, checks or fetches something."""
    return box.kind == "say" and box.silent


def outline(kind: BoxKind, x: float, y: float, w: float, h: float) -> str:
    """The path of a box whose left top is x, y."""
    if kind == "menu":
        return path((x + 13, y), (x + w - 13, y), (x + w, y + h / 2), (x + w - 13, y + h), (x + 13, y + h), (x, y + h / 2))
    if kind == "ask":
        return path((x + 12, y), (x + w, y), (x + w - 12, y + h), (x, y + h))
    if kind == "elsewhere":
        return path((x, y), (x + w - 16, y), (x + w, y + h / 2), (x + w - 16, y + h), (x, y + h))
    if kind == "end":
        return path(
            (x + 11, y), (x + w - 11, y), (x + w, y + 11), (x + w, y + h - 11),
            (x + w - 11, y + h), (x + 11, y + h), (x, y + h - 11), (x, y + 11),
        )  # fmt: skip
    return _rounded(x, y, w, h, min(h / 2, 28) if kind == "human" else 3 if kind == "group" else 9)


def sign(box: Box, x: float, y: float) -> str:
    """The sign of a box as a path element whose left top is x, y."""
    full = " full" if box.kind in FILLED else ""
    drawn = STEP_SIGN if quiet(box) else SIGNS[box.kind]
    return f'<path class="sign{full}" transform="translate({number(x)} {number(y)})" d="{drawn}"/>'


def look(box: Box) -> str:
    """The word for a box in style sheets: its kind, or `step`."""
    return "step" if quiet(box) else box.kind


def path(*points: tuple[float, float]) -> str:
    """A closed path through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"


def number(value: float) -> str:
    """A length for SVG, to a tenth of a pixel."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _rounded(x: float, y: float, w: float, h: float, r: float) -> str:
    n = number
    return (
        f"M{n(x + r)} {n(y)}h{n(w - 2 * r)}a{n(r)} {n(r)} 0 0 1 {n(r)} {n(r)}v{n(h - 2 * r)}"
        f"a{n(r)} {n(r)} 0 0 1 {n(-r)} {n(r)}h{n(2 * r - w)}a{n(r)} {n(r)} 0 0 1 {n(-r)} {n(-r)}v{n(2 * r - h)}"
        f"a{n(r)} {n(r)} 0 0 1 {n(r)} {n(-r)}z"
    )
