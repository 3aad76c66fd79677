"""Laws of flows, tried on random ones against an independent reckoning."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import networkx as nx
from drawn_flows import SOURCE, add, edge_of, facts, hits
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.flows.graph import Graph, chosen, failed
from servicelint.flows.menus import descent, forks, levels, own
from servicelint.flows.metrics import metrics
from servicelint.flows.people import people
from servicelint.kinds import breadth as breadth_kind
from servicelint.kinds import depth, reach
from servicelint.model import Edge, Flow, Node, Span

few = settings(max_examples=60, deadline=None)


NAMES = [
    *(f"menu{n}" for n in range(4)),
    "ask0",
    "ask1",
    "say0",
    "say1",
    "quiet0",
    "human0",
    "away0",
    "end0",
    "odd0",
    "missing0",
]


@st.composite
def flows(draw_one: st.DrawFn, names: list[str] = NAMES) -> Flow:
    chosen_names = draw_one(st.lists(st.sampled_from(names), min_size=1, unique=True))
    nodes: dict[str, Node] = {}
    for name in chosen_names:
        add(nodes, name)
    if not nodes:
        add(nodes, "menu0")
    labels = st.sampled_from(
        ["1", "2", "3", "9", "0", "*", "yes", "no", "billing", "always", "if", "silence", "mistake", "error"]
    )
    ways = draw_one(st.lists(st.tuples(st.sampled_from(sorted(nodes)), labels, st.sampled_from(chosen_names)), max_size=16))
    edges = tuple(edge_of(source, target, on, at) for at, (source, on, target) in enumerate(ways))
    return Flow("random", next(iter(nodes)), tuple(nodes.values()), edges)


def simple_ways(flow: Flow) -> Iterator[tuple[Edge, ...]]:
    """Every way from the entry that passes no node twice."""
    waiting: list[tuple[str, tuple[Edge, ...]]] = [(flow.entry, ())]
    while waiting:
        at, way = waiting.pop()
        yield way
        passed = {flow.entry, *(edge.target for edge in way)}
        waiting += [(edge.target, (*way, edge)) for edge in flow.edges if edge.source == at and edge.target not in passed]


def end_of(flow: Flow, way: tuple[Edge, ...]) -> str:
    return way[-1].target if way else flow.entry


small = flows([name for name in NAMES if name not in ("menu3", "ask1", "say1", "away0")])


@few
@given(small)
def test_the_fewest_levels_agree_with_trying_every_way(flow: Flow) -> None:
    steps = levels(Graph(flow))
    tried: dict[str, int] = {}
    for way in simple_ways(flow):
        passed = sum(edge.source in steps and chosen(edge) for edge in way)
        tried[end_of(flow, way)] = min(passed, tried.get(end_of(flow, way), passed))
    assert {node: cost[0] for node, cost in descent(Graph(flow), steps).cost.items()} == tried


@few
@given(small)
def test_the_choices_to_a_person_agree_with_trying_every_way(flow: Flow) -> None:
    ways = [way for way in simple_ways(flow) if Graph(flow).kind(end_of(flow, way)) == "human"]
    meant = [way for way in ways if not any(failed(edge) for edge in way)] or ways
    assert metrics(flow).choices_to_human == min((sum(map(chosen, way)) for way in meant), default=None)


@few
@given(flows())
def test_rings_nearness_and_reach_agree_with_networkx(flow: Flow) -> None:
    graph, other = Graph(flow), nx.MultiDiGraph()
    other.add_nodes_from(node.id for node in flow.nodes)
    other.add_edges_from((edge.source, edge.target) for edge in flow.edges)
    assert graph.hops == dict(nx.single_source_shortest_path_length(other, flow.entry))
    rings = {frozenset(node for node in graph.rings if graph.rings[node] == ring) for ring in graph.rings.values()}
    assert rings == {frozenset(ring) for ring in nx.strongly_connected_components(other)}
    goals = people(graph)
    assert graph.reaching(goals) == set(goals).union(*(nx.ancestors(other, goal) for goal in goals))


@few
@given(flows())
def test_every_way_begins_at_the_entry_hangs_together_and_costs_what_it_says(flow: Flow) -> None:
    ways = Graph(flow).ways(lambda edge: (int(chosen(edge)), 1))
    for place, cost in ways.cost.items():
        way = ways.to(place)
        assert [flow.entry, *(edge.target for edge in way)] == [*(edge.source for edge in way), place]
        assert cost == (sum(map(chosen, way)), len(way))


@few
@given(flows())
def test_a_place_is_flagged_only_if_no_way_from_it_may_lead_to_a_person(flow: Flow) -> None:
    for hit in hits(reach, flow):
        for place in facts(hit)["places"].split(" (+")[0].split(", "):
            inside = replace(flow, entry=place)
            kinds = {Graph(flow).kind(end_of(inside, way)) for way in simple_ways(inside)}
            assert not kinds & {"human", "elsewhere", "unknown"}


@few
@given(flows(), st.data())
def test_a_new_way_to_a_person_never_adds_a_finding(flow: Flow, data: st.DataObject) -> None:
    source = data.draw(st.sampled_from([node.id for node in flow.nodes]))
    person = Node("somebody", "human", Span(SOURCE, 99, 100))
    edge = Edge(source, "somebody", "no-input", Span(SOURCE, 9_000, 9_001))
    better = replace(flow, nodes=(*flow.nodes, person), edges=(*flow.edges, edge))
    assert int(facts_count(better)) <= int(facts_count(flow))


def renamed(flow: Flow, chance: random.Random) -> tuple[Flow, dict[str, str]]:
    """The same flow under other names and in another order, and the new name of each node."""
    names = {name: f"renamed {n}" for n, name in enumerate({*NAMES, *(node.id for node in flow.nodes)})}
    nodes = [replace(node, id=names[node.id]) for node in flow.nodes]
    edges = [replace(edge, source=names[edge.source], target=names[edge.target]) for edge in flow.edges]
    chance.shuffle(nodes)
    chance.shuffle(edges)
    other = replace(flow, id="renamed", entry=names[flow.entry], nodes=tuple(nodes), edges=tuple(edges))
    return other, names


def facts_count(flow: Flow) -> str:
    return next((facts(hit)["count"] for hit in hits(reach, flow)), "0")


@few
@given(flows(), st.randoms(use_true_random=False))
def test_other_names_and_another_order_change_nothing_but_names_and_places(flow: Flow, chance: random.Random) -> None:
    other, names = renamed(flow, chance)
    assert outline(flow) == outline(other)
    assert {names[node] for node in forks(Graph(flow))} == forks(Graph(other))
    assert {names[node.id]: len(own(Graph(flow), node.id)) for node in flow.nodes} == {
        node.id: len(own(Graph(other), node.id)) for node in other.nodes
    }


def outline(flow: Flow) -> object:
    figures = metrics(flow)
    found = [sorted(facts(hit)["count"] for hit in hits(kind, flow, max=1)) for kind in (depth, breadth_kind)]
    late = [facts(hit)["count"] for hit in hits(reach, flow, person="late", max_choices=0)]
    offered = tuple(sorted((replace(service, node="") for service in figures.services), key=str))
    return replace(figures, human=tuple("human" for _ in figures.human), services=offered), found, facts_count(flow), late
