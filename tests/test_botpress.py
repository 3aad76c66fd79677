"""Botpress bots are read as one: content in every language, choices, answers to questions, and the way to a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import botpress
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "botpress"


def read(**files: str) -> Document:
    return botpress.parse(Bundle(tuple(Source(name.replace("__", "/") + ".json", text) for name, text in files.items())))


def example() -> Document:
    paths = botpress.members(EXAMPLE / "flows" / "main.flow.json")
    sources = [Source(str(path.relative_to(EXAMPLE)), path.read_text(encoding="utf-8")) for path in paths]
    return botpress.parse(Bundle(tuple(sources)))


def element(name: str, **form: Any) -> dict[str, Any]:
    return {"id": name, "formData": {key.replace("__", "$"): value for key, value in form.items()}}


def node(name: str, *says: str, to: str = "END", waits: bool = False) -> dict[str, Any]:
    enter = [f"say #!{one}" for one in says]
    return {"name": name, "onEnter": enter, "onReceive": [] if waits else None, "next": [{"condition": "true", "node": to}]}


def flow(*nodes: dict[str, Any]) -> str:
    return json.dumps({"startNode": nodes[0]["name"], "catchAll": {}, "nodes": nodes})


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def test_the_files_of_a_bot_belong_together_and_are_known_by_their_content() -> None:
    found = botpress.members(EXAMPLE / "qna" / "d4e5f6_gracias.json")
    assert len(found) == 11
    assert all(botpress.sniff(Source("x.json", path.read_text(encoding="utf-8"))) >= 0.9 for path in found)
    assert not botpress.sniff(Source("x.json", '{"nodes": [], "name": "x"}'))
    assert not botpress.sniff(Source("x.json", '[{"id": 1}]'))


def test_what_is_said_up_to_the_choice_is_one_message_with_its_texts_where_they_are_written() -> None:
    first = next(message for message in example().messages if message.id == "main/saludo (es 1)")
    places = [(passage.span.source.path, passage.span.line, passage.role, passage.shown) for passage in first.passages]
    texts, cards, choices = (f"content-elements/builtin_{kind}.json" for kind in ("text", "card", "single-choice"))
    assert places == [
        (texts, 5, "reply", "Hola, {{user.name}}. Soy el asistente de la Clínica del Puerto 👋"),
        (cards, 5, "item", "Urgencias"),
        (cards, 6, "item", "Abierto las 24 horas, también los festivos"),
        (cards, 10, "button", "Cómo llegar"),
        (cards, 15, "option", "Ver el menú"),
        (choices, 5, "reply", "¿En qué puedo ayudarle?"),
        (choices, 9, "option", "Pedir cita"),
        (choices, 13, "option", "Horarios"),
        (choices, 17, "option", "Hablar con recepción"),
    ]
    assert {passage.language for passage in first.passages} == {"es"}


def test_each_language_is_a_message_of_its_own_and_what_is_not_translated_is_read_once() -> None:
    document = example()
    asked = [message for message in document.messages if message.node == "cita/documento"]
    opening = [message for message in document.messages if message.node == "main/horarios"]
    assert [passage.language for message in asked for passage in message.passages] == ["es"]
    assert [message.variant for message in opening] == ["es", "en"]
    assert opening[1].passages[0].shown.startswith("We are open Monday to Friday")


def test_an_answer_replies_to_the_questions_in_its_language_and_a_switched_off_one_is_never_heard() -> None:
    document = example()
    thanks = {message.passages[0].shown: message.in_reply_to for message in document.messages if "gracias" in message.id}
    assert thanks == {
        "¡De nada! Que se mejore pronto.": ("gracias", "muchas gracias"),
        "Con mucho gusto. Que tenga un buen día.": ("gracias", "muchas gracias"),
        "You're welcome! Get well soon.": ("thanks", "thank you"),
    }
    assert "Esta respuesta ya no se usa." not in shown(document)
    parking = next(message for message in document.messages if message.id == "a1b2c3_aparcamiento")
    assert parking.passages[0].shown.startswith("Sí: hay 40 plazas")


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert document.problems == ()
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(shown(document))
    assert not [code for code in ("CITA", "Elija…", "media", "hitl", "https", "mascarillas", "páseme") if code in words]


def test_the_choice_is_a_menu_wired_by_titles_and_a_hand_off_is_a_person() -> None:
    (found,) = example().flows
    (menu,) = menus(found)
    assert menu.wired[:3] == ("Pedir cita", "Horarios", "Hablar con recepción")
    assert ("Pedir cita", "cita/documento") in ways(found, "main/menu")
    assert ("no-match", "main/menu: invalid") in ways(found, "main/menu")
    assert ways(found, "cita/confirmar") == [("error", "main/recepcion"), ("condition", "END")]
    told = metrics(found)
    assert (told.human, told.choices_to_human, told.menu_depth) == (("main/recepcion",), 1, 1)


def test_the_option_that_was_chosen_is_what_comes_before() -> None:
    asked = next(message for message in example().messages if message.node == "cita/documento")
    assert asked.in_reply_to == ("Pedir cita",)


def test_a_choice_whose_elements_are_missing_is_still_a_menu() -> None:
    skill = {"skillData": {"contentId": "builtin_single-choice-x", "keywords": {"A": ["A", "Pagar"], "B": ["B", "Salir"]}}}
    call = {"type": "skill-call", "skill": "choice", "name": "pick", "flow": "skills/c.flow.json", "next": [
        {"condition": "temp['skill-choice-ret-1'] == \"A\"", "node": "pay"},
        {"condition": "temp['skill-choice-ret-1'] == \"B\"", "node": "END"},
        {"condition": "true", "node": ""}]}  # fmt: skip
    skill_flow = json.dumps({"startNode": "entry", "nodes": [], **skill})
    files = {"flows__main.flow": flow(call, node("pay")), "flows__skills__c.flow": skill_flow}
    (found,) = read(**files).flows
    assert [(menu.wired, menu.seconds) for menu in menus(found)] == [(("Pagar", "Salir"), None)]
    (alone,) = read(flows__main=files["flows__main.flow"]).flows
    assert [menu.wired for menu in menus(alone)] == [("A", "B")]


def test_buttons_of_a_node_that_listens_are_wired_by_what_its_conditions_compare() -> None:
    choices = [{"title": "Yes, please", "value": "YES"}, {"title": "No", "value": "NO"}]
    elements = json.dumps([element("t-1", text__en="Shall I go on?", choices__en=choices)])
    asks = node("ask", "t-1", waits=True)
    asks["next"] = [{"condition": "event.preview === 'yes, please'", "node": "END"}, {"condition": "true", "node": "ask"}]
    (found,) = read(content=elements, flows__main=flow(asks)).flows
    assert ways(found, "main/ask") == [("Yes, please", "END"), ("no-match", "main/ask")]


def test_a_flow_that_is_called_gives_the_customer_back() -> None:
    called = flow(node("a", to="#"))
    main = flow(node("start", to="other.flow.json"))
    (found,) = read(flows__main=main, flows__other=called).flows
    assert ways(found, "other/a") == [("always", "main/start")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_escapes_and_emoji_keep_their_places(newline: str) -> None:
    text = '[{"id": "builtin_text-x",\n "formData": {\n  "text$it": "Perch\\u00e9 no? \\ud83d\\ude00 {{nome}}\\n\\"Sì\\" 👍"}}]'
    (message,) = read(content=text.replace("\n", newline)).messages
    (passage,) = message.passages
    assert passage.text == 'Perché no? 😀 \ufffc\n"Sì" 👍'
    assert (passage.slots, passage.span.line, passage.language) == (("nome",), 3, "it")
    assert list(faults(passage)) == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[{"id": "a", "formData": {"text$en": "Hi', 1, "never closed"),
        ('[{"id": "a",\n "formData": {"text$en": "Hi"}', 2, "ends inside"),
        ('"Hi"', 1, "no part of a bot"),
        ("", 1, "ends too early"),
    ],
)
def test_broken_files_are_named_with_the_place_and_the_others_are_read(text: str, line: int, what: str) -> None:
    good = json.dumps([element("t-1", text__en="Hello")])
    document = read(broken=text, good=good)
    (problem,) = document.problems
    assert (problem.span.source.path, problem.span.line) == ("broken.json", line)
    assert what in problem.what
    assert shown(document) == ["Hello"]


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "[1, [2], null]", '{"nodes": [1, {}]}', '{"nodes": [{"name": 1}], "startNode": 3}', '{"data": []}',
     '{"startNode": "x", "nodes": [{"name": "a", "next": [{}], "onEnter": [{}, 5]}]}', '[{"formData": {"items": [[]]}}]',
     '{"qnas": [{"data": {"answers": []}}]}', '{"utterances": {"en": "x"}}'],
)  # fmt: skip
def test_what_is_not_as_expected_is_passed_over(text: str) -> None:
    document = read(flows__odd=text)
    assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []
