"""Laws that every rule about flows keeps, whatever its kind: tried on random flows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from drawn_flows import SOURCE, _spoken
from hypothesis import given, settings
from hypothesis import strategies as st
from test_flow_laws import flows, renamed

from servicelint.flows.graph import graphs
from servicelint.library import built_in
from servicelint.model import Bundle, Document, Edge, Flow, Hit, Node, Span

RULES = tuple(rule for rule in built_in().rules.values() if rule.scope == "flow")
few = settings(max_examples=60, deadline=None)


def told(flow: Flow) -> Iterator[tuple[str, int, Hit]]:
    """What all rules find: the rule, the number of its check, and the hit."""
    document = Document(Bundle((SOURCE,)), "script", _spoken(flow), (flow,))
    graph = next(graphs(document))
    for rule in RULES:
        for number, check in enumerate(rule.checks):
            yield from ((rule.id, number, hit) for hit in rule.kind.check(check.find, document, graph, lambda _: ()))


def counts(flow: Flow) -> Counter[tuple[str, int]]:
    return Counter((rule, number) for rule, number, _ in told(flow))


@few
@given(flows(), st.randoms(use_true_random=False))
def test_other_names_and_another_order_change_nothing_but_names_and_places(flow: Flow, chance: random.Random) -> None:
    assert counts(renamed(flow, chance)[0]) == counts(flow)


@few
@given(flows())
def test_a_trail_is_a_way_through_the_flow_or_names_places_of_it(flow: Flow) -> None:
    nodes, edges = {node.span: node for node in flow.nodes}, {edge.span: edge for edge in flow.edges}
    for _, _, hit in told(flow):
        assert all(step.span in nodes or step.span in edges for step in hit.trail)
        walked = [edges[step.span] for step in hit.trail[1:] if step.span in edges]
        if hit.trail and nodes.get(hit.trail[0].span) and len(walked) == len(hit.trail) - 1:
            assert [edge.source for edge in walked] == [nodes[hit.trail[0].span].id, *(e.target for e in walked)][: len(walked)]


@few
@given(flows(), st.data())
def test_a_way_out_of_the_files_never_adds_a_finding_about_people(flow: Flow, data: st.DataObject) -> None:
    source = data.draw(st.sampled_from([node.id for node in flow.nodes]))
    edge = Edge(source, "in another file", "condition", Span(SOURCE, 9_000, 9_001))
    away = Node("in another file", "elsewhere", Span(SOURCE, 99, 100))
    wider = replace(flow, nodes=(*flow.nodes, away), edges=(*flow.edges, edge))
    before, after = counts(flow), counts(wider)
    assert all(after[key] <= before[key] for key in after if key[0] == "no-human-exit" and key[1] == 0)
