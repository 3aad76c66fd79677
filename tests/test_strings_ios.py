"""Apple's catalogues: pairs of strings, plural rules, and catalogues of all languages in one file."""

from __future__ import annotations

import pytest
from conftest import ROOT

from servicelint.formats import strings
from servicelint.formats.strings.carriers import ios
from servicelint.formats.strings.entry import Entry
from servicelint.model import Bundle, Document, Problem, Source
from servicelint.model.passage import Passage
from servicelint.model.pieces import faults, text_of
from servicelint.parse import recognise
from servicelint.syntax.escape import escape


def example(name: str) -> Document:
    source = Source(f"examples/strings/{name}", (ROOT / "examples" / "strings" / name).read_text(encoding="utf-8"))
    assert recognise(source) == "strings"
    document = strings.parse(Bundle((source,)))
    assert document.problems == ()
    return document


def read(text: str, path: str = "it.lproj/Localizable.strings", problems: list[Problem] | None = None) -> list[Entry]:
    found: list[Problem] = []
    entries = list(ios.read(Source(path, text), found if problems is None else problems).entries)
    for entry in entries:
        assert list(faults(Passage("p", entry.pieces))) == []
    assert problems is not None or found == []
    return entries


def told(entries: list[Entry]) -> list[tuple[str, str, str]]:
    return [(".".join(entry.key), entry.form, text_of(entry.pieces)) for entry in entries]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ('"a" = "b";"c"="d";', [("a", "", "b"), ("c", "", "d")]),
        ('/* x = "y"; */ "a" /* z */ = // w\n "b" ;', [("a", "", "b")]),
        (r'"a \"x\"" = "say \"hi\"\n\tx \\ \U00e8 \u00E9 \341 \Ud83d\ude00";', [('a "x"', "", 'say "hi"\n\tx \\ è é á 😀')]),
        ('a.b-c = "d"; "only"; e = f;', [("a.b-c", "", "d"), ("only", "", "only"), ("e", "", "f")]),
        ('"a" = "two\nlines"; "b" = "";', [("a", "", "two\nlines")]),
        ("'a' = 'b \"c\"';", [("a", "", 'b "c"')]),
    ],
)  # fmt: skip
def test_pairs_are_read_as_apple_writes_them(text: str, pairs: list[tuple[str, str, str]]) -> None:
    assert told(read(text)) == pairs


@pytest.mark.parametrize(
    ("text", "keys", "places"),
    [
        ('"a" = "b"\n"c" = "d";\n', ["a", "c"], [(1, 10)]),
        ('"a" = "b;\n"c" = "d";\n"e" = "f";\n', ["c", "e"], [(1, 7)]),
        ('"a" = "say "hi" now";\n"c" = "d";\n', ["c"], [(1, 12)]),
        ('"a" "b";\n"c" = "d";\n', ["c"], [(1, 5)]),
        ('"a" = ;\n"c" = "d";\n', ["c"], [(1, 7)]),
        ('"c" = "d";\n"e" = "f', ["c"], [(2, 7)]),
        ('{ "c" = "d"; }\n"e" = "f";', ["e"], [(1, 1)]),
    ],
)
def test_a_broken_pair_is_told_with_its_place_and_the_others_are_read(
    text: str, keys: list[str], places: list[tuple[int, int]]
) -> None:
    problems: list[Problem] = []
    assert [entry.key[0] for entry in read(text, problems=problems)] == keys
    assert [problem.span.source.position(problem.span.start) for problem in problems] == places
    assert all(problem.what.endswith(".") for problem in problems)


@pytest.mark.parametrize("text", ['"a" = "' * 3000, '"' * 9001, "/*" * 9000, "a = b" * 3000, '"a" = "b\\' * 3000])
def test_hostile_files_end_in_a_few_problems(text: str) -> None:
    problems: list[Problem] = []
    read(text, problems=problems)
    assert len(problems) <= 20


def test_the_examples_are_read_in_the_language_of_their_folder() -> None:
    document = example("it.lproj/Localizable.strings")
    assert document.language == "it"
    assert [message.id for message in document.messages] == ["loan.due", "loan.renewed", "search.wait", "thanks"]
    assert document.messages[0].passages[0].text.startswith('Il libro "')
    plural = example("it.lproj/Localizable.stringsdict")
    assert [(message.id, message.variant) for message in plural.messages] == [("loans.open", "one"), ("loans.open", "other")]


def test_a_catalogue_of_all_languages_has_the_language_first_in_its_keys() -> None:
    document = example("Library.xcstrings")
    assert [(message.id[:9], message.variant, message.passages[0].shown[:9]) for message in document.messages] == [
        ("it.Your c", None, "La tua te"),
        ("ro.Your c", None, "Cardul dv"),
        ("it.%lld r", "one", "Un promem"),
        ("it.%lld r", "other", "%lld prom"),
    ]


def test_the_format_of_a_plural_is_read_where_it_says_something() -> None:
    rule = (
        "<dict><key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>"
        "<key>NSStringFormatValueTypeKey</key><string>d</string>"
        "<key>one</key><string>un libro</string><key>other</key><string>%d libri &amp; altro</string></dict>"
    )
    text = (
        f"<plist><dict><key>k</key><dict><key>NSStringLocalizedFormatKey</key><string>Hai %#@b@ qui</string><key>b</key>{rule}"
        "</dict><key>plain</key><string>Ciao a tutti</string></dict></plist>"
    )
    assert told(read(text, "it.lproj/a.stringsdict")) == [
        ("k", "", "Hai %#@b@ qui"),
        ("k.b", "one", "un libro"),
        ("k.b", "other", "%d libri & altro"),
        ("plain", "", "Ciao a tutti"),
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.strings", ""),
        ("a.strings", "{{{"),
        ("a.stringsdict", "<plist/>"),
        ("a.xcstrings", '{"strings": []}'),
        ("a.xcstrings", ""),
    ],
)
def test_what_is_no_catalogue_is_left_alone(path: str, text: str) -> None:
    assert ios.sniff(Source(path, text)) == 0


def test_a_fix_is_escaped_between_the_quotation_marks() -> None:
    (entry,) = read('"a" = "Ciao a tutti";\r\n')
    assert escape('il "libro"\n', entry.carrier) == 'il \\"libro\\"\\n'
