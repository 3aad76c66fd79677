"""Exports of both versions of Lex are read as one bot: prompts, conditions, what success and failure say, who takes over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT

from servicelint import parse
from servicelint.flows.metrics import menus, metrics
from servicelint.formats import lex
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults

CLINIC = ROOT / "examples" / "lex" / "clinica"
BANK = ROOT / "examples" / "lex" / "bank" / "card-line.json"


def read(*paths: Path, newline: str = "\n") -> Document:
    texts = [(path.as_posix(), path.read_text(encoding="utf-8").replace("\n", newline)) for path in paths]
    return parse.parse("lex", Bundle(tuple(Source(path, text) for path, text in texts)))


def clinic() -> Document:
    return read(*lex.members(CLINIC / "Bot.json"))


def said(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.shown for passage in message.passages] for message in document.messages}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def intent(**settings: object) -> Source:
    written = {
        "name": "Order",
        "identifier": "A",
        "sampleUtterances": [{"utterance": "order"}],
        "slotPriorities": [],
        **settings,
    }
    return Source("BotLocales/en_US/Intents/Order/Intent.json", json.dumps(written, indent=1))


def test_all_files_of_a_bot_belong_together_and_are_surely_lex() -> None:
    files = lex.members(CLINIC / "BotLocales" / "es_ES" / "BotLocale.json")
    assert len(files) == 7
    assert {lex.sniff(Source(str(path), path.read_text(encoding="utf-8"))) for path in files} == {0.95, 0.9}
    assert lex.sniff(Source(str(BANK), BANK.read_text(encoding="utf-8"))) == 0.95


@pytest.mark.parametrize("text", ['{"name": "a", "identifier": "b"}', '{"slots": [], "utterances": {}}', "[]", "name: x", ""])
def test_other_json_is_no_lex(text: str) -> None:
    assert lex.sniff(Source("a.json", text)) == 0


def test_what_is_said_in_a_row_is_one_message() -> None:
    document = clinic()
    assert document.problems == ()
    assert said(document)["PedirCita: startResponse"] == [
        "Un momento, por favor, miro la agenda.",
        "Su cita está reservada. Le enviamos un mensaje con la dirección & la hora.",
        "Gracias por llamar. ¿Puedo ayudarle en algo más?",
    ]
    assert document.language == "es-ES"
    assert {message.channel for message in document.messages} == {"voice"}


def test_variations_are_variants_and_slots_are_slots() -> None:
    found = [message for message in clinic().messages if message.node == "PedirCita/confirm"]
    assert [message.variant for message in found] == ["1", "2"]
    assert found[0].passages[0].slots == ("Especialidad", "Fecha")
    assert found[1].passages[0].shown == "Entonces, {Especialidad} el {Fecha}. ¿Le viene bien?"


def test_ssml_is_heard_without_its_tags_at_its_place() -> None:
    passage = next(passage for message in clinic().messages for passage in message.passages if "reservada." in passage.text)
    assert "<break" not in passage.text
    assert passage.span.source.path.endswith("PedirCita/Intent.json")
    assert passage.carrier == "quoted"
    start = passage.text.index("está")
    assert passage.place(start, start + 4).text == "est\\u00e1"


def test_descriptions_and_utterances_are_no_copy() -> None:
    words = " ".join(text for texts in said(clinic()).values() for text in texts)
    assert "Intención predeterminada" not in words
    assert "quiero pedir una cita" not in words
    assert "Lucia" not in words


def test_a_message_answers_the_utterances_of_its_intent() -> None:
    message = next(message for message in clinic().messages if message.id == "PedirCita: initial")
    assert message.in_reply_to[0] == "quiero pedir una cita"
    assert message.bot


def test_slots_are_asked_by_priority_and_lead_where_conditions_say() -> None:
    (flow,) = clinic().flows
    (menu,) = menus(flow)
    assert (menu.node, menu.announced) == ("PedirCita/Especialidad", ("1", "2", "3"))
    conditions = "PedirCita: Especialidad captured conditions"
    assert ("1", conditions) in ways(flow, menu.node)
    assert ways(flow, conditions) == [
        ("condition", "PedirCita: Especialidad captured condition 1"),
        ("condition", "PedirCita/Fecha"),
    ]
    assert ("no-match", "HablarConPersona") in ways(flow, menu.node)


def test_yes_no_and_failure_leave_a_confirmation() -> None:
    (flow,) = clinic().flows
    assert ways(flow, "PedirCita/confirm") == [
        ("no-input", "PedirCita/confirm"),
        ("no-match", "PedirCita/confirm"),
        ("yes", "PedirCita/fulfilment"),
        ("no", "PedirCita: declined"),
        ("no-match", "HablarConPersona"),
    ]


def test_an_intent_that_is_called_so_leads_to_a_person_and_others_leave_the_bot() -> None:
    (flow,) = clinic().flows
    assert (metrics(flow).choices_to_human, metrics(flow).human) == (1, ("HablarConPersona/person",))
    (order,) = parse.parse("lex", Bundle((intent(),))).flows
    assert {node.id: node.kind for node in order.nodes}["end of the bot"] == "elsewhere"
    assert metrics(order).choices_to_human is None


def test_the_first_version_gives_one_message_of_each_group() -> None:
    found = said(read(BANK))
    assert found["BlockCard/CardType (1)"][:2] == ["I am sorry to hear that. I will block it now.", "Which card is it?"]
    assert found["BlockCard/CardType (2)"][1] == "Is it your debit or your credit card?"
    assert found["BlockCard/CardType (1)"][2:] == ["Your cards", "Choose the one you lost", "Debit card", "Credit card"]
    assert found["BlockCard: conclusion"] == ["Your card is blocked. A new one reaches you within five working days. 💳"]


def test_the_first_version_asks_confirms_and_gives_up() -> None:
    document = read(BANK)
    (flow,) = document.flows
    (menu,) = menus(flow)
    assert menu.announced == menu.wired == ("Debit card", "Credit card")
    assert ways(flow, "BlockCard/CardType")[-1] == ("Credit card", "BlockCard/LastDigits")
    assert ("no-match", "abort") in ways(flow, "BlockCard/CardType")
    assert ways(flow, "BlockCard/confirm")[-2:] == [("yes", "BlockCard/fulfilment"), ("no", "BlockCard: rejected")]
    assert metrics(flow).human == ("TalkToAdvisor/person",)
    assert (document.language, flow.voice) == ("en-GB", False)


def test_buttons_lead_to_the_branch_for_their_value() -> None:
    prompt = {"message": {"imageResponseCard": {"title": "Size?", "buttons": [
        {"text": "Small one", "value": "small"}, {"text": "Large one", "value": "large"}]}}}  # fmt: skip
    branch = {"condition": {"expressionString": '{Size} = "large"'}, "response": {"messageGroupsList": [
        {"message": {"plainTextMessage": {"value": "That takes a day."}}}]}}  # fmt: skip
    slot = {"name": "Size", "identifier": "S", "valueElicitationSetting": {
        "slotConstraint": "Required",
        "promptSpecification": {"messageGroups": [prompt], "maxRetries": 0},
        "slotCaptureSetting": {"captureConditional": {"isActive": True, "conditionalBranches": [branch]}},
    }}  # fmt: skip
    source = Source("BotLocales/en_US/Intents/Order/Slots/Size/Slot.json", json.dumps(slot))
    (flow,) = parse.parse("lex", Bundle((intent(), source))).flows
    assert ways(flow, "Order/Size")[-2:] == [
        ("Small one", "Order: Size captured conditions"),
        ("Large one", "Order: Size captured condition 1"),
    ]


def test_each_locale_is_a_flow_of_its_own() -> None:
    spanish = Source("BotLocales/es_US/Intents/Order/Intent.json", intent().text)
    document = parse.parse("lex", Bundle((intent(), spanish)))
    assert [flow.id for flow in document.flows] == ["en_US", "es_US"]
    assert len({node.id for flow in document.flows for node in flow.nodes}) == sum(len(flow.nodes) for flow in document.flows)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_place_is_exact_whatever_the_line_ends(newline: str) -> None:
    for document in (read(*lex.members(CLINIC / "Bot.json"), newline=newline), read(BANK, newline=newline)):
        passages = [passage for message in document.messages for passage in message.passages]
        assert passages
        assert [fault for passage in passages for fault in faults(passage)] == []


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_that_breaks_off_is_told_with_its_place_and_the_others_are_read(share: float) -> None:
    whole = BANK.read_text(encoding="utf-8")
    broken = Source("broken.json", whole[: int(len(whole) * share)])
    document = parse.parse("lex", Bundle((broken, intent(), Source("odd.json", '{"resource": []}'))))
    assert [problem.span.source.path for problem in document.problems] == ["broken.json"]
    assert document.flows
