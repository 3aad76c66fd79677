"""Flows drawn in a few lines, and the hits a rule kind gives on them: for the tests of flows."""

from __future__ import annotations

from servicelint.flows.graph import graphs
from servicelint.model import Bundle, Document, Edge, Flow, Hit, Message, Node, Passage, Piece, Source, Span
from servicelint.model.flow import NodeKind, Trigger

SOURCE = Source("flow.yml", "n" * 10_000)
KINDS: dict[str, NodeKind] = {
    "menu": "menu", "sub": "menu", "ask": "ask", "say": "say", "quiet": "say", "human": "human", "away": "elsewhere",
    "end": "end", "odd": "unknown", "bye": "end",
}  # fmt: skip


def draw(ways: str, *, voice: bool = True) -> Flow:
    """A flow from lines of `source [trigger or key] target …`; a name's letters tell the kind, the first is the entry.

    Nodes whose name begins with `quiet` say nothing, nor do ends called `bye`.
    """
    nodes: dict[str, Node] = {}
    edges = []
    for line in ways.strip().splitlines():
        source, *rest = line.split()
        add(nodes, source)
        for on, target in zip(rest[::2], rest[1::2], strict=True):
            add(nodes, target)
            edges.append(edge_of(source, target, on, len(edges)))
    return Flow("drawn", next(iter(nodes)), tuple(nodes.values()), tuple(edges), voice)


def add(nodes: dict[str, Node], name: str) -> None:
    if name not in nodes and not name.startswith("missing"):
        kind = next(kind for prefix, kind in KINDS.items() if name.startswith(prefix))
        says = () if name.startswith(("quiet", "bye")) else (name,)
        nodes[name] = Node(name, kind, Span(SOURCE, len(nodes), len(nodes) + 1), says)


def edge_of(source: str, target: str, on: str, at: int) -> Edge:
    triggers: dict[str, Trigger] = {
        "always": "always", "silence": "no-input", "mistake": "no-match", "error": "error", "if": "condition"
    }  # fmt: skip
    trigger = triggers.get(on, "option")
    return Edge(source, target, trigger, Span(SOURCE, 5_000 + at, 5_001 + at), on if trigger == "option" else "")


def hits(kind: object, flow: Flow, **find: object) -> list[Hit]:
    document = Document(Bundle((SOURCE,)), "script", _spoken(flow), (flow,))
    return list(kind.check(kind.Find(**find), document, next(graphs(document)), lambda _: ()))  # type: ignore[attr-defined]


def _spoken(flow: Flow) -> tuple[Message, ...]:
    return tuple(
        Message(node.id, "company", "voice", (Passage(node.id, (Piece("n", node.span),), "prompt"),), node.id)
        for node in flow.nodes
        if node.messages
    )


def facts(hit: Hit) -> dict[str, str]:
    return dict(hit.facts)
