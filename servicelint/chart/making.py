"""From a flow and its findings to a chart: what each box says, when it is reached, what was found there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servicelint.chart import Arrow, Box, Chart, Mark
from servicelint.chart.words import cut, heard, listed, name_of, whole
from servicelint.flows.graph import Graph
from servicelint.flows.listening import Listening, arrivals, to_person
from servicelint.model import Document, Edge, Finding, Node, Severity

TITLE = 110
"""A title holds so many characters; the whole is the box's text."""
_GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "hint": 2}


def chart(document: Document, graph: Graph, findings: Sequence[Finding]) -> Chart:
    """The chart of one flow of a document, with those of the findings that belong to one of its nodes."""
    paths = {source.path for source in document.bundle.sources}
    found = _owners(graph, findings, paths)
    seconds = arrivals(graph)
    boxes = [_box(graph, node, seconds.get(node.id), found.get(node.id, ()), findings) for node in graph.nodes.values()]
    outside = dict.fromkeys(edge.target for edge in graph.flow.edges if edge.target not in graph.nodes)
    boxes += [_outside(graph, name, seconds.get(name)) for name in outside]
    return Chart(graph.flow.id, graph.flow.id, tuple(boxes), tuple(_arrows(graph)), graph.flow.entry, graph.flow.voice)


def _box(graph: Graph, node: Node, arrival: Listening | None, found: Sequence[int], findings: Sequence[Finding]) -> Box:
    messages = [message for message in graph.said(node.id) if message.speaker != "customer"]
    said = whole(messages, node)
    marks = sorted((Mark(findings[at].severity, findings[at].rule, findings[at].message) for at in found), key=gravest)
    return Box(
        node.id,
        node.kind,
        cut(heard(messages, node), TITLE) or cut(name_of(node.id), TITLE),
        said or node.id,
        node.span.source.path,
        node.span.line,
        round(arrival.seconds, 1) if arrival else None,
        arrival is not None and arrival.at_least,
        tuple(found),
        tuple(marks),
        silent=not said,
    )


def _outside(graph: Graph, name: str, arrival: Listening | None) -> Box:
    """A box for what the files only name."""
    edge = graph.arriving[name][0]
    seconds, at_least = (round(arrival.seconds, 1), arrival.at_least) if arrival else (None, False)
    place = edge.span
    return Box(name, "elsewhere", cut(name, TITLE), name, place.source.path, place.line, seconds, at_least, silent=True)


def gravest(mark: Mark) -> tuple[int, str]:
    """What marks are sorted by: errors, warnings, hints."""
    return _GRAVITY[mark.severity], mark.rule


def _arrows(graph: Graph) -> Iterator[Arrow]:
    """One arrow for all edges with the same ends and trigger."""
    easiest = to_person(graph)
    way = frozenset(easiest.way if easiest else ())
    merged: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in graph.flow.edges:
        if edge.source in graph.nodes:
            merged.setdefault((edge.source, edge.target, edge.trigger), []).append(edge)
    for edges in merged.values():
        first = edges[0]
        label = listed(edge.label for edge in edges)
        yield Arrow(first.source, first.target, label, first.trigger, any(edge in way for edge in edges))


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
