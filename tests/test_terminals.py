"""Each command on a real terminal: colours where they are wanted, nothing a plain terminal cannot show, lines that fit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_command import CHAT

from servicelint.terminal import width

pty = pytest.importorskip("pty")  # not on Windows
ESCAPE = re.compile(r"\x1b[\[\]]")
COMMANDS = (
    "check", "check --diff", "check --show-settings", "extract", "extract --rendered", "formats", "rules", "score",
    "explain sure-reply",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(CHAT, encoding="utf-8")
    return tmp_path


def shown(command: str, folder: Path, **environment: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    variables = {**os.environ, "LANG": "C.UTF-8", "PYTHONUTF8": "1", **environment}
    words = [sys.executable, "-m", "servicelint", *command.split()]
    with subprocess.Popen(words, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=variables):
        os.close(theirs)
        said = b"".join(_read(ours))
    os.close(ours)
    return said.decode("utf-8")


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux's way to say that nobody writes any more
            return
        if not part:
            return
        yield part


@pytest.mark.parametrize("command", COMMANDS)
def test_a_plain_terminal_gets_plain_text(command: str, folder: Path) -> None:
    assert not ESCAPE.search(shown(command, folder, TERM="dumb", FORCE_HYPERLINK="1"))


@pytest.mark.parametrize("command", COMMANDS)
def test_who_wants_no_colours_gets_none(command: str, folder: Path) -> None:
    progress = " --no-progress" if command.startswith("check") else ""
    assert not ESCAPE.search(shown(command + progress, folder, TERM="xterm", NO_COLOR="1"))


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "rules"])
def test_a_terminal_gets_colours_and_so_does_a_pipe_that_is_asked_to(command: str, folder: Path) -> None:
    assert "\x1b[" in shown(command, folder, TERM="xterm")
    piped = [sys.executable, "-m", "servicelint", *command.split()]
    forced = subprocess.run(piped, cwd=folder, capture_output=True, check=False, env={**os.environ, "FORCE_COLOR": "1"})
    assert b"\x1b[" in forced.stdout
    assert b"\x1b[" not in subprocess.run(piped, cwd=folder, capture_output=True, check=False).stdout


@pytest.mark.parametrize("command", ["check --no-progress", "extract", "formats", "rules"])
def test_lines_fit_a_narrow_terminal(command: str, folder: Path) -> None:
    said = shown(command, folder, TERM="dumb", COLUMNS="40")
    assert max(map(width, said.splitlines())) <= 40
