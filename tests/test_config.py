"""The configuration: where it is found, what goes before what, what is said of a path, and how a mistake is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML
from test_command import CHAT, run

from servicelint import config
from servicelint.config import Config
from servicelint.library import built_in
from servicelint.mistakes import Mistake
from servicelint.rules import Rule
from servicelint.written.schema import schemas

LIBRARY = built_in()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def loaded(text: str, name: str = "servicelint.yaml") -> Config:
    return config.load(write(name, text))


def on(found: Config, path: str = "", **said: list[str]) -> dict[str, Rule]:
    """The rules that are on, by id: those of a path where one is given."""
    by_path = config.choose_by_path(LIBRARY, found, **said)
    rules = by_path(path) if path and by_path else config.choose(LIBRARY, found, **said)
    return {rule.id: rule for rule in rules}


def told(text: str, name: str = "servicelint.yaml") -> str:
    """What is said of a configuration with a mistake in it."""
    try:
        found = loaded(text, name)
        config.choose(config.library(found, LIBRARY), found)
        config.choose_by_path(LIBRARY, found)
    except Mistake as mistake:
        return "\n".join(mistake.lines)
    return "nothing is wrong"


class TestWhereItIsFound:
    @pytest.mark.parametrize(
        ("files", "expected"),
        [
            (["servicelint.yaml", ".servicelint.yaml", "pyproject.toml"], "servicelint.yaml"),
            ([".servicelint.yaml", "pyproject.toml"], ".servicelint.yaml"),
            (["pyproject.toml"], "pyproject.toml"),
            (["servicelint.yaml", "deep/pyproject.toml"], "deep/pyproject.toml"),
            (["servicelint.yaml", "deep/er/.servicelint.yaml"], "deep/er/.servicelint.yaml"),
        ],
    )
    def test_the_nearest_counts_and_in_one_folder_the_most_particular(
        self, folder: Path, files: list[str], expected: str
    ) -> None:
        for name in files:
            write(name, "[tool.servicelint]\n" if name.endswith(".toml") else "fail-on: error\n")
        write("deep/er/a.txt", CHAT)
        assert config.find(Path("deep/er/a.txt")) == Path(expected)

    def test_a_project_that_says_nothing_of_servicelint_is_passed_over(self, folder: Path) -> None:
        write("servicelint.yaml", "fail-on: error\n")
        write("deep/pyproject.toml", "[tool.other]\nname = 'tool.servicelint'\n")
        assert config.find(Path("deep")) == Path("servicelint.yaml")


class TestToml:
    def test_it_says_the_same_as_yaml(self, folder: Path) -> None:
        yaml = """
fail-on: error
select: [courtesy, menu-depth]
settings:
  menu-depth: {max: 4}
  shouting: "off"
score: {min: 80, hint: 0.5}
transcripts:
  acme/hello: Hello.
files:
  - {path: "it/**", language: it}
  - {path: "legal/**", ignore: [policy-wording]}
"""
        toml = """
[build-system]
requires = ["x"] # no ]

[tool.servicelint]
fail-on = "error"
select = [
    "courtesy", # the first
    'menu-depth',
]
score = {min = 80, hint = 0.5}
settings.menu-depth.max = 4
settings.shouting = "off"

[tool.servicelint.transcripts]
"acme/hello" = "Hello."

[[tool.servicelint.files]]
path = "it/**"
language = "it"

[[tool.servicelint.files]]
path = "legal/**"
ignore = ["policy-wording"]

