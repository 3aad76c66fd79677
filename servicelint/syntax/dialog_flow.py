"""Dialogs made of actions become messages and a flow: the ways between their states, and which branch each option of a
question takes. Knows no platform's names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from servicelint.model import Bundle, Channel, Flow, Message, NodeKind, Span, Trigger
from servicelint.syntax.dialog_places import Place, Places, settled
from servicelint.syntax.dialogs import Action, Dialog, Option, Question
from servicelint.syntax.talk import Answer, State
from servicelint.syntax.wordings import Words

Stranger = Callable[[str], NodeKind]
"""What a dialog is that is not in the files, by its name."""


@dataclass(frozen=True, eq=False)
class Lead:
    """Where an option leads: a branch is made for it, or one for everything else, or nothing tells. `said` is what the
    customer gets on the way to the state `target`."""

    option: Option
    how: Literal["own", "else", "untold"]
    said: tuple[Action, ...]
    target: str


def told(
    name: str, dialogs: Mapping[str, Dialog], root: str, stranger: Stranger, channel: Channel, bundle: Bundle
) -> tuple[tuple[Message, ...], Flow]:
    """The messages in the order of the files, and the flow."""
    flow = _Ways(Places(dialogs, root), stranger)
    messages, whole = flow.places.talk.flow(name, flow.entry(), channel)
    drawn = _without_idle(whole, root)
    order = {id(source): number for number, source in enumerate(bundle.sources)}
    spans = {message.id: message.passages[0].span for message in messages}
    ordered = sorted(messages, key=lambda said: (order[id(spans[said.id].source)], spans[said.id].start))
    return tuple(ordered), drawn


def _without_idle(flow: Flow, root: str) -> Flow:
    """The flow without its root where nothing is ever listened for there and no customer comes to it."""
    if not any(node.id == root and node.kind == "end" for node in flow.nodes) or _reached(flow, root):
        return flow
    nodes = tuple([node for node in flow.nodes if node.id != root])
    return replace(flow, nodes=nodes, edges=tuple([edge for edge in flow.edges if edge.target != root]))


def _reached(flow: Flow, node: str) -> bool:
    reached, waiting = {flow.entry}, [flow.entry]
    for at in waiting:
        onward = {edge.target for edge in flow.edges if edge.source == at} - reached
        reached |= onward
        waiting += sorted(onward)
    return node in reached


class _Ways:
    """Draws every way."""

    def __init__(self, places: Places, stranger: Stranger) -> None:
        self.places = places
        self.talk = places.talk
        self._stranger = stranger
        for place in places.all:
            if state := places.state(place.action):
                self._leave(place, state)
        for dialog in places.dialogs.values():
            self._enter(dialog)

    def entry(self) -> str:
        """Where a conversation begins: with what greets the customer, else where the bot listens."""
        root = self.places.root
        starts = self.places.dialogs[root].starts
        first = next((start for on in ("start", "call") for start in starts if start.on == on), None)
        return self.places.first(first, root) if first else root

    def _enter(self, dialog: Dialog) -> None:
        """The ways by which the parts of a dialog begin."""
        listening = self.places.listening(dialog.name)
        entry = self.entry()
        for start in dialog.starts:
            first = self.places.first(start, dialog.name)
            if start.on == "intent":
                self.talk.states[listening].answers.append(Answer(start.intent, start.phrases, first, start.span))
            elif start.on == "call" and dialog.name != self.places.root:
                self._on(dialog.name, first, dialog.span)
            elif first not in (entry, listening):
                trigger: Trigger = "condition" if start.on == "start" or start.on == "call" else start.on
                self.talk.join(listening, first, trigger, start.span)
        if dialog.name != self.places.root and not any(start.on in ("call", "intent") for start in dialog.starts):
            self._on(dialog.name, self.places.end(dialog.name), dialog.span)

    def _leave(self, place: Place, state: State) -> None:
        """The ways that leave the state of an action."""
        action = place.action
        if action.does == "jump":
            state.kind = self._stranger(action.target)
        if state.kind in ("human", "end"):
            return
        onward = self.places.at(place.next, place.dialog)
        if action.does == "ask":
            self._answers(place, state, onward)
            self._failures(place, state, onward)
        elif action.does in ("branch", "loop"):
            self._branches(place, state, onward)
        elif action.does == "speak" and action.offers and self.places.waits(onward) and not self.places.greets(place):
            self._offer(state, onward, action.span)
        else:
            self._on(state.id, onward, action.span, self.places.greets(place))

    def _on(self, source: str, target: str, span: Span, greets: bool = False) -> None:
        """The way to what comes next; back where the bot listens, nothing follows what was said before."""
        if source != target:
            self.talk.join(source, target, "always", span, quiet=self.places.waits(target) and not greets)

    def _branches(self, place: Place, state: State, onward: str) -> None:
        for branch in place.action.branches:
            target = self.places.at(place.inside(branch.actions), place.dialog)
            self.talk.join(state.id, target, "condition", branch.span)
        if not any(branch.otherwise for branch in place.action.branches):
            self.talk.join(state.id, onward, "condition", place.action.span)

    def _offer(self, state: State, onward: str, span: Span) -> None:
        """Last words that show chips: what they say is heard as it is where the bot listens."""
        state.kind = "ask"
        for dialog in self.places.dialogs.values():
            if self.places.listening(dialog.name) == onward:
                state.answers += [
                    Answer(start.intent, start.phrases, self.places.first(start, dialog.name), start.span, own=False)
                    for start in dialog.starts
                    if start.on == "intent"
                ]
        self.talk.join(state.id, onward, "condition", span, quiet=True)

    def _answers(self, place: Place, state: State, onward: str) -> None:
        """Where the options lead. One option that no branch is made for takes what is left for it; where there are more,
        nobody can tell which of them are meant."""
        question = place.action.question
        leads = [self._lead(place, option) for option in question.options]
        own, rest = [lead for lead in leads if lead.how == "own"], [lead for lead in leads if lead.how != "own"]
        if not own:
            state.onward = onward
            state.otherwise = onward if question.shown else ""
            return
        if len(rest) == 1 and rest[0].how == "else":
            own, rest = leads, []
        for lead in own:
            target = self._along(lead, place)
            if question.shown:
                state.values[lead.option.label] = target
            else:
                self.talk.join(state.id, target, "option", lead.option.span, lead.option.label)
        for lead in {lead.target: lead for lead in reversed(rest)}.values():
            self.talk.join(state.id, self._along(lead, place), "condition", lead.option.span)

    def _lead(self, place: Place, option: Option) -> Lead:
        """Follows an option up to the branch that is made for it, else past the last one that asks for its variable."""
        variable = place.action.question.variable
        said: list[Action] = []
        past = Lead(option, "untold", (), self.places.at(place.next, place.dialog))
        at = settled(place.next)
        while at is not None and at.action.does in ("pass", "speak", "branch"):
            if at.action.does == "branch":
                verdicts = list(_verdicts(at.action, variable, option))
                if None in verdicts:
                    break
                if True in verdicts:
                    branch = at.action.branches[verdicts.index(True)]
                    target = self.places.at(at.inside(branch.actions), place.dialog)
                    return Lead(option, "else" if branch.otherwise else "own", tuple(said), target)
                past = Lead(option, "else", tuple(said), self.places.at(at.next, place.dialog))
            elif at.action.does == "speak":
                said.append(at.action)
            at = settled(at.next)
        return past

    def _along(self, lead: Lead, place: Place) -> str:
        """The state that says, for one option, what stands between its question and its branch."""
        target = lead.target
        for action in reversed(lead.said):
            spoken = self.places.state(action)
            state = self.talk.begin(f"{spoken.id if spoken else action.id} [{lead.option.label}]", "say", action.span)
            state.words, state.unheard = action.words, action.unheard
            self._on(state.id, target, action.span, self.places.greets(place))
            target = state.id
        return target

    def _failures(self, place: Place, state: State, onward: str) -> None:
        """What becomes of a customer who says nothing, is not understood, or speaks of something else."""
        question, span = place.action.question, place.action.span
        for retry in question.retries:
            again = self._say(f"{state.id}: {retry.name}", retry.words, retry.span)
            self.talk.join(state.id, again, retry.on, retry.span)
            self.talk.join(again, state.id, "always", retry.span, quiet=True)
        if not any(retry.on == "no-match" for retry in question.retries):
            self.talk.join(state.id, state.id, "no-match", span, quiet=True)
        given_up = question.fallback or onward
        if question.given_up:
            last = self._say(f"{state.id}: given up", question.given_up, span)
            self.talk.join(state.id, last, "no-match", span)
            self._on(last, given_up, span)
        else:
            self.talk.join(state.id, given_up, "no-match", span, quiet=self.places.waits(given_up))
        if question.silence:
            self.talk.join(state.id, question.silence, "no-input", span)
        if question.open and _can_change(self.places, place, question):
            self.talk.join(state.id, self.places.listening(place.dialog), "condition", span, quiet=True)

    def _say(self, name: str, words: Words, span: Span) -> str:
        state = self.talk.begin(name, "say", span)
        state.words = words
        return state.id


def _can_change(places: Places, place: Place, question: Question) -> bool:
    """Whether anything else is heard where the bot listens."""
    listening = places.listening(place.dialog)
    return question.open and any(
        dialog.listens and places.listening(name) == listening for name, dialog in places.dialogs.items()
    )


def _verdicts(action: Action, variable: str, option: Option) -> Iterator[bool | None]:
    """Whether each branch holds, up to the first that does or that cannot be told."""
    for branch in action.branches:
        holds = branch.holds(variable, option)
        yield holds
        if holds is not False:
            return
