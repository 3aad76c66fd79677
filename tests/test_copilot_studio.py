"""Agents of Copilot Studio are read as one: topics, what triggers them, what each option leads to, who takes over."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from servicelint import discover, parse
from servicelint.flows.metrics import menus, metrics
from servicelint.formats import copilot_studio
from servicelint.formats.copilot_studio.conditions import read
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults, verbatim
from servicelint.syntax import power_fx
from servicelint.syntax.dialogs import UNTOLD, Comparison
from servicelint.syntax.json import Array, Object, String, plain

EXAMPLE = ROOT / "examples" / "copilot-studio"
TOPIC = """kind: AdaptiveDialog
beginDialog:
  kind: {trigger}
  id: main
  intent:
    triggerQueries: [{phrase}]
  actions:
"""


def agent(**topics: str) -> Document:
    """An agent of topics, each written as `trigger|actions`."""
    sources = []
    for name, written in topics.items():
        trigger, _, actions = written.partition("|")
        sources.append(Source(f"{name}.mcs.yml", TOPIC.format(trigger=trigger, phrase=name) + actions))
    return parse.parse("copilot-studio", Bundle(tuple(sources)))


def example(newline: str = "\n") -> Document:
    paths = copilot_studio.members(EXAMPLE / "topics" / "Bill.mcs.yml")
    texts = [(path.name, path.read_text(encoding="utf-8").replace("\n", newline)) for path in paths]
    return parse.parse("copilot-studio", Bundle(tuple(Source(name, text) for name, text in texts)))


def said(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.text for passage in message.passages] for message in document.messages}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def test_all_files_of_an_agent_belong_together() -> None:
    found = copilot_studio.members(EXAMPLE / "settings.mcs.yml")
    assert {"agent.mcs.yml", "Device.mcs.yml", "Escalate.mcs.yml"} < {path.name for path in found}
    assert len(found) == 10
    assert all(copilot_studio.sniff(Source(path.name, path.read_text(encoding="utf-8"))) >= 0.9 for path in found)


def test_components_of_an_unpacked_solution_belong_together(tmp_path: Path) -> None:
    for name in ("a_bot.topic.Hello", "a_bot.topic.Bye", "b_bot.topic.Hello"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data").write_text(TOPIC.format(trigger="OnError", phrase="x"), encoding="utf-8")
    found = copilot_studio.members(tmp_path / "a_bot.topic.Hello" / "data")
    assert [path.parent.name for path in found] == ["a_bot.topic.Bye", "a_bot.topic.Hello"]


@pytest.mark.parametrize("text", ["kind: Deployment\n", "beginDialog: x\n", "actions:\n- kind: SendActivity\n", "kind: Topic"])
def test_other_yaml_is_no_topic(text: str) -> None:
    assert copilot_studio.sniff(Source("a.yml", text)) == 0


def test_a_topic_is_known_by_its_content_alone() -> None:
    assert copilot_studio.sniff(Source("data", TOPIC.format(trigger="OnError", phrase="x"))) == 0.95


def test_texts_are_read_as_they_are_shown_and_heard() -> None:
    found = said(example())
    assert found["ConversationStart/sendMessage_greet1"] == [
        "Hello, I am the virtual assistant of your telephone company.\nWhat can I do for you?",
        "My bill", "Talk to a person", "Explain my bill",
    ]  # fmt: skip
    assert found["ConversationStart/sendMessage_greet1 (voice)"][0] == "Hello, what can I do for you?"
    assert found["Device/sendMessage_router"] == ["Please switch it off, wait ten seconds and switch it on again."]
    assert found["ThankYou/sendMessage_welcome (2)"] == ["My pleasure 😊"]


def test_what_models_and_staff_get_is_no_copy() -> None:
    words = " ".join(text for texts in said(example()).values() for text in texts)
    for other in ("Never promise refunds", "Explains bills", "The customer asked for a person", "Greets the customer"):
        assert other not in words


def test_a_formula_is_a_variant_for_each_of_its_ways() -> None:
    found = [message for message in example().messages if message.node == "Bill/sendMessage_amount"]
    assert [(message.variant, message.passages[0].text) for message in found] == [
        ("1", "Your bill of \ufffc was due on \ufffc."),
        ("2", "Your bill is paid, thank you."),
    ]
    assert found[0].passages[0].slots == ("Topic.Amount", "Topic.Due")


def test_a_card_is_read_from_its_text_and_its_button_sends_a_form() -> None:
    (message,) = [message for message in example().messages if message.node == "Bill/card_pay03"]
    assert [(passage.role, passage.text) for passage in message.passages] == [
        ("reply", 'Pay "now" by card'), ("item", "Card number"), ("reply", "Please enter all 16 digits."), ("button", "Pay"),
    ]  # fmt: skip


def test_options_lead_to_the_branches_that_name_them() -> None:
    (flow,) = example().flows
    assert [way for way in ways(flow, "Bill/question_what01") if way[0][0].isupper()] == [
        ("The amount", "Bill/sendMessage_amount"),
        ("Pay it now", "Bill/card_pay03"),
        ("Something else", "Escalate"),
    ]
    device = next(menu for menu in menus(flow) if menu.node == "Device/question_device")
    assert device.announced == device.wired == ("Router", "Modem", "Telephone")
    assert {target for label, target in ways(flow, device.node) if label in ("Router", "Modem")} == {
        "Device/sendMessage_router"
    }
    assert ("no-match", "Escalate") in ways(flow, device.node)


def test_an_answer_that_is_not_understood_is_asked_for_again() -> None:
    (flow,) = example().flows
    assert ways(flow, "Bill/question_what01: unrecognizedPrompt") == [("always", "Bill/question_what01")]


def test_triggers_are_heard_at_the_start() -> None:
    (flow,) = example().flows
    assert flow.entry == "ConversationStart"
    heard = dict(ways(flow, "start"))
    assert heard["My bill"] == "Bill"
    assert heard["Talk to a person"] == "Escalate"
    assert heard["no-match"] == "Fallback"
    assert "EndOfConversation" not in heard.values()


def test_a_message_answers_trigger_phrases_or_the_option_that_was_chosen() -> None:
    before = {message.node: message.in_reply_to for message in example().messages}
    assert before["ThankYou/sendMessage_welcome"] == ("thanks", "thank you so much")
    assert before["Device/sendMessage_ticket"] == ("Telephone",)


def test_a_person_is_a_transfer_and_an_end_is_an_end() -> None:
    (flow,) = example().flows
    assert (metrics(flow).choices_to_human, metrics(flow).human) == (1, ("Escalate/transfer_1",))
    assert {node.id: node.kind for node in flow.nodes}["EndOfConversation/end_1"] == "end"


def test_a_topic_that_was_called_goes_back_to_what_called_it() -> None:
    (flow,) = agent(
        Ask="OnRecognizedIntent|  - {kind: BeginDialog, dialog: x.topic.Sub}\n  - {kind: SendActivity, id: b, activity: Hi}\n",
        Sub="OnRedirect|  - {kind: SendActivity, id: a, activity: Before}\n",
    ).flows
    assert ways(flow, "Sub/a") == [("always", "Ask/b")]
    assert ways(flow, "Ask") == [("always", "Sub")]


def test_a_topic_that_is_not_there_may_be_anything_and_comes_back() -> None:
    (flow,) = agent(Ask="OnRecognizedIntent|  - {kind: BeginDialog, id: c, dialog: x.topic.Gone}\n").flows
    assert {node.id: node.kind for node in flow.nodes}["Ask/c"] == "elsewhere"
    assert ways(flow, "Ask/c") == [("always", "start")]


def test_an_unknown_kind_of_action_widens_the_flow() -> None:
    (flow,) = agent(Ask="OnRecognizedIntent|  - {kind: BeamUp, id: c}\n  - {kind: SetVariable, id: d}\n").flows
    assert {node.id: node.kind for node in flow.nodes}["Ask/c"] == "unknown"
    assert "Ask/d" not in {node.id for node in flow.nodes}


def test_jumps_in_circles_end() -> None:
    (flow,) = agent(
        A="OnRecognizedIntent|  - {kind: GotoAction, id: g, actionId: h}\n  - {kind: GotoAction, id: h, actionId: g}\n",
        B="OnRecognizedIntent|  - {kind: ReplaceDialog, id: r, dialog: C}\n",
        C="OnRecognizedIntent|  - {kind: ReplaceDialog, id: r, dialog: B}\n",
    ).flows
    assert {"A", "B", "C", "start"} <= {node.id for node in flow.nodes}


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        ("=Topic.A = 'x.topic.T.main.q'.Yes", Comparison("topic.a", frozenset({"yes"}))),
        ("=Topic.A = 'x.topic.T.main.q'.'Not now'", Comparison("topic.a", frozenset({"not now"}))),
        ('=Text(Topic.A) = "b" || Topic.A = "c"', Comparison("topic.a", frozenset({"b", "c"}))),
        ("=!Topic.Done", Comparison("topic.done", frozenset({"true"}), True)),
        ("=Topic.Done", Comparison("topic.done", frozenset({"true"}))),
        ('=Topic.A <> "b"', Comparison("topic.a", frozenset({"b"}), True)),
        ("=Topic.Count < 3", UNTOLD),
        ("=IsBlank(Topic.A)", UNTOLD),
        ('=Topic.A = "b" || Topic.C = "d"', UNTOLD),
        ("", UNTOLD),
    ],
)
def test_conditions_tell_which_answer_they_are_for(condition: str, test: Comparison) -> None:
    assert read(condition) == test


@pytest.mark.parametrize(
    ("formula", "ways"),
    [
        ('"Hello " & Topic.Name & "!"', ["Hello \ufffc!"]),
        ('Concatenate("It is ", Text(Today(), "dd"), ".")', ["It is \ufffc."]),
        ('$"Hi {Topic.N}, {If(a, "x", "y")}"', ["Hi \ufffc, \ufffc"]),
        ('Switch(Topic.A, 1, "One ""day""", 2, "Two", "Many")', ['One "day"', "Two", "Many"]),
        ("Topic.A + 1", ["\ufffc"]),
        ("If(", ["\ufffc"]),
        ("", []),
    ],
)
def test_formulas_say_their_texts(formula: str, ways: list[str]) -> None:
    source = Source("a", formula)
    found = power_fx.readings((verbatim(source, 0, len(formula)),) if formula else ())
    assert [value.value for value in found if isinstance(value, String)] == ways


