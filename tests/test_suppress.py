"""What an allowance covers, what makes one broken, useless or expired, and what the configuration may allow."""
# ruff: noqa: E501 (small files, a line each)

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from allowed import ABOUT, left, shown, suppressor
from test_command import run

from servicelint import config as settings
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mistakes import Mistake
from servicelint.suppress import Suppressor, today

POLICY = "It is our policy to close at eight."
FAIR = "We close at eight this evening."
ALLOW = "<!-- servicelint: allow policy-wording: law -->"


class TestReach:
    @pytest.mark.parametrize(
        ("name", "text", "expected"),
        [
            ("a.html", f"<div>\n{ALLOW}\n<div>\n<p>{POLICY}</p>\n<div><p>{POLICY}</p></div>\n</div>\n<p>{POLICY}</p></div>", [7]),
            ("a.html", f"<ul>\n{ALLOW}\n<li>{POLICY}\n<li>{POLICY}\n</ul>", [4]),
            ("a.html", f"{ALLOW}\n<!-- another remark -->\n\n<p>{POLICY}</p>\n<p>{POLICY}</p>", [5]),
            ("a.html", f"{ALLOW}\n{{% if late %}}\n<p>{POLICY}</p>\n{{% endif %}}\n<p>{POLICY}</p>", [5]),
            ("a.html", f"<p>{POLICY}</p><p>{POLICY}</p> <!-- servicelint: allow-line policy-wording: law -->\n<p>{POLICY}</p>", [2]),
            ("a.html", f"<p>{POLICY}\n{ALLOW}\n</p>\n<p>{POLICY}</p>", [1]),
            ("a.html", f"<p>{POLICY}</p>\n<p>{POLICY}</p>\n<!-- servicelint: allow-file policy-wording: law -->", []),
            ("a.html", f"<p>{POLICY}</p>\n<!-- servicelint: allow-file honesty: law -->", []),
            ("a.html", f"<!-- servicelint: allow all: law -->\n<p>{POLICY}</p>", []),
            ("a.html", f"{ALLOW}\r\n<p>{POLICY}</p>\r\n<p>{POLICY}</p>", [3]),
            ("domain.yml", f'version: "3.1"\nresponses:\n  # servicelint: allow policy-wording: law\n  utter_a:\n'
             f"  - text: {POLICY}\n  - text: {POLICY}\n  utter_b:\n  - text: {POLICY}\n", [8]),
            ("domain.yml", f'version: "3.1"\nresponses:\n  utter_a:\n  # servicelint: allow policy-wording: law\n'
             f"  - text: {POLICY}\n  - text: {POLICY}\n", [6]),
            ("domain.yml", f'version: "3.1"\nresponses:\n  utter_a:\n  - text: |\n      {POLICY}\n\n'
             f"      {POLICY}  # servicelint: allow policy-wording: law\n", [5, 7]),
        ],
    )  # fmt: skip
    def test_it_is_the_element_or_line_that_follows_the_own_line_or_the_file(
        self, name: str, text: str, expected: list[int]
    ) -> None:
        assert [line for rule, line in shown(name, text, ["policy-wording"])] == expected

    def test_a_text_over_many_lines_is_covered_whole(self) -> None:
        text = (
            f'version: "3.1"\nresponses:\n  utter_a:\n  # servicelint: allow policy-wording: law\n  - text: |\n      {FAIR}\n\n'
        )
        assert shown("domain.yml", text + f"      {POLICY}\n  - text: {FAIR}\n") == []

    def test_a_finding_about_a_flow_is_allowed_where_it_is_shown(self) -> None:
        options = "".join(f"      - {{key: {key}, say: 'For hall {key}, press {key}.', go: end}}\n" for key in range(1, 9))
        text = f"servicelint: 1\nlanguage: en\nchannel: voice\nentry: main\nmenus:\n  main:\n    prompt: Good morning!\n    options:\n{options}"
        assert {"menu-breadth", "no-human-exit"} <= {finding.rule for finding in left("a.yml", text)[0]}
        allowed = text.replace("  main:\n", "  # servicelint: allow menu-breadth, no-human-exit: halls\n  main:\n")
        found, hidden = left("a.yml", allowed)
        assert {"menu-breadth", "no-human-exit", *ABOUT} & {finding.rule for finding in found} == set()
        assert hidden >= 2


