"""When a greeting greets nobody, and when a name beside it makes up for that."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

LIBRARY = built_in()


def flagged(text: str, form: str = "text") -> list[str]:
    linter = Linter(LIBRARY, (LIBRARY.rules["impersonal"],))
    return [
        finding.span.text
        for finding in lint_example(linter, {"format": form, "language": "en", "channel": "email", "text": text})
    ]


@pytest.mark.parametrize("end", ["", ",", "!", ":", ".", " –", "\nyour order is ready."])
def test_a_greeting_ends_where_its_line_or_its_clause_ends(end: str) -> None:
    assert flagged(f"Dear Customer{end}") == ["Dear Customer"]


@pytest.mark.parametrize("more", [" Anna,", " {{ name }},", ", {{ name }}!", " Relations,", " Number One,"])
def test_a_word_or_slot_behind_it_may_be_the_name(more: str) -> None:
    assert flagged(f"Dear Customer{more}\n\nYour order is ready.") == []


@pytest.mark.parametrize("before", ["Rail Ltd\n", "* ", "“", "1 May\n\n"])
def test_a_greeting_may_stand_on_a_later_line(before: str) -> None:
    assert flagged(f"{before}Dear passenger,\nyour train leaves at 10.") == ["Dear passenger"]


def test_words_inside_a_sentence_greet_nobody() -> None:
    assert flagged("Thank you from all of us, dear customer.\n\nWe call every guest a dear guest.") == []


def test_a_slot_before_the_greeting_is_the_name() -> None:
    assert flagged("{{ name }}, dear customer,\n\nyour order is ready.") == []


def test_only_the_first_greeting_of_a_message_is_flagged() -> None:
    assert flagged("Dear customer,\n\nyour order is ready.\n\nDear customer,\n\ncome again.") == ["Dear customer"]


@pytest.mark.parametrize(
    "text",
    [
        "<p>{% if name %}Dear {{ name }}{% else %}Dear customer{% endif %},</p><p>Hello.</p>",
        "<p>Dear {% if name %}{{ name }}{% else %}customer{% endif %},</p><p>Hello.</p>",
        "<h1>Hello {{ name }}</h1><p>Dear customer,</p>",
    ],
)
def test_the_fallback_of_a_greeting_by_name_is_good_practice(text: str) -> None:
    assert flagged(text, "html") == []


def test_a_branch_that_has_nothing_to_do_with_the_name_changes_nothing() -> None:
    text = "<p>Dear customer,</p><p>{% if late %}Your order {{ number }} is late.{% else %}It is here.{% endif %}</p>"
    assert flagged(text, "html") == ["Dear customer"]


def test_a_public_notice_has_no_name_to_use() -> None:
    assert flagged("Notice to all residents\n\nDear residents,\n\nthe water is off on Monday.") == []
