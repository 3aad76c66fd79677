"""The figures of each menu, above the place where it is written: how deep it lies, how many options, how long it speaks."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from servicelint.flows.graph import Graph
from servicelint.flows.menus import descent, levels
from servicelint.flows.metrics import Menu, menus
from servicelint.lsp.places import span_range
from servicelint.lsp.words import say
from servicelint.model import Document, Flow, Source


def lenses(document: Document, source: Source, ui: str, encoding: str) -> list[types.CodeLens]:
    """The lenses of the menus that are written in this file."""
    return [lens for flow in document.flows for lens in _of(flow, source, ui, encoding)]


def _of(flow: Flow, source: Source, ui: str, encoding: str) -> Iterator[types.CodeLens]:
    graph = Graph(flow)
    cost = descent(graph, levels(graph)).cost
    for menu in menus(flow):
        span = graph.nodes[menu.node].span
        if span.source.path == source.path:
            depth = cost[menu.node][0] + 1 if menu.node in cost else None
            start = span_range(span, encoding).start
            yield types.CodeLens(types.Range(start, start), types.Command(_told(menu, depth, ui), ""))


def _told(menu: Menu, depth: int | None, ui: str) -> str:
    """`depth 2, 3 options, 11 s`; what the files cannot tell is left out."""
    parts = [say(ui, "depth", n=depth)] if depth is not None else []
    parts.append(say(ui, "option") if menu.options == 1 else say(ui, "options", n=menu.options))
    parts += [say(ui, "seconds", n=round(menu.seconds))] if menu.seconds is not None else []
    return ", ".join(parts)
