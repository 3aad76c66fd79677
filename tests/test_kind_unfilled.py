"""What a draft left open: found in any language, and told from slots, masks, forms and anonymous records."""

from __future__ import annotations

import pytest

from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Document, Message, Passage, Source
from servicelint.model.pieces import verbatim
from servicelint.trial import lint_example


def flagged(text: str, language: str = "en", **example: str) -> list[str]:
    """The words that the rule flags."""
    linter = Linter(built_in(), (built_in().rules["unfilled-placeholder"],))
    found = lint_example(linter, {"format": "text", "language": language, "channel": "email", "text": text, **example})
    return [finding.span.text for finding in found]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Call XXX for help.", "XXX"),
        ("Pay by xx.xx.xxxx, please.", "xx.xx.xxxx"),
        ("Pay by ХХ/ХХ/ХХХХ, please.", "ХХ/ХХ/ХХХХ"),
        ("You saved XX% today.", "XX"),
        ("It costs $[x].", "[x]"),
        ("We come in [N] minutes.", "[N]"),
        ("Dear ____, good morning.", "____"),
        ("TODO: opening hours", "TODO"),
        ("We open on TBD in the harbour.", "TBD"),
        ("Welcome to EDITED, your harbour.", "EDITED"),
        ("Hello undefined!", "undefined"),
        ("Total: NaN", "NaN"),
        ("Total: €NaN", "NaN"),
        ("Dear null,", "null"),
        ("Your address is [object Object].", "[object Object]"),
        ("LOREM IPSUM dolor", "LOREM IPSUM"),
        ("placeholder", "placeholder"),
    ],
)
@pytest.mark.parametrize("language", ["en", "it", "ro", "ru", "pl"])
def test_signs_of_a_draft_are_found_in_every_language(language: str, text: str, place: str) -> None:
    assert flagged(text, language) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "Your card XXXX 1234 and XXXX-XXXX-4471.",
        "Your card ****-XXXX.",
        "Size XXL or XXXL.",
        "Super Bowl XXX is on Sunday.",
        "Lots of love xxx",
        "Your code has the form XXX-XXX-XXX.",
        "Name: __________",
        "_______________________",
        "Es ist TODO CLARO, todo bien.",
        "An undefined number of guests, null and void, says nan.",
        "Null",
        "[x] I agree to the terms [ ] I do not",
        "See [1], [sic] and [2].",
        "[URGENT] [Ticket #204] [EXTERNAL] Your order",
        "[beep] Leave your message [music]",
        "https://harbour.example/xxx-xxx-xxxx",
        "[Website] (https://harbour.example)",
        "Reply with [name] and [date].",
        "Fill in the field “Company name”.",
        "We promised you a placeholder in the queue.",
    ],
)
def test_masks_forms_states_and_plain_words_are_no_drafts(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize("brackets", ["[{}]", "<{}>"])
@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "NAME"), ("en", "Company Name, LLC"), ("en", "your job title"), ("en", "insert the date of your visit"),
        ("it", "Nome Cliente"), ("it", "inserire importo"), ("it", "data di consegna"),
        ("ro", "NUMELE CLIENTULUI"), ("ro", "introduceți data"), ("ro", "număr comandă"),
        ("ru", "Имя клиента"), ("ru", "вставьте ссылку"), ("ru", "ФИО менеджера"),
    ],
)  # fmt: skip
def test_a_name_of_what_belongs_there_stands_in_brackets(language: str, name: str, brackets: str) -> None:
    wanted = brackets.format(name)
    assert flagged(f"Ferry 12, {wanted}, 2024.", language) == [wanted]


@pytest.mark.parametrize(
    "text", ["[Track your order]", "[Order history and details]", "[Acme Ferries]", "[Update your address]"]
)
def test_other_words_in_brackets_are_copy(text: str) -> None:
    assert flagged(f"{text} for you") == []


def test_a_variable_of_the_file_s_own_syntax_is_filled_by_a_program() -> None:
    assert flagged("<p>Dear {{ name }}, your order {{ order.number }} is here.</p>", format="html") == []


def test_a_record_of_what_was_said_hides_names_on_purpose() -> None:
    talk = "Customer: I am [NAME], my number is XXX.\nAgent: Thank you, [NAME]. Is it XXX or ____?\n"
    assert flagged(talk, format="transcript") == []
    assert flagged("Agent: Thank you, undefined.\n", format="transcript") == ["undefined"]


@pytest.mark.parametrize("part", ["xx-", "[", "{{", "a _", "< ", '"', "[a", "«a", "TODO"])
def test_long_input_takes_no_time(part: str) -> None:
    source = Source("mail.txt", part * 30_000)
    passage = Passage("m/0", (verbatim(source, 0, len(source.text)),))
    linter = Linter(built_in(), (built_in().rules["unfilled-placeholder"],))
    found = linter.lint(Document(Bundle((source,)), "text", (Message("m", "company", "email", (passage,)),), language="en"))
    assert len(found) <= 1
