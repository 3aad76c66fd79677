"""Clipped goodbyes: all that a sentence says, and nothing warm beside it."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

LIBRARY = built_in()
LINTER = Linter(LIBRARY, (LIBRARY.rules["rushed-closing"],))


def said(text: str) -> list[str]:
    example = {"format": "transcript", "language": "en"}
    return [finding.span.text for finding in lint_example(LINTER, example, f"Customer: That is all.\nAgent: {text}\n")]


@pytest.mark.parametrize("text", ["ok thanks bye", "K, bye!", "It ships today. Thanks bye.", "Thank you goodbye"])
def test_a_goodbye_in_one_breath_is_flagged(text: str) -> None:
    assert len(said(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, goodbye.",
        "Thank you. Goodbye.",
        "Thanks, bye! Enjoy the concert in Ghent.",
        "Ok, bye the way it ships today.",
        "Write “ok bye” to end the chat.",
    ],
)
def test_a_goodbye_with_breath_warmth_or_another_sense_is_let_be(text: str) -> None:
    assert said(text) == []


def test_a_message_is_flagged_once() -> None:
    assert said("Thanks bye. Ok bye.") == ["Thanks bye"]
