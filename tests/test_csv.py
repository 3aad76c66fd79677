"""CSV: cells with their places, and conversations that are written as tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.formats import conversation
from servicelint.model import Bundle, Document, Source, Unreadable
from servicelint.model.pieces import faults
from servicelint.syntax import csv
from servicelint.syntax.escape import escape

EXAMPLE = Path(__file__).parents[1] / "examples" / "conversation" / "negozio.csv"


def values(text: str) -> list[list[str]]:
    return [[cell.value for cell in row] for row in csv.rows(Source("a.csv", text))]


def read(text: str, path: str = "a.csv", **settings: str) -> Document:
    return conversation.parse(Bundle((Source(path, text),), settings=tuple(settings.items())))


def told(document: Document) -> list[tuple[str, str, str]]:
    return [(message.id, message.speaker, message.passages[0].text) for message in document.messages]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a;b\r\n1,5;2", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\r1\t\r", [["a", "b"], ["1", ""]]),
        ("sep=;\na,b;c\n", [["a,b", "c"]]),
        ('"a,x";b\n"say ""hi""" ; "c\nd"\n', [["a,x", "b"], ['say "hi"', "c\nd"]]),
        ("a,b\n\n\n1,2", [["a", "b"], ["1", "2"]]),
        ('a,b\n5" pipe,""\n', [["a", "b"], ['5" pipe', ""]]),
        ("", []),
    ],
)
def test_rows_are_read_as_spreadsheets_write_them(text: str, rows: list[list[str]]) -> None:
    assert values(text) == rows


@given(st.lists(st.lists(st.text("ab\"',;\n\té👋 ", max_size=8), min_size=2, max_size=3), min_size=1, max_size=4))
def test_what_is_written_in_quotes_is_read_back(rows: list[list[str]]) -> None:
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    read_back = [["".join(piece.text for piece in cell.pieces) for cell in row] for row in csv.rows(Source("a.csv", text))]
    assert read_back == rows


@pytest.mark.parametrize(("text", "place"), [('a,b\n"x,y\n', (2, 1)), ('a,b\n"x"y,z\n', (2, 4))])
def test_a_broken_quote_is_told_with_its_place(text: str, place: tuple[int, int]) -> None:
    source = Source("a.csv", text)
    with pytest.raises(Unreadable) as failure:
        list(csv.rows(source))
    assert source.position(failure.value.problem.span.start) == place


def test_new_words_keep_the_cell_whole() -> None:
    assert escape('say "hi"', "csv-quoted") == 'say ""hi""'
    assert escape("gladly", "csv") == "gladly"
    assert escape("yes, gladly", "csv") is None


def test_turns_come_in_their_order_and_answer_each_other() -> None:
    document = read(EXAMPLE.read_text(encoding="utf-8"))
    assert document.conversation
    assert document.problems == ()
    assert told(document) == [
        ("ordine-4411/0", "customer", "Buongiorno,\nil mio ordine non è ancora arrivato 😕"),
        (
            "ordine-4411/1",
            "company",
            'Buongiorno, sono Marta. Il pacco è fermo a Bologna: riparte oggi, arriva "entro giovedì".',
        ),
        ("ordine-4411/2", "customer", "Grazie mille!"),
        ("ordine-4411/3", "company", "Prego, buona giornata!"),
        ("reso-9/0", "customer", "Posso cambiare la taglia?"),
        ("reso-9/1", "company", "Certo. Le ho appena inviato l'etichetta per il reso, è gratuita."),
    ]
    reply = document.messages[3]
    assert (reply.in_reply_to, reply.passages[0].span.line) == (("Grazie mille!",), 6)
    assert [message.bot for message in document.messages] == [False] * 5 + [True]
    passage = document.messages[1].passages[0]
    at = passage.text.index("entro")
    assert passage.place(at, at + 5).text == "entro"
    assert [fault for message in document.messages for one in message.passages for fault in faults(one)] == []


def test_columns_stand_in_any_order_and_may_say_channel_and_language() -> None:
    document = read("Text,Speaker,Conversation ID,Language,Channel\nCiao,agente,c,it,phone\n", channel="email")
    message = document.messages[0]
    assert (message.id, message.channel, message.passages[0].language) == ("c/0", "voice", "it")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_change_nothing(newline: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert told(read(text.replace("\n", newline))) == told(read(text))


def test_a_table_is_known_by_its_header() -> None:
    assert conversation.sniff(Source("a.csv", "id,turn,role,text\n")) >= 0.9
    assert conversation.sniff(Source("a.tsv", "text\trole\tturn\n")) >= 0.9
    assert conversation.sniff(Source("a.csv", "key,en,it\nhello,Hello,Ciao\n")) == 0
    assert conversation.sniff(Source("a.csv", "")) == 0


def test_a_row_that_does_not_fit_breaks_only_its_conversation() -> None:
    document = read("id,turn,role,text\na,1,customer,Thanks\na,2,agent,Sure, thing\na,3,agent,Bye\nb,1,agent,Hi\nb,2\n")
    assert [(problem.span.line, problem.what) for problem in document.problems] == [
        (3, "This row has 5 cells, expected 4 as in the header; write the text in double quotes."),
        (6, "This row has 2 cells, expected 4 as in the header; look for a cell or a quote that is missing."),
    ]
    assert [(message.id, message.in_reply_to) for message in document.messages] == [("a/0", ()), ("a/2", ()), ("b/0", ())]


def test_a_missing_column_or_quote_is_told_with_its_place() -> None:
    document = read("id,turn,who,what\na,1,agent,Hi\n")
    assert [(problem.span.line, problem.what) for problem in document.problems] == [
        (1, "No column is called role or text; expected a header such as id,turn,role,text.")
    ]
    cut = read('id,turn,role,text\na,1,agent,Hi\na,2,customer,"Hello\n')
    assert [problem.span.line for problem in cut.problems] == [3]
    assert told(cut) == [("a/0", "company", "Hi")]
