"""What all tests share: a scrubbed environment, and where the repository and the real files are."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
SHIPPED = ("servicelint", "rules", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What pre-commit needs of the repository to install its hooks."""


@pytest.fixture(autouse=True)
def scrubbed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No colours, language or cache of the machine at hand reaches a test."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("SERVICELINT_") and name != "SERVICELINT_CACHE_DIR"]:
        monkeypatch.delenv(name)
    if "SERVICELINT_CACHE_DIR" not in os.environ:
        monkeypatch.setenv("SERVICELINT_CACHE_DIR", str(tmp_path_factory.getbasetemp().parent / "servicelint-cache"))


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A git repository with the hooks as they stand, and its revision; pre-commit clones and installs it once."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=Tester", "-c", "user.email=tester@example.org", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=True)
        return done.stdout.strip()

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "As it stands")
    return folder, git("rev-parse", "HEAD")


@pytest.fixture(scope="session")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it installed, for all tests of a run."""
    return tmp_path_factory.mktemp("pre-commit")
