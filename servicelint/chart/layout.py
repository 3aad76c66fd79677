"""Where every box stands and how every arrow runs: rows from the top down, the arrows curved in the gaps between them.

Knows sizes and numbers, no words. All in pixels; the same input gives the same places, whatever the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from servicelint.chart.columns import columns
from servicelint.chart.order import ordered
from servicelint.chart.ranks import parts, rows

WIDEST = 6
"""So many boxes stand side by side at most."""
APART, BEND, PART, ROW, PORT = 28.0, 14.0, 56.0, 24.0, 16.0
"""Gaps: between boxes, beside a bend, between parts, between rows, between the ends of arrows at one box."""

Size = tuple[float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow to lay out: the numbers of the boxes it joins, the size of its label (0 × 0 for none), and `bundle`:
    ways of one box with the same word run together until they part. A `loose` way leaves the straight line to others."""

    source: int
    target: int
    label: Size = (0.0, 0.0)
    bundle: str = ""
    loose: bool = False


@dataclass(frozen=True)
class Placed:
    """`boxes`: each one's left and top. `ways`: for each the points it runs through, straight where two points have the
    same x, curved otherwise. `labels`: the middle of each label."""

    width: float
    height: float
    boxes: list[Point]
    ways: list[list[Point]]
    labels: list[Point]


def layout(sizes: Sequence[Size], ways: Sequence[Way], first: int = 0) -> Placed:
    """Places for boxes of these sizes; the ways make no circle. The part of the box `first` is at the top left."""
    boxes: list[Point] = [(0.0, 0.0)] * len(sizes)
    runs: list[list[Point]] = [[] for _ in ways]
    labels: list[Point] = [(0.0, 0.0)] * len(ways)
    width = left = top = tall = 0.0
    limit = 1200.0
    found = parts(len(sizes), [(way.source, way.target) for way in ways])
    for part in sorted(found, key=lambda part: first not in part):
        number = {node: at for at, node in enumerate(part)}
        own = [at for at, way in enumerate(ways) if way.source in number]
        inner = [replace(ways[at], source=number[ways[at].source], target=number[ways[at].target]) for at in own]
        placed = _Part([sizes[node] for node in part], inner, number.get(first, 0)).placed()
        if left and left + placed.width > max(limit, width):
            left, top, tall = 0.0, top + tall + PART, 0.0
        for node, (x, y) in zip(part, placed.boxes, strict=True):
            boxes[node] = (x + left, y + top)
        for at, run, (x, y) in zip(own, placed.ways, placed.labels, strict=True):
            runs[at] = [(px + left, py + top) for px, py in run]
            labels[at] = (x + left, y + top)
        width, tall = max(width, left + placed.width), max(tall, placed.height)
        left += placed.width + PART
    return Placed(width, top + tall, boxes, runs, labels)


