"""TwiML and its kin: the <Response> documents that a server answers a call or a text with, templates of them as well.

`verbs` tells what each verb is, `words` what it says, `calls` follows a document verb by verb, `payments` the prompts of
<Pay>.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.formats.twiml.calls import follow
from servicelint.formats.twiml.verbs import KNOWN
from servicelint.formats.twiml.words import Words
from servicelint.model import Bundle, Document, Flow, Message, Problem, Source, Span, Unreadable
from servicelint.model.pieces import verbatim
from servicelint.syntax import xml
from servicelint.syntax.templates import Joined, Reading, Template

ID = "twiml"
SUMMARY = "TwiML of Twilio and of Plivo, Exotel, Bandwidth, SignalWire, Telnyx, templates included"
READ = "what is said and sent, prompts of inputs and payments, what follows silence, transfers and queues"
NOT_READ = "what the addresses that inputs lead to answer, recordings, parameters, names of queues"
EXTENSIONS = (".twiml", ".bxml", ".texml", ".xml")
MENUS = True
HANDOFF = True

_BEFORE = r"\s*(?:(?:<\?.*?\?>|<!--.*?-->|\{%.*?%\}|\{#.*?#\}|<%.*?%>)\s*)*"
_ROOT = re.compile(rf"{_BEFORE}<Response\b[^<>]*>", re.S)
_VERB = re.compile(rf"{_BEFORE}<(?:{'|'.join(sorted(KNOWN))})\b", re.S)
_EMPTY = re.compile(rf"(?:{_BEFORE})</Response\s*>", re.S)


def sniff(source: Source) -> float:
    """By the root and by what stands first in it: other vendors' answers are called <Response> as well."""
    named = source.path.lower().endswith(EXTENSIONS[:-1])
    root = _ROOT.match(source.text)
    if root is None:
        return 0.5 if named and "<Response" in source.text else 0.0
    if _VERB.match(source.text, root.end()):
        return 1.0
    return 0.9 if named or root[0].endswith("/>") or _EMPTY.match(source.text, root.end()) else 0.0


def parse(bundle: Bundle) -> Document:
    messages: list[Message] = []
    flows: list[Flow] = []
    problems: list[Problem] = []
    for source in bundle.sources:
        template = Template(Joined((verbatim(source, 0, len(source.text)),)))
        if not template.tokens and (flaw := xml.flaw(source)):
            problems.append(flaw)
        try:
            for said, flow in _documents(source, template, bundle):
                messages += said
                flows.append(flow)
        except Unreadable as failure:
            problems = [failure.problem]
    return Document(bundle, ID, _once(messages), tuple(flows), tuple(problems), language=bundle.setting("language") or "")


def _documents(source: Source, template: Template, bundle: Bundle) -> Iterator[tuple[tuple[Message, ...], Flow]]:
    """What each document of the file says and does, once for every reading of its template."""
    for reading in template.readings():
        shown = Source(source.path, _shown(source, reading), source.encoding)
        roots = [node for node in xml.read(shown) if isinstance(node, xml.Element) and node.local == "Response"]
        if not roots:
            raise Unreadable(Span(source, 0, 0), "There is no <Response> in this file; expected <Response> … </Response>.")
        for number, root in enumerate(roots, 1):
            name = "response" if len(roots) == 1 else f"response {number}"
            words = Words(source, reading)
            yield follow(root, words, f"{name} ({reading.name})" if reading.name else name, bundle.setting("channel"))


def _shown(source: Source, reading: Reading) -> str:
    """The text of the file with what a reading leaves out made blank: as long as before, lines kept."""
    parts: list[str] = []
    at = 0
    for start, end, _ in reading.runs:
        parts += _NOT_A_LINE_END.sub(" ", source.text[at:start]), source.text[start:end]
        at = end
    return "".join([*parts, _NOT_A_LINE_END.sub(" ", source.text[at:])])


_NOT_A_LINE_END = re.compile(r"[^\r\n]")


def _once(messages: list[Message]) -> tuple[Message, ...]:
    """Each message once: most of a template is the same in every reading of it. Every message keeps an id of its own."""
    found: dict[tuple[tuple[str, str], ...], Message] = {}
    for message in messages:
        found.setdefault(tuple([(passage.id, passage.shown) for passage in message.passages]), message)
    return tuple(found.values())
