"""The widgets of a flow as steps: where each leads, and which splits only look at an answer that was given before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from servicelint.formats.twilio_studio.answers import asks_answer, told_apart, variables
from servicelint.formats.twilio_studio.widgets import ANSWERS, CHAT, VOICE, Way, Widget, widgets
from servicelint.model import Channel, Edge, Flow, Message, Node, Span, Trigger, Unhandled
from servicelint.model.passage import SLOT, Carrier
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.pace import figure
from servicelint.syntax.steps import KEY, Steps

_LISTED = re.compile(r"^[ \t]*[*_]*(?P<key>\d{1,2})[*_]*(?:\ufe0f?\u20e3|[.)\]:]|[ \t]*[-–—=])[*_]*(?=\s*\S)", re.M)
"""An option of a written list: `1. Opening hours`, `2) Prices`, `3️⃣ Something else`."""


def read_flow(flow: json.Object, carrier: Carrier, prefix: str, configured: str | None) -> tuple[list[Message], Flow]:
    """What a flow says, and the flow; `prefix` keeps its ids apart from those of other flows in the file."""
    listed = widgets(flow, carrier, prefix)
    voice = _is_voice(listed)
    written: Channel = channel(configured, default="sms" if voice else "chat")
    reader = _Reader(listed, prefix, voice, _place(flow))
    title = flow.text("description").strip()
    name = prefix + (title if title and SLOT not in title else "flow")
    entry = prefix + (flow.text("initial_state") or (listed[0].id if listed else ""))
    steps = reader.steps(entry)
    labels = {edge.label: (edge.label,) for edge in steps.edges if edge.label and not KEY.fullmatch(edge.label)}
    said, made = steps.flow(name, entry, "voice" if voice else written, labels)
    made = replace(made, closed=True)
    if voice:
        return [*said, *_texts(listed, prefix, written)], made
    return list(said), replace(made, nodes=tuple([_as_written(node, said) for node in made.nodes]))


def _is_voice(listed: Sequence[Widget]) -> bool:
    """Whether it is a call: it speaks, or it is entered by a call alone."""
    kinds = {widget.type for widget in listed}
    entered = {way.event for widget in listed if widget.type == "trigger" for way in widget.ways if way.target}
    return bool(kinds & VOICE.keys()) or (not kinds & CHAT.keys() and "incomingCall" in entered)


def _texts(listed: Sequence[Widget], prefix: str, by: Channel) -> list[Message]:
    """What is sent by text in the course of a call: messages of their own."""
    sent = [(widget, passage) for widget in listed if widget.type in CHAT for passage in widget.says]
    return [Message(passage.id, "company", by, (passage,), prefix + widget.id, bot=True) for widget, passage in sent]


def _as_written(node: Node, said: Sequence[Message]) -> Node:
    """A node that is read, not heard: a numbered list announces its numbers."""
    announced = node.announced
    if node.kind == "menu":
        texts = [passage.text for message in said if message.id in node.messages for passage in message.passages]
        listed = [found["key"] for text in texts for found in _LISTED.finditer(text)]
        announced = tuple(dict.fromkeys([*listed, *announced])) if len(listed) > 1 else announced
    return replace(node, announced=announced)


class _Reader:
    """Joins widgets by their transitions. `_splits` are those that something led to only to look at its answer."""

    def __init__(self, listed: Sequence[Widget], prefix: str, voice: bool, place: Span) -> None:
        self._widgets = {widget.id: widget for widget in listed}
        self._prefix = prefix
        self._voice = voice
        self._place = place
        self._answers = variables(listed)
        self._splits: dict[str, None] = {}
        self._edges: dict[tuple[str, str, Trigger, str], Edge] = {}
        self._menus: set[str] = set()
        self._unhandled: dict[str, list[Unhandled]] = {}
        self._end = "end"
        while self._end in self._widgets:
            self._end += "-"

    def steps(self, entry: str) -> Steps:
        for widget in self._widgets.values():
            self._lead_on(widget)
        self._drop_splits(entry)
        steps = Steps()
        for widget in self._widgets.values():
            step = steps.begin(self._prefix + widget.id, widget.kind, widget.span)
            step.kind = "menu" if widget.id in self._menus else widget.kind
            step.unhandled = self._unhandled.get(widget.id, [])
            if self._voice == (widget.type in VOICE) or widget.type not in CHAT:
                step.says, step.unheard = [(passage,) for passage in widget.says], widget.unheard
            if widget.type == "gather-input-on-call":
                step.timeout = figure(widget.property("timeout"))
        if any(target == self._end for _, target, _, _ in self._edges):
            steps.begin(self._prefix + self._end, "end", self._place)
        for edge in self._edges.values():
            source, target = self._prefix + edge.source, self._prefix + edge.target
            steps.join(source, target, edge.trigger, edge.span, edge.label)
        return steps

    def _lead_on(self, widget: Widget) -> None:
        if widget.kind == "ask" and any(way.event in ANSWERS for way in widget.ways):
            self._listen(widget)
        elif asks_answer(widget, self._answers):
            self._tell_apart(widget.id, widget, "intent", keypad=False)
        else:
            self._go_on(widget)

    def _go_on(self, widget: Widget) -> None:
        """The edges of a widget that does not wait for an answer."""
        ends = [way for way in widget.ways if way.trigger == "always" and (way.target or widget.type != "trigger")]
        several = len(ends) > 1 or widget.kind == "human"
        for way in widget.ways:
            trigger = "condition" if way.trigger == "always" and several else way.trigger
            if widget.kind not in ("ask", "unknown") and trigger in ("no-input", "no-match"):
                trigger = "condition" if widget.type == "split-based-on" else "error"
            self._join(widget, way, trigger)

    def _join(self, widget: Widget, way: Way, trigger: Trigger, label: str = "", source: str = "") -> None:
        """One edge. A way without a target ends the contact; nothing follows silence or an answer not understood."""
        target = way.target
        if not target:
            unhandled = trigger in ("no-input", "no-match")
            if unhandled and (self._voice or trigger == "no-match"):
                self._unhandled.setdefault(source or widget.id, []).append(Unhandled(trigger, way.span))
            if (
                unhandled
                or (trigger == "error" and not self._voice)
                or widget.type == "trigger"
                or widget.kind == "human"
                or way.event == "hangup"
            ):
                return
            target = self._end
        key = (source or widget.id, target, trigger, label)
        self._edges.setdefault(key, Edge(key[0], target, trigger, way.span, label))

    def _listen(self, widget: Widget) -> None:
        """The edges of a widget that waits for an answer: to where the splits after it lead by that answer."""
        heard = [way for way in widget.ways if way.event in ANSWERS and way.target]
        announces = _announces(widget)
        for way in heard:
            self._follow(widget, way, announces or widget.unheard)
        for way in widget.ways:
            if way.event not in ANSWERS or not heard:
                self._join(widget, way, way.trigger)
        if any(edge.source == widget.id and edge.trigger == "option" for edge in self._edges.values()):
            self._menus.add(widget.id)
        elif announces:
            self._menus.add(widget.id)
            self._open(widget.id)

    def _open(self, name: str) -> None:
        """Keys are announced, and something that the file does not show tells them apart."""
        for key, edge in list(self._edges.items()):
            if edge.source == name and edge.trigger == "always":
                del self._edges[key]
                self._edges[name, edge.target, "condition", ""] = replace(edge, trigger="condition")

    def _follow(self, widget: Widget, way: Way, keypad: bool) -> None:
        """Past what only stores the answer, to the split that looks at it and the splits for what that one misses."""
        stored: list[str] = []
        seen = {widget.id}
        while way.target in self._widgets and way.target not in seen:
            after = self._widgets[way.target]
            seen.add(after.id)
            onward = [next_way for next_way in after.ways if next_way.target]
            if after.type == "set-variables" and len(onward) == 1 and not stored[1:]:
                stored.append(after.id)
                way = replace(way, target=onward[0].target)
            elif asks_answer(after, self._answers):
                self._splits |= dict.fromkeys([*stored, after.id])
                missed = self._tell_apart(widget.id, after, "option", keypad)
                if missed is None:
                    return
                way, stored = missed, []
            else:
                break
        self._answered(widget, way, stored)

    def _answered(self, widget: Widget, way: Way, stored: Sequence[str]) -> None:
        """The edge for an answer that no split knows, or that none looks at."""
        trigger: Trigger = way.trigger if way.event == "noMatch" else "always"
        if trigger == "no-match" and _many_digits(widget):
            trigger = "condition"
        self._join(widget, replace(way, target=stored[0] if stored else way.target), trigger)

    def _tell_apart(self, source: str, split: Widget, chosen: Trigger, keypad: bool) -> Way | None:
        """The edges of a split by the answers it knows; the way for an answer it does not know is left to the caller
        where the split only follows what `source` asked."""
        missed = None
        for way, labels in zip(split.ways, told_apart(split.ways, keypad), strict=True):
            if way.event == "noMatch" and source != split.id:
                missed = way
            elif way.conditions and all(test.type == "is_blank" for test in way.conditions):
                self._join(split, way, "no-input", source=source)
            elif labels:
                for label in labels:
                    self._join(split, way, chosen, label, source)
            else:
                self._join(split, way, "condition" if way.trigger == "always" else way.trigger, source=source)
        return missed

    def _drop_splits(self, entry: str) -> None:
        """Takes out the splits to which nothing leads any more, since their answers lead straight on."""
        while True:
            targets = {edge.target for edge in self._edges.values()} | {entry.removeprefix(self._prefix)}
            idle = [name for name in self._splits if name in self._widgets and name not in targets]
            if not idle:
                return
            for name in idle:
                del self._widgets[name]
            self._edges = {key: edge for key, edge in self._edges.items() if edge.source in self._widgets}


def _announces(widget: Widget) -> bool:
    """Whether its text tells keys to press, or numbers to write."""
    texts = [passage.text for passage in widget.says]
    if widget.type in CHAT and any(len(_LISTED.findall(text)) > 1 for text in texts):
        return True
    return any(announced_keys(text) for text in texts)


def _many_digits(widget: Widget) -> bool:
    """Whether it asks for a number of several digits, so that an answer without a case of its own is a proper one."""
    digits = widget.property("number_of_digits")
    return digits.isdecimal() and int(digits) > 1


def _place(flow: json.Object) -> Span:
    span = flow.span
    return Span(span.source, span.start, min(span.start + 1, span.end))
