"""How long a caller hears it ring before a call is answered: by a person, an announcement or a command that answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import heappop, heappush
from typing import Protocol

from servicelint.model import Edge, NodeKind


class Step(Protocol):
    """What of a step tells whether it rings, or has somebody answer."""

    id: str
    kind: NodeKind
    rings: float
    answers: bool

    @property
    def speaks(self) -> bool: ...


def rung(steps: Mapping[str, Step], edges: Iterable[Edge], starts: Collection[str]) -> dict[str, float]:
    """The least seconds that it has rung when each of these steps is over, for the steps that ring and that somebody
    comes to whose call is not answered. A start that another step leads to is no start of a call."""
    if not any(step.rings for step in steps.values()):
        return {}
    leaving: dict[str, list[str]] = {}
    for edge in edges:
        leaving.setdefault(edge.source, []).append(edge.target)
    led = {target for source, targets in leaving.items() for target in targets if target != source}
    heap = [(steps[start].rings, start) for start in sorted(starts) if start in steps and start not in led]
    least: dict[str, float] = {}
    while heap:
        seconds, at = heappop(heap)
        step = steps[at]
        if at in least:
            continue
        least[at] = seconds
        if step.answers or step.speaks or step.kind in ("ask", "menu", "unknown"):
            continue
        for target in leaving.get(at, ()):
            if target in steps and target not in least:
                heappush(heap, (seconds + steps[target].rings, target))
    return {name: seconds for name, seconds in least.items() if steps[name].rings}


def kept(rung: Mapping[str, float], taken: Mapping[str, str]) -> dict[str, float]:
    """The same when steps were taken out, by those that now stand for them."""
    found = dict(rung)
    for gone, stands in taken.items():
        if gone in rung:
            found[stands] = max(rung[gone], found.get(stands, 0.0))
    return found
