"""AIML: wordings of templates, what they answer across files, and what is only thought or computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.formats import aiml
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "aiml" / "banca.aiml"


def read(*texts: str) -> Document:
    return aiml.parse(Bundle(tuple([Source(f"{number}.aiml", text) for number, text in enumerate(texts)])))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def bot(*categories: tuple[str, str]) -> str:
    inner = "".join(f"<category><pattern>{said}</pattern><template>{told}</template></category>\n" for said, told in categories)
    return f'<aiml version="1.0">\n{inner}</aiml>'


def shown(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def test_it_is_known_by_its_root() -> None:
    assert aiml.sniff(Source("a.xml", EXAMPLE.read_text(encoding="utf-8"))) == 1
    assert not aiml.sniff(Source("a.xml", "<vxml><form/></vxml>"))


def test_files_of_one_folder_are_one_bot(tmp_path: Path) -> None:
    for name in ("a.aiml", "b.aiml", "c.xml"):
        (tmp_path / name).write_text("<aiml/>", encoding="utf-8")
    assert aiml.members(tmp_path / "b.aiml") == (tmp_path / "a.aiml", tmp_path / "b.aiml")
    assert aiml.members(tmp_path / "c.xml") == (tmp_path / "c.xml",)


def test_every_wording_is_a_variant_with_its_place() -> None:
    first, second, *_ = example().messages
    assert [(message.variant, message.passages[0].span.line) for message in (first, second)] == [("1", 8), ("2", 9)]
    assert first.passages[0].text == "Bună ziua! 👋 Cu ce vă pot ajuta?"
    assert first.in_reply_to == second.in_reply_to == ("BUNA ZIUA",)


def test_patterns_that_are_handed_on_are_what_the_customer_said() -> None:
    thanks = next(message for message in example().messages if message.id == "MULTUMESC")
    assert thanks.in_reply_to == ("MULTUMESC", "MERSI", "VA MULTUMESC FRUMOS")
    assert thanks.passages[0].slots == ("prenume",)
    across = read(bot(("HELLO", "Good morning.")), bot(("HI THERE", "<srai>hello!</srai>"), ("HI *", "<srai>HI THERE</srai>")))
    assert across.messages[0].in_reply_to == ("HELLO", "HI THERE")


def test_choices_lines_buttons_and_silence_in_one_template() -> None:
    lost = [message for message in example().messages if message.id.startswith("MI AM PIERDUT")]
    assert [[passage.text for passage in message.passages] for message in lost] == [
        [
            f"Îmi pare rău.\nVă blochez cardul chiar acum & vă trimit unul nou în cinci zile. {ending}",
            "Blochează cardul",
            "Vorbesc cu un coleg",
        ]
        for ending in ("Îl aduce curierul, gratuit.", "Îl puteți ridica din sucursală.")
    ]
    assert [passage.role for passage in lost[0].passages] == ["reply", "option", "option"]
    assert lost[0].in_reply_to == ()
    at = lost[0].passages[0].text.index("unul nou")
    assert lost[0].passages[0].place(at, at + 8).text == "unul nou"


def test_nothing_but_copy_is_read() -> None:
    everything = "\n".join(text for texts in shown(example()) for text in texts)
    for foreign in ("block_card", "premium", "blocat", "BLOCHEAZA", "sold", "<b>"):
        assert foreign not in everything
    assert [fault for message in example().messages for passage in message.passages for fault in faults(passage)] == []


def test_every_word_of_nested_choices_is_read_at_least_once() -> None:
    inner = "<random><li>b</li><li>c <random><li>d</li><li>e</li></random></li></random>"
    assert shown(read(bot(("X", f"a {inner} f")))) == [["a b f"], ["a c d f"], ["a c e f"]]


def test_a_circle_of_categories_ends() -> None:
    document = read(bot(("A", "<srai>B</srai>"), ("B", "<srai>A</srai>"), ("C", "Yes.")))
    assert shown(document) == [["Yes."]]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_change_nothing(newline: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    document = read(text.replace("\n", newline))
    assert [[passage.text for passage in message.passages] for message in document.messages] == [
        [passage.text for passage in message.passages] for message in example().messages
    ]


def test_what_makes_no_sense_is_told_with_its_place_and_the_rest_is_read() -> None:
    document = read("<aiml>\n<category><pattern>A</pattern></category>\n</aiml>", bot(("B", "Good.")), "<aiml><category>")
    assert [(problem.span.source.path, problem.span.line) for problem in document.problems] == [("0.aiml", 2), ("2.aiml", 1)]
    assert shown(document) == [["Good."]]
    text = EXAMPLE.read_text(encoding="utf-8")
    assert all(read(text[:end]).problems for end in range(0, len(text) - 8, 41))
