"""What servicelint wrote itself is no copy: a second run over the folder does not read its own reports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from servicelint import reports

CHAT = "Customer: Thanks a lot!\nAgent: Sure thing!\n"
MENU = """\
servicelint: 1
channel: voice
language: en
menus:
  main:
    prompt: Press 1 for cards, press 2 for loans.
    options: [{key: 1, go: elsewhere}, {key: 2, go: end}]
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "servicelint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", [name for name in reports.names() if name not in ("text", "concise", "github")])
def test_a_report_in_the_folder_is_not_checked(tmp_path: Path, name: str) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "menu.yml").write_text(MENU, encoding="utf-8")
    first = run(tmp_path, "check", "--format", "concise").stdout
    ending = getattr(reports.report(name), "ENDING", name)
    file = f"report.{ending}"
    assert run(tmp_path, "check", "--output", f"{name}={file}").returncode == 1
    assert (tmp_path / file).read_text(encoding="utf-8")
    assert run(tmp_path, "check", "--format", "concise").stdout == first


def test_nor_is_a_baseline_a_picture_or_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "menu.yml").write_text(MENU, encoding="utf-8")
    first = run(tmp_path, "check", "--format", "concise").stdout
    assert run(tmp_path, "baseline").returncode == 0
    assert run(tmp_path, "init").returncode == 0
    assert run(tmp_path, "graph", "menu.yml", "--format", "html", "--output", "menu.html").returncode == 0
    assert run(tmp_path, "check", "--format", "concise").stdout == first


def test_a_file_that_is_named_itself_is_checked_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("**servicelint:** per our policy we cannot refund you.\n", encoding="utf-8")
    assert run(tmp_path, "check", "--format", "concise").stdout == ""
    assert "policy-wording" in run(tmp_path, "check", "report.md", "--format", "concise").stdout
