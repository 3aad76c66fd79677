"""Ends after failures: where a contact is cut off, and where it only ends."""

from __future__ import annotations

from drawn_flows import draw, facts, hits

from servicelint.kinds import disconnect


def notes(ways: str, of: str = "caller") -> list[list[str]]:
    return [[step.note for step in hit.trail] for hit in hits(disconnect, draw(ways), of=of)]


def test_an_end_after_silence_is_flagged_with_the_way_to_it() -> None:
    assert notes("menu 1 away silence say1\nsay1 always end") == [["menu", "no-input → say1", "always → end"]]


def test_a_person_another_question_or_an_unknown_place_is_no_end() -> None:
    for target in ("human", "ask1", "away", "odd", "menu2"):
        assert (
            notes(
                f"menu 1 end silence say1\nsay1 always {target}\n{target} error end"
                if target == "away"
                else f"menu 1 end silence say1\nsay1 always {target}"
            )
            == []
        )


def test_retries_that_give_up_in_the_end_are_flagged() -> None:
    assert notes("menu 1 human mistake say1\nsay1 if menu if say2\nsay2 always end")[0][-1] == "always → end"


def test_an_end_that_the_customer_chose_is_let_be() -> None:
    assert notes("menu 1 human 2 say1\nsay1 always end") == []


def test_what_breaks_is_told_once_a_flow_with_the_number_of_ways() -> None:
    flow = draw("say0 always menu error say1\nmenu 1 human error say2\nsay1 always end1\nsay2 always end2")
    (hit,) = hits(disconnect, flow, of="system")
    assert facts(hit) == {"count": "2"}
    assert [step.note for step in hit.trail] == ["say0", "error → say1", "always → end1"]


def test_a_call_that_ends_after_a_person_was_rung_was_answered() -> None:
    assert notes("menu 1 human\nhuman error quiet\nquiet always bye", of="system") == []
    assert notes("menu 1 human\nhuman error say1\nsay1 always bye", of="system") != []


def test_what_no_way_leads_to_cuts_nobody_off() -> None:
    assert notes("menu 1 human\nsub silence end") == []


def test_an_end_only_under_some_condition_is_not_made_by_the_failure() -> None:
    assert notes("menu 1 human silence say1\nsay1 if say2 if menu2\nsay2 always end\nmenu2 1 human") == []
    assert notes("say0 error say1 always menu\nmenu 1 human\nsay1 if say2 if human\nsay2 always end", of="system") == []


def test_where_another_file_should_have_gone_on_the_flow_did_what_it_could() -> None:
    assert notes("menu 1 away\naway error bye", of="system") == []
    assert notes("menu 1 away\naway error say1\nsay1 always bye", of="system") != []
