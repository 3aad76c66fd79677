"""Dialogs made of actions become states and ways: where each action leads, what calls return to, and which branch each
option of a question takes. Knows no platform's names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from servicelint.model import NodeKind, Span
from servicelint.syntax.dialogs import Action, Dialog, Option, Start
from servicelint.syntax.talk import Answer, State, Talk
from servicelint.syntax.wordings import Words


@dataclass(frozen=True, eq=False)
class Place:
    """A place in a list of actions; `after` is where its end leads, None where the dialog ends there. `loop` is the
    innermost loop around it."""

    dialog: str
    actions: tuple[Action, ...]
    index: int
    after: Place | None
    loop: Place | None = None

    @property
    def action(self) -> Action:
        return self.actions[self.index]

    @property
    def next(self) -> Place:
        return Place(self.dialog, self.actions, self.index + 1, self.after, self.loop)

    def inside(self, actions: tuple[Action, ...]) -> Place:
        """The beginning of a list inside this action; a loop begins anew at its end."""
        loops = self.action.does == "loop"
        return Place(self.dialog, actions, 0, self if loops else self.next, self if loops else self.loop)


Outcome = Literal["taken", "else", "unknown"]


class DialogFlow:
    """Lays out dialogs in `talk`. `root` is where the bot listens when no other dialog is active; `stranger` tells what a
    dialog is that is not in the files."""

    def __init__(self, dialogs: Mapping[str, Dialog], root: str, stranger: Callable[[str], NodeKind]) -> None:
        self.talk = Talk()
        self._dialogs = dialogs
        self._root = root
        self._stranger = stranger
        self._states: dict[int, str] = {}
        self._places: dict[int, Place] = {}
        self._named: dict[tuple[str, str], Place] = {}
        self._returns: dict[str, list[Place | str]] = {}
        self._ends: dict[str, str] = {}
        self._listening: dict[str, str] = {}
        self._greeting: set[str] = set()
        for dialog in dialogs.values():
            self._begin(dialog)
        for dialog in dialogs.values():
            for start in dialog.starts:
                self._note(start, dialog)
        for place in list(self._places.values()):
            self._wire(place)
        for dialog in dialogs.values():
            self._enter(dialog)

    def entry(self) -> str:
        """Where a conversation begins: with what greets the customer, else where the bot listens."""
        greets = [start for start in self._dialogs[self._root].starts if start.on == "start"]
        return self._first(greets[0], self._root) if greets else self._root

    # ---- laying out states

    def _begin(self, dialog: Dialog) -> None:
        """The dialog's own state: where it listens, or what passes on to its first action."""
        called = any(start.on == "call" for start in dialog.starts)
        waits = dialog.name == self._root or (dialog.listens and not called)
        state = self.talk.begin(dialog.name, "ask" if waits else "say", dialog.span)
        state.words = dialog.words
        self._listening[dialog.name] = dialog.name if waits else self._root
        if dialog.listens and not waits:
            self._listening[dialog.name] = self.talk.begin(f"{dialog.name} listens", "ask", dialog.span).id

    def _note(self, start: Start, dialog: Dialog) -> None:
        """Begin the states of its actions, and remember what returns where."""
        greets = start.on == "start" and dialog.name == self._root
        self._lay(Place(dialog.name, start.actions, 0, None), greets)
        if start.calls:
            self._returns.setdefault(start.calls, []).append(self._listening[dialog.name])
            if greets:
                self._greeting.add(start.calls)

    def _lay(self, place: Place, greets: bool) -> None:
        while place.index < len(place.actions):
            action = place.action
            self._places[id(action)] = place
            self._named.setdefault((place.dialog, action.id), place)
            if greets:
                self._greeting.add(str(id(action)))
            if action.jump in ("call", "replace") and action.does == "jump":
                back: Place | str = place.next if action.jump == "call" else Place(place.dialog, (), 0, None)
                self._returns.setdefault(action.target, []).append(back)
            if self._stands(place):
                state = self.talk.begin(f"{place.dialog}/{action.id}", _kind(action), action.span)
                state.words, state.unheard = action.words, action.unheard
                self._states[id(action)] = state.id
            question = action.question
            for target in filter(None, (question.fallback, question.silence)):
                self._returns.setdefault(target, []).append(place.next)
            for branch in action.branches:
                self._lay(place.inside(branch.actions), greets)
            place = place.next

    def _stands(self, place: Place) -> bool:
        """Whether an action is a state: jumps are not, unless they lead out of the files."""
        action = place.action
        if action.does == "jump":
            return action.jump in ("call", "replace") and action.target not in self._dialogs
        return action.does != "pass"

    # ---- where a place leads

    def _at(self, place: Place | None, dialog: str, seen: frozenset[int] = frozenset()) -> str:
        """The state that the customer comes to at a place. Jumps that only lead to each other end the dialog."""
        while place is not None and place.index >= len(place.actions):
            place = place.after
        if place is None:
            return self._end(dialog)
        action = place.action
        if id(action) in self._states:
            return self._states[id(action)]
        if action.does == "pass":
            return self._at(place.next, dialog, seen)
        if id(action) in seen:
            return self._root
        return self._jump(place, seen | {id(action)})

    def _jump(self, place: Place, seen: frozenset[int]) -> str:
        action, dialog = place.action, place.dialog
        match action.jump:
            case "call" | "replace":
                return action.target
            case "repeat":
                return dialog
            case "goto":
                target = self._named.get((dialog, action.target))
                return self._at(target, dialog, seen) if target else f"{dialog}/{action.target}"
            case "break":
                return self._at(place.loop.next if place.loop else None, dialog, seen)
            case "continue":
                return self._at(place.loop, dialog, seen)
            case "cancel":
                return self._root
        return self._end(dialog)

    def _end(self, dialog: str) -> str:
        """Where a dialog leads at its end: back to what called it, else to where the bot listens."""
        if dialog == self._root:
            return self._root
        if dialog not in self._ends:
            self._ends[dialog] = name = f"{dialog}: end"
            places = self._returns.get(dialog, ())
            found = [place if isinstance(place, str) else self._at(place, place.dialog) for place in places]
            back = [target for target in dict.fromkeys(found) if target != name]
            if len(back) > 1:
                self._ends[dialog] = state = self.talk.begin(name, "say", self._dialogs[dialog].span).id
                for target in back:
                    self.talk.join(state, target, "condition", self._dialogs[dialog].span, quiet=self._waits(target))
            else:
                self._ends[dialog] = back[0] if back else self._root
        return self._ends[dialog]

    def _waits(self, target: str) -> bool:
        return target in self._listening.values()

    def _first(self, start: Start, dialog: str) -> str:
        if start.actions or not start.calls:
            return self._at(Place(dialog, start.actions, 0, None), dialog)
        return start.calls

    # ---- ways

    def _enter(self, dialog: Dialog) -> None:
        """The ways by which its parts begin."""
        heard = self.talk.states[self._listening[dialog.name]]
        for start in dialog.starts:
            first = self._first(start, dialog.name)
            if start.on == "intent":
                heard.answers.append(Answer(start.intent, start.phrases, first, start.span))
            elif start.on == "call" and first != dialog.name:
                self.talk.join(dialog.name, first, "always", start.span, quiet=self._waits(first))
            elif start.on != "start":
                trigger = "condition" if start.on == "call" else start.on
                self.talk.join(heard.id, first, trigger, start.span, quiet=first == heard.id)
        if not dialog.starts or not any(start.on in ("call", "intent") for start in dialog.starts):
            self._leave_empty(dialog)

    def _leave_empty(self, dialog: Dialog) -> None:
        if dialog.name != self._root:
            end = self._end(dialog.name)
            self.talk.join(dialog.name, end, "always", dialog.span, quiet=self._waits(end))

    def _wire(self, place: Place) -> None:
        action = place.action
        if id(action) not in self._states:
            return
        state = self.talk.states[self._states[id(action)]]
        onward = self._at(place.next, place.dialog)
        match action.does:
            case "ask":
                _Asking(self, place, state, onward).wire()
            case "branch" | "loop":
                self._branch(place, state, onward)
            case "speak" if action.offers and self._waits(onward) and not self._greets(place):
                self._offer(state, onward, action.span)
            case "jump":
                state.kind = self._stranger(action.target)
                if state.kind != "human":
                    self.join_on(state.id, onward, action.span, place)
            case _ if action.does == "speak" or action.kind in ("unknown", "elsewhere"):
                self.join_on(state.id, onward, action.span, place)

    def join_on(self, source: str, target: str, span: Span, place: Place) -> None:
        """The way to what comes next; back where the bot listens, nothing follows what was said."""
        quiet = self._waits(target) and not self._greets(place)
        self.talk.join(source, target, "always", span, quiet=quiet)

    def _greets(self, place: Place) -> bool:
        return place.dialog in self._greeting or str(id(place.action)) in self._greeting

    def _branch(self, place: Place, state: State, onward: str) -> None:
        for branch in place.action.branches:
            target = self._at(place.inside(branch.actions), place.dialog)
            self.talk.join(state.id, target, "condition", branch.span)
        if not any(branch.otherwise for branch in place.action.branches):
            self.talk.join(state.id, onward, "condition", place.action.span)

    def _offer(self, state: State, onward: str, span: Span) -> None:
        """The last words show chips: they are heard as whatever is said where the bot listens."""
        state.kind = "ask"
        heard = self.talk.states[onward]
        for dialog in self._dialogs.values():
            if self._listening[dialog.name] == onward:
                starts = [start for start in dialog.starts if start.on == "intent"]
                state.answers += [
                    Answer(start.intent, start.phrases, self._first(start, dialog.name), start.span, own=False)
                    for start in starts
                ]
        self.talk.join(state.id, heard.id, "condition", span, quiet=True)

    # ---- what an option leads to

    def lead(self, place: Place, variable: str, option: Option) -> tuple[Outcome, list[Action], str]:
        """Which way an option takes after its question: whether a branch is made for it, what is said before that, and
        the state it comes to."""
        said: list[Action] = []
        decided = False
        at: Place | None = place.next
        while True:
            while at is not None and at.index >= len(at.actions):
                at = at.after
            if at is None or at.action.does not in ("pass", "speak", "branch"):
                return "else" if decided else "unknown", said, self._at(at, place.dialog)
            if at.action.does == "branch":
                verdicts = list(_verdicts(at.action, variable, option))
                if None in verdicts:
                    return "else" if decided else "unknown", said, self._at(at, place.dialog)
                decided = True
                if True in verdicts:
                    branch = at.action.branches[verdicts.index(True)]
                    outcome: Outcome = "else" if branch.otherwise else "taken"
                    return outcome, said, self._at(at.inside(branch.actions), place.dialog)
            elif at.action.does == "speak":
                said.append(at.action)
            at = at.next

    def along(self, said: list[Action], target: str, label: str, place: Place) -> str:
        """The state that speaks for one option what stands between its question and its branch; the target where nothing
        does."""
        for action in reversed(said):
            state = self.talk.begin(f"{self._states[id(action)]} [{label}]", "say", action.span)
            state.words, state.unheard = action.words, action.unheard
            self.join_on(state.id, target, action.span, place)
            target = state.id
        return target


def _verdicts(action: Action, variable: str, option: Option) -> Iterator[bool | None]:
    """Whether each branch holds, up to the first that does or that cannot be told."""
    for branch in action.branches:
        holds = branch.holds(variable, option)
        yield holds
        if holds is not False:
            return


def _kind(action: Action) -> NodeKind:
    return "ask" if action.does == "ask" else action.kind if action.does == "stay" else "say"


class _Asking:
    """The ways that leave a question."""

    def __init__(self, flow: DialogFlow, place: Place, state: State, onward: str) -> None:
        self._flow, self._talk = flow, flow.talk
        self._place, self._state, self._onward = place, state, onward
        self._question = place.action.question
        self._span = place.action.span

    def wire(self) -> None:
        self._answers()
        self._failures()
        if self._question.open:
            listens = self._flow._listening[self._place.dialog]
            self._talk.join(self._state.id, listens, "condition", self._span, quiet=True)
