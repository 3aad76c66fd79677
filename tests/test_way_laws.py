"""Laws of the rules about ways, tried on random flows against networkx and against plain searching."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
from drawn_flows import SOURCE, facts, hits
from hypothesis import given, settings
from hypothesis import strategies as st
from test_flow_laws import NAMES, flows

from servicelint.flows.graph import Graph
from servicelint.flows.ways import circles, stopping, traps, unreached
from servicelint.kinds import answered, circle, repeat, speech, stuck, zero
from servicelint.kinds import unreached as unreached_kind
from servicelint.model import Edge, Flow, Node, Span

few = settings(max_examples=80, deadline=None)
ABOUT_REACH = (stuck, unreached_kind, circle)
ALL = (*ABOUT_REACH, repeat, speech, answered, zero)
closed = flows().map(lambda flow: replace(flow, closed=True))


def drawn(flow: Flow) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(node.id for node in flow.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in flow.edges)
    return graph


def reached(flow: Flow) -> set[str]:
    return {flow.entry} | nx.descendants(drawn(flow), flow.entry)


def known(flow: Flow) -> bool:
    kinds = Graph(flow).kind
    return all(kinds(name) != "unknown" and name in Graph(flow).nodes for name in reached(flow))


def outline(flow: Flow) -> list[tuple[str, list[str]]]:
    return [(kind.NAME, sorted(hit.span.text for hit in hits(kind, flow))) for kind in ALL]


@few
@given(closed)
def test_what_nothing_reaches_agrees_with_networkx(flow: Flow) -> None:
    graph, whole = Graph(flow), drawn(flow)
    begins = [node.id for node in unreached(graph)]
    assert not set(begins) & reached(flow)
    lost = set(graph.nodes) - reached(flow)
    for name in begins:
        before = nx.ancestors(whole, name) & set(graph.nodes)
        assert all(name in nx.ancestors(whole, other) for other in before)
    if known(flow):
        told = {name for name in lost if graph.nodes[name].messages or graph.kind(name) in ("menu", "ask", "human")}
        assert told <= set(begins).union(*(nx.descendants(whole, name) for name in begins))
    else:
        assert begins == []


@few
@given(flows())
def test_a_flow_whose_ways_in_are_not_all_shown_has_nothing_unreached(flow: Flow) -> None:
    assert list(unreached(Graph(flow))) == []


@few
@given(flows())
def test_circles_agree_with_networkx(flow: Flow) -> None:
    graph, whole = Graph(flow), drawn(flow)
    rings = [set(ring) for ring in nx.strongly_connected_components(whole)]
    round_and_round = [ring for ring in rings if len(ring) > 1 or any(whole.has_edge(name, name) for name in ring)]
    inside = [ring & set(graph.nodes) for ring in round_and_round if ring & set(graph.nodes)]
    assert sorted(map(sorted, circles(graph).values())) == sorted(map(sorted, inside))


@few
@given(flows())
def test_nothing_leads_out_of_a_circle_that_is_flagged_and_nobody_can_help_there(flow: Flow) -> None:
    graph, whole = Graph(flow), drawn(flow)
    for node in traps(graph):
        beyond = nx.descendants(whole, node.id) | {node.id}
        assert node.id in reached(flow)
        assert all(node.id in nx.descendants(whole, other) for other in beyond - {node.id})
        assert {graph.kind(name) for name in beyond} <= {"say", "menu"}


@few
@given(flows())
def test_a_place_where_a_way_stops_is_reached_and_leads_nowhere(flow: Flow) -> None:
    whole = drawn(flow)
    for node in stopping(Graph(flow)):
        assert node.id in reached(flow) - {flow.entry}
        onward = [edge for edge in flow.edges if edge.source == node.id]
        assert all(edge.trigger == "error" for edge in onward)
        assert node.kind == "say"
        assert whole.has_node(node.id)


@few
@given(closed, st.sampled_from(["odd", "away", "missing"]), st.data())
def test_a_way_to_what_the_files_do_not_show_never_adds_a_finding(flow: Flow, where: str, data: st.DataObject) -> None:
    source = data.draw(st.sampled_from([node.id for node in flow.nodes]))
    edge = Edge(source, "somewhere", "condition", Span(SOURCE, 9_000, 9_001))
    kinds = {"odd": "unknown", "away": "elsewhere"}
    extra = (Node("somewhere", kinds[where], Span(SOURCE, 99, 100)),) if where in kinds else ()  # type: ignore[arg-type]
    wider = replace(flow, nodes=(*flow.nodes, *extra), edges=(*flow.edges, edge))
    for kind in ABOUT_REACH:
        before = {hit.span.text: hit.span.start for hit in hits(kind, flow)}
        after = hits(kind, wider)
        if kind is circle:  # which place of a circle comes first may change with the ways to it
            assert len(after) <= len(before)
        else:
            assert {hit.span.start for hit in after} <= {hit.span.start for hit in hits(kind, flow)}


@few
@given(closed, st.randoms(use_true_random=False))
def test_other_names_and_another_order_change_nothing_but_names_and_places(flow: Flow, chance: random.Random) -> None:
    names = {name: f"renamed {n}" for n, name in enumerate({*NAMES, *(node.id for node in flow.nodes)})}
    nodes = [replace(node, id=names[node.id]) for node in flow.nodes]
    edges = [replace(edge, source=names[edge.source], target=names[edge.target]) for edge in flow.edges]
    chance.shuffle(nodes)
    chance.shuffle(edges)
    other = replace(flow, entry=names[flow.entry], nodes=tuple(nodes), edges=tuple(edges))
    assert [(name, len(places)) for name, places in outline(flow)] == [(name, len(places)) for name, places in outline(other)]
    for kind in (stuck, speech, zero):
        assert {names[facts(hit)["place"]] for hit in hits(kind, flow)} == {facts(hit)["place"] for hit in hits(kind, other)}


@few
@given(closed)
def test_every_trail_begins_at_a_place_and_hangs_together(flow: Flow) -> None:
    for kind in (stuck, circle, speech, zero):
        for hit in hits(kind, flow):
            assert hit.trail[0].note == flow.entry
            at = flow.entry
            for step in hit.trail[1:]:
                on, _, target = step.note.partition(" → ")
                assert any((edge.source, edge.on, edge.target) == (at, on, target) for edge in flow.edges)
                at = target
