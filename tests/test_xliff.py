"""XLIFF: the side of a unit that customers read, what its inline codes stand for, and where all of it is written."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from servicelint import parse
from servicelint.formats import xliff
from servicelint.model import Bundle, Document, Message, Source
from servicelint.model.pieces import faults

EXAMPLES = ROOT / "examples" / "xliff"


def read(written: str, path: str = "a.xlf", **settings: str) -> Document:
    document = parse.parse("xliff", Bundle((Source(path, written),), settings=tuple(settings.items())))
    assert [fault for message in document.messages for one in message.passages for fault in faults(one)] == []
    return document


def example(name: str, newline: str = "\n") -> Document:
    path = EXAMPLES / name
    return read(path.read_text(encoding="utf-8").replace("\n", newline), path.as_posix())


def shown(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.shown for passage in message.passages] for message in document.messages}


def one(document: Document, name: str) -> Message:
    (message,) = (message for message in document.messages if message.id == name)
    return message


def old(units: str, languages: str = 'source-language="en" target-language="it"') -> str:
    return f'<?xml version="1.0"?>\n<xliff version="1.2"><file {languages}><body>{units}</body></file></xliff>'


def unit(source: str, target: str | None, name: str = "a") -> str:
    translated = "" if target is None else f"<target>{target}</target>"
    return f'<trans-unit id="{name}"><source>{source}</source>{translated}</trans-unit>'


def target(written: str) -> list[str]:
    return shown(read(old(unit("x y", written)))).get("a", [])


def test_xliff_is_known_by_its_root() -> None:
    for path in EXAMPLES.iterdir():
        source = Source(path.name, path.read_text(encoding="utf-8"))
        assert (xliff.sniff(source), parse.recognise(source)) == (0.95, "xliff")
    assert xliff.sniff(Source("a.xml", "<!-- for the shop -->\n<x:xliff xmlns:x='…'>")) == 0.95
    assert xliff.sniff(Source("a.xlf", "<resources><string name='xliff'/></resources>")) == 0
    assert xliff.sniff(Source("a.xlf", "")) == 0


def test_what_customers_read_of_a_file_of_version_1() -> None:
    document = example("messages.ro.xlf")
    assert (document.language, document.problems) == ("ro", ())
    assert shown(document) == {
        "mail.confirmed.subject": ["Comanda %number% este confirmată"],
        "mail.confirmed.body": ["Bună ziua, %name%,", "vă mulțumim pentru comandă. Coletul pleacă astăzi."],
        "mail.confirmed.plain": ["Vă mulțumim pentru comandă.", "Coletul pleacă astăzi & ajunge joi."],
        "contact.hours": [
            'Sunați-ne până la <x id="INTERPOLATION" equiv-text="{{ hour }}"/>, aici sunt numerele.\nVă răspunde un coleg.'
        ],
        "help.reply": ['Primiți răspunsul în <ph id="2">%s</ph> ore.'],
    }


def test_what_customers_read_of_a_file_of_version_2() -> None:
    document = example("messages.it.xlf")
    assert (document.language, document.problems) == ("it", ())
    assert [[passage.text for passage in message.passages] for message in document.messages] == [
        ["Un pacco è in viaggio."],
        ["\ufffc pacchi sono in viaggio."],
        ["Qualcosa non è chiaro? Scrivici. Rispondiamo entro un giorno. 🙂"],
        ["Le diamo il benvenuto, \ufffc!\nÈ un piacere averla qui."],
    ]
    assert [message.id for message in document.messages][:2] == ["order.parcels"] * 2
    assert len({message.variant for message in document.messages}) == 3


def test_codes_that_a_program_fills_are_slots_with_their_names() -> None:
    assert one(example("messages.ro.xlf"), "contact.hours").passages[0].slots == ("hour",)
    assert one(example("messages.ro.xlf"), "help.reply").passages[0].slots == ("s",)
    assert one(example("messages.it.xlf"), "order.greeting").passages[0].slots == ("name",)
    nameless = read(old(unit("x y", 'Ciao <x id="7"/>, a presto')))
    assert nameless.messages[0].passages[0].slots == ("7",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<g id="1">Ciao</g> a tutti', ["Ciao a tutti"]),
        ('Ciao <bpt id="1">&lt;b&gt;</bpt>a<ept id="1">&lt;/b&gt;</ept> tutti', ["Ciao a tutti"]),
        ('Ciao <bx id="1"/>a<ex id="1"/> tutti', ["Ciao a tutti"]),
        ('Ciao <it id="1" pos="open">[b]</it>a tutti', ["Ciao a tutti"]),
        ('Ciao <mrk mtype="term">a</mrk> tutti', ["Ciao a tutti"]),
        ('Ciao<x id="LINE_BREAK" ctype="lb"/>a tutti', ["Ciao\na tutti"]),
        ('<x id="START_PARAGRAPH" ctype="x-p"/>Ciao<x id="CLOSE_PARAGRAPH" ctype="x-p"/>a tutti', ["Ciao", "a tutti"]),
        ('<x id="1" equiv-text="&lt;p&gt;"/>Ciao<x id="2" equiv-text="&lt;/p&gt;"/>a tutti', ["Ciao", "a tutti"]),
        ("<p>Ciao</p><p>a <em>tutti</em></p>", ["Ciao", "a tutti"]),
        ("&lt;p&gt;Ciao&amp;nbsp;a&lt;/p&gt;tutti", ["Ciao\u00a0a", "tutti"]),
        ("Ciao <!-- to all -->a tutti", ["Ciao a tutti"]),
        ("Ciao &#97; tutti &amp; grazie", ["Ciao a tutti & grazie"]),
        ('Ciao<cp hex="0021"/>', ["Ciao!"]),
        ('Ciao<cp hex="zz"/>', ["Ciao"]),
        ('<x id="1"/> <x id="2"/>', []),
    ],
)
def test_inline_codes_are_read_as_what_they_stand_for(written: str, expected: list[str]) -> None:
    assert target(written) == expected


def test_a_link_keeps_where_it_leads() -> None:
    assert one(example("messages.ro.xlf"), "contact.hours").links == ("/contact",)
    assert one(example("messages.it.xlf"), "order.help").links == ("/help",)


def test_new_words_are_escaped_once_or_not_written_at_all() -> None:
    document = example("messages.ro.xlf")
    assert {one(document, name).passages[0].carrier for name in ("mail.confirmed.plain", "contact.hours", "help.reply")} == {
        "xml"
    }
    assert one(document, "mail.confirmed.body").passages[0].carrier == "quoted"
    (escaped,) = read(old(unit("x y", "Ciao &lt;b&gt;a tutti&lt;/b&gt;"))).messages
    assert escaped.passages[0].carrier == "quoted"


def test_every_word_is_found_at_its_place() -> None:
    passage = one(example("messages.ro.xlf"), "mail.confirmed.body").passages[1]
    at = passage.text.index("astăzi")
    place = passage.place(at, at + 6)
    assert (place.text, place.line, passage.verbatim(at, at + 6)) == ("astăzi", 16, True)


def test_where_nothing_is_translated_the_sources_are_read() -> None:
    document = read(old(unit("Thank you", None) + unit("mail.greeting", None, "b") + unit("Bye now", "", "c")), "a.it.xlf")
    assert shown(document) == {"a": ["Thank you"], "c": ["Bye now"]}
    assert document.language == "en"


def test_among_translated_units_one_without_a_target_is_not_read() -> None:
    assert shown(read(old(unit("Thank you", "Grazie mille") + unit("Bye now", None, "b")))) == {"a": ["Grazie mille"]}


def test_in_one_language_the_source_stands_for_a_missing_target() -> None:
    languages = 'source-language="en" target-language="en-GB"'
    units = unit("Thank you", "Thank you so much") + unit("Bye now", None, "b")
    assert shown(read(old(units, languages))) == {"a": ["Thank you so much"], "b": ["Bye now"]}


def test_a_key_that_nobody_translated_is_not_read() -> None:
    units = unit("mail.bye", "mail.bye") + unit("mail.hi", "Ciao a tutti", "b") + unit("x", "sign-in", "c")
    assert shown(read(old(units))) == {"b": ["Ciao a tutti"], "c": ["sign-in"]}


def test_what_is_not_to_be_translated_is_not_read_unless_said_again() -> None:
    inner = unit("x", "Ciao") + unit("y", "A presto", "b").replace("<trans-unit", '<trans-unit translate="yes"')
    assert shown(read(old(f'<group translate="no">{inner}</group>'))) == {"b": ["A presto"]}


@pytest.mark.parametrize(
    ("languages", "path", "language"),
    [
        ('source-language="en" target-language="pt_BR"', "a.it.xlf", "pt-BR"),
        ('source-language="en"', "translations/a.it.xlf", "it"),
        ("", "Language/ro.locallang.xlf", "ro"),
        ("", "a.xlf", ""),
    ],
)
def test_the_language_is_that_of_the_targets(languages: str, path: str, language: str) -> None:
    assert read(old(unit("Thanks", "Testo qui"), languages), path).language == language
    assert read(old(unit("Thanks", "Testo qui"), languages), path, language="fr", channel="sms").language == "fr"


def test_files_of_one_export_are_told_apart() -> None:
    file = '<file original="App/{}.strings" source-language="en" target-language="it"><body>{}</body></file>'
    parts = file.format("Main", unit("Hi there", "Ciao")) + file.format("Mail", unit("Hello you", "Buongiorno"))
    assert shown(read(f"<xliff>{parts}</xliff>")) == {"Main.strings|a": ["Ciao"], "Mail.strings|a": ["Buongiorno"]}


def test_a_unit_without_a_name_is_called_by_its_source() -> None:
    written = old("<trans-unit><source>Thank you</source><target>Grazie mille</target></trans-unit>" * 2)
    assert [message.id for message in read(written).messages] == ["Thank you", "Thank you (2)"]


@pytest.mark.parametrize("name", ["messages.ro.xlf", "messages.it.xlf"])
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_change_nothing(name: str, newline: str) -> None:
    assert shown(example(name, newline)) == shown(example(name))


DEEP = "<xliff><file><body>" + "<group>" * 3000 + "</group>" * 3000 + "</body></file></xliff>"


@pytest.mark.parametrize(
    ("written", "place", "what"),
    [
        ("<xliff><file>", (1, 8), "<file> is opened here and never closed; expected </file> before the end."),
        ("<tmx></tmx>", (1, 1), "The root element is <tmx>; expected <xliff>."),
        ("", (1, 1), "There is no element in this file; expected XML."),
        (DEEP, (1, 1), "It is nested too deeply to be read."),
    ],
)
def test_a_broken_file_is_told_with_its_place(written: str, place: tuple[int, int], what: str) -> None:
    (problem,) = read(written).problems
    assert (problem.span.source.position(problem.span.start), problem.what) == (place, what)


@given(
    st.lists(
        st.sampled_from(["Ciao ", "<x id='1'/>", "<g id='2'>", "</g>", "&amp;", "&lt;b&gt;", "<br/>", "{", "}", "\n\n", "😀"])
    )
)
def test_nothing_that_is_written_breaks_a_place(parts: list[str]) -> None:
    read(old(unit("x y", "".join(parts))))
