"""Knows the files that servicelint itself has written or is told what to do by: they are no copy, wherever they lie."""

from __future__ import annotations

import re
from pathlib import Path

NAMES = frozenset({"servicelint.yaml", ".servicelint.yaml", "servicelint-baseline.json", ".pre-commit-config.yaml"})
_HEAD = 2000
_WRITTEN = re.compile(
    r'"name": "servicelint"|<testsuites name="servicelint"|name="generator" content="servicelint|^\*\*servicelint:\*\* '
    r'|^\{"rule": "[a-z-]+", "quality": |"check_name": "[a-z-]+", "fingerprint": |"\$schema": "[^"]*/sarif'
)
"""What stands near the beginning of its reports: JSON, SARIF, rdjson, JUnit, HTML, Markdown, JSON Lines, code quality."""


def is_own(path: Path, text: str) -> bool:
    """Whether a file that was found in a folder is a report, a baseline or a configuration, by its name or first lines."""
    return path.name in NAMES or path.suffix == ".sarif" or _WRITTEN.search(text[:_HEAD]) is not None
