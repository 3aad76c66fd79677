"""A mail that lies in several files is read as one, and each finding stays in its own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.config import Config
from servicelint.discover import Discovery, Wish, discover
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Document, Source
from servicelint.parse import recognise
from servicelint.run import read
from servicelint.syntax import mails
from servicelint.syntax.mails import name_of


def written(folder: Path, **files: str) -> list[Path]:
    paths = [folder / name.replace("__", ".") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def found(*paths: Path) -> Discovery:
    return discover(paths, Config(), Wish())


def documents(*paths: Path) -> list[Document]:
    return [read(unit) for unit in found(*paths).units]


@pytest.mark.parametrize(
    ("name", "mail", "part"),
    [
        ("welcome.html", "welcome", "rich"),
        ("welcome.txt", "welcome", "plain"),
        ("welcome.text.erb", "welcome", "plain"),
        ("welcome.html.erb", "welcome", "rich"),
        ("welcome_subject.txt", "welcome", "subject"),
        ("welcome_message.txt", "welcome", "plain"),
        ("email.body.plaintext.gotmpl", "email", "plain"),
        ("email.subject.gotmpl", "email", "subject"),
        ("subject.txt", "", "subject"),
        ("content.html", "", "rich"),
        ("change-of-subject-matter.txt", "change-of-subject-matter", "plain"),
    ],
)
def test_a_file_name_says_which_part_of_which_mail_it_is(name: str, mail: str, part: str) -> None:
    own = name_of(name)
    assert own is not None
    assert (own.mail, own.part) == (mail, part)


def test_a_file_of_another_kind_is_no_part_of_a_mail() -> None:
    assert name_of("welcome.po") is None
    assert name_of("subject") is None


def test_subject_and_body_are_one_message_with_both_bodies_as_variants(tmp_path: Path) -> None:
    written(
        tmp_path,
        welcome_subject__txt="Welcome, {{ name }}\n",
        welcome_message__html="<p>Hello {{ name }}, good to have you.</p>",
        welcome_message__txt="Hello {{ name }},\n\ngood to have you.\n",
    )
    (document,) = documents(tmp_path)
    assert (document.format, {m.id for m in document.messages}) == ("html", {"welcome"})
    assert [(m.variant, [p.role for p in m.passages]) for m in document.messages] == [
        ("HTML", ["subject", "paragraph"]),
        ("text", ["subject", "paragraph", "paragraph"]),
    ]
    assert all(m.channel == "email" for m in document.messages)


def test_a_folder_may_be_the_mail(tmp_path: Path) -> None:
    folder = tmp_path / "dunning"
    folder.mkdir()
    written(folder, subject__txt="Your payment", body__txt="It did not go through.")
    (document,) = documents(tmp_path)
    (message,) = document.messages
    assert (message.id, [p.text for p in message.passages]) == ("dunning", ["Your payment", "It did not go through."])


def test_every_branch_of_a_subject_is_read(tmp_path: Path) -> None:
    subject = "{% if late %}We are late{% else %}We are on our way{% endif %}"
    written(tmp_path, trip_subject__txt=subject, trip_message__txt="See you soon.")
    (document,) = documents(tmp_path)
    assert [m.passages[0].text for m in document.messages] == ["We are late", "We are on our way"]
    assert {m.passages[1].text for m in document.messages} == {"See you soon."}


def test_two_mails_that_share_a_name_only_by_chance_stay_two(tmp_path: Path) -> None:
    written(tmp_path, offer__txt="One.", offer_message__txt="Two.", offer_text__txt="Three.")
    assert len(documents(tmp_path)) == 3


def test_a_promise_in_the_body_is_kept_by_the_time_in_the_subject(tmp_path: Path) -> None:
    paths = written(
        tmp_path,
        claim_subject__txt="Your answer comes by Friday\n",
        claim_message__txt="Hello Ada,\n\nwe will get back to you.\n",
    )
    assert lint(*paths) == []
    assert lint(paths[1]) == [], "a run over one file reads the other as context"
    paths[0].write_text("Your question\n", encoding="utf-8")
    assert lint(paths[1]) == [("claim_message.txt", "vague-commitment", "text")]
    assert lint(paths[0]) == [], "a finding belongs to the file that was asked for"
    paths[1].write_text("<p>We will get back to you.</p>", encoding="utf-8")


def test_a_finding_tells_the_format_of_its_own_file(tmp_path: Path) -> None:
    paths = written(tmp_path, claim__txt="We will get back to you.", claim__html="<p>We will get back to you.</p>")
    assert lint(*paths) == [("claim.html", "vague-commitment", "html"), ("claim.txt", "vague-commitment", "text")]


def lint(*paths: Path) -> list[tuple[str, str, str]]:
    library = built_in()
    linter = Linter(library, (library.rules["vague-commitment"],))
    return [(Path(f.path).name, f.rule, f.format) for d in documents(*paths) for f in linter.lint(d)]


@pytest.mark.parametrize(
    "text",
    [
        '<!--@subject Your parcel is on its way @-->\n<!--@vars {"var x":"X"} @-->\n<p>Hello.</p>',
        "Your parcel is on its way\n<!---------------->\n<p>Hello.</p>",
        "---\nsubject: Your parcel is on its way\n---\n<p>Hello.</p>",
        "{% extends 'layout.html' %}{% block title %}Your parcel is on its way{% endblock %}<p>Hello.</p>",
        '{{ define "subject" }}Your parcel is on its way{{ end }}<p>Hello.</p>',
    ],
)
def test_a_subject_over_the_body_is_read_as_the_subject(text: str, tmp_path: Path) -> None:
    written(tmp_path, parcel__html=text)
    (document,) = documents(tmp_path)
    assert [(p.role, p.text) for p in document.messages[0].passages] == [
        ("subject", "Your parcel is on its way"),
        ("paragraph", "Hello."),
    ]


def test_the_links_of_a_message_are_known(tmp_path: Path) -> None:
    written(
        tmp_path,
        rich__html='<a href="https://help.example">Help</a> <a href="mailto:us@shop.example">Us</a> <a href="{{ url }}">x</a>',
        plain__txt="Write to us@shop.example, see https://help.example or {{ reset_url }}.",
    )
    plain, rich = (document.messages[0].links for document in documents(tmp_path))
    assert rich == ("https://help.example", "mailto:us@shop.example", "{{ url }}")
    assert set(plain) == {"{{ reset_url }}", "mailto:us@shop.example", "https://help.example"}


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("mails/welcome.html", "html"),
        ("mails/welcome.html.erb", "html"),
        ("emails/welcome.text.erb", "text"),
        ("email.subject.gotmpl", "text"),
        ("deploy/nginx.conf.j2", None),
        ("charts/deployment.tmpl", None),
    ],
)
def test_a_template_is_copy_where_its_name_or_its_markup_says_so(path: str, known: str | None) -> None:
    text = "<p>Hello</p>" if ".html" in path else "listen {{ port }}"
    assert recognise(Source(path, text)) == known


def test_mjml_is_read_with_its_buttons_and_its_preview(tmp_path: Path) -> None:
    mjml = (
        "<mjml><mj-head><mj-title>Your order</mj-title><mj-preview>It left today</mj-preview>"
        '<mj-attributes><mj-text padding="0" /><mj-all font-family="Arial" /></mj-attributes>'
        "<mj-style>a { color: red }</mj-style>"
        '</mj-head><mj-body><mj-section><mj-column><mj-image src="x.png" alt="A parcel" /><mj-text>Hello<br/>Ada</mj-text>'
        '<mj-button href="https://shop.example">Follow it</mj-button></mj-column></mj-section></mj-body></mjml>'
    )
    written(tmp_path, order__mjml=mjml)
    (document,) = documents(tmp_path)
    (message,) = document.messages
    assert document.format == "mjml"
    assert [(p.role, p.text) for p in message.passages] == [
        ("subject", "Your order"),
        ("preheader", "It left today"),
        ("image", "A parcel"),
        ("paragraph", "Hello\nAda"),
        ("button", "Follow it"),
    ]
    assert message.links == ("https://shop.example",)


def test_a_plain_text_with_header_lines_tells_its_sender(tmp_path: Path) -> None:
    written(tmp_path, note__txt="From: Shop <no-reply@shop.example>\nSubject: Your order\nTo: {{ email }}\n\nIt left today.\n")
    (document,) = documents(tmp_path)
    assert [(p.role, p.text) for p in document.messages[0].passages] == [
        ("sender", "Shop <no-reply@shop.example>"),
        ("subject", "Your order"),
        ("paragraph", "It left today."),
    ]


def test_members_of_a_file_that_is_nowhere_are_the_file_alone() -> None:
    path = Path("nowhere/at/all/welcome.html")
    assert mails.members(path) == (path,)
