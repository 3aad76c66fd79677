"""Capitals and exclamation marks: what is a shout, what is only styled, and what is an acronym, a code or a name."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Document, Message, Passage, Source
from servicelint.model.pieces import verbatim
from servicelint.trial import lint_example


def flagged(text: str, language: str = "en", **example: str) -> list[tuple[str, str]]:
    """What the rule flags in a text: severity and words."""
    linter = Linter(built_in(), (built_in().rules["shouting"],))
    found = lint_example(linter, {"format": "text", "language": language, "channel": "email", "text": text, **example})
    return [(finding.severity, finding.span.text) for finding in found]


def shouts(text: str) -> int:
    """How often the rule flags a text that no reader looked at."""
    source = Source("mail.txt", text)
    passage = Passage("m/0", (verbatim(source, 0, len(text)),))
    linter = Linter(built_in(), (built_in().rules["shouting"],))
    return len(linter.lint(Document(Bundle((source,)), "text", (Message("m", "company", "email", (passage,)),), language="en")))


@pytest.mark.parametrize(
    ("language", "text", "shout"),
    [
        ("en", "Good morning. WE ARE SORRY about the noise.", "WE ARE SORRY"),
        ("en", "You have won. ACT FAST TODAY! It is yours.", "ACT FAST TODAY!"),
        ("it", "L'OFFERTA SCADE DOMANI, si affretti.", "L'OFFERTA SCADE DOMANI"),
        ("ro", "Rugăm călătorii: NU VĂ APROPIAȚI de margine.", "NU VĂ APROPIAȚI"),
        ("ru", "СРОЧНО ОПЛАТИТЕ СЧЁТ, иначе паром уйдёт без вас.", "СРОЧНО ОПЛАТИТЕ СЧЁТ"),
        (
            "de",
            "BITTE BEACHTEN SIE DIE GEÄNDERTEN ABFAHRTSZEITEN im Hafen.",
            "BITTE BEACHTEN SIE DIE GEÄNDERTEN ABFAHRTSZEITEN",
        ),
    ],
)
def test_a_run_of_words_in_capitals_shouts_in_any_language(language: str, text: str, shout: str) -> None:
    assert flagged(text, language) == [("warning", shout)]


@pytest.mark.parametrize(
    "text",
    [
        "Ask for the NASA AND ESA AND JAXA teams.",
        "Sent by UNICEF, UNESCO, OXFAM.",
        "The office is at VIA DEL PORTO 12, GENOVA GE.",
        "Write to INFO@HARBOUR-FERRY.EXAMPLE or open HTTPS://HARBOUR.EXAMPLE/TIMETABLE/SUMMER",
        "Your codes: AB12-CD34 EF56 GH78, WINTER_SALE_2024.",
        "I DO mean it, and so does A B C.",
        "Use the !important flag, or if (ready && !!sent).",
        "Really?! Yes! Good!",
    ],
)
def test_acronyms_lists_addresses_and_codes_do_not(text: str) -> None:
    assert flagged(text) == []


def test_a_slot_in_a_shout_does_not_end_it() -> None:
    page = "<p>YOUR ORDER {{ number }} HAS NOT BEEN PAID.</p>"
    assert flagged(page, format="html") == [("warning", "YOUR ORDER {{ number }} HAS NOT BEEN PAID.")]


def test_two_paragraphs_are_two_shouts() -> None:
    found = flagged("PLEASE READ THIS NOW.\n\nDO NOT CLOSE THE DOOR.\n")
    assert [words for _, words in found] == ["PLEASE READ THIS NOW.", "DO NOT CLOSE THE DOOR."]


def test_what_may_be_styling_is_a_hint() -> None:
    page = "<h1>HOW WE WILL HELP</h1><button>SEE ALL YOUR TICKETS</button><table><tr><th>PRICE FOR ONE PERSON</th></tr></table>"
    assert {severity for severity, _ in flagged(page, format="html")} == {"hint"}
    assert len(flagged(page, format="html")) == 3


def test_a_caller_does_not_hear_capitals() -> None:
    said = "PLEASE DO NOT HANG UP WHILE WE CONNECT YOU."
    page = f'<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"><form><block>{said}</block></form></vxml>'
    assert [severity for severity, _ in flagged(page, format="voicexml", channel="voice")] == ["hint"]


def test_marks_count_once_a_sentence_and_not_again_inside_a_shout() -> None:
    assert flagged("Wow!! Great!!! So good!!! Thanks.") == [("warning", "!!"), ("warning", "!!!"), ("warning", "!!!")]
    assert flagged("It is ready ! ! for you.") == [("warning", "! !")]
    assert flagged("THE LAST FERRY IS LEAVING NOW!!!") == [("warning", "THE LAST FERRY IS LEAVING NOW!!!")]


def test_long_input_takes_no_time() -> None:
    assert shouts("A" * 100_000) == 0
    assert shouts("! " * 50_000) == 1
    assert shouts("DO NOT REPLY TO US " * 5_000) == 1


def test_a_name_with_initials_is_no_shout() -> None:
    assert flagged("Thanks to\n\nKOWALSKA J A\n\nand all others.") == []
