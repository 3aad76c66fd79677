"""Mails as they are sent: fields, parts and characters, each knowing where it is written."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.model import Passage, Piece, Problem, Source
from servicelint.model.pieces import faults, text_of
from servicelint.syntax import mime
from servicelint.syntax.mime import Part, fields
from servicelint.syntax.mime.quoted import own_html, own_text

CHARSETS = ["utf-8", "iso-8859-2", "iso-8859-15", "windows-1252", "windows-1251", "koi8-r", "shift_jis", "gb2312", "euc-kr"]
CHARSETS += ["iso-2022-jp", "utf-7", "utf-16", "big5"]
SAYING = {
    "iso-8859-2": "Vă mulţumim",
    "windows-1251": "Спасибо, Ольга!",
    "koi8-r": "Спасибо, Ольга!",
    "shift_jis": "ありがとう表 ok",
    "iso-2022-jp": "ありがとう ok",
    "gb2312": "谢谢 ok",
    "big5": "謝謝功 ok",
    "euc-kr": "감사합니다 ok",
}


def read(written: str, encoding: str = "utf-8") -> tuple[Part, list[Problem]]:
    problems: list[Problem] = []
    source = Source("a.eml", written, encoding)
    return mime.read(source, 0, len(written), problems), problems


def said(part: Part) -> tuple[Piece, ...]:
    problems: list[Problem] = []
    pieces = part.text(problems)
    assert problems == []
    assert not pieces or list(faults(Passage("x", pieces))) == []
    return pieces


def field(written: str) -> fields.Field:
    part, _ = read(f"Subject: {written}\n\n")
    found = part.field("subject")
    assert found is not None
    assert not found.pieces or list(faults(Passage("x", found.pieces))) == []
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Your order", "Your order"),
        ("Your\n\torder\r\n  today", "Your order today"),
        ("=?utf-8?Q?Caf=C3=A9_=3F?=", "Café ?"),
        ("=?UTF-8?B?w4QgZ2l0w6A=?= e poi", "Ä gità e poi"),
        ("=?utf-8?q?one?= =?utf-8?q?two?=", "onetwo"),
        ("=?utf-8?q?one?=\n =?utf-8?b?dHdv?=", "onetwo"),
        ("a =?utf-8?q?one?= b", "a one b"),
        ("=?utf-8?q?half_=E2=82?= =?utf-8?q?=AC_more?=", "half € more"),
        ("=?koi8-r?B?89DB08nCzw==?=", "Спасибо"),
        ("=?utf-8*en?q?tongue?=", "tongue"),
        ("=?iso-8859-1?q?Oggi_=E8_luned=EC?=", "Oggi è lunedì"),
        ("=?iso-8859-1?q?dash_=96_here?=", "dash – here"),
        ("=?no-such-thing?q?=E9t=E9?=", "été"),
        ("=?utf-8?x?broken?= =?half", "=?utf-8?x?broken?= =?half"),
        ("=?utf-8?b?!!!?=", ""),
    ],
)
def test_a_field_says_what_a_mail_program_shows(written: str, expected: str) -> None:
    assert text_of(field(written).pieces) == expected


def test_an_encoded_word_is_found_character_by_character() -> None:
    found = field("Ok =?utf-8?Q?caff=C3=A8_caldo?=")
    whole = Passage("x", found.pieces)
    at = whole.text.index("è")
    assert whole.place(at, at + 1).text == "=C3=A8"
    assert whole.place(0, 2).text == "Ok"
    assert whole.verbatim(3, 6)
    assert not whole.verbatim(at, at + 1)
    assert found.encoded


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('text/plain; charset="utf-8"; format=flowed', {"charset": "utf-8", "format": "flowed"}),
        ('a/b; name="a \\"b\\";c.pdf"', {"name": 'a "b";c.pdf'}),
        ("a/b;\n name*=utf-8''caf%C3%A9%20a.pdf", {"name": "café a.pdf"}),
        ("a/b; name*0*=iso-8859-1'it'citt%E0; name*1=.pdf", {"name": "città.pdf"}),
        ('a/b; name="=?utf-8?q?caf=C3=A9?=.pdf"', {"name": "café.pdf"}),
        ("a/b; NAME=x ; name=y;;", {"name": "x"}),
        ("a/b", {}),
    ],
)
def test_parameters_are_told_apart(written: str, expected: dict[str, str]) -> None:
    assert dict(field(written).parameters) == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_quoted_printable_is_read_in_its_place(newline: str) -> None:
    lines = ["Content-Transfer-Encoding: quoted-printable", "Content-Type: text/plain; charset=utf-8", ""]
    lines += ["It costs =E2=82=AC5, soft =", "wrapped, 1 =3D 1.   ", "end =F0=9F=98=80 100=% =Z"]
    part, _ = read(newline.join(lines))
    whole = Passage("x", said(part))
    assert whole.text == newline.join(["It costs €5, soft wrapped, 1 = 1.", "end 😀 100=% =Z"])
    assert whole.place(9, 10).text == "=E2=82=AC"
    at = whole.text.index("wrapped")
    assert whole.place(at, at + 7).text == "wrapped"
    assert whole.verbatim(at, at + 7)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("way", ["quoted-printable", "base64"])
def test_every_character_set_is_read_in_either_encoding(charset: str, way: str) -> None:
    words = SAYING.get(charset, "Grazie à vous – ok" if charset.startswith(("utf", "windows-1252")) else "Grazie à vous")
    data = words.encode(charset)
    body = quopri.encodestring(data).decode() if way == "quoted-printable" else base64.encodebytes(data).decode()
    part, _ = read(f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {way}\n\n{body}")
    assert text_of(said(part)).strip() == words


def test_seven_bit_characters_are_read_as_they_were_meant() -> None:
    words = "ありがとう ok"
    body = words.encode("iso-2022-jp").decode("ascii")
    part, _ = read(f"Content-Type: text/plain; charset=iso-2022-jp\n\n{body}\n")
    assert text_of(said(part)) == f"{words}\n"


def test_a_body_that_is_text_already_stays_as_it_is() -> None:
    part, _ = read("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nperché")
    (piece,) = said(part)
    assert (piece.text, piece.kind) == ("perché", "verbatim")


def test_bytes_in_another_character_set_than_the_file_was_read_in_are_read_again() -> None:
    body = "Спасибо!".encode("koi8-r").decode("latin-1")
    part, _ = read(f"Content-Type: text/plain; charset=koi8-r\n\n{body}", "latin-1")
    assert text_of(said(part)) == "Спасибо!"
    part, _ = read("Content-Type: text/plain\n\nperch\xe9 \x80", "latin-1")
    assert text_of(said(part)) == "perché €"


def test_base64_may_be_wrapped_and_padded_anywhere() -> None:
    part, _ = read("Content-Transfer-Encoding: base64\n\nSGVs\nbG8\n=\nIHRoZ\nXJl\n\n")
    whole = Passage("x", said(part))
    assert whole.text == "Hello there"
    assert whole.place(0, 3).text == "SGVs"


@pytest.mark.parametrize(
    ("body", "expected", "problem"),
    [
        ("SGVs*bG8=", "Hello", "no base64"),
        ("SGVsbG8=\n-- \nlist footer!", "Hello", "no base64"),
        ("SGVsbG8hI", "Hello!", "stops in the middle"),
    ],
)
def test_bad_base64_is_a_problem_and_the_rest_is_read(body: str, expected: str, problem: str) -> None:
    part, _ = read(f"Content-Transfer-Encoding: base64\n\n{body}")
    problems: list[Problem] = []
    assert text_of(part.text(problems)).startswith(expected)
    assert [problem in found.what for found in problems] == [True] * len(problems) != []


def test_an_unknown_character_set_is_a_problem_and_is_guessed() -> None:
    part, _ = read("Content-Type: text/plain; charset=klingon-1\nContent-Transfer-Encoding: quoted-printable\n\nperch=E9")
    problems: list[Problem] = []
    assert text_of(part.text(problems)) == "perché"
    assert "klingon-1" in problems[0].what
    assert problems[0].span.line == 1


@pytest.mark.parametrize(
    ("flow", "body", "expected"),
    [
        ("flowed", "one \ntwo\nthree", "one two\nthree"),
        ("flowed; delsp=yes", "one \ntwo", "onetwo"),
        ("flowed", " >no quote\n-- \nMaya", " >no quote\n-- \nMaya"),
        ("fixed", "one \ntwo", "one \ntwo"),
    ],
)
def test_flowing_lines_go_on(flow: str, body: str, expected: str) -> None:
    part, _ = read(f"Content-Type: text/plain; format={flow}\n\n{body}")
    assert text_of(said(part)) == expected


PARTS = """Content-Type: multipart/mixed; boundary="a"

