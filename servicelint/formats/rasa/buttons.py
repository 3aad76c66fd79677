"""Where a button leads: to what follows its intent, or to the branch that the slot it sets decides."""

from __future__ import annotations

import re

from servicelint.formats.rasa.graph import START, Graph
from servicelint.formats.rasa.project import Project
from servicelint.model import Edge

_SETS = re.compile(r"/SetSlots\(\s*(\w+)\s*=\s*[\"']?([^\"',)]*)")
_INTENT = re.compile(r"/([\w/-]+)")
_IS = re.compile(r"(not\s+)?slots\.(\w+)(?:\s*(==|!=|is not|is)\s*[\"']?([^\"']*?)[\"']?)?\s*")
_FALSE = frozenset({"false", "no", "none", "null", "0", ""})


def holds(condition: str, payload: str) -> bool | None:
    """Whether a branch's condition holds after the button with this payload was pressed; None where it is not told."""
    sets, asks = _SETS.match(payload), _IS.fullmatch(condition.strip())
    if sets is None or asks is None or sets[1] != asks[2]:
        return None
    value = sets[2].strip().lower()
    if asks[3] is None:
        same = value not in _FALSE
    else:
        wanted = asks[4].strip().lower()
        same = value == wanted or (value in _FALSE and wanted in _FALSE)
        same = same != (asks[3] in ("!=", "is not"))
    return same != bool(asks[1])


def wire(project: Project, graph: Graph) -> None:
    """Add the edges of the buttons of every menu that no flow has wired."""
    for node in graph.nodes.values():
        leaving = graph.edges.get(node.id, [])
        if node.kind != "menu" or any(edge.trigger == "option" for edge in leaving):
            continue
        buttons = [button for name in node.messages for button in project.responses[name].buttons]
        heard = {button: found[1] if (found := _INTENT.match(button.payload)) else "" for button in buttons}
        targets = {button: _target(graph, node.id, intent) for button, intent in heard.items()}
        graph.edges[node.id] = [edge for edge in leaving if edge.trigger != "intent" or edge.label not in heard.values()]
        for button, target in targets.items():
            graph.link(node.id, target, "option", button.span, button.title)


def _target(graph: Graph, node: str, intent: str) -> str:
    """What follows the intent here, else anywhere; else the form that asks; else a place the files do not show."""
    if not intent:
        return START
    for place in (node, START):
        for edge in graph.edges.get(place, []):
            if edge.label == intent:
                return edge.target
    return next((form for form, leaving in graph.edges.items() if form != START and _asks(leaving, node)), f"/{intent}")


def _asks(leaving: list[Edge], question: str) -> bool:
    return any(edge.target == question and edge.trigger == "condition" for edge in leaving)
