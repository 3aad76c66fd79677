"""RapidPro and TextIt exports: what every flow sends in each language, quick replies, waits, and how flows enter each other."""

from __future__ import annotations

from dataclasses import replace

from servicelint.formats.rapidpro.actions import language
from servicelint.formats.rapidpro.layout import Layout
from servicelint.model import Bundle, Channel, Document, Edge, Flow, Message, Node, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import contract, objects, reply_to_choices, written_menus

ID = "rapidpro"
SUMMARY = "RapidPro and TextIt exports (flow specification 13 and later)"
READ = "messages and quick replies with their translations, spoken messages, tickets, waits, flows that enter others"
NOT_READ = "broadcasts, e-mails, campaign events, templates kept elsewhere, recordings, flows before version 13"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True


def sniff(source: Source) -> float:
    """By nodes with exits that name where they lead."""
    text = source.text
    if not text.lstrip().startswith("{") or '"nodes"' not in text:
        return 0
    if '"destination_uuid"' in text and '"exits"' in text:
        return 0.95
    return 0.9 if '"spec_version"' in text and '"flows"' in text else 0


def parse(bundle: Bundle) -> Document:
    """One export in one file: all its flows as one thing, since they enter each other."""
    source = bundle.sources[0]
    root = json.read(source)
    if not isinstance(root, json.Object) or not ("flows" in root.members or "nodes" in root.members):
        problem = Problem(Span(source, 0, 1), "This is no RapidPro export; expected an object with flows.")
        return Document(bundle, ID, problems=(problem,))
    flows = list(objects(root.members.get("flows"))) if "flows" in root.members else [root]
    spoken = any(flow.text("type") in ("voice", "V") for flow in flows)
    by = channel(bundle.setting("channel"), default="voice" if spoken else "chat")
    laid: dict[str, Layout] = {}
    for number, flow in enumerate(flows):
        title = flow.text("name").strip() or "flow"
        names = {layout.name for layout in laid.values()}
        name = f"{title} ({number + 1})" if title in names else title
        layout = Layout(name, flow)
        if layout.talk.states:
            laid[flow.text("uuid") or name] = layout
    own = next((code for flow in flows if (code := language(flow.text("language")))), "")
    declared = bundle.setting("language") or own
    if not laid:
        return Document(bundle, ID, language=declared)
    messages, made = _joined(laid, by)
    return Document(bundle, ID, tuple(messages), (made,), language=declared)


def _joined(laid: dict[str, Layout], by: Channel) -> tuple[list[Message], Flow]:
    """All flows as one: where one enters another, and where that gives the customer back."""
    messages: list[Message] = []
    nodes: dict[str, Node] = {}
    edges: dict[Edge, None] = {}
    for layout in laid.values():
        entry = layout.entry()
        contract(layout.talk, entry)
        reply_to_choices(layout.talk, layout.phrases)
        said, flow = layout.talk.flow(layout.name, entry, by)
        messages += said
        nodes |= {node.id: node for node in written_menus(flow, said).nodes}
        edges |= dict.fromkeys(flow.edges)
    back: dict[str, list[tuple[str, Span]]] = {}
    for layout in laid.values():
        for state, called, onward in layout.calls:
            _enter(laid.get(called), nodes, edges, state, onward, back)
    for end, places in back.items():
        if end in nodes:
            nodes[end] = replace(nodes[end], kind="say")
            for place, span in dict.fromkeys(places):
                edges[Edge(end, place, "always" if len(places) == 1 else "condition", span)] = None
    first = _entry(laid, back, nodes, edges)
    name = next(iter(laid.values())).name if len(laid) == 1 else "flows"
    return messages, Flow(name, first, tuple(nodes.values()), tuple(edges), by == "voice", closed=True)


def _enter(
    child: Layout | None,
    nodes: dict[str, Node],
    edges: dict[Edge, None],
    state: str,
    onward: str,
    back: dict[str, list[tuple[str, Span]]],
) -> None:
    """The ways into a flow that is entered; one that is not in the file may be anything."""
    if state not in nodes:
        return
    span = nodes[state].span
    if child is None:
        if nodes[state].kind != "human":
            nodes[state] = replace(nodes[state], kind="elsewhere")
        if onward:
            edges[Edge(state, onward, "condition", span)] = None
        return
    edges[Edge(state, child.entry(), "always", span)] = None
    back.setdefault(child.end, [])
    if onward:
        back[child.end].append((onward, span))


def _entry(
    laid: dict[str, Layout], back: dict[str, list[tuple[str, Span]]], nodes: dict[str, Node], edges: dict[Edge, None]
) -> str:
    """The flow that no other enters; several are all ways in."""
    free = [layout for layout in laid.values() if layout.end not in back] or list(laid.values())[:1]
    if len(free) == 1:
        return free[0].entry()
    span = nodes[free[0].entry()].span
    nodes["start"] = Node("start", "say", Span(span.source, span.start, span.start))
    for layout in free:
        edges[Edge("start", layout.entry(), "condition", nodes[layout.entry()].span)] = None
    return "start"