preamble
--a
Content-Type: multipart/alternative; boundary=ab

--ab

one
--ab
Content-Type: text/html

<p>two</p>
--ab--
--a
Content-Type: multipart/digest; boundary="c d"

--c d

From: x
--c d--

--a--
epilogue
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_parts_are_cut_at_their_boundaries(newline: str) -> None:
    part, problems = read(PARTS.replace("\n", newline))
    assert problems == []
    first, second = part.parts
    assert [(child.kind, text_of(said(child))) for child in first.parts] == [("text/plain", "one"), ("text/html", "<p>two</p>")]
    assert [child.kind for child in second.parts] == ["message/rfc822"]


@pytest.mark.parametrize(
    ("written", "line", "what"),
    [
        ("Subject: a\nHello there\n\nMore", 2, "header field"),
        ('Content-Type: multipart/mixed; boundary="a"\n\n--a\n\none', 3, "never closed"),
        ("Content-Type: multipart/mixed\n\n--x\nContent-Type: text/plain\n\none\n--x--", 1, "names no boundary"),
        ("Content-Type: multipart/mixed; boundary=y\n\n--x\nContent-Type: text/plain\n\none\n--x--", 1, "do not begin"),
    ],
)
def test_a_broken_mail_says_where_and_is_read_as_far_as_it_goes(written: str, line: int, what: str) -> None:
    part, problems = read(written)
    assert [(problem.span.line, what in problem.what) for problem in problems] == [(line, True)]
    shown = part.parts[0] if part.parts else part
    assert "one" in text_of(said(shown)) or "Hello there" in text_of(said(shown))


