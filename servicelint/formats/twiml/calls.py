"""A document followed verb by verb: what is said until somebody listens, what follows silence, and where it leads.

Where an answer leads is decided by the server behind an address: a place that this file does not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from servicelint.formats.twiml import payments
from servicelint.formats.twiml.verbs import ADDRESSES, PEOPLE, PROGRAMS, does
from servicelint.formats.twiml.words import Words
from servicelint.model import Flow, Message, NodeKind, Passage, Trigger, Unhandled
from servicelint.syntax.channels import channel
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.pace import figure
from servicelint.syntax.steps import Step, Steps
from servicelint.syntax.xml import Element

_OF_CALLS = frozenset({"say", "play", "wait", "listen", "record", "pay", "human", "end", "around"})
_KEYS = re.compile(r"[\d*#]+")
_LISTENS, _RINGS, _PAUSES = 5.0, 30.0, 1.0
"""Seconds that <Gather> waits for an answer, <Dial> rings and <Pause> lasts where they say nothing else."""


def follow(root: Element, words: Words, name: str, configured: str | None) -> tuple[tuple[Message, ...], Flow]:
    """What a document says, and the flow through it."""
    call = Call(words)
    call.run(root.elements())
    call.close(root)
    entry = next(iter(call.steps.steps))
    by = channel(configured, default="sms" if call.texts and not call.speaks else "voice")
    messages, flow = call.steps.flow(name, entry, by)
    if call.speaks:
        written = channel(configured if configured != "voice" else None, default="sms")
        messages += tuple([Message(text.id, "company", written, (text,), bot=True) for text in call.texts])
    return messages, flow


class Call:
    """A call on its way through a document. `at` is the step it is in, `trigger` how it leaves that step; both change
    when verbs are passed. `over` tells that what is written next is never reached from here, `silent` how long nothing
    has been said since the step before, `rung` how long it rang and `answered` that it rings no more."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.steps = Steps()
        self.texts: list[Passage] = []
        self.speaks = False
        self.at: Step | None = None
        self.listens: Step | None = None
        self.trigger: Trigger = "always"
        self.over = False
        self.silent = 0.0
        self.rung = 0.0
        self.answered = False

    def run(self, elements: Iterable[Element]) -> None:
        listed = list(elements)
        self.speaks = self.speaks or any(does(element.local) in _OF_CALLS for element in listed)
        for element in listed:
            match does(element.local):
                case "quiet":
                    self.answered = True
                case "wait":
                    self._wait(element)
                case "say" | "play":
                    self._say(element)
                case "text":
                    self._text(element)
                case "listen":
                    self._listen(element)
                case "record":
                    self._record(element)
                case "pay":
                    payments.follow(self, element)
                case "human" | "elsewhere":
                    self._leave(element)
                case "around":
                    self.run(element.elements())
                case other:
                    self.step(element, "end" if other == "end" else "unknown")
                    self.over = other == "end"

    def close(self, root: Element) -> None:
        """The end of the document is the end of the call, unless an answer was asked for and none came."""
        if self.at is None and not self.over:
            self.step(root, "say")
        if self.listens and self.at is self.listens and not self.over:
            self.at.unhandled.append(Unhandled("no-input", self.at.span))
        if self.at is not None and self.at.kind == "say" and not self.over and self.speaks:
            end = self.steps.begin("end", "end", self.words.place(root.tag))
            self.steps.join(self.at.id, end.id, self.trigger, self.at.span)

    def step(self, element: Element, kind: NodeKind, name: str = "") -> Step:
        """A new step, led to from the one before."""
        span = self.words.place(element.tag)
        step = self.steps.begin(name or f"{element.local}:{span.line}", kind, span)
        if self.at is not None and not self.over:
            self.steps.join(self.at.id, step.id, self.trigger, span)
        if kind in ("say", "ask") and not self.answered:
            step.rings, self.answered = self.rung or None, True
        step.pause, self.silent = self.silent, 0.0
        self.at, self.trigger, self.over = step, "always", False
        return step

    def address(self, element: Element, default: str = "") -> str:
        """The place outside this file where a verb goes on; "" where it goes on with the next verb."""
        address = next((element.get(key) for key in ADDRESSES if element.get(key)), default)
        if not address:
            return ""
        if address not in self.steps.steps:
            self.steps.begin(address, "elsewhere", self.words.place(element.tag))
        return address

    def _wait(self, element: Element) -> None:
        """A pause; the platform takes the call only after one that comes first."""
        seconds = figure(element.get("length") or element.get("duration")) or _PAUSES
        if self.at is None and not self.answered:
            self.rung += seconds
        elif self.at is not None and self.at.kind == "say" and self.trigger == "always" and not self.over:
            self.at.wait(seconds)
        else:
            self.silent += seconds

    def _say(self, element: Element) -> None:
        if element.get("digits"):
            return  # tones for a machine
        passages = self.words.spoken(element) if does(element.local) == "say" else ()
        step = self._saying(element)
        if passages:
            step.says = [(*step.says[0], *passages)] if step.says else [passages]
        else:
            step.unheard = True

    def _saying(self, element: Element) -> Step:
        """The step that speaks now: sentences in a row are one."""
        if self.at is not None and self.at.kind == "say" and self.trigger == "always" and not self.over:
            return self.at
        return self.step(element, "say")

    def _text(self, element: Element) -> None:
        """A text is sent beside a call; in a document that only writes it is the reply."""
        passages = self.words.written(element)
        self.texts += passages
        if not self.speaks and passages:
            step = self._saying(element)
            step.says = [(*step.says[0], *passages)] if step.says else [passages]

    def _listen(self, element: Element) -> None:
        step = self.step(element, "ask")
        for child in element.elements():
            match does(child.local):
                case "say":
                    passages = self.words.spoken(child)
                    step.says = [(*step.says[0], *passages)] if step.says else [passages] if passages else []
                    step.unheard = step.unheard or not passages
                case "play":
                    step.unheard = True
                case "wait":
                    step.wait(figure(child.get("length") or child.get("duration")) or _PAUSES)
        step.timeout = _timeout(element)
        if greeting := [found for name in ("greeting", "prompt") for found in self.words.attribute(element, name)]:
            step.says = [(*greeting, *(step.says[0] if step.says else ()))]
        if self._announces(step):
            step.kind = "menu"
        goes = self.address(element, "(this document's own address)")
        keys = _KEYS.fullmatch(element.get("validDigits")) if element.get("numDigits") == "1" else None
        for key in keys[0] if keys and step.kind == "menu" else ():
            self.steps.join(step.id, goes, "option", step.span, key)
        self.steps.join(step.id, goes, "condition", step.span)
        self.trigger = "no-input"
        self.listens = step
        if element.get("actionOnEmptyResult") == "true" or element.get("gatherUrl"):
            self.steps.join(step.id, goes, "no-input", step.span)
            self.over = True

    def _announces(self, step: Step) -> bool:
        """Whether the prompt offers keys, in its own words or in those just before it."""
        texts = [passage.text for passages in step.says for passage in passages]
        before = [edge.source for edge in self.steps.edges if edge.target == step.id and edge.trigger == "always"]
        texts += [p.text for name in before for passages in self.steps.steps[name].says for p in passages]
        return any(announced_keys(text) for text in texts)

    def _record(self, element: Element) -> None:
        step = self.step(element, "ask")
        goes = self.address(element, "(this document's own address)")
        self.steps.join(step.id, goes, "condition", step.span)
        self.trigger = "no-input"

    def _leave(self, element: Element) -> None:
        """A transfer, a queue, a program, another document: what may follow when it is over."""
        greeting = [found for child in element.elements() for found in self.words.attribute(child, "welcomeGreeting")]
        inner = [child for child in element.elements() if does(child.local) == "say"]
        greeting += [found for child in inner for found in self.words.spoken(child)]
        if greeting:
            step = self._saying(element)
            step.says = [(*(step.says[0] if step.says else ()), *greeting)]
        step = self.step(element, _kind(element))
        if element.get("answerOnBridge") == "true" and not self.answered:
            self.rung += figure(element.get("timeout")) or _RINGS
            step.rings = self.rung
        else:
            self.answered = True
        self.over = element.local == "Redirect"
        if not self.over and (goes := self.address(element)):
            self.steps.join(step.id, goes, "condition", step.span)
            self.over = True
        self.trigger = "condition"


def _timeout(element: Element) -> float | None:
    """How long an input waits in seconds; None where the file does not tell, or the dialect has a time of its own."""
    written = element.get("timeout")
    return figure(written) if written or element.local != "Gather" else _LISTENS


def _kind(element: Element) -> NodeKind:
    inside = {child.local for child in element.elements()}
    if element.local == "Connect":
        return "human" if inside & PEOPLE else "elsewhere"
    if does(element.local) == "human" and not (inside and inside <= PROGRAMS):
        return "human"
    return "elsewhere"
