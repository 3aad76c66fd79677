"""The menus and nodes of a script as messages and one flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from servicelint.formats.script.copy import passages
from servicelint.formats.script.shape import KINDS, RESERVED, Checker, nearest
from servicelint.model import Channel, Edge, Flow, Message, NodeKind, Role, Trigger, Unhandled
from servicelint.model import Node as State
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.yaml import Mapping, Node, Scalar, Sequence, at, items

_FAILURES: dict[str, Trigger] = {"no_input": "no-input", "no_match": "no-match", "error": "error"}
_ROLES: dict[NodeKind, Role] = {"menu": "prompt", "ask": "prompt", "human": "hold"}


@dataclass
class Dialogue:
    """Grows as menus and nodes are read; `known` are the ids that may be gone to."""

    check: Checker
    channel: Channel
    language: str
    known: frozenset[str]
    states: dict[str, State] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def add(self, name: Scalar, node: Mapping, menu: bool) -> None:
        """A menu or node, with its options and what follows silence and misunderstanding."""
        given = "menu" if menu else self.check.one_of(node, "kind", KINDS)
        kind = cast("NodeKind", given or ("menu" if node.get("options") is not None else "say"))
        options = self.check.listed(node.get("options"), "option")
        spoken = self.check.texts(node.get("prompt" if menu else "say"))
        self._say(name.value, spoken, options, self._role(kind))
        announced = _announced(spoken, options)
        said = (name.value,) if self.messages and self.messages[-1].node == name.value else ()
        unhandled = tuple(self._unhandled(name, node)) if kind in ("menu", "ask") else ()
        listed = announced if kind == "menu" else ()
        self.states[name.value] = State(name.value, kind, name.span, said, listed, unhandled=unhandled)
        for option in options:
            self._choose(name.value, option)
        targets = self._targets(node.get("go"))
        for target in targets:
            self._go(name.value, target, "always" if len(targets) == 1 else "condition")
        for key, trigger in _FAILURES.items():
            self._fail(name.value, node.get(key), key, trigger)

    def flow(self, entry: str) -> Flow:
        """The flow, with a node for each reserved target that something goes to."""
        for edge in self.edges:
            if edge.target in RESERVED and edge.target not in self.states:
                self.states[edge.target] = State(edge.target, cast("NodeKind", RESERVED[edge.target]), edge.span)
        return Flow("script", entry, tuple(self.states.values()), tuple(self.edges), voice=self.channel == "voice")

    def said(self) -> Iterator[Message]:
        """The messages, each with the labels by which a customer comes to it."""
        for message in self.messages:
            labels = [edge.label for edge in self.edges if edge.target == message.node and edge.trigger == "option"]
            words = [label for label in dict.fromkeys(labels) if not label[:1].isdigit() and label not in "*#"]
            yield replace(message, in_reply_to=tuple(words))

    def _say(self, name: str, spoken: tuple[Scalar, ...], options: tuple[Mapping, ...], role: Role) -> None:
        labels = [label for option in options for label in self.check.texts(option.get("say"))]
        said = [
            *passages(name, spoken, role, self.language),
            *passages(f"{name}/option", labels, "option", self.language),
        ]
        if said:
            bot = self.channel in ("voice", "chat")
            self.messages.append(Message(name, "company", self.channel, tuple(said), name, bot=bot))

    def _unhandled(self, name: Scalar, node: Mapping) -> Iterator[Unhandled]:
        """In a call silence and a wrong answer want an answer; whoever writes or clicks sees what there is to choose."""
        for key, trigger in (("no_input", "no-input"), ("no_match", "no-match")):
            if self.channel == "voice" and node.get(key) is None:
                yield Unhandled(cast("Trigger", trigger), name.span)

    def _role(self, kind: NodeKind) -> Role:
        return _ROLES.get(kind, "prompt" if self.channel == "voice" else "reply")

    def _choose(self, name: str, option: Mapping) -> None:
        key, say = self.check.word(option.get("key")), self.check.texts(option.get("say"))
        label = key.value if key else say[0].value.strip() if say else ""
        if not label:
            self.check.wrong(option.span, 'An option needs the key to press, or the words to say: add "key" or "say".')
        elif not (targets := self._targets(option.get("go"))):
            self.check.wrong(option.span, f'An option needs "go": a menu, a node, or {", ".join(RESERVED)}.')
        else:
            self._go(name, targets[0], "option", label)

    def _fail(self, name: str, node: Node | None, key: str, trigger: Trigger) -> None:
        """What follows a failure: one thing, or one for each attempt. Without `go` the customer is asked again."""
        failures = self.check.listed(node, "failure") if isinstance(node, Sequence) else ()
        if not items(node):
            failures = tuple([found for found in [self.check.mapping(node, "failure")] if found is not None])
        for number, failure in enumerate(failures, 1):
            targets = self._targets(failure.get("go"))
            spoken = self.check.texts(failure.get("say"))
            if not spoken:
                for target in targets:
                    self._go(name, target, trigger)
                continue
            between = f"{name}/{key}" + (f"-{number}" if len(failures) > 1 else "")
            self._say(between, spoken, (), "prompt")
            self.states[between] = State(between, "say", failure.span, (between,))
            self.edges.append(Edge(name, between, trigger, failure.span))
            for target in targets:
                self._go(between, target, "always")
            if not targets:
                self.edges.append(Edge(between, name, "always", failure.span))

    def _targets(self, node: Node | None) -> tuple[Scalar, ...]:
        targets = self.check.texts(node)
        for target in targets:
            if target.value not in self.known and target.value not in RESERVED:
                ending = nearest(target.value, (*self.known, *RESERVED))
                self.check.wrong(target.span, f'No menu or node is called "{target.value}"; {ending}')
        return targets

    def _go(self, source: str, target: Scalar, trigger: Trigger, label: str = "") -> None:
        self.edges.append(Edge(source, target.value, trigger, target.span, label))


def _announced(spoken: tuple[Scalar, ...], options: tuple[Mapping, ...]) -> tuple[str, ...]:
    """The keys and labels that are said: those in the prompt, then each option's own, in the order of the script."""
    said = [key.key for text in spoken for key in announced_keys(text.value)]
    for option in options:
        words, key = at(option, "say"), at(option, "key")
        if not isinstance(words, Scalar) or not words.value.strip():
            continue
        own = [found.key for found in announced_keys(words.value)]
        label = key.value if isinstance(key, Scalar) else words.value.strip()
        said += own or [label for label in (label,) if label not in said]
    return tuple(said)
