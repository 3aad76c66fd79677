"""RapidPro exports: what flows send in each language, quick replies and numbers as menus, and flows that enter others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import rapidpro
from servicelint.formats.rapidpro.routing import Case
from servicelint.model import Bundle, Document, Flow, Source, Unreadable
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "rapidpro" / "clinic.json"
MAIN = "Запись в клинику"


def read(text: str) -> Document:
    return rapidpro.parse(Bundle((Source("export.json", text),)))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def export(*nodes: dict[str, Any], **more: Any) -> str:
    return json.dumps(
        {"version": "13", "flows": [{"uuid": "f", "name": "F", "spec_version": "13.1.0", "nodes": nodes, **more}]}
    )


def node(name: str, *actions: dict[str, Any], to: str | None = None) -> dict[str, Any]:
    return {"uuid": name, "actions": actions, "exits": [{"uuid": f"{name}-x", "destination_uuid": to}]}


def send(text: str, *replies: str) -> dict[str, Any]:
    return {"type": "send_msg", "uuid": f"a-{text}", "text": text, "quick_replies": replies}


def wait(name: str, cases: dict[str, tuple[str, str, str | None]], **more: Any) -> dict[str, Any]:
    """A wait with a case for each category: its type, its words, and where it leads; the default leads nowhere."""
    listed = [*cases, "Other"]
    router = {
        "type": "switch", "wait": {"type": "msg"}, "default_category_uuid": "c-Other",
        "categories": [{"uuid": f"c-{one}", "name": one, "exit_uuid": f"e-{one}"} for one in listed],
        "cases": [{"type": kind, "arguments": [words], "category_uuid": f"c-{one}"} for one, (kind, words, _) in cases.items()],
        **more,
    }  # fmt: skip
    exits = [{"uuid": f"e-{one}", "destination_uuid": cases[one][2] if one in cases else None} for one in listed]
    return {"uuid": name, "actions": [], "router": router, "exits": exits}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def test_it_is_known_by_its_nodes_and_exits() -> None:
    assert rapidpro.sniff(Source("x.json", EXAMPLE.read_text(encoding="utf-8"))) >= 0.9
    assert not rapidpro.sniff(Source("x.json", '{"nodes": [], "flows": []}'))


def test_a_message_is_read_in_each_language_with_its_quick_replies() -> None:
    first, english = example().messages[:2]
    assert [(passage.span.line, passage.role, passage.shown) for passage in first.passages] == [
        (38, "reply", "Здравствуйте, @contact.first_name! Это клиника на Озёрной. Чем помочь?"),
        (41, "option", "Записаться"),
        (42, "option", "Часы работы"),
        (43, "option", "Позвать администратора"),
    ]
    assert [passage.shown for passage in english.passages][1:] == ["Book a visit", "Opening hours", "Talk to reception"]
    assert (english.variant, {passage.language for passage in english.passages}) == ("en", {"en"})
    assert {passage.language for passage in first.passages} == {"ru"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hi @contact.name.", ("contact.name",)),
        ('On @(format_date(results.day, "DD (ddd)")) at 5', ('format_date(results.day, "DD (ddd)")',)),
        ("Write to us@clinic.example", ()),
        ("We are @clinic on every network", ()),
        ("@@fields is not filled in", ()),
    ],
)
def test_what_the_platform_fills_in(text: str, names: tuple[str, ...]) -> None:
    (message,) = read(export(node("a", send(text)))).messages
    assert message.passages[0].slots == names


def test_a_text_that_is_all_computed_is_not_copy_and_its_length_is_unknown() -> None:
    document = read(export(node("a", send("@results.text"))))
    assert shown(document) == []
    assert document.flows[0].nodes[0].unheard


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(shown(document))
    assert not [code for code in ("Пациент", "записаться запись", "Other", "Answer", "No Response", "Visit") if code in words]
    assert "clinic@example.org 💙" in words


def test_quick_replies_are_a_menu_wired_by_the_cases_that_hear_them() -> None:
    (flow,) = example().flows
    first, numbers = menus(flow)
    assert first.wired == first.announced == ("Записаться", "Часы работы", "Позвать администратора")
    assert numbers.wired == numbers.announced == ("1", "2", "3")
    assert dict(ways(flow, f"{MAIN}/1"))["no-input"] == f"{MAIN}/8"
    assert (metrics(flow).human, metrics(flow).choices_to_human) == ((f"{MAIN}/6",), 1)
    assert next(message for message in example().messages if message.node == f"{MAIN}/5").in_reply_to == ("Часы работы",)


def test_a_flow_that_is_entered_gives_the_customer_back() -> None:
    (flow,) = example().flows
    assert ways(flow, f"{MAIN}/3") == [("always", "Выбор врача/1")]
    assert ways(flow, "Выбор врача: end") == [("always", f"{MAIN}/3: back")]
    assert ("condition", f"{MAIN}/4") in ways(flow, f"{MAIN}/3: back")


def test_a_flow_that_is_not_in_the_file_may_be_anything_unless_it_is_named_a_hand_off() -> None:
    def entered(name: str) -> str:
        action = {"type": "enter_flow", "flow": {"uuid": "u", "name": name}}
        return read(export(node("a", action))).flows[0].nodes[0].kind

    assert entered("Feedback") == "elsewhere"
    assert entered("Transfer to agent") == "human"


def test_several_ways_in_are_all_ways_from_the_start() -> None:
    flows = [{"uuid": name, "name": name, "nodes": [node(f"n-{name}", send(name))]} for name in ("A", "B")]
    (flow,) = read(json.dumps({"flows": flows})).flows
    assert ways(flow, flow.entry) == [("condition", "A/1"), ("condition", "B/1")]


def test_an_unknown_answer_asks_again_without_losing_the_entry() -> None:
    document = read(export(node("a", send("Tea?", "Yes"), to="b"), wait("b", {"Y": ("has_any_word", "yes", None)}),
                           node("c", send("Sorry."), to="a")))  # fmt: skip
    (flow,) = document.flows
    assert flow.entry == "F/1"
    assert ways(flow, "F/1") == [("Yes", "F: end"), ("no-match", "F: end")]


@pytest.mark.parametrize(
    ("kind", "words", "reply", "heard"),
    [
        ("has_any_word", "yes, y", "Yes please", True),
        ("has_any_word", "no", "now", False),
        ("has_all_words", "red wine", "wine that is red", True),
        ("has_phrase", "talk to us", "I want to talk to us", True),
        ("has_only_phrase", "ok", "ok then", False),
        ("has_beginning", "book", "Book a visit", True),
        ("has_number_eq", "1", "1. Hours", True),
        ("has_date", "", "1 May", False),
    ],
)
def test_a_case_hears_what_the_platform_would_hear(kind: str, words: str, reply: str, heard: bool) -> None:
    assert Case(kind, (words,)).hears(reply) is heard


def test_spoken_flows_are_calls_and_forwarding_is_a_person() -> None:
    dial = wait("b", {}, wait={"type": "dial", "phone": "+390612345"})
    said = {"type": "say_msg", "uuid": "s", "text": "Press 1 for hours."}
    document = read(export(node("a", said, to="b"), dial, type="voice"))
    assert document.messages[0].channel == "voice"
    assert metrics(document.flows[0]).human == ("F/2",)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_escapes_and_emoji_keep_their_places(newline: str) -> None:
    text = export(node("a", send("Ciao 😀 @contact\n“sì”"))).replace('"text"', '\n"text"').replace("\n", newline)
    (message,) = read(text).messages
    (passage,) = message.passages
    assert passage.text == "Ciao 😀 \ufffc\n“sì”"
    assert passage.span.line == 2
    assert list(faults(passage)) == []


@pytest.mark.parametrize(("text", "line"), [('{"flows": [\n{"nodes": ]', 2), ("", 1)])
def test_broken_files_say_where(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as failure:
        read(text)
    assert failure.value.problem.span.line == line


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"flows": 3}', '{"flows": [{"nodes": [{}, 1, {"uuid": "a", "router": {"wait": {}}}]}]}',
     '{"nodes": [{"uuid": "a", "actions": [{"type": "enter_flow"}], "router": {"categories": [{}]}, "exits": [{}]}]}',
     '{"flows": [{"nodes": [{"uuid": "a", "actions": [{"type": "send_msg", "text": 4}]}], "localization": {"eng": 1}}]}'],
)  # fmt: skip
def test_what_is_not_as_expected_is_passed_over(text: str) -> None:
    assert shown(read(text)) == []


def test_quick_replies_are_still_in_sight_after_nodes_that_only_keep_books() -> None:
    flow = export(
        node("a", send("Did it help?", "Not at all", "Very much"), to="b"),
        node("b", {"type": "set_contact_field", "uuid": "s", "field": {"key": "k", "name": "k"}, "value": "v"}, to="w"),
        wait("w", {"bad": ("has_any_word", "not little", None)}),
    )
    options = [edge.label for edge in read(flow).flows[0].edges if edge.trigger == "option"]
    assert options == ["Not at all", "Very much"]


def test_quick_replies_are_out_of_sight_after_another_message() -> None:
    flow = export(
        node("a", send("Did it help?", "Not at all", "Very much"), to="b"),
        node("b", send("And how old are you?"), to="w"),
        wait("w", {"young": ("has_any_word", "young", None)}),
    )
    assert not [edge.label for edge in read(flow).flows[0].edges if edge.trigger == "option"]
