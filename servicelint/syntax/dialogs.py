"""What the builders that grew out of Bot Framework share: dialogs made of lists of actions that speak, ask, branch, loop
and call each other. Describes them; how they become a flow stands beside. Knows neither files nor expressions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from servicelint.model import NodeKind, Passage, Span, Trigger
from servicelint.syntax.wordings import Phrase, Version, Words, passages

Does = Literal["speak", "ask", "branch", "loop", "jump", "stay", "pass"]
Jump = Literal["call", "replace", "repeat", "goto", "end", "cancel", "break", "continue"]
Beginning = Literal["start", "call", "intent", "no-match", "no-input", "error", "condition"]


@dataclass(frozen=True, eq=False)
class Option:
    """An answer that a question offers: `names` are all the words by which conditions may speak of it."""

    label: str
    names: frozenset[str]
    span: Span


@dataclass(frozen=True, eq=False)
class Retry:
    """What is said when the customer did not answer (`no-input`) or was not understood (`no-match`)."""

    name: str
    on: Trigger
    words: Words
    span: Span


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked and how: `variable` takes the answer. Options that are not `shown` are yes and no, which every bot
    understands. `given_up` is said when the customer was never understood; then the dialog `fallback` begins ("": the
    next action), as `silence` does when nothing was ever said. An `open` question lets the customer change the subject."""

    variable: str = ""
    options: tuple[Option, ...] = ()
    shown: bool = True
    retries: tuple[Retry, ...] = ()
    given_up: Words = field(default_factory=dict)
    fallback: str = ""
    silence: str = ""
    open: bool = False


class Comparison(NamedTuple):
    """A condition that holds when `variable` is one of the values, or when it is none of them (`negated`)."""

    variable: str
    values: frozenset[str]
    negated: bool = False


UNTOLD = Comparison("", frozenset())
"""Any condition that does not compare one variable with fixed values."""


def either(parts: Sequence[Comparison | None]) -> Comparison:
    """The condition that one of several holds; `UNTOLD` where they do not all speak of the same variable."""
    first = parts[0] if parts else None
    if first is None or (len(parts) > 1 and any(part is None or part.negated for part in parts)):
        return UNTOLD
    if any(part is None or part.variable != first.variable for part in parts):
        return UNTOLD
    return first._replace(values=frozenset[str]().union(*(part.values for part in parts if part)))


@dataclass(frozen=True, eq=False)
class Branch:
    """Actions under a condition; `otherwise` is the branch for everything else."""

    actions: tuple[Action, ...]
    span: Span
    condition: Comparison = UNTOLD
    otherwise: bool = False

    def holds(self, variable: str, option: Option) -> bool | None:
        """Whether it holds once the customer has chosen the option; None where that is not told."""
        if self.otherwise:
            return True
        if not variable or self.condition.variable != variable:
            return None
        return bool(self.condition.values & option.names) != self.condition.negated


@dataclass(frozen=True, eq=False)
class Action:
    """One action. `target` names the dialog that is called, or the action that is gone to; `kind` is what becomes of the
    customer at an action that does `stay` a node of its own: a person, another program, the end."""

    id: str
    does: Does
    span: Span
    words: Words = field(default_factory=dict)
    unheard: bool = False
    jump: Jump = "end"
    target: str = ""
    kind: NodeKind = "unknown"
    question: Question = field(default_factory=Question)
    branches: tuple[Branch, ...] = ()

    @property
    def offers(self) -> bool:
        """Whether it shows chips or buttons to answer with."""
        return any(passage.role == "option" for passage in passages(self.words))


@dataclass(frozen=True, eq=False)
class Start:
    """How a dialog begins: with an intent and the `phrases` it was trained with, when it is called, when something goes
    wrong. Its own actions come first, then the dialog `calls`."""

    on: Beginning
    span: Span
    actions: tuple[Action, ...] = ()
    intent: str = ""
    phrases: tuple[Phrase, ...] = ()
    calls: str = ""


@dataclass(frozen=True, eq=False)
class Dialog:
    """`words` are shown while it listens, such as things to ask for."""

    name: str
    span: Span
    starts: tuple[Start, ...]
    words: Words = field(default_factory=dict)

    @property
    def listens(self) -> bool:
        """Whether the customer can say something here that begins one of its own parts."""
        return any(start.on == "intent" for start in self.starts)


def offering(words: Words, labels: tuple[Passage, ...]) -> Words:
    """The words with the labels of answers after them, in every version."""
    if not labels:
        return words
    return {version: (*parts, (labels,)) for version, parts in (words or {Version(): ()}).items()}


def every(dialogs: Mapping[str, Dialog]) -> Iterator[Action]:
    """All actions of all dialogs, those inside others too."""
    for dialog in dialogs.values():
        for start in dialog.starts:
            yield from _all(start.actions)


def _all(actions: tuple[Action, ...]) -> Iterator[Action]:
    for action in actions:
        yield action
        for branch in action.branches:
            yield from _all(branch.actions)
