"""Mails: what their reader is shown of them, and where it is written."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from servicelint.formats import eml
from servicelint.model import Bundle, Document, Message, Source
from servicelint.model.pieces import faults
from servicelint.parse import recognise

EXAMPLES = Path(__file__).parents[1] / "examples" / "eml"
HEADER = "From: Lamp & Co. <help@shop.example>\nSubject: Your order\nMIME-Version: 1.0\n"


def parse(written: str, path: str = "mails/order.eml", encoding: str = "utf-8", **settings: str) -> Document:
    document = eml.parse(Bundle((Source(path, written, encoding),), settings=tuple(settings.items())))
    assert [fault for m in document.messages for p in m.passages for fault in faults(p)] == []
    for message in document.messages:
        ids = [passage.id for passage in message.passages]
        assert len(set(ids)) == len(ids)
    return document


def copy(message: Message) -> list[tuple[str, str]]:
    return [(passage.role, passage.shown) for passage in message.passages]


def body(written: str) -> list[str]:
    """What is shown below the subject of a mail that has one form."""
    (message,) = parse(f"{HEADER}{written}").messages
    return [passage.shown for passage in message.passages if passage.role not in ("sender", "subject")]


def example(name: str, newline: str = "\n") -> Document:
    return parse((EXAMPLES / name).read_text(encoding="utf-8").replace("\n", newline), name)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mail_in_two_forms_is_one_message_read_twice(newline: str) -> None:
    document = example("parcel-delayed.eml", newline)
    assert document.problems == ()
    text, rich = document.messages
    assert [(m.id, m.variant, m.speaker, m.channel) for m in (text, rich)] == [
        ("parcel-delayed", "text", "company", "email"),
        ("parcel-delayed", "HTML", "company", "email"),
    ]
    both = [
        ("sender", "Maya at Lamp & Co. <help@shop.example>"),
        ("subject", "Your parcel arrives on Thursday – and the delivery is on us"),
        ("paragraph", "Dear {{ first_name }},"),
    ]
    assert copy(text)[:3] == copy(rich)[:3] == both
    assert ("button", "Follow your parcel") in copy(rich)
    assert copy(text)[-1] == copy(rich)[-1]
    assert text.links == rich.links == ("https://shop.example/orders/48213", "cid:receipt.pdf")
    assert {passage.carrier for passage in rich.passages} == {"plain", "encoded"}
    assert text.passages[2].slots == ("first_name",)


def test_every_word_of_an_encoded_part_is_found_in_its_line() -> None:
    _, rich = example("parcel-delayed.eml").messages
    passage = next(passage for passage in rich.passages if "£" in passage.text)
    at = passage.text.index("£")
    assert passage.place(at, at + 1).text == "&pound;"
    at = passage.text.index("Thursday")
    assert passage.place(at, at + 8).text == "Thu=\nrsday"


def test_a_reply_is_read_without_the_mail_it_answers() -> None:
    document = example("visita-tecnico.eml")
    (message,) = document.messages
    assert copy(message)[1] == ("subject", "Re: La visita del tecnico è mercoledì 18 marzo")
    assert copy(message)[3][1].endswith("viene da Lei mercoledì 18 marzo alle 10; la visita è gratuita.")
    assert message.passages[-1].shown == "Marco Bini\nAssistenza caldaie"
    assert message.links == ()


def test_a_mail_in_another_character_set_is_read() -> None:
    (message,) = example("dostavka.eml").messages
    assert copy(message)[:3] == [
        ("sender", "Магазин Лампа <zakaz@lampa.example>"),
        ("subject", "Ваш заказ приедет в пятницу, 20 марта"),
        ("paragraph", "Здравствуйте, Ольга!"),
    ]
    assert {passage.carrier for passage in message.passages} == {"encoded"}
    assert message.passages[2].span.line == 10


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"Lamp & Co., Leeds" <help@shop.example>', "Lamp & Co., Leeds <help@shop.example>"),
        ('"The \\"Lamp\\"" <help@shop.example>', 'The "Lamp" <help@shop.example>'),
        ("=?utf-8?q?Caff=C3=A8?= <help@shop.example>", "Caffè <help@shop.example>"),
        ("<help@shop.example>", "help@shop.example"),
        ("help@shop.example", "help@shop.example"),
        ("{{ shop }} <{{ shop_email }}>", "{{ shop }} <{{ shop_email }}>"),
    ],
)
def test_the_sender_is_told_as_mail_programs_tell_it(written: str, expected: str) -> None:
    (message,) = parse(f"From: {written}\nSubject: a\n\nHello").messages
    assert copy(message)[0] == ("sender", expected)


def test_no_other_field_is_copy() -> None:
    written = "Received: from a\n\tby b\nTo: Robin\nCc: Kim\nDate: today\nReply-To: x\nSender: y\nX-Note: z\nSubject: Hi\n\nBye"
    (message,) = parse(written).messages
    assert copy(message) == [("subject", "Hi"), ("paragraph", "Bye")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("\nOne\nline.\n\n- item 😀\n", ["One\nline.", "item 😀"]),
        ("Content-Type: text/html\n\n<p>Caf&eacute;</p>", ["Café"]),
        ("\n<!DOCTYPE html><html><body><p>No type</p></body></html>", ["No type"]),
        ("Content-Type: text/html\n\n<title>No</title><p>Yes</p>", ["Yes"]),
        ("Content-Type: text/calendar\n\nBEGIN:VCALENDAR", []),
        ("Content-Type: text/html\n\n<p>Yes</p><div class=gmail_quote>No</div>", ["Yes"]),
        ("Content-Type: text/html\n\n<p>Yes</p><p>On 1 May 2026, Anna &lt;a@b.example&gt; wrote:</p>", ["Yes"]),
        ("Content-Type: text/html\n\n<p>Yes</p><p><b>From:</b> Anna<br><b>Sent:</b> today<br></p><p>No</p>", ["Yes"]),
        ("\nYes\n\n> No\n", ["Yes"]),
    ],
)
def test_only_the_writer_s_own_words_are_copy(written: str, expected: list[str]) -> None:
    assert body(written) == expected


def test_an_entity_keeps_its_place_in_quoted_printable() -> None:
    written = f"{HEADER}Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>R&amp;D =3D caf=\n=C3=A9</p>"
    (message,) = parse(written).messages
    passage = message.passages[-1]
    assert passage.text == "R&D = café"
    assert passage.place(1, 2).text == "&amp;"
    assert passage.place(9, 10).text == "=C3=A9"


MIXED = """Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/related; boundary=r

