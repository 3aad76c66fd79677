"""Twilio Studio flows: exports, flows inside Terraform and JavaScript, and the variables files that hold their texts.

`sources` finds the flows in a file, `widgets` reads them, `answers` and `flows` follow them; `variables` reads texts.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from servicelint.formats.twilio_studio import sources, variables
from servicelint.formats.twilio_studio.flows import read_flow
from servicelint.model import Bundle, Document, Flow, Message, Problem, Source, Span, Unreadable

ID = "twilio-studio"
SUMMARY = "Twilio Studio flows, also inside Terraform and JavaScript"
READ = "what widgets say or send, the answers that splits tell apart, time-outs, hand-offs; texts in Terraform variables"
NOT_READ = "functions, requests, subflows in other files, content templates, recordings, attributes of tasks"
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


def parse(bundle: Bundle) -> Document:
    messages: list[Message] = []
    flows: list[Flow] = []
    problems: list[Problem] = []
    for source in bundle.sources:
        try:
            found = sources.flows(source)
            if not found:
                messages += variables.messages(source, bundle)
        except Unreadable as failure:
            problems.append(failure.problem)
            continue
        for written, carrier in found:
            prefix = f"{len(flows) + 1}:" if flows else ""
            said, made = read_flow(written, carrier, prefix, bundle.setting("channel"))
            flows.append(made)
            messages += said
    if not (flows or messages or problems):
        problems.append(Problem(Span(bundle.sources[0], 0, 0), _NOTHING))
    language = bundle.setting("language") or ""
    return Document(bundle, ID, tuple(messages), tuple(flows), tuple(problems), language=language)


_NOTHING = 'There is no Studio flow in this file; expected {"states": [{"name": …, "type": …, "transitions": […]}]}.'
