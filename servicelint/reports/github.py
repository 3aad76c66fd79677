"""Workflow commands of GitHub Actions: each finding becomes an annotation at its lines in a pull request."""

from __future__ import annotations

from typing import TextIO

from servicelint.model import Finding
from servicelint.reports import Run, Style, place, shown_path
from servicelint.terminal import clean

NAME = "github"
_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes one command a line; colours and width mean nothing to it."""
    for finding in run.findings:
        properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in _properties(finding).items())
        out.write(f"::{_COMMANDS[finding.severity]} {properties}::{_said(finding).translate(_DATA)}\n")


def _said(finding: Finding) -> str:
    """The message and the advice, on lines of their own; the log shows them on a terminal, so they are cleaned."""
    parts = filter(None, (finding.message, finding.why, finding.instead))
    return "\n".join(clean(line) for part in parts for line in part.splitlines())


def _properties(finding: Finding) -> dict[str, str]:
    line, column, end_line, end_column = place(finding.span)
    lines = {"file": shown_path(finding.path), "line": str(line), "endLine": str(end_line)}
    # The runner drops columns of an annotation that goes over several lines, and says so in its log.
    columns = {"col": str(column), "endColumn": str(end_column)} if line == end_line else {}
    return {**lines, **columns, "title": f"servicelint({finding.rule})"}
