"""Where each action of a dialog leads: to the action after it, out of a loop, into a dialog that it calls, back to what
called. Begins a state for every action that is more than a jump; the ways between them are drawn elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servicelint.model import NodeKind
from servicelint.syntax.dialogs import Action, Dialog, Start
from servicelint.syntax.talk import State, Talk


@dataclass(frozen=True, eq=False)
class Place:
    """A place in a list of actions; `after` is where the list's end leads, None where the dialog ends there. `loop` is
    the place of the innermost loop around it."""

    dialog: str
    actions: tuple[Action, ...]
    index: int = 0
    after: Place | None = None
    loop: Place | None = None

    @property
    def action(self) -> Action:
        return self.actions[self.index]

    @property
    def next(self) -> Place:
        return Place(self.dialog, self.actions, self.index + 1, self.after, self.loop)

    def inside(self, actions: tuple[Action, ...]) -> Place:
        """The beginning of a list inside this action; at its end a loop begins anew."""
        loops = self.action.does == "loop"
        return Place(self.dialog, actions, 0, self if loops else self.next, self if loops else self.loop)


def settled(place: Place | None) -> Place | None:
    """The place where there is an action: past the ends of lists; None where the dialog ends."""
    while place is not None and place.index >= len(place.actions):
        place = place.after
    return place


class Places:
    """All dialogs with their states begun in `talk`; `root` is where the bot listens when no other dialog is active."""

    def __init__(self, dialogs: Mapping[str, Dialog], root: str) -> None:
        self.talk = Talk()
        self.dialogs = dialogs
        self.root = root
        self.all: list[Place] = []
        self._states: dict[int, str] = {}
        self._named: dict[tuple[str, str], Place] = {}
        self._returns: dict[str, list[Place | str]] = {}
        self._ends: dict[str, str] = {}
        self._ending: set[str] = set()
        self._listening: dict[str, str] = {}
        self._greeting: set[str | int] = set()
        for dialog in dialogs.values():
            self._begin(dialog)
        for dialog in dialogs.values():
            for start in dialog.starts:
                self._note(start, dialog)

    def state(self, action: Action) -> State | None:
        """The state of an action; None for a jump."""
        name = self._states.get(id(action))
        return None if name is None else self.talk.states[name]

    def listening(self, dialog: str) -> str:
        """The state where the customer is heard when the dialog waits for nothing particular."""
        return self._listening[dialog]

    def waits(self, state: str) -> bool:
        """Whether it is a state where the bot listens for whatever the customer wants next."""
        return state in self._listening.values()

    def greets(self, place: Place) -> bool:
        """Whether an action belongs to what the customer gets unasked at the beginning."""
        return place.dialog in self._greeting or id(place.action) in self._greeting

    def at(self, place: Place | None, dialog: str, seen: frozenset[int] = frozenset()) -> str:
        """The state that the customer comes to at a place; jumps that only lead to each other lead nowhere."""
        place = settled(place)
        if place is None:
            return self.end(dialog)
        action = place.action
        if id(action) in self._states:
            return self._states[id(action)]
        if action.does == "pass":
            return self.at(place.next, dialog, seen)
        return self.root if id(action) in seen else self._landing(place, seen | {id(action)})

    def first(self, start: Start, dialog: str) -> str:
        """The state that a dialog comes to when it begins so."""
        if start.actions or not start.calls:
            return self.at(Place(dialog, start.actions), dialog)
        return start.calls

    def end(self, dialog: str) -> str:
        """Where a dialog leads at its end: back to what called it, else to where the bot listens."""
        if dialog == self.root:
            return self.root
        if dialog in self._ending and dialog not in self._ends:
            self._ends[dialog] = self.talk.begin(f"{dialog}: end", "say", self.dialogs[dialog].span).id
        if dialog not in self._ends:
            self._ending.add(dialog)
            self._return(dialog)
        return self._ends[dialog]

    def _return(self, dialog: str) -> None:
        places = self._returns.get(dialog, ())
        found = [place if isinstance(place, str) else self.at(place, place.dialog) for place in places]
        back = list(dict.fromkeys(found)) or [self.root]
        if len(back) == 1 and dialog not in self._ends:
            self._ends[dialog] = back[0]
            return
        span = self.dialogs[dialog].span
        end = self._ends.setdefault(dialog, "") or self.talk.begin(f"{dialog}: end", "say", span).id
        self._ends[dialog] = end
        for target in back:
            if target != end:
                self.talk.join(end, target, "condition", span, quiet=self.waits(target))

    def _begin(self, dialog: Dialog) -> None:
        """The dialog's own state: where it listens, or what passes on to its first action."""
        called = any(start.on == "call" for start in dialog.starts)
        waits = dialog.listens and (dialog.name == self.root or not called)
        kind: NodeKind = "ask" if waits else "end" if dialog.name == self.root else "say"
        self.talk.begin(dialog.name, kind, dialog.span).words = dialog.words
        self._listening[dialog.name] = dialog.name if waits else self.root
        if dialog.listens and not waits:
            self._listening[dialog.name] = self.talk.begin(f"{dialog.name} listens", "ask", dialog.span).id

    def _note(self, start: Start, dialog: Dialog) -> None:
        """Begin the states of its actions, and remember what returns where."""
        greets = start.on == "start" and dialog.name == self.root
        self._lay(Place(dialog.name, start.actions), greets)
        if start.calls:
            self._returns.setdefault(start.calls, []).append(self.listening(dialog.name))
            if greets:
                self._greeting.add(start.calls)

    def _lay(self, place: Place, greets: bool) -> None:
        while place.index < len(place.actions):
            action = place.action
            self.all.append(place)
            self._named.setdefault((place.dialog, action.id), place)
            if greets:
                self._greeting.add(id(action))
            self._expect(place)
            if self._stands(action):
                state = self.talk.begin(f"{place.dialog}/{action.id}", _kind(action), action.span)
                state.words, state.unheard = action.words, action.unheard
                self._states[id(action)] = state.id
            for branch in action.branches:
                self._lay(place.inside(branch.actions), greets)
            place = place.next

    def _expect(self, place: Place) -> None:
        """Remember where the dialogs that begin here return to."""
        action = place.action
        if action.does == "jump" and action.jump in ("call", "replace"):
            back = place.next if action.jump == "call" else Place(place.dialog, ())
            self._returns.setdefault(action.target, []).append(back)
        for target in (action.question.fallback, action.question.silence):
            self._returns.setdefault(target, []).append(place.next)

    def _stands(self, action: Action) -> bool:
        """Whether an action is a state: jumps are not, unless they lead out of the files."""
        if action.does == "jump":
            return action.jump in ("call", "replace") and action.target not in self.dialogs
        return action.does != "pass"

    def _landing(self, place: Place, seen: frozenset[int]) -> str:
        """Where a jump leads."""
        action, dialog = place.action, place.dialog
        match action.jump:
            case "call" | "replace":
                return action.target
            case "repeat":
                return dialog
            case "goto":
                target = self._named.get((dialog, action.target))
                return self.at(target, dialog, seen) if target else f"{dialog}/{action.target}"
            case "break":
                return self.at(place.loop.next if place.loop else None, dialog, seen)
            case "continue":
                return self.at(place.loop, dialog, seen)
            case "cancel":
                return self.root
            case _:
                return self.end(dialog)


def _kind(action: Action) -> NodeKind:
    return "ask" if action.does == "ask" else action.kind if action.does == "stay" else "say"
