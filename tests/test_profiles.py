"""The profiles: what they name is there, what they check rests on something, and they do what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT
from test_command import CHAT, run

from servicelint import profiles
from servicelint.layers import Layer, chosen, settle
from servicelint.library import built_in
from servicelint.mistakes import Mistake
from servicelint.rules import QUALITIES, Rule
from servicelint.written.profile import read_profile

LIBRARY = built_in()
SHIPPED = profiles.shipped()
NAMED_AFTER_A_TEXT = sorted(set(SHIPPED) - {"recommended", "strict"})


def rules(*names: str) -> dict[str, Rule]:
    layers = profiles.together([profiles.layer(name, Path(), "test") for name in names])
    return {rule.id: rule for rule in chosen(settle(layers, LIBRARY), LIBRARY)}


def named(profile: profiles.Profile) -> set[str]:
    """Every rule that a profile speaks of."""
    by_evidence = {rule for ground in profile["evidence"] for rule in ground.get("rules", ())}
    return {*profile.get("select", ()), *profile.get("ignore", ()), *profile.get("settings", {}), *by_evidence} - {
        "all",
        *QUALITIES,
    }


def test_they_are_found_by_looking_into_the_folder() -> None:
    assert set(SHIPPED) == {path.stem for path in (ROOT / "rules" / "profiles").glob("*.yml")}
    assert {
        "recommended", "strict", "gitomer", "iso-13714", "w3c-coga", "gethuman", "it-agcom-255-24", "br-decreto-11034",
        "es-atencion-clientela", "eu-ai-act-50",
    } <= set(SHIPPED)  # fmt: skip


def test_every_rule_and_number_that_a_profile_names_is_there() -> None:
    missing = {name: sorted(named(profile) - set(LIBRARY.rules)) for name, profile in SHIPPED.items()}
    assert {name: rules for name, rules in missing.items() if rules} == {}
    for profile in SHIPPED.values():
        settle([Layer("test", tuple(profile.get("select", ())), settings=profile.get("settings", {}))], LIBRARY)


@pytest.mark.parametrize("name", SHIPPED)
class TestEach:
    def test_it_is_called_like_its_file_and_speaks_the_four_languages(self, name: str) -> None:
        profile = SHIPPED[name]
        assert profile["id"] == name
        for key in ("title", "summary"):
            assert {"en", "it", "ro", "ru"} <= set(profile[key])

    def test_it_says_what_it_rests_on_and_what_cannot_be_checked(self, name: str) -> None:
        profile = SHIPPED[name]
        assert profile["not-checked"]
        assert all(ground["source"] and ground["says"] and ground["grade"] for ground in profile["evidence"])

    def test_its_numbers_are_those_of_rules_that_have_them(self, name: str) -> None:
        settings = {rule: own for rule, own in SHIPPED[name].get("settings", {}).items() if rule in LIBRARY.rules}
        settle([Layer("test", settings=settings)], LIBRARY)


@pytest.mark.parametrize("name", NAMED_AFTER_A_TEXT)
def test_one_that_is_named_after_a_text_checks_what_the_text_asks_and_no_more(name: str) -> None:
    profile = SHIPPED[name]
    grounded = {rule for ground in profile["evidence"] for rule in ground.get("rules", ())}
    assert set(profile["select"]) == grounded | {"unreadable"}
    assert set(profile.get("settings", {})) <= grounded
    assert all(ground["rules"] for ground in profile["evidence"])


def test_recommended_is_what_counts_without_a_profile() -> None:
    assert rules("recommended") == rules()


def test_strict_has_every_rule() -> None:
    assert set(rules("strict")) == set(LIBRARY.rules)


def test_gitomer_takes_any_policy_for_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Please note: our cancellation policy is 48 hours.\n", encoding="utf-8")
    levels = []
    for profile in ("recommended", "gitomer"):
        report = json.loads(run("check", "a.txt", "--profile", profile, "--format", "json", cwd=tmp_path).stdout)
        levels.append([f["severity"] for f in report["findings"] if f["rule"] == "policy-wording"])
    assert levels == [["warning"], ["error"]]


def test_a_law_that_wants_a_person_in_the_first_menu_flags_one_in_the_second(tmp_path: Path) -> None:
    script = """\
servicelint: 1
channel: voice
language: en
menus:
  main:
    prompt: Welcome to the gas company.
    options:
      - {key: 1, say: "For your bill, press 1.", go: bill}
      - {key: 2, say: "For office hours, press 2.", go: hours}
  bill:
    prompt: Your bill.
    options:
      - {key: 1, say: "To hear the amount, press 1.", go: hours}
      - {key: 0, say: "To speak to one of us, press 0.", go: human}
nodes:
  hours: {kind: say, say: "We are open from nine to five.", go: main}