def test_a_record_in_a_formula_is_read_like_json() -> None:
    formula = '{type: "AdaptiveCard", \'$schema\': "x", body: [{text: "Hi " & N}, {text: If(a, "b", "c")}]}'
    found = power_fx.readings((verbatim(Source("a", formula), 0, len(formula)),))
    assert all(isinstance(value, Object) for value in found)
    assert [plain(value)["body"][1]["text"] for value in found] == ["b", "c"]
    assert isinstance(found[0], Object)
    assert isinstance(found[0].members["body"], Array)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_place_is_exact_whatever_the_line_ends(newline: str) -> None:
    document = example(newline)
    passages = [passage for message in document.messages for passage in message.passages]
    assert (len(document.problems), document.language) == (0, "en")
    assert [fault for passage in passages for fault in faults(passage)] == []


def test_a_byte_order_mark_moves_no_place(tmp_path: Path) -> None:
    path = tmp_path / "Hello.mcs.yml"
    text = TOPIC.format(trigger="OnError", phrase="x") + "  - {kind: SendActivity, activity: Sorry 😊!}\n"
    path.write_text(text, encoding="utf-8-sig")
    (message,) = parse.parse("copilot-studio", Bundle((discover.read(path),))).messages
    span = message.passages[0].span
    assert (span.text, span.source.position(span.start)) == ("Sorry 😊!", (8, 36))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("kind: AdaptiveDialog\nbeginDialog: [\n", 3),
        ('kind: AdaptiveDialog\nbeginDialog:\n  kind: "OnError\n', 3),
        ("kind: x: y\n", 1),
    ],
)
def test_broken_yaml_is_told_with_its_place_and_the_others_are_read(text: str, line: int) -> None:
    good = Source("Good.mcs.yml", TOPIC.format(trigger="OnError", phrase="x") + "  - {kind: SendActivity, activity: Sorry!}\n")
    document = parse.parse("copilot-studio", Bundle((Source("Bad.mcs.yml", text), good)))
    assert [problem.span.line for problem in document.problems] == [line]
    assert [passage.text for message in document.messages for passage in message.passages] == ["Sorry!"]


def test_a_long_dialog_without_a_trigger_is_looked_at_once() -> None:
    """Ways to read an indented line must not multiply from line to line: this would run for longer than anybody waits."""
    text = "kind: AdaptiveDialog\nbeginDialog:\n" + "      some: line\r\n" * 2_000
    assert copilot_studio.sniff(Source("notes.txt", text)) == 0
