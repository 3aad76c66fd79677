"""What a mail points at, and how it may be there without looking like it."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

LIBRARY = built_in()
POINTS = "Hello,\n\nplease use the link below.\n\n"


def flagged(text: str, form: str = "text") -> list[str]:
    linter = Linter(LIBRARY, (LIBRARY.rules["missing-reference"],))
    return [
        finding.span.text
        for finding in lint_example(linter, {"format": form, "language": "en", "channel": "email", "text": text})
    ]


@pytest.mark.parametrize(
    "there",
    [
        "https://clinic.example/visit",
        "www.clinic.example",
        "{{ confirmation_url }}",
        "{{ token }}",
        "Confirm: {{ it }}",
        "Confirm ({{ it }})",
        "https://{{ domain }}/visit",
        "{{ confirmUrl }} is yours",
    ],
)
def test_an_address_or_a_slot_that_may_be_one_is_the_link(there: str) -> None:
    assert flagged(POINTS + there) == []


@pytest.mark.parametrize("other", ["See you, {{ name }}", "Your number: {{ order_number }}", "{{ total_amount }}", "See you"])
def test_a_slot_for_something_else_is_no_link(other: str) -> None:
    assert flagged(POINTS + other) == ["link below"]


def test_what_is_missing_is_missing_once() -> None:
    assert flagged(f"{POINTS}Once more: the link below.\n\nBye") == ["link below"]


@pytest.mark.parametrize(
    "button",
    [
        '<a href="{{ url }}"><img src="b.png" alt=""></a>',
        '<table><tr><td><a href="https://clinic.example/v">Confirm</a></td></tr></table>',
        "<button>Confirm</button>",
        '{% include "button.html" %}',
    ],
)
def test_a_button_may_be_drawn_in_many_ways(button: str) -> None:
    assert flagged(f"<p>Hello {{{{ name }}}},</p><p>please use the button below.</p>{button}", "html") == []


def test_a_link_that_only_unsubscribes_is_no_button() -> None:
    text = "<p>Hello,</p><p>please use the button below.</p><a href='https://clinic.example/unsubscribe'>Bye</a>"
    assert flagged(text, "html") == ["button below"]


def test_a_string_of_a_catalogue_does_not_show_the_whole_mail() -> None:
    assert flagged("<p>Use the link below.</p>", "html") == []
    assert (
        flagged("en:\n  mailer:\n    confirm:\n      text: Please use the link below.\n      more: Thank you.\n", "strings")
        == []
    )


@pytest.mark.parametrize(
    ("points", "there"),
    [
        ("Call us on the number below.", "0800 123 456"),
        ("Enter the code below.", "SPRING"),
        ("Fill in the form below.", "Name: ______"),
        ("Our prices are in the table below.", "- bread 2\n- milk 1"),
    ],
)
def test_numbers_codes_forms_and_tables_are_known_by_how_they_look(points: str, there: str) -> None:
    assert flagged(f"{points}\n\n{there}\n\nBye") == []
    assert flagged(f"{points}\n\nBye") != []


def attached(part: str) -> str:
    return (
        "From: Clinic <desk@clinic.example>\nTo: anna@example.org\nSubject: Your visit\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        f"Please find the invoice attached.\n\n{part}--b--\n"
    )


def test_only_a_mail_with_its_envelope_shows_what_is_attached() -> None:
    pdf = '--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="i.pdf"\n\nAAAA\n'
    assert flagged(attached(""), "eml") == ["Please find the invoice attached"]
    assert flagged(attached(pdf), "eml") == []
    assert flagged("Please find the invoice attached.\n\nBye") == []
    assert flagged("From: desk@clinic.example\nSubject: Your visit\n\nPlease find the invoice attached.\n\nBye") == []
