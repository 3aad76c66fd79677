"""The rules: their examples hold, in every language they claim, and rule files that are wrong say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint import rules
from servicelint.acts.pack import Pack
from servicelint.acts.reading import Heard
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mistakes import Mistake
from servicelint.model import Source
from servicelint.rules import Library, Rule
from servicelint.trial import lint_example, trials
from servicelint.written.folder import read_beside
from servicelint.written.rule import read_rule

LIBRARY = built_in()
EXAMPLES = [
    pytest.param(rule, kind, index, id=f"{rule.id}-{kind}-{index + 1}")
    for rule in LIBRARY.rules.values()
    for kind in ("bad", "good")
    for index in range(len(rule.data.get("examples", {}).get(kind, ())))
]
SAID = sorted(name for name, rule in LIBRARY.rules.items() if rule.scope == "message" or name == "untranslated")
CLAIMS = [(name, language) for name in SAID for language in LIBRARY.languages(LIBRARY.rules[name])]
GOOD_RULE = """\
id: no-ahoy
quality: courtesy
since: "1"
summary: {en: Says ahoy.}
why: {en: Not everybody sails.}
instead: {en: Say hello.}
better: {en: [Hello]}
kind: phrase
checks:
  - {find: {act: $thanks}, severity: error}
message: {en: "“{found}” is for ships."}
"""


@pytest.mark.parametrize(("rule", "kind", "index"), EXAMPLES)
def test_every_example_is_as_its_rule_says(rule: Rule, kind: str, index: int) -> None:
    tried = [trial for trial in trials(rule, LIBRARY) if trial.kind == kind]
    assert tried[index].fault == ""


@pytest.mark.parametrize(("name", "language"), CLAIMS)
def test_every_claimed_language_has_three_examples_of_each_kind(name: str, language: str) -> None:
    rule = LIBRARY.rules[name]
    for kind in ("bad", "good"):
        own = [example for example in rule.data["examples"][kind] if example.get("language") == language]
        assert len(own) >= 3


@pytest.mark.parametrize("name", SAID)
def test_every_rule_about_words_works_in_the_first_four_languages(name: str) -> None:
    assert {"en", "it", "ro", "ru"} <= set(LIBRARY.languages(LIBRARY.rules[name]))


@pytest.mark.parametrize("rule", LIBRARY.rules.values(), ids=lambda rule: rule.id)
def test_every_rule_speaks_the_four_languages_and_says_what_it_rests_on(rule: Rule) -> None:
    for key in ("summary", "why", "instead", "message"):
        assert {"en", "it", "ro", "ru"} <= set(rule.data[key])
    assert rule.data["evidence"]


@pytest.mark.parametrize("name", SAID)
def test_bad_examples_are_silent_without_their_rule(name: str) -> None:
    """So that an example cannot pass because another rule happens to flag it."""
    rule = LIBRARY.rules[name]
    linter = Linter(LIBRARY, ())
    assert [lint_example(linter, example) for example in rule.data["examples"]["bad"]] == [
        [] for _ in rule.data["examples"]["bad"]
    ]


def test_a_library_is_the_same_after_json() -> None:
    import json

    written = json.dumps(LIBRARY.to_json(), default=list)
    again = Library.from_json(json.loads(written))
    assert json.dumps(again.to_json(), default=list) == written
    assert again.packs == LIBRARY.packs


class TestMistakes:
    """Each wrong rule file is named with line and column, and with what was expected."""

    @pytest.mark.parametrize(
        ("wrong", "right", "place", "what"),
        [
            ("kind: phrase", "kind: phraze", "8:7", "did you mean “phrase”?"),
            ("act: $thanks", "act: $thank", "10:18", "did you mean “thanks”?"),
            ("act: $thanks", "akt: $thanks", "10:13", "did you mean “act”?"),
            ("severity: error", "severity: fatal", "10:38", "'error', 'warning' or 'hint'"),
            ("quality: courtesy", "quality: kindness", "2:10", "no quality; did you mean “friendliness”?"),
            ("summary:", "sumary:", "4:1", "did you mean “summary”?"),
            ("“{found}”", "“{fund}”", "11:15", "expected {found}"),
            ("“{found}”", "“{found”", "11:15", "cannot be read"),
            ("message: {en:", "message: {it:", "11:1", "no English text"),
            ("kind: phrase\n", "", "1:1", "“kind” is missing"),
            ("id: no-ahoy", "id: No Ahoy", "1:5", "pattern"),
            ("quality: courtesy", "quality: courtesy\nquality: care", "3:1", "second time"),
            ("kind: phrase", "kind: [phrase", "8:7", "never closed"),
        ],
    )
    def test_a_typo_is_placed(self, wrong: str, right: str, place: str, what: str) -> None:
        assert wrong in GOOD_RULE
        with pytest.raises(Mistake) as raised:
            read_rule(Source("mine.yml", GOOD_RULE.replace(wrong, right, 1)), LIBRARY)
        assert any(line.startswith(f"mine.yml:{place}") and what in line for line in raised.value.lines), raised.value.lines

    def test_the_file_without_a_typo_is_a_rule(self) -> None:
        assert read_rule(Source("mine.yml", GOOD_RULE), LIBRARY).id == "no-ahoy"

    def test_all_mistakes_of_all_files_are_told_at_once(self, tmp_path: Path) -> None:
        for name, quality in (("a", "kind"), ("b", "nice")):
            (tmp_path / f"{name}.yml").write_text(GOOD_RULE.replace("courtesy", quality), encoding="utf-8")
        with pytest.raises(Mistake) as raised:
            read_beside(sorted(tmp_path.glob("*.yml")), LIBRARY)
        assert len(raised.value.lines) == 2

    def test_words_of_yaml_stay_words(self) -> None:
        text = GOOD_RULE.replace("better: {en: [Hello]}", "better: {en: [no, yes, on, 1.0]}")
        assert read_rule(Source("mine.yml", text), LIBRARY).better("en") == ("no", "yes", "on", "1.0")


class TestUsersRules:
    def test_own_acts_may_speak_of_built_in_ones(self, tmp_path: Path) -> None:
        acts = tmp_path / "acts"
        acts.mkdir()
        (acts / "en.yml").write_text("language: en\nacts:\n  ahoy: |\n    ahoy [$thanks]\n", encoding="utf-8")
        rule = tmp_path / "ahoy.yml"
        rule.write_text(GOOD_RULE.replace("$thanks", "$ahoy"), encoding="utf-8")
        own = read_beside([acts / "en.yml", rule], LIBRARY)
        joined = LIBRARY.joined(own)
        linter = Linter(joined, (joined.rules["no-ahoy"],))
        example = {"format": "text", "language": "en", "text": "Ahoy, thank you! Hello."}
        assert [finding.span.text for finding in lint_example(linter, example)] == ["Ahoy, thank you"]

    def test_a_token_pattern_in_own_acts_is_used_and_a_wrong_one_is_placed(self, tmp_path: Path) -> None:
        acts = tmp_path / "acts"
        acts.mkdir()
        text = "language: en\nacts:\n  hint: ahoy\npatterns:\n  ahoy:\n    - anchor: $hint\n"
        text += "      pattern: [{LOWER: ahoy}, {IS_TITLE: true}]\n"
        (acts / "en.yml").write_text(text, encoding="utf-8")
        own: Pack = read_beside([acts / "en.yml"], LIBRARY).packs["en"]
        assert own.has("ahoy")
        (acts / "en.yml").write_text(text.replace("IS_TITLE", "IS_TITEL"), encoding="utf-8")
        with pytest.raises(Mistake, match=r"en\.yml:7:\d+: spaCy"):
            read_beside([acts / "en.yml"], LIBRARY)

    def test_a_wrong_phrase_is_placed_in_its_block(self, tmp_path: Path) -> None:
        acts = tmp_path / "acts"
        acts.mkdir()
        (acts / "en.yml").write_text("language: en\nacts:\n  a: |\n    one\n    two (three\n", encoding="utf-8")
        with pytest.raises(Mistake, match=r"en\.yml:5:9: in the act “a”: this \( is never closed"):
            read_beside([acts / "en.yml"], LIBRARY)


def test_thresholds_of_a_rule_can_be_set() -> None:
    rule = LIBRARY.rules["menu-depth"].set({"max": 5, "severity": "hint"})
    assert {(check.find.max, check.severity) for check in rule.checks} == {(5, "hint")}
    assert rules.thresholds(rule)["max"] == 5


def test_a_language_may_stand_in_several_files_that_speak_of_each_other(tmp_path: Path) -> None:
    acts = tmp_path / "acts"
    acts.mkdir()
    (acts / "en.yml").write_text("language: en\nacts:\n  ahoy: |\n    ahoy [$matey]\n", encoding="utf-8")
    (acts / "en-sea.yml").write_text("language: en\nacts:\n  matey: |\n    matey\n", encoding="utf-8")
    own = read_beside(sorted(acts.glob("*.yml")), LIBRARY)
    assert own.packs["en"].has("ahoy")
    assert own.packs["en"].has("matey")


def test_an_act_that_stands_in_two_files_is_a_mistake_with_its_place(tmp_path: Path) -> None:
    acts = tmp_path / "acts"
    acts.mkdir()
    for name in ("en.yml", "en-sea.yml"):
        (acts / name).write_text("language: en\nacts:\n  ahoy: |\n    ahoy\n", encoding="utf-8")
    with pytest.raises(Mistake, match=r"en.yml:3:3: the act “ahoy” stands in another file"):
        read_beside(sorted(acts.glob("*.yml")), LIBRARY)


def test_letters_that_are_written_otherwise_are_found_in_both_spellings(tmp_path: Path) -> None:
    acts = tmp_path / "acts"
    acts.mkdir()
    text = "language: da\nname: Dansk\nspellings: {å: aa, ø: oe}\nacts:\n  ahoy: |\n    på sø\n"
    (acts / "da.yml").write_text(text, encoding="utf-8")
    pack = read_beside([acts / "da.yml"], LIBRARY).packs["da"]
    found = {said: len(Heard(said, pack).find("ahoy")) for said in ("på sø", "Paa soe", "pa so", "paa bro", "pæ sø")}
    assert found == {"på sø": 1, "Paa soe": 1, "pa so": 0, "paa bro": 0, "pæ sø": 0}
