"""A bot that speaks first and does not say what it is, before it waits for the first answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Hear, Reading
from servicelint.flows.graph import Graph, failed
from servicelint.flows.witness import hit_at
from servicelint.model import Document, Hit

NAME = "disclosure"
SCOPE = "flow"
FACTS = ("found",)


MOST = 16
"""Where so many places may come first, nobody can tell what a customer gets first."""


@dataclass(frozen=True)
class Find:
    """`act` says that a program speaks. Silent where a person comes first, where something is played that the files do not
    tell, and where the language of the first words is not known. A call counts where it understands what is said: a menu of
    keys is plainly a machine."""

    act: str


def check(find: Find, document: Document, graph: Graph, hear: Hear) -> Iterator[Hit]:
    """At most one hit a flow: the first place that speaks."""
    first, told = "", False
    waiting, seen = [graph.flow.entry], {graph.flow.entry}
    for at in waiting:
        node = graph.nodes.get(at)
        if node is None or node.kind in ("human", "elsewhere", "unknown"):
            return
        said = [reading for reading in hear(at) if reading.message.speaker != "customer"]
        if any(not _known(find, reading) or reading.has((find.act,)) for reading in said):
            return
        if node.unheard and not said and graph.flow.voice and node.kind != "end":
            return
        first = first or (at if said else "")
        if node.kind in ("menu", "ask", "end"):
            told = told or (node.kind != "end" and (not graph.flow.voice or _understands(graph, at)))
            continue
        onward = dict.fromkeys(edge.target for edge in graph.leaving.get(at, ()) if not failed(edge))
        waiting += [target for target in onward if target not in seen]
        if len(waiting) > MOST:
            return
        seen |= onward.keys()
    if first and told:
        yield hit_at(graph, graph.nodes[first], {"found": _words(hear(first)[0])}, ())


def _understands(graph: Graph, name: str) -> bool:
    return any(edge.trigger == "intent" for edge in graph.leaving.get(name, ()))


def _words(reading: Reading) -> str:
    """The first words that are no label."""
    passages = reading.message.passages
    return next((passage for passage in passages if passage.role not in ("option", "button")), passages[0]).shown


def _known(find: Find, reading: Reading) -> bool:
    return any(heard.pack.has(find.act) for heard in reading.heard)
