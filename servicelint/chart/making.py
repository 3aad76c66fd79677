"""From a flow and its findings to a chart: what each box says, when it is reached, what was found there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from servicelint.chart import Arrow, Box, Chart, Mark
from servicelint.chart.seconds import arrivals
from servicelint.flows.graph import Graph, chosen, failed
from servicelint.flows.people import people
from servicelint.model import Document, Edge, Finding, Message, Node, Severity

TITLE = 110
"""A title holds so many characters; the whole is the box's text."""
_GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "hint": 2}
_LABELS = 4
"""An arrow names so many labels; of more, the first and how many others there are."""
_MACHINE_MADE = re.compile(r"[0-9a-f]{6,}(-[0-9a-f]{4,})*|\d+|[\w-]*\d{9,}[\w-]*", re.IGNORECASE)
_PARTS = re.compile(r"[/#>]\s*")


def chart(document: Document, graph: Graph, findings: Sequence[Finding]) -> Chart:
    """The chart of one flow of a document, with those of the findings that belong to one of its nodes."""
    paths = {source.path for source in document.bundle.sources}
    found = _owners(graph, findings, paths)
    seconds = arrivals(graph)
    boxes = [_box(graph, node, seconds.get(node.id), found.get(node.id, ()), findings) for node in graph.nodes.values()]
    outside = dict.fromkeys(edge.target for edge in graph.flow.edges if edge.target not in graph.nodes)
    boxes += [_outside(graph, name, seconds.get(name)) for name in outside]
    return Chart(graph.flow.id, graph.flow.id, tuple(boxes), tuple(_arrows(graph)), graph.flow.entry, graph.flow.voice)


def cut(text: str, most: int) -> str:
    """The text with no more than so many characters, cut at a word where one ends near."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    short = text[: most - 1]
    head, space, _ = short.rpartition(" ")
    return f"{head if space and len(head) > most * 0.6 else short}…"


def spoken(messages: Iterable[Message]) -> str:
    """What a customer gets, each message in its first reading."""
    first: dict[str, Message] = {}
    for message in messages:
        if message.speaker != "customer":
            first.setdefault(message.id, message)
    return "\n".join(passage.shown.strip() for message in first.values() for passage in message.passages)


def name_of(node: str) -> str:
    """The last part of a node's id that a person has written; "" where a program made all of them."""
    parts = [part.strip() for part in _PARTS.split(node) if part.strip()]
    human = [part for part in parts if not _MACHINE_MADE.fullmatch(part)]
    if not human:
        return ""
    return human[-1] if human[-1] is parts[-1] else f"{human[-1]} · {parts[-1]}"


def _box(
    graph: Graph, node: Node, arrival: tuple[float, bool] | None, found: Sequence[int], findings: Sequence[Finding]
) -> Box:
    said = spoken(graph.said(node.id))
    marks = sorted((Mark(findings[at].severity, findings[at].rule, findings[at].message) for at in found), key=_gravest)
    seconds, at_least = arrival or (None, False)
    return Box(
        node.id,
        node.kind,
        cut(said, TITLE) or cut(name_of(node.id), TITLE),
        said or node.id,
        node.span.source.path,
        node.span.line,
        None if seconds is None else round(seconds, 1),
        at_least,
        tuple(found),
        tuple(marks),
        silent=not said,
    )


def _outside(graph: Graph, name: str, arrival: tuple[float, bool] | None) -> Box:
    """A box for what the files only name."""
    edge = graph.arriving[name][0]
    seconds, at_least = arrival or (None, False)
    place = edge.span
    return Box(name, "elsewhere", cut(name, TITLE), name, place.source.path, place.line, seconds, at_least, silent=True)


def _gravest(mark: Mark) -> tuple[int, str]:
    return _GRAVITY[mark.severity], mark.rule


def _arrows(graph: Graph) -> Iterator[Arrow]:
    """One arrow for all edges with the same ends and trigger."""
    way = frozenset(_way_to_a_person(graph))
    merged: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in graph.flow.edges:
        if edge.source in graph.nodes:
            merged.setdefault((edge.source, edge.target, edge.trigger), []).append(edge)
    for edges in merged.values():
        labels = list(dict.fromkeys(" ".join(edge.label.split()) for edge in edges if edge.label.strip()))
        if len(labels) > _LABELS:
            labels[_LABELS - 1 :] = [f"+{len(labels) - _LABELS + 1}"]
        first = edges[0]
        yield Arrow(first.source, first.target, ", ".join(labels), first.trigger, any(edge in way for edge in edges))


def _way_to_a_person(graph: Graph) -> tuple[Edge, ...]:
    """The edges of the way with the fewest choices to a person, without failing; none where there is no such way."""
    ways = graph.ways(lambda edge: None if failed(edge) else (int(chosen(edge)), graph.nodes[edge.source].seconds or 0.0))
    near = min(people(graph), key=lambda node: ways.cost.get(node, (inf, inf)), default=None)
    return ways.to(near) if near in ways.cost and near is not None else ()


def _owners(graph: Graph, findings: Sequence[Finding], paths: set[str]) -> dict[str, list[int]]:
    """The findings of each node, by index: those that name one of its messages, else those that stand at its place."""
    speakers: dict[str, list[str]] = {}
    starts: dict[tuple[str, int], list[str]] = {}
    for node in graph.nodes.values():
        starts.setdefault((node.span.source.path, node.span.start), []).append(node.id)
        for message in node.messages:
            speakers.setdefault(message, []).append(node.id)
    owners: dict[str, list[int]] = {}
    for at, finding in enumerate(findings):
        if finding.path not in paths:
            continue
        here = speakers.get(finding.message_id) or starts.get((finding.path, finding.span.start)) or _around(graph, finding)
        same = [name for name in here if graph.nodes[name].span.start == finding.span.start]
        for owner in same or here:
            owners.setdefault(owner, []).append(at)
    return owners


def _around(graph: Graph, finding: Finding) -> list[str]:
    """The smallest node that the finding begins in."""
    inside = [
        node
        for node in graph.nodes.values()
        if node.span.source.path == finding.path and node.span.start <= finding.span.start < node.span.end
    ]
    return [min(inside, key=lambda node: node.span.end - node.span.start).id] if inside else []
