"""What a menu announces against what it does."""

from __future__ import annotations

from drawn_flows import SOURCE, draw

from servicelint.flows.graph import graphs
from servicelint.kinds import mismatch
from servicelint.model import Bundle, Document, Flow, Hit, Message, Node, Passage, Piece, Source, Span


def found(flow: Flow, prompt: str, flaw: str, announced: tuple[str, ...]) -> list[Hit]:
    """The hits on a flow whose first node says the prompt and announces the labels."""
    source = Source("prompt.txt", prompt)
    passage = Passage("p", (Piece(prompt, Span(source, 0, len(prompt))),), "prompt")
    first = flow.nodes[0]
    said = Node(first.id, first.kind, first.span, ("m",), announced)
    changed = Flow(flow.id, flow.entry, (said, *flow.nodes[1:]), flow.edges, flow.voice)
    message = Message("m", "company", "voice", (passage,), first.id)
    document = Document(Bundle((SOURCE,)), "script", (message,), (changed,))
    return list(mismatch.check(mismatch.Find(flaw=flaw), document, next(graphs(document)), lambda _: ()))  # type: ignore[arg-type]


def facts(hits: list[Hit]) -> list[str]:
    return [dict(hit.facts)["found"] for hit in hits]


PROMPT = "For sales, press 1. For parts, press 2."


def test_a_single_key_without_a_way_is_flagged_at_its_words() -> None:
    hits = found(draw("menu 1 away\nmenu 0 human"), PROMPT, "unwired", ("1", "2"))
    assert facts(hits) == ["2"]
    assert (hits[0].span.source.path, hits[0].span.text) == ("prompt.txt", "2")


def test_several_keys_without_a_way_are_one_finding_at_the_menu() -> None:
    hits = found(draw("menu 4 away"), PROMPT, "unwired", ("1", "2"))
    assert facts(hits) == ["1, 2"]
    assert hits[0].span == draw("menu 4 away").nodes[0].span
    assert [step.span.text for step in hits[0].trail] == ["1", "2"]


def test_a_way_that_does_not_say_which_choice_it_takes_may_take_any() -> None:
    assert found(draw("menu 1 away if human"), PROMPT, "unwired", ("1", "2")) == []
    assert found(draw("menu 1 away if menu"), PROMPT, "unwired", ("1", "2")) != []


def test_a_menu_whose_choices_the_files_do_not_show_is_let_be() -> None:
    assert found(draw("menu silence human"), PROMPT, "unwired", ("1", "2")) == []


def test_keys_nobody_is_told_of_are_one_finding_with_their_places() -> None:
    hits = found(draw("menu 1 away 2 human 3 sub"), "For sales, press 1.", "unannounced", ("1",))
    assert facts(hits) == ["2, 3"]
    assert [step.note for step in hits[0].trail] == ["2 → human", "3 → sub"]


def test_a_rating_that_names_only_its_ends_is_no_mismatch() -> None:
    assert found(draw("menu 1 say 2 say 3 say"), "Rate us from 1 to 3; to rate us best, press 1.", "unannounced", ("1",)) == []


def test_chats_may_know_more_words_than_they_show() -> None:
    assert found(draw("menu 1 away 2 human", voice=False), "For sales, press 1.", "unannounced", ("1",)) == []


def test_the_keys_for_help_may_be_silent_which_is_told_apart() -> None:
    flow = draw("menu 1 away 0 human")
    assert facts(found(flow, "For sales, press 1.", "silent", ("1",))) == ["0"]
    assert found(flow, "For sales, press 1.", "unannounced", ("1",)) == []


def test_one_key_for_two_things_is_flagged_where_it_is_said_again() -> None:
    words = "For new orders, press 1. For broken or missing parts, press 1."
    (hit,) = found(draw("menu 1 away"), words, "twice", ("1", "1"))
    assert hit.span.start == words.rindex("1")


def test_a_key_said_again_for_the_same_thing_is_let_be() -> None:
    words = "For new orders, press 1. Once more: for new orders, press 1."
    assert found(draw("menu 1 away"), words, "twice", ("1", "1")) == []


def test_a_chat_that_goes_on_with_any_other_answer_has_a_way_for_it() -> None:
    flow = draw("menu helpful say1 mistake say2\nsay1 always ask\nsay2 always ask\nask always end", voice=False)
    assert found(flow, "Did it help?", "unwired", ("helpful", "not")) == []


def test_a_chat_that_only_asks_again_or_ends_has_none() -> None:
    for then in ("menu", "end", "human"):
        flow = draw(f"menu helpful say1 mistake say2\nsay1 always ask\nsay2 always {then}\nask always end", voice=False)
        (hit,) = found(flow, "Did it help?", "unwired", ("helpful", "not"))
        assert dict(hit.facts)["found"] == "not"
