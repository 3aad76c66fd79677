"""`check --since`: only what changed since a git revision, in scratch repositories of their own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_command import run

from servicelint.since import Lines, parsed

POLICY = "It is our policy to close at eight."
FAIR = "We close at eight this evening."
Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Git in a new repository, without anything of the machine's own settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    repository = tmp_path / "shop"
    repository.mkdir()

    def call(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=repository, capture_output=True, text=True, check=True).stdout

    call("init", "-q", "-b", "main")
    call("config", "user.name", "Test")
    call("config", "user.email", "test@example.com")
    return call


@pytest.fixture
def shop(git: Git, tmp_path: Path) -> Path:
    """A repository with one commit: a page with an old finding, and a clean one."""
    folder = tmp_path / "shop"
    (folder / "old.html").write_text(f"<p>{POLICY}</p>\n\n<p>{FAIR}</p>\n", "utf-8")
    (folder / "clean.html").write_text(f"<p>{FAIR}</p>\n", "utf-8")
    git("add", ".")
    git("commit", "-qm", "A shop")
    return folder


def found(folder: Path, revision: str = "HEAD", *arguments: str) -> tuple[list[tuple[str, int]], int]:
    """Paths and lines of what is shown, and how many files were looked at."""
    done = run("check", "--since", revision, "--format", "json", *arguments, cwd=folder)
    assert done.stderr == ""
    said = json.loads(done.stdout)
    return [(f["path"], f["line"]) for f in said["findings"]], said["summary"]["files"]


def test_what_did_not_change_is_not_looked_at(shop: Path) -> None:
    assert found(shop) == ([], 0)


def test_only_changed_lines_count(shop: Path) -> None:
    (shop / "old.html").write_text(f"<p>{POLICY}</p>\n\n<p>{POLICY}</p>\n<p>{FAIR}</p>\n", "utf-8")
    assert found(shop) == ([("old.html", 3)], 1)


def test_a_new_file_counts_whole_though_git_does_not_know_it(shop: Path) -> None:
    (shop / "così è.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    assert found(shop) == ([("così è.html", 1)], 1)
    (shop / ".gitignore").write_text("così*\n", "utf-8")
    assert found(shop)[0] == []


def test_a_changed_file_with_an_odd_name_is_known(shop: Path, git: Git) -> None:
    name = 'a "b" però.html' if os.name != "nt" else "a b però.html"
    (shop / name).write_text(f"<p>{POLICY}</p>\n<p>{FAIR}</p>\n", "utf-8")
    git("add", ".")
    git("commit", "-qm", "An odd name")
    (shop / name).write_text(f"<p>{POLICY}</p>\n<p>{POLICY}</p>\n", "utf-8")
    assert found(shop) == ([(name, 2)], 1)


def test_a_renamed_file_is_old(shop: Path, git: Git) -> None:
    git("mv", "old.html", "new.html")
    assert found(shop)[0] == []


def test_a_text_counts_when_one_of_its_lines_changed(shop: Path, git: Git) -> None:
    lines = ["<p>It is our", "policy to close", "at eight.</p>", "", f"<p>{FAIR}</p>"]
    (shop / "old.html").write_text("\n".join(lines), "utf-8")
    git("commit", "-qam", "Many lines")
    (shop / "old.html").write_text("\n".join(["<p>It is our own", *lines[1:]]), "utf-8")
    assert [line for _, line in found(shop)[0]] == [1]
    (shop / "old.html").write_text("\n".join([*lines[:4], "<p>Good evening!</p>"]), "utf-8")
    assert found(shop)[0] == []


def test_what_others_did_meanwhile_is_not_ours(shop: Path, git: Git) -> None:
    git("checkout", "-qb", "ours")
    (shop / "clean.html").write_text(f"<p>{FAIR}</p>\n<p>{POLICY}</p>\n", "utf-8")
    git("commit", "-qam", "Ours")
    git("checkout", "-q", "main")
    (shop / "old.html").write_text("<p>Good evening!</p>\n", "utf-8")
    git("commit", "-qam", "Theirs")
    git("checkout", "-q", "ours")
    assert found(shop, "main") == ([("clean.html", 2)], 1)


def test_json_on_one_line_counts_whole_and_a_way_counts_by_its_lines(shop: Path, git: Git) -> None:
    menu = ["servicelint: 1", "language: en", "channel: voice", "entry: main", "menus:", "  main:"]
    menu += ["    prompt: Good morning!", "    options:", '      - {key: 1, say: "For loans, press 1.", go: loans}']
    menu += [
        "nodes:",
        "  loans:",
        "    say: Your loans are safe.",
        "    go: end",
        "  fees:",
        "    say: There are no fees.",
        "    go: end",
    ]
    (shop / "menu.yml").write_text("\n".join(menu), "utf-8")
    flow = {
        "intents": [
            {"tag": "a", "patterns": ["When?"], "responses": [POLICY]},
            {"tag": "b", "patterns": ["x"], "responses": [FAIR]},
        ]
    }
    (shop / "intents.json").write_text(json.dumps(flow), "utf-8")
    git("add", ".")
    git("commit", "-qm", "A menu and a bot")
    assert "no-human-exit" in run("check", "menu.yml", "--format", "concise", cwd=shop).stdout
    (shop / "menu.yml").write_text("\n".join(menu).replace("There are", "You pay"), "utf-8")
    assert found(shop, "HEAD", "--select", "no-human-exit,honesty") == ([], 1)
    (shop / "menu.yml").write_text("\n".join(menu).replace("For loans", "For a loan"), "utf-8")
    assert [line for _, line in found(shop, "HEAD", "--select", "no-human-exit,honesty")[0]] == [6]
    (shop / "menu.yml").write_text("\n".join(menu).replace("Good morning", "Good evening"), "utf-8")
    assert [line for _, line in found(shop, "HEAD", "--select", "no-human-exit,honesty")[0]] == [6]
    git("checkout", "-q", "menu.yml")
    flow["intents"][1]["responses"] = ["We close at nine."]
    (shop / "intents.json").write_text(json.dumps(flow), "utf-8")
    assert set(found(shop, "HEAD", "--select", "no-human-exit,honesty")[0]) == {("intents.json", 1)}


def test_a_way_to_a_person_that_was_taken_out_is_missed_at_once(shop: Path, git: Git) -> None:
    head = (
        "servicelint: 1\nlanguage: en\nchannel: voice\nentry: main\nmenus:\n  main:\n    prompt: Good morning!\n    options:\n"
    )
    loans = '      - {key: 1, say: "For loans, press 1.", go: end}\n'
    person = '      - {key: 0, say: "For a colleague, press 0.", go: human}\n'
    (shop / "menu.yml").write_text(head + loans + person + loans.replace("1", "2"), "utf-8")
    git("add", ".")
    git("commit", "-qm", "A menu")
    (shop / "menu.yml").write_text(head + loans + loans.replace("1", "2"), "utf-8")
    done = run("check", "--since", "HEAD", "--format", "concise", cwd=shop)
    assert "no-human-exit" in done.stdout


def test_it_works_from_a_folder_below_and_with_paths(shop: Path, git: Git) -> None:
    inner = shop / "mails"
    inner.mkdir()
    (inner / "a.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    (shop / "b.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    assert found(inner)[0] == [("a.html", 1)]
    assert found(inner, "HEAD", "..")[0] == [("../b.html", 1), ("../mails/a.html", 1)]
    assert found(shop, "HEAD", "b.html")[0] == [("b.html", 1)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "nowhere"], "git knows no revision “nowhere” here"),
        (["--since", "--all"], "git knows no revision “--all” here"),
        (["--since", "HEAD", "-"], "standard input is none"),
    ],
)
def test_a_slip_ends_with_2_and_says_what_to_do(shop: Path, arguments: list[str], said: str) -> None:
    done = run("check", *arguments, cwd=shop, text="")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert said in " ".join(done.stderr.split())


def test_without_a_repository_or_without_git_it_says_so(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "apart").mkdir()
    done = run("check", "--since", "HEAD", cwd=tmp_path / "apart")
    assert (done.returncode, "is in no git repository" in done.stderr) == (2, True)
    done = run("check", "--since", "HEAD", cwd=shop, PATH=str(tmp_path / "apart"))
    assert (done.returncode, "there is no git here" in done.stderr) == (2, True)


TEXT = st.lists(st.sampled_from(["a", "b", "c", "++ d", "-- e", "@@ -1 +1 @@"]), max_size=8)


@given(before=TEXT, after=TEXT)
def test_every_line_that_is_not_of_the_old_file_is_among_the_changed_ones(before: list[str], after: list[str]) -> None:
    """Against difflib, which makes the same kind of diff."""
    import difflib

    diff = [line.rstrip("\n") for line in difflib.unified_diff(before, after, "a/x", "b/x", n=0, lineterm="")]
    files = dict(parsed(diff))
    lines = files.get("x", Lines())
    assert set(files) == ({"x"} if before != after else set())
    for number, line in enumerate(after, start=1):
        assert line in before or lines.touch(number, number)
    kept = [line for number, line in enumerate(after, start=1) if not lines.touch(number, number)]
    rest = iter(before)
    assert all(line in rest for line in kept)
