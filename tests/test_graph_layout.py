"""Laws of layout, on random flows: nothing overlaps, everything drawn leads down, arrows end at their boxes."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.chart import Arrow, Box, Chart
from servicelint.chart.groups import _dominators
from servicelint.chart.layout import Way, layout
from servicelint.chart.lettering import fitted, wide, wrapped
from servicelint.chart.measured import measured
from servicelint.chart.order import crossings, ordered
from servicelint.chart.ranks import parts, returning, rows

KINDS = ("menu", "ask", "say", "human", "elsewhere", "end", "unknown", "group")
TRIGGERS = ("option", "always", "no-input", "error")
LABELS = ("", "1", "a rather long spoken option")
tries = settings(max_examples=80, deadline=None)


@st.composite
def edges(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(1, 24))
    node = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(node, node), max_size=60))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    count, pairs = draw(edges())
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=count, max_size=count))
    words = draw(st.lists(st.text(max_size=120), min_size=count, max_size=count))
    boxes = tuple(
        Box(f"n{at}", kind, title, title, "a.vxml", at + 1, float(at), silent=not title.strip())
        for at, (kind, title) in enumerate(zip(kinds, words, strict=True))
    )
    ways = [(pair, draw(st.sampled_from(TRIGGERS)), draw(st.sampled_from(LABELS))) for pair in pairs]
    arrows = tuple(Arrow(f"n{one}", f"n{other}", label, trigger) for (one, other), trigger, label in ways)
    return Chart("drawn", "drawn", boxes, arrows, "n0")


@tries
@given(charts())
def test_no_two_boxes_overlap_and_no_label_lies_on_a_box(chart: Chart) -> None:
    found = measured(chart)
    areas = [(x, y, x + card.width, y + card.height) for card, (x, y) in zip(found.cards, found.placed.boxes, strict=True)]
    labels = [
        (x - way / 2, y - 9, x + way / 2, y + 9)
        for (x, y), text in zip(found.placed.labels, found.labels, strict=True)
        if text and (way := wide(text, 11))
    ]
    for one, other in [*combinations(areas, 2), *((area, label) for area in areas for label in labels)]:
        apart = one[2] <= other[0] + 0.01 or other[2] <= one[0] + 0.01 or one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01
        assert apart, (one, other)


@tries
@given(charts())
def test_every_arrow_leaves_the_foot_of_its_box_and_arrives_at_the_top_of_the_other(chart: Chart) -> None:
    found = measured(chart)
    number = {box.id: at for at, box in enumerate(chart.boxes)}
    for line, run in zip(found.drawn, found.placed.ways, strict=True):
        source, target = number[line.source], number[line.target]
        (left, top), (to_left, to_top) = found.placed.boxes[source], found.placed.boxes[target]
        assert run[0][1] == pytest.approx(top + found.cards[source].height)
        assert left < run[0][0] < left + found.cards[source].width
        assert run[-1][1] == pytest.approx(to_top)
        assert to_left < run[-1][0] < to_left + found.cards[target].width
        assert [y for _, y in run] == sorted(y for _, y in run)


@tries
@given(charts())
def test_no_arrow_runs_through_a_box(chart: Chart) -> None:
    found = measured(chart)
    for run in found.placed.ways:
        for (x, y), (to_x, to_y) in pairwise(run):
            for card, (left, top) in zip(found.cards, found.placed.boxes, strict=True):
                beside = max(x, to_x) <= left + 0.01 or min(x, to_x) >= left + card.width - 0.01
                assert beside or to_y <= top + 0.01 or y >= top + card.height - 0.01


@tries
@given(charts())
def test_every_arrow_is_drawn_or_told_in_its_box(chart: Chart) -> None:
    found = measured(chart)
    told = sum(len(card.notes) for card in found.cards)
    ends = {(arrow.source, arrow.target) for arrow in chart.arrows}
    more = sum(
        int(card.notes[-1].text.split()[2]) - 1 for card in found.cards if card.notes and " others" in card.notes[-1].text
    )
    assert len(found.drawn) + told + more == len(ends)


@tries
@given(edges())
def test_what_does_not_lead_back_makes_no_circle_and_leads_down_in_narrow_rows(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    count, pairs = drawn
    onward = [pair for pair, back in zip(pairs, returning(count, pairs, 0), strict=True) if not back]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(onward))
    row = rows(count, onward, 4)
    assert all(row[source] < row[target] for source, target in onward)
    assert max(row.count(at) for at in set(row)) <= 4


@tries
@given(edges())
def test_parts_are_the_weak_components(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    count, pairs = drawn
    graph = nx.DiGraph(pairs)
    graph.add_nodes_from(range(count))
    assert sorted(parts(count, pairs)) == sorted(sorted(part) for part in nx.weakly_connected_components(graph))


@tries
@given(st.integers(1, 8), st.integers(1, 8), st.data())
def test_ordering_never_adds_crossings(above: int, below: int, data: st.DataObject) -> None:
    pair = st.tuples(st.integers(0, above - 1), st.integers(above, above + below - 1))
    pairs = sorted(data.draw(st.sets(pair)))
    down = [[other for one, other in pairs if one == node] for node in range(above + below)]
    up = [[one for one, other in pairs if other == node] for node in range(above + below)]
    given_rows = [list(range(above)), list(range(above, above + below))]
    crossed = sum((a < c) != (b < d) and a != c and b != d for (a, b), (c, d) in combinations(pairs, 2))
    assert crossings(given_rows, down) == crossed
    assert crossings(ordered(given_rows, up, down), down) <= crossed


@tries
@given(edges())
def test_dominators_are_those_of_an_independent_reckoning(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    count, pairs = drawn
    graph = nx.DiGraph(pairs)
    graph.add_nodes_from(range(count))
    reached = nx.descendants(graph, 0) | {0}
    boxes = tuple(Box(str(at), "say", "", "", "", 0) for at in range(count) if at in reached)
    arrows = tuple(Arrow(str(a), str(b), "", "always") for a, b in pairs if a in reached and b != 0)
    _, above = _dominators(Chart("c", "c", boxes, arrows, "0"))
    expected = nx.immediate_dominators(graph.subgraph(reached), 0)
    assert {int(node): int(over) for node, over in above.items()} == {
        n: o for n, o in expected.items() if n != 0 and o is not None
    }


def test_a_straight_chain_is_drawn_straight() -> None:
    placed = layout([(100, 40)] * 3, [Way(0, 1), Way(1, 2)])
    assert {x for run in placed.ways for x, _ in run} == {50.0}


def test_many_leaves_stand_in_rows_below_their_menu_and_not_in_one_endless_row() -> None:
    placed = layout([(100, 40)] * 41, [Way(0, at, (20.0, 20.0), "choice") for at in range(1, 41)])
    assert placed.width < 41 * 100 / 3
    middle = placed.boxes[0][0] + 50
    assert abs(middle - placed.width / 2) < 80


@pytest.mark.parametrize("text", ["a short one", "w" * 300, "слово " * 40, "多言語" * 40, ""])
def test_lines_are_as_wide_as_they_may_be_and_no_wider(text: str) -> None:
    lines = wrapped(text, 13, 150, 3)
    assert len(lines) <= 3
    assert all(wide(line, 13) <= 150 for line in lines)
    assert fitted(text, 13, 10_000) == text


def test_the_same_flow_gives_the_same_bytes_whatever_the_seed_of_hashes() -> None:
    script = (
        "from servicelint.chart import Arrow, Box, Chart\nfrom servicelint.chart.sheet import sheet\n"
        "boxes = tuple(Box(f'n{i}', 'say', f't{i}', f't{i}', 'p', i) for i in range(40))\n"
        "arrows = tuple(Arrow(f'n{i}', f'n{(i * 7 + k) % 40}', str(k), 'option') for i in range(40) for k in range(2))\n"
        "import sys; sys.stdout.buffer.write(sheet([Chart('c', 'c', boxes, arrows, 'n0')]).encode())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