[tool.after]
path = "nothing of ours"
"""
        assert loaded(toml, "pyproject.toml").data == loaded(yaml).data

    @pytest.mark.parametrize(
        ("text", "place", "what"),
        [
            ('[tool.servicelint]\nfail-on = "warn"\n', "pyproject.toml:2:11: ", "expected 'error', 'warning'"),
            ("[tool.servicelint]\nsetings = {}\n", "pyproject.toml:2:1: ", "did you mean “settings”?"),
            ('[tool.servicelint]\nselect = [\n  "sure-reply",\n  "sure-repli",\n]\n', "pyproject.toml:4:3: ", "“sure-reply”?"),
            ("[tool.servicelint.settings.menu-depth]\nmaximum = 3\n", "pyproject.toml:2:1: ", "did you mean “max”?"),
            ("[tool]\nservicelint.settings.menu-depth.max = -1\n", "pyproject.toml:2:39: ", "a whole number, 0 or more"),
            ('[[tool.servicelint.files]]\npath = "a"\nformat = "vxml"\n', "pyproject.toml:3:10: ", "“voicexml”?"),
            ("[tool.servicelint]\nselect = [\n", "pyproject.toml:3:1: ", "no valid TOML"),
            ('[tool.servicelint]\nselect = "a" "b"\n', "pyproject.toml:2:14: ", "no valid TOML"),
        ],
    )  # fmt: skip
    def test_a_mistake_in_it_is_placed(self, folder: Path, text: str, place: str, what: str) -> None:
        said = told(text, "pyproject.toml")
        assert said.startswith(place), said
        assert what in said


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "place", "what"),
        [
            ("ignore:\n  - courtesy\n  - curtesy\n", "servicelint.yaml:3:5: ", "did you mean “courtesy”?"),
            ("settings: {sure-repli: off}\n", "servicelint.yaml:1:12: ", "did you mean “sure-reply”?"),
            ("settings:\n  sure-reply: wrong\n", "servicelint.yaml:2:15: ", "expected error, warning, hint, on or off"),
            ("settings:\n  sure-reply: [off]\n", "servicelint.yaml:2:3: ", "expected error, warning, hint, on or off"),
            ("settings: {sure-reply: {severity: eror}}\n", "servicelint.yaml:1:35: ", "did you mean “error”?"),
            ("settings: {courtesy: {max: 3}}\n", "servicelint.yaml:1:12: ", "thresholds belong to a rule"),
            ("settings: {menu-depth: {max: 2.5}}\n", "servicelint.yaml:1:30: ", "expected a whole number"),
            ("settings: {policy-wording: {whole: 1}}\n", "servicelint.yaml:1:29: ", "nothing that policy-wording lets you set"),
            ("profile: {a: b}\n", "servicelint.yaml:1:1: ", "expected a name, or a list of names"),
            ("profile: strickt\n", "servicelint.yaml:1:10: ", "did you mean “strict”?"),
            ("profile: [recommended, ./none.yml]\n", "servicelint.yaml:1:24: ", "cannot be read"),
            ("extends: [strickt]\n", "servicelint.yaml:1:11: ", "did you mean “strict”?"),
            ("extends: [./none.yaml]\n", "servicelint.yaml:1:11: ", "cannot be read"),
            ("files:\n  - {path: a, ignore: [sure-repli]}\n", "servicelint.yaml:2:24: ", "did you mean “sure-reply”?"),
            ("files:\n  - {path: a, settings: {menu-depth: {maxi: 1}}}\n", "servicelint.yaml:2:39: ", "did you mean “max”?"),
            ("files:\n  - {path: a, profile: strickt}\n", "servicelint.yaml:2:24: ", "did you mean “strict”?"),
            ("files:\n  - {path: a, ownr: anna}\n", "servicelint.yaml:2:15: ", "did you mean “owner”?"),
        ],
    )  # fmt: skip
    def test_each_is_placed_with_what_was_meant(self, folder: Path, text: str, place: str, what: str) -> None:
        said = told(text)
        assert said.startswith(place), said
        assert what in said

    def test_all_of_them_are_told_at_once(self, folder: Path) -> None:
        said = told("select: [one, sure-reply]\nignore: [two]\nsettings: {menu-depth: {max: x, min: 1}}\n").splitlines()
        assert [line.split(": ")[0] for line in said] == [f"servicelint.yaml:{at}" for at in ("1:10", "2:10", "3:30", "3:33")]

    def test_a_circle_is_told_in_words(self, folder: Path) -> None:
        write("b.yaml", "extends: [c.yaml]\n")
        write("c.yaml", "fail-on: error\nextends:\n  - ./servicelint.yaml\n")
        said = told("extends: [b.yaml]\n")
        assert said.startswith("c.yaml:3:5: this goes in a circle (servicelint.yaml → b.yaml → c.yaml → servicelint.yaml)")

    def test_a_circle_of_profiles_is_told_in_words(self, folder: Path) -> None:
        write("a.yml", "title: {en: A}\nextends: [./b.yml]\n")
        write("b.yml", "title: {en: B}\nextends: [./a.yml]\n")
        assert told("profile: ./a.yml\n").startswith("b.yml:2:11: this goes in a circle (a.yml → b.yml → a.yml)")

    def test_the_command_line_is_named_where_the_mistake_is_there(self, folder: Path) -> None:
        with pytest.raises(Mistake, match=r"^--ignore: “curtesy” is no rule and no quality; did you mean “courtesy”\?$"):
            config.choose(LIBRARY, Config(), ignore=["curtesy"])


class TestWhatGoesBeforeWhat:
    def test_without_a_configuration_the_rules_are_as_they_say_themselves(self) -> None:
        on_by_default = {name for name, rule in LIBRARY.rules.items() if rule.data.get("default", True)}
        assert set(on(Config())) == {name for name in on_by_default if not LIBRARY.rules[name].data.get("takes")}
        assert all(rule is LIBRARY.rules[name] for name, rule in on(Config()).items())

    def test_a_level_or_a_number_switches_a_rule_on_and_off_switches_it_off(self, folder: Path) -> None:
        found = on(loaded("settings: {self-praise: on, ordinary-service: error, blame: off, long-sentence: {max: 7}}\n"))
        assert {"self-praise", "ordinary-service"} <= set(found)
        assert "blame" not in found
        assert found["ordinary-service"].severity == "error"
        assert found["self-praise"].severity == LIBRARY.rules["self-praise"].severity
        assert found["long-sentence"].settings == {"max": 7}

    def test_a_quality_can_be_set_and_a_rule_of_it_goes_before_it(self, folder: Path) -> None:
        found = on(loaded("settings: {blame: warning, courtesy: hint, honesty: hint, knowledge: off}\n"))
        assert found["blame"].severity == "warning"
        assert found["sure-reply"].severity == "hint"
        assert "self-praise" not in found
        assert "jargon" not in found

    def test_the_file_goes_before_its_profile(self, folder: Path) -> None:
        found = on(loaded("profile: gitomer\nsettings: {policy-wording: hint, blame: error}\nignore: [impersonal]\n"))
        assert found["policy-wording"].severity == "hint"
        assert {"blame", "no-human-exit"} <= set(found)
        assert {"impersonal", "sure-reply"} & set(found) == set()

    def test_several_profiles_are_taken_together(self, folder: Path) -> None:
        found = on(loaded("profile: [recommended, gitomer]\n"))
        assert set(found) == set(on(Config())) | set(on(loaded("profile: gitomer\n")))
        assert found["impersonal"].severity == "error"

    def test_the_command_line_goes_before_the_file(self, folder: Path) -> None:
        found = loaded("ignore: [sure-reply]\nsettings: {blame: off}\n")
        assert set(on(found, select=["courtesy"], ignore=["shouting"])) == {"sure-reply", "blame", "request-without-please"}
        assert "sure-reply" not in on(found, ignore=["shouting"])

    def test_a_profile_on_the_command_line_says_which_rules_and_the_file_still_tunes_them(self, folder: Path) -> None:
        found = loaded(
            "profile: strict\nselect: [courtesy]\nignore: [platitude]\nsettings: {blame: hint, menu-depth: {max: 9}}\n"
        )
        asked = on(found.asking(["gitomer"], "--profile"))
        assert set(asked) == set(on(Config().asking(["gitomer"], "--profile"))) - {"platitude"}
        assert asked["menu-depth"].settings["max"] == 9

    def test_a_file_goes_before_those_it_extends_and_adds_to_their_lists(self, folder: Path) -> None:
        write(
            "shared/base.yaml",
            "fail-on: error\nlanguage: it\nignore: [blame]\nexclude: [old/**]\nsettings: {shouting: error}\n",
        )
        found = loaded("extends: [shared/base.yaml]\nlanguage: ro\nexclude: [new/**]\nsettings: {menu-depth: {max: 5}}\n")
        assert found.data["fail-on"] == "error"
        assert found.data["language"] == "ro"
        assert found.data["exclude"] == ["old/**", "new/**"]
        assert (found.excludes(Path("shared/old/a.txt")), found.excludes(Path("new/a.txt"))) == (True, True)
        assert not found.excludes(Path("old/a.txt"))
        rules = on(found)
        assert (rules["shouting"].severity, rules["menu-depth"].settings, "blame" in rules) == ("error", {"max": 5}, False)
        assert found.home("fail-on") == folder / "shared"
        assert found.home("language") == folder

    def test_a_base_that_two_files_share_is_read_once(self, folder: Path) -> None:
        write("base.yaml", "exclude: [x]\n")
        write("a.yaml", "extends: [base.yaml]\n")
        write("b.yaml", "extends: [base.yaml]\n")
        assert loaded("extends: [a.yaml, b.yaml]\n").data["exclude"] == ["x"]

    def test_a_profile_can_be_extended_by_a_configuration_and_by_a_profile(self, folder: Path) -> None:
        write("ours.yml", "title: {en: Ours}\nextends: [gitomer]\nsettings: {blame: warning}\n")
        by_profile, by_extends = on(loaded("profile: ./ours.yml\n")), on(loaded("extends: [./ours.yml]\n"))
        assert {name: rule.settings for name, rule in by_profile.items()} == {
            n: rule.settings for n, rule in by_extends.items()
        }
        assert set(by_profile) == {*on(loaded("profile: gitomer\n")), "blame"}


class TestByPath:
    TEXT = """
