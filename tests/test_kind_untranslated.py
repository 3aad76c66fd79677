"""Copy in another language than its file says: proven by enough frequent words, and told once where it is the whole file."""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.kinds.untranslated import Find, check
from servicelint.language import Detector
from servicelint.library import built_in
from servicelint.model import Bundle, Document, Message, Passage, Source, Speaker
from servicelint.model.pieces import verbatim

ENGLISH = "You will receive an e-mail when your order is on its way to you."
ITALIAN = "Riceverà un messaggio quando il Suo ordine sarà in viaggio verso di Lei."
GERMAN = "Sie erhalten eine Nachricht, wenn Ihre Bestellung auf dem Weg zu Ihnen ist."


def document(*texts: str, path: str = "mail.txt", language: str = "", setting: str = "", **more: bool) -> Document:
    """A document of one message with a paragraph for each text; a text may begin with its language: `it:Ciao`."""
    source = Source(path, "\n".join(text.partition("|")[2] or text for text in texts))
    passages = tuple(_passages(source, texts))
    settings = (("language", setting),) if setting else ()
    speaker: Speaker = "customer" if more.get("customer") else "company"
    message = Message("m", speaker, "email", passages)
    variant = Message("m", speaker, "email", passages, variant="b")
    bundle = Bundle((source,), settings=settings)
    return Document(bundle, "text", (message, variant), language=language, conversation=more.get("conversation", False))


def _passages(source: Source, texts: tuple[str, ...]) -> Iterator[Passage]:
    at = 0
    for number, text in enumerate(texts):
        marked, bar, words = text.partition("|")
        words, language = (words, marked) if bar else (marked, "")
        yield Passage(f"m/{number}", (verbatim(source, at, at + len(words)),), language=language)
        at += len(words) + 1


def flagged(found: Document) -> list[tuple[str, str, str]]:
    """What, in which language, instead of which: the whole file with `*` before it."""
    words = Detector(built_in()).words
    hits = [("*" if whole else "", hit) for whole in (True, False) for hit in check(Find(whole), found, words)]
    return [(mark + dict(hit.facts)["found"], dict(hit.facts)["other"], dict(hit.facts)["expected"]) for mark, hit in hits]


def test_a_passage_in_another_language_is_told_once_in_all_readings() -> None:
    assert flagged(document(ITALIAN, ITALIAN + " E grazie.", ENGLISH, language="it")) == [(ENGLISH, "English", "Italiano")]


def test_a_whole_file_in_another_language_is_one_finding_at_its_first_passage() -> None:
    found = flagged(document("Hallo!", ENGLISH, ENGLISH + " Thanks.", "Bye.", language="de"))
    assert found == [("*" + ENGLISH, "English", "Deutsch")]


def test_the_path_of_a_file_says_its_language() -> None:
    assert flagged(document(ENGLISH, path="shop/mails/de/order.txt")) == [("*" + ENGLISH, "English", "Deutsch")]
    assert flagged(document(GERMAN, path="shop/mails/de/order.txt")) == []
    assert flagged(document(ENGLISH, path="shop/mails/order.txt")) == []


def test_the_user_knows_better_than_the_path() -> None:
    assert flagged(document(ENGLISH, path="shop/mails/de/order.txt", setting="en")) == []


def test_a_language_that_a_passage_declares_itself_counts_where_they_differ() -> None:
    assert flagged(document(f"en|{ENGLISH}", f"it|{ITALIAN}", path="mails/en/order.html")) == []
    assert flagged(document(f"en|{ENGLISH}", path="mails/de/order.html")) == [("*" + ENGLISH, "English", "Deutsch")]


def test_a_language_that_is_offered_by_its_name_is_meant_to_be_there() -> None:
    offered = "La versione in inglese (English) è qui sotto, e quella in italiano è questa."
    assert flagged(document(offered, ITALIAN, ENGLISH, language="it")) == []


def test_names_addresses_quotes_and_short_greetings_prove_nothing() -> None:
    harmless = (
        "The Old Lighthouse, Harbour View Bed and Breakfast, 12 Quay Road, Bristol, United Kingdom",
        "Thank you for travelling with us!",
        "“It is never too late to be what you might have been, they say.”",
        "https://harbour.example/this/is/the/way/to/your/order/and/you/will/be/there",
        "Apra il link dell'app, faccia login con la password e clicchi su “Go to my account”.",
    )
    assert flagged(document(ITALIAN, *harmless, language="it")) == []


def test_who_talks_may_change_the_language() -> None:
    assert flagged(document(ENGLISH, language="it", conversation=True)) == []
    assert flagged(document(ENGLISH, language="it", customer=True)) == []


def test_a_language_nobody_knows_is_let_be() -> None:
    assert flagged(document(ENGLISH, language="sw")) == []


def test_scripts_and_neighbours_are_told_apart() -> None:
    russian = "Мы отправим вам письмо, когда ваш заказ будет в пути, чтобы вы могли его встретить."
    ukrainian = "Ми надішлемо вам лист, коли ваше замовлення вже буде в дорозі, щоб ви могли його зустріти."
    assert flagged(document(russian, language="en")) == [("*" + russian, "Русский", "English")]
    assert flagged(document(russian, language="ru")) == []
    assert flagged(document(ukrainian, language="uk")) == []
    assert flagged(document(ukrainian, language="ru")) == [("*" + ukrainian, "Українська", "Русский")]
