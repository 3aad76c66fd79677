"""Steps of a call or chat become a flow and its messages: what is said between two moments of listening is one.

Knows neither how a flow is written down nor any platform's names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from servicelint.model import Channel, Edge, Flow, Message, Node, NodeKind, Passage, Span, Trigger, Unhandled
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.pace import followed

KEY = re.compile(r"[0-9*#]+")
_NAME_PART = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|[_\-]+")


@dataclass(eq=False)
class Step:
    """A step that still grows. `says` is what the customer gets here, in each of its variants; `unheard` tells that
    something is played here whose words the files do not tell. `pause`, `timeout` and `rings` are those of a node."""

    id: str
    kind: NodeKind
    span: Span
    says: list[tuple[Passage, ...]] = field(default_factory=list)
    unheard: bool = False
    unhandled: list[Unhandled] = field(default_factory=list)
    pause: float = 0.0
    timeout: float | None = None
    rings: float | None = None

    @property
    def speaks(self) -> bool:
        return bool(self.says) or self.unheard

    def wait(self, seconds: float) -> None:
        """A silence after what it says so far."""
        self.says = [followed(passages, seconds) for passages in self.says]
        self.pause += 0.0 if self.says else seconds


class Steps:
    """All steps by id, in the order they were begun, and the ways between them."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.edges: dict[Edge, None] = {}

    def begin(self, name: str, kind: NodeKind, span: Span) -> Step:
        """A new step; its id is `name`, with a number where that is taken."""
        unique, number = name, 1
        while unique in self.steps:
            number += 1
            unique = f"{name}-{number}"
        self.steps[unique] = step = Step(unique, kind, span)
        return step

    def join(self, source: str, target: str, trigger: Trigger, span: Span, label: str = "") -> None:
        """A new way; the same one twice is one."""
        self.edges[Edge(source, target, trigger, span, label)] = None

    def drop(self, name: str) -> None:
        """Takes out a silent step that no way leads to any more."""
        step = self.steps.get(name)
        if step is not None and not step.speaks and all(edge.target != name for edge in self.edges):
            del self.steps[name]
            self.edges = {edge: None for edge in self.edges if edge.source != name}

    def leaving(self, source: str) -> list[Edge]:
        return [edge for edge in self.edges if edge.source == source]

    def flow(
        self, name: str, entry: str, channel: Channel, phrases: Mapping[str, Sequence[str]] | None = None
    ) -> tuple[tuple[Message, ...], Flow]:
        """The messages in the order of the steps, and the flow. `phrases` are the customer's words for an intent or a
        label, where they are known."""
        told = _Telling(self, entry)
        replies = told.replies(phrases or {})
        messages: list[Message] = []
        nodes = []
        for step in self.steps.values():
            own = [
                Message(
                    step.id if len(step.says) == 1 else f"{step.id} ({number})",
                    "company",
                    channel,
                    passages,
                    step.id,
                    tuple(replies.get(step.id, ())),
                    str(number) if len(step.says) > 1 else None,
                    bot=True,
                )
                for number, passages in enumerate(step.says, 1)
            ]
            messages += own
            nodes.append(self._node(step, tuple([message.id for message in own])))
        return tuple(messages), Flow(name, entry, tuple(nodes), tuple(self.edges), voice=channel == "voice")

    def _node(self, step: Step, messages: tuple[str, ...]) -> Node:
        announced = self._announced(step) if step.kind == "menu" else ()
        unhandled = tuple(step.unhandled)
        return Node(
            step.id, step.kind, step.span, messages, announced, unhandled, step.pause, step.unheard, step.timeout, step.rings
        )  # fmt: skip

    def _announced(self, step: Step) -> tuple[str, ...]:
        """The keys that a menu says, and the labels of its options; where it is silent (its words were said before), or
        part of it cannot be heard from the file, it is taken to announce what the rest does not."""
        labels = [edge.label for edge in self.leaving(step.id) if edge.trigger in ("option", "intent")]
        said = list(_said(step.says[0], labels)) if step.says else []
        for passages in step.says[1:]:
            said += [label for label in _said(passages, labels) if label not in said]
        left_open = step.unheard or not step.says
        return tuple(said + [label for label in dict.fromkeys(labels) if left_open and label not in said])


