"""`servicelint graph` as people call it: what it draws, where it writes, and what it says to a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from test_command import run

BANK = ROOT / "examples" / "voicexml" / "bank"


def test_a_flow_is_drawn_as_mermaid_when_nothing_else_is_asked_for(tmp_path: Path) -> None:
    done = run("graph", str(BANK), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("flowchart TD\n")
    assert "Welcome to Savings" in done.stdout


@pytest.mark.parametrize(
    ("kind", "start"), [("mermaid", "flowchart TD"), ("dot", "digraph "), ("svg", "<svg "), ("html", "<!doctype html>")]
)
def test_every_format_can_be_written_to_a_file(tmp_path: Path, kind: str, start: str) -> None:
    done = run("graph", str(BANK), "--format", kind, "--output", "flow.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "flow.txt").read_text(encoding="utf-8").startswith(start)


def test_several_flows_are_drawn_one_after_the_other_and_one_can_be_chosen(tmp_path: Path) -> None:
    both = ["graph", str(BANK), str(ROOT / "examples" / "typebot"), "--format", "dot"]
    assert run(*both, cwd=tmp_path).stdout.count("digraph") == 2
    one = run(*both, "--flow", "main.vxml", cwd=tmp_path).stdout
    assert one.count("digraph") == 1
    assert "Welcome to Savings" in one


def test_findings_are_marked_unless_they_are_not_wanted(tmp_path: Path) -> None:
    examples = str(ROOT / "examples" / "voicexml")
    assert re.search("[⛔⚠ℹ] 1 ", run("graph", examples, cwd=tmp_path).stdout)
    assert not re.search("[⛔⚠ℹ] 1 ", run("graph", examples, "--no-findings", cwd=tmp_path).stdout)


def test_standard_input_is_drawn(tmp_path: Path) -> None:
    text = (ROOT / "examples" / "typebot" / "assistenza.json").read_text(encoding="utf-8")
    done = run("graph", "-", "--input-format", "typebot", cwd=tmp_path, text=text)
    assert done.returncode == 0
    assert done.stdout.startswith("flowchart TD\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["letter.txt"], "There is no flow to draw"),
        ([str(BANK), "--flow", "main.vxm"], "“main.vxm” is no flow of these files; did you mean “main.vxml”?"),
        ([str(BANK), "--group", "cards"], "each fits on one picture"),
        ([str(BANK), "--format", "png"], "'png' is not one of"),
        ([str(BANK), "--output", "missing/flow.svg"], "The picture cannot be written to missing"),
        (["missing.vxml"], "missing.vxml"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_and_ends_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "letter.txt").write_text("Dear Anna,\n\nyour parcel left our house this morning.\n", encoding="utf-8")
    done = run("graph", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
