"""What all tests share: a scrubbed environment, and where the repository and the real files are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(autouse=True)
def scrubbed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No colours, language or cache of the machine at hand reaches a test."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("SERVICELINT_") and name != "SERVICELINT_CACHE_DIR"]:
        monkeypatch.delenv(name)
    if "SERVICELINT_CACHE_DIR" not in os.environ:
        monkeypatch.setenv("SERVICELINT_CACHE_DIR", str(tmp_path_factory.getbasetemp().parent / "servicelint-cache"))
