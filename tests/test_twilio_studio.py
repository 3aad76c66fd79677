"""Twilio Studio: texts and where they stand, answers that splits tell apart, ends, hand-offs, wrappers, variables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, ROOT

from servicelint.discover import read
from servicelint.flows.metrics import menus, metrics
from servicelint.formats import twilio_studio
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse as read_as
from servicelint.parse import recognise
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples" / "twilio-studio"


def example(name: str) -> Document:
    source = read(EXAMPLES / name)
    assert recognise(source) == "twilio-studio"
    return twilio_studio.parse(Bundle((source,)))


def parse(text: str, path: str = "flow.json", **settings: str) -> Document:
    return read_as("twilio-studio", Bundle((Source(path, text),), settings=tuple(settings.items())))


def widget(name: str, kind: str, /, *ways: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "transitions": list(ways), "properties": properties}


def way(event: str, target: str = "", /, **test: str) -> dict[str, Any]:
    made: dict[str, Any] = {"event": event} | ({"next": target} if target else {})
    return made | ({"conditions": [{"friendly_name": "x", "arguments": [], **test}]} if test else {})


def flow(*widgets: dict[str, Any]) -> Document:
    """The document of a flow whose trigger leads to the first widget by a call."""
    trigger = widget("Trigger", "trigger", way("incomingCall", widgets[0]["name"]))
    whole = {"description": "test", "states": [trigger, *widgets], "initial_state": "Trigger"}
    return parse(json.dumps(whole, ensure_ascii=False))


def menu(*ways: dict[str, Any], say: str = "Press 1, press 2.", **properties: Any) -> Document:
    """A menu whose split has these ways; every target is there."""
    ask = widget("ask", "gather-input-on-call", way("keypress", "split"), say=say, **properties)
    split = widget("split", "split-based-on", *ways, input="{{widgets.ask.Digits}}")
    return flow(ask, split, widget("a", "say-play", say="A."), widget("b", "say-play", say="B."))


def ways(made: Flow) -> list[tuple[str, str, str]]:
    return [(edge.source, edge.on, edge.target) for edge in made.edges]


def kinds(made: Flow) -> dict[str, str]:
    return {node.id: node.kind for node in made.nodes}


def said(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.shown for passage in message.passages] for message in document.messages}


def test_the_exported_example_says_in_one_message_what_is_said_before_the_caller_chooses() -> None:
    document = example("telefonie.json")
    first = document.messages[0]
    assert (first.id, first.node, first.channel, first.bot) == ("meniu", "meniu", "voice", True)
    assert [passage.shown for passage in first.passages] == [
        "Bună ziua, {{flow.data.prenume | default: 'bine ați venit'}}!",
        "Pentru facturi, apăsați tasta 1.\nPentru o defecțiune, apăsați 2.\nPentru un coleg, apăsați 0.",
    ]
    assert first.passages[0].slots == ("flow.data.prenume",)
    assert [p.span.source.position(p.span.start) for p in first.passages] == [(18, 30), (29, 17)]
    assert {passage.language for passage in first.passages} == {"ro"}


def test_the_exported_example_sends_a_text_to_the_caller_and_none_to_its_own_people() -> None:
    document = example("telefonie.json")
    assert [(m.id, m.channel) for m in document.messages if m.channel != "voice"] == [("factura", "sms")]
    assert not any("Avarie" in text for texts in said(document).values() for text in texts)


def test_the_exported_example_has_a_menu_whose_keys_lead_on_past_the_split() -> None:
    (made,) = example("telefonie.json").flows
    assert made.voice
    (found,) = menus(made)
    assert (found.node, found.announced, found.wired) == ("meniu", ("1", "2", "0"), ("1", "2", "0", "00"))
    assert [edge for edge in ways(made) if edge[0] == "meniu"] == [
        ("meniu", "1", "factura"),
        ("meniu", "2", "avarie"),
        ("meniu", "0", "coleg"),
        ("meniu", "00", "coleg"),
        ("meniu", "no-match", "nimic"),
        ("meniu", "no-input", "nimic"),
    ]
    assert "alegere" not in kinds(made)
    figures = metrics(made)
    assert (figures.human, figures.choices_to_human, figures.menu_depth) == (("coleg",), 1, 1)


def test_the_terraform_example_has_numbers_as_options_and_an_unheard_reminder() -> None:
    document = example("returns.tftpl")
    assert said(document)["ask_reason"][0].startswith("Hi, this is ${shop_name}. Why does")
    assert document.messages[0].passages[0].slots == ("shop_name",)
    assert set(said(document)) == {"ask_reason", "label"}
    (made,) = document.flows
    (found,) = menus(made)
    assert (found.announced, found.wired) == (("1", "2", "3", "talk"), ("0", "1", "2", "3", "talk", "agent"))
    assert metrics(made).human == ("agent",)
    assert not made.voice


def test_the_variables_example_gives_its_texts_and_none_of_its_settings() -> None:
    document = example("shop.hcl")
    assert [(m.id.rpartition(".")[2], m.channel, m.passages[0].language, m.passages[0].shown) for m in document.messages] == [
        ("reminder_message", "chat", "", 'Still with us? Write 1, 2 or 3 and we take care of "your" parcel.'),
        ("closed_message", "chat", "", "Мы ответим вам завтра в девять утра."),
        ("voice_ivr_greeting_message", "voice", "de", "Willkommen beim Rückgabeservice, ${local.shop_name} hilft Ihnen gern."),
    ]  # fmt: skip
    assert document.flows == ()


@pytest.mark.parametrize(
    ("test", "wired"),
    [
        ({"type": "equal_to", "value": "1"}, ["1"]),
        ({"type": "matches_any_of", "value": "1, one,uno"}, ["1", "one", "uno"]),
        ({"type": "less_than", "value": "3"}, ["0", "1", "2"]),
        ({"type": "greater_than", "value": "7"}, ["8", "9"]),
        ({"type": "regex", "value": "^[12]$"}, ["1", "2"]),
        ({"type": "regex", "value": "^(sales|help)$"}, ["sales", "help"]),
        ({"type": "contains", "value": "bill"}, ["bill"]),
        ({"type": "starts_with", "value": "ag"}, ["ag"]),
        ({"type": "not_equal_to", "value": "1"}, []),
        ({"type": "regex", "value": "("}, []),
        ({"type": "is_before_time", "value": "09:00"}, []),
    ],
)
def test_a_condition_takes_the_answers_it_names(test: dict[str, str], wired: list[str]) -> None:
    (made,) = menu(way("match", "a", **test)).flows
    assert [edge.label for edge in made.edges if edge.trigger == "option"] == wired
    assert ("ask", "condition", "a") in ways(made) or wired


def test_the_first_condition_that_holds_takes_the_answer() -> None:
    first, second = way("match", "a", type="less_than", value="3"), way("match", "b", type="equal_to", value="0")
    (made,) = menu(first, second).flows
    assert {target for source, on, target in ways(made) if source == "ask" and on == "0"} == {"a"}


def test_a_range_is_no_menu_where_no_keys_are_announced() -> None:
    document = menu(way("match", "a", type="less_than", value="3"), way("noMatch", "b"), say="How many are you?")
    assert kinds(document.flows[0])["ask"] == "ask"
    assert ("ask", "condition", "a") in ways(document.flows[0])


def test_answers_pass_through_variables_and_through_a_second_split() -> None:
    (made,) = flow(
        widget("ask", "send-and-wait-for-reply", way("incomingMessage", "keep"), way("timeout"), body="Write YES or STOP."),
        widget(
            "keep", "set-variables", way("next", "one"), variables=[{"key": "said", "value": "{{widgets.ask.inbound.Body}}"}]
        ),
        widget(
            "one",
            "split-based-on",
            way("match", "a", type="equal_to", value="YES"),
            way("noMatch", "two"),
            input="{{flow.variables.said}}",
        ),
        widget("two", "split-based-on", way("match", "b", type="equal_to", value="STOP"), input="{{flow.variables.said}}"),
        widget("a", "send-message", way("sent"), body="Done."),
        widget("b", "send-message", way("sent"), body="We write no more."),
    ).flows
    assert kinds(made) == {"Trigger": "say", "ask": "menu", "a": "say", "b": "say", "end": "end"}
    (found,) = menus(made)
    assert found.announced == found.wired == ("YES", "STOP")


def test_what_a_customer_wrote_before_is_kept_where_it_is_a_word() -> None:
    document = menu(way("match", "a", type="equal_to", value="1"), way("match", "b", type="equal_to", value="billing"))
    assert {message.id: message.in_reply_to for message in document.messages} == {"ask": (), "a": (), "b": ("billing",)}


def test_a_split_on_the_first_message_decides_by_what_was_written() -> None:
    (made,) = flow(
        widget("words", "split-based-on", way("match", "a", type="equal_to", value="HELP"), input="{{trigger.message.Body}}"),
        widget("a", "send-to-flex"),
    ).flows
    assert [(edge.trigger, edge.label) for edge in made.edges if edge.source == "words"] == [("intent", "HELP")]


def test_a_way_that_leads_nowhere_ends_a_call_and_handles_no_failure() -> None:
    (call,) = flow(
        widget("hi", "say-play", way("audioComplete", "look"), say="Hi."),
        widget("look", "run-function", way("success", "ask"), way("fail")),
        widget("ask", "gather-input-on-call", way("keypress"), way("speech"), way("timeout"), say="Enter your number."),
    ).flows
    assert ("look", "error", "end") in ways(call)
    assert [edge for edge in ways(call) if edge[0] == "ask"] == [("ask", "always", "end")]
    (chat,) = flow(widget("hi", "send-message", way("sent"), way("failed"), body="Hi.")).flows
    assert ways(chat) == [("Trigger", "always", "hi"), ("hi", "always", "end")]


@pytest.mark.parametrize(
    ("name", "kind", "becomes"),
    [
        ("x", "send-to-flex", "human"),
        ("x", "connect-call-to", "human"),
        ("x", "enqueue-call", "human"),
        ("x", "run-subflow", "elsewhere"),
        ("x", "add-twiml-redirect", "elsewhere"),
        ("sendToFlex", "add-twiml-redirect", "human"),
        ("transfer_to_agent", "run-function", "human"),
        ("check_agents", "run-function", "say"),
        ("x", "record-voicemail", "ask"),
        ("x", "brand-new-widget", "unknown"),
    ],
)
def test_each_widget_does_what_the_platform_says(name: str, kind: str, becomes: str) -> None:
    (made,) = flow(widget(name, kind)).flows
    assert kinds(made)[name] == becomes


def test_a_recording_is_not_heard_and_announces_what_is_wired() -> None:
    ask = widget("ask", "gather-input-on-call", way("keypress", "split"), play="https://x/menu.mp3")
    split = widget("split", "split-based-on", way("match", "a", type="equal_to", value="1"), input="{{widgets.ask.Digits}}")
    (made,) = flow(ask, split, widget("a", "send-to-flex")).flows
    (found,) = menus(made)
    assert (found.announced, found.seconds) == (("1",), None)


def test_branches_of_a_text_are_variants_and_speech_markup_is_not_read() -> None:
    text = "<speak>{% if flow.data.vip %}Welcome back{% else %}Welcome{% endif %}<break time='1s'/>dear guest.</speak>"
    document = flow(widget("hi", "say-play", way("audioComplete"), say=text))
    assert said(document) == {"hi (1)": ["Welcome back dear guest."], "hi (2)": ["Welcome dear guest."]}
    assert escape('"', document.messages[0].passages[0].carrier) is None


def test_several_flows_in_a_file_keep_their_ids_apart() -> None:
    states = (
        '{ name = "Trigger", type = "trigger", transitions = [{ event = "incomingMessage", next = "hi" }] },\n'
        '{ name = "hi", type = "send-message", transitions = [], properties = { body = "Hi there." } }'
    )
    text = 'resource "twilio_studio_flows_v2" "a" {\n  definition = jsonencode({ states = [\n' + states + "\n  ] })\n}\n"
    document = parse(text + text, "main.tf")
    assert [made.entry for made in document.flows] == ["Trigger", "2:Trigger"]
    assert list(said(document)) == ["hi", "2:hi"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"sid": "FW0", "definition": %s}'),
        ("a.json", '{"flows": [{"definition": STRING}]}'),
        ("a.js", "// it's a flow\nmodule.exports = options = %s;\n"),
        ("a.ts", "export const flow: Flow = %s;"),
        ("a.tf", "locals {\n  f = var.own != \"\" ? var.own : jsonencode(%s)\n}"),
        ("a.tf", 'resource "twilio_studio_flows_v2" "f" {\n  definition = STRING\n}'),
        ("a.tf", 'resource "twilio_studio_flow" "f" {\n  definition = <<EOF\n%s\nEOF\n}'),
        ("a.tftpl", "${\n  jsonencode(%s)\n}"),
        ("a.tpl", "${ jsonencode(%s) }"),
    ],
)  # fmt: skip
def test_a_flow_is_found_in_every_wrapper_with_its_exact_places(path: str, text: str) -> None:
    trigger = widget("Trigger", "trigger", way("incomingCall", "hi"))
    whole = json.dumps({"states": [trigger, widget("hi", "say-play", way("audioComplete"), say='Ciao "è" 🎉\n2.')]})
    text = text.replace("STRING", json.dumps(whole)).replace("%s", whole)
    source = Source(path, text)
    assert recognise(source) == "twilio-studio"
    document = twilio_studio.parse(Bundle((source,)))
    (message,) = document.messages
    (passage,) = message.passages
    assert passage.text == 'Ciao "è" 🎉\n2.'
    assert list(faults(passage)) == []
    assert passage.place(0, 4).text == "Ciao"
    assert ways(document.flows[0])[0] == ("Trigger", "always", "hi")


def test_a_template_that_becomes_json_has_slots_for_its_values() -> None:
    text = '{"body": "Hi ${names["x"]}!", "timeout": ${t}}'
    document = parse('{"states": [{"name": "m", "type": "send-message", "transitions": [],\r\n "properties": ' + text + "}]}")
    (passage,) = document.messages[0].passages
    assert (passage.shown, passage.slots) == ('Hi ${names["x"]}!', ('names["x"]',))
    assert passage.span.line == 2


def test_a_byte_order_mark_and_crlf_move_nothing(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    whole = json.dumps({"states": [widget("hi", "say-play", way("audioComplete"), say="Ciao")]}, indent=1)
    file.write_bytes(b"\xef\xbb\xbf" + whole.replace("\n", "\r\n").encode())
    source = read(file)
    assert recognise(source) == "twilio-studio"
    (passage,) = twilio_studio.parse(Bundle((source,))).messages[0].passages
    assert (passage.span.text, list(faults(passage))) == ("Ciao", [])


@pytest.mark.parametrize(
    ("path", "text", "line", "words"),
    [
        ("a.json", '{"states": [\n{"name": "x", "type": "trigger", "transitions": [', 2, "ends"),
        ("a.json", '{"a": 1}', 1, "no Studio flow"),
        ("a.tf", 'x = {\n states = [{ name = "a, transitions = []\n }]\n}', 2, "never closed"),
        ("a.hcl", 'flow_vars = {\n hi_message = "Hello my friend.\n}\n', 2, "never closed"),
        ("a.js", "module.exports = { states: [{ name: 'a', transitions: [", 1, "never closed"),
    ],
)
def test_a_broken_file_is_a_problem_at_its_place(path: str, text: str, line: int, words: str) -> None:
    (problem,) = parse(text, path).problems
    assert words in problem.what
    assert problem.span.line == line


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.json", '{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}'),
        ("a.json", '{"states": [{"name": "idle", "type": "initial", "transitions": []}]}'),
        ("a.json", '{"type": "trigger"}'),
        ("a.tf", 'resource "aws_connect_contact_flow" "x" {\n  name = "Please hold the line, we are here."\n}'),
        ("a.hcl", 'flow_vars = {\n  a_sid = "ZH0123456789abcdef0123456789abcdef"\n}\n'),
        ("a.md", 'An export: `{"states": [{"type": "trigger", "transitions": []}]}`'),
    ],
)
def test_other_files_are_left_to_others(path: str, text: str) -> None:
    assert twilio_studio.sniff(Source(path, text)) == 0


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_every_real_file_gives_messages() -> None:
    files = [file for file in sorted(CORPUS.glob("twilio_*/**/*")) if file.is_file()]
    assert files
    for path in files:
        source = read(path)
        assert recognise(source) == "twilio-studio", path
        document = twilio_studio.parse(Bundle((source,)))
        assert document.messages, path
        assert document.problems == (), path
