"""What users install: the wheel works alone in a clean environment, and the hook works with the real pre-commit."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

CHAT = "Customer: Thanks a lot!\nAgent: Sure thing!\n"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command in a scrubbed environment: nothing of this checkout can be imported by accident."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", "SERVICELINT"))}
    environment |= {"HOME": str(cwd), "XDG_CACHE_HOME": str(cwd / "cache"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_rules_packed_and_as_they_are_written(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"servicelint/data/formats.json", "servicelint/py.typed"} <= names
    assert {f"servicelint/reports/html/report.{kind}" for kind in ("css", "js")} <= names
    assert {f"servicelint/data/packed/{name}.json" for name in ("rules", "profiles", "en", "it", "ro", "ru")} <= names
    written = {f"servicelint/data/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "rules").rglob("*.yml")}
    assert written <= names


def test_an_installed_wheel_lints_a_file_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "environment", with_pip=True)
    binaries = tmp_path / "environment" / ("Scripts" if os.name == "nt" else "bin")
    installed = run(binaries / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "chat.txt").write_text(CHAT, encoding="utf-8")
    done = run(binaries / "servicelint", "check", "--format", "concise", "chat.txt", cwd=elsewhere)
    assert done.stderr == ""
    assert done.stdout.startswith("chat.txt:2:8: error sure-reply ")
    assert done.returncode == 1
    listed = run(binaries / "servicelint", "rules", "--profile", "gitomer", cwd=elsewhere)
    assert (listed.returncode, "policy-wording" in listed.stdout, "sure-reply" in listed.stdout) == (0, True, False)
    tried = run(binaries / "servicelint", "test-rules", cwd=elsewhere)
    assert tried.returncode == 0, tried.stdout


@pytest.mark.xdist_group("hooks")
def test_the_hook_stops_a_commit_until_the_words_are_mended(
    tmp_path: Path, hooks: tuple[Path, str], pre_commit_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(pre_commit_home))
    git(tmp_path, "init", "--quiet")
    settings = f"repos:\n  - repo: {hooks[0]}\n    rev: {hooks[1]}\n    hooks:\n      - id: servicelint\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    git(tmp_path, "add", "chat.txt", ".pre-commit-config.yaml")
    stopped = run(sys.executable, "-m", "pre_commit", "run", cwd=tmp_path)
    assert "chat.txt:2:8" in stopped.stdout, stopped.stdout + stopped.stderr
    assert stopped.returncode == 1
    (tmp_path / "chat.txt").write_text(CHAT.replace("Sure thing", "You're welcome"), encoding="utf-8")
    git(tmp_path, "add", "chat.txt", ".pre-commit-config.yaml")
    passed = run(sys.executable, "-m", "pre_commit", "run", cwd=tmp_path)
    assert passed.returncode == 0, passed.stdout + passed.stderr


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = run("git", "-c", "user.name=Tester", "-c", "user.email=tester@example.org", *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done
