"""When a reply leaves out what the customer's words ask for, and where it says so."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

LIBRARY = built_in()
ANGRY = "Customer: This is ridiculous, the lift is still broken!"


def flagged(text: str, form: str = "transcript", language: str = "en") -> list[tuple[str, str]]:
    linter = Linter(LIBRARY, (LIBRARY.rules["missing-empathy"],))
    example = {"format": form, "language": language, "channel": "chat", "text": text}
    return [(finding.span.text, finding.severity) for finding in lint_example(linter, example)]


def test_the_first_sentence_of_the_reply_is_shown() -> None:
    assert flagged(f"{ANGRY}\nAgent: Please use the stairs. They are on the left.") == [("Please use the stairs.", "warning")]


@pytest.mark.parametrize("greeting", ["Hello!", "Good morning Anna.", "Hi there!"])
def test_a_short_greeting_is_passed_over(greeting: str) -> None:
    assert flagged(f"{ANGRY}\nAgent: {greeting} The stairs are on the left.") == [("The stairs are on the left.", "warning")]


def test_a_greeting_is_shown_where_nothing_else_is_said() -> None:
    assert flagged(f"{ANGRY}\nAgent: Hello!") == [("Hello!", "warning")]


def test_one_kind_word_anywhere_in_the_turn_is_enough_for_no_warning() -> None:
    said = f"{ANGRY}\nAgent: The stairs are on the left.\nAgent: Sorry about that. It is mended on Friday."
    assert [severity for _, severity in flagged(said)] == ["hint"]


def test_thanks_beside_the_kind_word_leave_nothing_to_say() -> None:
    assert flagged(f"{ANGRY}\nAgent: I'm sorry, and thank you for telling us. It is mended on Friday.") == []


@pytest.mark.parametrize("said", ["Where is the lift?", "I was so angry with myself.", "The lift is wonderful."])
def test_no_complaint_asks_for_nothing(said: str) -> None:
    assert flagged(f"Customer: {said}\nAgent: The stairs are on the left.") == []


def test_it_is_silent_where_it_is_unknown_what_the_customer_said() -> None:
    assert flagged("Use the stairs. They are on the left.", form="text") == []
    assert flagged("Agent: Use the stairs. They are on the left.") == []


def test_a_language_whose_kind_words_are_unknown_is_let_be() -> None:
    assert flagged(f"{ANGRY}\nAgent: Tag nyt trappen til venstre, tak.", language="da") == []
