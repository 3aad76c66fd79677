"""Android's strings: what aapt makes of escapes, quotes and white space, placeholders as slots, plural forms as variants."""

from __future__ import annotations

import pytest
from conftest import ROOT

from servicelint.formats import strings
from servicelint.formats.strings.carriers import android
from servicelint.formats.strings.entry import Catalogue
from servicelint.model import Bundle, Problem, Source
from servicelint.model.passage import SLOT, Passage
from servicelint.model.pieces import faults, text_of
from servicelint.parse import recognise
from servicelint.syntax.escape import escape

PATH = "app/src/main/res/values-it/strings.xml"
HEAD = '<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">\n'


def read(inside: str, path: str = PATH, problems: list[Problem] | None = None) -> Catalogue:
    found: list[Problem] = []
    catalogue = android.read(Source(path, f"{HEAD}{inside}\n</resources>\n"), found if problems is None else problems)
    for entry in catalogue.entries:
        assert list(faults(Passage("p", entry.pieces))) == []
    assert problems is not None or found == []
    return catalogue


def text(written: str) -> str:
    (entry,) = read(f'<string name="a">{written}</string>').entries
    assert entry.carrier == "android"
    return text_of(entry.pieces)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"L\'ordine \u00e8 \"pronto\" \@ \? \\ \#", 'L\'ordine è "pronto" @ ? \\ #'),
        ("  due\n      righe  e\tspazi ", "due righe e spazi"),
        ("\"  due  spazi 'ok' \"", "due  spazi 'ok'"),
        (r"prima\nseconda \n terza", "prima\nseconda \n terza"),
        (r"\ud83d\ude00 👋", "😀 👋"),
        ("a &amp; b &#233; &lt;c>", "a & b é <c>"),
        ("<![CDATA[<p>Ciao</p>]]>", "<p>Ciao</p>"),
        ('tocca <b>qui</b> o <a href="x">l<i>à</i></a>', "tocca qui o là"),
        ("uno<br/>due", "uno\ndue"),
        ('ordine <xliff:g id="n" example="7">%1$s</xliff:g>.', f"ordine {SLOT}."),
        ("%1$s e %d e {name}", "%1$s e %d e {name}"),
        ("scrivi a @qualcuno/subito per favore", "scrivi a @qualcuno/subito per favore"),
    ],
)
def test_a_string_says_what_android_shows(written: str, meant: str) -> None:
    assert text(written) == meant


@pytest.mark.parametrize(
    "inside",
    [
        '<string name="a" translatable="false">Marca</string>',
        '<string name="a">@string/b</string>',
        '<string name="a">?attr/title</string>',
        '<string name="a">@android:string/ok</string>',
        '<string name="a"/>',
        '<string name="a">  "" </string>',
        '<color name="a">#ffffff</color><dimen name="b">8dp</dimen>',
        "<string>Senza nome</string>",
        '<plurals name="a" translatable="false"><item quantity="one">Uno</item></plurals>',
    ],
)
def test_what_is_not_for_customers_is_left_out(inside: str) -> None:
    assert read(inside).entries == ()


def test_a_file_for_no_translator_is_left_out() -> None:
    assert read('<string name="a">Testo</string>', "res/values/donottranslate.xml").entries == ()


def test_plurals_are_forms_and_arrays_are_counted() -> None:
    inside = (
        '<plurals name="p"><item quantity="one">Un pacco</item><item quantity="other">%d pacchi</item></plurals>'
        '<string-array name="d"><item>Uno</item><item>@string/x</item><item>Tre</item></string-array>'
        '<item type="string" name="i">Testo</item><string name="s" product="tablet">Tavoletta</string>'
    )
    found = [(".".join(entry.key), entry.form, text_of(entry.pieces)) for entry in read(inside).entries]
    assert found == [
        ("p", "one", "Un pacco"),
        ("p", "other", "%d pacchi"),
        ("d.0", "", "Uno"),
        ("d.2", "", "Tre"),
        ("i", "", "Testo"),
        ("s", "tablet", "Tavoletta"),
    ]


def test_the_example_is_read_in_the_language_of_its_folder() -> None:
    name = "examples/strings/values-ro/strings.xml"
    source = Source(name, (ROOT / name).read_text(encoding="utf-8"))
    assert recognise(source) == "strings"
    document = strings.parse(Bundle((source,)))
    assert (document.language, document.problems) == ("ro", ())
    texts = {message.id: message.passages[0] for message in document.messages if not message.variant}
    assert texts["order_ready"].slots == ("number",)
    assert texts["order_late"].text.startswith("Ne pare rău, comanda dvs. întârzie. O livrăm mâine înainte de ora 12\u00a0și")
    assert [message.variant for message in document.messages if message.id == "parcels"] == ["one", "few", "other"]
    assert "app_name" not in texts


def test_the_language_may_stand_at_the_root() -> None:
    source = Source("a.xml", '<resources tools:locale="pt-BR"><string name="a">Oi, tudo bem?</string></resources>')
    assert android.read(source, []).language == "pt-BR"


@pytest.mark.parametrize(
    ("inside", "keys", "line"),
    [
        ('<string name="a">Uno</string>\n<string name="b">D<b>ue</string>\n<string name="c">Tre</string>', ["a", "c"], 3),
        ('<string name="a">Uno</string>\n<string name="b">Due</strin>\n<string name="c">Tre</string>', ["a", "c"], 3),
        ('<string name="a">Uno</string>\n<string name="b" ">Due</string>\n<string name="c">Tre</string>', ["a", "c"], 3),
    ],
)
def test_a_broken_string_is_told_and_the_others_are_read(inside: str, keys: list[str], line: int) -> None:
    problems: list[Problem] = []
    assert [entry.key[0] for entry in read(inside, problems=problems).entries] == keys
    assert problems[0].span.line == line


def test_a_file_that_ends_too_early_is_read_up_to_there() -> None:
    source = Source(PATH, f'{HEAD}<string name="a">Uno</string>\r\n<plurals name="b"><item quantity="one">Du')
    problems: list[Problem] = []
    (entry,) = android.read(source, problems).entries
    assert entry.pieces[0].span.source is source
    assert [problem.span.line for problem in problems] == [3]


def test_of_a_file_that_is_broken_everywhere_the_beginning_is_read() -> None:
    problems: list[Problem] = []
    broken = '<string name="b">Due<b></string>\n' * 40
    assert [entry.key[0] for entry in read(f'<string name="a">Uno</string>\n{broken}', problems=problems).entries] == ["a"]
    assert len(problems) < 10


def test_an_ampersand_that_android_refuses_is_told_once_and_the_text_is_read() -> None:
    problems: list[Problem] = []
    (entry,) = read('<string name="a">Acqua & sapone</string>', problems=problems).entries
    assert text_of(entry.pieces) == "Acqua & sapone"
    assert ["&amp;" in problem.what for problem in problems] == [True]


@pytest.mark.parametrize(
    "xml",
    [
        "<resources/>",
        '<resources><color name="a">#fff</color></resources>',
        "<vxml/>",
        "<root><string name='a'>x</string></root>",
    ],
)
def test_other_xml_is_left_alone(xml: str) -> None:
    assert android.sniff(Source("res/values/a.xml", xml)) == 0


def test_a_fix_is_escaped_as_android_wants_it() -> None:
    assert escape('L\'ordine & "più"', "android") == 'L\\\'ordine &amp; \\"più\\"'
