"""Makes a sketch a flow as a designer would draw it: no empty nodes, and all that is said in a row said by one node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from servicelint.formats.voicexml.draft import Draft, Sketch
from servicelint.model import Edge

_SPEAKERS = frozenset({"menu", "ask", "say", "human"})


def simplify(sketch: Sketch, entries: Iterable[str]) -> dict[str, str]:
    """Takes out of the sketch every node that only leads on; answers which node took its place.

    `entries` are nodes where a call may begin: nothing that is said before is joined to them.
    """
    return _Simplifier(sketch, frozenset(entries)).run()


class _Simplifier:
    def __init__(self, sketch: Sketch, entries: frozenset[str]) -> None:
        self._drafts = sketch.drafts
        self._sketch = sketch
        self._entries = entries
        self._order = {name: number for number, name in enumerate(sketch.drafts)}
        self._out: dict[str, dict[Edge, None]] = defaultdict(dict)
        self._into: dict[str, dict[Edge, None]] = defaultdict(dict)
        for edge in sketch.edges:
            self._add(edge)

    def run(self) -> dict[str, str]:
        taken: dict[str, str] = {}
        for draft in list(self._drafts.values()):
            target = self._next(draft)
            if target is None:
                continue
            if draft.says:
                if not self._one_speech(draft, target):
                    continue
                target.says[:0] = draft.says
            self._take_out(draft, target)
            taken[draft.id] = target.id
        self._prune()
        self._sketch.edges = {edge: None for name in self._drafts for edge in self._out[name]}
        return {name: _last(name, taken) for name in taken}

    def _prune(self) -> None:
        """Takes out what was made for a way that nobody takes: silent nodes and ends without a way in."""
        idle = [draft for draft in self._drafts.values() if draft.kind in ("say", "end") and not draft.says]
        while lost := [d for d in idle if d.id in self._drafts and not self._into[d.id] and d.id not in self._entries]:
            for draft in lost:
                for edge in self._out.pop(draft.id, {}):
                    self._into[edge.target].pop(edge)
                del self._drafts[draft.id]

    def _next(self, draft: Draft) -> Draft | None:
        """The only node that a node without a will of its own leads to."""
        edges = list(self._out[draft.id])
        if draft.kind != "say" or draft.tapers or len(edges) != 1 or edges[0].trigger != "always":
            return None
        target = self._drafts[edges[0].target]
        return None if target is draft or (draft.id in self._entries and target.kind == "end") else target

    def _one_speech(self, draft: Draft, target: Draft) -> bool:
        """Whether a caller who hears the first hears it with the second: nobody comes to the second another way.

        Handlers that lead back, items that are visited again and documents that return here do not count.
        """
        if target.kind not in _SPEAKERS or target.id in self._entries or target.page != draft.page:
            return False
        if (draft.retry and not target.retry) or self._order[draft.id] > self._order[target.id]:
            return False
        sources = {self._drafts[edge.source] for edge in self._into[target.id]} - {draft}
        others = (other for other in sources if other.page == target.page)
        return all((other.retry and not target.retry) or self._order[other.id] >= self._order[target.id] for other in others)

    def _take_out(self, draft: Draft, target: Draft) -> None:
        for edge in self._out.pop(draft.id):
            del self._into[edge.target][edge]
        for edge in self._into.pop(draft.id, {}):
            moved = replace(edge, target=target.id)
            self._into[target.id][moved] = None
            self._out[edge.source] = {moved if other == edge else other: None for other in self._out[edge.source]}
        del self._drafts[draft.id]

    def _add(self, edge: Edge) -> None:
        self._out[edge.source][edge] = None
        self._into[edge.target][edge] = None


def _last(name: str, taken: dict[str, str]) -> str:
    while name in taken:
        name = taken[name]
    return name
