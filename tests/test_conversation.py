"""Conversations as JSON Lines: turns, messages, who answers whom, and what is wrong with a broken line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from servicelint.formats import conversation
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults
from servicelint.syntax.roles import voice

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
EXAMPLES = Path(__file__).parents[1] / "examples" / "conversation"


def parse(*lines: object, **settings: str) -> Document:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return conversation.parse(Bundle((Source("talk.jsonl", text),), settings=tuple(settings.items())))


def talk(*turns: tuple[str, str], **more: object) -> dict[str, object]:
    return {"id": "c", **more, "turns": [{"role": role, "text": text} for role, text in turns]}


def test_consecutive_turns_of_one_speaker_are_one_message_that_answers_the_other_side() -> None:
    document = parse(talk(("agent", "Hi"), ("client", "One"), ("customer", "Two"), ("rep", "Three"), ("Support", "Four")))
    first, second, third = document.messages
    assert document.conversation
    assert (first.id, first.speaker, first.in_reply_to) == ("c/0", "company", ())
    assert (second.id, second.speaker, second.in_reply_to) == ("c/1", "customer", ("Hi",))
    assert (third.id, third.speaker, third.in_reply_to) == ("c/3", "company", ("One\nTwo",))
    assert [(p.id, p.turn, p.role, p.text) for p in third.passages] == [
        ("c/3", "c/3", "turn", "Three"),
        ("c/4", "c/4", "turn", "Four"),
    ]


def test_a_person_who_takes_over_from_a_bot_answers_the_customer() -> None:
    document = parse(talk(("user", "Thanks"), ("bot", "One moment"), ("agent", "Sure"), ("user", "Bye")))
    assert [(m.bot, m.in_reply_to) for m in document.messages] == [
        (False, ()),
        (True, ("Thanks",)),
        (False, ("Thanks",)),
        (False, ("One moment\nSure",)),
    ]


def test_after_somebody_unknown_nobody_answers_anything() -> None:
    document = parse(talk(("customer", "Thanks"), ("narrator", "A pause."), ("agent", "Sure")))
    assert [(m.speaker, m.in_reply_to) for m in document.messages] == [
        ("customer", ()),
        ("unknown", ()),
        ("company", ()),
    ]


def test_an_empty_turn_says_nothing_and_keeps_its_number() -> None:
    document = parse(talk(("agent", "Hi"), ("customer", " \n"), ("agent", "Are you there?")))
    assert [(m.id, m.in_reply_to) for m in document.messages] == [("c/0", ()), ("c/2", ())]
    assert document.problems == ()


def test_channel_and_language_come_from_the_line_then_from_the_configuration() -> None:
    document = parse(talk(("agent", "Ciao"), channel="voice", language="it"), talk(("agent", "Hi")), channel="sms")
    assert [(m.channel, m.passages[0].language) for m in document.messages] == [("voice", "it"), ("sms", "")]
    assert parse(talk(("agent", "Hi"))).messages[0].channel == "chat"
    assert parse(talk(("agent", "Hi")), language="ro").language == "ro"


def test_a_conversation_without_an_id_has_the_number_of_its_line() -> None:
    document = parse("", talk(("agent", "Hi"), id=None), talk(("agent", "Hi"), id=7))
    assert [message.id for message in document.messages] == ["2/0", "7/0"]


def test_places_are_exact_with_crlf_emoji_and_escapes() -> None:
    text = '{"turns": []}\r\n{"id": "x", "turns": [{"role": "agent", "text": "👋 caff\\u00e8, \\"ok\\""}]}\r\n'
    source = Source("talk.jsonl", text)
    (message,) = conversation.parse(Bundle((source,))).messages
    (passage,) = message.passages
    assert passage.text == '👋 caffè, "ok"'
    assert source.position(passage.place(0, 1).start) == (2, text.splitlines()[1].index("👋") + 1)
    assert passage.place(6, 7).text == r"\u00e8"
    assert passage.carrier == "json"
    assert list(faults(passage)) == []


def test_a_broken_line_is_a_problem_at_its_place_and_the_others_are_read() -> None:
    document = parse(talk(("agent", "A")), '{"id": "b", "turns": [{"role"', talk(("agent", "C")))
    (problem,) = document.problems
    assert problem.span.source.position(problem.span.start) == (2, 30)
    assert [message.passages[0].text for message in document.messages] == ["A", "C"]


@pytest.mark.parametrize(
    ("line", "at", "what"),
    [
        ('["a"]', '["a"]', "one conversation"),
        ('{"id": "a"}', '{"id"', 'no "turns"'),
        ('{"turns": "hello"}', '"hello"', "no list"),
        ('{"turns": ["hello"]}', '"hello"', "A turn is an object"),
        ('{"turns": [{"role": 1, "text": "a"}]}', "1, ", '"role"'),
        ('{"turns": [{"role": "agent", "text": ["a"]}]}', '["a"]', '"text"'),
        ('{"turns": [{"role": "agent"}]}', '{"role"', '"text"'),
    ],
)
def test_a_wrong_shape_is_a_problem_that_says_what_was_expected(line: str, at: str, what: str) -> None:
    document = parse(line)
    (problem,) = document.problems
    assert problem.span.start == line.index(at)
    assert what in problem.what
    assert "expected" in problem.what
    assert document.messages == ()


def test_a_turn_that_cannot_be_read_does_not_make_its_neighbours_one() -> None:
    document = parse('{"id": "c", "turns": [{"role": "agent", "text": "a"}, 5, {"role": "agent", "text": "b"}]}')
    assert [message.id for message in document.messages] == ["c/0", "c/2"]


def test_conversations_are_known_by_their_first_line() -> None:
    line = json.dumps(talk(("agent", "Hi")))
    assert conversation.sniff(Source("-", f"\r\n{line}\n{line}")) > 0.9
    assert conversation.sniff(Source("a.jsonl", '{"event": "click"}')) == 0
    assert conversation.sniff(Source("a.json", '{\n "turns": []}')) == 0
    assert conversation.sniff(Source("a.jsonl", '{"turns": [')) == pytest.approx(0.1)


@pytest.mark.parametrize("name", ["Agent", "AGENT_2", "Оператор (Анна)", "Anna (Agent)", "conseillère", "customer-service"])
def test_people_of_the_company_are_known_by_their_role(name: str) -> None:
    assert voice(name) == ("company", False)


@pytest.mark.parametrize("name", ["bot", "Чат-бот", "chat_bot", "asistentă virtuală", "system", "AI agent"])
def test_programs_speak_for_the_company(name: str) -> None:
    assert voice(name) == ("company", True)


@pytest.mark.parametrize("name", ["Customer", "user", "Клиент 1", "Cliente", "pacientă", "Kundin", "usuário"])
def test_customers_are_known_by_their_role(name: str) -> None:
    assert voice(name) == ("customer", False)


@pytest.mark.parametrize("name", ["", "Anna", "Customer name", "Support hours", "Note"])
def test_other_words_are_no_role(name: str) -> None:
    assert voice(name).speaker == "unknown"


@pytest.mark.parametrize("path", sorted([*EXAMPLES.glob("*.jsonl"), *EXAMPLES.glob("*.ndjson")]), ids=lambda path: path.name)
def test_the_examples_read_without_a_fault(path: Path) -> None:
    check(path)


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus here")
def test_every_conversation_of_the_corpus_reads_without_a_fault() -> None:
    for path in CORPUS.rglob("*.jsonl"):
        check(path)


def check(path: Path) -> None:
    source = Source(str(path), path.read_bytes().decode("utf-8-sig"))
    document = conversation.parse(Bundle((source,)))
    assert document.problems == ()
    assert document.messages
    assert [fault for m in document.messages for p in m.passages for fault in faults(p)] == []
    written = [json.loads(line) for line in source.text.split("\n") if line.strip()]
    texts = [turn["text"] for talk in written for turn in talk["turns"] if turn["text"].strip()]
    assert [passage.text for message in document.messages for passage in message.passages] == texts


def test_placeholders_of_canned_replies_are_slots() -> None:
    source = Source("a.jsonl", '{"turns": [{"role": "agent", "text": "Hi {{first_name}}, \\u2764 by {due_date}"}]}')
    passage = conversation.parse(Bundle((source,))).messages[0].passages[0]
    assert passage.slots == ("first_name", "due_date")
    assert passage.shown == "Hi {{first_name}}, ❤ by {due_date}"
    assert list(faults(passage)) == []
