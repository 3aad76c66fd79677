"""Intents as states: what each asks for and answers, and which intents the living contexts let follow it."""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.formats.dialogflow_es.agent import Agent, Intent, Parameter
from servicelint.model import Span
from servicelint.syntax.talk import Answer, State, Talk
from servicelint.syntax.wordings import Words

START = "start"
"""Where the bot listens for anything: every intent that needs no context leads away from here."""
_WELCOME = ("WELCOME", "GOOGLE_ASSISTANT_WELCOME", "TELEPHONY_WELCOME")
_SILENCE = "NO_INPUT"


class Layout:
    """Lays out the intents of an agent in `talk`; `entry` is where a conversation begins."""

    def __init__(self, agent: Agent, span: Span) -> None:
        self.agent = agent
        self.talk = Talk()
        self.talk.begin(START, "ask", span)
        self._alive = _alive(agent)
        self._answers: dict[str, State] = {}
        self._first = {name: self._lay(intent) for name, intent in agent.intents.items()}
        self._phrases = {name: tuple(phrases) for name, phrases in agent.phrases.items()}
        self._listen(self.talk.states[START], None)
        for intent in agent.intents.values():
            self._follow(intent)
        self._begin_what_nothing_begins()
        welcome = [name for name, intent in agent.intents.items() if intent.response.words and _is_welcome(intent)]
        self.entry = self._first[welcome[0]] if welcome else START

    def _lay(self, intent: Intent) -> str:
        """The states of an intent, what it asks for before what it answers; the id of the first."""
        answer = self._answers[intent.name] = self.talk.begin(intent.name or "intent", "ask", intent.span)
        answer.words, answer.unheard = intent.response.words, intent.response.unheard
        if intent.person:
            answer.kind = "human"
        elif intent.ends:
            answer.kind = "end"
        asked = [self._ask(intent, parameter) for parameter in intent.parameters]
        for state, following in zip(asked, [*asked[1:], answer], strict=False):
            state.onward = state.otherwise = following.id
        return (asked or [answer])[0].id

    def _ask(self, intent: Intent, parameter: Parameter) -> State:
        state = self.talk.begin(f"{intent.name}/{parameter.name}", "ask", parameter.span)
        state.words = parameter.prompt
        self._retry(state, parameter.no_match, "no-match", parameter.span)
        self._retry(state, parameter.no_input, "no-input", parameter.span)
        return state

    def _retry(self, state: State, words: Words, trigger: str, span: Span) -> None:
        if words:
            again = self.talk.begin(f"{state.id} > {trigger}", "say", span)
            again.words = words
            self.talk.join(state.id, again.id, "no-match" if trigger == "no-match" else "no-input", span)
            self.talk.join(again.id, state.id, "always", span, quiet=True)

    def _follow(self, intent: Intent) -> None:
        """Where the conversation goes on after an answer."""
        state = self._answers[intent.name]
        if state.kind == "ask":
            self._listen(state, intent)
            self.talk.join(state.id, START, "condition", intent.span, quiet=True)

    def _listen(self, state: State, after: Intent | None) -> None:
        """What may be heard after an intent, or at the start. The most special fallback counts."""
        heard = list(_heard(self.agent, self._alive[after.name] if after else {}))
        for intent in heard:
            own = after is None or not after.sets.keys().isdisjoint(intent.needs)
            if intent.fallback or any(_SILENCE in event for event in intent.events):
                continue
            if not own or self._is_said(intent):
                if self._first[intent.name] != state.id:
                    state.answers.append(self._answer(intent, own))
            else:
                self.talk.join(state.id, self._first[intent.name], "condition", intent.span)
        if not any(self.agent.phrases.values()):
            state.otherwise = "intents"
        fallbacks = sorted((intent for intent in heard if intent.fallback), key=lambda intent: -len(intent.needs))
        for intent in fallbacks[:1]:
            self.talk.join(state.id, self._first[intent.name], "no-match", intent.span)
        for intent in heard:
            if any(_SILENCE in event for event in intent.events):
                self.talk.join(state.id, self._first[intent.name], "no-input", intent.span)

    def _answer(self, intent: Intent, own: bool) -> Answer:
        return Answer(intent.name, self._phrases.get(intent.name, ()), self._first[intent.name], intent.span, own)

    def _begin_what_nothing_begins(self) -> None:
        """A program may set a context or call an event at any time: the files do not tell when."""
        reached = {answer.target for state in self.talk.states.values() for answer in state.answers if answer.own}
        reached |= {edge.target for edge in self.talk.edges if edge.source != edge.target}
        for name, first in self._first.items():
            if first not in reached:
                self.talk.join(START, first, "condition", self.agent.intents[name].span)

    def _is_said(self, intent: Intent) -> bool:
        """Whether customers say it, rather than a program that calls an event."""
        return bool(self.agent.phrases.get(intent.name)) or not intent.events


def _is_welcome(intent: Intent) -> bool:
    return any(event in _WELCOME or event.endswith("_WELCOME") for event in intent.events)


def _alive(agent: Agent) -> dict[str, dict[str, int]]:
    """For each intent the contexts that may live after its answer, and for how many turns more."""
    alive = {name: dict(intent.sets) for name, intent in agent.intents.items()}
    for name, lasting in alive.items():
        alive[name] = {context: turns for context, turns in lasting.items() if turns > 0}
    waiting = list(alive)
    while waiting:
        before = waiting.pop()
        left = {context: turns - 1 for context, turns in alive[before].items() if turns > 1}
        for intent in _heard(agent, alive[before]):
            if left and not intent.resets and _renew(alive[intent.name], left, intent):
                waiting.append(intent.name)
    return alive


def _heard(agent: Agent, alive: dict[str, int]) -> Iterator[Intent]:
    yield from (intent for intent in agent.intents.values() if set(intent.needs) <= alive.keys())


def _renew(own: dict[str, int], left: dict[str, int], intent: Intent) -> bool:
    """Take over the contexts that live on; whether that changed anything."""
    longer = {context: turns for context, turns in left.items() if context not in intent.sets and turns > own.get(context, 0)}
    own.update(longer)
    return bool(longer)
