"""The nodes of one RapidPro flow as states: what they send, what they wait for, and which flow they enter."""

from __future__ import annotations

from servicelint.formats.rapidpro.actions import Said, said
from servicelint.formats.rapidpro.routing import Category, categories, hears
from servicelint.model import Span, Trigger
from servicelint.syntax.chat_exports import objects, place
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Object
from servicelint.syntax.talk import State, Talk
from servicelint.syntax.wordings import Phrase

_PEOPLE = ("open_ticket",)
_WAITS = ("msg", "digits", "audio", "image", "video", "location")
_FAILED = frozenset({"failure", "failed"})


class Layout:
    """Lays out a flow in `talk`; `calls` are the states that enter another flow, by its uuid, with where they go on.

    `ends` tells that the flow can come to an end: there it gives the customer back to whoever entered it.
    """

    def __init__(self, name: str, flow: Object) -> None:
        self.talk = Talk()
        self.name = name
        self.calls: list[tuple[str, str, str]] = []
        self.phrases: dict[str, list[Phrase]] = {}
        self.end = f"{name}: end"
        self._nodes = {node.text("uuid"): node for node in objects(flow.items("nodes")) if node.text("uuid")}
        self._states: dict[str, str] = {}
        self._said: dict[str, Said] = {}
        for number, (uuid, node) in enumerate(self._nodes.items(), 1):
            state = self.talk.begin(f"{name}/{number}", "say", _place(node))
            self._states[uuid] = state.id
            self._said[uuid] = said(state.id, list(objects(node.items("actions"))), flow)
            state.words, state.unheard = self._said[uuid].words, self._said[uuid].unheard
        self._offers = self._offered()
        for uuid, node in self._nodes.items():
            self._lay(node, self.talk.states[self._states[uuid]], self._offers.get(uuid, []))

    def entry(self) -> str:
        return next(iter(self._states.values()), "")

    def _offered(self) -> dict[str, list[str]]:
        """The quick replies that are in sight where a node waits: its own and those sent just before."""
        found = {uuid: list(one.replies) for uuid, one in self._said.items()}
        for uuid, one in self._said.items():
            for target in self._next(uuid) if one.replies else ():
                found[target] += [reply for reply in one.replies if reply not in found[target]]
        return found

    def _next(self, uuid: str) -> list[str]:
        """The nodes that come right after one without a router; where they send nothing (they keep books), those after."""
        waiting, seen = [uuid], {uuid: None}
        for at in waiting:
            silent = at == uuid or not (self._said[at].words or self._said[at].unheard)
            if silent and "router" not in self._nodes[at].members:
                onward = {exit_.text("destination_uuid"): None for exit_ in objects(self._nodes[at].items("exits"))}
                waiting += [target for target in onward if target in self._nodes and target not in seen]
                seen |= dict.fromkeys(waiting)
        return waiting[1:]

    def _lay(self, node: Object, state: State, replies: list[str]) -> None:
        router = node.object("router")
        wait = router.object("wait") if router else None
        entered = [action for action in objects(node.items("actions")) if action.text("type") == "enter_flow"]
        if _has_person(node):
            state.kind = "human"
        if wait is not None and wait.text("type") == "dial":
            state.kind = "human"
        elif wait is not None and state.kind == "say":
            self._listen(node, state, replies, wait)
            return
        if entered:
            self._enter(node, state, entered[-1])
        else:
            self._decide(node, state)

    def _listen(self, node: Object, state: State, replies: list[str], wait: Object) -> None:
        """A wait: quick replies and numbers lead where the case that hears them does."""
        state.kind = "ask" if wait.text("type") in _WAITS else "unknown"
        listed = categories(node)
        choosing = [category for category in listed if any(case.chooses for case in category.cases)]
        tested = any(category.cases for category in listed)
        heard: set[str] = set()
        for reply in replies:
            category = hears(listed, reply) or next((one for one in listed if one.default), None)
            if category is not None:
                heard.add(category.name)
                self.talk.join(state.id, self._target(category.target), "option", category.span, reply)
        for category in listed:
            target = self._target(category.target)
            if category.timeout:
                self.talk.join(state.id, target, "no-input", category.span)
            elif category.default:
                self.talk.join(state.id, target, "no-match" if tested else "always", category.span)
            elif category not in choosing:
                self.talk.join(state.id, target, "condition", category.span)
            elif category.name not in heard:
                self._choose(state, category, target)

    def _choose(self, state: State, category: Category, target: str) -> None:
        """A choice that no quick reply offers, by number or in words."""
        label = category.label()
        offered = label.isdecimal()
        self.talk.join(state.id, target, "option" if offered else "intent", category.span, label)
        words = [word for case in category.cases for word in case.words]
        self.phrases.setdefault(label, []).extend(Phrase("", word) for word in words if not word.isdecimal())

    def _enter(self, node: Object, state: State, action: Object) -> None:
        """A flow that is entered, and the ways from there on when it is done."""
        flow = action.object("flow")
        uuid, name = (flow.text("uuid"), flow.text("name")) if flow else ("", "")
        back = ""
        if not getattr(action.members.get("terminal"), "value", False):
            back = self.talk.begin(f"{state.id}: back", "say", state.span).id
            self._decide(node, self.talk.states[back])
        self.calls.append((state.id, uuid or name, back))

    def _decide(self, node: Object, state: State) -> None:
        """The ways of a node that does not wait for the customer."""
        listed = categories(node)
        if not listed:
            targets = list(dict.fromkeys(exit_.text("destination_uuid") for exit_ in objects(node.items("exits"))))
            for target in targets or [""]:
                self.talk.join(state.id, self._target(target), "always" if len(targets) < 2 else "condition", state.span)
            return
        several = len({category.target for category in listed}) > 1 or state.kind == "human"
        for category in listed:
            failed = category.name.casefold() in _FAILED
            trigger: Trigger = "error" if failed else "condition" if several else "always"
            self.talk.join(state.id, self._target(category.target), trigger, category.span)

    def _target(self, uuid: str) -> str:
        if uuid in self._states:
            return self._states[uuid]
        if uuid:
            return uuid
        if self.end not in self.talk.states:
            span = next(iter(self.talk.states.values())).span
            self.talk.begin(self.end, "end", Span(span.source, span.start, span.start))
        return self.end


def _has_person(node: Object) -> bool:
    for action in objects(node.items("actions")):
        kind = action.text("type")
        if kind in _PEOPLE:
            return True
        flow = action.object("flow")
        if kind == "enter_flow" and flow is not None and hands_over(flow.text("name")):
            return True
    return False


def _place(node: Object) -> Span:
    """Where a node is written: up to what it says first, else to its name."""
    for action in objects(node.items("actions")):
        if action.string("text") is not None:
            return place(node, action.string("text"))
    return place(node, node.string("uuid"))
