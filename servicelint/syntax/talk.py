"""States of a bot that knows intents become a flow and its messages: each state says its words, listens, and goes on.

Joins what is said between two moments of listening, and finds what the chips and keys that are offered lead to. Knows
neither how a bot is written down nor any platform's names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Channel, Edge, Flow, Message, Node, NodeKind, Span, Trigger
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.said import heard_as, same
from servicelint.syntax.wordings import Words, joined, messages, readings

WORDS_A_MINUTE = 150
"""How fast a prompt is spoken: an assumption."""
_FAILURES = ("no-input", "no-match", "error")


@dataclass(frozen=True, eq=False)
class Answer:
    """What may be heard at a state: an intent with its training phrases, and where it leads. One that is not `own` is
    heard elsewhere as well and shown here only where a chip or key offers it."""

    intent: str
    phrases: tuple[str, ...]
    target: str
    span: Span
    own: bool = True


@dataclass(eq=False)
class State:
    """A state that still grows. `otherwise` is where any other choice that it offers leads ("" for nowhere), `values`
    where single ones do; `unheard` tells that something is said here whose words the files do not tell."""

    id: str
    kind: NodeKind
    span: Span
    words: Words = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    otherwise: str = ""
    values: dict[str, str] = field(default_factory=dict)
    unheard: bool = False
    in_reply_to: list[str] = field(default_factory=list)


@dataclass
class Talk:
    """All states by id and the ways between them. What is said at the end of a `quiet` way was said before: the customer
    stays where they are, or comes back."""

    states: dict[str, State] = field(default_factory=dict)
    edges: dict[Edge, None] = field(default_factory=dict)
    quiet: set[Edge] = field(default_factory=set)

    def begin(self, name: str, kind: NodeKind, span: Span) -> State:
        """A new state; its id is `name`, with a number where that is taken."""
        unique, number = name, 1
        while unique in self.states:
            number += 1
            unique = f"{name} ({number})"
        self.states[unique] = state = State(unique, kind, span)
        return state

    def join(
        self, source: str, target: str, trigger: Trigger, span: Span, label: str = "", *, quiet: bool = False
    ) -> None:
        """A way from one state to another; the same one twice is one."""
        edge = Edge(source, target, trigger, span, label)
        self.edges.setdefault(edge)
        if quiet:
            self.quiet.add(edge)

    def flow(self, name: str, entry: str, channel: Channel) -> tuple[tuple[Message, ...], Flow]:
        """The messages in the order of the states, and the flow."""
        telling = _Telling(self, entry)
        for state in self.states.values():
            self._wire(state, telling.offered(state))
        said = [message for state in self.states.values() for message in telling.messages(state, channel)]
        nodes = tuple([self._node(state, telling, said) for state in self.states.values()])
        return tuple(said), Flow(name, entry, nodes, tuple(self.edges), voice=channel == "voice")

    def _wire(self, state: State, offered: tuple[str, ...]) -> None:
        """Make edges of what may be heard: each label that is offered where it leads, then what nothing offers."""
        used = set()
        for label in offered:
            if answer := _answer(state, label):
                used.add(answer.intent)
                self.join(state.id, answer.target, "option", answer.span, label)
            elif target := next((to for value, to in state.values.items() if same(value, label)), state.otherwise):
                self.join(state.id, target, "option", state.span, label)
        for answer in state.answers:
            if answer.own and answer.intent not in used:
                self.join(state.id, answer.target, "intent", answer.span, answer.intent)

    def _node(self, state: State, telling: _Telling, said: list[Message]) -> Node:
        own = tuple([message.id for message in said if message.node == state.id]) or telling.told_by(state, said)
        announced = telling.offered(state)
        kind = "menu" if announced else state.kind
        return Node(state.id, kind, state.span, own, announced, _seconds(state))


def _answer(state: State, label: str) -> Answer | None:
    """The answer that a label is heard as: one of the state's own before one that is heard everywhere."""
    for own in (True, False):
        heard = heard_as(label, {answer.intent: answer.phrases for answer in state.answers if answer.own is own})
        if heard is not None:
            return next(answer for answer in state.answers if answer.intent == heard and answer.own is own)
    return None


