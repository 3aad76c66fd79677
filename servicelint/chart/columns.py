"""How far to the right everything stands: straight long arrows, boxes in the middle of what they lead to.

Brandes and Köpf 2001, "Fast and simple horizontal coordinate assignment", with the block graph of its 2020 erratum:
four times the rows are aligned to one side and packed; each node takes the mean of its two middle places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

Rows = Sequence[Sequence[int]]
Neighbours = Sequence[Sequence[int]]


Pairs = AbstractSet[tuple[int, int]]


def columns(
    rows: Rows,
    up: Neighbours,
    down: Neighbours,
    width: Sequence[float],
    gap: Sequence[float],
    bends: AbstractSet[int],
    loose: Pairs = frozenset(),
) -> list[float]:
    """The middle of each node in pixels. `width` of each node, `gap` each node keeps to its neighbour on either side
    (of two the smaller), `bends` the nodes that only carry an arrow through their row: between those it stays straight;
    `loose` the edges (upper, lower) that need not be straight."""
    conflicts = _conflicts(rows, up, bends) | loose
    found: list[dict[int, float]] = []
    for downwards in (True, False):
        for rightwards in (True, False):
            turned = [list(row) if rightwards else list(reversed(row)) for row in (rows if downwards else list(reversed(rows)))]
            root, align = _aligned(turned, up if downwards else down, conflicts)
            xs = _packed(turned, root, align, width, gap)
            found.append(xs if rightwards else {node: -x for node, x in xs.items()})
    return _balanced(found, width)


def _conflicts(rows: Rows, up: Neighbours, bends: AbstractSet[int]) -> set[tuple[int, int]]:
    """The edges (upper, lower) that cross a straight stretch between two bends and so may not be straight themselves."""
    marked: set[tuple[int, int]] = set()
    for above, below in pairwise(rows):
        place = {node: at for at, node in enumerate(above)}
        low, scanned = 0, 0
        for at, node in enumerate(below):
            inner = next((other for other in up[node] if node in bends and other in bends), None)
            if inner is None and at < len(below) - 1:
                continue
            high = place[inner] if inner is not None else len(above)
            for passed in below[scanned : at + 1]:
                for other in up[passed]:
                    straight = passed in bends and other in bends
                    if not straight and not low <= place[other] <= high:
                        marked.add((other, passed))
            scanned, low = at + 1, high
    return marked


def _aligned(rows: Rows, before: Neighbours, conflicts: Pairs) -> tuple[dict[int, int], dict[int, int]]:
    """Join each node to a middle neighbour of the row before, as far as nothing crosses: chains that will be straight.

    Gives each node's chain (its first node) and the node that follows it in its chain (the first after the last).
    """
    root = {node: node for row in rows for node in row}
    align = dict(root)
    place = {node: at for row in rows for at, node in enumerate(row)}
    for row in rows[1:]:
        last = -1
        for node in row:
            free = [other for other in before[node] if (other, node) not in conflicts and (node, other) not in conflicts]
            near = sorted(free, key=place.__getitem__)
            for other in near[(len(near) - 1) // 2 : len(near) // 2 + 1] if near else ():
                if align[node] == node and last < place[other]:
                    align[other] = node
                    align[node] = root[node] = root[other]
                    last = place[other]
    return root, align


def _packed(
    rows: Rows, root: Mapping[int, int], align: Mapping[int, int], width: Sequence[float], gap: Sequence[float]
) -> dict[int, float]:
    """The chains packed to the left, then each moved as far right as its right neighbours let it."""
    left: dict[int, list[tuple[int, float]]] = {}
    right: dict[int, list[tuple[int, float]]] = {}
    for row in rows:
        for one, other in pairwise(row):
            apart = (width[one] + width[other]) / 2 + min(gap[one], gap[other])
            left.setdefault(root[other], []).append((root[one], apart))
            right.setdefault(root[one], []).append((root[other], apart))
    chains = list(dict.fromkeys(root.values()))
    order = _sorted(chains, right, left)
    xs: dict[int, float] = {}
    for chain in order:
        xs[chain] = max((xs[other] + apart for other, apart in left.get(chain, ())), default=0.0)
    for chain in reversed(order):
        room = min((xs[other] - apart for other, apart in right.get(chain, ())), default=xs[chain])
        xs[chain] = max(xs[chain], room)
    return {node: xs[chain] for node, chain in root.items()}


def _sorted(
    chains: list[int], right: Mapping[int, list[tuple[int, float]]], left: Mapping[int, list[tuple[int, float]]]
) -> list[int]:
    """The chains, each after all on its left."""
    waits = {chain: len(left.get(chain, ())) for chain in chains}
    ready = [chain for chain in reversed(chains) if not waits[chain]]
    order = []
    while ready:
        chain = ready.pop()
        order.append(chain)
        for other, _ in right.get(chain, ()):
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    return order


def _balanced(found: list[dict[int, float]], width: Sequence[float]) -> list[float]:
    """The mean of the two middle places of each node, after all were moved over the narrowest of the four."""

    def edges(xs: dict[int, float]) -> tuple[float, float]:
        return min(x - width[node] / 2 for node, x in xs.items()), max(x + width[node] / 2 for node, x in xs.items())

    bounds = [edges(xs) for xs in found]
    low, high = min(bounds, key=lambda ends: ends[1] - ends[0])
    shifts = [low - ends[0] if at % 2 == 0 else high - ends[1] for at, ends in enumerate(bounds)]
    middle = []
    for node in range(len(width)):
        four = sorted(xs[node] + shift for xs, shift in zip(found, shifts, strict=True))
        middle.append((four[1] + four[2]) / 2)
    return middle
