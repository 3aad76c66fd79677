"""intents.json: responses as variants that answer the patterns, in the shapes that are in use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servicelint.flows.metrics import metrics
from servicelint.formats import intents_json
from servicelint.model import Bundle, Document, Source, Unreadable
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "intents-json" / "intents.json"


def read(text: str) -> Document:
    return intents_json.parse(Bundle((Source("intents.json", text),)))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


@pytest.mark.parametrize(
    "value",
    [
        {"intents": [{"tag": "a", "patterns": ["Hi"], "responses": ["Hello"]}]},
        [{"tag": "a", "patterns": ["Hi"], "responses": ["Hello"]}],
        {"intents": [{"intent": "A", "text": ["Hi"], "responses": ["Hello"]}]},
        {"name": "Bot", "locale": "en", "data": [{"intent": "a", "utterances": ["Hi"], "answers": [{"answer": "Hello"}]}]},
    ],
)
def test_the_shapes_in_use_are_known_and_read(value: object) -> None:
    text = json.dumps(value, indent=1)
    assert intents_json.sniff(Source("x.json", text)) > 0.5
    message = read(text).messages[0]
    assert (message.in_reply_to, message.passages[0].text, message.bot) == (("Hi",), "Hello", True)


@pytest.mark.parametrize(
    "value",
    [
        {"intents": [{"intent": "a", "examples": [{"text": "Hi"}]}], "dialog_nodes": []},
        {"name": "a", "responses": [{"messages": []}]},
        {"data": [{"id": 1, "text": "A note"}]},
        [{"question": "Who?", "type": "x"}],
        {},
    ],
)
def test_other_json_is_left_alone(value: object) -> None:
    assert intents_json.sniff(Source("x.json", json.dumps(value))) == 0


def test_responses_are_variants_that_answer_the_patterns() -> None:
    thanks = [message for message in example().messages if message.node == "grazie"]
    assert [(message.id, message.variant, message.passages[0].span.line) for message in thanks] == [
        ("grazie (1)", "1", 26),
        ("grazie (2)", "2", 26),
    ]
    assert thanks[0].in_reply_to == ("Grazie", "Grazie mille", "La ringrazio")


def test_slots_escapes_and_tags_are_shown_as_the_customer_sees_them() -> None:
    document = example()
    assert "Volentieri, {nome}. Le va bene martedì alle 9 o giovedì alle 16?" in shown(document)
    assert "Perfetto, è prenotato.\nLe ho scritto un SMS con l'indirizzo & l'orario." in shown(document)
    booked = next(message for message in document.messages if message.node == "conferma").passages[0]
    at = booked.text.index("SMS")
    assert booked.place(at, at + 3).text == "SMS"
    assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []


def test_contexts_a_fallback_and_a_person_are_in_the_flow() -> None:
    flow = example().flows[0]
    ways = {(edge.source, edge.target): edge.trigger for edge in flow.edges}
    assert ways["prenotazione", "conferma"] == "intent"
    assert ("start", "conferma") not in ways
    assert ways["start", "fallback"] == "no-match"
    assert (metrics(flow).human, metrics(flow).choices_to_human) == (("parlare_con_operatore",), 1)


def test_line_ends_change_nothing() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert shown(read(text.replace("\n", "\r\n"))) == shown(read(text))


def test_what_makes_no_sense_is_told_with_its_place() -> None:
    document = read('{"intents": [\n "greeting",\n {"tag": "a", "patterns": [], "responses": "Hello"}]}')
    assert [(problem.span.line, problem.what.partition(";")[0]) for problem in document.problems] == [
        (2, "An intent is an object")
    ]
    assert shown(document) == ["Hello"]
    assert read('{"other": 1}').problems[0].what.startswith("There is no list of intents")
    text = EXAMPLE.read_text(encoding="utf-8")
    for end in range(1, len(text) - 2, 41):
        with pytest.raises(Unreadable):
            read(text[:end])
