"""What runs servicelint elsewhere, run here: the GitHub Action, the job for GitLab, and what the image is made of."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SHIPPED
from ruamel.yaml import YAML

from servicelint import __version__

CHAT = "Customer: Thanks a lot!\nAgent: Sure thing!\n"
ACTION: dict[str, Any] = YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step.get("name", step.get("id")): step for step in ACTION["runs"]["steps"]}
GITLAB: dict[str, Any] = YAML(typ="safe").load((ROOT / "templates" / "gitlab-ci.yml").read_text(encoding="utf-8"))
JOB = GITLAB["servicelint"]
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")
"""How a runner of GitHub starts `shell: bash`."""
Step = Callable[..., subprocess.CompletedProcess[str]]


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SERVICELINT", "GITHUB"))}
    return subprocess.run(
        [*SHELL, script], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, env=kept | environment
    )  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "path"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "templates/gitlab-ci.yml")]
)
def test_the_schema_of_its_host_accepts_it(schema: str, path: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ["action.yml", "templates/gitlab-ci.yml"])
def test_it_names_the_version_that_it_comes_with(path: str) -> None:
    named = re.findall(r"\bv(\d+\.\d+\.\d+)\b", (ROOT / path).read_text(encoding="utf-8"))
    assert set(named) == {__version__}


class TestAction:
    @pytest.fixture(scope="class")
    @staticmethod
    def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
        """A runner's folder for passing things, in which the action's own step has installed its own checkout."""
        checkout, temporary = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("runner")
        for name in SHIPPED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, checkout / name)
        installed = shell(
            STEPS["Install servicelint"]["run"], checkout, PYTHON=sys.executable, SOURCE=str(checkout),
            RUNNER_TEMP=str(temporary), PIP_NO_DEPS="1", PIP_NO_BUILD_ISOLATION="0",
        )  # fmt: skip
        assert installed.returncode == 0, installed.stderr
        assert (temporary / "servicelint" / "servicelint" / "data" / "packed" / "rules.json").exists()
        return temporary

    @pytest.fixture
    @staticmethod
    def step(runner: Path, tmp_path: Path) -> Step:
        """Runs the step that checks, with these inputs, in `tmp_path`; its summary is summary.md beside it."""
        step = STEPS["Check the words"]
        (tmp_path / "repository").mkdir()

        def call(**inputs: str) -> subprocess.CompletedProcess[str]:
            said = {name: str(declared.get("default", "")) for name, declared in ACTION["inputs"].items()}
            said |= {name.replace("_", "-"): value for name, value in inputs.items()}
            environment = {
                name: said[found[1]] if (found := re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value)) else sys.executable
                for name, value in step["env"].items()
            }
            places = {"RUNNER_TEMP": str(runner), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
            return shell(step["run"], tmp_path / "repository", **environment, **places)

        return call

    def test_nothing_from_outside_is_a_part_of_a_script(self) -> None:
        assert all("${{" not in step.get("run", "") for step in STEPS.values())

    def test_every_input_is_used_and_every_used_one_declared(self) -> None:
        used = re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"]))
        assert sorted(used) == sorted(ACTION["inputs"])

    def test_findings_become_annotations_and_a_summary_and_fail_the_job(self, step: Step, tmp_path: Path) -> None:
        (tmp_path / "repository" / "chat.txt").write_text(CHAT, encoding="utf-8")
        done = step()
        assert done.stdout.startswith("::error file=chat.txt,line=2,"), done.stderr
        assert "chat.txt" in (tmp_path / "summary.md").read_text(encoding="utf-8")
        assert done.returncode == 1
        assert done.stderr == ""

    def test_its_inputs_are_the_options_they_are_named_for(self, step: Step, tmp_path: Path) -> None:
        for name in ("a.txt", "in a folder/b.txt", "c.txt"):
            (tmp_path / "repository" / name).parent.mkdir(exist_ok=True)
            (tmp_path / "repository" / name).write_text(CHAT, encoding="utf-8")
        done = step(
            path="in a folder\nc.txt\n", fail_on="never", output="sarif=a b.sarif\njson=-x.json", args="--select\ncourtesy"
        )
        assert done.returncode == 0, done.stderr
        assert re.findall(r"file=([^,]+),", done.stdout) == ["c.txt", "in a folder/b.txt"]
        assert json.loads((tmp_path / "repository" / "a b.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
        (tmp_path / "repository" / "known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
        (tmp_path / "repository" / "own.yaml").write_text("ignore: [sure-reply]\n", encoding="utf-8")
        assert step(config="own.yaml").returncode == 0
        assert "missing.json" in step(baseline="missing.json").stderr

    @pytest.mark.parametrize("name", ["path", "fail_on", "baseline", "config", "output", "args"])
    @pytest.mark.parametrize("value", ["$(touch owned)`touch owned`; touch owned", "'\"; touch owned #"])
    def test_no_input_is_a_command(self, step: Step, tmp_path: Path, name: str, value: str) -> None:
        (tmp_path / "repository" / "chat.txt").write_text(CHAT, encoding="utf-8")
        step(**{name: value})
        assert not (tmp_path / "repository" / "owned").exists()

    def test_a_module_of_the_repository_is_never_run(self, step: Step, tmp_path: Path) -> None:
        (tmp_path / "repository" / "click.py").write_text("raise SystemExit(77)\n", encoding="utf-8")
        assert step(path=".").returncode == 0


class TestGitLab:
    def test_its_job_writes_both_reports_for_the_paths_that_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "bin").mkdir()
        shim = tmp_path / "bin" / "servicelint"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m servicelint "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        for folder in ("mails", "ivr", "other"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "a.txt").write_text(CHAT, encoding="utf-8")
        path = os.pathsep.join((str(shim.parent), os.environ["PATH"]))
        environment = {"PATH": path, "PYTHONPATH": str(ROOT), **GITLAB["variables"]}
        done = shell("\n".join(JOB["script"]), tmp_path, **environment | {"SERVICELINT_PATHS": "mails ivr"})
        assert done.returncode == 1, done.stderr
        assert "error sure-reply  ivr/a.txt:2:8" in done.stdout
        issues = json.loads((tmp_path / JOB["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
        assert [issue["location"]["path"] for issue in issues] == ["ivr/a.txt", "mails/a.txt"]
        assert 'failures="2"' in (tmp_path / JOB["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8")
        named = environment | {"SERVICELINT_CHECK_FAIL_ON": "never"}
        assert shell("\n".join(JOB["script"]), tmp_path, **named).returncode == 0
        assert len(json.loads((tmp_path / "gl-code-quality-report.json").read_text(encoding="utf-8"))) == 3


class TestImage:
    LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    def test_what_is_copied_into_it_is_enough_to_install_from(self, tmp_path: Path) -> None:
        copied = [
            name for line in self.LINES if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
        ]
        kept = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
        assert set(copied) == kept
        for name in copied:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tmp_path / name)
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "wheel", "."]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_it_runs_a_command_that_there_is_and_not_as_root(self) -> None:
        said = dict(line.split(" ", 1) for line in self.LINES if line.startswith(("USER", "ENTRYPOINT", "CMD")))
        assert said["USER"].isdecimal()
        assert int(said["USER"]) > 0
        words = [*json.loads(said["ENTRYPOINT"]), *json.loads(said["CMD"]), "--help"]
        assert words[0] == "servicelint"
        assert subprocess.run([sys.executable, "-m", *words], capture_output=True, check=False).returncode == 0
