"""Plain text and Markdown copy: what the customer reads of a file, and where it is written."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.formats import markdown, text
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults

EXAMPLES = Path(__file__).parents[1] / "examples"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def read(reader: ModuleType, written: str, name: str = "mail", **settings: str) -> Document:
    source = Source(f"copy/{name}{reader.EXTENSIONS[0]}", written)
    document: Document = reader.parse(Bundle((source,), settings=tuple(settings.items())))
    assert [fault for m in document.messages for p in m.passages for fault in faults(p)] == []
    return document


def plain(written: str) -> list[tuple[str, str]]:
    return [(p.role, p.shown) for m in read(text, written).messages for p in m.passages]


def marked(written: str) -> list[tuple[str, str]]:
    return [(p.role, p.shown) for m in read(markdown, written).messages for p in m.passages]


@given(st.text(st.sampled_from(list("aé😀 \r\n*_`#>-|[](){}%<!&;\\:\"'~=1.")), max_size=80))
def test_no_text_breaks_a_place(written: str) -> None:
    read(text, written)
    read(markdown, written)


def test_a_text_file_is_one_message_and_its_paragraphs_are_passages() -> None:
    (message,) = read(text, "Hello,\n\nyour order\nis here.\n\n-- \nThe shop\n").messages
    assert (message.id, message.speaker, message.channel) == ("mail", "company", "unknown")
    assert [p.text for p in message.passages] == ["Hello,", "your order\nis here.", "The shop"]
    assert message.passages[1].pieces[0].kind == "verbatim"


def test_line_ends_of_other_systems_read_the_same() -> None:
    written = "Hello,\n\n your order  \n is here 😀.\n\n* one\n  more\n* two\n"
    assert plain(written.replace("\n", "\r\n")) == plain(written)
    assert plain(written) == [
        ("paragraph", "Hello,"),
        ("paragraph", "your order\nis here 😀."),
        ("item", "one\nmore"),
        ("item", "two"),
    ]


def test_drawn_lines_and_quoted_lines_are_not_copy() -> None:
    assert plain("*****\nHello\n=====\n> you wrote\nBye") == [("heading", "Hello"), ("paragraph", "Bye")]


def test_a_line_under_a_line_makes_a_heading_and_a_signature_mark_does_not() -> None:
    assert plain("Your order\n----------\nIt left today.\n\nBest wishes\n--\nThe shop") == [
        ("heading", "Your order"),
        ("paragraph", "It left today."),
        ("paragraph", "Best wishes"),
        ("paragraph", "The shop"),
    ]


def test_the_rows_of_a_table_stand_alone() -> None:
    assert plain("You ordered:\nLamp\t{price}\n2 bulbs\t9 euros\nThank you.") == [
        ("paragraph", "You ordered:"),
        ("item", "Lamp\t{price}"),
        ("item", "2 bulbs\t9 euros"),
        ("paragraph", "Thank you."),
    ]


def test_one_number_is_no_list() -> None:
    assert plain("1. Your address") == [("paragraph", "1. Your address")]
    assert plain("1. Your address\n2. Your card") == [("item", "Your address"), ("item", "Your card")]


@pytest.mark.parametrize(
    "slot", ["{{name}}", "{{ user.name }}", "{name}", "%{name}", "%(name)s", "${name}", "<%= name %>", "[[name]]"]
)
def test_a_placeholder_is_a_slot_in_text_and_in_markdown(slot: str) -> None:
    for reader in (text, markdown):
        (message,) = read(reader, f"Dear {slot}, hello").messages
        assert [p.kind for p in message.passages[0].pieces] == ["verbatim", "slot", "verbatim"]
        assert message.passages[0].shown == f"Dear {slot}, hello"


def test_branches_are_readings_of_the_same_message() -> None:
    messages = read(text, "{% if name %}Dear {{ name }}{% else %}Dear customer{% endif %},\n\nhello").messages
    assert [m.passages[0].shown for m in messages] == ["Dear {{ name }},", "Dear customer,"]
    assert {m.id for m in messages} == {"mail"}
    assert len({m.variant for m in messages}) == 2


def test_a_subject_line_makes_it_a_mail() -> None:
    (message,) = read(text, "Oggetto: Il suo ordine\r\n\r\nGentile Anna,").messages
    assert message.channel == "email"
    assert [(p.role, p.text) for p in message.passages] == [
        ("subject", "Il suo ordine"),
        ("paragraph", "Gentile Anna,"),
    ]
    assert [p.role for p in read(text, "Your order", "order_subject").messages[0].passages] == ["subject"]


@pytest.mark.parametrize("reader", [text, markdown], ids=lambda reader: reader.ID)
def test_of_a_header_only_the_subject_and_title_are_copy(reader: ModuleType) -> None:
    lines = [
        "---",
        'subject: "Say \\"hi\\"" # short',
        "title: It's here",
        "notes: for staff",
        "language: it",
        "channel: sms",
    ]
    header = "\r\n".join([*lines, "---", ""])
    document = read(reader, f"{header}Ciao")
    (message,) = document.messages
    assert [(p.role, p.text, p.carrier) for p in message.passages] == [
        ("subject", 'Say "hi"', "yaml-double"),
        ("subject", "It's here", "yaml-plain"),
        ("paragraph", "Ciao", "plain"),
    ]
    assert (document.language, message.channel) == ("it", "sms")
    assert read(reader, f"{header}Ciao", language="ro", channel="chat").language == "ro"


def test_markdown_blocks_have_their_roles() -> None:
    written = "# One #\n\nTwo\n---\n\nText\ngoes on\n- a\n  b\n1) c\n***\n\n| x | y |\n|---|---|\n| 1 | z |\n"
    assert marked(written) == [
        ("heading", "One"),
        ("heading", "Two"),
        ("paragraph", "Text\ngoes on"),
        ("item", "a\nb"),
        ("item", "c"),
        ("item", "x"),
        ("item", "y"),
        ("item", "1"),
        ("item", "z"),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("We **really _like_** it", "We really like it"),
        ("snake_case, 5 * 3 * 2, **", "snake_case, 5 * 3 * 2, **"),
        ("[our shop](https://x.example/policy_(a) 'T') and [it][1]", "our shop and it"),
        ("<https://x.example/a_b_c>", "https://x.example/a_b_c"),
        ("https://x.example/a_b_c", "https://x.example/a_b_c"),
        ("a<br>b <b>c</b>", "a\nb c"),
        ("a &amp; b&#39;s \\*star\\*", "a & b's *star*"),
        ("a  \nb\\\nc", "a\nb\nc"),
        ("say `**STOP**` now", "say `**STOP**` now"),
        ("a <!-- not\n\nthis --> b", "a  b"),
    ],
)
def test_markup_is_taken_out_of_the_words(written: str, shown: str) -> None:
    assert marked(written) == [("paragraph", shown)]


def test_code_quotes_and_link_definitions_are_not_copy() -> None:
    written = "Hi\n\n```python\nprint(1)\n\n# no\n```\n\n> note\nlazy\n\n[1]: https://x.example\n~~~\nopen"
    assert marked(written) == [("paragraph", "Hi")]


def test_the_description_of_an_image_is_copy() -> None:
    assert marked("Look: ![A box](b.png) [![Linked](c.png)](https://x.example)") == [
        ("paragraph", "Look:"),
        ("image", "A box"),
        ("image", "Linked"),
    ]


def test_several_sections_are_several_replies() -> None:
    written = (
        "# Replies\n\n## Thank you!\nYou're welcome.\n\n"
        "## Refund: done\n\n```\nDear {name},\n\nit is done.\n```\n\n## Empty\n## Thank you!\nPrego."
    )
    messages = read(markdown, written).messages
    assert [(m.id, [p.text for p in m.passages]) for m in messages] == [
        ("thank-you", ["Thank you!", "You're welcome."]),
        ("refund-done", ["Dear \ufffc,", "it is done."]),
        ("thank-you-1", ["Thank you!", "Prego."]),
    ]


def test_a_branch_in_one_reply_does_not_repeat_the_others() -> None:
    messages = read(markdown, "## A\n{% if x %}one{% else %}two{% endif %}\n## B\nthree").messages
    assert [(m.id, m.passages[1].text) for m in messages] == [("a", "one"), ("b", "three"), ("a", "two")]


def test_a_mail_with_a_subject_stays_one_message_whatever_its_headings() -> None:
    messages = read(markdown, "---\nsubject: News\n---\n## One\na\n## Two\nb").messages
    assert [message.id for message in messages] == ["mail"]


def test_both_formats_are_known_by_name_only_and_never_binary() -> None:
    assert text.sniff(Source("a.TXT", "x")) == markdown.sniff(Source("a.md", "x")) == pytest.approx(0.1)
    assert text.sniff(Source("a.txt", "\0x")) == markdown.sniff(Source("a.md", "\0x")) == 0
    assert text.sniff(Source("a.md", "x")) == markdown.sniff(Source("a.txt", "x")) == 0


@pytest.mark.parametrize("reader", [text, markdown], ids=lambda reader: reader.ID)
def test_the_examples_read_without_a_fault(reader: ModuleType) -> None:
    for path in sorted((EXAMPLES / reader.ID).iterdir()):
        assert read(reader, path.read_text(encoding="utf-8"), path.stem).messages


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus here")
def test_every_text_of_the_corpus_reads_without_a_fault() -> None:
    for path in [*CORPUS.rglob("*.txt"), *CORPUS.rglob("*.md")]:
        read(markdown if path.suffix == ".md" else text, path.read_bytes().decode("utf-8-sig", errors="replace"))