class TestBroken:
    @pytest.mark.parametrize(
        ("said", "quote", "told"),
        [
            ("allow policy-wordings: law", "policy-wordings", "did you mean “policy-wording”?"),
            ("allow xyzzy: law", "xyzzy", "`servicelint rules` lists them"),
            ("allow", "servicelint: allow", "no rule is named"),
            ("allow: policy-wording", "servicelint: allow: policy-wording", "no rule is named"),
            ("allow policy-wording the law", "policy-wording the law", "a colon is missing"),
            ("alow policy-wording: law", "alow", "did you mean “allow”?"),
            ("allow-fille policy-wording: law", "allow-fille", "did you mean “allow-file”?"),
            ("disable policy-wording", "disable", "did you mean “allow”?"),
            ("allow policy-wording: law until 2027-02-30", "2027-02-30", "expected one like 2027-01-31"),
            ("allow policy-wording: law, until 31.01.2028", "31.01.2028", "expected one like 2027-01-31"),
        ],
    )
    def test_a_slip_is_told_at_its_place_and_allows_nothing(self, said: str, quote: str, told: str) -> None:
        found, _ = left("a.html", f"<!-- servicelint: {said} -->\n<p>{POLICY}</p>\n")
        about = [finding for finding in found if finding.rule in ABOUT]
        assert [(finding.rule, finding.span.text) for finding in about] == [("broken-allowance", quote)]
        assert told in about[0].message
        assert "policy-wording" in {finding.rule for finding in found}

    def test_the_other_rules_of_a_comment_hold(self) -> None:
        assert shown("a.html", f"<!-- servicelint: allow policy-wording, xyzzy: law -->\n<p>{POLICY}</p>\n") == [
            ("broken-allowance", 1)
        ]

    def test_a_remark_is_no_allowance(self) -> None:
        assert shown("a.html", f"<!-- servicelint: is run on this page -->\n<p>{FAIR}</p>\n") == []

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.txt", f"# servicelint: allow policy-wording: law\n{POLICY}\n"),
            ("a.html", f"<p># servicelint: allow policy-wording: law</p>\n<p>{POLICY}</p>\n"),
            (
                "domain.yml",
                f'version: "3.1"\nresponses:\n  utter_a:\n  - text: |\n      # servicelint: allow policy-wording: law\n      {POLICY}\n',
            ),
        ],
    )
    def test_what_customers_read_is_no_comment(self, name: str, text: str) -> None:
        assert {rule for rule, _ in shown(name, text)} == {"broken-allowance", "policy-wording"}


class TestUseless:
    def test_each_rule_that_allows_nothing_is_told(self) -> None:
        text = f"<!-- servicelint: allow policy-wording, shouting: law -->\n<p>{POLICY}</p>\n"
        found, allowed = left("a.html", text)
        assert [(finding.rule, finding.span.text) for finding in found if finding.rule in ABOUT] == [
            ("useless-allowance", "shouting")
        ]
        assert allowed == 1

    @pytest.mark.parametrize(
        ("named", "select", "told"),
        [
            ("policy-wording", ["policy-wording", "useless-allowance"], True),
            ("policy-wording", ["shouting", "useless-allowance"], False),
            ("honesty", ["policy-wording", "useless-allowance"], False),
            ("honesty", ["honesty", "useless-allowance"], True),
            ("all", ["honesty", "useless-allowance"], False),
        ],
    )
    def test_nothing_is_useless_whose_rule_was_not_run(self, named: str, select: list[str], told: bool) -> None:
        text = f"<!-- servicelint: allow {named}: law -->\n<p>{FAIR}</p>\n"
        found, _ = left("a.html", text, suppress=suppressor(select=select))
        assert [finding.rule for finding in found] == ["useless-allowance"] * told

    def test_behind_the_place_where_a_reader_stopped_nothing_is_useless(self, tmp_path: Path) -> None:
        (tmp_path / "a.vxml").write_text(
            '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml"><!-- servicelint: allow shouting: law -->\n<form><block>Hi',
            "utf-8",
        )
        said = run("check", "a.vxml", "--format", "concise", cwd=tmp_path).stdout
        assert "unreadable" in said
        assert "useless" not in said

    def test_what_is_about_allowances_can_be_allowed(self) -> None:
        text = f"<!-- servicelint: allow-file useless-allowance: kept for next year -->\n{ALLOW}\n<p>{FAIR}</p>\n"
        assert shown("a.html", text) == []


