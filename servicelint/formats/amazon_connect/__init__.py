"""Amazon Connect: contact flows in the flow language and in the older export, alone or inside another file.

`embedded` finds the flows of a file, `language` and `export` read their blocks, `copy` their texts, `blocks` makes
steps of them, `links` tells which flows they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from servicelint.formats.amazon_connect import blocks, embedded, export, language, links
from servicelint.model import Bundle, Document, Flow, Message, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.joined_flows import Call, joined, named
from servicelint.syntax.siblings import related

ID = "amazon-connect"
SUMMARY = "Amazon Connect contact flows"
READ = (
    "texts and SSML of prompts, menus, bots, loops and hold; keys and intents; exports old and new, also as a string in "
    "JSON, in CloudFormation or Terraform"
)
NOT_READ = "recordings, texts of whispers and holds for agents, views, bots, flows that are named and in another folder"
EXTENSIONS = (".json", ".tf", ".tftpl", ".yaml", ".yml", ".template")
MENUS = True
HANDOFF = True

_NEW = re.compile(r'Version\\*"?\s*[:=]\s*\\*"2019-10-30\\*"')
_OLD = re.compile(r'\\*"modules\\*"\s*:\s*\[')
_TERRAFORM = (".tf", ".hcl", ".tftpl", ".tfvars")


def sniff(source: Source) -> float:
    text = source.text
    new = "2019-10-30" in text and "Actions" in text and bool(_NEW.search(text))
    old = not new and "branches" in text and "transition" in text and bool(_OLD.search(text))
    if not (new or old):
        return 0
    if embedded.begins_as_json(text):
        return 0.95
    terraform = PurePath(source.path).suffix.lower() in _TERRAFORM
    return 0.9 if terraform or ("AWS::Connect::ContactFlow" in text and "Resources:" in text) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The flows beside this one that it names, or that name it."""
    return related(path, ("", ".json"), links.names)


def parse(bundle: Bundle) -> Document:
    """One document for the flows of all files; what cannot be read is a problem, and the rest is read all the same."""
    problems: list[Problem] = []
    messages: list[Message] = []
    laid: list[_Laid] = []
    by = channel(bundle.setting("channel"), default="voice")
    for source in bundle.sources:
        found = list(embedded.flows(source, problems))
        if not found and not problems:
            what = 'No contact flow is in this file; expected {"Version": "2019-10-30", "StartAction": …, "Actions": […]}.'
            problems.append(Problem(Span(source, 0, 0), what))
        for one in found:
            prefix = _prefix(one, laid) if len(found) > 1 or len(bundle.sources) > 1 else ""
            read = blocks.Blocks(one.name, prefix, tuple(_blocks(one, problems)))
            said, flow = read.steps().flow(one.name, read.entry(_start(one.root)), by)
            if not bundle.named or source.path in bundle.named:
                messages += said
            laid.append(_Laid(one, prefix, PurePath(source.path).stem, replace(flow, closed=True)))
    calls = list(_calls(laid))
    told = {call.node for call in calls}
    roving = [one.flow.entry for one in laid if any(one.prefix + name not in told for name, *_ in links.called(one.found.root))]
    flows = joined([one.flow for one in laid], calls, roving)
    return Document(bundle, ID, tuple(messages), flows, tuple(problems), language=bundle.setting("language") or "")


@dataclass(frozen=True)
class _Laid:
    """A flow that was read: how it stands in its file, what its ids begin with, its file's name, its steps."""

    found: embedded.Found
    prefix: str
    file: str
    flow: Flow


def _prefix(one: embedded.Found, laid: Sequence[_Laid]) -> str:
    taken = sum(other.found.name == one.name for other in laid)
    return f"{one.name} ({taken + 1})/" if taken else f"{one.name}/"


def _calls(laid: Sequence[_Laid]) -> Iterator[Call]:
    """Where the flows lead into each other; a name that several go by is none."""
    known: dict[str, str] = {}
    twice: set[str] = set()
    for one in laid:
        for name in {one.found.name, one.file}:
            twice |= {name} & known.keys()
            known[name] = one.flow.entry
    known = {name: entry for name, entry in known.items() if name not in twice}
    back = {one.flow.entry: tuple([one.prefix + end for end in links.ends(one.found.root)]) for one in laid}
    for one in laid:
        for block, names, returns in links.called(one.found.root):
            target = next((found for name in names if (found := named(name, known))), "")
            if target:
                yield Call(one.prefix + block, target, back[target] if returns else ())


def _blocks(found: embedded.Found, problems: list[Problem]) -> Iterator[blocks.Block]:
    read = language.blocks if found.new else export.blocks
    return read(found.root, found.carrier, found.heard, problems)


def _start(root: json.Object) -> str:
    return root.text("StartAction") or root.text("start")
