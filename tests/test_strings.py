"""Catalogues of strings: what is copy, how a string can be read, and which strings are one mail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from servicelint.formats.strings import parse
from servicelint.formats.strings.copy import is_copy
from servicelint.formats.strings.entry import Entry
from servicelint.formats.strings.mails import groups
from servicelint.formats.strings.ways import ways
from servicelint.model import Bundle, Message, Source
from servicelint.model.pieces import verbatim


def entries(strings: dict[str, str]) -> Iterator[Entry]:
    """Strings under keys that are written with slashes."""
    for key, text in strings.items():
        yield Entry(tuple(key.split("/")), (verbatim(Source("a.json", text), 0, len(text)),), "json")


def mails(strings: dict[str, str]) -> dict[str, int]:
    """The mails among the strings, and how many strings each has."""
    return {group.id: len(group.entries) for group in groups(entries(strings)) if group.mail}


def shown(text: str, marks: str = "") -> list[tuple[str, ...]]:
    """Every way to read the string, as its passages."""
    (entry,) = entries({"key": text})
    return [tuple(passage.shown for passage in way.passages) for way in ways(entry, marks=marks)]


def names(text: str) -> list[str]:
    (entry,) = entries({"key": text})
    return [way.name for way in ways(entry)]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "42", "%", "users.new", "first_name", "Spree::Order", "logo.png", "/orders/new", "https://example.com/a?b=c",
        "shop@example.com", "#ff0000", "rgb(0, 0, 0)", "true", "false", "~", "%d/%m/%Y", "%B %d, %Y", "%H:%M", "%n %u",
        "DD/MM/YYYY", "dd.MM.yyyy HH:mm", "d/m/Y", "h:mm A",
    ],
)  # fmt: skip
def test_formats_addresses_keys_and_switches_are_no_copy(text: str) -> None:
    assert not is_copy(("a",), text)


@pytest.mark.parametrize(
    "text",
    [
        "Yes", "E-mail", "Más", "Мы", "保存", "Your order %s of %d items", "%{count} days", "Add", "Sì/No", "Loading...",
        "Mail us at shop@example.com", "See https://example.com for more", "10 % off", "a", "Email:", "iPhone",
    ],
)  # fmt: skip
def test_words_are_copy(text: str) -> None:
    assert is_copy(("a",), text)


def test_the_key_of_a_format_tells_what_its_value_hides() -> None:
    assert not is_copy(("date", "formats", "long"), "%d de %B")
    assert not is_copy(("number", "currency", "format", "unit"), "lei")
    assert is_copy(("export", "format"), "Choose how the file is written")


def test_placeholders_are_slots() -> None:
    (entry,) = entries({"key": "Hi %{name}, {{count}} of %total% for $t(who), @:who, { when }, __where__ and <0/>."})
    (way,) = ways(entry)
    assert way.passages[0].slots == ("name", "count", "total", "who", "who", "when", "where", "0")


def test_names_after_a_colon_are_slots_where_the_catalogue_marks_them_so() -> None:
    (entry,) = entries({"key": "Hello :name, see you at 12:30: bye"})
    assert [ways(entry, marks=marks)[0].passages[0].slots for marks in ("", ":")] == [(), ("name",)]


def test_what_is_nothing_but_placeholders_is_left_out() -> None:
    assert shown("%{amount} %{unit}") == []
    assert shown("<b>{{amount}}</b>") == []
    assert shown("{n, plural, one {#} other {#}}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{n, plural, =0 {None} one {# day} other {# days}} left", ["None left", "# day left", "# days left"]),
        ("{who, select, female {Dear Mrs} other {Dear}} {name}", ["Dear Mrs {name}", "Dear {name}"]),
        ("{n, selectordinal, one {#st} other {#th}} visit", ["#st visit", "#th visit"]),
        ("Paid on {when, date, long}.", ["Paid on {when, date, long}."]),
        ("it''s {n, plural, other {# o''clock}}", ["it's # o'clock"]),
        ("{0} No mail|{1} One mail|[2,*] %count% mails", ["No mail", "One mail", "%count% mails"]),
        ("One mail|:count mails", ["One mail", ":count mails"]),
        ("no apples | one apple | {count} apples", ["no apples", "one apple", "{count} apples"]),
        ("There is one apple|There are apples", ["There is one apple", "There are apples"]),
        ("Home | Shop", ["Home | Shop"]),
        ("Yes|No", ["Yes|No"]),
        ("{{ name | upper }} | Shop", ["{{ name | upper }} | Shop"]),
        ("{n, plural, one {never closed", ["{n, plural, one {never closed"]),
    ],
)
def test_each_form_of_a_string_is_read(text: str, expected: list[str]) -> None:
    assert [" ".join(passages) for passages in shown(text)] == expected


def test_forms_are_named_after_what_chooses_them() -> None:
    assert names("{n, plural, one {a day} other {# days}}") == ["`n one`", "`n other`"]
    assert names("{0} No mail|[1,*] Mail") == ["{0}", "[1,*]"]
    assert names("one only") == [""]


def test_an_icu_form_may_hold_another() -> None:
    text = "{who, select, her {She has {n, plural, one {# mail} other {# mails}}} other {They have {n} mails}}."
    assert {words for (words,) in shown(text)} == {"She has # mail.", "She has # mails.", "They have {n} mails."}


def test_markup_is_read_as_the_customer_sees_it() -> None:
    assert shown("<p>Hello<br>Anna &amp; Ben</p><p>Bye</p>") == [("Hello\nAnna & Ben", "Bye")]
    assert shown("Read the <1>terms</1> and <link>rules</link>.") == [("Read the terms and rules.",)]
    assert shown("1 < 2 and 3 > 2") == [("1 < 2 and 3 > 2",)]


def test_markup_keeps_its_links() -> None:
    (entry,) = entries({"key": 'See <a href="https://example.com/help">help</a>.'})
    assert ways(entry)[0].links == ("https://example.com/help",)


def test_line_ends_part_paragraphs() -> None:
    assert shown("Dear {name},\n\nwe are\nback.\n- one\n- two") == [("Dear {name},", "we are\nback.", "one", "two")]


LABELS = {
    "contact/subject": "Subject",
    "contact/message": "Tell us in a few words what we can do for you",
    "contact/send": "Send",
}


@pytest.mark.parametrize(
    ("strings", "expected"),
    [
        ({"user_mailer/welcome/subject": "Welcome", "user_mailer/welcome/thanks": "Thanks"}, {"user_mailer.welcome": 2}),
        (
            {"devise/mailer/unlock/greeting": "Hi", "devise/mailer/unlock/text": "Your account is open again."},
            {"devise.mailer.unlock": 2},
        ),
        (
            {"a_mailer/b/subject": "B", "a_mailer/b/c/subject": "C", "a_mailer/b/c/text": "D"},
            {"a_mailer.b": 1, "a_mailer.b.c": 2},
        ),
        (
            {"welcomeEmail/subject": "Nice to meet you", "welcomeEmail/cta": "Open the shop and look around"},
            {"welcomeEmail": 2},
        ),
        (
            {"emails/welcome/subject": "Welcome!", "emails/welcome/body": "We are glad that you are here."},
            {"emails.welcome": 2},
        ),
        ({"emails/welcome/greeting": "Hello!", "emails/welcome/intro": "We are glad."}, {"emails.welcome": 2}),
        (
            {"order/shipped/subject": "It is on its way", "order/shipped/body": "Your order left us today at noon."},
            {"order.shipped": 2},
        ),
        ({"mail.welcome.subject": "Nice to meet you", "mail.welcome.body": "So good to see you here"}, {"mail.welcome": 2}),
        (
            {"welcome_email_subject": "Nice to meet you", "welcome_email_body": "We are glad that you came."},
            {"welcome_email": 2},
        ),
        ({"mail_subject_lost": "Your new password", "mail_body_lost": "Click here to change your password:"}, {"mail_lost": 2}),
        ({"orderShippedSubject": "On its way", "orderShippedBody": "Your order left us today."}, {"orderShipped": 2}),
        ({"mail/lost/subject": "您的新密码已经准备好了", "mail/lost/body": "请点击以下链接来修改您的密码："}, {"mail.lost": 2}),
    ],
)
def test_the_strings_of_a_mail_are_one_message(strings: dict[str, str], expected: dict[str, int]) -> None:
    assert mails(strings) == expected


@pytest.mark.parametrize(
    "strings",
    [
        LABELS,
        {"attributes/mail/subject": "The subject", "attributes/mail/body": "The text that we send to them"},
        {"email/form/subject": "Your subject here", "email/form/body": "Write here what you want to say"},
        {"email_subject": "Email subject", "email_body": "Email body"},
        {"change_email/title": "A new address", "change_email/hint": "We send a code to your new address."},
        {"mailer/smtp/host": "Host", "mailer/smtp/port": "Port"},
        {"user_mailer/shared/footer": "You get this mail because you are a customer."},
        {"settings/email": "E-mail", "settings/subject": "Where should we send what you order from us?"},
        {"Please add a subject": "Bitte geben Sie einen Betreff an", "Your mail": "Ihre Mail an uns und alle anderen"},
        {f"mailer/all/text_{n}": f"Text {n} runs over several words" for n in range(61)},
    ],
)
def test_labels_hints_and_long_sections_are_no_mail(strings: dict[str, str]) -> None:
    assert mails(strings) == {}


def read(text: str, path: str = "locales/en.json", **settings: str) -> list[Message]:
    return list(parse(Bundle((Source(path, text),), settings=tuple(settings.items()))).messages)


MAIL = """{"order_mailer": {"shipped": {"cta": "See the order", "regards": "Your team", "body": "It left us today.",
 "greeting": "Hello,", "title": "On its way", "preview_text": "It left us", "subject": "Your order"}}}"""


def test_a_mail_begins_with_its_subject_and_ends_with_its_regards() -> None:
    (mail,) = read(MAIL)
    assert [(passage.role, passage.shown) for passage in mail.passages] == [
        ("subject", "Your order"),
        ("preheader", "It left us"),
        ("heading", "On its way"),
        ("paragraph", "Hello,"),
        ("button", "See the order"),
        ("paragraph", "It left us today."),
        ("paragraph", "Your team"),
    ]


def test_the_channel_is_mail_where_the_key_names_one_and_what_is_configured_before_all() -> None:
    text = '{"user_mailer": {"shared": {"footer": "Bye"}}, "save_email": "Save the address", "hello": "Hello"}'
    assert [message.channel for message in read(text)] == ["email", "unknown", "unknown"]
    assert {message.channel for message in read(text, channel="chat")} == {"chat"}


def test_every_form_of_every_string_is_in_one_reading_of_a_mail() -> None:
    text = (
        '{"a_mailer": {"b": {"subject": "{n, plural, one {A day} other {# days}} left",'
        ' "c_one": "one visit in all this time", "c_few": "few visits", "c_other": "{{count}} visits"}}}'
    )
    found = read(text)
    assert [[passage.shown for passage in message.passages] for message in found] == [
        ["A day left", "one visit in all this time"],
        ["# days left", "few visits"],
        ["# days left", "{{count}} visits"],
    ]
    assert [message.variant for message in found] == ["`n one`, one", "`n other`, few", "`n other`, other"]


def test_a_file_whose_name_says_nothing_says_what_is_expected() -> None:
    (problem,) = parse(Bundle((Source("catalogue.bin", "a: b"),))).problems
    assert problem.what.startswith("The name of this file says nothing of its strings; expected ")
    assert ".yml" in problem.what
