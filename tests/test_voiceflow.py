"""Voiceflow projects: what each step says and offers, what is said again after silence, and the way to a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import voiceflow
from servicelint.model import Bundle, Document, Flow, Source, Unreadable
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "voiceflow" / "banca.vf"


def read(text: str) -> Document:
    return voiceflow.parse(Bundle((Source("bot.vf", text),)))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def project(*steps: dict[str, Any], **version: Any) -> str:
    """A project of one block whose steps follow each other."""
    block = {"type": "block", "data": {"name": "Main", "steps": [step["id"] for step in steps]}}
    nodes = {"start": {"type": "start", "data": {"ports": [{"type": "", "target": "b"}]}}, "b": block}
    nodes |= {step["id"]: {"type": step["type"], "data": step.get("data", {})} for step in steps}
    root = {"version": {"rootDiagramID": "d", **version}, "diagrams": {"d": {"name": "ROOT", "nodes": nodes}}}
    return json.dumps(root)


def speak(name: str, *words: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "speak", "data": {"dialogs": [{"voice": "x", "content": one} for one in words], **more}}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def test_it_is_known_by_its_diagrams() -> None:
    assert voiceflow.sniff(Source("x", EXAMPLE.read_text(encoding="utf-8"))) >= 0.9
    assert not voiceflow.sniff(Source("x.json", '{"diagrams": {}}'))


def test_each_variant_of_a_greeting_comes_with_the_buttons_where_they_are_written() -> None:
    first, second = [message for message in example().messages if message.node == "Bun venit"]
    buttons = [(185, "option", "Card pierdut"), (193, "option", "Program sucursale"), (201, "option", "Vreau un consultant")]
    assert [(passage.span.line, passage.role, passage.shown) for passage in first.passages] == [
        (139, "reply", "Bună ziua! Sunt asistentul Băncii Carpați 🏦"),
        (146, "reply", "Cu ce vă pot ajuta?"),
        *buttons,
    ]
    assert second.passages[0].shown.startswith("Bine ați venit la Banca Carpați!")
    assert (first.channel, first.variant, example().language) == ("chat", "1", "ro")


def test_variables_are_slots_and_links_stay_inside_their_sentence() -> None:
    blocked = next(message.passages[0] for message in example().messages if message.id == "Card pierdut/3")
    assert blocked.slots == ("prenume", "cifre")
    assert blocked.text.endswith("este blocat. Vă trimitem altul până vineri; detalii în aplicație.")


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(shown(document))
    assert not [code for code in ("juridică", "mersi", "queue", "https", "Transfer la", "VF.") if code in words]


def test_what_the_customer_chose_or_said_comes_before() -> None:
    replies = {message.id: message.in_reply_to for message in example().messages}
    assert replies["Card pierdut"] == ("Card pierdut",)
    assert replies["Mulțumesc/2"] == ("mulțumesc", "mersi mult")
    assert replies["Bun venit/2"] == ("da", "sigur")


def test_buttons_are_a_menu_and_a_custom_action_named_hand_off_is_a_person() -> None:
    (flow,) = example().flows
    (menu,) = menus(flow)
    assert menu.wired == menu.announced == ("Card pierdut", "Program sucursale", "Vreau un consultant")
    told = metrics(flow)
    assert (told.human, told.choices_to_human) == (("Transfer la consultant/2",), 1)
    assert {on for on, _ in ways(flow, "Bun venit/2")} >= {"no-match", "no-input"}
    assert ("no-match", "Transfer la consultant") in ways(flow, "Card pierdut/3")


def test_old_ports_without_names_begin_with_the_way_for_what_was_not_understood() -> None:
    ports = [{"type": "", "target": "b"}, {"type": "", "target": "bye"}]
    ask = {"id": "ask", "type": "interaction", "data": {"choices": [{"intent": "k"}], "ports": ports}}
    intents = {"intents": [{"key": "k", "name": "stop", "inputs": [{"text": "that is all"}]}]}
    document = read(project(speak("hi", "Hello"), ask, speak("bye", "Bye"), platformData=intents))
    (flow,) = document.flows
    assert ways(flow, "Main") == [("no-match", "Main"), ("stop", "Main/3")]
    assert document.messages[-1].in_reply_to == ("that is all",)
    assert document.messages[0].channel == "voice"


def test_spoken_lines_follow_each_other_unless_one_is_drawn() -> None:
    assert len(read(project(speak("a", "One.", "Two."))).messages) == 1
    drawn = read(project(speak("a", "One.", "Two.", randomize=True))).messages
    assert [message.variant for message in drawn] == ["1", "2"]


def test_markup_of_speech_is_left_out() -> None:
    document = read(project(speak("a", 'Hello <break time="1s"/> and <emphasis level="strong">welcome</emphasis>, {name}.')))
    assert [passage.text for message in document.messages for passage in message.passages] == ["Hello and welcome, \ufffc."]


def test_an_intent_asks_for_the_values_it_needs() -> None:
    slots = [{"id": "size", "required": True, "dialog": {"prompt": [{"text": "Which size?"}]}},
             {"id": "colour", "required": False, "dialog": {"prompt": [{"text": "Which colour?"}]}}]  # fmt: skip
    intents = {"intents": [{"key": "k", "name": "order", "slots": slots, "inputs": [{"text": "I want to order"}]}]}
    intent = {"id": "i", "type": "intent", "data": {"intent": "k"}}
    document = read(project(intent, speak("a", "Ordered."), platformData=intents))
    assert {message.passages[0].shown: message.in_reply_to for message in document.messages} == {
        "Which size?": ("I want to order",),
        "Ordered.": ("I want to order",),
    }


def test_a_component_gives_the_customer_back_and_unknown_steps_widen_the_flow() -> None:
    text = json.loads(project({"id": "c", "type": "component", "data": {"diagramID": "e"}}, {"id": "x", "type": "brand new"}))
    text["diagrams"]["e"] = {"name": "Part", "nodes": {"s": {"type": "speak", "data": {"dialogs": [{"content": "In it."}]}}}}
    (flow,) = read(json.dumps(text)).flows
    assert ("always", "speak") in ways(flow, "Main")
    assert ways(flow, "speak") == [("always", "Part: back")]
    assert ways(flow, "Part: back") == [("always", "Main/2")]
    assert {node.id: node.kind for node in flow.nodes}["Main/2"] == "unknown"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_escapes_and_emoji_keep_their_places(newline: str) -> None:
    text = project(speak("a", "Ciao 😀 {nome}\n“sì”")).replace('"content"', '\n"content"').replace("\n", newline)
    (message,) = read(text).messages
    (passage,) = message.passages
    assert passage.text == "Ciao 😀 \ufffc\n“sì”"
    assert (passage.slots, passage.span.line) == (("nome",), 2)
    assert list(faults(passage)) == []


@pytest.mark.parametrize(("text", "line"), [('{"diagrams": {\n"a": [', 2), ("", 1)])
def test_broken_files_say_where(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as failure:
        read(text)
    assert failure.value.problem.span.line == line


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"diagrams": []}', '{"diagrams": {"a": 1, "b": {"nodes": {"c": {}, "d": {"type": "text", "data": []}}}}}',
     '{"diagrams": {"a": {"nodes": {"b": {"type": "block", "data": {"steps": ["b"]}}, "c": {"type": "buttons"}}}}}',
     '{"diagrams": {"a": {"nodes": {"b": {"type": "text", "data": {"texts": [{"content": [{"children": 3}]}]}}}}}}'],
)  # fmt: skip
def test_what_is_not_as_expected_is_passed_over(text: str) -> None:
    assert shown(read(text)) == []
