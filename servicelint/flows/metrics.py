"""The figures of a flow, as `extract --format json` prints them. A figure that the files cannot tell is None."""

from __future__ import annotations

from dataclasses import dataclass

from servicelint.flows.graph import Graph
from servicelint.flows.menus import choices, descent, levels, options
from servicelint.flows.people import known_seconds, people, quickest
from servicelint.model import Flow


@dataclass(frozen=True)
class Menu:
    """A menu's keys or labels: those its prompt announces and those that lead somewhere, each in its order, once.

    `options` counts both together; `seconds` is how long it speaks before the customer can go on.
    """

    node: str
    announced: tuple[str, ...]
    wired: tuple[str, ...]
    options: int
    seconds: float | None


@dataclass(frozen=True)
class Metrics:
    """`menu_depth`: the greatest number of menus that the easiest way to a menu takes, that menu counted.
    `choices_to_human`, `seconds_to_human`: along the easiest way from the entry to a person.
    `nodes`: how many there are. `human`: the ids of those that hand over to a person."""

    menu_depth: int | None
    choices_to_human: int | None
    seconds_to_human: float | None
    nodes: int
    human: tuple[str, ...]


def menus(flow: Flow) -> tuple[Menu, ...]:
    """The menus of a flow, in its order."""
    graph = Graph(flow)
    return tuple(
        Menu(
            node.id,
            tuple(dict.fromkeys(node.announced)),
            tuple(dict.fromkeys(edge.label for edge in choices(graph, node.id))),
            options(graph, node),
            node.seconds,
        )
        for node in flow.nodes
        if node.kind == "menu"
    )


def metrics(flow: Flow) -> Metrics:
    """The figures of a flow."""
    graph = Graph(flow)
    way = quickest(graph)
    return Metrics(
        menu_depth=_menu_depth(graph),
        choices_to_human=way[0] if way else None,
        seconds_to_human=known_seconds(way[1]) if way else None,
        nodes=len(flow.nodes),
        human=tuple(people(graph)),
    )


def _menu_depth(graph: Graph) -> int | None:
    """Levels only (see `levels`), but a flow whose menus are all confirmations or questions still has one; None without
    a menu that can be reached."""
    steps = levels(graph)
    cost = descent(graph, steps).cost
    if not any(graph.kind(node) == "menu" for node in cost):
        return None
    return max((cost[menu][0] + 1 for menu in steps if menu in cost), default=1)
