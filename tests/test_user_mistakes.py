"""What people get wrong, and what happens around them: they are told what to do, and nothing is called our bug."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from test_command import CHAT, run

from servicelint.config import Config, load
from servicelint.discover import Wish, discover
from servicelint.mistakes import Mistake


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("- a\n", "servicelint.yaml:1:1: expected keys with values, such as key: value"),
        ("exclude: archive\n", "servicelint.yaml:1:10: “archive” does not fit; expected a list, such as [one, two]"),
        ("settings: loud\n", "servicelint.yaml:1:11: “loud” does not fit; expected keys with values, such as key: value"),
        ("baseline: [a]\n", "servicelint.yaml:1:1: expected one word or text"),
        (
            "language: klingon\n",
            "servicelint.yaml:1:11: “klingon” does not fit; expected the code of a language, such as it or pt-BR",
        ),
    ],
)
def test_a_wrong_value_is_told_in_words_for_people_who_know_no_python(folder: Path, written: str, told: str) -> None:
    (folder / "servicelint.yaml").write_text(written, encoding="utf-8")
    done = run("check", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.strip() == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--language", "klingon"], "“klingon” does not fit; expected the code of a language, such as it or pt-BR."),
        (["--select", ","], "--select names no rule; expected rules or qualities, such as courtesy."),
        (["--baseline", "b.json", "--no-baseline"], "--baseline and --no-baseline contradict each other"),
    ],
)
def test_options_that_would_silently_do_something_else_are_mistakes(folder: Path, arguments: list[str], told: str) -> None:
    done = run("check", "chat.txt", *arguments, cwd=folder)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_text_of_unknown_format_on_standard_input_says_how_to_name_it(folder: Path) -> None:
    done = run("check", "-", cwd=folder, text=CHAT.partition("\n")[0])
    assert "--stdin-filename" in done.stderr
    assert "--stdin-filename" not in run("check", "-", "--input-format", "text", cwd=folder, text="Hello.").stderr


def test_quiet_writes_findings_and_no_summary(folder: Path) -> None:
    loud, quiet = run("check", cwd=folder).stdout, run("check", "--quiet", cwd=folder).stdout
    assert loud.endswith("1 error in 1 file.\n")
    assert "sure-reply" in quiet
    assert loud.startswith(quiet)
    assert "1 error in 1 file" not in quiet
    assert run("check", "--quiet", "--output", "report.txt", cwd=folder).stdout == ""
    assert (folder / "report.txt").read_text(encoding="utf-8") == quiet


def test_a_file_that_is_read_only_is_left_alone(folder: Path) -> None:
    chat = folder / "chat.txt"
    chat.chmod(stat.S_IREAD)
    done = run("check", "chat.txt", "--fix", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.strip() == "chat.txt: it is read-only, and was left alone; make it writable to have it fixed"
    assert chat.read_text(encoding="utf-8") == CHAT


def test_a_folder_that_nobody_may_look_into_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "shut").mkdir()
    look = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(Mistake, match="shut: this folder cannot be read: Permission denied; mend that, or exclude it"):
        discover([folder], Config(folder), Wish())


def test_a_file_that_vanishes_from_a_folder_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "gone.txt").write_text(CHAT, encoding="utf-8")
    read = Path.read_bytes
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: read(path if path.name != "gone.txt" else path.with_name("no such file"))
    )
    assert [unit.bundle.sources[0].path for unit in discover([folder], Config(folder), Wish()).units] == [
        (folder / "chat.txt").as_posix()
    ]
    with pytest.raises(Mistake, match=r"gone\.txt: it cannot be read"):
        discover([folder / "gone.txt"], Config(folder), Wish())


def test_what_belongs_to_the_configuration_is_no_copy(folder: Path) -> None:
    (folder / "servicelint.yaml").write_text("baseline: known.json\nrules: [ours/]\nextends: [base.yaml]\n", encoding="utf-8")
    (folder / "base.yaml").write_text("fail-on: error\n", encoding="utf-8")
    (folder / "known.json").write_text('{"version": 1, "findings": []}\n', encoding="utf-8")
    (folder / "ours").mkdir()
    (folder / "ours" / "note.txt").write_text(CHAT, encoding="utf-8")
    found = discover([folder], load(folder / "servicelint.yaml"), Wish())
    assert [source.path for unit in found.units for source in unit.bundle.sources] == [(folder / "chat.txt").as_posix()]
    assert found.skipped == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_not_our_bug(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "servicelint", "rules"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "The output cannot be written: No space left on device.\n")


def test_a_new_baseline_says_how_it_comes_to_count_and_then_counts(folder: Path) -> None:
    (folder / "servicelint.yaml").write_text("fail-on: warning\n", encoding="utf-8")
    told = run("baseline", cwd=folder).stderr.splitlines()
    line = "baseline: servicelint-baseline.json"
    assert told == [
        "servicelint-baseline.json: 1 finding.",
        f"Next: put the line {line} into servicelint.yaml; servicelint check then shows only what is new.",
    ]
    (folder / "servicelint.yaml").write_text(f"fail-on: warning\n{line}\n", encoding="utf-8")
    done = run("check", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "1 file checked: nothing new. 1 finding suppressed.\n")
    assert "Next" not in run("baseline", cwd=folder).stderr


def test_a_baseline_for_a_toml_file_is_told_in_toml(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.servicelint]\nfail-on = 'warning'\n", encoding="utf-8")
    assert 'baseline = "servicelint-baseline.json" into pyproject.toml' in run("baseline", cwd=folder).stderr