class TestExpired:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2027, 1, 31), []),
            (date(2027, 2, 1), [("expired-allowance", 1), ("policy-wording", 2)]),
        ],
    )
    def test_the_last_day_still_counts(self, day: date, expected: list[tuple[str, int]]) -> None:
        text = f"<!-- servicelint: allow policy-wording: law until 2027-01-31 -->\n<p>{POLICY}</p>\n"
        found, _ = left("a.html", text, suppress=suppressor(day=day))
        assert [(f.rule, f.span.line) for f in found if f.rule in ("policy-wording", *ABOUT)] == expected

    def test_the_day_can_be_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SERVICELINT_TODAY", "2030-02-03")
        assert today() == date(2030, 2, 3)
        monkeypatch.setenv("SERVICELINT_TODAY", "tomorrow")
        with pytest.raises(Mistake, match="“tomorrow” is no date"):
            today()


def test_a_reason_is_asked_for_only_where_the_rule_is_on() -> None:
    text = f"<!-- servicelint: allow policy-wording -->\n<p>{POLICY}</p>\n"
    assert shown("a.html", text) == []
    strict = suppressor(select=["policy-wording", "allowance-without-reason"])
    assert [finding.rule for finding in left("a.html", text, suppress=strict)[0]] == ["allowance-without-reason"]


