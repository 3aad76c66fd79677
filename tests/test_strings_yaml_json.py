"""Catalogues in YAML and JSON: the shapes people write, what is left to other formats, and the places of every string."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from servicelint.discover import read as read_file
from servicelint.formats.strings import parse
from servicelint.model import Bundle, Document, Message, Source, Unreadable
from servicelint.model.pieces import faults
from servicelint.parse import get, recognise
from servicelint.parse import parse as whole

EXAMPLES = ROOT / "examples" / "strings"
WORDS = '"hello": "Hello, nice to see you", "bye": "Good bye and take care"'


def read(text: str, path: str) -> Document:
    return parse(Bundle((Source(path, text),)))


def example(name: str) -> Document:
    return parse(Bundle((read_file(EXAMPLES / name),)))


def shown(document: Document) -> dict[str, str]:
    """What is read, by the id of the message; the last of several readings."""
    return {message.id: "|".join(passage.shown for passage in message.passages) for message in document.messages}


def message(document: Document, id: str, variant: str | None = None) -> Message:
    return next(found for found in document.messages if (found.id, found.variant) == (id, variant))


def all_faults(document: Document) -> list[str]:
    return [fault for found in document.messages for passage in found.passages for fault in faults(passage)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/locales/it.yml", "it:\n  hello: Ciao a tutti\n"),
        ("config/locales/devise.en.yml", "# texts\n\n'en':\n  hello: |\n    Hello there\n"),
        ("app/texts.yml", "ru:\n  hello: Здравствуйте\n  bye: До свидания\n"),
        ("app/texts.yml", "de:\n  hello: Guten Tag\nit:\n  hello: Buon giorno\n"),
        ("translations/messages.it.yaml", "order.sent: Il tuo ordine è partito\n"),
        ("i18n/texts.yml", "hello: Hello, nice to see you\n"),
        ("en.yaml", "hello: Hello, nice to see you\n"),
        ("mails/late.yml", "subject: It comes later\nbody: |\n  Dear customer,\n"),
        ("replies.yaml", "---\n- title: Late\n  response: |\n    We are sorry.\n"),
        ("locales/en.json", f"{{{WORDS}}}"),
        ("public/locales/en/translation.json", f'{{"a": {{{WORDS}}}}}'),
        ("src/texts.json", f'{{"de": {{{WORDS}}}, "it": {{{WORDS}}}}}'),
        ("_locales/en/messages.json", '{"name": {"message": "Shop helper", "description": "x"}}'),
        ("app_it.arb", '{"@@locale": "it", "a": "Ciao"}'),
        ("a.json", '{"a.b": {"defaultMessage": "Hello there", "description": "Greets"}}'),
        ("a.json", '[{"term": "hello", "definition": "Hello there", "context": ""}]'),
        ("lang/it.json", '{"Log in": "Accedi", "Log out": ""}'),
    ],
)
def test_a_catalogue_is_known_by_its_words_and_a_language(path: str, text: str) -> None:
    assert recognise(Source(path, text)) == "strings"
    assert read(text, path).messages


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yml", "hello: Hello, nice to see you\n"),
        ("docker-compose.yml", "services:\n  web:\n    image: nginx:latest\n    restart: always\n"),
        (".github/workflows/ci.yml", "on: push\njobs:\n  test:\n    steps:\n      - run: pip install .\n"),
        ("locales/en/settings.yml", "port: 80\nhost: localhost\ndebug: true\nretries: 3\nname: Shop\n"),
        ("i18n/schema.yaml", "$schema: x\ntitle: A schema of texts\ntype: object\n"),
        ("i18n/api.yaml", "openapi: 3.0.0\ninfo:\n  title: All our texts\n  description: All texts\n"),
        ("id.yml", "is:\n  - a\n"),
        ("a.json", f"{{{WORDS}}}"),
        ("a.json", f'{{"id": {{{WORDS}}}}}'),
        ("packages/i18n/package.json", '{"name": "texts", "description": "All our texts", "scripts": {"test": "x"}}'),
        ("i18n/tsconfig.json", '{"compilerOptions": {"module": "es", "target": "es"}}'),
        ("locales/en.json", '{"a": 1, "b": true, "c": "Hello there"}'),
        ("locales/en.json", '["Hello there", "Good bye"]'),
        ("data/en.json", '{"url": "https://example.com", "image": "a.png", "id": "x-12"}'),
        ("locales/en.json", "not JSON at all"),
    ],
)
def test_other_files_are_left_alone(path: str, text: str) -> None:
    assert get("strings").sniff(Source(path, text)) == 0


RAILS = {
    "bookings.slots_free": "Ci sono ancora %{count} posti liberi.",
    "bookings.greeting": "Gentile %{name},",
    "bookings.confirmed_html": "La visita è confermata.\nLa aspettiamo!",
    "booking_mailer.reminder": (
        "Domani vediamo %{pet}|Buongiorno %{name},|domani alle %{time} aspettiamo %{pet}. Porti con sé:"
        "|il libretto sanitario|l'ultimo referto|A domani!"
    ),
    "activerecord.attributes.message.subject": "Oggetto",
    "date.day_names.6": "sabato",
}


def test_a_catalogue_of_rails_is_read_by_key_without_its_locale_and_formats() -> None:
    document = example("config/locales/it.yml")
    found = shown(document)
    assert {key: found[key] for key in RAILS} == RAILS
    assert not {"date.formats.default", "number.currency.format.unit", "bookings.icon", "bookings.url"} & set(found)
    assert (document.language, document.problems, all_faults(document)) == ("it", (), [])


def test_a_mail_of_rails_is_one_message_even_where_an_alias_brings_a_part() -> None:
    mail = message(example("config/locales/it.yml"), "booking_mailer.confirmation")
    assert mail.channel == "email"
    assert [(passage.role, passage.carrier, passage.span.line) for passage in mail.passages] == [
        ("subject", "yaml-plain", 35),
        ("paragraph", "yaml-double", 19),
        ("button", "yaml-plain", 29),
        ("paragraph", "yaml-block", 32),
        ("paragraph", "yaml-single", 34),
    ]


def test_plural_forms_are_variants_of_one_message() -> None:
    forms = [found for found in example("config/locales/it.yml").messages if found.id == "bookings.slots_free"]
    assert [(found.variant, found.passages[0].text.partition(" ")[0]) for found in forms] == [
        ("zero", "Per"),
        ("one", "C'è"),
        ("other", "Ci"),
    ]


def test_a_flat_catalogue_of_symfony_has_mails_too() -> None:
    document = example("translations/messages.it.yaml")
    assert shown(document)["mail.review"] == "Com'è andata la consegna?|Ciao %name%,|ti bastano due minuti per dircelo. 📦"
    assert [found.variant for found in document.messages if found.id == "order.left"] == ["{0}", "{1}", "]1,Inf["]
    assert "order.date" not in shown(document)


def test_a_mail_of_a_help_desk_is_called_by_its_file_and_its_notes_are_left_out() -> None:
    (mail,) = example("i18n/ru/ticket-received.yaml").messages
    assert (mail.id, mail.channel, mail.links) == ("ticket-received", "email", ("%{recipient.ticket_link}",))
    assert [passage.role for passage in mail.passages] == ["subject", "heading", "paragraph", "paragraph", "paragraph"]
    assert mail.passages[1].shown == "Здравствуйте, %{recipient.name.first}!"


def test_canned_replies_are_read_without_title_and_notes() -> None:
    text = "- title: Late\n  isenabled: 1\n  response: We are <b>sorry</b>.\n  notes: For Anna\n- title: B\n  response: Bye\n"
    assert shown(read(text, "i18n/en/premade.yaml")) == {"0.response": "We are sorry.", "1.response": "Bye"}


def test_a_catalogue_of_i18next_joins_its_plural_forms_and_mails() -> None:
    document = example("locales/ru.json")
    assert [found.variant for found in document.messages if found.id == "cart.items"] == ["one", "few", "many", "other"]
    assert shown(document)["refundEmail"].startswith("Возврат по заказу {{number}}|Деньги придут на вашу карту|Мы вернули")
    assert shown(document)["terms"] == "Оформляя заказ, вы принимаете условия доставки & возврата."
    assert shown(document)["contact.subject"] == "Тема"
    assert not {"cart.code", "$schema"} & set(shown(document))
    assert (document.language, document.problems, all_faults(document)) == ("ru", (), [])


def test_an_arb_says_its_locale_and_its_notes_are_left_out() -> None:
    document = example("l10n/app_ro.arb")
    assert document.language == "ro"
    assert {found.id for found in document.messages} == {"appTitle", "minutesLeft", "paid"}
    assert [found.variant for found in document.messages if found.id == "minutesLeft"] == [
        "`count =0`", "`count one`", "`count few`", "`count other`",
    ]  # fmt: skip


def test_strings_of_browser_extensions_have_their_own_placeholders() -> None:
    text = (
        '{"hi": {"message": "Hello $NAME$, $1 offers", "description": "Not this", "placeholders": {"name": {"content": "$1"}}}}'
    )
    (hello,) = read(text, "_locales/en/messages.json").messages
    assert (hello.id, hello.passages[0].slots) == ("hi", ("NAME", "1"))


def test_strings_with_notes_are_read_without_them() -> None:
    formatted = '{"a": {"defaultMessage": "Hello there", "description": "x y"}, "b": {"defaultMessage": "Bye", "id": "b"}}'
    assert shown(read(formatted, "lang/en.json")) == {"a": "Hello there", "b": "Bye"}
    terms = '[{"term": "a", "definition": {"one": "One day", "other": "%d days"}, "context": "c d", "comment": "e f"}]'
    assert [found.passages[0].shown for found in read(terms, "en.json").messages] == ["One day", "%d days"]
    listed = '[{"id": "a", "defaultMessage": "Hello there", "description": "x y"}]'
    assert shown(read(listed, "lang/en.json")) == {"a": "Hello there"}


def test_a_section_of_a_catalogue_may_be_called_as_notes_are() -> None:
    text = '{"empty": {"message": "Nothing here", "description": "Add your first order"}, "bye": "Good bye"}'
    assert set(shown(read(text, "locales/en.json"))) == {"empty.message", "empty.description", "bye"}


def test_several_locales_in_a_file_stay_in_the_keys() -> None:
    document = read("en:\n  hello: Hello\nit:\n  hello: Ciao\n", "texts.yml")
    assert (document.language, shown(document)) == ("", {"en.hello": "Hello", "it.hello": "Ciao"})


def test_a_word_at_the_root_is_no_locale_where_the_path_says_another() -> None:
    document = read("my:\n  hello: Hello\n", "config/locales/en.yml")
    assert (document.language, shown(document)) == ("en", {"my.hello": "Hello"})


def test_the_last_of_two_equal_keys_counts_and_merged_sections_are_read_once() -> None:
    text = "en:\n  a: &a\n    x: One\n    x: Two\n  b:\n    <<: *a\n    y: Three\n  c: *a\n"
    assert shown(read(text, "config/locales/en.yml")) == {"a.x": "Two", "b.x": "Two", "b.y": "Three"}


def test_escapes_folds_line_ends_and_signs_keep_their_places() -> None:
    lines = ["en:", '  a: "Caf\\u00e9 \\"x\\"', '    now 📦"', "  b: 'It''s'", "  c: |", "    One", "    two", ""]
    text = "\r\n".join(lines)
    document = read(text, "config/locales/en.yml")
    assert shown(document) == {"a": 'Café "x" now 📦', "b": "It's", "c": "One\ntwo"}
    assert all_faults(document) == []
    found = read('{"a": "Caf\\u00e9 \\"x\\"\\r\\n\\r\\n\\ud83d\\udce6 now"}', "locales/en.json")
    assert (shown(found), all_faults(found)) == ({"a": 'Café "x"|📦 now'}, [])
    words = found.messages[0].passages[1]
    assert words.place(2, 5).text == "now"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("locales/en.json", '{"a": "never closed}'),
        ("locales/en.json", '{"a": "x", }'),
        ("locales/en.json", '"just a text"'),
        ("config/locales/en.yml", 'en:\n  a: "never closed\n'),
        ("config/locales/en.yml", "en:\n\ta: b\n"),
        ("config/locales/en.yml", "just a text\n"),
    ],
)
def test_a_broken_file_says_where_and_what(path: str, text: str) -> None:
    with pytest.raises(Unreadable) as failure:
        read(text, path)
    assert failure.value.problem.what.endswith(".")


FILES = [path for path in sorted(EXAMPLES.rglob("*")) if path.suffix in (".yml", ".yaml", ".json", ".arb")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_may_end_anywhere_and_nothing_breaks(path: Path) -> None:
    source = read_file(path)
    for end in range(0, len(source.text), 29):
        part = Source(source.path, source.text[:end])
        get("strings").sniff(part)
        document = whole("strings", Bundle((part,)))
        assert [problem.what for problem in document.problems if not problem.what.endswith(".")] == []
        assert all_faults(document) == []
