"""Transcripts: which lines are turns, where conversations end, and which files are transcripts at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.formats import transcript
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults

EXAMPLES = Path(__file__).parents[1] / "examples" / "transcript"


def parse(text: str, **settings: str) -> Document:
    return transcript.parse(Bundle((Source("talk.txt", text),), settings=tuple(settings.items())))


def turns(text: str) -> list[tuple[str, str, str]]:
    return [(p.turn, m.speaker, p.text) for m in parse(text).messages for p in m.passages]


@pytest.mark.parametrize(
    "line",
    [
        "Agent: Hello",
        "agent:Hello",
        "  Agent :  Hello  ",
        "[10:02] Agent: Hello",
        "10:02 Agent: Hello",
        "10.02.33 - Agent: Hello",
        "[2024-05-01 10:02] Agent: Hello",
        "(10:02 AM) Agent: Hello",
        "Agent [10:02]: Hello",
        "Agent (Anna): Hello",
        "Anna (agent): Hello",
        "Agent 2: Hello",
        "**Agent:** Hello",
        "**Agent**: Hello",
        "- **Agent (Anna):** Hello",
        "* [10:02] __Agent:__ Hello",
        "Operatore: Hello",
        "Оператор: Hello",
        "Consultantă: Hello",
        "Conseillère: Hello",
        "Atendente: Hello",
        "Mitarbeiterin: Hello",
        "Asesor: Hello",
    ],
)
def test_a_line_with_the_label_of_a_role_is_a_turn(line: str) -> None:
    assert turns(line) == [("1/0", "company", "Hello")]
    (message,) = parse(line).messages
    assert message.passages[0].span.start == line.index("Hello")
    assert not message.bot


@pytest.mark.parametrize("line", ["Note: Hello", "Anna: Hello", "Support hours: 9 to 5", "Agent Hello", "https://agent: x"])
def test_other_words_before_a_colon_are_no_label(line: str) -> None:
    assert turns(line) == []


def test_a_turn_goes_on_over_the_lines_without_a_label() -> None:
    text = "Agent: One,\r\n   two: 2\r\nthree  \r\nCustomer: Four"
    assert turns(text) == [("1/0", "company", "One,\ntwo: 2\nthree"), ("1/1", "customer", "Four")]
    passage = parse(text).messages[0].passages[0]
    assert list(faults(passage)) == []
    assert passage.place(5, 8).line == 2


def test_a_blank_line_or_a_rule_or_a_heading_ends_a_conversation() -> None:
    text = "Customer: Thanks\n\nAgent: Sure\n---\nAgent: Hi\n# Next\nlost words\nAgent: Bye\n"
    document = parse(text)
    assert document.conversation
    assert [message.id for message in document.messages] == ["1/0", "2/0", "3/0", "4/0"]
    assert all(message.in_reply_to == () for message in document.messages)


def test_a_reply_knows_what_was_said_before() -> None:
    messages = parse("Customer: Thanks 😀\nCustomer: Bye\nAgent: Sure\nBot: Rate us").messages
    assert [(m.id, m.bot, m.in_reply_to) for m in messages] == [
        ("1/0", False, ()),
        ("1/2", False, ("Thanks 😀\nBye",)),
        ("1/3", True, ("Thanks 😀\nBye",)),
    ]


def test_the_header_or_the_configuration_declares_language_and_channel() -> None:
    text = "---\nlanguage: ro\nchannel: voice\n---\nAgent: Bună ziua\n"
    assert (parse(text).language, parse(text).messages[0].channel) == ("ro", "voice")
    assert (parse(text, language="ru").language, parse("Agent: Hi").messages[0].channel) == ("ru", "chat")


@pytest.mark.parametrize(
    "text",
    [
        "Customer: Hi\nAgent: Hello",
        "# Chat 12\n\nAgent: Hello\nit is long\nand longer\nand longer\nCustomer: Hi",
        "Agent: Hello\n\nAgent: Bye",
        "---\nlanguage: it\n---\nCliente: Salve\nBot: Salve",
    ],
)
def test_a_file_in_which_labelled_turns_prevail_is_a_transcript(text: str) -> None:
    assert transcript.sniff(Source("talk.md", text)) > 0.5
    assert transcript.sniff(Source("-", text)) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Agent: Hello",
        "Dear Anna,\n\nyour order is here.\n\nSupport: help@shop.example\n",
        "Dear Anna,\n\nyour order is here:\n\nOrder: 12\nCustomer: Anna\nTotal: 3\n\nSupport: call us\nThe shop",
        "Note: one\nHint: two",
    ],
)
def test_a_mail_that_has_such_a_line_is_no_transcript(text: str) -> None:
    assert transcript.sniff(Source("mail.txt", text)) == 0


def test_a_file_of_another_kind_is_no_transcript() -> None:
    assert transcript.sniff(Source("stories.yml", "user: hi\nbot: hello")) == 0


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_examples_read_without_a_fault(path: Path) -> None:
    source = Source(str(path), path.read_text(encoding="utf-8"))
    document = transcript.parse(Bundle((source,)))
    assert transcript.sniff(source) > 0.5
    assert {message.speaker for message in document.messages} == {"company", "customer"}
    assert [fault for m in document.messages for p in m.passages for fault in faults(p)] == []