@dataclass
class _Part:
    """One part that hangs together. Boxes stand in even rows; odd rows between them hold labels and bends."""

    sizes: list[Size]
    ways: list[Way]
    first: int
    width: list[float] = field(default_factory=list)
    height: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)

    def placed(self) -> Placed:
        self._expand()
        order = self._order()
        gap = [APART if node < len(self.sizes) else BEND for node in range(len(self.width))]
        bends = set(range(len(self.sizes), len(self.width)))
        xs = columns(order, self.up, self.down, self.width, gap, bends, self._loose())
        left = min(x - width / 2 for x, width in zip(xs, self.width, strict=True))
        xs = [x - left for x in xs]
        tops, bottoms = self._rows(order, xs)
        boxes = [(xs[at] - size[0] / 2, tops[self.row[at]]) for at, size in enumerate(self.sizes)]
        labels = [(xs[chain[-2]], (tops[self.row[chain[-2]]] + bottoms[self.row[chain[-2]]]) / 2) for chain in self.chains]
        width = max(x + width / 2 for x, width in zip(xs, self.width, strict=True))
        height = max(y + size[1] for (_, y), size in zip(boxes, self.sizes, strict=True))
        return Placed(width, height, boxes, list(self._runs(xs, tops, bottoms)), labels)

    def _expand(self) -> None:
        """Rows, and a bend for every row a way passes; the last before its target is its own and holds its label."""
        row = rows(len(self.sizes), [(way.source, way.target) for way in self.ways], WIDEST, self.first)
        self.row = [2 * at for at in row]
        self.width = [size[0] for size in self.sizes]
        self.height = [size[1] for size in self.sizes]
        shared: dict[tuple[int, str, int], int] = {}
        for way in self.ways:
            chain = [way.source]
            for at in range(self.row[way.source] + 1, self.row[way.target] - 1):
                key = (way.source, way.bundle, at)
                if key not in shared:
                    shared[key] = self._bend(at, (0.0, 0.0))
                chain.append(shared[key])
            self.chains.append([*chain, self._bend(self.row[way.target] - 1, way.label), way.target])
        self.trunks = set(shared.values())
        steps = dict.fromkeys(pair for chain in self.chains for pair in pairwise(chain))
        self.up: list[list[int]] = [[] for _ in self.width]
        self.down: list[list[int]] = [[] for _ in self.width]
        for above, below in steps:
            self.down[above].append(below)
            self.up[below].append(above)

    def _bend(self, row: int, size: Size) -> int:
        self.width.append(size[0])
        self.height.append(size[1])
        self.row.append(row)
        return len(self.width) - 1

    def _order(self) -> list[list[int]]:
        """The rows in the order in which a walk in depth finds their nodes, then with few crossings."""
        rows: list[list[int]] = [[] for _ in range(max(self.row) + 1)]
        seen: set[int] = set()
        for root in sorted(range(len(self.sizes)), key=lambda node: (bool(self.up[node]), node)):
            waiting = [root]
            while waiting:
                node = waiting.pop()
                if node not in seen:
                    seen.add(node)
                    rows[self.row[node]].append(node)
                    waiting += reversed(self._centred(self.down[node]))
        return ordered(rows, self.up, self.down)

    def _loose(self) -> set[tuple[int, int]]:
        """The first steps of loose ways, where their box has another way to keep straight."""
        steady = {way.source for way in self.ways if not way.loose}
        ways = zip(self.chains, self.ways, strict=True)
        return {(chain[0], chain[1]) for chain, way in ways if way.loose and way.source in steady}

    def _centred(self, nodes: list[int]) -> list[int]:
        """The trunk of a bundle that goes on to lower rows between what parts here, so that rows stand below each other."""
        trunks = [node for node in nodes if node in self.trunks]
        others = [node for node in nodes if node not in self.trunks]
        return [*others[: len(others) // 2], *trunks, *others[len(others) // 2 :]]

    def _rows(self, order: list[list[int]], xs: list[float]) -> tuple[list[float], list[float]]:
        """Top and bottom of each row; the gap between two grows with how far the arrows between them reach sideways."""
        tops, bottoms, y = [], [], 0.0
        for row in order:
            tops.append(y)
            bottoms.append(y + max((self.height[node] for node in row), default=0.0))
            reach = max((abs(xs[node] - xs[other]) for node in row for other in self.down[node]), default=0.0)
            y = bottoms[-1] + ROW * (0.6 if reach < 1 else 0.8) + min(reach / 16, 30.0)
        return tops, bottoms

    def _runs(self, xs: list[float], tops: list[float], bottoms: list[float]) -> Iterator[list[Point]]:
        leaves, arrives = self._ports(xs)
        for at, (chain, way) in enumerate(zip(self.chains, self.ways, strict=True)):
            x = leaves[way.source, way.bundle]
            row = self.row[way.source]
            run = [(x, tops[row] + self.sizes[way.source][1]), (x, bottoms[row])]
            for bend in chain[1:-1]:
                run += [(xs[bend], tops[self.row[bend]]), (xs[bend], bottoms[self.row[bend]])]
            yield _clean([*run, (arrives[at], tops[self.row[way.target]])])

    def _ports(self, xs: list[float]) -> tuple[dict[tuple[int, str], float], dict[int, float]]:
        """Where each bundle leaves its box and each way arrives at its box: side by side, in the order they come."""
        out: dict[int, dict[str, list[float]]] = {}
        into: dict[int, list[tuple[float, int]]] = {}
        for at, (chain, way) in enumerate(zip(self.chains, self.ways, strict=True)):
            out.setdefault(way.source, {}).setdefault(way.bundle, []).append(xs[chain[1]])
            into.setdefault(way.target, []).append((xs[chain[-2]], at))
        leaves = {}
        for node, bundles in out.items():
            ends = {name: min(max(xs[node], min(bends)), max(bends)) for name, bends in bundles.items()}
            names = sorted(ends, key=lambda name: (ends[name], name))
            for name, x in zip(names, self._spread(node, xs[node], [ends[name] for name in names]), strict=True):
                leaves[node, name] = x
        arrives = {}
        for node, coming in into.items():
            coming.sort()
            for (_, at), x in zip(coming, self._spread(node, xs[node], [x for x, _ in coming]), strict=True):
                arrives[at] = x
        return leaves, arrives

    def _spread(self, node: int, middle: float, ends: list[float]) -> list[float]:
        """Places at the edge of a box for arrows that come from or go to these; one that is straight stays so."""
        step = min(PORT, self.width[node] * 0.36 / max(len(ends), 1))
        straight = [at for at, x in enumerate(ends) if abs(x - middle) < 0.05]
        centre = straight[0] if len(straight) == 1 else (len(ends) - 1) / 2
        return [middle + step * (at - centre) for at in range(len(ends))]


def _clean(run: list[Point]) -> list[Point]:
    """The points without those that stand on the one before."""
    return [point for at, point in enumerate(run) if not at or point != run[at - 1]]