class TestConfiguration:
    FLOW: ClassVar = {"intents": [{"tag": "hours", "patterns": ["When do you close?"], "responses": [POLICY]}]}

    def folder(self, tmp_path: Path, entry: str) -> Path:
        (tmp_path / "bot").mkdir()
        (tmp_path / "bot" / "intents.json").write_text(json.dumps(self.FLOW), "utf-8")
        (tmp_path / "servicelint.yaml").write_text(f"allow:\n  - {entry}\n", "utf-8")
        return tmp_path

    def report(self, folder: Path, *arguments: str) -> tuple[list[tuple[str, str]], int]:
        done = run("check", *arguments, "--format", "json", cwd=folder, SERVICELINT_TODAY="2027-01-15")
        assert done.stderr == ""
        said = json.loads(done.stdout)
        found = [
            (finding["path"], finding["rule"]) for finding in said["findings"] if finding["rule"] in ("policy-wording", *ABOUT)
        ]
        return found, said["summary"]["suppressed"]

    @pytest.mark.parametrize(
        "entry",
        [
            "{rules: policy-wording, reason: law}",
            "{rules: [shouting, honesty], reason: law, path: bot/*.json}",
            "{rules: all, reason: law, words: OUR POLICY, until: 2027-01-15}",
        ],
    )
    def test_an_entry_allows_what_fits_it(self, tmp_path: Path, entry: str) -> None:
        found, suppressed = self.report(self.folder(tmp_path, entry))
        assert found == []
        assert suppressed >= 1

    @pytest.mark.parametrize(
        ("entry", "about"),
        [
            ("{rules: shouting, reason: law}", "useless-allowance"),
            ("{rules: policy-wording, reason: law, path: '*.html'}", "useless-allowance"),
            ("{rules: policy-wording, reason: law, words: their policy}", "useless-allowance"),
            ("{rules: policy-wording, reason: law, message: other}", "useless-allowance"),
            ("{rules: policy-wording, reason: law, until: 2027-01-14}", "expired-allowance"),
        ],
    )
    def test_an_entry_that_fits_nothing_or_has_run_out_is_told_after_a_whole_run(
        self, tmp_path: Path, entry: str, about: str
    ) -> None:
        folder = self.folder(tmp_path, entry)
        assert sorted(self.report(folder)[0]) == [("bot/intents.json", "policy-wording"), ("servicelint.yaml", about)]
        assert self.report(folder, "bot")[0] == [("bot/intents.json", "policy-wording")]
        assert self.report(folder, "--select", "honesty")[0] == [("bot/intents.json", "policy-wording")]

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            (
                "{rules: policy-wordin, reason: law}",
                "servicelint.yaml:2:13: “policy-wordin” is no rule and no quality; did you mean",
            ),
            ("{rules: policy-wording}", "servicelint.yaml:2:5: “reason” is missing here"),
            (
                "{rules: policy-wording, reason: law, until: 2027-02-30}",
                "servicelint.yaml:2:49: “2027-02-30” does not fit; expected a date like 2027-01-31",
            ),
            ("{rule: policy-wording, reason: law}", "servicelint.yaml:2:6: “rule” is no key here; did you mean “rules”?"),
        ],
    )
    def test_a_slip_is_placed(self, tmp_path: Path, entry: str, said: str) -> None:
        folder = self.folder(tmp_path, entry)
        for command in ("check", "baseline", "score"):
            done = run(command, cwd=folder)
            assert done.returncode == 2
            assert said in done.stderr

    def test_a_message_can_be_named(self, tmp_path: Path) -> None:
        folder = self.folder(tmp_path, "{rules: policy-wording, reason: law}")
        (folder / "servicelint.yaml").unlink()
        found = json.loads(run("check", "--format", "json", cwd=folder).stdout)["findings"]
        named = next(finding["message_id"] for finding in found if finding["rule"] == "policy-wording")
        (folder / "servicelint.yaml").write_text(
            f"allow:\n  - {{rules: policy-wording, message: {named}, reason: law}}\n", "utf-8"
        )
        assert self.report(folder)[0] == []


def test_the_score_sheet_and_the_summary_know_what_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"{ALLOW}\n<p>{POLICY}</p>\n", "utf-8")
    score = json.loads(run("score", "a.html", "--format", "json", cwd=tmp_path).stdout)
    assert score["total"]["score"] == 100
    assert "1 finding suppressed" in " ".join(run("check", "a.html", cwd=tmp_path).stdout.split())


def test_many_files_are_suppressed_alike_in_several_processes(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.html").write_text(f"{ALLOW}\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n", "utf-8")
    alone, together = (run("check", "--format", "json", "--jobs", jobs, cwd=tmp_path).stdout for jobs in ("1", "2"))
    assert alone == together
    assert json.loads(alone)["summary"]["suppressed"] == 20


def test_a_fix_lets_be_what_is_allowed(tmp_path: Path) -> None:
    text = "Customer: Thanks a lot!\nAgent: Sure thing!\n"
    (tmp_path / "chat.txt").write_text(text, "utf-8")
    (tmp_path / "servicelint.yaml").write_text("allow: [{rules: sure-reply, reason: our tone}]\n", "utf-8")
    assert run("check", "chat.txt", "--fix", "--unsafe-fixes", cwd=tmp_path).returncode == 0
    assert (tmp_path / "chat.txt").read_text("utf-8") == text


def test_linting_without_a_mark_costs_no_allowance() -> None:
    rules = Suppressor(Linter(built_in(), settings.choose(built_in(), settings.Config())))
    assert rules.entries == ()
