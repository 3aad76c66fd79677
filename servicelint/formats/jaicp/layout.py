"""The states of a bot laid out: their reactions one after the other, along branches and transitions, and what each
state listens for once it has spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from servicelint.formats.jaicp import code
from servicelint.formats.jaicp.blocks import block
from servicelint.formats.jaicp.script import ROOT, Script, Trigger
from servicelint.formats.jaicp.tags import Line, Tag, copy, tags
from servicelint.model import NodeKind, Passage, Piece, Problem, Role, Span
from servicelint.model import Trigger as On
from servicelint.model.passage import Carrier
from servicelint.syntax.chat_exports import passage
from servicelint.syntax.said import heard_as
from servicelint.syntax.talk import State, Talk
from servicelint.syntax.wordings import Phrase, Version, Wordings

_SLOT = re.compile(r"\{\{\s*(.+?)\s*\}\}|\$\{\s*([^{}]+?)\s*\}")
_LABEL = re.compile(r"\"((?:[^\"\\]|\\.)*)\"(?:[ \t]*->[ \t]*(.*))?")
_DYNAMIC = re.compile(r"\{\{|\$")
_SILENCE = ("speechNotRecognized", "noInput", "timeout")
_REACTIONS = (
    *("a", "random", "audio", "buttons", "inlineButtons", "go", "go!", "if", "timeout"),
    *("script", "scriptEs6", "init"),
)
_ELSEWHERE = "intents"
"""Where a button leads whose words are heard in a way that the files do not tell."""


class Layout:
    """Lays out a script in `talk`; `phrases` are the customer's words by what they are heard as."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.talk = Talk()
        self.problems: list[Problem] = []
        self.phrases: dict[str, list[Phrase]] = {}
        self._chosen: dict[str, set[str]] = {}
        self._context: dict[str, str] = {}
        self._ended: set[str] = set()
        self._buttons: dict[str, list[str]] = {}
        for place in script.places.values():
            self.talk.begin(place.path, "say", place.tag.span)
        hub = self.talk.begin(ROOT, "ask", script.span)
        for place in script.places.values():
            for end in self._react(list(tags(place.tag.line.below)), self.talk.states[place.path], place.path):
                self._listen(end, self._context.get(end.id, place.path))
        self._listen(hub, ROOT)
        self._begin_what_nothing_begins()

    def _react(self, reactions: Sequence[Tag], at: State, path: str) -> list[State]:
        """Lays out reactions from a state on; the states that listen after them, none where they always lead on."""
        ends = [at]
        for number, tag in enumerate(reactions):
            if not _reacts(tag):
                continue
            at = self._one(ends, path, tag.span)
            if tag.name == "go!":
                self._join(at, tag.value, path, tag.span)
                return []
            if tag.name == "if":
                ends = self._branch([tag, *_others(reactions[number + 1 :])], at, path)
            else:
                ends = self._step(tag, at, path)
            if not ends:
                return []
        return ends

    def _one(self, ends: list[State], path: str, span: Span) -> State:
        """The state in which several ways meet again."""
        if len(ends) == 1:
            return ends[0]
        met = self.talk.begin(path, "say", span)
        for end in ends:
            self.talk.join(end.id, met.id, "always", span)
        return met

    def _branch(self, branches: list[Tag], at: State, path: str) -> list[State]:
        ends: list[State] = []
        for tag in branches:
            branch = self.talk.begin(path, "say", tag.span)
            self._context.update({branch.id: self._context[at.id]} if at.id in self._context else {})
            self.talk.join(at.id, branch.id, "condition", tag.span)
            ends += self._react(list(tags(tag.line.below)), branch, path)
        if branches[-1].name != "else":
            passed = self.talk.begin(path, "say", branches[-1].span)
            self.talk.join(at.id, passed.id, "condition", branches[-1].span)
            ends.append(passed)
        return ends

    def _step(self, tag: Tag, at: State, path: str) -> list[State]:
        match tag.name:
            case "a":
                self._say(at, tag.copy())
            case "random":
                self._random(tag, at, path)
            case "buttons" | "inlineButtons":
                for line in tag.line.below:
                    self._button_line(line, at, path)
            case "go":
                self._context[at.id] = self.script.resolve(tag.value, path)
            case "timeout":
                target = tag.value or tag.parameters.get("targetState", "")
                if target:
                    self.talk.join(at.id, self.script.resolve(target, path), "no-input", tag.span)
            case "audio":
                at.unheard = True
            case "script" | "scriptEs6" | "init":
                return self._run(tag, at, path)
            case name if name[0].isupper():
                return self._block(tag, at, path)
        return [at]

    def _random(self, tag: Tag, at: State, path: str) -> None:
        """One of several texts; a transition among them may be taken."""
        ways: list[tuple[Passage, ...]] = []
        for option in _alternatives(tag.line.below):
            ways += [tuple(self._passages(at, one.copy(), "reply")) for one in option if one.name == "a"]
            for one in option:
                if one.name == "go!":
                    self._join(at, one.value, path, one.span, "condition")
        self._add(at, tuple([way for way in ways if way]))

    def _button_line(self, line: Line, at: State, path: str) -> None:
        if line.text.startswith("{") and not line.text.startswith("{{"):
            for button in code.button(line.source, line.start):
                self._button(at, button.label, button.target, path, opens=button.opens)
        elif found := _LABEL.match(line.source.text, line.start, line.end):
            self._button(at, copy(line.source, *found.span(1)), (found[2] or "").strip(), path)
        elif line.text.startswith('"'):
            self.problems.append(
                Problem(Span(line.source, line.start, line.end), 'This label is never closed; expected "Label" -> /State.')
            )
        else:
            at.unheard = True

    def _button(
        self, at: State, label: tuple[Piece, ...], target: str, path: str, carrier: Carrier = "quoted", *, opens: bool = False
    ) -> None:
        shown = tuple(self._passages(at, label, "button" if opens else "option", carrier))
        self._add(at, (shown,) if shown else ())
        if not shown or opens:
            return
        if target:
            self._offer(at, self._target(target, path), shown[0].span, shown[0].text)
        else:
            self._buttons.setdefault(at.id, []).append(shown[0].text)

    def _run(self, tag: Tag, at: State, path: str) -> list[State]:
        """What code may do: it speaks and shows in any case, but where it leads may hang on something."""
        for call in code.calls(tag.line.source, tag.start, tag.line.last):
            match call.does:
                case "say":
                    self._say(at, call.words, "quoted")
                case "play":
                    at.unheard = True
                case "offer":
                    for button in call.buttons:
                        self._button(at, button.label, button.target, path, opens=button.opens)
                case "go":
                    self._join(at, call.target, path, call.span, "condition")
                case "wait":
                    self.talk.join(at.id, self._target(call.target, path), "no-input", call.span)
                case "end":
                    self._ended.add(at.id)
                case "person":
                    person = self._next(at, path, "human", call.span)
                    at = self._next(person, path, "say", call.span)
        return [at]

    def _block(self, tag: Tag, at: State, path: str) -> list[State]:
        made = block(tag)
        state = at if made.kind == "say" else self._next(at, path, made.kind, tag.span)
        for role, pieces in made.says:
            self._add(state, (tuple(self._passages(state, pieces, role)),))
        for pieces in made.retries:
            self._ask_again(state, tuple(self._passages(state, pieces, "reply", "quoted")), tag.span)
        for label, target in made.options:
            self._button(state, label, target, path)
        for answer, target in made.answers:
            self.talk.join(state.id, self._target(target, path), "intent", tag.span, answer)
        for trigger, target, span in made.ways:
            self.talk.join(state.id, self._target(target, path), trigger, span)
        if made.answers or made.options or made.kind == "end" or any(trigger == "always" for trigger, _, _ in made.ways):
            self._wire_buttons(state, path)
            return []
        return [state] if made.kind in ("ask", "say") else [self._next(state, path, "say", tag.span)]

    def _ask_again(self, state: State, said: tuple[Passage, ...], span: Span) -> None:
        if said:
            again = self.talk.begin(f"{state.id}: retry", "say", span)
            again.words = {Version(): ((said,),)}
            self.talk.join(state.id, again.id, "no-match", span)
            self.talk.join(again.id, state.id, "always", span, quiet=True)

    def _next(self, at: State, path: str, kind: NodeKind, span: Span) -> State:
        after = self.talk.begin(path, kind, span)
        self.talk.join(at.id, after.id, "always", span)
        return after

    def _say(self, at: State, pieces: tuple[Piece, ...], carrier: Carrier = "plain") -> None:
        said = tuple(self._passages(at, pieces, "reply", carrier))
        if said:
            self._add(at, (said,))
        else:
            at.unheard = at.unheard or bool(pieces)

    def _passages(self, at: State, pieces: tuple[Piece, ...], role: Role, carrier: Carrier = "plain") -> Iterator[Passage]:
        return passage(at.id, pieces, role, _SLOT, carrier=carrier)

    def _add(self, at: State, ways: Wordings) -> None:
        if any(ways):
            at.words = {Version(): (*at.words.get(Version(), ()), ways)}

    def _join(self, at: State, target: str, path: str, span: Span, trigger: On = "always") -> None:
        self.talk.join(at.id, self._target(target, path), trigger, span)

    def _target(self, target: str, path: str) -> str:
        """The id of a state, or of something that only the program knows."""
        return target if _DYNAMIC.search(target) or not target else self.script.resolve(target, path)

    def _listen(self, at: State, context: str) -> None:
        """What may be heard once the reactions are done: what is nearest counts."""
        if at.id in self._ended:
            at.kind = "end"
            return
        at.kind = "ask"
        self._wire_buttons(at, context)
        led = self._chosen.setdefault(at.id, set())
        failed: set[str] = set()
        for trigger in self._heard(context) if at.id != ROOT else self.script.heard:
            on = _trigger(trigger)
            if on == "intent":
                self.phrases.setdefault(trigger.name, []).extend(Phrase("", phrase) for phrase in trigger.phrases)
            if (on == "intent" and trigger.target in led) or on in failed:
                continue
            led.add(trigger.target)
            failed.update({on} - {"intent", "condition"})
            self.talk.join(at.id, trigger.target, on, trigger.span, trigger.name if on == "intent" else "")
        if at.id != ROOT and self.script.heard and not self._shut(context):
            self.talk.join(at.id, ROOT, "condition", at.span, quiet=True)

    def _heard(self, context: str) -> Iterator[Trigger]:
        """What is listened for in a state and in those around it; when nothing of it is understood, what is so everywhere."""
        place = self.script.places.get(context)
        yield from place.here if place else ()
        while place is not None:
            yield from place.heard
            place = None if place.modal else self.script.places.get(place.parent)
        if not self._shut(context):
            yield from (trigger for trigger in self.script.heard if _trigger(trigger) in ("no-match", "no-input"))

    def _shut(self, context: str) -> bool:
        place = self.script.places.get(context)
        return place is not None and place.modal

    def _wire_buttons(self, at: State, context: str) -> None:
        """A button without a target says its label."""
        for label in self._buttons.pop(at.id, ()):
            heard = [*self._heard(context), *self.script.heard]
            known = {
                f"{number}": [trigger.name, *trigger.phrases] for number, trigger in enumerate(heard) if trigger.on != "event"
            }
            found = heard_as(label, known)
            self._offer(at, heard[int(found)].target if found else _ELSEWHERE, at.span, label)

    def _offer(self, at: State, target: str, span: Span, label: str) -> None:
        self._chosen.setdefault(at.id, set()).add(target)
        self.talk.join(at.id, target, "option", span, label)

    def _begin_what_nothing_begins(self) -> None:
        """Code may lead anywhere at any time: the files do not tell when."""
        reached = {edge.target for edge in self.talk.edges if edge.source != edge.target} | {self.script.entry}
        for path, place in self.script.places.items():
            if self.script.coded and path not in reached and any(tag.name != "state" for tag in tags(place.tag.line.below)):
                self.talk.join(ROOT, path, "condition", place.tag.span)


def _reacts(tag: Tag) -> bool:
    return tag.name in _REACTIONS or tag.name[0].isupper()


def _trigger(heard: Trigger) -> On:
    if heard.on != "event":
        return "intent"
    return "no-match" if heard.name == "noMatch" else "no-input" if heard.name in _SILENCE else "condition"


def _others(reactions: Iterable[Tag]) -> Iterator[Tag]:
    """The branches that belong to an `if` before them."""
    for tag in reactions:
        if tag.name not in ("elseif", "else"):
            return
        yield tag


def _alternatives(lines: list[Line]) -> Iterator[list[Tag]]:
    """What a `random` chooses from: each reaction, or each group of them."""
    for tag in tags(lines):
        yield list(tags(tag.line.below)) if tag.name == "random" else [tag]
