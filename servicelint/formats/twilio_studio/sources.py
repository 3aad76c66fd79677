"""Where flows stand in a file: a JSON export, JSON inside JSON, an object of Terraform or JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from servicelint.model import Source, Unreadable
from servicelint.model.passage import Carrier
from servicelint.syntax import json, literals
from servicelint.syntax.literals import Dialect

_SCRIPTS = (".js", ".mjs", ".cjs", ".ts")
_TERRAFORM = (".tf", ".hcl", ".tfvars", ".tftpl", ".tpl")
_TEMPLATE = re.compile(r"[$%]\{")


Found = tuple[json.Object, Carrier]


def flows(source: Source) -> list[Found]:
    """Every object with a list of states, in the order of the file, and how its texts are written. Raises Unreadable."""
    extension = PurePath(source.path).suffix.lower()
    if extension in _SCRIPTS:
        return _written(source, "js")
    if extension in _TERRAFORM or not source.text.lstrip().startswith(("{", "[")):
        return _written(source, "hcl")
    try:
        return list(_within(json.read(source), "json"))
    except Unreadable:
        if not _TEMPLATE.search(source.text):
            raise
    return _written(source, "hcl")


def _written(source: Source, dialect: Dialect) -> list[Found]:
    found: list[Found] = []
    end = 0
    for entry in literals.entries(source, dialect):
        if entry.key == "states" and source.text[entry.value] == "[" and entry.braces and entry.braces[-1] >= end:
            found += _within(literals.read_at(source, entry.braces[-1], dialect), "quoted")
        elif entry.key == "definition" and source.text[entry.value] == '"':
            found += _within(literals.read_at(source, entry.value, dialect), "quoted")
        else:
            continue
        end = max([flow.span.end for flow, _ in found], default=end)
    return found


def _within(value: json.Value, carrier: Carrier) -> Iterator[Found]:
    """The flows in a value: itself, what it holds, or what a string in it holds as JSON."""
    if isinstance(value, json.Object):
        if any(isinstance(item, json.Object) and "transitions" in item.members for item in value.items("states")):
            yield value, carrier
            return
        for member in value.members.values():
            yield from _within(member, carrier)
    elif isinstance(value, json.Array):
        for item in value.items:
            yield from _within(item, carrier)
    elif isinstance(value, json.String) and value.value.lstrip().startswith("{") and '"states"' in value.value:
        yield from _within(json.read_inside(value), "json-in-json" if carrier == "json" else "quoted")
