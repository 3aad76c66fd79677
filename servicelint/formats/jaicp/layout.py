"""The states of a bot laid out: their reactions one after the other, along branches and transitions. What they listen
for afterwards has its own room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from servicelint.formats.jaicp import code
from servicelint.formats.jaicp.blocks import block
from servicelint.formats.jaicp.listening import Offer
from servicelint.formats.jaicp.script import Script
from servicelint.formats.jaicp.tags import Line, Tag, copy, tags
from servicelint.model import NodeKind, Passage, Piece, Problem, Role, Span
from servicelint.model import Trigger as On
from servicelint.model.passage import Carrier
from servicelint.syntax.chat_exports import passage
from servicelint.syntax.talk import State, Talk
from servicelint.syntax.wordings import Version, Wordings

_SLOT = re.compile(r"\{\{\s*(.+?)\s*\}\}|\$\{\s*([^{}]+?)\s*\}")
_LABEL = re.compile(r"\"((?:[^\"\\]|\\.)*)\"(?:[ \t]*->[ \t]*(.*))?")
_DYNAMIC = re.compile(r"\{\{|\$")
_REACTIONS = (
    *("a", "random", "audio", "buttons", "inlineButtons", "go", "go!", "if", "timeout"),
    *("script", "scriptEs6", "init"),
)


class Layout:
    """Lays out a script in `talk`. `ends` are the states that wait once they have reacted, with the path of the state
    whose triggers count then; `offers` the buttons that are shown."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.talk = Talk()
        self.problems: list[Problem] = []
        self.ends: list[tuple[State, str]] = []
        self.offers: list[Offer] = []
        self._context: dict[str, str] = {}
        for place in script.places.values():
            self.talk.begin(place.path, "say", place.tag.span)
        for place in script.places.values():
            ends = self._react(list(tags(place.tag.line.below)), self.talk.states[place.path], place.path)
            self.ends += [(end, self._context.get(end.id, place.path)) for end in ends if end.kind in ("say", "ask")]

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
        if shown and not opens:
            self.offers.append(Offer(at.id, shown[0].text, self._target(target, path) if target else "", shown[0].span, path))

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
                    at.kind = "end"
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


def _reacts(tag: Tag) -> bool:
    return tag.name in _REACTIONS or tag.name[0].isupper()


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
