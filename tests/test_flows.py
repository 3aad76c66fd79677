"""Flows: their menus, their figures, and the rule kinds that judge them. No format is read in here."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_flows import SOURCE, draw, facts, hits

from servicelint.flows.graph import Graph
from servicelint.flows.menus import breadth, levels
from servicelint.flows.metrics import menus, metrics
from servicelint.kinds import breadth as breadth_kind
from servicelint.kinds import depth, reach
from servicelint.model import Edge, Node, Span

# How deep menus lie


FOUR_DEEP = """
    menu1 1 menu2 2 say1 0 human
    menu2 1 menu3 2 say2 9 menu1
    menu3 1 menu4 2 say3 9 menu2
    menu4 1 say4 2 say5 9 menu3
"""


def test_a_menu_behind_three_others_is_too_deep_and_the_trail_names_all_four() -> None:
    (hit,) = hits(depth, draw(FOUR_DEEP))
    assert facts(hit) == {"count": "4", "max": "3", "menus": "menu1 → menu2 → menu3 → menu4"}
    assert [step.note for step in hit.trail] == ["menu1", "menu2", "menu3", "menu4"]
    assert hit.message_id == "menu4"


def test_the_allowed_depth_can_be_set() -> None:
    assert hits(depth, draw(FOUR_DEEP), max=4) == []
    assert [facts(hit)["count"] for hit in hits(depth, draw(FOUR_DEEP), max=2)] == ["3", "4"]


def test_a_shorter_way_to_a_deep_menu_counts() -> None:
    assert hits(depth, draw(FOUR_DEEP.replace("2 say1", "2 menu4"))) == []


def test_a_deep_menu_whose_services_are_all_had_more_easily_is_let_be() -> None:
    easier = FOUR_DEEP.replace("2 say1", "2 say4 3 say5")
    assert metrics(draw(easier)).menu_depth == 4
    assert hits(depth, draw(easier)) == []


@pytest.mark.parametrize(
    ("why", "between"),
    [
        ("yes or no", "menu2 Yes,please menu3 No,thanks menu1"),
        ("sì o no", "menu2 Sì menu3 No say9"),
        ("a survey question", "menu2 1 menu3 2 menu3 3 menu3"),
        ("a language, stored on the way", "menu2 1 quiet1 2 quiet2\nquiet1 always menu3\nquiet2 always menu3"),
        ("a retry", "menu2 silence menu3 mistake menu3"),
        ("data entry", "ask2 always menu3"),
        ("entered again", "say2 always ask2\nask2 always menu2\nmenu2 1 menu3 2 ask2"),
        (
            "read back, then entered again",
            "say2 always ask2\nask2 always say3\nsay3 always menu2\nmenu2 1 menu3 2 ask2",
        ),
    ],
)
def test_what_is_no_choice_of_a_way_is_no_level(why: str, between: str) -> None:
    first = between.split()[0]
    assert metrics(draw(f"menu1 1 {first} 2 say1 0 human\n{between}\nmenu3 1 say2 2 say3")).menu_depth == 2, why


def test_going_back_to_a_question_that_chooses_the_menu_confirms_nothing() -> None:
    assert "menu1" in levels(Graph(draw("ask1 billing menu1 orders say1\nmenu1 prices say2 back ask1")))


def test_a_flow_of_confirmations_still_has_one_level() -> None:
    assert metrics(draw("menu1 yes say1 no menu2\nmenu2 yes say2 no say3")).menu_depth == 1


def test_a_deep_menu_whose_keys_lead_nowhere_that_is_known_is_too_deep() -> None:
    assert len(hits(depth, draw(FOUR_DEEP.replace("1 say4 2 say5 9 menu3", "silence menu4")))) == 1


def test_a_menu_that_only_leads_back_after_a_service_is_no_level() -> None:
    assert metrics(draw("menu1 1 say1 2 say2\nsay1 always menu2\nmenu2 Restart menu1")).menu_depth == 1


def test_a_menu_that_a_choice_leads_to_is_a_level_even_when_it_only_leads_back() -> None:
    assert metrics(draw("menu1 1 say1 2 menu2\nmenu2 * menu1")).menu_depth == 2


def test_a_survey_has_one_level_however_many_questions() -> None:
    survey = draw("menu1 1 menu2 2 menu2\nmenu2 1 menu3 2 menu3\nmenu3 1 end 2 end")
    assert metrics(survey).menu_depth == 1


def test_a_flow_without_menus_has_no_depth() -> None:
    assert metrics(draw("ask1 always say1")).menu_depth is None


def test_ways_out_of_the_files_are_not_taken_for_the_same_service() -> None:
    assert len(hits(depth, draw(FOUR_DEEP.replace("2 say1", "2 away").replace("1 say4 2 say5", "1 away 2 away")))) == 1


# How broad menus are


def test_help_repeat_back_the_operator_and_the_end_are_no_options() -> None:
    flow = draw("menu1 1 menu2 2 say2\nmenu2 1 sayA 2 sayB 3 sayC 4 sayD 5 menu2 7 human 8 end 9 menu1 0 sayE * sayF")
    node = Graph(flow).nodes["menu2"]
    assert breadth(Graph(flow), node) == 4
    assert hits(breadth_kind, flow) == []


def test_an_operator_behind_two_keys_is_one_operator() -> None:
    assert hits(breadth_kind, draw("menu1 1 sayA 2 sayB 3 sayC 4 sayD 7 human 0 human")) == []


def test_a_menu_ahead_or_aside_is_not_the_way_back() -> None:
    ahead = "menu1 1 sayA 2 sayB 3 sayC 4 sayD 5 menu2\nmenu2 1 sayE 9 menu1"
    aside = "menu1 1 menu2 2 menu3\nmenu2 1 sayE 2 sayF\nmenu3 1 menu4 2 sayG\nmenu4 1 sayA 2 sayB 3 sayC 4 sayD 5 menu2"
    for flow in (draw(ahead), draw(aside)):
        assert [facts(hit)["count"] for hit in hits(breadth_kind, flow)] == ["5"]


def test_several_people_are_departments_and_count() -> None:
    (hit,) = hits(breadth_kind, draw("menu1 1 human1 2 human2 3 human3 4 human4 5 human5 0 human6"))
    assert facts(hit) == {"count": "5", "max": "4"}


def test_a_key_and_a_word_for_the_same_thing_are_one_option() -> None:
    both = "menu1 " + " ".join(f"{n} say{n} word{n} say{n}" for n in range(1, 5))
    assert hits(breadth_kind, draw(both)) == []


def test_what_is_announced_counts_where_it_is_known() -> None:
    flow = draw("menu1 1 away")
    announced = replace(flow.nodes[0], announced=("1", "2", "3", "4", "5", "0"))
    (hit,) = hits(breadth_kind, replace(flow, nodes=(announced, *flow.nodes[1:])))
    assert facts(hit)["count"] == "5"


def test_eight_spoken_options_are_graver_and_a_chat_may_show_seven() -> None:
    eight = "menu1 " + " ".join(f"choice{n} say{n}" for n in range(8))
    seven = "menu1 " + " ".join(f"choice{n} say{n}" for n in range(7))
    assert hits(breadth_kind, draw(eight), spoken_from=8)
    assert hits(breadth_kind, draw(seven), spoken_from=8) == []
    assert hits(breadth_kind, draw(seven))
    assert hits(breadth_kind, draw(seven, voice=False)) == []
    assert hits(breadth_kind, draw(eight, voice=False))
    assert hits(breadth_kind, draw(eight, voice=False), spoken_from=8) == []


# Whether a person can be reached


def test_a_menu_from_which_nobody_can_be_reached_is_found_at_the_entry() -> None:
    (hit,) = hits(reach, draw("say0 always menu1\nmenu1 1 say1 2 menu2\nmenu2 1 say2 2 say3"))
    assert hit.span.start == 0
    assert facts(hit)["places"] == "menu1, menu2"
    assert [step.note for step in hit.trail] == ["say0"]


def test_only_the_nearest_of_the_places_without_a_person_is_flagged_and_the_others_are_named() -> None:
    sub_menus = "\n".join(f"sub{n} 1 sayA 2 sayB 3 sub{n + 1}" for n in range(1, 8))
    (hit,) = hits(reach, draw(f"menu1 1 sub1 2 say1 0 human\n{sub_menus}\nsub8 1 sayA 2 sayB"))
    assert facts(hit) == {"places": "sub1, sub2, sub3, sub4, sub5 (+3)", "count": "8", "max": ""}
    assert [step.note for step in hit.trail] == ["menu1", "1 → sub1"]


@pytest.mark.parametrize("way_out", ["silence human", "mistake human", "error human", "3 away", "3 odd", "3 missing"])
def test_failing_and_whatever_is_not_known_may_lead_to_a_person(way_out: str) -> None:
    assert hits(reach, draw(f"menu1 1 say1 2 say2 {way_out}")) == []


@pytest.mark.parametrize(
    ("what", "ways"),
    [
        ("a notice", "say1 always end"),
        ("a voice mail", "say1 always ask1\nask1 always say2"),
        ("a survey", "menu1 1 menu2 2 menu2\nmenu2 1 say1 2 say1\nsay1 always end"),
        ("a yes or no", "menu1 yes say1 no say2"),
        ("answers that the files do not follow", "menu1 silence end"),
    ],
)
def test_where_no_service_is_chosen_nobody_is_missed(what: str, ways: str) -> None:
    assert hits(reach, draw(ways)) == [], what


def test_a_person_after_three_choices_comes_late() -> None:
    late = draw("menu1 1 menu2 2 say1\nmenu2 1 menu3 2 say2\nmenu3 1 human 2 say3")
    (hit,) = hits(reach, late, person="late")
    assert facts(hit) == {"places": "human", "count": "3", "max": "2"}
    assert [step.note for step in hit.trail] == ["menu1", "1 → menu2", "1 → menu3", "1 → human"]
    assert hits(reach, late, person="late", max_choices=3) == []


def test_a_person_who_answers_those_who_wait_does_not_come_late() -> None:
    patient = draw("menu1 1 menu2 2 say1 silence human\nmenu2 1 menu3 2 say2\nmenu3 1 human 2 say3")
    assert hits(reach, patient, person="late") == []
    assert metrics(patient).choices_to_human == 3


# Figures


def test_choices_are_counted_and_failures_only_where_there_is_no_other_way() -> None:
    assert metrics(draw("menu1 1 say1 0 human silence human")).choices_to_human == 1
    assert metrics(draw("menu1 1 say1 2 say2 silence human")).choices_to_human == 0
    assert metrics(draw("say0 always human")).choices_to_human == 0
    assert metrics(draw("menu1 1 say1 2 away")).choices_to_human is None


def test_seconds_to_a_person_are_what_is_heard_on_the_way_and_unknown_where_a_part_is() -> None:
    flow = draw("say0 always menu1\nmenu1 1 say1 0 quiet1\nquiet1 always human")
    assert (metrics(flow).seconds_to_human, metrics(flow).seconds_to_human_at_least) == (None, 0.0)
    timed = replace(flow, nodes=tuple(replace(node, messages=(), pause=2.25) for node in flow.nodes))
    assert (metrics(timed).seconds_to_human, metrics(timed).seconds_to_human_at_least) == (9.0, 9.0)


def test_a_menu_lists_its_keys_once_and_in_order() -> None:
    (menu,) = menus(draw("menu1 2 say2 1 say1 2 say3 0 human silence menu1"))
    assert (menu.node, menu.announced, menu.wired, menu.options, menu.seconds) == (
        "menu1",
        (),
        ("2", "1", "0"),
        3,
        None,
    )


def test_a_flow_whose_entry_is_missing_has_no_figures_and_no_findings() -> None:
    flow = replace(draw(FOUR_DEEP.replace("0 human", "")), entry="nowhere")
    found = metrics(flow)
    assert (found.menu_depth, found.choices_to_human, found.seconds_to_human) == (None, None, None)
    assert hits(depth, flow) == hits(reach, flow) == hits(reach, flow, person="late") == []


def test_three_thousand_menus_in_a_row_are_walked_without_recursion() -> None:
    chain = draw("\n".join(f"menu{n} 1 menu{n + 1} 2 say1 9 menu{max(n - 1, 0)}" for n in range(3_000)))
    found = metrics(replace(chain, nodes=(*chain.nodes, Node("human", "human", Span(SOURCE, 0, 1))), edges=(
        *chain.edges, Edge("menu3000", "human", "option", Span(SOURCE, 0, 1), "1"))))  # fmt: skip
    assert (found.menu_depth, found.choices_to_human) == (3_001, 3_001)
    nobody = replace(chain, nodes=tuple(replace(node, kind="end") if node.id == "menu3000" else node for node in chain.nodes))
    assert facts(hits(reach, nobody)[0])["count"] == "3000"
    assert [facts(hit)["count"] for hit in hits(depth, nobody, max=2_990)] == [str(n) for n in range(2_991, 3_000)]


def test_a_choice_named_for_people_that_the_files_do_not_show_is_no_service() -> None:
    flow = draw("menu orders away1 returns away2 prices away3 customer-care away4", voice=False)
    edges = tuple([replace(edge, label=edge.label.replace("-", " ")) for edge in flow.edges])
    graph = Graph(replace(flow, edges=edges))
    assert breadth(graph, graph.nodes["menu"]) == 3
