"""Catalogues as tables: language packs without a header, a column for each language or one; other tables are left alone."""

from __future__ import annotations

import pytest
from conftest import ROOT

from servicelint.formats import conversation, strings
from servicelint.formats.strings.carriers import csv
from servicelint.formats.strings.entry import Entry
from servicelint.model import Bundle, Problem, Source
from servicelint.model.passage import Passage
from servicelint.model.pieces import faults, text_of
from servicelint.parse import recognise
from servicelint.syntax.escape import escape

PACK = '"Your order","Il tuo ordine"\nClose,Chiudi\n"Say ""hi""","Di\' ""ciao"""\n'


def read(text: str, path: str = "a.csv", problems: list[Problem] | None = None) -> list[Entry]:
    found: list[Problem] = []
    source = Source(path, text)
    assert csv.sniff(source) > 0
    entries = list(csv.read(source, found if problems is None else problems).entries)
    for entry in entries:
        assert list(faults(Passage("p", entry.pieces))) == []
        assert entry.pieces[0].span.source is source
    assert problems is not None or found == []
    return entries


def told(entries: list[Entry]) -> list[tuple[str, str]]:
    return [("|".join(entry.key), text_of(entry.pieces)) for entry in entries]


def test_a_pack_is_read_by_its_second_column() -> None:
    entries = read(PACK, "i18n/it_IT.csv")
    assert told(entries) == [("Your order", "Il tuo ordine"), ("Close", "Chiudi"), ('Say "hi"', 'Di\' "ciao"')]
    assert csv.read(Source("it_IT.csv", PACK), []).marks == "%"
    assert [entry.carrier for entry in entries] == ["csv-quoted", "csv", "csv-quoted"]
    assert escape('il "tuo"', entries[0].carrier) == 'il ""tuo""'
    assert escape("uno, due", entries[1].carrier) is None


def test_the_example_of_a_pack_has_placeholders_and_a_text_of_two_lines() -> None:
    name = "examples/strings/it_IT.csv"
    source = Source(name, (ROOT / name).read_text(encoding="utf-8"))
    assert recognise(source) == "strings"
    document = strings.parse(Bundle((source,)))
    assert (document.language, document.problems, len(document.messages)) == ("it-IT", (), 5)
    assert document.messages[3].passages[0].shown == 'Il codice "%1" è scaduto. Scrivici e te ne mandiamo uno nuovo.'
    assert document.messages[4].passages[0].text == "Grazie per la pazienza,\nil negozio"


def test_a_column_for_each_language_gives_keys_that_begin_with_it() -> None:
    name = "examples/strings/reception.csv"
    source = Source(name, (ROOT / name).read_text(encoding="utf-8"))
    assert recognise(source) == "strings"
    entries = csv.read(source, []).entries
    assert told(list(entries))[:4] == [
        ("en|arrival", "Your room is ready from 3 pm."),
        ("it|arrival", "La camera è pronta dalle 15."),
        ("ro|arrival", "Camera este gata de la ora 15."),
        ("en|luggage", "You may leave your luggage with us; it is free."),
    ]
    assert len(entries) == 7


@pytest.mark.parametrize(
    ("text", "entries", "language"),
    [
        ("key,it\na,Ciao a tutti\n", [("a", "Ciao a tutti")], "it"),
        ("Key;Value;Comment\r\na;Ciao, a tutti;x\r\n", [("a", "Ciao, a tutti")], ""),
        ("source,target\nHello you,Ciao a te\n", [("Hello you", "Ciao a te")], ""),
        ("msgid\ttranslation\nHello\tCiao a tutti 👋\n", [("Hello", "Ciao a tutti 👋")], ""),
        ("id,en_US,pt-BR\nx,Hi,Oi\n", [("en-US|x", "Hi"), ("pt-BR|x", "Oi")], ""),
    ],
)
def test_a_header_tells_where_the_texts_are(text: str, entries: list[tuple[str, str]], language: str) -> None:
    assert told(read(text)) == entries
    assert csv.read(Source("a.csv", text), []).language == language


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("macros.csv", "id,title,body\n1,Saluti,Ciao a tutti quanti\n"),
        ("chat.csv", "id,turn,role,text\n1,1,agent,Ciao a tutti\n"),
        ("edges.csv", "source,target,weight\n1,2,3\n"),
        ("settings.csv", "key,value\nhost,localhost\nport,80\n"),
        ("people.csv", "name,email,city\nA,a@example.org,Roma\n"),
        ("numbers.csv", "1,2,3\n4,5,6\n"),
        ("plain.csv", PACK),
        ("it_IT.csv", "one column\nand no other\n"),
        ("empty.csv", ""),
    ],
)
def test_other_tables_are_left_alone(path: str, text: str) -> None:
    assert csv.sniff(Source(path, text)) == 0


def test_conversations_stay_conversations() -> None:
    source = Source("a.csv", "id,turn,role,text\n1,1,customer,Hi\n1,2,agent,Hello there\n")
    assert recognise(source) == "conversation"
    assert conversation.sniff(Source("it_IT.csv", PACK)) == 0


def test_a_broken_row_is_told_with_its_place_and_the_rest_is_read() -> None:
    problems: list[Problem] = []
    text = (
        '"One row","Riga uno"\n"Two rows","Riga "due" ecco"\n"Three","Riga tre"\nAlone\n"Four","Riga quattro"\n"Five","Riga 5\n'
    )
    entries = read(text, "it_IT.csv", problems)
    assert [entry.key[0] for entry in entries] == ["One row", "Three", "Four"]
    assert [problem.span.source.position(problem.span.start) for problem in problems] == [(2, 19), (4, 1), (6, 8)]
    assert [entry.pieces[0].span.text for entry in entries] == ["Riga uno", "Riga tre", "Riga quattro"]


def test_a_semicolon_stays_the_delimiter_behind_a_broken_row() -> None:
    problems: list[Problem] = []
    text = 'key;value\na;"Ciao, a tutti"\nb;"Rotto "qui""\nc;"Poi, ancora bene"\n'
    assert told(read(text, problems=problems)) == [("a", "Ciao, a tutti"), ("c", "Poi, ancora bene")]
    assert len(problems) == 1


def test_endless_quotes_end_in_a_few_problems() -> None:
    problems: list[Problem] = []
    csv.read(Source("it_IT.csv", '"a","b"\n' + '"x" y,z\n' * 5000), problems)
    assert len(problems) == 20
