"""Where reports go: one or several, to files and to standard output, whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from test_command import CHAT, run

from servicelint.reports import by_ending, names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    return tmp_path


def test_several_reports_are_written_in_one_run(folder: Path) -> None:
    wanted = ["report.sarif", "report.xml", "gitlab=quality.json", "-"]
    done = run("check", "chat.txt", *[word for name in wanted for word in ("--output", name)], cwd=folder)
    assert done.returncode == 1
    assert done.stdout.startswith("error sure-reply  chat.txt:2:8")
    assert json.loads((folder / "report.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ElementTree.parse(folder / "report.xml").getroot().tag == "testsuites"
    assert json.loads((folder / "quality.json").read_text(encoding="utf-8"))[0]["check_name"] == "sure-reply"
    assert sorted(entry.name for entry in folder.iterdir()) == ["chat.txt", "quality.json", "report.sarif", "report.xml"]


@pytest.mark.parametrize(
    ("arguments", "file", "begins"),
    [
        (["--output", "a.json"], "a.json", '{"version"'),
        (["--output", "a.jsonl"], "a.jsonl", '{"rule"'),
        (["--output", "a.md"], "a.md", "**servicelint:**"),
        (["--output", "a.log"], "a.log", "error sure-reply"),
        (["--format", "concise", "--output", "a.json"], "a.json", "chat.txt:2:8:"),
        (["--format", "json", "--output", "concise=a.json"], "a.json", "chat.txt:2:8:"),
        (["--format", "concise", "--output", "a.json", "--output", "b.log"], "b.log", "chat.txt:2:8:"),
        (["--format", "concise", "--output", "a.json", "--output", "b.log"], "a.json", '{"version"'),
        (["--output", "./json=a.log"], "json=a.log", "error sure-reply"),
    ],
)
def test_the_format_is_the_one_that_is_named_or_that_the_file_name_ends_with(
    folder: Path, arguments: list[str], file: str, begins: str
) -> None:
    done = run("check", "chat.txt", *arguments, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert (folder / file).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--output", "a.json", "--output", "concise=./a.json"],
        ["--output", "-", "--output", "json=-"],
        ["--output", "json="],
        ["--output", "."],
        ["--output", "no/such/folder/a.json"],
        ["--diff", "--output", "a.txt"],
    ],
)
def test_what_cannot_be_written_is_the_users_mistake(folder: Path, arguments: list[str]) -> None:
    done = run("check", "chat.txt", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert [entry.name for entry in folder.iterdir()] == ["chat.txt"]


def test_a_report_takes_the_place_of_the_old_one_and_keeps_its_permissions_and_its_link(folder: Path) -> None:
    real = folder / "real.json"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o604)
    (folder / "link.json").symlink_to(real)
    run("check", "chat.txt", "--output", "link.json", "--output", "new.json", cwd=folder)
    assert (folder / "link.json").is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert stat.S_IMODE(real.stat().st_mode) == 0o604
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((folder / "new.json").stat().st_mode) == 0o666 & ~mask


def test_a_pipe_is_written_to_and_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    command = [sys.executable, "-m", "servicelint", "check", "chat.txt", "--output", "concise=pipe"]
    with subprocess.Popen(command, cwd=folder) as process:
        assert (folder / "pipe").read_text(encoding="utf-8").startswith("chat.txt:2:8:")
        assert process.wait() == 1
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


@pytest.mark.parametrize("name", names())
def test_the_endings_of_files_name_one_format_each(name: str) -> None:
    assert by_ending(f"a.{name}") == name


def test_an_unknown_ending_names_no_format() -> None:
    assert [by_ending(name) for name in ("a.log", "a", ".json", "a.XML", "a.txt", "a.md")] == [
        None, None, None, "junit", "text", "markdown",
    ]  # fmt: skip


def test_every_report_is_the_same_bytes_with_one_process_and_with_four(tmp_path: Path) -> None:
    """Over all examples, and twice."""
    told = []
    for jobs in ("1", "4"):
        wanted = [word for name in names() for word in ("--output", f"{name}={tmp_path / f'{name}-{jobs}'}")]
        assert run("check", "examples", "--jobs", jobs, *wanted, cwd=ROOT).returncode == 1
        told.append({name: (tmp_path / f"{name}-{jobs}").read_bytes() for name in names()})
    assert told[0] == told[1]
    assert all(told[0].values())
