"""Approved words: what the configuration's `say:` flags, what it lets be, how it is fixed, and how mistakes in it are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from servicelint import config as settings
from servicelint import fix
from servicelint.cli import cli
from servicelint.config import Config
from servicelint.discover import Wish, from_text
from servicelint.kinds.glossary import cased
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mistakes import Mistake
from servicelint.model import Finding
from servicelint.run import read
from servicelint.written.config import read_config

RULE = "unapproved-word"


def findings(say: str, text: str, name: str = "a.txt", *, channel: str = "email", language: str = "en") -> list[Finding]:
    """What the rule finds in a text under a glossary."""
    data = read_config("servicelint.yaml", f"say:\n{say}\nchannel: {channel}\nlanguage: {language}\n")["data"]
    config = Config(data=data)
    linter = Linter(built_in(), settings.choose(built_in(), config, [RULE]))
    return [finding for unit in from_text(text, name, config, Wish()).units for finding in linter.lint(read(unit))]


def words(say: str, text: str, **more: str) -> list[str]:
    return [finding.span.text for finding in findings(say, text, **more)]


def fixed(say: str, text: str, name: str = "a.txt", **more: str) -> str:
    """The text with the safe fixes made."""
    changes = fix.edits(fix.chosen(findings(say, text, name, **more)))
    return next((fix.edited(source, edits) for source, edits in changes.items()), text)


SIGN_IN = "  - {instead-of: [log in, log on], use: sign in}"


def test_the_words_are_flagged_with_the_approved_ones_in_the_message() -> None:
    (found,) = findings(SIGN_IN, "Please log in first.")
    assert (found.rule, found.severity, found.message) == (RULE, "warning", "“log in”: we say “sign in”.")
    assert found.better == ("sign in",)
    assert found.fix is not None
    assert found.fix.safe


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Log in to go on.", "Sign in to go on."),
        ("PLEASE LOG IN TODAY", "PLEASE SIGN IN TODAY"),
        ("Press Log In above.", "Press Sign In above."),
        ("You may log\nin here.", "You may sign in here."),
        ("Log in, log on, or log in.", "Sign in, sign in, or sign in."),
    ],
)
def test_a_fix_keeps_the_case(text: str, after: str) -> None:
    assert fixed(SIGN_IN, text) == after
    assert fixed(SIGN_IN, after) == after


@pytest.mark.parametrize(
    "text",
    [
        "Blog in peace.",
        "The log-in page is here.",
        "If you log, in the end, every call, we are glad.",
        "See https://harbour.example/log in summer.".replace("log in", "log%20in"),
        "The {{ log in }} is ours.",
        "We logged in for you.",
    ],
)
def test_only_whole_words_in_the_forms_given_are_flagged(text: str) -> None:
    assert words(SIGN_IN, text) == []


def test_words_at_a_dash_or_a_possessive_are_still_whole_words() -> None:
    say = "  - {instead-of: client, use: customer}"
    assert fixed(say, "The client—every client’s wish.") == "The customer—every customer’s wish."


def test_alternatives_and_options_are_all_the_ways_a_phrase_may_be_said() -> None:
    say = "  - {instead-of: 'cancel (your | the) [monthly] subscription', use: end your plan}"
    text = "To cancel your subscription or cancel the monthly subscription, call. You cannot cancel a subscription here."
    assert words(say, text) == ["cancel your subscription", "cancel the monthly subscription"]


def test_the_longest_entry_wins_where_two_overlap() -> None:
    say = "  - {instead-of: plan, use: tariff}\n  - {instead-of: plan of the month, use: special}"
    assert fixed(say, "The plan of the month is a plan.") == "The special is a tariff."


def test_the_approved_words_are_never_flagged_though_they_hold_an_unapproved_one() -> None:
    say = "  - {instead-of: plan, use: service plan, except: [floor plan]}"
    assert words(say, "Your service plan, our floor plan.") == []
    assert fixed(say, "Your plan is ready.") == "Your service plan is ready."
    assert words(say, "Your service plan is ready.") == []


def test_an_entry_may_set_a_spelling_right() -> None:
    say = "  - {instead-of: [paypal, pay pal], use: PayPal}"
    assert fixed(say, "PayPal, paypal, Paypal and Pay Pal; PAYPAL.") == "PayPal, PayPal, PayPal and PayPal; PAYPAL."


def test_diacritics_make_other_words() -> None:
    assert words("  - {instead-of: résumé, use: CV}", "We resume at nine; send your résumé.") == ["résumé"]
    assert words("  - {instead-of: ещё раз, use: снова}", "Позвоните нам еще раз.", language="ru") == ["еще раз"]
    assert words("  - {instead-of: ştire, use: veste}", "O știre bună.", language="ro") == ["știre"]


def test_an_entry_holds_in_its_language_and_channel_only() -> None:
    say = "  - {instead-of: ticket, use: case, language: en, channel: [email, chat]}"
    assert words(say, "Your ticket is open.") == ["ticket"]
    assert words(say, "Your ticket is open.", channel="voice") == []
    assert words(say, "Il ticket è aperto e lo seguiamo noi.", language="it") == []


def test_what_is_recorded_is_not_changed_without_asking() -> None:
    (found,) = findings(SIGN_IN, "Please log in first.", channel="voice")
    assert found.fix is not None
    assert not found.fix.safe


@pytest.mark.parametrize("text", ["You are a user of ours.", "Every one is an user."])
def test_a_fix_that_an_article_might_not_fit_is_not_made_without_asking(text: str) -> None:
    say = "  - {instead-of: user, use: traveller}"
    (found,) = findings(say, text)
    assert found.fix is not None
    assert not found.fix.safe


def test_an_elided_article_before_the_word_is_not_left_hanging() -> None:
    (found,) = findings("  - {instead-of: utente, use: cliente}", "Scriva all'utente che aspetta.", language="it")
    assert found.span.text == "utente"
    assert found.fix is not None
    assert not found.fix.safe


def test_what_the_customer_says_is_let_be() -> None:
    text = "Customer: How do I log in?\nAgent: Please log in at the top.\n"
    (found,) = findings(SIGN_IN, text, channel="chat")
    assert found.span.line == 2


def test_each_entry_has_its_own_severity_and_reason() -> None:
    say = SIGN_IN.replace("}", ", severity: error, why: Our style.}") + "\n  - {instead-of: ticket, use: case, severity: hint}"
    found = findings(say, "Log in to see the ticket.")
    assert [(one.severity, one.why) for one in found] == [("error", "Our style."), ("hint", found[1].why)]
    assert found[1].why.startswith("One thing with two names")


def test_without_a_glossary_the_rule_is_not_even_there() -> None:
    chosen = settings.choose(built_in(), Config())
    assert RULE not in {rule.id for rule in chosen}


def test_the_fix_is_written_as_the_file_writes_text(tmp_path: Path) -> None:
    say = "  - {instead-of: terms, use: 'terms & prices'}"
    after = fixed(say, "<html><body><p>Our terms are here.</p></body></html>", "a.html")
    assert "<p>Our terms &amp; prices are here.</p>" in after


@pytest.mark.parametrize(
    ("say", "told"),
    [
        ("- {instead-of: log in}", "servicelint.yaml:2:3: “use” is missing here"),
        ("- {instead-off: a, use: b}", "servicelint.yaml:2:4: “instead-off” is no key here; did you mean “instead-of”?"),
        ("- {instead-of: 'a (b', use: c}", "servicelint.yaml:2:"),
        ("- {instead-of: ~log in, use: c}", "~log stands for forms nobody has written; write each form"),
        ("- {instead-of: $thanks, use: c}", "$thanks stands for an act; expected words"),
        ("- {instead-of: '[perhaps]', use: c}", "may be no word at all"),
        ("- {instead-of: '(a | b)<0-20> c', use: d}", "can be said in more than 500 ways"),
        ("- {instead-of: log in, use: log in}", "“log in” stands for itself"),
        ("- {instead-of: a, use: b}\n- {instead-of: A, use: c}", "servicelint.yaml:3:16: “a” is already to be “b”"),
        ("- {instead-of: a, use: b, channel: fax}", "servicelint.yaml:2:"),
    ],
)
def test_a_mistake_in_the_glossary_is_told_at_its_place(say: str, told: str) -> None:
    with pytest.raises(Mistake) as mistake:
        read_config("servicelint.yaml", f"say:\n{say}\n")
    assert any(told in line for line in mistake.value.lines), mistake.value.lines
    assert all(line.startswith("servicelint.yaml:") for line in mistake.value.lines)


def test_check_finds_and_fixes_by_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("servicelint.yaml").write_text(f"say:\n{SIGN_IN}\nselect: [{RULE}]\n", encoding="utf-8")
    Path("mail.txt").write_bytes(b"Dear Anna,\r\n\r\nlog in to see your tickets.\r\n")
    shown = CliRunner().invoke(cli, ["check", "mail.txt", "--format", "json"], standalone_mode=False)
    (found,) = json.loads(shown.stdout)["findings"]
    assert (found["rule"], found["line"], found["column"], found["quote"]) == (RULE, 3, 1, "log in")
    CliRunner().invoke(cli, ["check", "mail.txt", "--fix"], standalone_mode=False)
    assert Path("mail.txt").read_bytes() == b"Dear Anna,\r\n\r\nsign in to see your tickets.\r\n"


@given(st.text("abcdéяß İ", min_size=1).map(str.strip).filter(bool), st.text("XyzЖё ", min_size=1).map(str.strip).filter(bool))
def test_cased_words_stay_the_same_words(words: str, use: str) -> None:
    assert cased(use, words).lower() == use.lower()
