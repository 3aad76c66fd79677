"""Amazon Connect: contact flows in the flow language and in the older export, alone or inside another file.

`embedded` finds the flows of a file, `language` and `export` read their blocks, `copy` their texts, `blocks` makes
steps of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from servicelint.formats.amazon_connect import blocks, embedded, export, language
from servicelint.model import Bundle, Document, Flow, Message, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel

ID = "amazon-connect"
SUMMARY = "Amazon Connect contact flows"
READ = (
    "texts and SSML of prompts, menus, bots, loops and hold; keys and intents; exports old and new, also as a string in "
    "JSON, in CloudFormation or Terraform"
)
NOT_READ = "recordings, texts of whispers and holds for agents, views, bots, other flows that a flow names"
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


def parse(bundle: Bundle) -> Document:
    """One document for the flows of all files; what cannot be read is a problem, and the rest is read all the same."""
    problems: list[Problem] = []
    messages: list[Message] = []
    flows: list[Flow] = []
    by = channel(bundle.setting("channel"), default="voice")
    for source in bundle.sources:
        found = list(embedded.flows(source, problems))
        if not found and not problems:
            what = 'No contact flow is in this file; expected {"Version": "2019-10-30", "StartAction": …, "Actions": […]}.'
            problems.append(Problem(Span(source, 0, 0), what))
        for one in found:
            prefix = f"{one.name}/" if len(found) > 1 or len(bundle.sources) > 1 else ""
            read = blocks.Blocks(one.name, prefix, tuple(_blocks(one, problems)))
            said, flow = read.steps().flow(one.name, read.entry(_start(one.root)), by)
            messages += said
            flows.append(replace(flow, closed=True))
    return Document(bundle, ID, tuple(messages), tuple(flows), tuple(problems), language=bundle.setting("language") or "")


def _blocks(found: embedded.Found, problems: list[Problem]) -> Iterator[blocks.Block]:
    read = language.blocks if found.new else export.blocks
    return read(found.root, found.carrier, found.heard, problems)


def _start(root: json.Object) -> str:
    return root.text("StartAction") or root.text("start")
