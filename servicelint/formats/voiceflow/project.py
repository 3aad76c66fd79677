"""What stands in a Voiceflow project: diagrams, their nodes and ports, and the intents with their phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Span
from servicelint.syntax.chat_exports import objects, place
from servicelint.syntax.json import Object, String, Value
from servicelint.syntax.wordings import Phrase

_BUILT_IN = ("next", "else", "no-reply", "fail", "pause", "previous")


@dataclass(frozen=True)
class Ports:
    """Where a step leads: by the name of a built-in port, and by its other ports in order ("" for nowhere)."""

    named: dict[str, str]
    others: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Node:
    """`after` is the next step of its block ("" for the last one), `block` that block's name."""

    id: str
    diagram: str
    type: str
    data: Object
    span: Span
    ports: Ports
    after: str
    block: str


@dataclass(frozen=True, eq=False)
class Asked:
    """A value that an intent needs, with what is asked for it."""

    name: str
    prompts: tuple[Object, ...]
    span: Span


@dataclass
class Project:
    """`blocks` gives the first step of a block; `intents` the names of intents by key."""

    name: str = ""
    language: str = ""
    root: str = ""
    diagrams: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    intents: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    asked: dict[str, tuple[Asked, ...]] = field(default_factory=dict)
    responses: dict[str, list[Object]] = field(default_factory=dict)


def gather(root: Object) -> Project:
    """The project of a `.vf` file."""
    project = Project()
    version, details = root.object("version"), root.object("project")
    project.name = details.text("name").strip() if details else ""
    if version is not None:
        project.root = version.text("rootDiagramID")
        for place in ("platformData", "prototype"):
            _intents(project, version.object(place))
    _new_intents(project, root)
    _responses(project, root)
    diagrams = root.object("diagrams")
    for key, diagram in diagrams.members.items() if diagrams else ():
        if isinstance(diagram, Object):
            project.diagrams[key] = diagram.text("name").strip() or key
            _nodes(project, key, diagram.object("nodes"))
    return project


def _nodes(project: Project, diagram: str, nodes: Object | None) -> None:
    listed = {key: item for key, item in nodes.members.items() if isinstance(item, Object)} if nodes else {}
    follows: dict[str, tuple[str, str]] = {}
    for key, item in listed.items():
        data = item.object("data")
        steps = [step.value for step in data.items("steps") if isinstance(step, String)] if data else []
        if steps and data:
            project.blocks[key] = steps[0]
        for step, after in zip(steps, [*steps[1:], ""], strict=False):
            follows[step] = (after, data.text("name") if data else "")
    for key, item in listed.items():
        data = item.object("data") or item
        after, block = follows.get(key, ("", ""))
        if key not in project.blocks or item.text("type") == "start":
            span = place(item, item.string("type") or item.string("nodeID"))
            project.nodes[key] = Node(key, diagram, item.text("type"), data, span, _ports(data), after, block)


def _ports(data: Object) -> Ports:
    named: dict[str, str] = {}
    others: list[str] = []
    for port in objects(data.members.get("ports")):
        if port.text("type") in _BUILT_IN:
            named.setdefault(port.text("type"), port.text("target"))
        else:
            others.append(port.text("target"))
    newer = data.object("portsV2")
    if newer is not None:
        built_in, by_key = newer.object("builtIn"), newer.object("byKey")
        for name, member in built_in.members.items() if built_in else ():
            if isinstance(member, Object):
                named.setdefault(name, member.text("target"))
        others += [port.text("target") for port in objects(newer.members.get("dynamic"))]
        others += [port.text("target") for port in objects(by_key.members.values())] if by_key else []
    return Ports(named, tuple(others))


def _intents(project: Project, place: Object | None) -> None:
    model = place.object("model") or place if place else None
    for intent in objects(model.items("intents")) if model else ():
        key, name = intent.text("key"), intent.text("name")
        if not key or key in project.intents:
            continue
        project.intents[key] = name
        inputs = [item.text("text").strip() for item in objects(intent.items("inputs"))]
        project.phrases[name] = tuple([Phrase("", text) for text in inputs if text])
        project.asked[key] = tuple(_asked(intent))
    settings = place.object("settings") if place else None
    locales = settings.items("locales") if settings else ()
    if locales and isinstance(locales[0], String):
        project.language = project.language or locales[0].value.partition("-")[0]


def _asked(intent: Object) -> Iterator[Asked]:
    for slot in objects(intent.items("slots")):
        dialog, required = slot.object("dialog"), slot.members.get("required")
        prompts = tuple(objects(dialog.items("prompt"))) if dialog else ()
        if prompts and getattr(required, "value", False):
            yield Asked(slot.text("id"), prompts, slot.span)


def _new_intents(project: Project, root: Object) -> None:
    """Newer files keep intents and what trains them beside the diagrams."""
    for intent in objects(root.items("intents")):
        project.intents.setdefault(intent.text("id"), intent.text("name"))
    for utterance in objects(root.items("utterances")):
        name = project.intents.get(utterance.text("intentID"), "")
        text = "".join(_plain(utterance.members.get("text"))).strip()
        if name and text:
            project.phrases[name] = (*project.phrases.get(name, ()), Phrase("", text))


def _plain(value: Value | None) -> Iterator[str]:
    if isinstance(value, String):
        yield value.value
    elif isinstance(value, Object):
        yield from _plain(value.members.get("text"))
    elif value is not None and hasattr(value, "items"):
        for item in value.items:
            yield from _plain(item)


def _responses(project: Project, root: Object) -> None:
    """The variants of each response that newer files keep beside the diagrams."""
    owners = {item.text("id"): item.text("responseID") for item in objects(root.items("responseDiscriminators"))}
    for variant in objects(root.items("responseVariants")):
        owner = owners.get(variant.text("discriminatorID"), "")
        project.responses.setdefault(owner, []).append(variant)
