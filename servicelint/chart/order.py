"""The order of what stands in each row, so that few arrows cross: medians of neighbours, then swaps of neighbours.

Sugiyama, Tagawa and Toda 1981; the sweeps and swaps are those of Gansner, Koutsofios, North and Vo 1993, section 3.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

SWEEPS = 12
STALE = 4
"""So many sweeps without fewer crossings end the search."""

Rows = list[list[int]]
Neighbours = Sequence[Sequence[int]]


def ordered(rows: Rows, up: Neighbours, down: Neighbours) -> Rows:
    """The rows with few crossings; `up` and `down` are each node's neighbours in the row above and below."""
    place = {node: at for row in rows for at, node in enumerate(row)}
    best = [list(row) for row in rows]
    least = (crossings(best, down), 0)
    now, stale = [list(row) for row in best], 0
    for sweep in range(SWEEPS):
        if not least[0] or stale >= STALE:
            break
        downwards = sweep % 2 == 0
        _sweep(now, up if downwards else down, downwards)
        _swap(now, up, down)
        cost = (crossings(now, down), _turned(now, up, place))
        stale = 0 if cost < least else stale + 1
        if cost < least:
            best, least = [list(row) for row in now], cost
    return best


def _turned(rows: Rows, up: Neighbours, place: dict[int, int]) -> int:
    """How many neighbours that come from the same node stand the other way round than at first: keys run 1, 2, 3."""
    return sum(
        place[left] > place[right] and not set(up[left]).isdisjoint(up[right]) for row in rows for left, right in pairwise(row)
    )


def crossings(rows: Rows, down: Neighbours) -> int:
    """How many pairs of edges between neighbouring rows cross."""
    return sum(_between(above, below, down) for above, below in pairwise(rows))


def _between(above: list[int], below: list[int], down: Neighbours) -> int:
    place = {node: at for at, node in enumerate(below)}
    seen: list[int] = []
    count = 0
    for node in above:
        ends = sorted(place[other] for other in down[node])
        count += sum(len(seen) - bisect_right(seen, end) for end in ends)
        for end in ends:
            insort(seen, end)
    return count


def _sweep(rows: Rows, beside: Neighbours, downwards: bool) -> None:
    """Put every row in the order of its nodes' neighbours in the row before; a node without any keeps its place."""
    turns = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
    for at in turns:
        before = {node: place for place, node in enumerate(rows[at - 1 if downwards else at + 1])}
        goal = {node: _median(sorted(before[other] for other in beside[node])) for node in rows[at]}
        moving = sorted((node for node in rows[at] if goal[node] is not None), key=lambda node: goal[node] or 0.0)
        turn = iter(moving)
        rows[at] = [node if goal[node] is None else next(turn) for node in rows[at]]


def _median(places: list[int]) -> float | None:
    """The middle of the places, between the two middle ones leaning to the crowded side."""
    middle = len(places) // 2
    if not places:
        return None
    if len(places) % 2:
        return float(places[middle])
    if len(places) == 2:
        return (places[0] + places[1]) / 2
    left, right = places[middle - 1] - places[0], places[-1] - places[middle]
    if left + right == 0:
        return (places[middle - 1] + places[middle]) / 2
    return (places[middle - 1] * right + places[middle] * left) / (left + right)


def _swap(rows: Rows, up: Neighbours, down: Neighbours) -> None:
    """Swap neighbours as long as that saves crossings."""
    place = {node: at for row in rows for at, node in enumerate(row)}
    for _ in range(6):
        better = False
        for row in rows:
            for at in range(len(row) - 1):
                left, right = row[at], row[at + 1]
                saved = sum(
                    _crossed(sides[left], sides[right], place) - _crossed(sides[right], sides[left], place)
                    for sides in (up, down)
                )
                if saved > 0:
                    row[at], row[at + 1] = right, left
                    place[left], place[right] = at + 1, at
                    better = True
        if not better:
            break


def _crossed(left: Sequence[int], right: Sequence[int], place: dict[int, int]) -> int:
    """How many of their edges cross when `left` stands before `right`."""
    if not left or not right:
        return 0
    ends = sorted(place[node] for node in right)
    count = 0
    for node in left:
        end, low = place[node], 0
        while low < len(ends) and ends[low] < end:
            low += 1
        count += low
    return count
