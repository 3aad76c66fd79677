"""Amazon Connect: what customers hear, in whole examples, small flows of both exports, broken ones and real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, ROOT

from servicelint.discover import read
from servicelint.flows.metrics import metrics
from servicelint.formats import amazon_connect
from servicelint.model import Bundle, Document, Flow, Node, Source
from servicelint.model.pieces import faults
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples" / "amazon-connect"


def load(path: Path) -> Document:
    return amazon_connect.parse(Bundle((read(path),)))


def parse(text: str, path: str = "flow.json") -> Document:
    return amazon_connect.parse(Bundle((Source(path, text),)))


def action(name: str, kind: str, onward: str = "", **parameters: Any) -> dict[str, Any]:
    return {"Identifier": name, "Type": kind, "Parameters": parameters, "Transitions": {"NextAction": onward} if onward else {}}


def flow_of(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": list(actions)}


def heard(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def ways(flow: Flow, node: str) -> dict[str, str]:
    return {edge.on: edge.target for edge in flow.edges if edge.source == node}


def node(flow: Flow, name: str) -> Node:
    return next(node for node in flow.nodes if node.id == name)


class TestExamples:
    def test_a_bank_whose_flow_is_a_string_has_every_place_in_that_string(self) -> None:
        document = load(EXAMPLES / "banca.json")
        (flow,) = document.flows
        assert (flow.id, flow.entry, document.problems) == ("Banca - accoglienza", "registro", ())
        assert len(document.messages) == 10
        assert {passage.span.line for message in document.messages for passage in message.passages} == {5}
        (menu,) = [message for message in document.messages if message.id == "menu"]
        assert menu.passages[0].text == (
            "Per carte e conti prema 1. Per bloccare una carta prema 2. Per parlare con un consulente prema 0 & resti in linea."
        )
        saldo = next(message for message in document.messages if message.id == "dice").passages[0]
        assert saldo.slots == ("$.External.saldo",)
        assert saldo.shown == "Il suo saldo è di $.External.saldo euro."

    def test_its_keys_events_and_people_are_told_apart(self) -> None:
        (flow,) = load(EXAMPLES / "banca.json").flows
        assert node(flow, "menu").announced == ("1", "2", "0")
        assert ways(flow, "menu") == {
            "1": "saldo",
            "2": "blocco",
            "0": "coda",
            "no-input": "silenzio",
            "no-match": "errata",
            "error": "guasto",
        }
        assert {edge.trigger for edge in flow.edges if edge.source in ("orari", "giri")} == {"condition", "error"}
        assert node(flow, "blocco").kind == "menu"
        assert node(flow, "blocco").announced == ("BloccoTemporaneo", "BloccoDefinitivo")
        assert node(flow, "saldo").kind == "ask"
        assert metrics(flow).human == ("persona", "richiamo")
        assert metrics(flow).choices_to_human == 1

    def test_a_template_keeps_the_lines_of_its_flows_and_leaves_whispers_to_agents_out(self) -> None:
        document = load(EXAMPLES / "clinic.yaml")
        waiting, whisper = document.flows
        assert (waiting.id, whisper.id) == ("Clinic - waiting", "Clinic - whisper")
        assert [passage.span.line for passage in document.messages[0].passages] == [20, 22]
        assert document.messages[0].passages[1].text == "To keep your place and be called back, press 1 — any time."
        assert [passage.role for passage in document.messages[0].passages] == ["hold", "hold"]
        assert not any("Patient waiting" in text for text in heard(document))

    def test_what_is_stored_and_then_compared_is_a_menu(self) -> None:
        waiting, _ = load(EXAMPLES / "clinic.yaml").flows
        offer = "Clinic - waiting/offer"
        assert node(waiting, offer).kind == "menu"
        assert ways(waiting, offer)["1"] == "Clinic - waiting/callback"
        assert not any(node.id == "Clinic - waiting/choice" for node in waiting.nodes)

    def test_the_older_export_joins_what_is_said_in_a_row(self) -> None:
        document = load(EXAMPLES / "meniu-principal")
        (flow,) = document.flows
        assert flow.id == "Meniu principal"
        assert [[passage.text for passage in message.passages] for message in document.messages] == [
            [
                "Bună ziua, ați sunat la furnizorul dumneavoastră de internet.",
                "Pentru deranjamente apăsați tasta 1. Pentru facturi apăsați tasta 2.",
            ],
            ["Nu am înțeles. Vă facem legătura cu un coleg."],
            ["Ne pare rău.", "Vă sunăm noi astăzi, până la ora 18."],
        ]
        assert ways(flow, "m3") == {"1": "m4", "2": "m5", "no-input": "m3b", "no-match": "m3b", "error": "m8"}
        assert (node(flow, "m5").kind, node(flow, "m7").kind) == ("elsewhere", "human")


class TestTexts:
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_places_hold_with_escapes_emoji_and_either_line_end(self, newline: str) -> None:
        text = 'Caf\\u00e9 \\ud83d\\ude00 \\"open\\"\\nnow 🙂'
        written = json.dumps(flow_of(action("a", "MessageParticipant", Text="X")), indent=1).replace("X", text)
        document = parse(written.replace("\n", newline))
        (passage,) = document.messages[0].passages
        assert passage.text == 'Café 😀 "open"\nnow 🙂'
        assert list(faults(passage)) == []
        assert passage.place(passage.text.index("open"), passage.text.index("open") + 4).text == "open"

    @pytest.mark.parametrize("blank", [" ", "$.External.greeting", "<speak></speak>", "<speak>$.Attributes['a b']</speak>"])
    def test_what_has_no_words_is_no_message(self, blank: str) -> None:
        document = parse(json.dumps(flow_of(action("a", "MessageParticipant", SSML=blank))))
        assert document.messages == ()
        assert len(document.flows[0].nodes) == 1

    def test_an_attribute_ends_where_the_sentence_does(self) -> None:
        text = "Hi $.Attributes.name. It is $.Attributes['my day']."
        document = parse(json.dumps(flow_of(action("a", "MessageParticipant", Text=text))))
        assert document.messages[0].passages[0].slots == ("$.Attributes.name", "$.Attributes['my day']")

    def test_an_alias_is_spoken_and_what_it_replaces_is_not(self) -> None:
        ssml = "<speak>Call <sub alias='extension'>ext.</sub> 5<!-- old --> &amp; wait<audio src='x.wav'/></speak>"
        document = parse(json.dumps(flow_of(action("a", "MessageParticipant", SSML=ssml))))
        assert document.messages[0].passages[0].text.rstrip("\ufffc") == "Call extension 5 & wait"

    def test_a_fix_is_written_as_the_strings_around_it_need_it(self) -> None:
        inner = json.dumps(flow_of(action("a", "MessageParticipant", Text="Sure")))
        (passage,) = parse(json.dumps({"Name": "n", "Content": inner})).messages[0].passages
        fixed = json.dumps({"Name": "n", "Content": inner}).replace("Sure", escape('"Yes"', passage.carrier) or "")
        assert json.loads(json.loads(fixed)["Content"])["Actions"][0]["Parameters"]["Text"] == '"Yes"'

    @pytest.mark.parametrize("kind", ["AGENT_WHISPER", "agentWhisper", "AGENT_HOLD"])
    def test_what_agents_hear_is_left_out(self, kind: str) -> None:
        flow = flow_of(action("a", "MessageParticipant", Text="A call from the shop"))
        assert parse(json.dumps({"Name": "n", "Type": kind, "Content": json.dumps(flow)})).messages == ()
        assert parse(json.dumps(flow | {"Metadata": {"type": kind}})).messages == ()


class TestFlows:
    def test_blocks_nobody_knows_may_lead_to_a_person(self) -> None:
        flow = parse(json.dumps(flow_of(action("a", "InvokeFlowModule", "b"), action("b", "DanceWithCustomer")))).flows[0]
        assert [node.kind for node in flow.nodes] == ["unknown", "unknown"]

    def test_what_is_said_before_a_menu_that_others_reach_too_stays_apart(self) -> None:
        ask = action("ask", "GetParticipantInput", Text="Press 1 for a visit.")
        ask["Transitions"] = {
            "Conditions": [{"NextAction": "end", "Condition": {"Operator": "Equals", "Operands": ["1"]}}],
            "Errors": [{"NextAction": "again", "ErrorType": "NoMatchingCondition"}],
        }
        document = parse(
            json.dumps(
                flow_of(
                    action("hello", "MessageParticipant", "quiet", Text="Hello."),
                    action("quiet", "UpdateContactAttributes", "ask"),
                    ask,
                    action("again", "MessageParticipant", "ask", Text="Not a choice."),
                    action("end", "DisconnectParticipant"),
                )
            )
        )
        assert [[p.text for p in m.passages] for m in document.messages] == [
            ["Hello.", "Press 1 for a visit."],
            ["Not a choice."],
        ]

    def test_a_comparison_by_size_offers_no_keys(self) -> None:
        compare = action("b", "Compare", ComparisonValue="$.StoredCustomerInput")
        compare["Transitions"] = {
            "Conditions": [{"NextAction": "c", "Condition": {"Operator": "NumberGreaterThan", "Operands": ["5"]}}]
        }
        ask = action("a", "GetParticipantInput", "b", Text="How was it, from 0 to 9?", StoreInput="True")
        flow = parse(json.dumps(flow_of(ask, compare, action("c", "DisconnectParticipant")))).flows[0]
        assert node(flow, "a").kind == "ask"
        assert not any(edge.trigger == "option" for edge in flow.edges)


class TestTerraform:
    FLOW = flow_of(action("a", "MessageParticipant", Text="Welcome, ${var.name}"))

    def test_a_heredoc_holds_a_flow_with_its_name(self) -> None:
        head = 'resource "aws_connect_contact_flow" "x" {\n  name = "Main"\n'
        text = f"{head}  content = <<JSON\n{json.dumps(self.FLOW)}\nJSON\n}}\n"
        document = parse(text, "main.tf")
        assert (document.flows[0].id, heard(document), document.problems) == ("Main", ["Welcome, ${var.name}"], ())
        assert amazon_connect.sniff(Source("main.tf", text)) > 0.5
        assert list(faults(document.messages[0].passages[0])) == []

    def test_an_encoded_object_may_be_written_as_terraform_writes_it(self) -> None:
        text = """resource "aws_connect_contact_flow" "x" {
  content = jsonencode({
    Version = "2019-10-30", StartAction = "a",
    Actions = [{ Identifier = "a", Type = "MessageParticipant", Parameters = { Text = "Good \\"day\\"" }, Transitions = {} }]
  })
}
"""
        assert heard(parse(text, "main.tf")) == ['Good "day"']

    def test_a_template_may_leave_out_quotes(self) -> None:
        text = json.dumps(self.FLOW).replace('"Transitions": {}', '"Transitions": {}, "Limit": ${limit}')
        assert heard(parse(text, "flow.json.tftpl")) == ["Welcome, ${var.name}"]


class TestRecognition:
    @pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
    def test_the_examples_are_recognised(self, path: Path) -> None:
        assert amazon_connect.sniff(read(path)) >= 0.9

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("a.json", '{"Version": "2012-10-17", "Statement": [{"Actions": []}]}'),
            ("a.json", '{"modules": [{"name": "x"}], "branches": []}'),
            ("a.yaml", "Resources:\n  A:\n    Type: AWS::Lex::Bot\n"),
            ("a.py", 'FLOW = {"Version": "2019-10-30", "Actions": []}'),
            ("a.md", '# Flows\n\n```json\n{"Version": "2019-10-30", "Actions": []}\n```\n'),
            ("a.tf", 'resource "aws_connect_contact_flow" "x" {\n  filename = "a.json"\n}\n'),
        ],
    )
    def test_other_files_are_left_to_others(self, path: str, text: str) -> None:
        assert amazon_connect.sniff(Source(path, text)) == 0


class TestBroken:
    def test_a_truncated_file_is_a_problem_where_it_ends(self) -> None:
        text = json.dumps(flow_of(action("a", "MessageParticipant", Text="Hi")))[:-20]
        (problem,) = parse(text).problems
        assert problem.span.start >= len(text) - 1
        assert "ends" in problem.what

    def test_a_broken_string_inside_is_a_problem_inside_it(self) -> None:
        text = json.dumps({"Name": "n", "Content": '{"Version": "2019-10-30", "Actions": [ {"Identifier" "a"} ]}'})
        (problem,) = parse(text).problems
        assert problem.span.text == '\\"'
        assert text[problem.span.start :].startswith('\\"a\\"')

    @pytest.mark.parametrize(
        "text",
        [
            "{}",
            "[]",
            '{"Actions": [], "Version": "2019-10-30"}',
            '{"Actions": [1, {"Type": 3}, null], "StartAction": {}}',
            '{"Actions": [{"Identifier": "a", "Transitions": {"Errors": [1], "Conditions": [{}]}}], "Version": ""}',
            '{"modules": [{"id": "a", "branches": [1, {"transition": 2}], "parameters": [1, {"name": "Text"}]}], "start": 1}',
        ],
    )
    def test_odd_shapes_are_no_crash(self, text: str) -> None:
        document = parse(text)
        assert document.messages == ()

    def test_a_block_that_is_no_object_is_a_problem_at_its_place(self) -> None:
        (problem,) = parse('{"Actions": [7], "StartAction": "a"}').problems
        assert problem.span.text == "7"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_real_flows_are_read_without_problems() -> None:
    files = [
        path
        for name in ("amazon_connect", "amazon_connect_old")
        for path in sorted((CORPUS / name).rglob("*"))
        if path.is_file()
    ]
    for path in files:
        document = load(path)
        assert amazon_connect.sniff(read(path)) > 0.5, path
        assert document.problems == (), path
        assert document.flows, path
