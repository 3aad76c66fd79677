"""The report for people: what it shows, and that it fits."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import CHAT, FINDINGS, MAIL, finding, run, span

from servicelint.excerpt import excerpt
from servicelint.model import Fix, Source, Span
from servicelint.reports import Run, Style, report
from servicelint.terminal import clean, head, tail, width, wrap

GOLDEN = Path(__file__).parent / "golden"
ESCAPE = re.compile(r"\x1b\[[\d;]*m")
FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def written(what: Run, columns: int = 80, *, color: bool = False) -> str:
    out = io.StringIO()
    report("text").write(what, out, Style(color, columns))
    return out.getvalue()


def alone(text: str, start: int, end: int, columns: int = 80) -> list[str]:
    """The lines of the report of one finding at these offsets of a file that says `text`."""
    return written(run(finding("x", "error", Span(Source("a.txt", text), start, end), "No.")), columns).splitlines()


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_whole_report_is_the_golden_one(columns: int) -> None:
    """To renew them: delete the files and run the tests twice."""
    golden = GOLDEN / f"report-{columns}.txt"
    said = written(run(*FINDINGS, suppressed=2, skipped={"no known format": 3}), columns)
    if not golden.exists():
        golden.write_text(said, encoding="utf-8")
        pytest.fail("the golden report was missing and is written now: read it")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [40, 57, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    said = written(run(*FINDINGS, suppressed=1, skipped={"too large": 1}), columns)
    assert max(width(line) for line in said.splitlines()) <= columns


def test_colour_changes_nothing_but_the_colour() -> None:
    plain, coloured = written(run(*FINDINGS)), written(run(*FINDINGS), color=True)
    assert "\x1b" not in plain
    assert coloured != plain
    assert ESCAPE.sub("", coloured) == plain


def test_a_rule_tells_its_reason_once_in_a_language() -> None:
    lines = written(run(*FINDINGS)).splitlines()
    assert sum(line.startswith("  Why") for line in lines) == 4
    assert any("servicelint explain RULE" in line for line in lines)
    translated = finding("sure-reply", "error", span(CHAT, "Ok"), "No.", why="Perché ringrazia.")
    assert "Perché ringrazia." in written(run(*FINDINGS, translated))


def test_nothing_is_said_of_reasons_that_were_all_given() -> None:
    assert "explain" not in written(run(FINDINGS[0]))


def test_a_clean_run_gets_a_friendly_sentence() -> None:
    assert written(run()) == "12 files checked, nothing to fix: your customers are in good hands.\n"
    assert written(run(files=1)).startswith("1 file checked,")
    assert written(run(files=0)) == "No file was checked.\n"
    assert "\x1b[32m" in written(run(), color=True)


def test_the_last_line_sums_up() -> None:
    def last(what: Run) -> str:
        return written(what).splitlines()[-1]

    hint = finding("x", "hint", span(MAIL, "worn"), "No.")
    assert last(run(*FINDINGS)) == "4 errors and 2 warnings in 4 of 12 files."
    assert last(run(*FINDINGS, hint, files=4)) == "4 errors, 2 warnings and 1 hint in 4 files."
    assert last(run(hint, files=1, suppressed=1)) == "1 hint in 1 file. 1 finding suppressed."


def test_the_report_says_how_to_fix() -> None:
    safe, unsafe = FINDINGS[0], FINDINGS[1]
    assert 'Say "You\'re welcome!" (--fix)\n' in written(run(safe))
    assert "Fix 1 of these with: servicelint check --fix\n" in written(run(safe))
    assert "Fix 1 of these with: servicelint check --fix --unsafe-fixes\n" in written(run(unsafe))
    assert "check --fix (1 more with --unsafe-fixes)\n" in written(run(safe, unsafe))
    assert "--fix" not in written(run(finding("x", "error", span(MAIL, "worn"), "No.")))


def test_the_trail_lists_places_that_a_terminal_can_open() -> None:
    lines = written(run(FINDINGS[4])).splitlines()
    assert "           ivr/main.vxml:4 presses 2" in lines


def test_the_carets_stand_under_the_flagged_words() -> None:
    text = "\t\t  Dear\tcustomer, thanks!"
    _, source, carets, *_ = alone(text, text.index("customer"), text.index(","))
    assert source == "    1 │ Dear    customer, thanks!"
    assert carets == "      │         ^^^^^^^^"


def test_wide_and_joined_characters_move_the_carets() -> None:
    text = "田中様 👩‍🔬❤️ e\u0301 Sure"
    _, source, carets, *_ = alone(text, text.index("Sure"), len(text))
    before = source.partition("│ ")[2].removesuffix("Sure")
    assert width(before) == 6 + 1 + 2 + 2 + 1 + 1 + 1
    assert carets == "      │ " + " " * 14 + "^^^^"


def test_a_long_line_is_cut_around_the_words() -> None:
    text = "word " * 600 + "Sure thing " + "more " * 600
    start = text.index("Sure")
    for columns in (40, 80, 120):
        _, source, carets, *_ = alone(text, start, start + 10, columns)
        shown = source.partition("│ ")[2]
        assert shown.startswith("…word ")
        assert shown.endswith(" more…")
        assert shown.index("Sure thing") == carets.partition("│ ")[2].index("^")
        assert columns - 16 < width(source) <= columns


def test_words_at_either_end_of_a_long_line_use_the_room_of_the_other_side() -> None:
    text = "Sure " + "word " * 600 + "bye"
    assert width(alone(text, 0, 4)[1]) > 70
    assert width(alone(text, len(text) - 3, len(text))[1]) > 70


def test_flagged_words_longer_than_the_screen_end_in_an_ellipsis() -> None:
    text = "So: " + "word " * 600
    _, source, carets, *_ = alone(text, 4, len(text))
    assert source.startswith("    1 │ So: word ")
    assert source.endswith("…")
    assert width(source) == width(carets) <= 80


def test_a_finding_over_several_lines_shows_the_first_with_words() -> None:
    text = "one\r\n\r\n  two three\r\n  four\r\n"
    _, source, carets, *_ = alone(text, 3, text.index("four") + 4)
    assert source == "    3 │ two three…"
    assert carets == "      │ ^^^^^^^^^^"


def test_a_place_without_length_has_one_caret() -> None:
    assert alone("", 0, 0)[1:3] == ["    1 │ ", "      │ ^"]
    assert alone("abc\n", 4, 4)[1:3] == ["    2 │ ", "      │ ^"]


def test_carriage_returns_are_never_printed() -> None:
    assert "\r" not in written(run(*FINDINGS))


def test_hostile_text_commands_no_terminal() -> None:
    text = "a\x1b[2J\x07b\u202ec \x9b31m Sure\x00"
    source = Source("a\x1b]0;x\x07.txt", text)
    fix = Fix("Say\n\x1b[5m", (), safe=True)
    place = Span(source, text.index("Sure"), len(text))
    said = written(run(finding("x", "error", place, "\x1b[1m!\r\n", why="\x1b", instead="\x08", fix=fix)))
    assert not FORBIDDEN.search(said)
    assert "␛[2J␇b" in said


@given(st.text(), st.integers(1, 60))
def test_wrapping_keeps_every_character_and_fits(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= max(columns, 2) for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


@given(st.text().map(clean), st.integers(0, 60))
def test_cutting_fits_and_keeps_what_fits(text: str, columns: int) -> None:
    for cut in (head(text, columns), tail(text, columns)):
        assert width(cut) <= columns
        assert (cut == text) == (width(text) <= columns)


def test_cuts_never_part_a_letter_from_its_accent() -> None:
    assert tail("xe\u0301bc", 3) == "…bc"
    assert tail("xe\u0301bc", 4) == "xe\u0301bc"
    assert head("xe\u0301bc", 3) == "xe\u0301…"


@given(st.text(), st.data())
def test_every_excerpt_fits_and_is_safe(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = excerpt(Span(Source("a.txt", text), start, end), 33)
    line = shown.before + shown.flagged + shown.after
    assert width(shown.before) + width(shown.flagged) + width(shown.after) <= 33
    assert not FORBIDDEN.search(line)
