"""gettext: each entry is what one customer reads of it, with the place of every line."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from servicelint import parse
from servicelint.formats import po
from servicelint.model import Bundle, Document, Message, Source
from servicelint.model.pieces import faults
from servicelint.syntax import po as catalogue
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples" / "po"
HEADER = 'msgid ""\nmsgstr "Language: it\\n"\n\n'


def read(written: str, path: str = "it.po", **settings: str) -> Document:
    document = parse.parse("po", Bundle((Source(path, written),), settings=tuple(settings.items())))
    assert [fault for message in document.messages for one in message.passages for fault in faults(one)] == []
    return document


def example(name: str = "it.po", newline: str = "\n") -> Document:
    path = EXAMPLES / name
    return read(path.read_text(encoding="utf-8").replace("\n", newline), path.as_posix())


def texts(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def named(document: Document, name: str) -> list[Message]:
    return [message for message in document.messages if message.id == name]


def told(document: Document) -> list[tuple[tuple[int, int], str]]:
    return [(one.span.source.position(one.span.start), one.what) for one in document.problems]


def test_a_catalogue_is_known_by_its_entries_and_not_by_its_name() -> None:
    assert po.sniff(Source("it.po", HEADER)) == 0.95
    assert po.sniff(Source("messages", "# Shop\n\n" + HEADER)) == 0.9
    assert po.sniff(Source("x.txt", 'msgctxt "a"\nmsgid "b"\nmsgstr "c"\n')) == 0.9
    assert po.sniff(Source("slides.pot", "PK\x03\x04")) == 0
    assert po.sniff(Source("a.py", '# gettext\nprint("x")\nmsgid "a"\n')) == 0
    assert parse.recognise(Source("a.pot", HEADER)) == "po"


def test_what_customers_read_of_the_example() -> None:
    document = example()
    assert (document.language, document.problems) == ("it", ())
    assert texts(document) == [
        ["Il tuo ordine %(number)s è confermato"],
        [
            "Gentile %(name)s,",
            "grazie per il tuo ordine. Parte il %(day)s e ti scriviamo di nuovo appena è in viaggio: "
            '"a presto" è una promessa.',
            "La squadra di %(shop)s",
        ],
        ["%(count)d pacco è in viaggio."],
        ["%(count)d pacchi sono in viaggio."],
        ["Domande? Scrivici, rispondiamo entro un giorno."],
        ["Apri"],
        ["In lavorazione"],
        ["Il 100% del prezzo è di nuovo sulla tua carta entro il %(date)s. 🙂"],
    ]
    assert {message.speaker for message in document.messages} == {"company"}


def test_plural_forms_are_variants_of_one_message() -> None:
    one, many = named(example(), "%(count)d parcel is on its way.")
    assert (one.variant, many.variant) == ("0", "1")
    assert one.passages[0].slots == many.passages[0].slots == ("count",)


def test_the_same_original_in_two_contexts_is_two_messages() -> None:
    assert [len(named(example(), name)) for name in ("button|Open", "state of an order|Open")] == [1, 1]
    written = 'msgid "{0}"\nmsgstr "{1}"\n'
    long = "a" * 70
    names = [m.id for m in read(HEADER + "".join(written.format(long + end, f"testo {end}") for end in "xy")).messages]
    assert names == ["a" * 59 + "…", "a" * 59 + "… (2)"]


def test_who_only_mails_use_an_entry_reads_it_in_a_mail() -> None:
    subject, mail, *_, refund = example().messages
    assert (subject.channel, subject.passages[0].role) == ("email", "subject")
    assert (mail.channel, mail.passages[0].role) == ("email", "paragraph")
    assert refund.channel == "unknown"
    assert {message.channel for message in read(HEADER + 'msgid "a"\nmsgstr "ciao"\n', channel="chat").messages} == {"chat"}


def test_lines_are_joined_and_each_piece_keeps_its_own_place() -> None:
    passage = example().messages[1].passages[1]
    at = passage.text.index("viaggio")
    assert passage.text[at - 5 : at + 7] == "è in viaggio"
    assert (passage.place(at - 5, at).line, passage.place(at, at + 7).line) == (35, 36)
    assert not passage.verbatim(at - 5, at + 7)
    assert passage.verbatim(at, at + 7)
    quoted = passage.text.index('"a presto"')
    assert passage.place(quoted, quoted + 10).text == '\\"a presto\\"'
    assert (passage.carrier, escape('detto "sì"', passage.carrier)) == ("c-quoted", 'detto \\"sì\\"')


@pytest.mark.parametrize(
    ("escaped", "meant"),
    [
        (r"a\tb", "a\tb"),
        (r"a \"b\"", 'a "b"'),
        (r"a\\nb", r"a\nb"),
        (r"caff\303\250", "caffè"),
        (r"a\x41\101b", "aAAb"),
        (r"a\303b", "a\ufffdb"),
        (r"a\/b", r"a\/b"),
        (r"a\r\nb", "a\nb"),
    ],
)
def test_escapes_are_what_c_means_by_them(escaped: str, meant: str) -> None:
    assert texts(read(f'{HEADER}msgid "x"\nmsgstr "{escaped}"\n')) == [[meant]]


def test_html_is_shown_as_a_browser_shows_it() -> None:
    (message,) = (m for m in example().messages if m.id.startswith("Questions?"))
    assert message.passages[0].carrier == "quoted"
    assert message.links == ("%(url)s",)
    document = read(HEADER + 'msgid "x"\nmsgstr "<p>Ciao&nbsp;%s</p><p>a <b>presto</b></p>"\n')
    assert texts(document) == [["Ciao\u00a0%s", "a presto"]]


def test_a_flag_says_whether_a_percent_sign_is_one() -> None:
    entry = 'msgid "x"\nmsgstr "Sconto del 5%% su %(sum).2f"\n'
    (formatted,) = read(f"{HEADER}#, python-format\n{entry}").messages
    assert formatted.passages[0].text == "Sconto del 5% su \ufffc"
    assert texts(read(HEADER + entry)) == [["Sconto del 5%% su %(sum).2f"]]
    assert texts(read(f"{HEADER}#, no-python-format\n{entry}")) == [["Sconto del 5%% su %(sum).2f"]]


def test_what_only_a_program_fills_is_no_message() -> None:
    for shown in ("%s", "{0} – {1}", "https://shop.example/help", "a@shop.example", "…"):
        assert texts(read(f'{HEADER}msgid "x"\nmsgstr "{shown}"\n')) == []


def test_fuzzy_obsolete_and_empty_translations_are_not_shown() -> None:
    shown = " ".join(words for one in texts(example()) for words in one)
    assert "bloccato" not in shown
    assert "A presto!" not in shown
    assert "closed" not in shown


def test_a_template_shows_its_originals() -> None:
    document = example("shop.pot")
    assert (document.language, document.problems) == ("", ())
    assert texts(document) == [
        ["Your return label is in the attachment. It costs you nothing."],
        ["{count} item returned"],
        ["{count} items returned"],
    ]


@pytest.mark.parametrize(
    ("header", "path", "shown"),
    [
        ("Language: en\\n", "x.po", ["Thanks", "Bye, folks"]),
        ("", "locale/en_GB/LC_MESSAGES/shop.po", ["Thanks", "Bye, folks"]),
        ("", "locale/it/LC_MESSAGES/shop.po", ["Bye, folks"]),
        ("Language: it\\n", "locale/en/LC_MESSAGES/shop.po", ["Bye, folks"]),
        ("Language: it\\nX-Source-Language: it_IT\\n", "x.po", ["Thanks", "Bye, folks"]),
        ("Language: \\n", "x.po", ["Bye, folks"]),
    ],
)
def test_an_untranslated_entry_is_read_only_in_the_language_of_the_originals(header: str, path: str, shown: list[str]) -> None:
    written = f'msgid ""\nmsgstr "{header}"\n\nmsgid "Thanks"\nmsgstr ""\n\nmsgid "Bye"\nmsgstr "Bye, folks"\n'
    assert [one for text in texts(read(written, path)) for one in text] == shown


def test_a_fuzzy_entry_in_english_shows_its_original() -> None:
    written = 'msgid ""\nmsgstr "Language: en\\n"\n\n#, fuzzy\nmsgid "Thanks"\nmsgstr "Cheers"\n'
    assert texts(read(written)) == [["Thanks"]]


def test_the_language_is_that_of_the_header_then_of_the_path() -> None:
    entry = '\nmsgid "x"\nmsgstr "ciao"\n'
    assert read('msgid ""\nmsgstr "Language: pt_BR\\n"\n' + entry, "it.po").language == "pt-BR"
    assert read('msgid ""\nmsgstr "Language: LANGUAGE\\n"\n' + entry, "locale/ro/LC_MESSAGES/a.po").language == "ro"
    assert read(entry, "it.po", language="fr").language == "fr"


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_change_nothing(newline: str) -> None:
    assert texts(example(newline=newline)) == texts(example())


NO_MSGSTR = 'This msgid has no msgstr; expected msgstr and its text after it, msgstr "" for none.'
BROKEN = [
    ('msgid "a"\nmsgstr "ciao\n', (2, 8), 'This text is never closed; expected a " at the end of the line.'),
    ('msgid "a"\nmsgstr ""\n"ciao\n', (3, 1), 'This text is never closed; expected a " at the end of the line.'),
    (
        'msgid "a"\nmsgstr "detto "ciao" ieri"\n',
        (2, 16),
        r'This stands outside of quotes; expected text in double quotes (a quote inside it is written \") or # for a comment.',
    ),
    ('msgstr "ciao"\n', (1, 1), "This msgstr belongs to no msgid; expected msgid and its text before it."),
    ('msgid "a"\nmsgid "b"\nmsgstr ""\n', (1, 1), NO_MSGSTR),
    ('msgid "a"\nmsgstr\n', (2, 1), "No text follows this msgstr; expected a text in double quotes."),
    ('# a\n"a"\n', (2, 1), "This text belongs to nothing; expected msgid or msgstr before it."),
    ('msgid "a"\n', (1, 1), NO_MSGSTR),
]  # fmt: skip


@pytest.mark.parametrize(("written", "place", "what"), BROKEN)
def test_a_broken_entry_is_told_with_its_place_and_the_others_are_read(written: str, place: tuple[int, int], what: str) -> None:
    good = 'msgid "x"\nmsgstr "a presto"\n'
    before = f"{HEADER}{good}\n"
    for after in ("", "\n# next\n" + good):
        document = read(before + written + after)
        line = place[0] + before.count("\n")
        assert told(document) == [((line, place[1]), what)]
        assert texts(document) == [["a presto"]] * (2 if after else 1)


def test_lines_of_a_merge_are_told_once_and_harm_nothing() -> None:
    document = read(f'{HEADER}<<<<<<< ours\n=======\nmsgid "x"\nmsgstr "ciao"\n>>>>>>> theirs\n')
    assert [place for place, _ in told(document)] == [(4, 1), (8, 1)]
    assert texts(document) == [["ciao"]]


def test_strings_may_share_a_line_and_a_keyword_may_stand_alone() -> None:
    assert texts(read(f'{HEADER}msgid\n"x"\nmsgstr "Buona" " giornata"\n"!"\n')) == [["Buona giornata!"]]


@given(st.text(st.sampled_from(list('msgidtrx "\\n\n#,[]0 ')), max_size=60))
def test_nothing_that_is_written_breaks_a_place(written: str) -> None:
    read(HEADER + written)
    read(f'{HEADER}msgid "x"\nmsgstr "{written}"\n')


@given(st.text(max_size=30))
def test_what_is_escaped_is_read_back(text: str) -> None:
    written = escape(text, "c-quoted") or ""
    if "\r" not in text:
        source = Source("a.po", f'msgid "x"\nmsgstr "{written}"\n')
        assert catalogue.read(source).entries[0].forms[0].text == text
