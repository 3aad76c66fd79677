"""From flows to charts: what boxes say, when they are reached, what was found there, and how big flows are folded."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from drawn_flows import SOURCE, draw
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.chart import Arrow, Box, Chart
from servicelint.chart.atlas import FROM, TO, pages
from servicelint.chart.groups import groups
from servicelint.chart.lines import lines
from servicelint.chart.making import chart
from servicelint.chart.words import cut, listed, name_of
from servicelint.flows.graph import graphs
from servicelint.model import Bundle, Document, Finding, Flow, Message, Passage, Piece, Severity, Source, Span


def spoken(node: str, text: str, variant: str | None = None) -> Message:
    source = Source("words.yml", text)
    passage = Passage(node, (Piece(text, Span(source, 0, len(text))),), "prompt")
    name = f"{node} ({variant})" if variant else node
    return Message(name, "company", "voice", (passage,), node, variant=variant)


def finding(rule: str, severity: Severity, span: Span, message_id: str = "") -> Finding:
    return Finding(rule, "care", severity, f"Mend {rule}.", span, "script", "en", message_id)


def made(flow: Flow, messages: tuple[Message, ...] = (), findings: tuple[Finding, ...] = ()) -> Chart:
    sources = (SOURCE, *(passage.span.source for message in messages for passage in message.passages))
    document = Document(Bundle(sources), "script", messages, (flow,))
    return chart(document, next(graphs(document)), findings)


def boxes(of: Chart) -> dict[str, Box]:
    return {box.id: box for box in of.boxes}


def timed(flow: Flow, **seconds: float | None) -> Flow:
    """The flow with so many seconds at each node; None where the files do not tell."""
    told = {node.id: seconds.get(node.id, 0.0) for node in flow.nodes}
    nodes = [replace(n, pause=told[n.id] or 0.0, unheard=told[n.id] is None, messages=()) for n in flow.nodes]
    return replace(flow, nodes=tuple(nodes))


def test_a_long_text_is_cut_at_a_word_and_kept_whole_beside() -> None:
    text = "Your parcel left our house this morning. " * 6
    box = boxes(made(draw("say always end"), (spoken("say", text),)))["say"]
    assert box.text == text.strip()
    assert box.title.endswith("…")
    assert text.startswith(box.title.removesuffix("…"))
    assert text[len(box.title) - 1] == " "


def test_a_box_says_the_first_wording_and_tells_the_others() -> None:
    flow = draw("say always end")
    says = replace(flow.nodes[0], messages=("say (1)", "say (2)"))
    told = made(replace(flow, nodes=(says, flow.nodes[1])), (spoken("say", "Pardon?", "1"), spoken("say", "Once more?", "2")))
    assert boxes(told)["say"].title == "Pardon?"
    assert boxes(told)["say"].text == "Pardon?\nor: Once more?"


def test_seconds_are_those_of_the_quickest_way_that_does_not_fail() -> None:
    flow = timed(draw("menu 1 say 2 human silence end\nsay always human"), menu=10.0, say=5.0)
    told = boxes(made(flow))
    assert [told[name].seconds for name in ("menu", "say", "human", "end")] == [0.0, 10.0, 10.0, 10.0]


def test_what_is_not_told_on_the_way_makes_the_time_a_least_one() -> None:
    told = boxes(made(timed(draw("say always ask\nask always end"), say=None, ask=3.0)))
    assert (told["say"].seconds, told["say"].at_least) == (0.0, False)
    assert (told["end"].seconds, told["end"].at_least) == (3.0, True)


def test_what_no_way_leads_to_has_no_time() -> None:
    assert boxes(made(draw("menu 1 end\nsay always end")))["say"].seconds is None


def test_findings_belong_to_the_node_that_says_the_message_or_stands_at_the_place() -> None:
    flow = draw("menu 1 say\nsay always end")
    by_place = finding("deep-menu", "warning", flow.nodes[0].span)
    by_message = finding("blame", "error", Span(SOURCE, 9_000, 9_001), "say")
    elsewhere = finding("blame", "error", Span(Source("other.yml", "x" * 99), 0, 1), "say")
    told = boxes(made(flow, (spoken("say", "Your fault."),), (by_place, by_message, elsewhere)))
    assert (told["menu"].findings, told["say"].findings, told["end"].findings) == ((0,), (1,), ())
    assert [mark.rule for mark in told["say"].marks] == ["blame"]


def test_the_gravest_finding_comes_first() -> None:
    flow = draw("say always end")
    found = tuple(finding(f"{grade}-rule", grade, flow.nodes[0].span) for grade in ("hint", "error", "warning"))
    assert [mark.severity for mark in boxes(made(flow, findings=found))["say"].marks] == ["error", "warning", "hint"]


def test_ways_between_the_same_boxes_are_one_line_with_all_its_keys() -> None:
    drawn = list(lines(made(draw("menu 1 human 2 human 3 end silence human mistake menu")).arrows))
    assert [(line.label, line.target, line.manner) for line in drawn] == [
        ("1, 2, no input", "human", "choice"),
        ("3", "end", "choice"),
        ("no match", "menu", "failure"),
    ]


@pytest.mark.parametrize(
    ("ways", "label"),
    [
        ("say always end", ""),
        ("say always end error end", "or error"),
        ("say always end error end silence end", "or failing"),
        ("menu 9 end error end silence end", "9, failing"),
        ("menu silence end mistake end", "no input, no match"),
    ],
)
def test_a_line_that_is_also_taken_by_failing_says_so(ways: str, label: str) -> None:
    assert [line.label for line in lines(made(draw(ways)).arrows)] == [label]


def test_the_way_with_the_fewest_choices_to_a_person_is_marked() -> None:
    told = made(draw("menu 1 sub 0 say\nsub 0 human\nsay always human silence end"))
    assert {(arrow.source, arrow.target) for arrow in told.arrows if arrow.shortest} == {("menu", "say"), ("say", "human")}


def test_a_place_of_other_files_is_a_box_elsewhere() -> None:
    told = boxes(made(draw("menu 1 missing-flow")))
    assert told["missing-flow"].kind == "elsewhere"


@pytest.mark.parametrize(
    ("node", "name"),
    [
        ("returns/label", "label"),
        ("returns/12:9", "returns"),
        ("c0d486c4-f687-436b-b21f-b7eab1e86a97", ""),
        ("main.vxml#services", "services"),
        ("Account > sys.no-match-default", "sys.no-match-default"),
        ("node_1_1492608634105", ""),
    ],
)
def test_a_name_is_what_a_person_has_written(node: str, name: str) -> None:
    assert name_of(node) == name


@given(st.text(), st.integers(2, 50))
def test_a_cut_text_is_never_longer_than_asked_for(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most


def test_of_many_labels_the_first_are_named_and_the_others_counted() -> None:
    assert listed(["1", "2", "2", "", "3"]) == "1, 2, 3"
    assert listed("abcdef") == "a, b, c, +3"


def big(parts: int, size: int, name: str = "part{}/{}") -> Chart:
    """Parts that follow each other from a menu, each a chain."""
    names = [[name.format(part, at) for at in range(size)] for part in range(parts)]
    found = [Box("menu", "menu", "Welcome", "Welcome", "a.json", 1, 0.0)]
    found += [Box(one, "say", f"Say {one}", f"Say {one}", "a.json", 2, 1.0) for chain in names for one in chain]
    arrows = [Arrow("menu", chain[0], str(at), "option") for at, chain in enumerate(names)]
    arrows += [Arrow(one, other, "", "always") for chain in names for one, other in pairwise(chain)]
    arrows += [Arrow(chain[-1], "menu", "", "always") for chain in names]
    return Chart("big", "big", tuple(found), tuple(arrows), "menu")


def test_a_flow_that_fits_is_one_picture() -> None:
    (page,) = pages(big(3, 10))
    assert page.chart == big(3, 10)


def test_a_big_flow_becomes_an_overview_and_a_picture_of_each_part() -> None:
    overview, *others = pages(big(8, 10))
    assert [box.title for box in overview.chart.boxes] == ["Welcome", *(f"part{at}" for at in range(8))]
    assert [arrow.label for arrow in overview.chart.arrows if arrow.source == "menu"] == [str(at) for at in range(8)]
    assert [page.chart.title for page in others] == [f"part{at}" for at in range(8)]
    first = others[0].chart
    assert [box.id for box in first.boxes] == [f"{FROM}menu", *(f"part0/{at}" for at in range(10)), f"{TO}menu"]


def test_a_silent_step_does_not_repeat_the_name_of_its_part() -> None:
    chart_of = big(8, 10)
    silent = tuple(replace(box, silent=True, title=box.id) if box.id != "menu" else box for box in chart_of.boxes)
    first = pages(replace(chart_of, boxes=silent))[1].chart
    assert [box.title for box in first.boxes[1:4]] == ["0", "1", "2"]


def test_parts_without_names_are_what_can_only_be_reached_through_one_box() -> None:
    found = groups(big(5, 25, "{}{:04}"))
    assert len(found) == 5
    assert all(len({name[0] for name in group.boxes}) == 1 for group in found)


@settings(max_examples=25, deadline=None)
@given(st.integers(61, 220), st.data())
def test_every_box_of_a_big_flow_is_on_one_page_and_every_link_leads_to_one(count: int, data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.integers(0, count - 1), min_size=count, max_size=count))
    found = tuple(Box(f"b{at}", "say", f"t{at}", f"t{at}", "a.json", at, 0.0) for at in range(count))
    arrows = tuple(Arrow(f"b{at}", f"b{end}", "", "always") for at, end in enumerate(ends))
    drawn = pages(Chart("c", "c", found, arrows, "b0"))
    shown = [box.id for page in drawn for box in page.chart.boxes if not box.id.startswith((FROM, TO)) and box.kind != "group"]
    assert sorted(shown) == sorted(box.id for box in found)
    anchors = {page.anchor for page in drawn}
    assert len(anchors) == len(drawn)
    assert {box.link.removeprefix("#") for page in drawn for box in page.chart.boxes if box.link} <= anchors
    for page in drawn:
        known = {box.id for box in page.chart.boxes}
        assert len(known) == len(page.chart.boxes)
        assert {end for arrow in page.chart.arrows for end in (arrow.source, arrow.target)} <= known