def _seconds(state: State) -> float | None:
    if state.unheard:
        return None
    said = [reading for parts in state.words.values() for reading in readings(parts)]
    longest = max((sum(len(passage.text.split()) for passage in reading) for reading in said), default=0)
    return round(longest * 60 / WORDS_A_MINUTE, 1)


class _Telling:
    """What is said in a row: which state's words follow which."""

    def __init__(self, talk: Talk, entry: str) -> None:
        self._states = talk.states
        self._leaving: dict[str, list[Edge]] = {}
        for edge in talk.edges:
            self._leaving.setdefault(edge.source, []).append(edge)
        self._quiet = talk.quiet
        self._after = {name: self._follower(state) for name, state in talk.states.items() if state.words}
        landed = [(source, self._landing(target)) for source, target in self._arrivals()]
        apart = {target for source, target in landed if target and self._after.get(source) != target}
        self._heads = {entry, self._landing(entry) or ""} | apart | (set(talk.states) - set(self._after.values()))

    def messages(self, state: State, channel: Channel) -> Iterator[Message]:
        """What is said from this state on, up to where the customer is listened to; none where others said it before."""
        if state.words and state.id in self._heads:
            yield from messages(state.id, self._words(state.id), channel, state.id, state.in_reply_to)

    def told_by(self, state: State, said: list[Message]) -> tuple[str, ...]:
        """The ids of the messages that end with the words of a state without messages of its own."""
        before = self._before(state.id)[1:]
        return tuple([message.id for message in said if message.node in before])

    def offered(self, state: State) -> tuple[str, ...]:
        """The labels and keys that are offered when the customer is listened to here, in the order they are said."""
        if state.kind not in ("ask", "menu"):
            return ()
        offers: dict[str, None] = {}
        for name in reversed(self._before(state.id)):
            offers.update(dict.fromkeys(_offers(self._states[name])))
        return tuple(offers)

    def _words(self, name: str) -> Words:
        words, seen = self._states[name].words, {name}
        while (after := self._after.get(name)) and after not in seen:
            seen.add(after)
            words, name = joined(words, self._states[after].words), after
        return words

    def _before(self, name: str) -> list[str]:
        """The state and those whose words may come straight before its own, the nearest first."""
        found = [name]
        for last in found:
            found += [source for source, after in self._after.items() if after == last and source not in found]
        return found

    def _arrivals(self) -> Iterator[tuple[str, str]]:
        """From which state to which the customer comes, states that are only passed through left out."""
        for state in self._states.values():
            if state.words or self._onward(state) is None:
                yield from ((state.id, edge.target) for edge in self._leaving.get(state.id, ()) if edge not in self._quiet)
                yield from ((state.id, answer.target) for answer in state.answers)
                yield from ((state.id, target) for target in (state.otherwise, *state.values.values()))

    def _follower(self, state: State) -> str | None:
        """The state whose words follow at once, or that listens once this one has spoken."""
        onward = self._onward(state)
        return self._landing(onward) if onward else None

    def _landing(self, name: str) -> str | None:
        """The first state on a way without choices that speaks or listens."""
        seen: set[str] = set()
        while name in self._states and name not in seen:
            state = self._states[name]
            onward = None if state.words else self._onward(state)
            if onward is None:
                return name
            seen.add(name)
            name = onward
        return None

    def _onward(self, state: State) -> str | None:
        """Where a state that only speaks leads to, when that is always the same."""
        ways = [edge for edge in self._leaving.get(state.id, ()) if edge.trigger not in _FAILURES]
        if state.kind != "say" or len(ways) != 1 or ways[0].trigger != "always" or ways[0] in self._quiet:
            return None
        return ways[0].target


def _offers(state: State) -> Iterator[str]:
    """Chips as they are shown in the first version that has some; else the keys that are said, where there are several
    or one of them is listened for."""
    for parts in state.words.values():
        passages = [passage for ways in parts for way in ways for passage in way]
        chips = [passage.text for passage in passages if passage.role == "option"]
        if chips:
            yield from chips
            return
    for parts in state.words.values():
        first = next(iter(readings(parts)), ())
        keys = dict.fromkeys(key.key for passage in first for key in announced_keys(passage.text))
        if len(keys) > 1 or any(_answer(state, key) for key in keys):
            yield from keys
            return