def mentions(label: str, text: str) -> int | None:
    """Where a text says a label, in whole words and whatever the case; None where it does not. The words of a name are
    said apart: "book a table" does not say `BookTable`, "book table" says `BookTable`, `book_table`, `BookTableIntent`.
    """
    plain = text.replace("İ", "i").lower()
    for words in (label, _NAME_PART.sub(" ", label).removesuffix("Intent")):
        said = re.escape(words.strip().lower())
        if said and (found := re.search(rf"(?<!\w){said}(?!\w)", plain)):
            return found.start()
    return None


def _said(passages: Sequence[Passage], labels: Sequence[str]) -> Iterator[str]:
    for passage in passages:
        if passage.role == "option":
            yield passage.text
            continue
        found = [(key.start, key.key) for key in announced_keys(passage.text)]
        for label in dict.fromkeys(labels):
            start = None if KEY.fullmatch(label) else mentions(label, passage.text)
            if start is not None:
                found.append((start, label))
        yield from (label for _, label in sorted(found))


class _Telling:
    """Joins what is said in a row: the words of a step move to the next one that speaks, when nobody comes to that
    one another way. Places that lead back there do not count."""

    def __init__(self, steps: Steps, entry: str) -> None:
        self._steps = steps.steps
        self._entry = entry
        self._leaving: dict[str, list[Edge]] = {}
        for edge in steps.edges:
            self._leaving.setdefault(edge.source, []).append(edge)
        self._moved: dict[str, str] = {}
        for name in self._reached(""):
            self._move(self._steps[name])

    def replies(self, phrases: Mapping[str, Sequence[str]]) -> dict[str, dict[str, None]]:
        """What the customer said before the words of each step."""
        found: dict[str, dict[str, None]] = {}
        for edges in self._leaving.values():
            for edge in edges:
                if edge.label in phrases and (step := self._first_to_speak(edge.target)):
                    name = step.id
                    while name in self._moved:
                        name = self._moved[name]
                    found.setdefault(name, {}).update(dict.fromkeys(phrases[edge.label]))
        return found

    def _move(self, step: Step) -> None:
        onward = self._onward(step) if step.kind == "say" and step.says else None
        target = self._first_to_speak(onward, step.id) if onward else None
        if target is None or not target.says or target is step or target.id in self._reached(step.id):
            return
        target.says = [(*followed(before, target.pause), *after) for before in step.says for after in target.says]
        target.unheard = target.unheard or step.unheard
        target.pause = step.pause
        step.says, step.unheard, step.pause = [], False, 0.0
        self._moved[step.id] = target.id

    def _first_to_speak(self, name: str, origin: str = "") -> Step | None:
        """The step at which somebody speaks next, when nothing is decided before."""
        seen = {origin}
        while name in self._steps and name not in seen:
            step = self._steps[name]
            if step.speaks or name in self._moved:
                return step
            onward = self._onward(step) if step.kind == "say" else None
            if onward is None:
                return None
            seen.add(name)
            name = onward
        return None

    def _onward(self, step: Step) -> str | None:
        """The only place a step leads to when nothing goes wrong."""
        targets = {edge.target for edge in self._leaving.get(step.id, ()) if edge.trigger != "error"}
        always = all(edge.trigger in ("always", "error") for edge in self._leaving.get(step.id, ()))
        return targets.pop() if always and len(targets) == 1 else None

    def _reached(self, without: str) -> list[str]:
        """The steps that can be reached from the entry, nearest first, when one may not be passed."""
        reached = dict.fromkeys(name for name in [self._entry] if name in self._steps and name != without)
        waiting = list(reached)
        for name in waiting:
            for edge in self._leaving.get(name, ()):
                if edge.target in self._steps and edge.target not in reached and edge.target != without:
                    reached[edge.target] = None
                    waiting.append(edge.target)
        return list(reached)
