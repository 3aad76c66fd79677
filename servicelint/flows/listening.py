"""How long a caller listens: at a node, up to an option, on the way to a service or a person.

Words are counted, not spoken: the figures are estimates, and lower bounds where the files do not tell all that is played.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from servicelint.flows.graph import Graph, Ways, chosen, failed, once
from servicelint.flows.menus import choices, landing, levels, own
from servicelint.flows.people import people
from servicelint.model import Edge, Message, Node, Passage
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.pace import WORDS_A_MINUTE, words

_AGAIN = "visit "
"""How readers name what is said only to a caller who comes back."""
_UNSURE = 1e-6


@dataclass(frozen=True)
class Listening:
    """So many seconds; `at_least` tells that the files do not tell all that is heard."""

    seconds: float = 0.0
    at_least: bool = False

    def __add__(self, other: Listening) -> Listening:
        return Listening(self.seconds + other.seconds, self.at_least or other.at_least)

    @property
    def exactly(self) -> float | None:
        """The seconds to a tenth; None where they are only a lower bound."""
        return None if self.at_least else round(self.seconds, 1)


@dataclass(frozen=True)
class Reached:
    """A place, the choices and the listening on the easiest way there, and that way."""

    place: str
    choices: int
    listening: Listening
    way: tuple[Edge, ...]


@once
def heard(graph: Graph, node: str) -> Listening:
    """What is heard at a node in one go: the longest of what may be said at a first visit, and the pauses."""
    found = graph.nodes.get(node)
    if found is None:
        return Listening()
    told = [sum(_seconds(graph, passage) for passage in message.passages) for message in _said(graph, found)]
    return Listening(max(told, default=0.0) + found.pause, found.unheard or _untold(graph, found))


@once
def announcements(graph: Graph, node: str) -> Mapping[str, float]:
    """The seconds until each option of a node has been said, by its key or label; the least of its readings. Under ""
    the first option of all, where something tells which it is."""
    found = graph.nodes.get(node)
    if found is None:
        return {}
    labels = dict.fromkeys([*found.announced, *(edge.label for edge in choices(graph, node))])
    ends: dict[str, float] = {}
    for message in _said(graph, found) if labels else ():
        for label, seconds in _announced(graph, message, labels):
            for name in (label, ""):
                ends[name] = min(found.pause + seconds, ends.get(name, inf))
    return ends


def before(graph: Graph, edge: Edge) -> Listening:
    """What is heard at a node before an edge is taken. Who hears a menu for the first time listens until the option has
    been said, and to the end where the files do not tell when; silence lasts as long as the node listens."""
    whole = heard(graph, edge.source)
    if chosen(edge):
        until = announcements(graph, edge.source).get(edge.label)
        return whole if until is None else Listening(until, whole.at_least)
    if edge.trigger == "no-input":
        waits = graph.nodes[edge.source].timeout if edge.source in graph.nodes else None
        return whole + Listening(waits or 0.0, waits is None)
    return whole


@once
def ways(graph: Graph, failing: bool) -> Ways:
    """The ways with the fewest choices and then the least listening. Nobody sets out to fail: without `failing`, none by
    silence, misunderstanding or error."""

    def price(edge: Edge) -> tuple[int, float] | None:
        return None if failed(edge) and not failing else (int(chosen(edge)), _price(before(graph, edge)))

    return graph.ways(price)


@once
def to_person(graph: Graph) -> Reached | None:
    """The easiest way to a person, what is said while the caller is handed over among it; one by a failure only where there
    is no other. None where no way leads to one."""
    for failing in (False, True):
        found = ways(graph, failing)
        met = {
            person: (found.cost[person][0], found.cost[person][1] + _price(heard(graph, person)))
            for person in people(graph)
            if person in found.cost
        }
        if met:
            place = min(met, key=met.__getitem__)
            way = found.to(place)
            bound = any(before(graph, edge).at_least for edge in way) or heard(graph, place).at_least
            return Reached(place, met[place][0], Listening(met[place][1], bound), way)
    return None


@once
def services(graph: Graph) -> tuple[Reached, ...]:
    """The places that the choices of the menus lead to, other menus and people left out, each by its easiest way."""
    found, steps = ways(graph, False), levels(graph)
    offered = [landing(graph, edge) for node in graph.nodes if node in steps for edge in own(graph, node)]
    places = [place for place in dict.fromkeys(offered) if place in found.cost and place not in steps]
    bounds = _bounds(graph, found)
    return tuple([
        Reached(place, found.cost[place][0], Listening(found.cost[place][1], bounds[place]), ())
        for place in places
        if graph.kind(place) != "human"
    ])  # fmt: skip


def first_options(graph: Graph) -> Iterator[Reached]:
    """The menus that a caller comes to without having chosen or entered anything, and what is heard until the first of
    their options has been said. None of those whose words do not tell which it is."""
    found = graph.ways(
        lambda edge: (
            None if chosen(edge) or failed(edge) or graph.kind(edge.source) != "say" else (0, _price(heard(graph, edge.source)))
        )
    )
    for node in graph.nodes.values():
        until = announcements(graph, node.id).get("") if node.kind == "menu" and node.id in found.cost else None
        if until is not None:
            way = found.to(node.id)
            bound = any(heard(graph, edge.source).at_least for edge in way) or node.unheard
            yield Reached(node.id, 0, Listening(found.cost[node.id][1] + until, bound), way)


@once
def arrivals(graph: Graph) -> Mapping[str, Listening]:
    """What has been heard when each node is come to by its easiest way; by a failure only where there is no other way."""
    found: dict[str, Listening] = {}
    for failing in (False, True):
        easiest = ways(graph, failing)
        bounds = _bounds(graph, easiest)
        for node, cost in easiest.cost.items():
            found.setdefault(node, Listening(cost[1], bounds[node]))
    return found


def _price(listening: Listening) -> float:
    """Its seconds; of two that take as long, the one that is known goes first."""
    return listening.seconds + (_UNSURE if listening.at_least else 0.0)


def _bounds(graph: Graph, found: Ways) -> dict[str, bool]:
    """Whether the seconds to each node are a lower bound; nearer nodes stand before those that they lead to."""
    bounds: dict[str, bool] = {}
    for node in found.cost:
        edge = found.last.get(node)
        bounds[node] = edge is not None and (bounds[edge.source] or before(graph, edge).at_least)
    return bounds


def _said(graph: Graph, node: Node) -> list[Message]:
    """What a node says at a first visit; nothing of what was said just before, where others spoke it."""
    return [
        message
        for message in graph.said(node.id)
        if not (message.variant or "").startswith(_AGAIN)
        and not (message.node not in (None, node.id) and message.node in _spoken_before(graph, node.id))
    ]


@once
def _spoken_before(graph: Graph, node: str) -> frozenset[str]:
    """The nodes that speak just before this one is come to, whatever the way."""
    found: dict[str, None] = {}
    waiting = [node]
    while waiting:
        for edge in graph.arriving.get(waiting.pop(), ()):
            if edge.trigger == "always" and graph.kind(edge.source) == "say" and edge.source not in found:
                found[edge.source] = None
                waiting.append(edge.source)
    return frozenset(found)


def _untold(graph: Graph, node: Node) -> bool:
    """Whether it says something that is not at hand."""
    return any(name not in graph.messages for name in node.messages)


def _announced(graph: Graph, message: Message, labels: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Every key and label that a message says, and the seconds until it has been said."""
    passages = message.passages
    starts = [0, *accumulate(len(passage.text) + 1 for passage in passages)]
    durations = [0.0, *accumulate(_seconds(graph, passage) for passage in passages)]
    text = " ".join(passage.text for passage in passages)

    def until(end: int) -> float:
        number = max(bisect_right(starts, end - 1) - 1, 0)
        within, passage = end - starts[number], passages[number]
        return durations[number] + words(passage.text[:within]) * _a_word(graph, passage) + _silent(passage, within)

    for key in announced_keys(text):
        yield key.key, until(key.end)
    plain = text.lower()
    for label in labels:
        at = -1 if label.isdigit() or label in ("*", "#") else plain.find(label.lower())
        if at >= 0:
            yield label, until(at + len(label))
    for number, passage in enumerate(passages):
        if passage.role == "option":
            yield passage.text.strip(), durations[number + 1]


def _seconds(graph: Graph, passage: Passage) -> float:
    """How long a passage takes."""
    return words(passage.text) * _a_word(graph, passage) + _silent(passage, len(passage.text))


def _a_word(graph: Graph, passage: Passage) -> float:
    """How long a word of a passage takes."""
    return 60 / (_rate(graph, passage.language) * passage.rate)


def _silent(passage: Passage, end: int) -> float:
    """The silences in the first `end` characters of a passage; those after its last word count with all of it."""
    if not passage.pauses:
        return 0.0
    reached = passage.place(end - 1, end).end if end < len(passage.text) else inf
    return sum([seconds for at, seconds in passage.pauses if at < reached])


@once
def _rate(graph: Graph, language: str) -> float:
    """The words a minute of a language: as the configuration says, else the assumption."""
    document = graph.document
    if document is None:
        return WORDS_A_MINUTE
    told = json.loads(document.bundle.setting("words-per-minute") or "{}")
    if not isinstance(told, dict):
        return float(told)
    spoken = (language or document.bundle.setting("language") or document.language).lower()
    return float(told.get(spoken) or told.get(spoken[:2]) or WORDS_A_MINUTE)
