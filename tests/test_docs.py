"""The documentation is true: every command it shows is run, in order, on the files it shows, and says what it shows.

A fenced block whose first line names a file (```` ```text file=mails/refund.txt ````) is written; a `console` block is run
line by line. What stands below a command is what it must say; a line with just `…` stands for any lines, `…` inside a line
for any words; a command with nothing below it may say anything, but must not fail by a mistake or a fault.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)(?P=fence)$", re.MULTILINE | re.DOTALL
)
FILE = re.compile(r"\bfile=(\S+)")
HOOKS = re.compile(r"https://github\.com/servicelint/servicelint\n(\s+)rev: \S+")
COLUMNS = "100"
NOT_RUN = ("python -m pip install", "pip install", "pipx install", "docker ", "code ")
"""What a reader types once, on a machine of their own; the installed wheel has a test of its own."""


@dataclass(frozen=True)
class Block:
    """A block of a page: what stands behind its fence, its text, and its line."""

    info: str
    body: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        yield Block(found["info"].strip(), found["body"], text.count("\n", 0, found.start()) + 1)


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command with what is shown below it; a command goes on after a backslash."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    for part in parts:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = command[:-1] + more
        yield command, shown.strip("\n")


def pattern(shown: str) -> str:
    """The expression that what is said has to fit."""
    lines = [
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*?") + r"\n"
        for line in shown.split("\n")
    ]
    return "".join(lines)


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SERVICELINT", "LC_", "PYTHON"))}
    path = os.pathsep.join([str(home / "bin"), str(Path(sys.executable).parent), kept["PATH"]])
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Tester"), ("EMAIL", "t@example.org"))
    }
    return {**kept, **who, "HOME": str(home), "PATH": path, "LANG": "C.UTF-8", "COLUMNS": COLUMNS, "NO_COLOR": "1"}


def story(page: Path) -> bool:
    return any(block.info.split(" ")[0] == "console" for block in blocks(page))


PAGES = [page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if story(page)]


@pytest.mark.xdist_group("hooks")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_shown_does_what_the_page_says(
    page: Path, tmp_path: Path, hooks: tuple[Path, str], pre_commit_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(pre_commit_home))
    folder, home = tmp_path / "here", tmp_path / "home"
    for each in (folder, home / "bin"):
        each.mkdir(parents=True)
    script = home / "bin" / "servicelint"
    script.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m servicelint \"$@\"\n", encoding="utf-8")
    script.chmod(0o755)
    (folder / "examples").symlink_to(ROOT / "examples")
    for block in blocks(page):
        if found := FILE.search(block.info):
            write(folder / found[1], local(block.body, hooks))
        if block.info.split(" ")[0] == "console":
            for command, shown in commands(block.body):
                check(command, shown, folder, home, f"{page.name}:{block.line}")


def check(command: str, shown: str, folder: Path, home: Path, where: str) -> None:
    if command.startswith(NOT_RUN):
        return
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, env=environment(home), check=False
    )
    said = "".join(f"{line.rstrip()}\n" for line in (done.stdout + done.stderr).splitlines())
    assert done.returncode in (0, 1), f"{where}: $ {command}\nended with {done.returncode} and said:\n{said}"
    if shown:
        assert re.fullmatch(pattern(shown), said), f"{where}: $ {command}\nsaid:\n{said}\nand the page shows:\n{shown}"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def local(text: str, hooks: tuple[Path, str]) -> str:
    """A pre-commit configuration with the hooks of this checkout in the place of the published ones."""
    return HOOKS.sub(lambda found: f"{hooks[0]}\n{found[1]}rev: {hooks[1]}", text)


def test_a_page_that_shows_something_else_would_be_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="the page shows"):
        check("echo one", "two", tmp_path, tmp_path, "here")
    with pytest.raises(AssertionError, match="ended with 2"):
        check("exit 2", "", tmp_path, tmp_path, "here")
    check("printf 'a\\nb\\nc\\n'", "a\n…\nc", tmp_path, tmp_path, "here")
