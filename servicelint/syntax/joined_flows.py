"""Flows of several files that name each other become one: where one hands the customer on, and where that gives them back.

Knows no platform; which name means which flow, and which calls come back, the formats tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from servicelint.model import Edge, Flow, Message, NodeKind

_NAMES = re.compile(r"[\w-]+")
_FAILED = ("no-input", "no-match", "error")
_LEFT: tuple[NodeKind, ...] = ("elsewhere", "unknown")


@dataclass(frozen=True)
class Call:
    """The node of a flow that leads into another one, at the node `target`. Where the other flow comes to one of the nodes
    `back`, the customer goes on by the ways of the first; without any, nothing comes back."""

    node: str
    target: str
    back: tuple[str, ...] = ()


def named(value: str, known: Mapping[str, str]) -> str:
    """What a name, or a template or address with a name in it, stands for among those that are known; "" for nothing."""
    if value in known:
        return known[value]
    found = {known[name] for name in _NAMES.findall(value) if name in known}
    return found.pop() if len(found) == 1 else ""


def apart(prefix: str, flow: Flow) -> Flow:
    """A flow whose ids begin with the prefix: those of its file alone may be the same in every file."""
    nodes = [
        replace(node, id=prefix + node.id, messages=tuple([prefix + name for name in node.messages])) for node in flow.nodes
    ]
    edges = [replace(edge, source=prefix + edge.source, target=prefix + edge.target) for edge in flow.edges]
    return replace(flow, id=prefix + flow.id, entry=prefix + flow.entry, nodes=tuple(nodes), edges=tuple(edges))


def said_apart(prefix: str, messages: Iterable[Message]) -> Iterator[Message]:
    """The messages of such a flow, as its nodes name them now."""
    for message in messages:
        node = None if message.node is None else prefix + message.node
        yield replace(message, id=prefix + message.id, node=node)


def joined(flows: Sequence[Flow], calls: Iterable[Call], roving: Collection[str] = ()) -> tuple[Flow, ...]:
    """The flows with what they lead into; one that another leads into makes no flow of its own.

    Where flows only lead into each other, the one that most of them come back to is entered, the first of several. Those
    with an entry among the `roving` may lead on into any other: they stay flows of their own.
    """
    owner = {node.id: number for number, flow in enumerate(flows) for node in flow.nodes}
    kept = [call for call in calls if call.node in owner and call.target in owner]
    kept = [call for call in kept if owner[call.node] != owner[call.target]]
    if not kept:
        return tuple(flows)
    into: dict[int, list[Call]] = {}
    for call in kept:
        into.setdefault(owner[call.node], []).append(call)
    entered = Counter(owner[call.target] for call in kept if flows[owner[call.target]].entry not in roving)
    made: list[tuple[int, Flow]] = []
    seen: set[int] = set()
    for number in sorted(range(len(flows)), key=lambda number: (number in entered, -entered[number])):
        if number not in seen or flows[number].entry in roving:
            within = _within(number, into, owner)
            seen |= within.keys()
            made.append((number, _one(flows, list(within), [call for part in within for call in into.get(part, ())])))
    return tuple([flow for _, flow in sorted(made, key=lambda pair: pair[0])])


def _within(first: int, into: Mapping[int, Sequence[Call]], owner: Mapping[str, int]) -> dict[int, None]:
    within = {first: None}
    waiting = [first]
    for number in waiting:
        for call in into.get(number, ()):
            other = owner[call.target]
            if other not in within:
                within[other] = None
                waiting.append(other)
    return within


def _one(flows: Sequence[Flow], within: Sequence[int], calls: Sequence[Call]) -> Flow:
    """The flows as one: the first is entered."""
    first = flows[within[0]]
    nodes = {node.id: node for number in within for node in flows[number].nodes}
    edges = dict.fromkeys(edge for number in within for edge in flows[number].edges)
    leaving: dict[str, list[Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.source, []).append(edge)
    for call in calls:
        node = nodes[call.node]
        if node.kind in _LEFT:
            nodes[call.node] = replace(node, kind="say")
        edges[Edge(call.node, call.target, "always", node.span)] = None
        onward = [edge for edge in leaving.get(call.node, ()) if edge.trigger not in _FAILED] if call.back else []
        for edge in onward:
            edges.pop(edge, None)
            for end in call.back:
                nodes[end] = replace(nodes[end], kind="say")
                edges[Edge(end, edge.target, "condition", edge.span)] = None
    closed = all(flows[number].closed for number in within)
    return replace(first, nodes=tuple(nodes.values()), edges=tuple(edges), closed=closed)
