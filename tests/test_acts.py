"""Phrases: what the notation means, what it refuses, and that folding never moves a character."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.acts import fold as folding
from servicelint.acts.build import build
from servicelint.acts.compile import ActError, Compiler
from servicelint.acts.fold import fold
from servicelint.acts.grammar import GrammarError, parse
from servicelint.acts.pack import Pack, TokenPattern
from servicelint.acts.reading import Heard
from servicelint.acts.sentences import sentences
from servicelint.model import Passage, Piece, Source, Span
from servicelint.model.passage import SLOT


def pack(**acts: str) -> Pack:
    return build("en", "English", "the a of to", {name.replace("_", "-"): phrases for name, phrases in acts.items()})


def found(text: str, phrases: str, **others: str) -> list[str]:
    """What of the text the phrases match."""
    heard = Heard(text, pack(act=phrases, **others))
    return [heard.text[place.start : place.end] for place in heard.find("act")]


class TestNotation:
    @pytest.mark.parametrize(
        ("phrases", "text", "expected"),
        [
            ("thank you", "Oh, THANK  you!", ["THANK  you"]),
            ("thank you [very much]", "thank you very much and thank you", ["thank you very much", "thank you"]),
            ("(call | ring) you", "we ring you, we call you", ["ring you", "call you"]),
            ("we will $ANY<0-2> call", "we will call; we will so soon call; we will a b c call", ["we will call", "we will so soon call"]),  # noqa: E501
            ("within $NUMBER days", "within 3 days, within 2-3 days, within a few days", ["within 3 days", "within 2-3 days"]),
            ("$greet anna", "hi anna", ["hi anna"]),
            ("see $LINK", "see https://example.org/a?b=c now", ["see https://example.org/a?b=c"]),
            ("a b\na b c", "a b c", ["a b c"]),
            ("sure # the word alone\n# a comment\nok", "sure, ok", ["sure", "ok"]),
        ],
    )  # fmt: skip
    def test_a_phrase_matches_what_it_says(self, phrases: str, text: str, expected: list[str]) -> None:
        assert found(text, phrases, greet="hi | hello") == expected

    @pytest.mark.parametrize("text", ["we can't call", "scan call", "https://example.org/can", "can\n\ncall"])
    def test_a_word_is_whole_and_stays_in_its_paragraph(self, text: str) -> None:
        assert found(text, "can call\nno can") == []
        assert found("we can't", "can") == []

    def test_a_comma_may_part_words_but_not_what_any_stands_for(self) -> None:
        assert found("no, thanks", "no thanks") == ["no, thanks"]
        assert found("the flight, the policy", "the $ANY<0-3> policy") == ["the policy"]

    def test_numbers_and_dates_take_the_words_of_the_language(self) -> None:
        assert found("in two days, on friday", "in $NUMBER days | on $DATE", number="two", date="friday") == [
            "in two days",
            "on friday",
        ]

    def test_inflected_words_take_all_their_forms(self) -> None:
        made = build("it", "Italiano", "", {"act": "~cliente fedele"}, forms=lambda word: ["cliente", "clienti"])
        assert len(Heard("i clienti fedele, il cliente fedele", made).find("act")) == 2

    @pytest.mark.parametrize(
        ("phrase", "column", "what"),
        [
            ("(call | ring", 0, "never closed"),
            ("call)", 4, "closes nothing"),
            ("call || ring", 6, "expected a word"),
            ("<2> call", 0, "follows nothing"),
            ("call<3-2>", 4, "m ≤ n"),
            ("we $WILL", 3, "unknown"),
            ("$SLOT(name", 0, "never closed"),
            ("", 0, "expected a word"),
        ],
    )
    def test_what_cannot_be_read_is_named_with_its_column(self, phrase: str, column: int, what: str) -> None:
        with pytest.raises(GrammarError, match=what) as raised:
            parse(phrase)
        assert raised.value.column == column

    def test_an_unknown_act_and_a_circle_are_refused(self) -> None:
        with pytest.raises(ActError, match="is not an act"):
            pack(act="$nobody-knows")
        with pytest.raises(ActError, match="refers to itself"):
            pack(act="a $other", other="b $act")


class TestSlots:
    def heard(self, name: str, phrases: str) -> Heard:
        source = Source("mail.txt", f"by {{{name}}} today")
        pieces = (
            Piece("by ", Span(source, 0, 3)),
            Piece(SLOT, Span(source, 3, 5 + len(name)), "slot", name),
            Piece(" today", Span(source, 5 + len(name), len(source.text))),
        )
        passage = Passage("1", pieces)
        return Heard(passage.text, pack(act=phrases), passage)

    @pytest.mark.parametrize("name", ["due_date", "dueDate", "order.date", "DATE"])
    def test_a_slot_is_known_by_the_words_of_its_name(self, name: str) -> None:
        assert self.heard(name, "by $SLOT(date day)").find("act")

    def test_another_slot_is_not(self) -> None:
        assert not self.heard("first_name", "by $SLOT(date day)").find("act")
        assert self.heard("first_name", "by $SLOT").find("act")


class TestFold:
    @given(st.text())
    def test_folding_keeps_the_length(self, text: str) -> None:
        assert len(fold(text)) == len(text)

    @given(st.text(alphabet="aàÀèÉîȘșşŢțёЁйİIıŞ’«»—\u00a0", max_size=30))
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Vă mulţumim", "va multumim"),
            ("È stato", "e stato"),
            ("ещё", "еще"),
            ("we’ll", "we'll"),
            ("в\u00a0ближайшее", "в ближайшее"),
            ("SÎNT", "sint"),
        ],
    )
    def test_spellings_of_one_word_are_one(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize("text", ["see https://example.org/refund-policy", "mail policy@example.org", "@policy hello"])
    def test_addresses_are_nobodys_words(self, text: str) -> None:
        assert found(text, "policy") == []

    def test_a_paragraph_and_a_list_item_part_what_they_part(self) -> None:
        assert fold("a\n\nb")[1] == folding.BREAK
        assert fold("a\nb") == "a b"
        assert fold("a\n- b")[1] == folding.BREAK


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("We call you. Thanks!", 2),
            ("It costs 3.50 today.", 1),
            ("Ask Mr. Brown today.", 1),
            ("one\n\ntwo", 2),
            ("Really?! Yes…", 2),
            ("", 0),
        ],
    )
    def test_sentences_end_where_a_reader_stops(self, text: str, count: int) -> None:
        assert len(sentences(fold(text), frozenset({"mr"}))) == count


class TestAnchors:
    def test_every_match_holds_an_anchor(self) -> None:
        compiler = Compiler({"act": "we will (call | ring) you [soon]\nby $NUMBER"}, frozenset({"we", "will", "you", "by"}))
        assert [part.anchors[0] for part in compiler.act("act")] == [{"#", "call", "ring"}]

    def test_an_act_of_wildcards_has_none_and_is_always_tried(self) -> None:
        assert [part.anchors for part in Compiler({"act": "$ANY<2-3>"}).act("act")] == [()]
        assert found("two words", "$ANY<2>") == ["two words"]

    def test_long_phrases_are_parts_of_their_own_and_the_longest_place_wins(self) -> None:
        long = " | ".join(f"word{number} again" for number in range(60))
        compiled = Compiler({"act": f"again\n({long})\n(more | {long}) (and | or) ever"}).act("act")
        assert len(compiled) == 3
        assert found("word7 again or ever, again", f"again\n({long})\n(more | {long}) (and | or) ever") == [
            "word7 again or ever",
            "again",
        ]

    @given(st.lists(st.sampled_from(["we", "will", "call", "ring", "you", "soon", "7"]), min_size=1, max_size=8))
    def test_looking_at_anchors_first_never_loses_a_match(self, words: list[str]) -> None:
        phrases = "we will (call | ring) you [soon]\ncall $NUMBER\n[will] ring<1-2>"
        (part,) = Compiler({"act": phrases}).act("act")
        text = " ".join(words)
        assert found(text, phrases) == [match[0] for match in re.finditer(part.regex, text)]


class TestTokenPatterns:
    def test_a_token_pattern_answers_like_a_phrase_where_its_anchor_stands(self) -> None:
        pattern = TokenPattern("hint", ({"IS_TITLE": True, "OP": "+"}, {"TEXT": "Policy"}))
        made = build("en", "English", "", {"hint": "the $ANY policy"}, {"named": (pattern,)})
        heard = Heard("See the Rewards Policy. Our rewards policy is new.", made)
        assert [heard.text[f.start : f.end] for f in heard.find("named")] == ["Rewards Policy"]


def test_an_abbreviation_ends_no_sentence() -> None:
    made = build("ro", "Română", "", {"a": "x"}, abbreviations="dvs. nr.")
    assert len(Heard("Cererea dvs. este la noi. Mulțumim.", made).sentences) == 2


def test_a_pack_is_the_same_after_json() -> None:
    import json

    made = build("en", "English", "the of", {"a": "x $SLOT(date)"}, {"b": (TokenPattern("a", ({"LOWER": "x"},)),)}, "mr.")
    assert Pack.from_json(json.loads(json.dumps(made.to_json(), default=list))) == made
