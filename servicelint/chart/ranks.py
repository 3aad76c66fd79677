"""Which row each box stands in, so that all arrows but the returns lead downwards and no row is wider than a page.

Rows are numbered from 0 at the top. Knows numbers only, no boxes: node n is the n-th, an edge is a pair of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

Pair = tuple[int, int]


def returning(count: int, edges: Sequence[Pair], entry: int) -> list[bool]:
    """For each edge whether it leads back: to its own node, or to one on the way here as a walk in depth finds it.

    The walk takes the edges in their order, from the entry and then from every node that was not reached. The other
    edges make no circle.
    """
    onward: list[list[int]] = [[] for _ in range(count)]
    for at, (source, _) in enumerate(edges):
        onward[source].append(at)
    back = [False] * len(edges)
    state = [0] * count  # 0 not seen, 1 on the way, 2 done
    for root in _roots(count, edges, entry):
        if state[root]:
            continue
        state[root] = 1
        walk = [(root, iter(onward[root]))]
        while walk:
            node, rest = walk[-1]
            edge = next(rest, None)
            if edge is None:
                state[node] = 2
                walk.pop()
                continue
            target = edges[edge][1]
            if state[target] == 1:
                back[edge] = True
            elif state[target] == 0:
                state[target] = 1
                walk.append((target, iter(onward[target])))
    return back


def _roots(count: int, edges: Sequence[Pair], entry: int) -> list[int]:
    """The entry, then what nothing leads to, then the others."""
    reached = {target for source, target in edges if source != target}
    return [entry, *(node for node in range(count) if node not in reached), *range(count)]


def rows(count: int, edges: Sequence[Pair], most: int, first: int = 0) -> list[int]:
    """The row of each node, below all that lead to it, with no more than `most` in a row; the edges make no circle.

    Nodes take their row in the order in which they could stand highest, what `first` leads to before the others, so a full
    row pushes down what comes later.
    """
    below: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for source, target in edges:
        below[source].append(target)
        waits[target] += 1
    row, used = [0] * count, dict[int, int]()
    aside = _not_below(count, below, first)
    ready = sorted((0, aside[node], node) for node in range(count) if not waits[node])
    while ready:
        least, _, node = heappop(ready)
        while used.get(least, 0) >= most:
            least += 1
        row[node] = least
        used[least] = used.get(least, 0) + 1
        for target in below[node]:
            row[target] = max(row[target], least + 1)
            waits[target] -= 1
            if not waits[target]:
                heappush(ready, (row[target], aside[target], target))
    return _sunk(count, edges, row, used, most, first)


def _not_below(count: int, below: Sequence[Sequence[int]], first: int) -> list[bool]:
    """For each node whether no way leads there from the first."""
    aside = [True] * count
    waiting = [first] if count else []
    while waiting:
        node = waiting.pop()
        if aside[node]:
            aside[node] = False
            waiting += below[node]
    return aside


def _sunk(count: int, edges: Sequence[Pair], row: list[int], used: dict[int, int], most: int, first: int) -> list[int]:
    """Nodes that nothing leads to come down to just above what they lead to, where there is room."""
    led_to = {target for _, target in edges}
    highest: dict[int, int] = {}
    for source, target in edges:
        highest[source] = min(highest.get(source, row[target]), row[target])
    for node in range(count):
        goal = highest.get(node, 0) - 1
        if node != first and node not in led_to and goal > row[node] and used.get(goal, 0) < most:
            used[row[node]] -= 1
            used[goal] = used.get(goal, 0) + 1
            row[node] = goal
    return row


def parts(count: int, edges: Sequence[Pair]) -> list[list[int]]:
    """The nodes that hang together, each part in order, the part of the first node first."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        beside[source].append(target)
        beside[target].append(source)
    seen: set[int] = set()
    found = []
    for root in range(count):
        if root in seen:
            continue
        seen.add(root)
        part, waiting = [root], [root]
        while waiting:
            for other in beside[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    part.append(other)
                    waiting.append(other)
        found.append(sorted(part))
    return found
