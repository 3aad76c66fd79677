"""TwiML and its kin: the <Response> documents that a server answers a call or a text with, templates of them as well.

`verbs` tells what each verb is, `words` what it says, `calls` follows a document verb by verb, `payments` the prompts of
<Pay>, `links` tells which files beside it a document goes on in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from servicelint.formats.twiml import links
from servicelint.formats.twiml.calls import follow
from servicelint.formats.twiml.verbs import KNOWN
from servicelint.formats.twiml.words import Words
from servicelint.model import Bundle, Document, Flow, Message, Node, Problem, Source, Span, Unreadable
from servicelint.model.pieces import verbatim
from servicelint.syntax import xml
from servicelint.syntax.joined_flows import Call, apart, joined, said_apart
from servicelint.syntax.siblings import related
from servicelint.syntax.templates import Joined, Reading, Template

ID = "twiml"
SUMMARY = "TwiML of Twilio and of Plivo, Exotel, Bandwidth, SignalWire, Telnyx, templates included"
READ = "what is said and sent, prompts of inputs and payments, what follows silence, transfers and queues"
NOT_READ = "what programs at the addresses that inputs lead to answer, recordings, parameters, names of queues"
EXTENSIONS = (".twiml", ".bxml", ".texml", ".xml")
MENUS = True
HANDOFF = True

_BEFORE = r"\s*+(?>(?:<\?.*?\?>|<!--.*?-->|\{%.*?%\}|\{#.*?#\}|<%.*?%>)\s*+)*+"
_ROOT = re.compile(rf"{_BEFORE}<Response\b[^<>]*>", re.S)
_VERB = re.compile(rf"{_BEFORE}<(?:{'|'.join(sorted(KNOWN))})\b", re.S)
_EMPTY = re.compile(rf"{_BEFORE}</Response\s*>", re.S)


def sniff(source: Source) -> float:
    """By the root and by what stands first in it: other vendors' answers are called <Response> as well."""
    named = source.path.lower().endswith(EXTENSIONS[:-1])
    root = _ROOT.match(source.text)
    if root is None:
        return 0.5 if named and "<Response" in source.text else 0.0
    if _VERB.match(source.text, root.end()):
        return 1.0
    return 0.9 if named or root[0].endswith("/>") or _EMPTY.match(source.text, root.end()) else 0.0


def members(path: Path) -> tuple[Path, ...]:
    """The documents beside this one that it leads to, or that lead to it, by the names of their files."""
    return related(path, EXTENSIONS, links.names)


def parse(bundle: Bundle) -> Document:
    problems: list[Problem] = []
    messages: list[Message] = []
    flows: list[Flow] = []
    calls: list[tuple[str, str]] = []
    entries: dict[str, str] = {}
    several = len(bundle.sources) > 1
    for source in bundle.sources:
        readings = Readings()
        template = Template(Joined((verbatim(source, 0, len(source.text)),)))
        flaw = None if template.tokens else xml.flaw(source)
        try:
            for reading in template.readings():
                _read(source, reading, readings, bundle.setting("channel"))
        except Unreadable as failure:
            flaw = failure.problem
        problems += [flaw] if flaw else []
        file = PurePath(source.path).name
        prefix = f"{file}/" if several else ""
        flows += (apart(prefix, flow) for flow in readings.flows)
        if len(readings.flows) == 1:
            entries[file] = prefix + readings.flows[0].entry
        calls += ((prefix + node.id, links.leads_to(node)) for flow in readings.flows for node in flow.nodes)
        if not bundle.named or source.path in bundle.named:
            messages += said_apart(prefix, readings.messages)
    into = [Call(node, entries[file]) for node, file in calls if file in entries]
    language = bundle.setting("language") or ""
    return Document(bundle, ID, tuple(messages), joined(flows, into), tuple(problems), language=language)


class Readings:
    """What the readings of a template say and do: what is the same in several of them stands here once."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.flows: list[Flow] = []
        self._ids: dict[tuple[str, ...], str] = {}

    def add(self, branch: str, said: Iterable[Message], flow: Flow) -> None:
        ids = {message.id: self._add(branch, message) for message in said}
        nodes = tuple([replace(node, messages=tuple([ids[own] for own in node.messages])) for node in flow.nodes])
        for number, known in enumerate(self.flows):
            if _shape(known) == _shape(flow):
                self.flows[number] = replace(known, nodes=tuple(map(_both, known.nodes, nodes)))
                return
        self.flows.append(replace(flow, nodes=nodes))

    def _add(self, branch: str, message: Message) -> str:
        words = tuple([text for passage in message.passages for text in (passage.id, passage.shown)])
        if words not in self._ids:
            taken = message.id in self._ids.values()
            own = replace(message, id=f"{message.id} ({branch})", variant=branch) if taken else message
            self._ids[words] = own.id
            self.messages.append(own)
        return self._ids[words]


def _shape(flow: Flow) -> tuple[object, ...]:
    """What makes two flows one: their nodes and edges, whatever the words."""
    return tuple([(node.id, node.kind, node.announced) for node in flow.nodes]), flow.edges


def _both(node: Node, other: Node) -> Node:
    return replace(node, messages=tuple(dict.fromkeys((*node.messages, *other.messages))))


def _read(source: Source, reading: Reading, readings: Readings, channel: str | None) -> None:
    """The documents of a file in one reading of its template."""
    shown = Source(source.path, _shown(source, reading), source.encoding)
    roots = [node for node in xml.read(shown) if isinstance(node, xml.Element) and node.local == "Response"]
    if not roots:
        raise Unreadable(Span(source, 0, 0), "There is no <Response> in this file; expected <Response> … </Response>.")
    for number, root in enumerate(roots, 1):
        name = "response" if len(roots) == 1 else f"response {number}"
        said, flow = follow(root, Words(source, reading), f"{name} ({reading.name})" if reading.name else name, channel)
        readings.add(reading.name, said, replace(flow, closed=not reading.name))


def _shown(source: Source, reading: Reading) -> str:
    """The text of the file with what a reading leaves out made blank: as long as before, lines kept."""
    parts: list[str] = []
    at = 0
    for start, end, _ in reading.runs:
        parts += _NOT_A_LINE_END.sub(" ", source.text[at:start]), source.text[start:end]
        at = end
    return "".join([*parts, _NOT_A_LINE_END.sub(" ", source.text[at:])])


_NOT_A_LINE_END = re.compile(r"[^\r\n]")
