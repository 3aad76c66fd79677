"""RiveScript: replies with their random wordings, continued lines, tags, and the triggers they answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.formats import rivescript
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "rivescript" / "telefonia.rive"


def read(*texts: str) -> Document:
    return rivescript.parse(Bundle(tuple([Source(f"{number}.rive", text) for number, text in enumerate(texts)])))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def test_it_is_known_by_its_name_or_its_version() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert rivescript.sniff(Source("a.rive", "+ hi\n- Hello\n")) >= 0.9
    assert rivescript.sniff(Source("a.txt", text)) >= 0.9
    assert not rivescript.sniff(Source("a.diff", "+ hi\n- Hello\n"))
    assert not rivescript.sniff(Source("a.rive", "// nothing yet\n"))


def test_files_of_one_folder_are_one_bot(tmp_path: Path) -> None:
    for name in ("a.rive", "b.rive", "c.txt"):
        (tmp_path / name).write_text("+ hi\n- Hello\n", encoding="utf-8")
    assert rivescript.members(tmp_path / "a.rive") == (tmp_path / "a.rive", tmp_path / "b.rive")


def test_replies_stand_where_they_are_written_and_answer_their_triggers() -> None:
    told = [(message.passages[0].span.line, message.passages[0].shown, message.in_reply_to) for message in example().messages]
    assert told[:5] == [
        (11, "¡Hola! 👋 Soy el asistente de su línea. ¿En qué puedo ayudarle?", ("hola",)),
        (12, "Buenos días, <get nombre>. ¿En qué puedo ayudarle?", ("hola",)),
        (12, "Buenas tardes, <get nombre>. ¿En qué puedo ayudarle?", ("hola",)),
        (15, "¡Con mucho gusto! Que tenga un buen día.", ("gracias", "muchas gracias", "se lo agradezco")),
        (16, "De nada.\nEscríbanos cuando lo necesite.", ("gracias", "muchas gracias", "se lo agradezco")),
    ]


def test_conditions_continued_lines_and_calls_are_read_and_code_is_not() -> None:
    document = example()
    assert shown(document)[5:] == [
        "Hay un corte en su zona; los técnicos lo resuelven antes de las 18:00.",
        "Lo siento mucho. Apague el router, espere un minuto y enciéndalo de nuevo.",
        "Le paso con un técnico: responde en menos de tres minutos.",
        "¿Se ha encendido la luz verde?",
        "Este mes lleva <call>gasto <id></call> gastados.",
    ]
    assert [message.in_reply_to for message in document.messages][7:9] == [("sigue sin funcionar", "sigue sin ir"), ()]
    router = next(message for message in document.messages if "router" in message.passages[0].text).passages[0]
    at = router.text.index("enciéndalo")
    assert router.place(at, at + 10).text == "enciéndalo"
    assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []


@pytest.mark.parametrize(("way", "between"), [("none", ""), ("space", " "), ("newline", "\n")])
def test_lines_are_joined_as_the_file_says(way: str, between: str) -> None:
    document = read(f"! local concat = {way}\n+ a\n- One.\n^ Two.\n")
    assert [message.passages[0].text for message in document.messages] == [f"One.{between}Two."]


def test_a_random_choice_without_bars_is_between_words() -> None:
    assert shown(read("+ a\n- {random}yes no{/random}, sir.\n")) == ["yes, sir.", "no, sir."]


def test_a_circle_of_redirections_ends() -> None:
    assert shown(read("+ a\n@ b\n\n+ b\n@ a\n\n+ c\n- Yes.\n")) == ["Yes."]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_change_nothing(newline: str) -> None:
    assert shown(read(EXAMPLE.read_text(encoding="utf-8").replace("\n", newline))) == shown(example())


def test_what_makes_no_sense_is_told_with_its_place() -> None:
    document = read("- Hello\n\n+ a\nwhat?\n- Yes.\n> object x\n + b\n")
    assert [(problem.span.line, problem.what.partition(";")[0]) for problem in document.problems] == [
        (1, "This answers nothing"),
        (4, "This line begins with no command"),
        (6, "This code is never closed"),
    ]
    assert shown(document) == ["Yes."]
    text = EXAMPLE.read_text(encoding="utf-8")
    assert all(isinstance(read(text[:end]), Document) for end in range(0, len(text), 31))
