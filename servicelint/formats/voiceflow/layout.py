"""The steps of a Voiceflow project as states: what each says, where it listens, and where its ports lead."""

from __future__ import annotations

import re

from servicelint.formats.voiceflow import words
from servicelint.formats.voiceflow.project import Node, Project
from servicelint.model import NodeKind, Span, Trigger
from servicelint.syntax.chat_exports import objects
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Object
from servicelint.syntax.talk import Answer, State, Talk
from servicelint.syntax.wordings import Version, Wordings

_KINDS: dict[str, NodeKind] = {
    **dict.fromkeys(("speak", "text", "message", "start", "intent", "command", "visual", "image", "video", "url"), "say"),
    **dict.fromkeys(("set", "setV2", "code", "api", "integrations", "google_sheets", "zapier", "if", "ifV2"), "say"),
    **dict.fromkeys(("random", "randomV2", "condition", "stream", "generative", "ai_response", "ai_set"), "say"),
    **dict.fromkeys(("goToNode", "goToIntent", "goToBlock", "flow", "component", "directive", "general"), "say"),
    **dict.fromkeys(("prompt", "interaction", "buttons", "capture", "captureV2", "buttons-v2", "choice"), "ask"),
    **dict.fromkeys(("capture-v3", "choice-v2", "ai_capture"), "ask"),
    **dict.fromkeys(("goToDomain",), "elsewhere"),
    "exit": "end",
}
_CARDS = ("card", "cardV2", "carousel", "card-v2", "carousel-v2")
_MARKUP = re.compile(r"markup|^comment$|^note$")
_UNHEARD = frozenset({"stream", "generative", "ai_response", "knowledgeBase", "directive"})
_NOT_UNDERSTOOD = ("noMatch", "else", "noMatches")


