"""Keys are found as they are said, in every language, and numbers that are no keys are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.syntax.keys import announced_keys

SAID = [
    ("1", "Press 1 for billing."),
    ("1 2 3", "Press 1 for sales, 2 for service, or 3 for billing."),
    ("1 2 3", "For sales, press 1. For service, press two. For billing, press the number three."),
    ("1 2 3", "For sales press 1, for support 2, and for billing 3."),
    ("1 2 4 6", "Please press 1 to mute the line, 2 to lock it, 4 or 6 for the volume."),
    ("1 2", "Press 1 to accept this call, or 2 to reject it."),
    ("0", "Press zero to speak to an agent."),
    ("* #", "Press star to repeat or press the pound key to go back."),
    ("* #", "Press * or #."),
    ("#", "To enter your PIN, press #."),
    ("1", "Say billing or press 1."),
    ("1 2", "Reply 1 for yes or reply 2 for no."),
    ("1", "Press “1” now."),
    ("1", "Press the 1 key."),
    ("1 1", "Press 1 for sales, press 1 for service."),
    ("2 3", "For zone 1 press 2, for zone 2, press 3."),
    ("1 2 9", "Per informazioni premi 1, per assistenza prema il tasto due, per un operatore digiti nove."),
    ("*", "Per riascoltare premi asterisco."),
    ("1 2 3", "Pentru vânzări apăsați tasta 1, pentru facturi apăsaţi 2, iar pentru un operator apasa trei."),
    ("1 2 #", "Нажмите 1, чтобы узнать баланс, нажмите цифру два для оплаты, для повтора нажмите решётку."),
    ("0", "Чтобы связаться с оператором, наберите ноль."),
    ("1 2", "Pulse uno para ventas, o el dos para soporte."),
    ("1 2 3", "Para ventas, pulse 1. Para soporte, 2. Para otras consultas, marque el tres."),
    ("*", "Presiona asterisco."),
    ("1 2", "Tapez 1 pour le français, appuyez sur la touche deux pour l'anglais."),
    ("1 2", "Drücken Sie die 1 für den Vertrieb, die 2 für den Service."),
    ("1", "Für Rechnungen die 1 drücken."),
    ("1 2 0", "Para vendas, digite 1. Para suporte, tecle dois. Para falar com um atendente, pressione zero."),
    ("1 2", "For English press 1, para español oprima el 2."),
]
NOT_SAID = [
    "Call us at 1 800 555 0100.",
    "Dial 1-800-555-0100 at any time.",
    "Press one of the following keys.",
    "Press any key to continue.",
    "Enter your 4 digit code, then press #.",
    "Please enter 6 or more characters.",
    "Select one or more items.",
    "Select 2 seats on the map.",
    "Dial *72 to forward your calls.",
    "We answer 24 hours a day, 7 days a week.",
    "Premi un tasto qualsiasi.",
    "Apăsați o tastă.",
    "Введите пароль и нажмите решетку.",
    "Pulse una tecla.",
    "Appuyez sur une touche.",
    "Drücken Sie eine beliebige Taste.",
    "Pressione um número.",
    "",
]


@pytest.mark.parametrize(("keys", "text"), SAID)
def test_keys_are_announced_in_the_order_they_are_said(keys: str, text: str) -> None:
    assert " ".join(found.key for found in announced_keys(text)) == keys


@pytest.mark.parametrize("text", NOT_SAID)
def test_numbers_that_are_no_keys_are_left_alone(text: str) -> None:
    assert announced_keys(text) == ()


def test_the_place_of_a_key_is_that_of_its_own_words() -> None:
    text = "İn caso di errore 😀 prema il tasto DUE, oppure «cancelletto»."
    assert [text[found.start : found.end] for found in announced_keys(text)] == ["DUE", "cancelletto"]
    text = "Нажмите «звёздочку» или 3."
    assert [text[found.start : found.end] for found in announced_keys(text)] == ["звёздочку", "3"]


@given(st.lists(st.sampled_from(["press", "1", "one", "or", "for", ",", ".", "*", "sales", "premi", "due", "нажмите"])))
def test_keys_come_in_order_without_overlap(words: list[str]) -> None:
    found = announced_keys(" ".join(words))
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(key.start < key.end for key in found)
