"""A rule's page, for the terminal and as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from servicelint.explain import Evidence, Example, RulePage, as_markdown, as_text, in_language
from servicelint.terminal import Style, width

PAGE = RulePage(
    id="sure-reply",
    quality="courtesy",
    since="0.1",
    severity="error",
    summary="A reply to a customer's thanks that brushes it off.",
    why="A customer who says thanks gives you something. An answer like “sure” hands it back, and sounds bored.",
    instead="Accept the thanks.",
    better=("You're welcome", "My pleasure"),
    languages=("en", "it"),
    formats=("rasa", "transcript"),
    evidence=(Evidence("A survey of callers", "They notice.", "study", "In chats fewer do.", "https://example.com/a"),),
    bad=(
        Example(
            "utter_thanks:\n  - text: Sure thing, {first_name}!",
            "en",
            "rasa",
            ("Sure thing",),
            "utter_thanks:\n  - text: Welcome!",
        ),
    ),
    good=(Example("Sure, one moment.", because="It grants a request."),),
)
ESCAPE = re.compile(r"\x1b\[[\d;]*m")


def test_the_page_says_everything_there_is_to_say() -> None:
    said = " ".join(as_text(PAGE, Style(width=200)).split())
    for words in (PAGE.summary, PAGE.why, PAGE.instead, *PAGE.better, *PAGE.languages, *PAGE.formats):
        assert words in said
    for words in (
        "“Sure thing”",
        "It grants a request.",
        "They notice.",
        "(study)",
        "In chats fewer do.",
        "https://example.com/a",
    ):
        assert words in said


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_page_fits_the_terminal(columns: int) -> None:
    assert max(width(line) for line in as_text(PAGE, Style(width=columns)).splitlines()) <= columns


def test_colour_changes_nothing_but_the_colour() -> None:
    plain, coloured = as_text(PAGE, Style()), as_text(PAGE, Style(color=True))
    assert "\x1b" not in plain
    assert coloured != plain
    assert ESCAPE.sub("", coloured) == plain


def test_examples_keep_their_indentation() -> None:
    lines = as_text(PAGE, Style()).splitlines()
    assert "  │   - text: Sure thing, {first_name}!" in lines
    assert "  │   - text: Welcome!" in lines


def test_a_rule_with_little_to_say_has_no_empty_headings() -> None:
    bare = RulePage("x", "care", "0.1", "hint", "A summary.", "", "")
    assert as_text(bare, Style()) == "x  hint, care, since 0.1\n\nA summary.\n"
    assert as_markdown(bare) == "# x\n\n*hint, care, since 0.1*\n\nA summary.\n"


def test_markdown_shows_copy_as_it_is_and_prose_without_markup() -> None:
    page = RulePage(
        "x", "care", "0.1", "hint", "No *stars* and <b>tags</b> for [first_name](x).", "", "",
        bad=(Example("```\nDear *you*\n```"),),
    )  # fmt: skip
    said = as_markdown(page)
    assert r"No \*stars\* and \<b\>tags\</b\> for \[first\_name\](x)." in said
    assert "````text\n```\nDear *you*\n```\n````" in said


def test_markdown_links_the_evidence_and_shows_the_fix() -> None:
    said = as_markdown(PAGE)
    assert "- [A survey of callers](https://example.com/a) (study): They notice. *But:* In chats fewer do." in said
    assert "Flags “Sure thing”. Becomes:\n\n```text\nutter_thanks:\n  - text: Welcome!\n```" in said


def test_hostile_examples_command_no_terminal() -> None:
    said = as_text(RulePage("x", "care", "0.1", "hint", "S.", "", "", bad=(Example("a\x1b[2J\u202eb"),)), Style())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said)


def test_on_a_terminal_examples_are_those_of_the_readers_language() -> None:
    examples = tuple(Example(f"Text {code}", code) for code in ("en", "it", "it", ""))
    page = RulePage("x", "care", "0.1", "hint", "S.", "", "", bad=examples, good=examples)
    assert [one.language for one in in_language(page, "it").bad] == ["it", "it", ""]
    assert "2 more in other languages" in as_text(in_language(page, "it"), Style())
    assert in_language(replace(page, bad=examples[:3]), "ro").others == 0
