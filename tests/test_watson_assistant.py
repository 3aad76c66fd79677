"""Watson Assistant skills: what nodes answer in both generations, slots, options, jumps, and the way to a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import watson_assistant
from servicelint.model import Bundle, Document, Flow, Source, Unreadable
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "watson-assistant" / "books.json"


def read(text: str) -> Document:
    return watson_assistant.parse(Bundle((Source("skill.json", text),)))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def skill(*nodes: dict[str, Any], **more: Any) -> str:
    return json.dumps({"name": "S", "dialog_nodes": [{"dialog_node": node["title"], **node} for node in nodes], **more})


def says(*words: str) -> dict[str, Any]:
    values = [{"text": one} for one in words]
    return {"output": {"generic": [{"response_type": "text", "values": values, "selection_policy": "sequential"}]}}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def test_it_is_known_by_its_dialog_nodes() -> None:
    assert watson_assistant.sniff(Source("x.json", EXAMPLE.read_text(encoding="utf-8"))) >= 0.9
    assert not watson_assistant.sniff(Source("x.json", '{"nodes": [], "intents": []}'))


def test_texts_and_options_stand_where_they_are_written() -> None:
    first = example().messages[0]
    assert [(passage.span.line, passage.role, passage.shown) for passage in first.passages] == [
        (101, "reply", "Hello, this is the Harbour Books assistant 📚"),
        (107, "reply", "What can I do for you today?"),
        (111, "option", "Track an order"),
        (119, "option", "Return a book"),
        (127, "option", "Talk to us"),
    ]
    assert (first.channel, example().language) == ("chat", "en")


def test_context_expressions_are_slots_and_markup_is_left_out() -> None:
    passages = {message.id: message.passages for message in example().messages}
    assert passages["Order status"][0].slots == ("order_number", "$arrival.reformatDateTime('EEEE')")
    assert [passage.text for passage in passages["Label sent"]] == [
        "Done, \ufffc has it.",
        "Just drop the parcel at any post office.",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Your bill of $amount.", ("amount",)),
        ("It costs $150.000 or $20", ()),
        ("Today is @sys-date", ("sys-date",)),
        ("Write to help@shop.example", ()),
        ("From @city:paris on <? now() ?>", ("city:paris", "now()")),
    ],
)
def test_what_the_platform_fills_in(text: str, names: tuple[str, ...]) -> None:
    (message,) = read(skill({"title": "a", "conditions": "welcome", **says(text)})).messages
    assert message.passages[0].slots == names


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(shown(document))
    assert not [code for code in ("asked for a person", "Internal", "Did you mean", "bread", "yeah", "Small") if code in words]


def test_answers_reply_to_the_phrases_of_their_intent_or_entity() -> None:
    replies = {message.id: message.in_reply_to for message in example().messages}
    assert replies["Thanks (1)"] == ("thanks", "thank you so much")
    assert replies["Label sent"] == ("yes", "yeah", "please do")
    assert replies["Order status: slot_number"][0] == "Where is my order?"


def test_options_are_a_menu_wired_by_what_they_say_for_the_customer() -> None:
    (flow,) = example().flows
    (menu,) = menus(flow)
    assert menu.wired == menu.announced == ("Track an order", "Return a book", "Talk to us")
    assert dict(ways(flow, "Welcome"))["Talk to us"] == "Person"
    assert (metrics(flow).human, metrics(flow).choices_to_human) == (("Person",), 1)


def test_slots_are_asked_for_before_the_answer_and_asked_again() -> None:
    (flow,) = example().flows
    asked = "Order status: slot_number"
    assert ways(flow, asked) == [("no-match", f"{asked}: nomatch"), ("always", "Order status")]
    assert dict(ways(flow, "Welcome"))["Track an order"] == asked


def test_nodes_in_folders_are_tried_in_their_place_and_a_jump_may_wait_first() -> None:
    (flow,) = example().flows
    heard = [edge.label for edge in flow.edges if edge.source == "anything" and edge.trigger == "intent"]
    assert heard == ["order_status", "return_item", "thanks", "talk_to_person"]
    assert ("talk_to_person", "Person") in ways(flow, "Anything else")
    assert ("no-match", "Anything else") in ways(flow, "anything")


def test_the_first_generation_keeps_texts_and_jumps_elsewhere() -> None:
    old = {"title": "a", "conditions": "conversation_start", "output": {"text": {"values": ["Hi.", "Hello."]}}}
    row = {"title": "b", "conditions": "#x", "previous_sibling": "a", "output": {"text": ["One.", "Two."]},
           "go_to": {"dialog_node": "a", "selector": "body", "return": None}}  # fmt: skip
    document = read(skill(old, row))
    assert [message.variant for message in document.messages] == ["1", "2", "1", "2"]
    assert [passage.shown for passage in document.messages[2].passages] == ["One.", "Two.", "Hi."]
    assert ways(document.flows[0], "b") == [("always", "a")]


def test_answers_under_conditions_take_the_phrases_of_their_node() -> None:
    parent = {"title": "hours", "conditions": "#hours", "output": {}}
    child = {"title": "late", "type": "response_condition", "parent": "hours", "conditions": "$late", **says("We are closed.")}
    intents = [{"intent": "hours", "examples": [{"text": "are you open"}]}]
    document = read(skill(parent, child, intents=intents))
    assert document.messages[0].in_reply_to == ("are you open",)
    assert ways(document.flows[0], "hours") == [("condition", "late")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_escapes_and_emoji_keep_their_places(newline: str) -> None:
    text = skill({"title": "a", "conditions": "welcome", **says("Olá 😀 $nome\n“sim”")}).replace('"values"', '\n"values"')
    (message,) = read(text.replace("\n", newline)).messages
    (passage,) = message.passages
    assert passage.text == "Olá 😀 \ufffc\n“sim”"
    assert passage.span.line == 2
    assert list(faults(passage)) == []


@pytest.mark.parametrize(("text", "line"), [('{"dialog_nodes": [\n{"title": "a",}', 2), ("", 1)])
def test_broken_files_say_where(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as failure:
        read(text)
    assert failure.value.problem.span.line == line


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"dialog_nodes": []}', '{"dialog_nodes": [1, {}]}', '{"dialog_nodes": [{"output": {"generic": [[], {}]}}]}',
     '{"dialog_nodes": [{"dialog_node": "a", "parent": "a"}, {"dialog_node": "b", "previous_sibling": "b"}]}',
     '{"dialog_nodes": [{"dialog_node": "a", "next_step": {"behavior": "jump_to", "dialog_node": "none"}}]}'],
)  # fmt: skip
def test_what_is_not_as_expected_is_passed_over(text: str) -> None:
    assert shown(read(text)) == []
