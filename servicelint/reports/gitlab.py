"""GitLab's Code Quality report, for the widget and the marks in a merge request.

GitLab looks for paths below the root of the project, and shows one finding of those that share a fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from servicelint.model import Finding
from servicelint.reports import Run, Style, place, shown_path

NAME = "gitlab"
_SEVERITIES = {"error": "major", "warning": "minor", "hint": "info"}


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes a list with one issue a line; colours and width mean nothing to it."""
    root = os.environ.get("CI_PROJECT_DIR") or os.curdir
    issues = ",".join("\n" + json.dumps(issue) for issue in _issues(run.findings, root))
    out.write(f"[{issues}]\n")


def _issues(findings: Sequence[Finding], root: str) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for finding in findings:
        path = _below(finding.path, root)
        line, _, end_line, _ = place(finding.span)
        known = f"{path}\0{finding.rule}\0{finding.fingerprint}"
        seen[known] = seen.get(known, 0) + 1
        yield {
            "description": finding.message,
            "check_name": finding.rule,
            "fingerprint": _digest(f"{known}\0{seen[known]}"),
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": line, "end": end_line}},
        }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _below(path: str, root: str) -> str:
    """The path as seen from the root; as it is where it lies elsewhere."""
    try:
        seen = os.path.relpath(path, root)
    except ValueError:  # on another drive
        return shown_path(path)
    return shown_path(path if seen.startswith(os.pardir) else seen)
