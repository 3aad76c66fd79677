"""ChatScript: what rules say in each choice and branch, and the code, patterns and comments that are no copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.formats import chatscript
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "chatscript" / "magasin.top"


def read(text: str) -> Document:
    return chatscript.parse(Bundle((Source("a.top", text),)))


def example() -> Document:
    return read(EXAMPLE.read_text(encoding="utf-8"))


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def rule(text: str) -> list[str]:
    return shown(read(f"topic: ~a (b)\n{text}\n"))


def test_it_is_known_by_a_topic_with_rules() -> None:
    assert chatscript.sniff(Source("x.top", EXAMPLE.read_text(encoding="utf-8"))) >= 0.9
    assert not chatscript.sniff(Source("x.top", "[ moleculetype ]\nSOL 2\n"))
    assert not chatscript.sniff(Source("x.yaml", "topic: ~a\nname: b\n"))


def test_choices_stand_where_they_are_written_and_answer_the_samples() -> None:
    first, second, *_ = example().messages
    assert [(message.id, message.passages[0].span.line) for message in (first, second)] == [
        ("~accueil.1 (1)", 9),
        ("~accueil.1 (2)", 9),
    ]
    assert first.passages[0].text == "Bonjour ! 👋 Comment puis-je vous aider ?"
    assert first.in_reply_to == ("bonjour", "salut à vous")


def test_rules_say_what_the_customer_reads_and_no_code() -> None:
    document = example()
    assert shown(document)[2:] == [
        "Avec plaisir !",
        "Dites-moi tout.",
        "Je vous en prie, $prenom . Bonne journée !",
        "Cherchez-vous quelque chose de précis ?",
        "Vous avez trente jours. Le retour est gratuit.",
        "Votre commande %date est retrouvée. Vous recevrez l'étiquette à l'adresse $mail.\nÀ bientôt !",
        "Nos conseillers répondent à partir de 9 h. Vous recevrez l'étiquette à l'adresse $mail.\nÀ bientôt !",
        "Quel est votre numéro de commande ? Vous recevrez l'étiquette à l'adresse $mail.\nÀ bientôt !",
    ]
    assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []


def test_labels_name_rules_and_plain_patterns_are_what_customers_say() -> None:
    messages = {message.id: message for message in example().messages}
    assert messages["~accueil.MERCI"].in_reply_to == ("merci", "merci beaucoup")
    assert messages["~echanges.DELAI"].in_reply_to == ()
    assert messages["~echanges.2 (1)"].in_reply_to == ("je veux rendre un article",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("u: (x) Hello.", ["Hello."]),
        ("t: Do you (really) think so?", ["Do you (really) think so?"]),
        ("u: (x) $a = 1 + $b $$c += ^length($a) Fine.", ["Fine."]),
        ("u: (x) $price = 5 It is $50 for you.", ["It is $50 for you."]),
        (
            "u: (x) Hello [dear][] ^pick(~names), come in.",
            ["Hello dear ^pick(~names), come in.", "Hello ^pick(~names), come in."],
        ),
        ("u: (x) gambit(~other)", []),
        ("u: (x) One \\[two\\] three\\nfour.", ["One three\nfour."]),
        ('u: (x "a ) b") Yes.', ["Yes."]),
        ("u: (x) Yes. a: (y) No. u: (z) Perhaps.", ["Yes.", "No.", "Perhaps."]),
        ("u: (x) We are #\nopen.", ["We are open."]),
        ("u: (x) if (a) { One. } Two.", ["One. Two.", "Two."]),
        ("u: (x) loop(2) { Knock. }", ["Knock."]),
    ],
)
def test_output_is_told_from_code(text: str, said: list[str]) -> None:
    assert rule(text) == said


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_change_nothing(newline: str) -> None:
    assert shown(read(EXAMPLE.read_text(encoding="utf-8").replace("\n", newline))) == shown(example())


def test_a_bracket_that_is_never_closed_is_told_with_its_place() -> None:
    document = read("topic: ~a (b)\nu: (x) Yes.\nu: (y [z) No.\nu: (w Oh.\n\ntopic: ~c (d)\nu: (e) [One.\n")
    assert [problem.span.line for problem in document.problems] == [4, 7]
    assert "expected )" in document.problems[0].what
    assert shown(document) == ["Yes.", "No."]
    text = EXAMPLE.read_text(encoding="utf-8")
    for end in range(0, len(text), 31):
        cut = read(text[:end])
        assert [fault for message in cut.messages for passage in message.passages for fault in faults(passage)] == []
