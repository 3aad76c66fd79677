"""Linting: grades, variants, fingerprints, bundles, languages; and the same bytes whatever the number of processes."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from servicelint.config import Config
from servicelint.discover import Wish, from_text
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Document, Finding, Message, Passage, Piece, Source, Span
from servicelint.run import read

LIBRARY = built_in()
LINTER = Linter(LIBRARY, tuple(LIBRARY.rules.values()))


def message(source: Source, start: int = 0, end: int | None = None, **more: object) -> Message:
    stop = len(source.text) if end is None else end
    passage = Passage(str(start), (Piece(source.text[start:stop], Span(source, start, stop)),))
    return replace(Message(str(start), "company", "chat", (passage,)), **more)


def document(*texts: str, language: str = "en", **more: object) -> Document:
    sources = [Source(f"{index}.txt", text) for index, text in enumerate(texts)]
    found = Document(Bundle(tuple(sources)), "text", tuple(message(source) for source in sources), language=language)
    return replace(found, **more)


def flagged(found: Document) -> list[tuple[str, str]]:
    return [(finding.rule, finding.span.text) for finding in LINTER.lint(found)]


def findings(found: Document) -> list[Finding]:
    return LINTER.lint(found)


class TestGrades:
    def test_the_first_check_that_matches_wins(self) -> None:
        graded = {
            f.span.text: f.severity
            for f in findings(document("Per our policy we cannot refund you.", "Our policy is 30 days."))
            if f.rule == "policy-wording"
        }
        assert graded == {"Per our policy": "error", "Our policy": "warning"}

    def test_who_is_asked_for_only_where_nobody_is_named_and_no_bot_speaks(self) -> None:
        text = "Someone will contact you soon."
        source = Source("a.txt", text)
        person = document(text)
        bot = Document(Bundle((source,)), "text", (message(source, bot=True),), language="en")
        assert "nor when" in findings(person)[0].message
        assert "nor when" not in findings(bot)[0].message
        assert "when" in findings(bot)[0].message


class TestWhoSpeaks:
    def test_the_customers_words_are_never_judged(self) -> None:
        source = Source("a.txt", "Per your policy I cannot return it. Someone will contact you soon.")
        assert LINTER.lint(Document(Bundle((source,)), "text", (message(source, speaker="customer"),), language="en")) == []

    @pytest.mark.parametrize("before", [(), ("Where is my parcel?",), ("Thanks! Where is my parcel?",), ("No, thanks.",)])
    def test_a_reply_is_let_be_where_nobody_gave_thanks(self, before: tuple[str, ...]) -> None:
        source = Source("a.txt", "Sure thing!")
        assert LINTER.lint(Document(Bundle((source,)), "text", (message(source, in_reply_to=before),), language="en")) == []

    def test_a_question_may_take_up_the_customers_word(self) -> None:
        source = Source("a.txt", "You mean our return policy of 30 days?")
        for before, expected in ((("I have a question on your policy",), 0), (("I have a question",), 1)):
            found = LINTER.lint(Document(Bundle((source,)), "text", (message(source, in_reply_to=before),), language="en"))
            assert len(found) == expected

    @pytest.mark.parametrize(
        ("reply", "expected"),
        [("Okay, Anna Maria!", 1), ("Okay, Gualtiero, I have booked it.", 0), ("Okay, and the next one?", 0)],
    )
    def test_a_name_may_follow_a_short_answer(self, reply: str, expected: int) -> None:
        source = Source("a.txt", reply)
        found = LINTER.lint(Document(Bundle((source,)), "text", (message(source, in_reply_to=("Thanks!",)),), language="en"))
        assert len(found) == expected

    @pytest.mark.parametrize(("thanks", "others", "expected"), [(3, 2, 1), (2, 2, 0), (1, 3, 0)])
    def test_an_intent_is_thanks_when_most_of_its_phrases_are(self, thanks: int, others: int, expected: int) -> None:
        source = Source("a.txt", "Sure thing!")
        before = ("thanks a lot",) * thanks + ("tell me my balance",) * others
        found = LINTER.lint(Document(Bundle((source,)), "text", (message(source, in_reply_to=before),), language="en"))
        assert len(found) == expected


class TestVariants:
    def test_what_shows_in_several_variants_is_told_once(self) -> None:
        source = Source("a.txt", "Our policy is strict.")
        twice = (message(source, variant="if"), message(source, variant="else"))
        assert len(LINTER.lint(Document(Bundle((source,)), "text", twice, language="en"))) == 1


class TestFingerprints:
    def test_moving_lines_keeps_them_and_equal_passages_are_counted(self) -> None:
        first = [f.fingerprint for f in findings(document("Our policy is strict."))]
        source = Source("0.txt", "Hello.\n\nOur policy is strict.\n\nOur  POLICY is strict.")
        moved = Document(Bundle((source,)), "text", (message(source, 8, 29), message(source, 31)), language="en")
        later = [f.fingerprint for f in findings(moved)]
        assert later[0] == first[0]
        assert len(set(later)) == 2

    def test_other_words_make_another_one(self) -> None:
        one, other = findings(document("Our policy is strict.", "Our policy is very strict."))
        assert one.fingerprint != other.fingerprint


class TestBundles:
    def test_only_the_files_asked_for_are_reported(self) -> None:
        both = document("Our policy is strict.", "Our policy is strict.")
        named = replace(both, bundle=replace(both.bundle, named=frozenset({"1.txt"})))
        assert [finding.path for finding in findings(named)] == ["1.txt"]


class TestLanguages:
    def test_each_message_is_judged_in_its_own_language(self) -> None:
        mixed = document(
            "Thank you for your order. Someone will contact you soon about the delivery.",
            "Grazie per il Suo ordine. La contatteremo al più presto per la consegna.",
            "Благодарим вас за заказ. Мы свяжемся с вами в ближайшее время по поводу доставки.",
            language="",
        )
        assert [(f.path, f.rule, f.language) for f in findings(mixed)] == [
            ("0.txt", "vague-commitment", "en"),
            ("1.txt", "vague-commitment", "it"),
            ("2.txt", "vague-commitment", "ru"),
        ]

    def test_a_language_without_acts_is_left_alone(self) -> None:
        dutch = "Uw bestelling is bij ons en wordt met de post aan u geleverd. Dat is onze policy, en wij zijn er voor u."
        assert findings(document(dutch, language="")) == []

    def test_the_configured_language_goes_before_the_words(self) -> None:
        text = document("Our policy is strict.", language="")
        forced = replace(text, bundle=replace(text.bundle, settings=(("language", "it"),)))
        assert flagged(text) == [("policy-wording", "Our policy")]
        assert ("policy-wording", "Our policy") not in flagged(forced)


class TestOrder:
    def test_findings_come_by_path_place_and_rule(self) -> None:
        text = "Our policy is strict. Someone will contact you soon. Per policy we cannot help."
        found = findings(document(text, text))
        assert found == sorted(found, key=lambda f: (f.path, f.span.start, f.rule))
        assert len(found) >= 4


def test_a_linter_can_travel_to_another_process() -> None:
    text = document("Our policy is strict.")
    expected = findings(text)
    again: Linter = pickle.loads(pickle.dumps(LINTER))
    assert [finding.message for finding in again.lint(text)] == [finding.message for finding in expected] != []


def test_a_string_of_a_catalogue_is_not_said_to_lack_what_the_page_around_it_may_have() -> None:
    linter = Linter(LIBRARY, (LIBRARY.rules["missing-follow-up"],))
    alone = "it:\n  flash:\n    sent: Abbiamo ricevuto il Suo reclamo e La ringraziamo.\n"
    mail = (
        "it:\n  mailer:\n    claim:\n      subject: Il Suo reclamo del mese\n"
        "      body: Abbiamo ricevuto il Suo reclamo e La ringraziamo.\n"
    )
    assert found_in(linter, alone) == []
    assert found_in(linter, mail) == ["Abbiamo ricevuto il Suo reclamo"]


def found_in(linter: Linter, catalogue: str) -> list[str]:
    units = from_text(catalogue, "locales/it.yml", Config(), Wish()).units
    return [finding.span.text for unit in units for finding in linter.lint(read(unit))]


def test_the_name_of_a_setting_is_no_policy_told_to_a_customer() -> None:
    linter = Linter(LIBRARY, (LIBRARY.rules["policy-wording"],))
    assert found_in(linter, "it:\n  admin:\n    tab: Parametri della nostra policy\n") == []
    assert found_in(linter, "it:\n  flash:\n    no: La nostra policy non prevede il rimborso.\n") == ["La nostra policy"]
