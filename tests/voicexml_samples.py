"""Ways to make and to look at VoiceXML documents, for the tests of that format."""

from __future__ import annotations

from pathlib import Path

from servicelint.formats import voicexml
from servicelint.model import Bundle, Document, Flow, Node, Source

HEAD = '<?xml version="1.0"?>\n<vxml version="2.1" xml:lang="en-US">'
FIELD = '<form id="f"><field name="x">{}</field></form>'


def load(*paths: Path) -> Bundle:
    sources = []
    for path in paths:
        data = path.read_bytes()
        encoding = "latin-1" if b"iso-8859-1" in data[:80].lower() else "utf-8-sig"
        sources.append(Source(str(path), data.decode(encoding)))
    return Bundle(tuple(sources))


def parse(*bodies: str, head: str = HEAD) -> Document:
    """The document of files `1.vxml`, `2.vxml` … with these bodies."""
    sources = [Source(f"{n}.vxml", f"{head}{body}</vxml>") for n, body in enumerate(bodies, 1)]
    return voicexml.parse(Bundle(tuple(sources)))


def heard(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def ways(flow: Flow, node: str = "") -> dict[str, str]:
    """Where each edge of a node leads, by what moves the caller along it."""
    return {edge.on: edge.target for edge in flow.edges if edge.source == (node or flow.entry)}


def node(flow: Flow, name: str = "") -> Node:
    return next(node for node in flow.nodes if node.id == (name or flow.entry))
