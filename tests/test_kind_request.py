"""Requests without a please: what asks is told from what tells, offers, answers and explains."""

from __future__ import annotations

import json

import pytest

from servicelint.config import Config
from servicelint.discover import Wish, from_text
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Finding
from servicelint.run import read

LIBRARY = built_in()
LINTER = Linter(LIBRARY, (LIBRARY.rules["request-without-please"],))


def found(text: str, form: str, channel: str = "", language: str = "en") -> list[Finding]:
    config = Config(data={"channel": channel} if channel else {})
    return [f for unit in from_text(text, "copy", config, Wish(form, language)).units for f in LINTER.lint(read(unit))]


def said(*turns: str, channel: str = "chat") -> list[str]:
    """What is flagged in the turns of an agent who answers a customer."""
    spoken = [{"role": "customer", "text": "Hello"}, *({"role": "agent", "text": turn} for turn in turns)]
    line = json.dumps({"id": "1", "channel": channel, "turns": spoken}, ensure_ascii=False)
    return [finding.span.text for finding in found(line + "\n", "conversation")]


def mailed(text: str) -> list[str]:
    return [finding.span.text for finding in found(text, "text", "email")]


@pytest.mark.parametrize(
    "text",
    [
        "Send us your flight number.",
        "Thanks! Also send us your flight number.",
        "@hana Send us your flight number.",
        "__cust__ Send us your flight number.",
        "Hi Hana, send us your flight number.",
        "For the refund of the fee send us your flight number.",
        "Have a look at the slip and send us your flight number.",
        "If so, send us your flight number.",
    ],
)
def test_a_request_is_heard_wherever_a_clause_begins(text: str) -> None:
    assert [flagged.lower() for flagged in said(text)] in (["send us your flight number"], ["and send us your flight number"])


@pytest.mark.parametrize(
    "text",
    [
        "You can call the desk, send us your flight number or wait.",
        "I asked them to send us your flight number.",
        "We check the list and confirm the date.",
        "Never send us your card number.",
        "If the gate changes, send us your flight number.",
        "Send us your flight number whenever you like.",
        "1. Send us your flight number.",
        "Thank you. Could we have your name? Send us your flight number.",
        "Send us your flight number. Thank you!",
        "Kindly send us your flight number.",
    ],
)
def test_who_tells_offers_counts_or_asks_kindly_is_let_be(text: str) -> None:
    assert said(text) == []


def test_thanks_for_something_else_before_a_request_is_no_please() -> None:
    assert said("Thank you for waiting. Send us your flight number.") == ["Send us your flight number"]


def test_a_please_two_sentences_away_asks_for_something_else() -> None:
    assert said("Please hold. I am looking. Nothing yet. Give me the flight number.") == ["Give me the flight number"]


def test_a_sentence_that_goes_on_in_the_next_turn_has_its_please() -> None:
    assert said("Then please note it down:", "Send us your flight number.") == []
    assert said("It was noted down.", "Send us your flight number.") == ["Send us your flight number"]


def test_one_please_is_enough_for_all_that_a_turn_asks() -> None:
    assert said("Tell me your name. Give me your address. Send me your order number.") == ["Tell me your name"]


@pytest.mark.parametrize("text", ["Flight number?", "And your flight number?", "Novak, and your first name?"])
def test_a_noun_with_a_question_mark_asks(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "What is your first name, surname?",
        "The flight number? It is on your ticket.",
        "Flight number: 471",
        "What is your (given) name?",
    ],
)
def test_a_noun_that_ends_a_question_or_echoes_one_does_not(text: str) -> None:
    assert said(text) == []


def test_a_list_in_a_mail_has_the_please_of_the_line_above() -> None:
    assert mailed("Would you please do two things?\n\n- Send us a copy of the bill.\n") == []
    assert mailed("You asked about the bill.\n\n- Send us a copy of the bill.\n") == ["Send us a copy"]


def test_a_voice_prompt_gets_a_hint_and_a_menu_nothing() -> None:
    prompt = found("<Response><Say>Enter your card number. Enter your code.</Say></Response>", "twiml")
    assert [(finding.severity, finding.span.text) for finding in prompt] == [("hint", "Enter your card number")]
    assert found("<Response><Say>To send us your flight number, press 1.</Say></Response>", "twiml") == []


def test_a_person_on_the_phone_is_no_prompt() -> None:
    call = {"id": "1", "channel": "voice", "turns": [{"role": "agent", "text": "Give me your card number."}]}
    assert [finding.severity for finding in found(json.dumps(call) + "\n", "conversation")] == ["warning"]


def test_a_button_in_a_catalogue_of_strings_asks_for_nothing() -> None:
    catalogue = 'msgid "code"\nmsgstr "Send me a code"\n\nmsgid "lost"\nmsgstr "Send us your order number."\n'
    assert [finding.span.text for finding in found(catalogue, "po")] == ["Send us your order number"]


def test_a_long_text_of_requests_is_read_in_time() -> None:
    assert len(said("Send us your number and " * 5000)) == 1
