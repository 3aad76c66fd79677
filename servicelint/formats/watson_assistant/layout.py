"""Dialog nodes as states: what is answered, which nodes are tried next, slots that are asked for, and jumps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servicelint.formats.watson_assistant.workspace import Node, Workspace, heard
from servicelint.model import NodeKind, Span
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.said import heard_as
from servicelint.syntax.talk import Answer, State, Talk

ROOT = "anything"
"""The place where the customer is listened to and the top of the tree is tried."""
END = "end"


class Layout:
    """Lays out a workspace in `talk`."""

    def __init__(self, workspace: Workspace, span: Span) -> None:
        self.talk = Talk()
        self._workspace = workspace
        self._span = span
        self._states: dict[str, str] = {}
        self._slots: dict[str, list[str]] = {}
        root = self.talk.begin(ROOT, "ask", span)
        for node in self._all(""):
            self._begin(node)
        self._try(root, workspace.standing(""))
        for node in list(self._all("")):
            self._lay(node)

    def entry(self) -> str:
        """The node that greets; without one the place where anything may be said."""
        for node in self._workspace.standing(""):
            if node.starts:
                return self._into(node)
        return ROOT

    def _all(self, parent: str) -> Iterator[Node]:
        for node in self._workspace.children.get(parent, []):
            if node.type not in ("folder", "slot", "event_handler"):
                yield node
            yield from self._all(node.id)

    def _begin(self, node: Node) -> None:
        state = self.talk.begin(node.name, _kind(node), node.span)
        self._states[node.id] = state.id
        state.words, state.unheard = node.output.words, node.output.unheard
        leaf = not self._workspace.standing(node.id) and not node.jump
        if leaf and state.words and (hands_over(node.name) or hands_over(heard(node.condition))):
            state.kind = "human"
        self._slots[node.id] = [
            self.talk.begin(f"{node.name}: {slot.name}", "ask", slot.span).id
            for slot in self._workspace.of_type(node.id, "slot")
        ]

    def _into(self, node: Node) -> str:
        """Where a node begins: with the first thing that it asks for, if there is one."""
        return next(iter(self._slots[node.id]), self._states[node.id])

    def _lay(self, node: Node) -> None:
        state = self.talk.states[self._states[node.id]]
        self._ask_for(node)
        if state.kind == "human":
            return
        if node.output.ends:
            self.talk.join(state.id, self._one(END, "end", node.span), "always", node.span)
            return
        conditional = self._workspace.of_type(node.id, "response_condition")
        for answer in conditional:
            self.talk.join(state.id, self._states[answer.id], "condition", answer.span)
            self.talk.states[self._states[answer.id]].in_reply_to += self._workspace.phrases(node.condition)
        if not conditional:
            self._go_on(node, state)

    def _go_on(self, node: Node, state: State) -> None:
        """A jump, the nodes below, or back to the top of the tree; an answer under a condition goes on as its node does."""
        parent = self._workspace.nodes.get(self._parent(node)) if node.type == "response_condition" else None
        own = node if node.jump or parent is None else parent
        below = self._workspace.standing(own.id)
        if own.jump and own.behavior == "jump_to":
            self._jump(own, state)
        elif below and own.behavior.startswith("skip_user_input"):
            for child in below:
                self.talk.join(state.id, self._into(child), "condition", child.span)
        elif below or node.output.options:
            state.kind = "ask"
            self._try(state, below)
            self._offer(node, state, below)
        else:
            self.talk.join(state.id, ROOT, "always", node.span, quiet=True)

    def _jump(self, node: Node, state: State) -> None:
        target = self._workspace.nodes.get(node.jump)
        if target is None or target.id not in self._states:
            self.talk.join(state.id, node.jump, "always", node.span)
        elif node.selector == "user_input":
            state.kind = "ask"
            self._try(state, self._from(target))
        else:
            self.talk.join(state.id, self._into(target), "always", node.span)

    def _from(self, node: Node) -> list[Node]:
        """A node and those that are tried after it."""
        siblings = self._workspace.standing(self._parent(node))
        return siblings[siblings.index(node) :] if node in siblings else [node]

    def _parent(self, node: Node) -> str:
        return next((parent for parent, below in self._workspace.children.items() if node in below), "")

    def _try(self, state: State, nodes: Sequence[Node]) -> None:
        """The nodes whose conditions are tried on what the customer says, then the top of the tree."""
        caught = False
        for node in nodes:
            label = heard(node.condition)
            if node.starts or node.condition == "false":
                continue
            if label:
                state.answers.append(Answer(label, self._workspace.phrases(node.condition), self._into(node), node.span))
            else:
                self.talk.join(state.id, self._into(node), "no-match" if node.catches else "condition", node.span)
                caught = caught or node.catches
        if state.id == ROOT:
            return
        for node in self._workspace.standing(""):
            if label := heard(node.condition):
                phrases = self._workspace.phrases(node.condition)
                state.answers.append(Answer(label, phrases, self._into(node), node.span, own=False))
        if not caught:
            self.talk.join(state.id, self._nothing_known(), "no-match", state.span, quiet=True)

    def _nothing_known(self) -> str:
        """What answers when nothing else does."""
        return next((self._into(node) for node in self._workspace.standing("") if node.catches), ROOT)

    def _offer(self, node: Node, state: State, below: Sequence[Node]) -> None:
        """Options lead where what is said for the customer is understood."""
        for label, sent in node.output.options.items():
            state.values[label] = self._understood(label, sent, below) or self._nothing_known()

    def _understood(self, label: str, sent: str, below: Sequence[Node]) -> str:
        for nodes in (below, self._workspace.standing("")):
            known = {
                one.id: [heard(one.condition), *(phrase.text for phrase in self._workspace.phrases(one.condition))]
                for one in nodes
                if heard(one.condition)
            }
            found = heard_as(sent, known) or heard_as(label, known)
            if found:
                return self._into(self._workspace.nodes[found])
            for one in nodes:
                if one.catches:
                    return self._into(one)
        return ""

    def _ask_for(self, node: Node) -> None:
        """The slots of a frame: each asks, says so when the answer is none, confirms, and leads to the next."""
        slots = self._workspace.of_type(node.id, "slot")
        names = self._slots[node.id]
        for number, (slot, name) in enumerate(zip(slots, names, strict=True)):
            state = self.talk.states[name]
            state.in_reply_to += self._workspace.phrases(node.condition) if number == 0 else ()
            onward = names[number + 1] if number + 1 < len(names) else self._states[node.id]
            handlers = self._workspace.of_type(slot.id, "event_handler")
            for handler in handlers:
                if handler.event == "focus":
                    state.words, state.unheard = handler.output.words, handler.output.unheard
                else:
                    self._handle(handler, state, onward)
            told = any(handler.event == "filled" and handler.output.words for handler in handlers)
            self.talk.join(name, onward, "condition" if told else "always", slot.span)
        for handler in self._workspace.of_type(node.id, "event_handler"):
            if names and handler.output.words:
                aside = self._say(handler, f"{node.name}: {handler.name}")
                self.talk.join(names[0], aside.id, "condition", handler.span)
                self.talk.join(aside.id, names[0], "always", handler.span, quiet=True)

    def _handle(self, handler: Node, asked: State, onward: str) -> None:
        if not handler.output.words:
            return
        said = self._say(handler, f"{asked.id}: {handler.event or handler.name}")
        if handler.event.startswith("nomatch"):
            self.talk.join(asked.id, said.id, "no-match", handler.span)
            self.talk.join(said.id, asked.id, "always", handler.span, quiet=True)
        else:
            self.talk.join(asked.id, said.id, "condition", handler.span)
            self.talk.join(said.id, onward, "always", handler.span)

    def _say(self, handler: Node, name: str) -> State:
        state = self.talk.begin(name, "human" if handler.output.person else "say", handler.span)
        state.words, state.unheard = handler.output.words, handler.output.unheard
        return state

    def _one(self, name: str, kind: NodeKind, span: Span) -> str:
        if name not in self.talk.states:
            self.talk.begin(name, kind, span)
        return name


def _kind(node: Node) -> NodeKind:
    return "human" if node.output.person else "say"
