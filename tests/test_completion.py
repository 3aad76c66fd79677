"""What a shell offers when Tab is pressed, asked as shells ask, and whether help fits where it is read."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from test_command import run

from servicelint.cli import COMMANDS
from servicelint.terminal import width

RULE = """\
id: no-synergy
quality: professionalism
summary: {en: Says synergy.}
why: {en: Nobody knows what it means.}
instead: {en: Say what the customer gets.}
kind: phrase
checks:
  - {find: {act: $no-synergy}, severity: warning}
message: {en: "“{found}” says nothing."}
examples: {bad: [{format: text, language: en, text: Our synergy., flags: synergy}]}
"""


def offered(typed: str, folder: Path, shell: str = "bash") -> list[str]:
    """What is offered for the last word of a line, as click tells that shell: `plain,NAME`."""
    words = typed.split(" ")
    asked = {"_SERVICELINT_COMPLETE": f"{shell}_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    done = run(cwd=folder, **asked | ({"COMP_CWORD": words[-1]} if shell == "fish" else {}))
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]  # "nothing" is an empty line


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("servicelint ex", ["explain", "extract"]),
        ("servicelint check --fix", ["--fix"]),
        ("servicelint explain sure-", ["sure-reply"]),
        ("servicelint explain iso", ["iso-13714"]),
        ("servicelint check --select sure-", ["sure-reply"]),
        ("servicelint check --select courtes", ["courtesy"]),
        ("servicelint check --ignore sure-reply,shout", ["sure-reply,shouting"]),
        ("servicelint check --ignore sure-reply,sure-r", []),
        ("servicelint check --profile stric", ["strict"]),
        ("servicelint check --profile recommended,stric", ["recommended,strict"]),
        ("servicelint init --profile geth", ["gethuman"]),
        ("servicelint extract --input-format ras", ["rasa"]),
        ("servicelint score --language ital", []),
        ("servicelint score --language ro", ["ro"]),
        ("servicelint check --format sar", ["sarif"]),
        ("servicelint new-rule --quality hel", ["helpfulness"]),
    ],
)
def test_names_are_offered(typed: str, names: list[str], tmp_path: Path) -> None:
    assert offered(typed, tmp_path) == [f"plain,{name}" for name in names]


@pytest.mark.parametrize(
    "typed", ["check mai", "check --output re", "check --profile our", "explain our", "check --config own"]
)
def test_where_no_name_fits_a_file_may(typed: str, tmp_path: Path) -> None:
    assert offered(f"servicelint {typed}", tmp_path) == [f"file,{typed.split()[-1]}"]


def test_all_commands_are_offered(tmp_path: Path) -> None:
    assert offered("servicelint ", tmp_path) == [f"plain,{name}" for name in COMMANDS]


def test_zsh_and_fish_are_told_what_a_name_is(tmp_path: Path) -> None:
    assert offered("servicelint explain sure-", tmp_path, "zsh") == [
        "plain", "sure-reply", "A reply that brushes off the customer's thanks.",
    ]  # fmt: skip
    assert offered("servicelint explain iso", tmp_path, "fish") == ["plain,iso-13714\tISO/IEC 13714, telephone menus"]


def test_rules_of_ones_own_are_offered_and_a_broken_configuration_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "own" / "acts").mkdir(parents=True)
    (tmp_path / "own" / "no-synergy.yml").write_text(RULE, encoding="utf-8")
    acts = "language: en\nacts:\n  no-synergy: |\n    synergy\n"
    (tmp_path / "own" / "acts" / "en.yml").write_text(acts, encoding="utf-8")
    (tmp_path / "servicelint.yaml").write_text("rules: [own/]\n", encoding="utf-8")
    assert offered("servicelint explain no-syn", tmp_path) == ["plain,no-synergy"]
    (tmp_path / "servicelint.yaml").write_text("rules: [own/\n", encoding="utf-8")
    assert offered("servicelint explain sure-", tmp_path) == ["plain,sure-reply"]


def test_a_real_bash_completes_with_the_script_it_is_given(tmp_path: Path) -> None:
    shim = tmp_path / "servicelint"
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m servicelint "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    script = (
        "set -e; eval \"$(_SERVICELINT_COMPLETE=bash_source servicelint)\"\n"
        "COMP_WORDS=(servicelint explain sure-); COMP_CWORD=2; _servicelint_completion servicelint sure- explain\n"
        "echo \"${COMPREPLY[@]}\"; complete -p servicelint\n"
    )  # fmt: skip
    path = os.pathsep.join((str(tmp_path), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert done.stdout.splitlines()[0] == "sure-reply", done.stderr
    assert "_servicelint_completion" in done.stdout.splitlines()[1]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_narrow_window_and_says_a_default_once(command: str, tmp_path: Path) -> None:
    said = run(*filter(None, [command]), "--help", cwd=tmp_path, COLUMNS="60").stdout
    assert max(map(width, said.splitlines())) <= 60
    about = said.partition("Options:")[2].replace("\n", " ")
    for option in about.split(" --")[1:]:
        assert option.count("[default: ") <= 1, option


@pytest.mark.parametrize("command", ["check", "baseline", "extract", "graph", "score"])
def test_how_files_are_read_is_said_in_one_order_everywhere(command: str, tmp_path: Path) -> None:
    said = run(command, "--help", cwd=tmp_path).stdout
    places = [said.index(f"  --{name} ") for name in ("config", "language", "input-format", "stdin-filename")]
    assert places == sorted(places)
    assert said.index("  --format ") < places[0] if "  --format " in said else command == "baseline"


def test_a_pipelines_own_variable_for_the_version_asks_for_nothing(tmp_path: Path) -> None:
    assert run("formats", cwd=tmp_path, SERVICELINT_VERSION="v1.2.3").returncode == 0
