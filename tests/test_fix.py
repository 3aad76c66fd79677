"""Fixes: they touch only the flagged words, leave everything else as it was, and settle."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from test_command import run

CASES = {
    "chat.txt": ("Customer: Thanks!\nAgent: Sure thing! 🙂\n", "Customer: Thanks!\nAgent: You're welcome! 🙂\n"),
    "chat.jsonl": (
        '{"turns": [{"role": "customer", "text": "Thanks \\u2764!"}, {"role": "agent", "text": "Sure thing!\\nBye"}]}\n',
        '{"turns": [{"role": "customer", "text": "Thanks \\u2764!"}, {"role": "agent", "text": "You\'re welcome!\\nBye"}]}\n',
    ),
    "chat.yml": (
        "servicelint: 1\nchannel: chat\nlanguage: en\nmessages:\n  thanks: {text: 'Sure thing!', in_reply_to: Thanks!}\n",
        "servicelint: 1\nchannel: chat\nlanguage: en\nmessages:\n  thanks: {text: 'You''re welcome!', in_reply_to: Thanks!}\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fix_is_escaped_for_its_carrier(tmp_path: Path, name: str) -> None:
    before, after = CASES[name]
    path = tmp_path / name
    path.write_text(before, encoding="utf-8")
    done = run("check", name, "--fix", cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == after
    assert done.returncode == 0
    assert done.stderr == f"Fixed 1 file: {name}\n"


@pytest.mark.parametrize(
    ("encoding", "newline", "mark"),
    [("utf-8", "\r\n", b""), ("utf-8", "\n", b"\xef\xbb\xbf"), ("utf-16-le", "\n", b"\xff\xfe")],
)
def test_bytes_around_a_fix_stay_as_they_were(tmp_path: Path, encoding: str, newline: str, mark: bytes) -> None:
    before, after = (text.replace("\n", newline) for text in CASES["chat.txt"])
    path = tmp_path / "chat.txt"
    path.write_bytes(mark + before.encode(encoding))
    path.chmod(0o640)
    run("check", "chat.txt", "--fix", cwd=tmp_path)
    assert path.read_bytes() == mark + after.encode(encoding)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in tmp_path.iterdir() if "cache" not in entry.name] == ["chat.txt"]


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(CASES["chat.txt"][0] * 3, encoding="utf-8")
    run("check", "chat.txt", "--fix", cwd=tmp_path)
    once = path.read_bytes()
    assert run("check", "chat.txt", "--fix", cwd=tmp_path).stderr == ""
    assert path.read_bytes() == once


def test_a_diff_shows_the_change_and_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(CASES["chat.txt"][0], encoding="utf-8")
    done = run("check", "chat.txt", "--diff", cwd=tmp_path)
    assert done.returncode == 1
    assert "-Agent: Sure thing! 🙂\n+Agent: You're welcome! 🙂\n" in done.stdout
    assert path.read_text(encoding="utf-8") == CASES["chat.txt"][0]


def test_in_voice_the_fix_is_only_made_when_asked_for(tmp_path: Path) -> None:
    text = "servicelint: 1\nchannel: voice\nlanguage: en\nmessages:\n  thanks: {text: Sure thing!, in_reply_to: Thanks!}\n"
    path = tmp_path / "call.yml"
    path.write_text(text, encoding="utf-8")
    assert run("check", "call.yml", "--fix", cwd=tmp_path).returncode == 1
    assert path.read_text(encoding="utf-8") == text
    assert run("check", "call.yml", "--fix", "--unsafe-fixes", cwd=tmp_path).returncode == 0
    assert "You're welcome!" in path.read_text(encoding="utf-8")


def test_standard_input_cannot_be_fixed(tmp_path: Path) -> None:
    assert run("check", "-", "--fix", cwd=tmp_path, text="Hello").returncode == 2
