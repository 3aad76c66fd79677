"""A reply that leaves something out: only where it is known what the customer said, and once a message."""

from __future__ import annotations

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

COMPLAINT = "Customer: My suitcase arrived broken and I am really upset.\n"


def flagged(text: str) -> list[str]:
    linter = Linter(built_in(), (built_in().rules["missing-empathy"],))
    found = lint_example(linter, {"format": "transcript", "language": "en", "text": text})
    return [finding.span.text for finding in found if finding.severity == "warning"]  # no thanks is a hint


def test_the_first_sentence_of_a_cold_reply_is_flagged_once() -> None:
    assert flagged(COMPLAINT + "Agent: The form is on the second page. Send it back by Friday.") == [
        "The form is on the second page."
    ]


def test_a_greeting_is_passed_over() -> None:
    assert flagged(COMPLAINT + "Agent: Hello Anna! The form is on the second page of the site.") == [
        "The form is on the second page of the site."
    ]


def test_a_reply_that_feels_with_the_customer_is_left_alone() -> None:
    assert flagged(COMPLAINT + "Agent: I am so sorry about your suitcase. The form is on the second page.") == []


def test_where_nobody_knows_what_the_customer_said_nothing_is_missed() -> None:
    assert flagged("Agent: The form is on the second page. Send it back by Friday.") == []
