"""The command line as scripts and people use it: exit codes, streams, the JSON contract, and input that is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHAT = "Customer: Thanks a lot!\nAgent: Sure thing!\n"
CLEAN = "Customer: Thanks a lot!\nAgent: You're welcome!\n"


def run(*arguments: str, cwd: Path, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a user calls it."""
    import os

    return subprocess.run(
        [sys.executable, "-m", "servicelint", *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    return tmp_path


class TestExitCodes:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["check", "clean.txt"], 0),
            (["check", "chat.txt"], 1),
            (["check"], 1),
            (["check", "chat.txt", "--fail-on", "never"], 0),
            (["check", "chat.txt", "--ignore", "sure-reply"], 0),
            (["check", "chat.txt", "--ignore", "courtesy"], 0),
            (["check", "chat.txt", "--select", "policy-wording,vague-commitment"], 0),
            (["check", "missing.txt"], 2),
            (["check", "chat.txt", "--select", "sure-replies"], 2),
            (["check", "chat.txt", "--input-format", "transcripts"], 2),
            (["check", "chat.txt", "--no-such-option"], 2),
            (["chek"], 2),
            (["explain", "sure-reply"], 0),
            (["explain", "sure-repli"], 2),
            (["rules"], 0),
            (["formats"], 0),
            (["--version"], 0),
        ],
    )
    def test_they_are_as_documented(self, folder: Path, arguments: list[str], code: int) -> None:
        done = run(*arguments, cwd=folder)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert bool(done.stderr) == (code == 2)

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["check", "missing.txt"], "missing.txt: there is no such file"),
            (["check", "chat.txt", "--select", "sure-replies"], "did you mean “sure-reply”?"),
            (["check", "chat.txt", "--input-format", "transcripts"], "did you mean “transcript”?"),
            (["explain", "sure-repli"], "did you mean “sure-reply”?"),
            (["chek"], "did you mean “check”?"),
        ],
    )
    def test_a_mistake_says_what_to_do(self, folder: Path, arguments: list[str], said: str) -> None:
        assert said in run(*arguments, cwd=folder).stderr

    def test_severity_hides_and_fail_on_forgives(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("Customer: Thanks!\nAgent: No problem.\n", encoding="utf-8")
        assert run("check", "a.txt", cwd=tmp_path).returncode == 1
        assert run("check", "a.txt", "--fail-on", "error", cwd=tmp_path).returncode == 0
        hidden = run("check", "a.txt", "--severity", "error", cwd=tmp_path)
        assert hidden.returncode == 0
        assert "sure-reply" not in hidden.stdout


class TestJson:
    def test_it_is_the_contract(self, folder: Path) -> None:
        report = json.loads(run("check", "chat.txt", "--format", "json", cwd=folder).stdout)
        assert list(report) == ["version", "tool", "summary", "findings"]
        assert report["summary"] == {"files": 1, "errors": 1, "warnings": 0, "hints": 0, "suppressed": 0}
        finding = report["findings"][0]
        assert (finding["line"], finding["column"], finding["end_line"], finding["end_column"]) == (2, 8, 2, 18)
        assert finding["quote"] == "Sure thing"
        assert finding["message_id"] == "1/1"
        assert finding["fix"] == {
            "title": "Write “You're welcome”",
            "safe": True,
            "edits": [{"line": 2, "column": 8, "end_line": 2, "end_column": 18, "text": "You're welcome"}],
        }

    def test_extract_gives_messages_with_places(self, folder: Path) -> None:
        shown = json.loads(run("extract", "chat.txt", "--format", "json", cwd=folder).stdout)
        document = shown["documents"][0]
        assert (document["format"], document["language"]) == ("transcript", "en")
        reply = document["messages"][1]
        assert reply["in_reply_to"] == ["Thanks a lot!"]
        assert reply["passages"][0] | {"id": "", "role": ""} == {
            "id": "",
            "role": "",
            "language": "en",
            "text": "Sure thing!",
            "path": "chat.txt",
            "line": 2,
            "column": 8,
            "end_line": 2,
            "end_column": 19,
        }

    def test_rules_and_formats_are_listed(self, folder: Path) -> None:
        rules = json.loads(run("rules", "--format", "json", cwd=folder).stdout)["rules"]
        assert {"id", "quality", "severity", "languages", "formats", "fix", "summary"} == set(rules[0])
        formats = json.loads(run("formats", "--format", "json", cwd=folder).stdout)["formats"]
        assert {"transcript", "voicexml", "rasa", "html"} <= {found["id"] for found in formats}


class TestStreams:
    def test_standard_input_goes_by_the_name_it_is_given(self, tmp_path: Path) -> None:
        done = run("check", "-", "--stdin-filename", "talk.txt", "--format", "concise", cwd=tmp_path, text=CHAT)
        assert done.stdout.startswith("talk.txt:2:8: error sure-reply ")

    def test_no_colour_and_no_bar_reach_a_pipe(self, folder: Path) -> None:
        done = run("check", cwd=folder)
        assert "\x1b" not in done.stdout + done.stderr
        assert done.stderr == ""
        assert "\x1b" in run("check", cwd=folder, FORCE_COLOR="1").stdout

    def test_a_report_can_go_to_a_file(self, folder: Path) -> None:
        done = run("check", "--format", "json", "--output", "report.json", cwd=folder)
        assert (done.returncode, done.stdout) == (1, "")
        assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1

    def test_a_report_that_cannot_be_written_is_a_mistake(self, folder: Path) -> None:
        done = run("check", "--output", "no/such/folder/report.txt", cwd=folder)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr

    def test_a_closed_pipe_is_no_fault(self, folder: Path) -> None:
        command = f"{sys.executable} -m servicelint extract . --format json | head -c 1"
        done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr

    def test_a_terminal_of_another_alphabet_does_not_break_it(self, folder: Path) -> None:
        done = run("check", cwd=folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert done.returncode == 1


class TestJobs:
    def test_the_output_is_the_same_whatever_their_number(self, tmp_path: Path) -> None:
        for number in range(40):
            (tmp_path / f"{number}.txt").write_text(CHAT * (number % 3 + 1), encoding="utf-8")
        one, three = (run("check", "--jobs", jobs, "--format", "json", cwd=tmp_path) for jobs in ("1", "3"))
        assert one.stdout == three.stdout
        assert one.returncode == three.returncode == 1


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "content", "place", "what"),
        [
            ("a.jsonl", b'{"id": 1, "turns": [{"role": "agent", "text": "Hi"}\n', "a.jsonl:1:", "expected"),
            ("a.vxml", b"<vxml><form><block>Hello</form></vxml>", "a.vxml:1:", "block"),
            ("a.yml", b"servicelint: 1\nmenus:\n  main: [\n", "a.yml:4:1:", "missing"),
            ("a.html", b"<p>Caf\xe9 closed</p>", "a.html:1:7:", "UTF-8"),
            ("a.txt", b"\x00\x01\x02\x03binary", "a.txt:1:1:", "not text"),
            ("a.txt", b"Our caf\xe9 is closed", "a.txt:1:8:", "UTF-8"),
        ],
    )
    def test_what_cannot_be_read_is_a_finding_and_the_rest_is_linted(
        self, folder: Path, name: str, content: bytes, place: str, what: str
    ) -> None:
        (folder / name).write_bytes(content)
        done = run("check", name, "chat.txt", "--format", "concise", cwd=folder)
        assert done.returncode == 1
        assert done.stderr == ""
        broken = next(line for line in done.stdout.splitlines() if "unreadable" in line)
        assert broken.startswith(place)
        assert what in broken
        assert "chat.txt:2:8: error sure-reply" in done.stdout

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \n"])
    def test_an_empty_file_is_left_out_and_said_so(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.txt").write_bytes(content)
        done = run("check", "a.txt", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "1 file left out: empty" in done.stdout

    def test_unknown_files_of_a_folder_are_left_out_in_one_line(self, folder: Path) -> None:
        for name in ("a.xyz", "b.xyz", "c.xyz"):
            (folder / name).write_text("{}", encoding="utf-8")
        (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
        done = run("check", cwd=folder)
        assert "3 files left out: no known format" in done.stdout
        assert "1 file left out: not text" in done.stdout

    def test_two_encodings_with_a_mark_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "wide.txt").write_bytes(CHAT.encode("utf-16"))
        (tmp_path / "marked.txt").write_bytes(b"\xef\xbb\xbf" + CHAT.encode())
        lines = run("check", "--format", "concise", cwd=tmp_path).stdout.splitlines()
        assert [line.split(" ")[0] for line in lines] == ["marked.txt:2:8:", "wide.txt:2:8:"]


class TestConfiguration:
    def test_it_is_found_upward_and_its_globs_are_seen_from_its_folder(self, tmp_path: Path) -> None:
        inner = tmp_path / "copy" / "it"
        inner.mkdir(parents=True)
        (inner / "chat.txt").write_text(CHAT, encoding="utf-8")
        settings = tmp_path / "servicelint.yaml"
        settings.write_text("settings:\n  sure-reply: off\n", encoding="utf-8")
        assert run("check", "chat.txt", cwd=inner).returncode == 0
        settings.write_text("settings:\n  sure-reply: hint\n", encoding="utf-8")
        assert "hint sure-reply" in run("check", "chat.txt", cwd=inner).stdout
        settings.write_text("exclude: [copy/it/**]\n", encoding="utf-8")
        assert "No file was checked" in run("check", ".", cwd=tmp_path).stdout
        settings.write_text("files:\n  - {path: 'copy/**', format: text}\n", encoding="utf-8")
        shown = json.loads(run("extract", "copy", "--format", "json", cwd=tmp_path).stdout)
        assert shown["documents"][0]["format"] == "text"

    @pytest.mark.parametrize(
        ("text", "place", "what"),
        [
            ("setings: {}\n", "servicelint.yaml:1:1", "did you mean “settings”?"),
            ("fail-on: warn\n", "servicelint.yaml:1:10", "'warning'"),
            ("files:\n  - {path: a, format: vxml}\n", "servicelint.yaml:2:23", "did you mean “voicexml”?"),
            ("settings:\n  sure-reply: [off\n", "servicelint.yaml:2:15", "never closed"),
            ("select: [sure-replies]\n", "servicelint.yaml:1:10: ", "did you mean “sure-reply”?"),
            ("settings: {menu-depth: {maximum: 3}}\n", "servicelint.yaml:1:25: ", "did you mean “max”?"),
            ("settings: {menu-depth: {max: three}}\n", "servicelint.yaml:1:30: ", "expected a whole number"),
            ("rules: [nowhere/]\n", "servicelint.yaml:1:9: ", "cannot be read"),
        ],
    )
    def test_a_mistake_in_it_is_placed(self, folder: Path, text: str, place: str, what: str) -> None:
        (folder / "servicelint.yaml").write_text(text, encoding="utf-8")
        done = run("check", "chat.txt", cwd=folder)
        assert done.returncode == 2
        assert place in done.stderr
        assert what in done.stderr
        assert "Traceback" not in done.stderr

    def test_it_may_say_what_recordings_say(self, tmp_path: Path) -> None:
        dialplan = "[main]\nexten => 100,1,Answer()\n same => n,Playback(acme/closed)\n same => n,Hangup()\n"
        (tmp_path / "extensions.conf").write_text(dialplan, encoding="utf-8")
        words = "Someone will call you back soon."
        (tmp_path / "servicelint.yaml").write_text(f"language: en\ntranscripts:\n  acme/closed: {words}\n", encoding="utf-8")
        found = json.loads(run("check", "extensions.conf", "--format", "json", cwd=tmp_path).stdout)["findings"]
        assert [(finding["rule"], finding["line"]) for finding in found] == [("vague-commitment", 3)]

    def test_gitignored_and_hidden_files_are_left_out(self, folder: Path) -> None:
        (folder / ".git").mkdir()
        (folder / ".gitignore").write_text("built/\n*.tmp.txt\n", encoding="utf-8")
        for name in ("built/a.txt", "deep/built/b.txt", "c.tmp.txt", ".hidden/d.txt", "node_modules/e.txt"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(CHAT, encoding="utf-8")
        report = json.loads(run("check", "--format", "json", cwd=folder).stdout)
        assert {finding["path"] for finding in report["findings"]} == {"chat.txt"}
        assert run("check", "built/a.txt", cwd=folder).returncode == 1


class TestUsersRules:
    RULE = """\
id: no-ahoy
quality: courtesy
summary: {en: Says ahoy.}
why: {en: Not everybody sails.}
instead: {en: Say hello.}
kind: phrase
checks:
  - {find: {act: $thanks}, severity: warning}
message: {en: "“{found}” is for ships."}
examples:
  bad:
    - {format: text, language: en, text: Many thanks for that., flags: Many thanks}
  good:
    - {format: text, language: en, text: You called us., because: Nobody gives thanks.}
"""

    def test_test_rules_runs_their_examples(self, tmp_path: Path) -> None:
        (tmp_path / "no-ahoy.yml").write_text(self.RULE, encoding="utf-8")
        done = run("test-rules", ".", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, "2 of 2 examples of 1 rules hold.\n")

    def test_an_example_that_does_not_hold_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "no-ahoy.yml").write_text(self.RULE.replace("You called us.", "Thank you."), encoding="utf-8")
        done = run("test-rules", ".", cwd=tmp_path)
        assert done.returncode == 1
        assert "no-ahoy: good example 1: expected nothing, but “Thank you” is flagged" in done.stdout

    def test_a_typo_in_one_is_a_mistake_with_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "no-ahoy.yml").write_text(self.RULE.replace("kind: phrase", "kind: phrse"), encoding="utf-8")
        done = run("test-rules", ".", cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.startswith("no-ahoy.yml:6:7: “phrse” is no kind of rule; did you mean “phrase”?")

    def test_they_are_used_when_the_configuration_names_them(self, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "no-ahoy.yml").write_text(self.RULE, encoding="utf-8")
        (tmp_path / "servicelint.yaml").write_text("rules: [mine/]\nselect: [no-ahoy]\n", encoding="utf-8")
        (tmp_path / "a.txt").write_text("Many thanks.\n", encoding="utf-8")
        assert "warning no-ahoy" in run("check", "a.txt", cwd=tmp_path).stdout
        assert run("explain", "no-ahoy", cwd=tmp_path).returncode == 0


class TestStatistics:
    def test_the_time_of_each_rule_is_told_beside_its_findings(self, tmp_path: Path) -> None:
        (tmp_path / "chat.txt").write_text("Customer: Thanks!\nAgent: Sure thing!\n" * 3, encoding="utf-8")
        done = run("check", "chat.txt", "--statistics", cwd=tmp_path)
        rows = [line.split() for line in done.stderr.splitlines()]
        assert rows[0] == ["rule", "ms", "share", "findings"]
        assert next(row for row in rows if row[0] == "sure-reply")[-1] == "3"
        assert sum(int(row[2 if row[0] != "(making" else 3].rstrip("%")) for row in rows[1:]) in range(95, 106)


class TestReadersLanguage:
    @pytest.mark.parametrize(
        ("arguments", "environment", "says"),
        [
            (("--ui-language", "it"), {}, "il grazie"),
            ((), {"LANG": "ru_RU.UTF-8"}, "благодарность"),
            ((), {"LANG": "de_DE.UTF-8"}, "thanks"),
            (("--ui-language", "ro"), {"LANG": "ru_RU.UTF-8"}, "trece peste"),
        ],
    )
    def test_it_is_the_one_asked_for_else_that_of_the_system(
        self, tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], says: str
    ) -> None:
        (tmp_path / "chat.txt").write_text("Customer: Thanks!\nAgent: Sure thing!\n", encoding="utf-8")
        done = run("check", "chat.txt", *arguments, cwd=tmp_path, **environment)
        assert says in done.stdout
        assert "You're welcome" in done.stdout, "words to use instead stay in the language of the copy"
