"""Nested branches and their arms. Knows neither template languages nor pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from servicelint.syntax.templates.tokens import Token

_LONGEST_CONDITION = 40


class Run(NamedTuple):
    """The characters `start` up to `end` of the joined text: copy as it stands, or what `token` shows."""

    start: int
    end: int
    token: Token | None = None


@dataclass(eq=False)
class Arm:
    """What one arm of a branch shows, in order; the whole text is an arm too. `label` names it to people."""

    label: str = ""
    items: list[Run | Branch] = field(default_factory=list)

    def branches(self) -> Iterator[Branch]:
        """Its own branches, without those inside them."""
        return (item for item in self.items if isinstance(item, Branch))

    def inside(self) -> Iterator[Arm]:
        """Every arm in it, at any depth."""
        for branch in self.branches():
            for arm in branch.arms:
                yield arm
                yield from arm.inside()

    def ways(self, known: frozenset[frozenset[str]] = frozenset()) -> int:
        """In how many ways its branches combine; those under conditions that are `known` already are decided."""
        ways = 1
        for branch in self.branches():
            conditions = frozenset(arm.label for arm in branch.arms)
            if conditions not in known:
                known |= {conditions}
                ways *= sum(arm.ways(known) for arm in branch.arms)
        return ways


@dataclass(eq=False)
class Branch:
    """Arms of which a customer sees one; `arms` are in the order in which readings take them."""

    opened: Token
    arms: list[Arm] = field(default_factory=list)
    complete: bool = False
    """Whether one of the arms is shown in any case."""

    def next_arm(self, token: Token) -> Arm:
        """The arm that begins at an `else`."""
        self.complete = self.complete or not token.name
        condition = _short(self.opened.name)
        plain = f"`{condition}`" if self.opened.negated else f"else of `{condition}`"
        self.arms.append(Arm(f"`{_short(token.name)}`" if token.name else plain))
        return self.arms[-1]

    def finish(self) -> None:
        """Add the arm that shows nothing, where there is one, and let the arm of the condition that holds come first.

        So `{{#x}}…{{/x}}` and `{{^x}}…{{/x}}` side by side are never read together.
        """
        if not self.complete:
            condition = _short(self.opened.name)
            self.arms.append(Arm(f"`{condition}`" if self.opened.negated else f"else of `{condition}`"))
        if self.opened.kind == "switch":
            self.arms = self.arms[1:]
        if self.opened.negated:
            self.arms = [*self.arms[1:], self.arms[0]]


def tree(runs: Iterable[Run]) -> Arm:
    """The runs with every branch found. A branch that never closes ends with the text; a stray end is passed over."""
    root = here = Arm()
    unfinished: list[Branch] = []
    for run in runs:
        token = run.token
        if token is None or token.kind in ("slot", "text"):
            here.items.append(run)
        elif token.kind in ("open", "switch"):
            branch = _open(token)
            here.items.append(branch)
            unfinished.append(branch)
            here = branch.arms[0]
        elif token.kind == "else" and unfinished:
            here = unfinished[-1].next_arm(token)
        elif token.kind == "close":
            _close(unfinished, token.block)
            here = unfinished[-1].arms[-1] if unfinished else root
    while unfinished:
        unfinished.pop().finish()
    return root


def _open(token: Token) -> Branch:
    label = f"`{_short(token.name)}`" if token.name else ""
    return Branch(token, [Arm(f"else of {label}" if token.negated else label)], complete=token.always)


def _close(unfinished: list[Branch], block: str) -> None:
    """Finish the innermost branch of this block and those inside that were left open."""
    if any(branch.opened.block == block for branch in unfinished):
        while True:
            branch = unfinished.pop()
            branch.finish()
            if branch.opened.block == block:
                return


def _short(condition: str) -> str:
    words = " ".join(condition.split())
    return words if len(words) <= _LONGEST_CONDITION else words[: _LONGEST_CONDITION - 1] + "…"
