"""The conversation as a graph that is being built: one place where the bot listens, and what each part adds to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from servicelint.formats.rasa.people import hands_over
from servicelint.formats.rasa.responses import Response
from servicelint.model import Edge, Flow, Node, NodeKind, Span, Trigger

START = "start"
"""Where the bot listens for anything: every intent and every flow that a customer can begin leads away from here."""
FALLBACK = "action_default_fallback"
"""What Rasa does by itself when it did not understand."""


@dataclass
class Graph:
    """Nodes and edges so far. `fallback` is where the bot goes when it did not understand."""

    span: Span
    entry: str = START
    fallback: str = FALLBACK
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[str, list[Edge]] = field(default_factory=dict)
    """The edges by the node they leave."""

    def say(self, node: str, name: str, responses: tuple[Response, ...], span: Span, kind: NodeKind | None = None) -> None:
        """Add a node for the action `name`: a menu when its response has buttons, a person when it is called so."""
        if node in self.nodes:
            return
        messages = tuple([response.name for response in responses])
        buttons = next((response.buttons for response in responses if response.buttons), ())
        if buttons:
            announced = tuple([button.title for button in buttons])
            self.nodes[node] = Node(node, "menu", responses[0].span, messages, announced)
        elif hands_over(name):
            self.nodes[node] = Node(node, "human", span, messages)
        else:
            self.nodes[node] = Node(node, kind or ("say" if responses else "unknown"), span, messages)

    def link(self, source: str, target: str, trigger: Trigger, span: Span, label: str = "") -> None:
        """Add an edge, unless the same way is there already (stories tell many ways twice)."""
        leaving = self.edges.setdefault(source, [])
        if not any((edge.target, edge.trigger, edge.label) == (target, trigger, label) for edge in leaving):
            leaving.append(Edge(source, target, trigger, span, label))

    def flow(self) -> Flow | None:
        """The finished flow, None where nothing leads anywhere.

        Wherever the bot waits, the customer may say something else, which is heard as at the start, or something that
        is not understood.
        """
        if not self.edges:
            return None
        heard = next((edge.span for edge in self.edges.get(START, [])), self.span)
        self.nodes = {START: Node(START, "ask", heard), **self.nodes}
        for node in self.nodes.values():
            leaving = self.edges.get(node.id, [])
            if node.kind == "say" and any(edge.trigger == "intent" for edge in leaving):
                self.nodes[node.id] = node = replace(node, kind="ask")
            if node.kind in ("menu", "ask"):
                self._listen(node)
        edges = tuple([edge for leaving in self.edges.values() for edge in _told_apart(leaving)])
        entry = self.entry if self.entry in self.nodes else START
        return Flow("conversation", entry, tuple(self.nodes.values()), edges, voice=False)

    def _listen(self, node: Node) -> None:
        if node.id != START:
            onward = [edge for edge in self.edges.get(node.id, []) if (edge.trigger, edge.target) != ("always", START)]
            self.edges[node.id] = onward
            self.link(node.id, START, "condition", node.span)
        self.link(node.id, self.fallback, "no-match", node.span)


def _told_apart(leaving: list[Edge]) -> list[Edge]:
    """Several ways that are always taken hang on something that the files do not tell."""
    always = [edge for edge in leaving if edge.trigger == "always"]
    if len(always) < 2:
        return leaving
    return [replace(edge, trigger="condition") if edge.trigger == "always" else edge for edge in leaving]
