"""States of a bot that knows intents become a flow and its messages: each state says its words, listens, and goes on.

Joins what is said between two moments of listening, and finds what the chips and keys that are offered lead to. Knows
neither how a bot is written down nor any platform's names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from servicelint.model import Channel, Edge, Flow, Message, Node, NodeKind, Span, Trigger
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.said import heard_as, same
from servicelint.syntax.wordings import Phrase, Words, joined, messages, readings

_FAILURES = ("no-input", "no-match", "error")
_LISTENS = ("ask", "menu")


@dataclass(frozen=True, eq=False)
class Answer:
    """What may be heard at a state: an intent with its training phrases, and where it leads. One that is not `own` is
    heard elsewhere as well and shown here only where a chip or key offers it."""

    intent: str
    phrases: tuple[Phrase, ...]
    target: str
    span: Span
    own: bool = True


@dataclass(eq=False)
class State:
    """A state that still grows. `values` are where choices lead that fill in a value, `otherwise` where all others do
    ("" for nowhere), `onward` where whatever is said leads where no choice is offered; `unheard` tells that something is
    said here whose words the files do not tell."""

    id: str
    kind: NodeKind
    span: Span
    words: Words = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str = ""
    onward: str = ""
    unheard: bool = False
    in_reply_to: list[Phrase] = field(default_factory=list)


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

    def join(self, source: str, target: str, trigger: Trigger, span: Span, label: str = "", *, quiet: bool = False) -> None:
        """A way from one state to another; the same one twice is one."""
        edge = Edge(source, target, trigger, span, label)
        self.edges.setdefault(edge)
        if quiet:
            self.quiet.add(edge)

    def flow(self, name: str, entry: str, channel: Channel) -> tuple[tuple[Message, ...], Flow]:
        """The messages in the order of the states, and the flow."""
        telling = _Telling(self, entry)
        for state in self.states.values():
            for target, phrases in self._wire(state, telling.offered(state)):
                telling.reply(target, phrases)
        told = {state.id: tuple(telling.messages(state, channel)) for state in self.states.values()}
        said = {message.id: message for messages in told.values() for message in messages}
        nodes = tuple([self._node(state, telling, told) for state in self.states.values()])
        return tuple(said.values()), Flow(name, entry, nodes, tuple(self.edges), voice=channel == "voice", keypad=False)

    def _wire(self, state: State, offered: tuple[str, ...]) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
        """Make edges of what may be heard: each label that is offered where it leads, then what nothing offers. Yields
        where that leads and how the customer says it."""
        used: set[str] = set()
        for label in offered:
            if answers := _heard_as(state, label):
                used.add(answers[0].intent)
                for answer in answers:
                    self.join(state.id, answer.target, "option", answer.span, label)
                    yield answer.target, answer.phrases or (Phrase("", label),)
            elif target := next((to for value, to in state.values.items() if same(value, label)), state.otherwise):
                self.join(state.id, target, "option", state.span, label)
                yield target, (Phrase("", label),)
        for answer in state.answers:
            if answer.own and answer.intent not in used:
                self.join(state.id, answer.target, "intent", answer.span, answer.intent)
                yield answer.target, answer.phrases
        if not offered:
            for target in dict.fromkeys(state.values.values()):
                self.join(state.id, target, "condition", state.span)
            if state.onward:
                self.join(state.id, state.onward, "condition" if state.values else "always", state.span)

    def _node(self, state: State, telling: _Telling, told: dict[str, tuple[Message, ...]]) -> Node:
        sources = [state.id] if told[state.id] else telling.before(state.id)
        heard = state.words or state.kind in _LISTENS
        own = tuple([message.id for source in sources for message in told[source]]) if heard else ()
        announced = telling.offered(state)
        kind = "menu" if announced else state.kind
        return Node(state.id, kind, state.span, own, announced, unheard=state.unheard)


def _heard_as(state: State, label: str) -> list[Answer]:
    """The answers to a label: one of the state's own intents before those that are heard everywhere. An intent has
    several where conditions decide between them."""
    for own in (True, False):
        intent = heard_as(label, _heard(state, own))
        if intent is not None:
            return [answer for answer in state.answers if answer.intent == intent and answer.own is own]
    return []


def _heard(state: State, own: bool) -> dict[str, list[str]]:
    return {answer.intent: [phrase.text for phrase in answer.phrases] for answer in state.answers if answer.own is own}


class _Telling:
    """What is said in a row: which state's words follow which."""

    def __init__(self, talk: Talk, entry: str) -> None:
        self._states = talk.states
        self._leaving: dict[str, list[Edge]] = {}
        for edge in talk.edges:
            self._leaving.setdefault(edge.source, []).append(edge)
        self._quiet = talk.quiet
        self._replies: dict[str, list[Phrase]] = {}
        self._first: dict[tuple[int, ...], str] = {}
        self._after = {name: self._follower(state) for name, state in talk.states.items() if state.words}
        self._sources: dict[str, list[str]] = {}
        for source, after in self._after.items():
            self._sources.setdefault(after or "", []).append(source)
        landed = [(source, self._landing(target)) for source, target in self._arrivals()]
        apart = {target for source, target in landed if target and self._after.get(source) != target}
        self._heads = {entry, self._landing(entry) or ""} | apart | (set(talk.states) - set(self._after.values()))

    def messages(self, state: State, channel: Channel) -> Iterator[Message]:
        """What is said from this state on, up to where the customer is listened to; none where others said it before.
        Words that several states share are one message."""
        if state.words and state.id in self._heads:
            row = self._row(state.id)
            first = self._first.setdefault(tuple([id(part.words) for part in row]), state.id)
            words = reduce(joined, [part.words for part in row])
            heard = [*self._states[first].in_reply_to, *self._replies.get(first, ())]
            yield from messages(first, words, channel, first, heard)

    def reply(self, target: str, phrases: tuple[Phrase, ...]) -> None:
        """Takes down what the customer says to come to a state."""
        if landed := self._landing(target):
            self._replies.setdefault(landed, []).extend(phrases)

    def offered(self, state: State) -> tuple[str, ...]:
        """The labels and keys that are offered when the customer is listened to here, in the order they are said."""
        if state.kind not in _LISTENS:
            return ()
        offers: dict[str, None] = {}
        for name in reversed(self.before(state.id)):
            offers.update(dict.fromkeys(_offers(self._states[name])))
        return tuple(offers)

    def _row(self, name: str) -> list[State]:
        """The states that speak one after the other, beginning with this one."""
        row = [self._states[name]]
        while (after := self._after.get(row[-1].id)) and self._states[after] not in row:
            row.append(self._states[after])
        return row

    def before(self, name: str) -> list[str]:
        """The state and those whose words may come straight before its own, the nearest first."""
        found = [name]
        for last in found:
            found += [source for source in self._sources.get(last, ()) if source not in found]
        return found

    def _arrivals(self) -> Iterator[tuple[str, str]]:
        """From which state to which the customer comes, states that are only passed through left out."""
        for state in self._states.values():
            if state.words or self._onward(state) is None:
                yield from ((state.id, edge.target) for edge in self._leaving.get(state.id, ()) if edge not in self._quiet)
                yield from ((state.id, answer.target) for answer in state.answers)
                yield from ((state.id, target) for target in (state.otherwise, state.onward, *state.values.values()))

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
        if len(keys) > 1 or any(_heard_as(state, key) for key in keys):
            yield from keys
            return
