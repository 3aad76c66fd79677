"""The figures of a flow, as `extract --format json` prints them. A figure that the files cannot tell is None."""

from __future__ import annotations

from dataclasses import dataclass

from servicelint.flows.graph import Graph
from servicelint.flows.listening import Listening, heard, services, to_person
from servicelint.flows.menus import choices, descent, levels, options
from servicelint.flows.people import people
from servicelint.model import Flow


@dataclass(frozen=True)
class Menu:
    """A menu's keys or labels: those its prompt announces and those that lead somewhere, each in its order, once.

    `options` counts both together; `seconds` is how long it speaks before the customer can go on, None where the files do
    not tell all of it: `seconds_at_least` is then what they tell. Both are None in a chat, which nobody listens to.
    """

    node: str
    announced: tuple[str, ...]
    wired: tuple[str, ...]
    options: int
    seconds: float | None
    seconds_at_least: float | None


@dataclass(frozen=True)
class Service:
    """A place that a choice leads to, and what it takes to get there from the entry."""

    node: str
    choices: int
    seconds: float | None
    seconds_at_least: float | None


@dataclass(frozen=True)
class Metrics:
    """`menu_depth`: the greatest number of menus that the easiest way to a menu takes, that menu counted.
    `choices_to_human`, `seconds_to_human`: along the easiest way from the entry to a person.
    `nodes`: how many there are. `human`: the ids of those that hand over to a person.
    `seconds_to_human_at_least`: the same where a part of it is not known.
    `with_human`: the share of the states that a customer can come to, ends left out, from which a way leads to a person of
    these files; None where there is no such state. `services`: what the menus offer."""

    menu_depth: int | None
    choices_to_human: int | None
    seconds_to_human: float | None
    nodes: int
    human: tuple[str, ...]
    seconds_to_human_at_least: float | None
    with_human: float | None
    services: tuple[Service, ...]


def menus(flow: Flow | Graph) -> tuple[Menu, ...]:
    """The menus of a flow, in its order."""
    graph = flow if isinstance(flow, Graph) else Graph(flow)
    return tuple(
        Menu(
            node.id,
            tuple(dict.fromkeys(node.announced)),
            tuple(dict.fromkeys(edge.label for edge in choices(graph, node.id))),
            options(graph, node),
            *_seconds(graph, heard(graph, node.id)),
        )
        for node in graph.flow.nodes
        if node.kind == "menu"
    )


def metrics(flow: Flow | Graph) -> Metrics:
    """The figures of a flow. What is said is known to a graph of its document only."""
    graph = flow if isinstance(flow, Graph) else Graph(flow)
    person = to_person(graph)
    seconds, at_least = _seconds(graph, person.listening) if person else (None, None)
    return Metrics(
        menu_depth=_menu_depth(graph),
        choices_to_human=person.choices if person else None,
        seconds_to_human=seconds,
        nodes=len(graph.flow.nodes),
        human=tuple(people(graph)),
        seconds_to_human_at_least=at_least,
        with_human=_with_human(graph),
        services=tuple(Service(found.place, found.choices, *_seconds(graph, found.listening)) for found in services(graph)),
    )


def _seconds(graph: Graph, listening: Listening) -> tuple[float | None, float | None]:
    """The seconds where they are known, and what is known of them."""
    return (listening.exactly, round(listening.seconds, 1)) if graph.flow.voice else (None, None)


def _with_human(graph: Graph) -> float | None:
    states = [node for node in graph.hops if graph.kind(node) not in ("end", "elsewhere")]
    reaching = graph.reaching(people(graph))
    return round(sum(node in reaching for node in states) / len(states), 2) if states else None


def _menu_depth(graph: Graph) -> int | None:
    """Levels only (see `levels`), but a flow whose menus are all confirmations or questions still has one; None without
    a menu that can be reached."""
    steps = levels(graph)
    cost = descent(graph, steps).cost
    if not any(graph.kind(node) == "menu" for node in cost):
        return None
    return max((cost[menu][0] + 1 for menu in steps if menu in cost), default=1)
