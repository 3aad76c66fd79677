"""Which other flows a contact flow names: by what the console notes beside an address, by a template, by the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from servicelint.syntax import json

_CALLS = re.compile(
    r'(?:ContactFlowId|FlowModuleId)\\*"\s*:\s*\\*"([^"\\]+)'
    r'|"ContactFlowId"[^{}]*?"value"\s*:\s*"([^"\\]+)'
    r'|"resourceName"\s*:\s*"([^"\\]+)'
    r'|ontactFlow\\*"\s*:\s*\{[^{}]*?\\*"text\\*"\s*:\s*\\*"([^"\\]+)'
)
_WORDS = re.compile(r"[\w-]+")
_ADDRESSES = ("ContactFlowId", "FlowModuleId", "ContactFlowModuleId")
_NOTES = ("text", "displayName", "friendlyName")


def names(file: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a file's flow may be called, by the file's name, and the names that stand where flows are called."""
    called = {value for found in _CALLS.finditer(text) for value in found.groups() if value}
    words = {word for value in called for word in _WORDS.findall(value)}
    return frozenset({PurePath(file).stem, file}), frozenset(called | words)


def called(root: json.Object) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """The blocks that lead into another flow, each with what it may be called there, and whether it comes back."""
    notes = (root.object("Metadata") or root).object("ActionMetadata")
    for action in root.items("Actions"):
        if isinstance(action, json.Object) and action.text("Type") in ("TransferToFlow", "InvokeFlowModule"):
            parameters, name = action.object("Parameters"), action.text("Identifier")
            note = notes.object(name) if notes else None
            found = [*_noted(note), *(parameters.text(key) for key in _ADDRESSES if parameters)]
            yield name, tuple(filter(None, found)), action.text("Type") == "InvokeFlowModule"
    for module in root.items("modules"):
        if isinstance(module, json.Object) and module.text("target") == "Flow":
            given = [item for item in module.items("parameters") if isinstance(item, json.Object)]
            own = [
                item.text(key) for item in given if item.text("name") == "ContactFlowId" for key in ("resourceName", "value")
            ]
            yield module.text("id"), tuple(filter(None, [*_noted(module.object("metadata")), *own])), False


def ends(root: json.Object) -> Iterator[str]:
    """The blocks at which a module gives the customer back."""
    for action in root.items("Actions"):
        if isinstance(action, json.Object) and action.text("Type") == "EndFlowModuleExecution":
            yield action.text("Identifier")


def _noted(note: json.Object | None) -> Iterator[str]:
    """The names that the console writes beside an address."""
    if note is None:
        return
    inner = note.object("parameters")
    for place in (note.object("contactFlow"), note.object("ContactFlow"), *(inner.object(key) for key in _ADDRESSES if inner)):
        if place is not None:
            yield from (place.text(key) for key in _NOTES)
