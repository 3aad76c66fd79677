"""What a bot listens for once its states have reacted: its buttons, what is near, and what is understood everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicelint.formats.jaicp.script import ROOT, Script, Trigger
from servicelint.model import Edge, Span
from servicelint.model import Trigger as On
from servicelint.syntax.said import heard_as
from servicelint.syntax.talk import State, Talk
from servicelint.syntax.wordings import Phrase

_SILENCE = ("speechNotRecognized", "noInput", "timeout")
_FAILED: tuple[On, ...] = ("no-match", "no-input")
_ELSEWHERE = "intents"
"""Where a button leads whose words are heard in a way that the files do not tell."""


@dataclass(frozen=True)
class Offer:
    """A button that is shown in the state `shown`: what it says, where it leads ("" where its words are heard like any
    others), and the path of the state it is written in."""

    shown: str
    label: str
    target: str
    span: Span
    path: str


@dataclass(eq=False)
class Listening:
    """Joins the states of `talk` by what is heard; `phrases` are the customer's words by what they are heard as."""

    script: Script
    talk: Talk
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    _led: dict[str, set[str]] = field(default_factory=dict)

    def listen(self, ends: Iterable[tuple[State, str]], offers: Iterable[Offer]) -> None:
        """Joins everything: `ends` are the states that wait, each with the path of the state whose triggers count."""
        waiting = list(ends)
        for at, _ in waiting:
            at.kind = "ask"
        self._show(offers)
        if self._everywhere():
            hub = self.talk.begin(ROOT, "ask", self.script.span)
            self._hear(hub, self.script.heard)
            self._begin_what_nothing_begins(waiting)
        for at, context in waiting:
            self._hear(at, self._near(context))
            if ROOT in self.talk.states and not self._shut(context):
                self.talk.join(at.id, ROOT, "condition", at.span, quiet=True)

    def _everywhere(self) -> bool:
        return bool(self.script.heard) or self.script.coded or self.script.entry == ROOT

    def _show(self, offers: Iterable[Offer]) -> None:
        """Buttons lead on from where the customer can press them: the next place that waits."""
        leaving: dict[str, list[Edge]] = {}
        for edge in self.talk.edges:
            leaving.setdefault(edge.source, []).append(edge)
        for offer in offers:
            at, seen = offer.shown, set[str]()
            while self.talk.states[at].kind == "say" and at not in seen:
                seen.add(at)
                onward = [edge for edge in leaving.get(at, ()) if edge.trigger == "always"]
                at = onward[0].target if len(onward) == 1 and onward[0].target in self.talk.states else at
            at = at if self.talk.states[at].kind == "ask" else offer.shown
            target = offer.target or self._heard_as(offer)
            self._led.setdefault(at, set()).add(target)
            self.talk.join(at, target, "option", offer.span, offer.label)

    def _heard_as(self, offer: Offer) -> str:
        heard = [trigger for trigger in (*self._near(offer.path), *self.script.heard) if trigger.on != "event"]
        found = heard_as(offer.label, {f"{number}": [one.name, *one.phrases] for number, one in enumerate(heard)})
        return heard[int(found)].target if found else _ELSEWHERE

    def _hear(self, at: State, triggers: Iterable[Trigger]) -> None:
        """What is nearest counts: of several ways to the same state, or of several failures of a kind, the first."""
        led = self._led.setdefault(at.id, set())
        failed: set[On] = set()
        for trigger in triggers:
            on = _trigger(trigger)
            if on == "intent":
                self.phrases.setdefault(trigger.name, []).extend(Phrase("", phrase) for phrase in trigger.phrases)
            if on in failed or (on == "intent" and trigger.target in led):
                continue
            led.add(trigger.target)
            failed |= {on} & set(_FAILED)
            self.talk.join(at.id, trigger.target, on, trigger.span, trigger.name if on == "intent" else "")

    def _near(self, context: str) -> Iterator[Trigger]:
        """What is listened for in a state and in those around it; what happens everywhere when nothing is understood."""
        place = self.script.places.get(context)
        yield from place.here if place else ()
        while place is not None:
            yield from place.heard
            place = None if place.modal else self.script.places.get(place.parent)
        if not self._shut(context):
            yield from (trigger for trigger in self.script.heard if _trigger(trigger) in _FAILED)

    def _shut(self, context: str) -> bool:
        place = self.script.places.get(context)
        return place is not None and place.modal

    def _begin_what_nothing_begins(self, waiting: Iterable[tuple[State, str]]) -> None:
        """Code may lead anywhere at any time: the files do not tell when."""
        heard = {trigger.target for _, context in waiting for trigger in self._near(context)}
        reached = {edge.target for edge in self.talk.edges if edge.source != edge.target} | heard | {self.script.entry}
        for path, place in self.script.places.items():
            if self.script.coded and path not in reached:
                self.talk.join(ROOT, path, "condition", place.tag.span)


def _trigger(heard: Trigger) -> On:
    if heard.on != "event":
        return "intent"
    return "no-match" if heard.name == "noMatch" else "no-input" if heard.name in _SILENCE else "condition"