settings: {shouting: error}
files:
  - {path: "legal/**", ignore: [policy-wording], settings: {long-sentence: {max: 40}, blame: off}, owner: legal@example.org}
  - {path: "ivr/**", profile: gitomer}
  - {path: "legal/new/*.txt", settings: {blame: hint}}
  - {path: "*.md", language: it}
"""

    def test_each_path_has_its_own_rules(self, folder: Path) -> None:
        found = loaded(self.TEXT)
        legal, ivr, other = on(found, "legal/a.txt"), on(found, "ivr/menu.vxml"), on(found, "other/a.txt")
        assert ("policy-wording" in legal, "policy-wording" in other) == (False, True)
        assert legal["long-sentence"].settings == {"max": 40}
        assert "blame" not in legal
        assert on(found, "legal/new/a.txt")["blame"].severity == "hint"
        assert ("sure-reply" in ivr, ivr["shouting"].severity) == (False, "error")
        assert other["shouting"].severity == "error"

    def test_what_is_exempt_stays_so_when_rules_are_selected(self, folder: Path) -> None:
        found = loaded(self.TEXT)
        assert set(on(found, "legal/a.txt", select=["honesty"])) == set(on(found, "other/a.txt", select=["honesty"])) - {
            "policy-wording"
        }

    def test_without_rules_for_paths_nothing_is_asked_of_paths(self, folder: Path) -> None:
        assert config.choose_by_path(LIBRARY, loaded('files: [{path: "**", language: it, owner: anna}]\n')) is None

    def test_the_owner_is_that_of_the_last_entry_that_fits(self, folder: Path) -> None:
        found = loaded(
            "owner: all@example.org\nfiles:\n  - {path: a/**, owner: a@example.org}\n  - {path: a/b/**, owner: b@example.org}\n"
        )
        assert [found.setting(Path(name), "owner") for name in ("x.txt", "a/x.txt", "a/b/x.txt")] == [
            "all@example.org",
            "a@example.org",
            "b@example.org",
        ]
        assert found.place(Path("a/x.txt"), "owner") == "servicelint.yaml:3:18"

    def test_findings_follow_the_path_of_their_file(self, folder: Path) -> None:
        for name in ("a/chat.txt", "b/chat.txt", "c/chat.txt"):
            write(name, CHAT)
        write(
            "servicelint.yaml",
            "files:\n  - {path: a/**, ignore: [sure-reply]}\n  - {path: b/**, settings: {sure-reply: hint}}\n",
        )
        report = json.loads(run("check", "--format", "json", cwd=folder).stdout)
        assert [(f["path"], f["severity"]) for f in report["findings"]] == [("b/chat.txt", "hint"), ("c/chat.txt", "error")]

    def test_files_of_one_bot_are_read_together_and_judged_apart(self, folder: Path) -> None:
        write(
            "bot/data/nlu.yml", 'version: "3.1"\nnlu:\n- intent: thanks\n  examples: |\n    - thanks\n    - thank you so much\n'
        )
        write(
            "bot/data/rules.yml",
            'version: "3.1"\nrules:\n- rule: t\n  steps:\n  - intent: thanks\n  - action: utter_a\n  - action: utter_b\n',
        )
        domain = (
            'version: "3.1"\nintents: [thanks]\nresponses:\n  utter_{0}:\n  - text: Our policy does not allow that, sorry.\n'
        )
        write("bot/domain/a.yml", domain.replace("{0}", "a"))
        write("bot/domain/b.yml", domain.replace("{0}", "b"))
        before = json.loads(run("check", "bot", "--select", "policy-wording", "--format", "json", cwd=folder).stdout)[
            "findings"
        ]
        assert {finding["path"] for finding in before} == {"bot/domain/a.yml", "bot/domain/b.yml"}
        write("servicelint.yaml", "files: [{path: bot/domain/b.yml, settings: {policy-wording: hint}}]\n")
        after = json.loads(run("check", "bot", "--select", "policy-wording", "--format", "json", cwd=folder).stdout)["findings"]
        levels = {finding["path"]: finding["severity"] for finding in after}
        assert levels == {before[0]["path"]: before[0]["severity"], "bot/domain/b.yml": "hint"}
        assert [finding["fingerprint"] for finding in after] == [finding["fingerprint"] for finding in before]

    def test_the_output_is_the_same_in_several_processes(self, folder: Path) -> None:
        for index in range(20):
            write(f"{'ab'[index % 2]}/{index}.txt", CHAT)
        write("servicelint.yaml", "files: [{path: a/**, settings: {sure-reply: hint}}]\n")
        one, two = (run("check", "--format", "json", "--jobs", jobs, cwd=folder).stdout for jobs in ("1", "2"))
        assert one == two
        assert {finding["severity"] for finding in json.loads(one)["findings"]} == {"error", "hint"}

    def test_a_rule_that_is_on_for_some_path_only_is_in_the_report(self, folder: Path) -> None:
        write("ours/a.txt", "We are the leading provider in Europe.\n")
        write("servicelint.yaml", "files: [{path: ours/**, settings: {self-praise: error}}]\n")
        report = json.loads(run("check", "--format", "sarif", cwd=folder).stdout)["runs"][0]
        assert [result["ruleId"] for result in report["results"]] == ["self-praise"]
        assert "self-praise" in {rule["id"] for rule in report["tool"]["driver"]["rules"]}


class TestShowSettings:
    def test_it_tells_what_applies_and_who_says_so(self, folder: Path) -> None:
        write("base.yaml", "ignore: [blame]\n")
        write(
            "servicelint.yaml",
            "extends: [base.yaml]\nprofile: gitomer\nfiles:\n"
            '  - {path: "*.txt", owner: anna, settings: {menu-depth: {max: 5}}}\n',
        )
        write("a.txt", CHAT)
        done = run("check", "--show-settings", "a.txt", "--format", "json", "--ignore", "platitude", cwd=folder)
        file = json.loads(done.stdout)["files"][0]
        assert done.returncode == 0
        assert file["configuration"] == ["servicelint.yaml", "base.yaml"]
        assert file["profiles"] == [{"value": "gitomer", "by": "servicelint.yaml:2:10"}]
        assert file["owner"] == {"value": "anna", "by": "servicelint.yaml:4:21"}
        assert file["format"] == {"value": "transcript", "by": "recognised"}
        rules = {rule["id"]: rule for rule in file["rules"]}
        assert set(rules) == set(LIBRARY.rules)
        assert (rules["blame"]["on"], rules["blame"]["by"]) == (False, "base.yaml:1:10")
        assert (rules["platitude"]["on"], rules["platitude"]["by"]) == (False, "--ignore")
        assert rules["policy-wording"]["severity"] == {"value": "error", "by": "profile gitomer"}
        assert rules["menu-depth"]["numbers"]["max"] == {"value": 5, "by": "servicelint.yaml:4:58"}
        assert rules["no-human-exit"]["numbers"]["max-choices"] == {"value": 2, "by": "default"}

    def test_what_it_says_is_what_counts(self, folder: Path) -> None:
        write("servicelint.yaml", "profile: [recommended, gitomer]\nfiles: [{path: a/**, select: [courtesy]}]\n")
        for name in ("a/x.txt", "b/x.txt"):
            write(name, CHAT)
        files = json.loads(run("check", "--show-settings", "--format", "json", cwd=folder).stdout)["files"]
        found = config.load(Path("servicelint.yaml"))
        for file in files:
            assert {rule["id"] for rule in file["rules"] if rule["on"]} == set(on(found, file["path"]))

    def test_as_text_it_names_places_and_finds_nothing(self, folder: Path) -> None:
        write("servicelint.yaml", "settings: {shouting: off}\n")
        write("a.txt", CHAT)
        done = run("check", "--show-settings", "a.txt", cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert "profile        recommended\n" in done.stdout
        assert re.search(r"shouting +servicelint.yaml:1:12\n", done.stdout)
        assert "“Sure thing”" not in done.stdout
        assert run("check", "--show-settings", "a.txt", "--format", "sarif", cwd=folder).returncode == 2


class TestEnvironment:
    def test_it_names_configuration_and_profile_and_the_command_line_goes_before_it(self, folder: Path) -> None:
        write("a.txt", CHAT)
        write("else/other.yaml", "settings: {sure-reply: hint}\n")
        assert "hint sure-reply" in run("check", "a.txt", cwd=folder, SERVICELINT_CONFIG="else/other.yaml").stdout
        assert run("check", "a.txt", cwd=folder, SERVICELINT_PROFILE="iso-13714").returncode == 0
        assert run("check", "a.txt", "--profile", "recommended", cwd=folder, SERVICELINT_PROFILE="iso-13714").returncode == 1
        assert run("check", "a.txt", cwd=folder, SERVICELINT_PROFILE="iso").returncode == 2

    def test_any_option_can_be_given_in_it(self, folder: Path) -> None:
        write("a.txt", CHAT)
        assert run("check", "a.txt", cwd=folder, SERVICELINT_CHECK_FAIL_ON="never").returncode == 0


def test_the_published_schema_and_the_reader_agree(folder: Path) -> None:
    schema = jsonschema.Draft202012Validator(schemas()["config"])
    texts = {
        "extends: [a.yaml]\nprofile: [recommended]\nsettings: {x: on, y: {max: 3}}\n": True,
        "files: [{path: a, owner: anna, select: [x], settings: {y: off}, profile: strict}]\n": True,
        "settings: {x: loud}\n": False,
        "files: [{owner: anna}]\n": False,
        "profil: strict\n": False,
    }
    from servicelint.written.config import read_config

    for text, right in texts.items():
        plain = YAML(typ="safe", pure=True).load(text.replace("on,", '"on",').replace("off}", '"off"}'))
        assert (not list(schema.iter_errors(plain))) == right, text
        if right:
            read_config("servicelint.yaml", text)
        else:
            with pytest.raises(Mistake):
                read_config("servicelint.yaml", text)


def test_a_configuration_is_read_from_the_cache_the_second_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICELINT_CACHE_DIR", str(folder / "cache"))
    first = loaded("settings: {menu-depth: {max: 4}}\n")
    monkeypatch.setattr("servicelint.written.config.read_config", lambda *_: pytest.fail("read again"))
    again = config.load(Path("servicelint.yaml"))
    assert (again.data, again.parts[0].places) == (first.data, first.parts[0].places)
    assert list((folder / "cache").iterdir())