"""
    (tmp_path / "menu.yml").write_text(script, encoding="utf-8")
    for profile, flagged in (("br-decreto-11034", False), ("es-atencion-clientela", True)):
        done = run("check", "menu.yml", "--profile", profile, "--format", "concise", cwd=tmp_path)
        assert ("no-human-exit" in done.stdout) == flagged, done.stdout


def test_several_can_be_asked_for_with_a_comma(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CHAT, encoding="utf-8")
    assert run("check", "a.txt", "--profile", "iso-13714", cwd=tmp_path).returncode == 0
    assert run("check", "a.txt", "--profile", "iso-13714,recommended", cwd=tmp_path).returncode == 1


def test_the_score_goes_by_a_profile_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CHAT, encoding="utf-8")
    assert run("score", "a.txt", "--min-score", "100", cwd=tmp_path).returncode == 1
    assert run("score", "a.txt", "--min-score", "100", "--profile", "iso-13714", cwd=tmp_path).returncode == 0


def test_the_list_of_rules_can_be_that_of_a_profile(tmp_path: Path) -> None:
    listed = json.loads(run("rules", "--profile", "w3c-coga", "--format", "json", cwd=tmp_path).stdout)["rules"]
    assert {rule["id"] for rule in listed} == set(rules("w3c-coga"))
    assert next(rule["severity"] for rule in listed if rule["id"] == "jargon") == "warning"
    assert next(rule["numbers"] for rule in listed if rule["id"] == "no-human-exit") == "max-choices 2"


def test_explain_shows_a_profile_as_text_and_markdown_in_the_readers_language(tmp_path: Path) -> None:
    text = run("explain", "iso-13714", cwd=tmp_path).stdout
    for part in ("menu-breadth", "max 4", "(standard)", "Not checked", "servicelint check --profile iso-13714"):
        assert part in text
    assert max(map(len, text.splitlines())) <= 100
    markdown = run("explain", "iso-13714", "--format", "markdown", cwd=tmp_path).stdout
    assert markdown == (ROOT / "docs" / "profiles" / "iso-13714.md").read_text(encoding="utf-8")
    assert "menu telefonici" in run("explain", "iso-13714", "--ui-language", "it", cwd=tmp_path).stdout


class TestOnesOwn:
    TEXT = "title: {en: Our house}\nextends: [gethuman]\nsettings: {platitude: hint, blame: on}\n"

    def test_it_works_from_the_command_line_and_has_a_page(self, tmp_path: Path) -> None:
        (tmp_path / "ours.yml").write_text(self.TEXT, encoding="utf-8")
        listed = json.loads(run("rules", "--profile", "ours.yml", "--format", "json", cwd=tmp_path).stdout)["rules"]
        assert {rule["id"]: rule["severity"] for rule in listed}["platitude"] == "hint"
        assert {rule["id"] for rule in listed} == {*rules("gethuman"), "blame"}
        assert "Our house" in run("explain", "./ours.yml", cwd=tmp_path).stdout

    @pytest.mark.parametrize(
        ("text", "place", "what"),
        [
            ("title: {en: A}\nselect: [sure-repli]\n", "ours.yml:2:10: ", "did you mean “sure-reply”?"),
            ("title: {en: A}\nsettings: {menu-depth: {maxi: 1}}\n", "ours.yml:2:25: ", "did you mean “max”?"),
            ("title: {en: A}\nextends: [gethumen]\n", "ours.yml:2:11: ", "did you mean “gethuman”?"),
            ("title: {en: A}\nselekt: [a]\n", "ours.yml:2:1: ", "did you mean “select”?"),
            ("select: [a]\n", "ours.yml:1:1: ", "“title” is missing"),
            ("title: {en: A}\nevidence: [{source: S, says: T, grade: rumour}]\n", "ours.yml:2:40: ", "'standard', 'law'"),
        ],
    )
    def test_a_mistake_in_it_is_placed(self, tmp_path: Path, text: str, place: str, what: str) -> None:
        (tmp_path / "ours.yml").write_text(text, encoding="utf-8")
        with pytest.raises(Mistake) as raised:
            settle([profiles.layer("ours.yml", tmp_path, "test")], LIBRARY)
        told = raised.value.lines[0].removeprefix(f"{tmp_path.as_posix()}/")
        assert told.startswith(place), told
        assert what in told


def test_what_is_packed_is_what_is_written() -> None:
    folder = ROOT / "rules" / "profiles"
    packed = json.loads(json.dumps(profiles.packed_from(folder)))
    assert packed == SHIPPED
    one = folder / "gethuman.yml"
    assert read_profile("gethuman.yml", one.read_text(encoding="utf-8"))["data"] == packed["gethuman"]
