"""Long sentences: what counts as a word, where a sentence ends, and what is no sentence at all."""

from __future__ import annotations

import re
import time

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Document, Message, Passage, Source
from servicelint.model.pieces import verbatim
from servicelint.trial import lint_example

WORDS = "we have put your new ticket in the post and it should be with you in a day or two if the boat can leave at all"


def flagged(text: str, language: str = "en", **example: str) -> list[str]:
    """The sentences of a text that are too long."""
    linter = Linter(built_in(), (built_in().rules["long-sentence"],))
    found = lint_example(linter, {"format": "text", "language": language, "channel": "email", "text": text, **example})
    return [finding.span.text for finding in found]


def words(count: int) -> str:
    """A sentence of so many words."""
    return "We " + " ".join(WORDS.split()[1:count]) + "."


@pytest.mark.parametrize(("count", "channel", "long"), [(25, "email", 0), (26, "email", 1), (20, "voice", 0), (21, "voice", 1)])
def test_one_word_more_than_a_reader_or_a_listener_takes_in_is_too_many(count: int, channel: str, long: int) -> None:
    assert len(flagged(words(count), channel=channel)) == long


def test_only_the_longest_sentence_of_a_passage_is_flagged() -> None:
    assert flagged(f"{words(26)} {words(27)} {words(26)}") == [words(27)]


@pytest.mark.parametrize(
    "text",
    [
        words(25)[:-1] + ": " + words(25),
        words(25)[:-1] + " (or the day after, or the one after that, but surely before the end of the week).",
        "For you in the box are a lamp, a cable, two feet, four screws, a key, a cloth, a bag, a card, a pen, a note, a map.",
        "To book a seat press 1, to hear all of the timetable press 2, and to speak to the people in the office press 0, "
        "or if you want to hear all of this again press the star key.",
        "Harbour Ferries\n12 Quay Road\nNorth Pier\nPort Town\nTelephone 0123 456\nOffice open from nine to five\nOn all days "
        "of the week\nBut not on the first of May",
    ],
)
def test_lists_brackets_menus_addresses_and_what_follows_a_colon_are_counted_for_themselves(text: str) -> None:
    assert not flagged(text)


def test_a_placeholder_and_an_address_are_one_word_each() -> None:
    text = words(24)[:-1] + " {{ first_name }}."
    assert not flagged(text)
    assert flagged(text[:-1] + " https://harbour.example/a/long/way/to/the/page now.")


def test_a_sentence_goes_on_over_lines_that_are_wrapped() -> None:
    one = words(26)
    wrapped = re.sub(r"(?:\S+ ){9}", lambda line: line[0].rstrip() + "\n", one)
    assert flagged(wrapped) == [wrapped]


def test_a_button_and_a_heading_are_no_sentences() -> None:
    assert not flagged(f"<h1>{words(30)}</h1><button>{words(30)}</button>", format="html")
    assert flagged(f"<p>{words(30)}</p>", format="html")


def test_languages_without_a_pack_are_counted_too() -> None:
    assert flagged("Wij " + "hebben uw kaartje vandaag op de post gedaan en " * 4 + "klaar.", "nl")


def test_a_row_of_names_is_no_sentence() -> None:
    assert not flagged(" ".join(["Porto Ancona Bari Vlore Split Corfu Patras Durres"] * 4), "en")


@pytest.mark.parametrize("text", ["(" * 20_000, "a, " * 20_000, ": " * 20_000, "a\n " * 20_000, "[" * 9_000 + "x " * 90])
def test_hostile_text_takes_no_long_time(text: str) -> None:
    source = Source("mail.txt", text)
    passage = Passage("m/0", (verbatim(source, 0, len(text)),))
    linter = Linter(built_in(), (built_in().rules["long-sentence"],))
    found = Document(Bundle((source,)), "text", (Message("m", "company", "email", (passage,)),), language="en")
    start = time.perf_counter()
    linter.lint(found)
    assert time.perf_counter() - start < 2
