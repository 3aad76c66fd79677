"""What counts as a way to answer a mail, and what its sender's address says."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example

LIBRARY = built_in()
NOT_READ = "Your seat is booked.\n\nPlease do not reply to this email.\n\n"


def flagged(text: str, form: str = "text", language: str | None = "en") -> list[str]:
    linter = Linter(LIBRARY, (LIBRARY.rules["no-reply"],))
    example = {"format": form, "channel": "email", "text": text} | ({"language": language} if language else {})
    return [finding.span.text for finding in lint_example(linter, example)]


def mail(sender: str, body: str, more: str = "") -> str:
    return f"From: {sender}\nTo: anna@example.org\n{more}Subject: Your seat\nContent-Type: text/plain\n\n{body}\n"


@pytest.mark.parametrize(
    "way",
    [
        "Write to desk@rail.example.",
        "Ring +44 20 7946 0123.",
        "Звоните: 8 (800) 123-45-67.",
        "Call us on {number}.",
        "Questions? {{ support_email }}",
        "Use the contact form on our site.",
        "To reply, log in to your account.",
    ],
)
def test_a_way_to_a_person_makes_up_for_a_mail_that_takes_no_answer(way: str) -> None:
    assert flagged(NOT_READ + way) == []


@pytest.mark.parametrize(
    "no_way",
    [
        "Your order 123456789 of 12.03.2026 costs 1 200.00.",
        "Sent by no-reply@rail.example.",
        "To stop these mails write to unsubscribe@rail.example.",
        "Hello {{ contact.first_name }}",
        "See you on 01.02.2026 10:30.",
    ],
)
def test_numbers_dates_and_addresses_that_nobody_reads_are_no_way(no_way: str) -> None:
    assert flagged(NOT_READ + no_way) == ["Please do not reply to this email"]


@pytest.mark.parametrize(
    ("target", "is_way"),
    [
        ("https://rail.example/support", True),
        ("mailto:desk@rail.example", True),
        ("tel:+442079460123", True),
        ("{{ supportUrl }}", True),
        ("https://rail.example", False),
        ("mailto:noreply@rail.example", False),
        ("https://rail.example/help/unsubscribe", False),
    ],
)
def test_the_target_of_a_link_tells_whether_it_leads_to_people(target: str, is_way: bool) -> None:
    found = flagged(f'<p>Please do not reply to this email.</p><p><a href="{target}">Here</a></p>', "html")
    assert (found == []) is is_way


def test_contact_us_is_a_way_only_where_a_link_may_lead_there() -> None:
    words = "<p>Please do not reply to this email.</p><p>Contact our support team</p>"
    assert flagged(words, "html")
    assert not flagged(words.replace("Contact our support team", '<a href="{{ url }}">Contact our support team</a>'), "html")


@pytest.mark.parametrize(
    "address", ["no-reply", "noreply", "donotreply", "do_not_reply", "orders-no-reply", "nicht-antworten", "non-rispondere"]
)
def test_a_sender_that_takes_no_replies_is_flagged_at_its_address(address: str) -> None:
    text = mail(f"Rail <{address}@rail.example>", "Your train leaves at 10 and your seat is by the window.")
    assert flagged(text, "eml") == [f"{address}@rail.example"]


@pytest.mark.parametrize("address", ["service", "reply", "norepairs", "anna.noreplyson"])
def test_a_sender_that_only_looks_alike_is_let_be(address: str) -> None:
    text = mail(f"Rail <{address}@rail.example>", "Your train leaves at 10 and your seat is by the window.")
    assert flagged(text, "eml") == []


def test_words_and_sender_together_are_flagged_once_at_the_words() -> None:
    text = mail("Rail <no-reply@rail.example>", "Your train leaves at 10. Please do not reply to this email.")
    assert flagged(text, "eml") == ["Please do not reply to this email"]


def test_an_invitation_to_reply_is_flagged_under_a_sender_that_takes_none() -> None:
    body = "Questions about your seat? Simply reply to this email."
    assert flagged(mail("Rail <no-reply@rail.example>", body), "eml") == ["reply to this email"]
    assert flagged(mail("Rail <desk@rail.example>", body), "eml") == []


def test_nothing_is_said_of_a_mail_in_a_language_whose_ways_are_not_known() -> None:
    body = "Hej, din bokning är klar och du kan ringa oss om du har frågor om din resa eller det som ingår."
    assert flagged(mail("Rail <no-reply@rail.example>", body), "eml", language=None) == []
