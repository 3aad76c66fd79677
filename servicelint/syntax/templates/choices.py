"""Which arms a reading takes: every arm once, then every two arms together, with as few readings as will do.

Branches under the same condition agree within a reading: no customer sees the first with it and the second without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from servicelint.syntax.templates.branches import Arm, Branch, Run

MOST = 16
"""So many readings are made for the sake of pairs; more only where an arm would otherwise never be read."""
_PAIRED = 200
"""A text with more arms than this is read arm by arm: its pairs would be too many to count."""

_EQUALS = re.compile(r"`(.+?)\s*={1,3}\s*((['\"]).*\3|\d+)`")
"""A condition that no other value of the same variable fulfils."""

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Place:
    """An arm's branch, and the arms around it, itself among them, by their branches."""

    branch: Branch
    around: Mapping[int, Arm]


class Choices:
    """What is still to be read of a text, `root`."""

    def __init__(self, root: Arm) -> None:
        self.root = root
        places = list(_places(root, {}))
        self.numbers = {id(arm): number for number, (arm, _) in enumerate(places)}
        self.unread = set(range(len(places)))
        self.unpaired: set[Pair] = set()
        self._places = places
        if len(places) <= _PAIRED:
            self.unpaired = {pair for pair in combinations(range(len(places)), 2) if self._together(*pair)}

    def rows(self) -> Iterator[tuple[list[Run], list[Arm]]]:
        """The runs and the arms of each reading, the first one with the first arm of every branch."""
        count = 0
        for agreeing in (True, False):
            while count == 0 or self.unread:
                row = _Row(self, agreeing)
                yield row.runs(self.root), row.taken
                count += 1
                if not self._note(row.taken):
                    break
        while self.unpaired and count < MOST:
            pair = min(self.unpaired)
            row = _Row(self, True, {id(arm) for number in pair for arm in self._places[number][1].around.values()})
            row.labels.update(self._places[number][0].label for number in pair)
            runs = row.runs(self.root)
            if self._note(row.taken):
                yield runs, row.taken
                count += 1
            self.unpaired.discard(pair)

    def _note(self, arms: list[Arm]) -> bool:
        """Marks the arms and their pairs as read; whether any of them is new."""
        taken = sorted(self.numbers[id(arm)] for arm in arms)
        pairs = self.unpaired.intersection(combinations(taken, 2)) if self.unpaired else set()
        fresh = not self.unread.isdisjoint(taken)
        self.unread.difference_update(taken)
        self.unpaired -= pairs
        return fresh or bool(pairs)

    def _together(self, one: int, other: int) -> bool:
        """Whether one customer can see both arms: neither their branches nor their conditions keep them apart."""
        (first, at), (second, there) = self._places[one], self._places[other]
        if at.branch is there.branch or any(at.around[key] is not there.around[key] for key in at.around.keys() & there.around):
            return False
        if first.label == second.label:
            return True
        return not (_splits(at.branch, second) or _splits(there.branch, first) or _excludes(first.label, second.label))


@dataclass
class _Row:
    """One reading in the making, with the `wanted` arms. `agreeing`: branches under a condition follow the first one of it."""

    choices: Choices
    agreeing: bool
    wanted: set[int] = field(default_factory=set)
    taken: list[Arm] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    def runs(self, arm: Arm) -> list[Run]:
        """What the arm shows, with a choice made in every branch."""
        runs: list[Run] = []
        for item in arm.items:
            if isinstance(item, Run):
                runs.append(item)
            else:
                chosen = self._choose(item)
                self.taken.append(chosen)
                self.labels.add(chosen.label)
                runs += self.runs(chosen)
        return runs

    def _choose(self, branch: Branch) -> Arm:
        """The arm that is wanted or that an earlier choice calls for, else the one that brings most that was not read."""
        asked = [arm for arm in branch.arms if id(arm) in self.wanted]
        if asked or not self.agreeing:
            return asked[0] if asked else max(branch.arms, key=self._worth)  # the first of equals
        same = [arm for arm in branch.arms if arm.label and arm.label in self.labels]
        open_ = [arm for arm in branch.arms if not any(_excludes(arm.label, label) for label in self.labels)]
        return same[0] if same else max(open_ or branch.arms, key=self._worth)

    def _worth(self, arm: Arm) -> tuple[bool, int]:
        numbers = self.choices.numbers
        own = numbers[id(arm)]
        fresh = any(numbers[id(one)] in self.choices.unread for one in (arm, *arm.inside()))
        others = (numbers[id(other)] for other in self.taken)
        return fresh, sum((min(own, other), max(own, other)) in self.choices.unpaired for other in others)


def _places(arm: Arm, around: Mapping[int, Arm]) -> Iterator[tuple[Arm, _Place]]:
    for branch in arm.branches():
        for inner in branch.arms:
            within = {**around, id(branch): inner}
            yield inner, _Place(branch, within)
            yield from _places(inner, within)


def _excludes(one: str, other: str) -> bool:
    """Whether two conditions ask one variable for different values."""
    first, second = _EQUALS.fullmatch(one), _EQUALS.fullmatch(other)
    return first is not None and second is not None and first[1] == second[1] and first[2] != second[2]


def _splits(branch: Branch, arm: Arm) -> bool:
    """Whether the branch tells apart what the arm stands for: one of its arms has the arm's condition."""
    return bool(arm.label) and any(other.label == arm.label for other in branch.arms)
