"""The report for other programs: one object, whose shape only ever grows.

Each finding takes one line, so that reports can be compared with the usual tools.
Everything outside ASCII is escaped: the output survives every encoding and lone surrogates.
"""

from __future__ import annotations

import json
from typing import TextIO

from servicelint.reports import Run, Style, fields

NAME = "json"


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes the object; colours and width mean nothing to it."""
    head = {"version": 1, "tool": {"name": "servicelint", "version": run.version}, "summary": _summary(run)}
    findings = ",".join("\n" + json.dumps(fields(finding, run.owners.get(finding.path, ""))) for finding in run.findings)
    out.write(f'{json.dumps(head)[:-1]}, "findings": [{findings}]}}\n')


def _summary(run: Run) -> dict[str, int]:
    return {
        "files": run.files,
        "errors": run.count("error"),
        "warnings": run.count("warning"),
        "hints": run.count("hint"),
        "suppressed": run.suppressed,
    }
