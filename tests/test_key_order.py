"""Keys and purposes in prompts: which comes first, in which order keys stand, and the word for pressing."""

from __future__ import annotations

import pytest

from servicelint.model.passage import SLOT
from servicelint.syntax.key_order import key_first, odd_verbs, out_of_order


def leading(text: str) -> list[str]:
    return [text[place.start : place.end] for place in key_first(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Press 1 for billing.", "Press 1"),
        ("Please press 2 or say opening hours for our opening hours.", "press 2"),
        ("You may press nine to hear this again.", "press nine"),
        ("Digiti 1 per i guasti.", "Digiti 1"),
        ("Apăsați tasta 2 dacă doriți o programare.", "Apăsați tasta 2"),
        ("Нажмите 3, чтобы отменить заказ.", "Нажмите 3"),
        ("Pulse 4 para facturas.", "Pulse 4"),
        ("Tapez 1 pour les horaires.", "Tapez 1"),
        ("Drücken Sie 5, um zurückzukehren.", "Drücken Sie 5"),
        ("Pressione 1 para faturas.", "Pressione 1"),
        (f"Drücken Sie {SLOT} um die Nachricht zu löschen.", f"Drücken Sie {SLOT}"),
    ],
)
def test_a_key_before_its_purpose_is_found_in_each_language(text: str, words: str) -> None:
    assert leading(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "For billing, press 1, for repairs, press 2.",
        "If you know the extension, press 1 to dial it.",
        "When you are done, press # to finish.",
        "Premere cancelletto per terminare.",
        "Per i guasti prema 2, per altro prema 3.",
        "Dacă doriți o programare, apăsați 1.",
        "Чтобы отменить заказ, нажмите 3, чтобы его изменить, нажмите 4.",
        "For English press 1, para español oprima el 2.",
        "Press any key.",
        "We are open from 9 to 5 for you.",
    ],
)
def test_a_purpose_before_its_key_is_let_be(text: str) -> None:
    assert leading(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("For sales, press 1. For parts, press 3.", "3"),
        ("For sales, press 2. For parts, press 1.", "2"),
        ("Per i conti prema 1, per le carte prema 2, per altro prema 5.", "5"),
    ],
)
def test_the_first_key_out_of_order_is_named(text: str, key: str) -> None:
    place = out_of_order(text)
    assert place is not None
    assert place.key == key
    assert text[place.start : place.end] == key


@pytest.mark.parametrize(
    "text",
    [
        "For sales, press 1. For parts, press 2. To hear this again, press 9.",
        "For sales, press 1. For parts, press 2. For one of us, press 0.",
        "To be quieter, press 1. To be louder, press 2 or 3. To leave, press 3.",
        "To go back, press 9.",
        "To go back, press star.",
        "No keys at all.",
        "Pour vos commandes, appuyez sur 1. Votre facture, 2. Votre nom, 3. Pour une réclamation, appuyez sur 4.",
    ],
)
def test_keys_by_custom_and_pairs_break_no_order(text: str) -> None:
    assert out_of_order(text) is None


def test_one_dials_a_number_and_presses_a_key() -> None:
    words = "For sales, dial 1; for parts, hit the number 2; or call us and dial 555 0100."
    assert [words[place.start : place.end] for place in odd_verbs(words)] == ["dial", "hit"]
