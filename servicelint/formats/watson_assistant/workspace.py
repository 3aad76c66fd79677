"""What stands in a Watson Assistant workspace: dialog nodes as a tree in their order, intents and entities by phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.formats.watson_assistant.output import Output, read
from servicelint.model import Span
from servicelint.syntax.chat_exports import objects, place, texts
from servicelint.syntax.json import Object
from servicelint.syntax.wordings import Phrase

START = ("welcome", "conversation_start")
OTHERWISE = ("anything_else", "true", "irrelevant")
_INTENT = re.compile(r"(?<![\w!#])#([\w.-]+)")
_ENTITY = re.compile(r"(?<![\w!@])@([\w-]+)(?::(?:\(([^()]*)\)|([\w-]+)))?")
_LITERAL = re.compile(r"input\.text(?:\.toLowerCase\(\))?\s*(?:==|\.(?:equals|contains|matches)\()\s*[\"']([^\"']+)")


@dataclass(frozen=True, eq=False)
class Node:
    """A dialog node; `jump` is the id of the node it goes on with, `selector` which part of that one is taken."""

    id: str
    name: str
    type: str
    condition: str
    event: str
    output: Output
    span: Span
    behavior: str
    jump: str
    selector: str

    @property
    def starts(self) -> bool:
        return self.condition in START

    @property
    def catches(self) -> bool:
        """Whether it answers what nothing else does."""
        return self.condition in OTHERWISE


@dataclass
class Workspace:
    """`children` are in the order in which their conditions are tried; those of "" are the top of the tree."""

    nodes: dict[str, Node] = field(default_factory=dict)
    children: dict[str, list[Node]] = field(default_factory=dict)
    intents: dict[str, list[str]] = field(default_factory=dict)
    entities: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def phrases(self, condition: str) -> tuple[Phrase, ...]:
        """What a customer says for a condition to hold, as far as it is about words."""
        said: list[str] = []
        for name in _INTENT.findall(condition):
            said += self.intents.get(name, [])
        for name, spaced, plain in _ENTITY.findall(condition):
            values = self.entities.get(name, {})
            wanted = (spaced or plain).strip()
            said += [word for value, words in values.items() if wanted in ("", value) for word in words]
        said += _LITERAL.findall(condition)
        return tuple([Phrase("", text) for text in dict.fromkeys(said)])

    def standing(self, parent: str) -> list[Node]:
        """The nodes below a parent, those in folders in their place; no slots and handlers."""
        found: list[Node] = []
        for node in self.children.get(parent, []):
            if node.type == "folder":
                found += self.standing(node.id)
            elif node.type in ("standard", "frame", ""):
                found.append(node)
        return found

    def of_type(self, parent: str, kind: str) -> list[Node]:
        return [node for node in self.children.get(parent, []) if node.type == kind]


def heard(condition: str) -> str:
    """What a condition listens for, as a short name; "" where it is not about what the customer says."""
    intent = _INTENT.search(condition)
    if intent:
        return intent[1]
    entity = _ENTITY.search(condition)
    if entity:
        return (entity[2] or entity[3] or entity[1]).strip()
    literal = _LITERAL.search(condition)
    return literal[1] if literal else ""


def gather(root: Object) -> Workspace:
    """The workspace of an export."""
    workspace = Workspace()
    for intent in objects(root.items("intents")):
        examples = [example.text("text").strip() for example in objects(intent.items("examples"))]
        workspace.intents[intent.text("intent")] = [text for text in examples if text]
    for entity in objects(root.items("entities")):
        values = workspace.entities.setdefault(entity.text("entity"), {})
        for value in objects(entity.items("values")):
            words = [value.text("value"), *(word.value for word in texts(value.members.get("synonyms")))]
            values[value.text("value")] = words
    listed = [item for item in objects(root.items("dialog_nodes")) if item.text("dialog_node")]
    workspace.nodes = {item.text("dialog_node"): _node(item) for item in listed}
    below: dict[str, list[tuple[Node, str]]] = {}
    for item in listed:
        parent = item.text("parent") if item.text("parent") in workspace.nodes else ""
        below.setdefault(parent, []).append((workspace.nodes[item.text("dialog_node")], item.text("previous_sibling")))
    workspace.children = {parent: list(_in_order(listed)) for parent, listed in below.items()}
    return workspace


def _node(item: Object) -> Node:
    name = item.text("title").strip() or item.text("dialog_node")
    then = item.object("next_step") or item.object("go_to")
    return Node(
        item.text("dialog_node"),
        name,
        item.text("type") or "standard",
        item.text("conditions").strip(),
        item.text("event_name"),
        read(item, name),
        place(item, item.string("title") or item.string("dialog_node")),
        (then.text("behavior") or "jump_to") if then else "",
        then.text("dialog_node") if then else "",
        then.text("selector") if then else "",
    )


def _in_order(listed: list[tuple[Node, str]]) -> Iterator[Node]:
    """Siblings one after the other, as each names the one before; those that hang in the air come last."""
    following: dict[str, list[Node]] = {}
    for node, before in listed:
        following.setdefault(before, []).append(node)
    waiting, seen = list(reversed(following.get("", []))), set[str]()
    while waiting:
        node = waiting.pop()
        if node.id not in seen:
            seen.add(node.id)
            yield node
            waiting += reversed(following.get(node.id, []))
    yield from (node for node, _ in listed if node.id not in seen)
