"""GOV.UK Notify: fields, and words that only some people see."""

from __future__ import annotations

from test_templates import names, read, shown, slots

from servicelint.syntax.templates import family_of


def test_words_after_two_question_marks_are_a_branch() -> None:
    written = "((is late??You are late by a day.)) Dear ((first name))"
    assert family_of(written) == "notify"
    assert shown(written) == ["You are late by a day. Dear ((first name))", " Dear ((first name))"]
    assert names(written) == ["`is late`", "else of `is late`"]
    assert slots(written) == ["first name"]


def test_the_words_keep_their_place_over_several_lines() -> None:
    written = "((renewal??Bring:\r\n* your card)) or not"
    first, _ = read(written)
    assert first.pieces[0].span.start == written.index("Bring")
    assert first.pieces[0].text == "Bring:\r\n* your card"


def test_the_words_may_hold_brackets_and_fields() -> None:
    assert shown("((late??You are ((days)) days (or more) late.))!") == ["You are ((days)) days (or more) late.!", "!"]
    assert slots("((late??You are ((days)) days (or more) late.))!") == ["days"]


def test_brackets_alone_are_no_sign_of_notify() -> None:
    assert family_of("Really?? (yes) ((name))") is None
    assert shown("((") == ["(("]