def test_parts_in_parts_without_end_are_a_problem() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(200))
    _, problems = read(nested)
    assert any("too deeply" in problem.what for problem in problems)


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 16 Mar 2026 at 08:12, Anna <anna@customer.example> wrote:",
        "On Mon, 16 Mar 2026 at 08:12, Anna\n<anna@customer.example> wrote:",
        "Il giorno lun 16 mar 2026 alle ore 08:12 Anna <anna@cliente.example>\nha scritto:",
        "În lun., 16 mar. 2026 la 08:12, Ana <ana@client.example> a scris:",
        "пн, 16 мар. 2026 г. в 08:12, Анна <anna@klient.example>:",
        "16.03.2026 08:12, Анна пишет:",
        "Le lun. 16 mars 2026 à 08:12, Anne <anne@cliente.example> a écrit :",
        "Am Mo., 16. März 2026 um 08:12 Uhr schrieb Anna <anna@kundin.example>:",
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "From: Anna <anna@customer.example>\nSent: Monday, 16 March 2026 08:12\nTo: Help",
        "Da: Anna [mailto:anna@cliente.example]\nInviato: lunedì 16 marzo 2026 08:12",
        "От: Анна\r\nОтправлено: 16 марта 2026 г. 8:12",
    ],
)
def test_what_comes_after_an_attribution_is_not_the_writer_s(attribution: str) -> None:
    text = f"Thank you, it is done.\n\n{attribution}\n\nWhere is it?\n"
    assert "".join(text[start:end] for start, end in own_text(text)).strip() == "Thank you, it is done."


def test_what_is_answered_below_a_quotation_is_the_writer_s() -> None:
    text = "Hello Anna,\n\nOn 16 March 2026 Anna wrote:\n> Where is it?\n\nIt is with the courier.\n"
    assert (
        "".join(text[start:end] for start, end in own_text(text))
        == "Hello Anna,\n\n\n> Where is it?\n\nIt is with the courier.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "On Monday we wrote to you: the parcel is late.",
        "On our page you find what others wrote:\nread it at leisure.",
        "From: Leeds\nTo: York\n\nYour ticket is below.",
        "Date: 16 March. In short: come early.",
    ],
)
def test_copy_that_looks_like_an_attribution_stays(text: str) -> None:
    assert "".join(text[start:end] for start, end in own_text(text)) == text


@pytest.mark.parametrize(
    "quoted",
    [
        '<div class="gmail_quote"><div class="gmail_attr">On Mon wrote:</div><blockquote><div>no</div></blockquote></div>',
        '<blockquote type="cite"><blockquote>no</blockquote>no</blockquote>',
        "<div class='x_moz-cite-prefix'>no</div>",
        "<div id='appendonsend'></div><p>no</p>",
        "<div id=divRplyFwdMsg>no<br></div><div>no</div>",
    ],
)
def test_quoted_html_is_not_the_writer_s(quoted: str) -> None:
    text = f"<p>yes</p>{quoted}"
    assert "".join(text[start:end] for start, end in own_html(text)) == "<p>yes</p>"


def test_html_after_a_quotation_and_plain_block_quotes_stay() -> None:
    text = "<blockquote>yes</blockquote><div class=gmail_quote>no<div>no</div></div><p>yes</p>"
    assert "".join(text[start:end] for start, end in own_html(text)) == "<blockquote>yes</blockquote><p>yes</p>"


@given(st.text(), st.sampled_from(["quoted-printable", "base64"]))
def test_what_was_encoded_comes_back(words: str, way: str) -> None:
    data = words.encode("utf-8", "replace")
    body = quopri.encodestring(data).decode() if way == "quoted-printable" else base64.encodebytes(data).decode()
    part, _ = read(f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {way}\n\n{body}")
    shown = text_of(said(part))
    ours, expected = (shown, data.decode()) if way == "base64" else (shown.rstrip(), data.decode().rstrip())
    assert ours == expected


@given(st.lists(st.sampled_from(["=?utf-8?q?", "?=", "=E2=82", "=AC", " ", "\n ", "a", "é", '"', "=?x?b?aGk", "_", "?"])))
def test_any_field_keeps_its_places(parts: list[str]) -> None:
    field("a" + "".join(parts).replace("\n \n", "\n "))


@given(
    st.lists(st.sampled_from(["--b", "--b--", "\n", "\r\n", "Content-Type: ", "multipart/mixed; boundary=b", "a: b", " ", "x"]))
)
def test_any_mail_is_read_without_a_traceback(parts: list[str]) -> None:
    part, _ = read("Content-Type: multipart/mixed; boundary=b\n\n" + "".join(parts))
    for child in part.parts:
        child.text([])
