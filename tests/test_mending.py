"""Fixing in memory: in rounds, read again after each, and refused where anything but the flagged words would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint import fix, mending
from servicelint.config import Config
from servicelint.discover import Unit, Wish, from_text
from servicelint.lint import Linter
from servicelint.mending import MAX_PASSES, Mended, mend
from servicelint.model import Document, Edit, Finding, Fix, Source, Span
from servicelint.run import Outcome, read


@dataclass(frozen=True)
class Replacing:
    """A linter that finds a pattern in the file itself, and has it replaced by words that are written as they are."""

    pattern: str
    words: str | Callable[[str], str]
    reads: str | None = None

    def lint(self, document: Document) -> list[Finding]:
        return list(self._findings(document))

    def _findings(self, document: Document) -> Iterator[Finding]:
        for source in document.bundle.sources:
            for found in re.finditer(self.pattern, source.text):
                words = self.words if isinstance(self.words, str) else self.words(found[0])
                span = Span(source, *found.span())
                mend = Fix("Mend", (Edit(span, words, words if self.reads is None else self.reads),), safe=True)
                yield Finding("x", "care", "error", "No.", span, document.format, "en", fingerprint=found[0], fix=mend)


def unit_of(text: str, name: str) -> Unit:
    [unit] = from_text(text, name, Config(), Wish()).units
    return unit


def mended(text: str, linter: Replacing, name: str = "talk.jsonl") -> Mended:
    unit = unit_of(text, name)
    outcome = Outcome(tuple(linter.lint(read(unit))))
    return mend(unit, outcome, linter)  # type: ignore[arg-type]


def talk(*said: str) -> str:
    turns = ", ".join(f'{{"role": "agent", "text": "{text}"}}' for text in said)
    return f'{{"turns": [{{"role": "customer", "text": "Hello"}}, {turns}]}}\n'


def text_of(done: Mended) -> str:
    [text] = done.texts.values()
    return text


def test_all_is_fixed_in_one_round_where_nothing_is_in_the_way() -> None:
    done = mended(talk("one bad word", "another bad word"), Replacing("bad", "good"))
    assert text_of(done) == talk("one good word", "another good word")
    assert [len(findings) for findings in done.rounds] == [2]
    assert (done.outcome.findings, done.notes) == ((), ())


def test_what_one_fix_uncovers_is_fixed_in_the_next_round() -> None:
    done = mended(talk("a!!!!!"), Replacing("!!", "!"))
    assert text_of(done) == talk("a!")
    assert 1 < len(done.rounds) < MAX_PASSES


def test_fixes_that_go_in_circles_are_stopped_and_told_of() -> None:
    done = mended(talk("yes"), Replacing(r"(?<=\")(?:yes|no)(?=\")", lambda word: "no" if word == "yes" else "yes"))
    assert len(done.rounds) == MAX_PASSES
    [note] = done.notes
    assert note.startswith("talk.jsonl:1:")
    assert "after 10 rounds" in note


@pytest.mark.parametrize("spoils", ['"', "\\", '", "x": "', "\n"])
def test_a_fix_that_breaks_the_file_is_refused_and_the_others_are_made(spoils: str) -> None:
    linter = Replacing("bad|worse", lambda word: spoils if word == "worse" else "good")
    before = talk("bad one", "bad two", "worse", "bad three", "bad four")
    done = mended(before, linter)
    assert text_of(done) == talk("good one", "good two", "worse", "good three", "good four")
    [note] = done.notes
    assert re.match(r"talk\.jsonl:1:\d+: x is not fixed: ", note)
    assert [finding.span.text for finding in done.outcome.findings] == ["worse"]


def test_a_fix_is_refused_where_the_file_reads_other_words_than_were_meant() -> None:
    done = mended(talk("bad"), Replacing("bad", "a\\u0062c", reads="a\\u0062c"))
    assert done.texts == {}
    assert "more than the flagged words" in done.notes[0]
    assert text_of(mended(talk("bad"), Replacing("bad", "a\\u0062c", reads="abc"))) == talk("a\\u0062c")


def test_a_fix_is_refused_where_it_touches_what_nobody_flagged() -> None:
    """The customer's words, which no fix was meant for."""
    done = mended(talk("fine"), Replacing("Hello", "Hi", reads="fine"))
    assert done.texts == {}


def test_a_fix_is_refused_where_the_way_through_a_menu_would_change() -> None:
    flow = (
        "servicelint: 1\nchannel: voice\nlanguage: en\nentry: main\nmenus:\n  main:\n"
        "    prompt: For cards, press 1!! For loans, press 2!!\n"
        "    options:\n      - {key: 1, go: cards}\n      - {key: 2, go: loans}\n"
        "  cards: {prompt: Here are the cards.}\n  loans: {prompt: Here are the loans.}\n"
    )
    assert mended(flow, Replacing("(?<=key: )1", "7", reads="1"), "flow.yml").texts == {}
    assert text_of(mended(flow, Replacing("!!", "!"), "flow.yml")) == flow.replace("!!", "!")


def test_nothing_is_read_again_where_nothing_can_be_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = unit_of(talk("fine"), "talk.jsonl")
    monkeypatch.setattr(mending, "read", None)
    outcome = Outcome(())
    assert mend(unit, outcome, Linter(None, ())) == Mended(unit, outcome)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=12))
def test_the_fixes_chosen_never_overlap_and_none_is_left_out_for_nothing(places: list[tuple[int, int]]) -> None:
    source = Source("a.txt", "x" * 40)
    spans = [Span(source, start, start + length) for start, length in places]
    found = [
        Finding("x", "care", "error", "No.", span, "text", "en", fix=Fix("Mend", (Edit(span, "y", "y"),), safe=True))
        for span in spans
    ]
    taken = [finding.span for finding in fix.chosen(found)]
    for index, span in enumerate(taken):
        assert not any(span.start < other.end and other.start < span.end for other in taken[index + 1 :])
    for span in spans:
        assert any(span.start < other.end and other.start < span.end for other in taken)
    assert len(fix.edited(source, fix.edits(fix.chosen(found)).get(source, []))) == 40 - sum(s.end - s.start - 1 for s in taken)