class Layout:
    """Lays out a project in `talk`."""

    def __init__(self, project: Project) -> None:
        self.talk = Talk()
        self._project = project
        self._states: dict[str, str] = {}
        self._callers: dict[str, list[Node]] = {}
        named: dict[str, int] = {}
        for node in project.nodes.values():
            if not _MARKUP.search(node.type):
                title = node.block or node.type or "step"
                named[title] = named.get(title, 0) + 1
                name = title if named[title] == 1 else f"{title}/{named[title]}"
                self._states[node.id] = self.talk.begin(name, _kind(node), node.span).id
            if node.type in ("flow", "component") and node.data.text("diagramID") in project.diagrams:
                self._callers.setdefault(node.data.text("diagramID"), []).append(node)
        for node in project.nodes.values():
            if node.id in self._states:
                self._lay(node, self.talk.states[self._states[node.id]])

    def entry(self) -> str:
        return self._start(self._project.root) or next(iter(self.talk.states), "")

    def _start(self, diagram: str) -> str:
        """The start step of a diagram, else its first step."""
        inside = [node for node in self._project.nodes.values() if node.diagram == diagram and node.id in self._states]
        starts = [node for node in inside if node.type == "start"]
        return self._states[(starts or inside)[0].id] if inside else ""

    def _lay(self, node: Node, state: State) -> None:
        self._speak(node, state)
        if state.kind in ("end", "human"):
            return
        if node.type in ("intent", "command"):
            self._ask_values(node, state)
        elif state.kind == "ask":
            self._listen(node, state)
        elif node.type in ("flow", "component"):
            called = self._start(node.data.text("diagramID"))
            self.talk.join(state.id, called or self._missing(node), "always", node.span)
        elif node.type == "goToNode" and node.data.text("nodeID"):
            self.talk.join(state.id, self._state(node.data.text("nodeID"), node), "always", node.span)
        elif node.type == "goToIntent":
            self.talk.join(state.id, self._intent_state(node.data.text("intent"), node), "always", node.span)
        else:
            self._go_on(node, state)

    def _go_on(self, node: Node, state: State) -> None:
        """The ports of a step that does not wait; several are decided by conditions."""
        ports = node.ports
        several = len(ports.others) + ("else" in ports.named) > 1 and "next" not in ports.named
        if several:
            for target in ports.others:
                self.talk.join(state.id, self._state(target, node), "condition", node.span)
            if "else" in ports.named:
                self.talk.join(state.id, self._state(ports.named["else"], node), "condition", node.span)
        elif state.kind != "elsewhere":
            self.talk.join(state.id, self._next(node), "always", node.span)
        if ports.named.get("fail"):
            self.talk.join(state.id, self._state(ports.named["fail"], node), "error", node.span)

    def _speak(self, node: Node, state: State) -> None:
        owner, data = state.id, node.data
        parts: tuple[Wordings, ...] = ()
        if node.type == "speak":
            parts, state.unheard = words.dialogs(owner, data)
        elif node.type == "text":
            parts = words.texts(owner, list(objects(data.members.get("texts"))))
        elif node.type == "message":
            response = data.text("messageID") or data.text("responseID")
            parts = words.texts(owner, self._project.responses.get(response, []))
            state.unheard = not parts
        elif node.type in _CARDS:
            parts = tuple([((one,),) for one in words.cards(owner, data)])
        state.unheard = state.unheard or node.type in _UNHEARD
        options = tuple([((one,),) for _, one in words.labels(owner, data)])
        if parts or options:
            state.words = {Version(): (*parts, *options)}

    def _listen(self, node: Node, state: State) -> None:
        """A step that waits: for its choices, for an intent that is heard everywhere, or for anything."""
        data, ports = node.data, node.ports
        targets = list(ports.others)
        choices = list(objects(data.members.get("choices")))
        buttons = [] if choices else [(label.value.strip(), one) for label, one in words.labels(state.id, data)]
        count = len(choices) or len(buttons)
        otherwise = ports.named.get("else", "")
        if len(targets) > count and "else" not in ports.named and count:
            otherwise = targets.pop(0)
        for choice, target in zip(choices, targets, strict=False):
            key = choice.text("intent") or choice.text("intentID")
            name = self._project.intents.get(key, key) or "choice"
            phrases = self._project.phrases.get(name, ())
            state.answers.append(Answer(name, phrases, self._state(target, node), choice.span))
        for (label, one), target in zip(buttons, [*targets, *[""] * len(buttons)], strict=False):
            self.talk.join(state.id, self._state(target, node), "option", one.span, label)
        if not count and node.type != "prompt":
            self.talk.join(state.id, self._next(node), "always", node.span)
        self._hear_everywhere(node, state)
        self._again(node, state, _NOT_UNDERSTOOD, "no-match", otherwise)
        self._again(node, state, ("noReply", "reprompt"), "no-input", ports.named.get("no-reply", ""))

    def _hear_everywhere(self, node: Node, state: State) -> None:
        """Intents that have a place of their own are heard wherever the customer is listened to."""
        for other in self._project.nodes.values():
            if other.type in ("intent", "command") and other.id in self._states:
                key = other.data.text("intent")
                name = self._project.intents.get(key, key)
                phrases = self._project.phrases.get(name, ())
                own = node.type == "prompt"
                state.answers.append(Answer(name, phrases, self._states[other.id], other.span, own))

    def _again(self, node: Node, state: State, keys: tuple[str, ...], way: Trigger, path: str) -> None:
        """What is said when the customer says nothing, or nothing that is known, before the way for that is taken."""
        found = next((node.data.members[key] for key in keys if key in node.data.members), None)
        listed = list(objects(found.members.get("reprompts"))) if isinstance(found, Object) else []
        if isinstance(found, Object) and not listed and "content" in found.members:
            listed = [found]
        parts = words.texts(f"{state.id}: {way}", listed)
        if parts:
            retry = self.talk.begin(f"{state.id}: {way}", "say", state.span)
            retry.words = {Version(): parts}
            self.talk.join(state.id, retry.id, way, node.span)
            self.talk.join(retry.id, state.id, "always", node.span, quiet=True)
        if path:
            self.talk.join(state.id, self._state(path, node), way, node.span)

    def _ask_values(self, node: Node, state: State) -> None:
        """An intent that needs values asks for those the customer has not said."""
        target, key = self._next(node), node.data.text("intent")
        asked = self._project.asked.get(key, ())
        phrases = self._project.phrases.get(self._project.intents.get(key, key), ())
        for value in asked:
            ask = self.talk.begin(f"{state.id}: {value.name}", "ask", value.span)
            parts = words.texts(ask.id, list(value.prompts))
            ask.words = {Version(): parts} if parts else {}
            ask.in_reply_to += phrases
            self.talk.join(state.id, ask.id, "condition", value.span)
            self.talk.join(ask.id, target, "always", value.span)
        if asked and target in self.talk.states:
            self.talk.states[target].in_reply_to += phrases
        self.talk.join(state.id, target, "condition" if asked else "always", node.span)

    def _next(self, node: Node) -> str:
        """Where a step leads when nothing goes wrong: along its port, else to the next step of its block, else nowhere."""
        port = node.ports.named.get("next") or next(iter(node.ports.others), "")
        return self._state(port or node.after, node)

    def _state(self, target: str, node: Node) -> str:
        """The state of a step or block; a place that hands over by its name ends with a person."""
        seen: set[str] = set()
        while target in self._project.blocks and target not in self._states and target not in seen:
            seen.add(target)
            target = self._project.blocks[target]
        if target in self._states:
            return self._states[target]
        if target and target not in self._project.blocks and target not in self._project.nodes:
            return target
        if hands_over(node.block) or hands_over(self._project.diagrams.get(node.diagram, "")):
            return self._one(f"{node.block or node.diagram}: person", "human", node.span)
        return self._end(node)

    def _end(self, node: Node) -> str:
        """The end of the talk; a diagram that others call gives the customer back to them."""
        callers = self._callers.get(node.diagram, [])
        if not callers or node.diagram == self._project.root:
            return self._one("end", "end", Span(node.span.source, node.span.start, min(node.span.start + 1, node.span.end)))
        name = f"{self._project.diagrams[node.diagram]}: back"
        if name not in self.talk.states:
            self.talk.begin(name, "say", node.span)
            for caller in callers:
                self.talk.join(name, self._next(caller), "always" if len(callers) == 1 else "condition", caller.span)
        return name

    def _missing(self, node: Node) -> str:
        name = node.data.text("name") or node.data.text("diagramID") or "component"
        return self._one(name, "human" if hands_over(name) else "elsewhere", node.span)

    def _intent_state(self, key: str, node: Node) -> str:
        for other in self._project.nodes.values():
            if other.type == "intent" and other.data.text("intent") == key and other.id in self._states:
                return self._states[other.id]
        return self._one("intent elsewhere", "elsewhere", node.span)

    def _one(self, name: str, kind: NodeKind, span: Span) -> str:
        if name not in self.talk.states:
            self.talk.begin(name, kind, span)
        return name


def _kind(node: Node) -> NodeKind:
    """The kind of a step; one of the builder's own is a person where its name says so."""
    if node.type in _CARDS:
        return "ask" if next(words.offered(node.data), None) is not None else "say"
    if node.type in _KINDS:
        return _KINDS[node.type]
    return "human" if hands_over(node.data.text("name")) or hands_over(node.type) else "unknown"
