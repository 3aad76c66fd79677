"""What belongs together in a big chart: boxes with the same first name, else boxes of one file, else all that can only be
reached through one box (its dominator tree)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from servicelint.chart import Box, Chart

LIMIT = 60
"""A picture with more boxes is folded."""
LEAST, ENOUGH = 3, 0.6
"""Names make groups from so many boxes on, and are taken when they group so much of the chart."""
BRANCH = 20
"""A branch with so many boxes becomes a group of its own."""
_STEM = re.compile(r"[/#,]")
_JOINT = re.compile(r"( - |: |/)")
_TAIL = re.compile(r"(?: > |: )[^:>]*$")


@dataclass(frozen=True)
class Group:
    """Boxes that are shown as one, by their ids, in the order of the chart."""

    name: str
    boxes: tuple[str, ...]


def groups(chart: Chart) -> tuple[Group, ...]:
    """The groups of a chart, two or more and none of all its boxes; boxes that stand alone are in none."""
    folded = any(box.kind == "group" for box in chart.boxes)
    keys: tuple[Callable[[Box], str], ...] = (_stem, lambda box: PurePath(box.path).stem)
    for key in (_first_words, _more_words) if folded else keys:
        found = _named(chart, {box.id: key(box) for box in chart.boxes})
        grouped = sum(len(group.boxes) for group in found)
        if len(found) > 1 and grouped >= ENOUGH * len(chart.boxes) and _useful(chart, found):
            return found
    found = _branches(chart)
    return found if len(found) > 1 and _useful(chart, found) else _slices(chart)


def _useful(chart: Chart, found: Sequence[Group]) -> bool:
    return max(len(group.boxes) for group in found) <= 0.8 * len(chart.boxes)


def _stem(box: Box) -> str:
    """The first name in an id: `returns` of `returns/3`, `returns: end`, `returns#menu:noinput`."""
    head, *rest = _STEM.split(box.id, maxsplit=1)
    return head.strip() if rest else _TAIL.sub("", box.id).strip()


def _first_words(box: Box, parts: int = 1) -> str:
    """How the name of a group begins, without numbers: `Shop - Returns` of `Shop - Returns 2 - Labels`."""
    words = _JOINT.split(box.text)[: 2 * parts - 1] if box.kind == "group" else []
    return re.sub(r"\s*\d.*", "", "".join(words)).strip()


def _more_words(box: Box) -> str:
    return _first_words(box, 2)


def _named(chart: Chart, names: Mapping[str, str]) -> tuple[Group, ...]:
    sizes = Counter(names.values())
    members: dict[str, list[str]] = {}
    for box in chart.boxes:
        name = names.get(box.id, "")
        if name and sizes[name] >= LEAST:
            members.setdefault(name, []).append(box.id)
    return tuple([Group(name, tuple(boxes)) for name, boxes in members.items()])


def _branches(chart: Chart) -> tuple[Group, ...]:
    """From the ends up: a box and all that can only be reached through it, as soon as that is much; the rest stays."""
    order, above = _dominators(chart)
    under: dict[str, list[str]] = {}
    cut: list[list[str]] = []
    for name in reversed(order):
        own = [name, *under.get(name, ())]
        if len(own) >= BRANCH and name in above:
            cut.append(own)
        elif name in above:
            under.setdefault(above[name], []).extend(own)
    place = {box.id: at for at, box in enumerate(chart.boxes)}
    named = _name(chart)
    return tuple([Group(named(boxes), tuple(sorted(boxes, key=place.__getitem__))) for boxes in reversed(cut)])


def _name(chart: Chart) -> Callable[[Sequence[str]], str]:
    """What a group without a name of its own is called: by the first of its boxes that says something."""
    titles = {box.id: box.title for box in chart.boxes if box.title}
    spoken = {box.id: box.title for box in chart.boxes if box.title and not box.silent}

    def name(boxes: Sequence[str]) -> str:
        return next((known[box] for known in (spoken, titles) for box in boxes if box in known), "Steps")

    return name


def _slices(chart: Chart) -> tuple[Group, ...]:
    """The boxes as a walk in depth finds them, in slices of one picture each."""
    order, _ = _dominators(chart)
    named = _name(chart)
    cuts = [order[at : at + LIMIT * 2 // 3] for at in range(0, len(order), LIMIT * 2 // 3)]
    return tuple([Group(named(slice_), tuple(slice_)) for slice_ in cuts])


def _dominators(chart: Chart) -> tuple[list[str], dict[str, str]]:
    """The boxes as a walk in depth finds them, and for each the last box that every way to it passes; none for the
    entry, and for boxes that have no such box. Cooper, Harvey and Kennedy 2001."""
    onward: dict[str, list[str]] = {box.id: [] for box in chart.boxes}
    before: dict[str, list[str]] = {box.id: [] for box in chart.boxes}
    for arrow in chart.arrows:
        onward[arrow.source].append(arrow.target)
        before[arrow.target].append(arrow.source)
    post, pre = _walk(chart, onward)
    rank = {name: at for at, name in enumerate(post)}
    top = len(post)
    above: dict[int, int] = {top: top}
    roots = {name for name in onward if name == chart.entry or not before[name]}
    changed = True
    while changed:
        changed = False
        for at in range(top - 1, -1, -1):
            name = post[at]
            known = [rank[other] for other in before[name] if rank[other] in above]
            new = top if name in roots or not known else known[0]
            for other in known[1:] if new != top else ():
                new = _meet(above, new, other)
            if above.get(at) != new:
                above[at] = new
                changed = True
    return pre, {post[at]: post[over] for at, over in above.items() if over < top and at < top}


def _meet(above: Mapping[int, int], one: int, other: int) -> int:
    while one != other:
        while one < other:
            one = above[one]
        while other < one:
            other = above[other]
    return one


def _walk(chart: Chart, onward: Mapping[str, list[str]]) -> tuple[list[str], list[str]]:
    """The boxes in postorder and in preorder of a walk in depth from the entry, then from the others."""
    post: list[str] = []
    pre: dict[str, None] = {}
    for root in [chart.entry, *onward]:
        if root in pre or root not in onward:
            continue
        pre[root] = None
        walk = [(root, iter(onward[root]))]
        while walk:
            name, rest = walk[-1]
            target = next((other for other in rest if other not in pre), None)
            if target is None:
                post.append(name)
                walk.pop()
            else:
                pre[target] = None
                walk.append((target, iter(onward[target])))
    return post, list(pre)
