"""Where in a file contact flows stand: alone, as a string in JSON, in CloudFormation, in Terraform. Reads no block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from servicelint.model import Piece, Problem, Source, Unreadable
from servicelint.model.passage import Carrier
from servicelint.syntax import json, literals, yaml

_FLOW = re.compile(r'\s*\{.*"(?:Actions|modules)"\s*:\s*\[', re.DOTALL)
_TEMPLATE = re.compile(r"[$%]\{")
_LISTS = ("Actions", "modules")
_FOR_AGENTS = ("agentwhisper", "agenthold", "agenttransfer")
_IN_YAML: dict[Carrier, Carrier] = {"yaml-block": "json", "yaml-double": "json-in-json"}


@dataclass(frozen=True)
class Found:
    """One contact flow: its JSON, its name and type ("" where none is told), how its strings are written in the file."""

    root: json.Object
    name: str
    type: str
    carrier: Carrier

    @property
    def new(self) -> bool:
        return "Actions" in self.root.members

    @property
    def heard(self) -> bool:
        """Whether a customer hears it: whispers to agents, their holds and transfers are for agents."""
        return self.type.replace("_", "").lower() not in _FOR_AGENTS


@dataclass(frozen=True)
class _Holder:
    """What is told of a flow around it."""

    name: str
    type: str = ""


def flows(source: Source, problems: list[Problem]) -> list[Found]:
    """Every contact flow of a file; a part that cannot be read goes to `problems`."""
    holder = _Holder(PurePath(source.path).stem)
    found: list[Found] = []
    try:
        if begins_as_json(source.text):
            found += _in_json(problems, source, holder)
        elif "AWS::Connect" in source.text:
            for root in yaml.load(source):
                found += _in_yaml(problems, root, holder)
        else:
            found += _in_terraform(problems, source, holder)
    except Unreadable as failure:
        problems.append(failure.problem)
    return found


def begins_as_json(text: str) -> bool:
    return text[:200].lstrip()[:1] in ("{", "[")


def _in_json(problems: list[Problem], source: Source, holder: _Holder) -> Iterator[Found]:
    try:
        value = json.read(source)
    except Unreadable:
        if not _TEMPLATE.search(source.text):
            raise
        value = literals.read_at(source, 0, "hcl")  # a template that makes JSON: values may stand without quotes
    yield from _walk(problems, value, "json", holder)


def _in_terraform(problems: list[Problem], source: Source, holder: _Holder) -> Iterator[Found]:
    """The flows among the values of a Terraform file: objects, heredocs, strings with JSON."""
    entries = list(literals.entries(source, "hcl"))
    for entry in entries:
        around = _resource(source, entries, entry, holder)
        begins = source.text[entry.value : entry.value + 1]
        if entry.key in _LISTS and begins == "[" and entry.braces:
            value = literals.read_at(source, entry.braces[-1], "hcl")
            if isinstance(value, json.Object) and _is_flow(value):
                yield _found(value, "json", around)
        elif entry.key == "content" and begins == '"':
            yield from _walk(problems, literals.read_at(source, entry.value, "hcl"), "json", around)


def _resource(source: Source, entries: Sequence[literals.Entry], inner: literals.Entry, holder: _Holder) -> _Holder:
    """The name and type of the resource that an entry stands in."""
    told = {}
    for entry in entries:
        if entry.key in ("name", "type") and inner.braces and entry.braces == inner.braces[:1]:
            value = literals.read_at(source, entry.value, "hcl")
            told[entry.key] = value.value if isinstance(value, json.String) else ""
    return _Holder(told.get("name") or holder.name, told.get("type", ""))


def _inside(problems: list[Problem], pieces: Sequence[Piece], carrier: Carrier, holder: _Holder) -> Iterator[Found]:
    """The flows in JSON that stands as a text in something else."""
    try:
        yield from _walk(problems, json.read_pieces(pieces), carrier, holder)
    except Unreadable as failure:
        problems.append(failure.problem)


def _walk(problems: list[Problem], value: json.Value, carrier: Carrier, holder: _Holder) -> Iterator[Found]:
    if isinstance(value, json.Array):
        for item in value.items:
            yield from _walk(problems, item, carrier, holder)
    elif isinstance(value, json.String):
        if _FLOW.match(value.value):
            yield from _inside(problems, value.pieces, "json-in-json" if carrier == "json" else "quoted", holder)
    elif isinstance(value, json.Object):
        if _is_flow(value):
            yield _found(value, carrier, holder)
            return
        own = value.text("Name") or value.text("name")
        around = _Holder(own, value.text("Type") or value.text("type")) if own else holder
        for member in value.members.values():
            yield from _walk(problems, member, carrier, around)


def _in_yaml(problems: list[Problem], node: yaml.Node, holder: _Holder) -> Iterator[Found]:
    """The flows that stand as texts in YAML: templates of CloudFormation."""
    if isinstance(node, yaml.Scalar):
        if _FLOW.match(node.value):
            carrier = _IN_YAML.get(node.carrier, "quoted") if node.style != ">" else "quoted"
            yield from _inside(problems, node.pieces, carrier, holder)
        return
    own = yaml.word(yaml.at(node, "Name"))
    around = _Holder(own, yaml.word(yaml.at(node, "Type"))) if own else holder
    for inner in (*yaml.items(node), *(value for _, value in yaml.entries(node))):
        yield from _in_yaml(problems, inner, around)


def _is_flow(value: json.Object) -> bool:
    new = isinstance(value.members.get("Actions"), json.Array) and not {"StartAction", "Version"}.isdisjoint(value.members)
    return new or (isinstance(value.members.get("modules"), json.Array) and "start" in value.members)


def _found(root: json.Object, carrier: Carrier, holder: _Holder) -> Found:
    """The flow with its own name and type, or else what is told around it."""
    about = root.object("Metadata") or root.object("metadata")
    name = (about.text("Name") or about.text("name")) if about else ""
    kind = (about.text("Type") or about.text("type")) if about else ""
    return Found(root, name or holder.name, root.text("type") or holder.type or kind, carrier)