--r
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain

Plain
--a
Content-Type: text/x-amp-html

<p>Amp</p>
--a
Content-Type: text/html

<p>Rich <img src="cid:logo"></p>
--a--
--r
Content-Type: image/png; name="logo.png"
Content-ID: <logo>
Content-Disposition: inline

iVBORw0KGgo=
--r--
--m
Content-Type: text/plain; name="terms.txt"
Content-Disposition: attachment; filename*=utf-8''terms%20%C3%A0.txt

Nobody reads terms.
--m
Content-Type: message/rfc822

Subject: No

No
--m
Content-Type: text/plain

Footer
--m--
"""


def test_parts_are_shown_as_a_mail_program_shows_them() -> None:
    text, rich = parse(HEADER + MIXED).messages
    assert [passage.shown for passage in text.passages[2:]] == ["Plain", "Footer"]
    assert [passage.shown for passage in rich.passages[2:]] == ["Rich", "Footer"]
    assert text.links == rich.links == ("cid:terms à.txt", "cid:attachment")


def test_branches_multiply_with_the_forms() -> None:
    branch = "{% if late %}Sorry{% else %}Thanks{% endif %}"
    written = (
        f"{HEADER}Content-Type: multipart/alternative; boundary=a\n\n"
        f"--a\n\n{branch}, Anna\n--a\nContent-Type: text/html\n\n<p>{branch}, Anna</p>\n--a--\n"
    )
    messages = parse(written).messages
    assert [(m.variant, m.passages[-1].shown) for m in messages] == [
        ("text, `late`", "Sorry, Anna"),
        ("text, else of `late`", "Thanks, Anna"),
        ("HTML, `late`", "Sorry, Anna"),
        ("HTML, else of `late`", "Thanks, Anna"),
    ]


def test_an_empty_form_is_no_reading() -> None:
    written = "Content-Type: multipart/alternative; boundary=a\n\n--a\n\n\n--a\nContent-Type: text/html\n\n<p>Hi</p>\n--a--\n"
    (message,) = parse(HEADER + written).messages
    assert message.variant is None


def test_every_mail_of_an_mbox_is_read() -> None:
    one = "From help@shop.example Mon Mar 16 08:12:01 2026\nFrom: a@b.example\nSubject: One\n\nFirst.\nFrom there on\n\n"
    document = parse(one + one.replace("One", "Two").replace("First", "Second"), "sent.mbox")
    assert [(m.id, m.passages[1].shown) for m in document.messages] == [("sent/1", "One"), ("sent/2", "Two")]
    assert document.messages[0].passages[2].shown == "First.\nFrom there on"


def test_a_file_read_as_western_text_is_read_by_what_its_parts_declare() -> None:
    words = "Спасибо за заказ".encode("koi8-r").decode("latin-1")
    (message,) = parse(f"{HEADER}Content-Type: text/plain; charset=koi8-r\n\n{words}", encoding="latin-1").messages
    assert message.passages[-1].shown == "Спасибо за заказ"


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("Subject: Hi\nDear Anna,\n\nbye", "empty line between the header and the text"),
        (f"{HEADER}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbye", "never closed"),
        (f"{HEADER}Content-Type: multipart/mixed; boundary=b\n\nbye", "do not begin where it says"),
        (f"{HEADER}Content-Transfer-Encoding: base64\n\n{base64.b64encode(b'bye').decode()}\n!", "no base64"),
    ],
)
def test_a_broken_mail_is_a_problem_with_its_place(written: str, what: str) -> None:
    document = parse(written)
    assert [what in problem.what for problem in document.problems] == [True]
    assert document.problems[0].what.endswith(".")
    assert document.messages


@pytest.mark.parametrize("end", range(0, 1900, 37))
def test_a_mail_cut_off_anywhere_is_read_as_far_as_it_goes(end: int) -> None:
    parse((EXAMPLES / "parcel-delayed.eml").read_text(encoding="utf-8")[:end])


@pytest.mark.parametrize(
    ("path", "written", "expected"),
    [
        ("a.eml", HEADER + "\nHi", "eml"),
        ("a", "Return-Path: <a@b.example>\n" + HEADER + "\nHi", "eml"),
        ("a.mbox", "From a Mon Mar 16 08:12:01 2026\n" + HEADER + "\nHi", "eml"),
        ("a.txt", "Subject: Your order\nFrom: Lamp\n\nHi", "text"),
        ("a.http", "Content-Type: text/plain\nDate: today\n\nHi", None),
    ],
)
def test_a_mail_is_known_by_its_header(path: str, written: str, expected: str | None) -> None:
    assert recognise(Source(path, written)) == expected


def test_the_configuration_has_the_last_word_on_language_and_channel() -> None:
    document = parse(HEADER + "\nHi", language="en", channel="sms")
    assert (document.language, document.messages[0].channel) == ("en", "sms")


def test_a_long_mail_is_read_in_good_time() -> None:
    words = base64.encodebytes(("<p>Ваш заказ приедет в пятницу.</p>\n" * 3000).encode()).decode()
    document = parse(f"{HEADER}Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{words}")
    assert len(document.messages[0].passages) == 3002
