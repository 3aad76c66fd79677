"""Twilio Studio flows: exports, flows inside Terraform and JavaScript, and the variables files that hold their texts.

`sources` finds the flows in a file, `widgets` reads them, `answers` and `flows` follow them, `links` tells which run
others; `variables` reads texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from servicelint.formats.twilio_studio import links, sources, variables
from servicelint.formats.twilio_studio.flows import read_flow
from servicelint.model import Bundle, Document, Flow, Message, Problem, Source, Span, Unreadable
from servicelint.syntax import json
from servicelint.syntax.joined_flows import Call, joined, named
from servicelint.syntax.siblings import related

ID = "twilio-studio"
SUMMARY = "Twilio Studio flows, also inside Terraform and JavaScript"
READ = "what widgets say or send, the answers that splits tell apart, time-outs, hand-offs; texts in Terraform variables"
NOT_READ = "functions, requests, subflows in other folders, content templates, recordings, attributes of tasks"
EXTENSIONS = (".json", ".tftpl", ".tpl", ".tf", ".hcl", ".tfvars", ".js", ".mjs", ".cjs", ".ts")
MENUS = True
HANDOFF = True

_STATES = re.compile(r"""\bstates[\\"']*\s*[:=]\s*\[""")
_WIDGET = re.compile(
    r"""\btype[\\"']*\s*[:=]\s*[\\"']+(?:trigger|say-play|gather-input-on-call|send-message|send-and-wait-for-reply"""
    r"""|split-based-on|send-to-flex|connect-call-to|run-function|make-http-request|set-variables|enqueue-call)[\\"']"""
)
_TRANSITIONS = re.compile(r"\btransitions\b")


def sniff(source: Source) -> float:
    """By what a flow cannot be without: a list of states, their transitions, and a widget's type."""
    extension = PurePath(source.path).suffix.lower()
    if extension not in EXTENSIONS and not source.text.lstrip().startswith(("{", "[", "${")):
        return 0.0
    if _STATES.search(source.text) and _TRANSITIONS.search(source.text) and _WIDGET.search(source.text):
        return 1.0
    return 0.9 if extension in (".tf", ".hcl", ".tfvars") and variables.sniff(source) else 0.0


def members(path: Path) -> tuple[Path, ...]:
    """The flows beside this one that it runs, or that run it."""
    return related(path, EXTENSIONS, links.names)


def parse(bundle: Bundle) -> Document:
    messages: list[Message] = []
    laid: list[tuple[Source, json.Object, str, Flow]] = []
    problems: list[Problem] = []
    for source in bundle.sources:
        asked = not bundle.named or source.path in bundle.named
        try:
            found = sources.flows(source)
            if not found and asked:
                messages += variables.messages(source, bundle)
        except Unreadable as failure:
            problems.append(failure.problem)
            continue
        for written, carrier in found:
            prefix = f"{len(laid) + 1}:" if laid else ""
            said, made = read_flow(written, carrier, prefix, bundle.setting("channel"))
            laid.append((source, written, prefix, made))
            messages += said if asked else ()
    flows = joined([flow for *_, flow in laid], _calls(laid))
    if not (flows or messages or problems):
        problems.append(Problem(Span(bundle.sources[0], 0, 0), _NOTHING))
    language = bundle.setting("language") or ""
    return Document(bundle, ID, tuple(messages), flows, tuple(problems), language=language)


def _calls(laid: Sequence[tuple[Source, json.Object, str, Flow]]) -> Iterator[Call]:
    """Where the flows run each other; a file with several flows has no name for each."""
    alone = Counter(source.path for source, *_ in laid)
    ones = [(source, flow) for source, _, _, flow in laid if alone[source.path] == 1]
    known = {name: flow for source, flow in ones for name in links.own(PurePath(source.path).name, source.text)}
    ends = {flow.entry: tuple([node.id for node in flow.nodes if node.kind == "end"]) for flow in known.values()}
    entries = {name: flow.entry for name, flow in known.items()}
    for _, written, prefix, _ in laid:
        for widget, sid in links.called(written):
            if target := named(sid, entries):
                yield Call(prefix + widget, target, ends[target])


_NOTHING = 'There is no Studio flow in this file; expected {"states": [{"name": …, "type": …, "transitions": […]}]}.'
