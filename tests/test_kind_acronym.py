"""Acronyms: which ones count, what explains them, and what only looks like one."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.trial import lint_example


def flagged(text: str, language: str = "en", **example: str) -> list[str]:
    """The acronyms that the rule flags in a text."""
    linter = Linter(built_in(), (built_in().rules["unexplained-acronym"],))
    found = lint_example(linter, {"format": "text", "language": language, "channel": "email", "text": text, **example})
    return [finding.span.text for finding in found]


def test_an_acronym_is_flagged_once_a_message() -> None:
    assert flagged("Write the RMA on the box. The RMA is on your receipt.\n\nNo RMA, no refund, and no SKU either.") == [
        "RMA",
        "SKU",
    ]


def test_the_s_of_a_plural_is_no_part_of_it() -> None:
    assert flagged("Please list all SKUs of the order.") == ["SKU"]


@pytest.mark.parametrize(
    "text",
    [
        "Your return number (RMA) is 5512. Put the RMA on the box.",
        "Put the RMA (return number) on the box.",
        "RMA stands for the return number.",
        "The RMA, that is, the number of your return, is on the receipt.",
        "Ask for a return merchandise authorisation. The RMA comes by e-mail.",
        "RMA – the number of your return – is on the receipt.",
    ],
)
def test_words_beside_it_or_with_its_initials_explain_it(text: str) -> None:
    assert not flagged(text)


def test_it_may_be_explained_in_another_paragraph() -> None:
    assert not flagged("Please write the RMA on the box.\n\nYour number (RMA) is 5512.")


def test_a_customer_who_says_it_knows_it() -> None:
    chat = "Customer: Where do I find the {}?\nAgent: The RMA is on your receipt."
    assert not flagged(chat.format("RMA"), format="transcript", channel="chat")
    assert flagged(chat.format("number"), format="transcript", channel="chat") == ["RMA"]


@pytest.mark.parametrize(
    "text",
    [
        "Her name is Noc, and sku is no word.",
        "Thank you for writing. ^RMA",
        "See harbour.example/RMA/form for the page.",
        "PUT THE RMA ON THE BOX NOW",
        "Fill in the PDF form, the VAT form and the GDPR form.",
    ],
)
def test_small_letters_signatures_addresses_shouts_and_what_everybody_knows_are_let_be(text: str) -> None:
    assert not flagged(text)


def test_a_form_with_letters_for_a_name_is_the_company_s_own() -> None:
    assert flagged("Please sign your TQF form.") == ["TQF"]
    assert not flagged("Please sign your Tqf form, the third form.")
