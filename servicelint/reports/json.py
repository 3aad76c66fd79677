"""The report for other programs: one object, whose shape only ever grows.

Each finding takes one line, so that reports can be compared with the usual tools.
Everything outside ASCII is escaped: the output survives every encoding and lone surrogates.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from servicelint.model import Finding, Fix, Span
from servicelint.reports import Run, Style, place

NAME = "json"
_PLACE = ("line", "column", "end_line", "end_column")


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes the object; colours and width mean nothing to it."""
    head = {"version": 1, "tool": {"name": "servicelint", "version": run.version}, "summary": _summary(run)}
    findings = ",".join("\n" + json.dumps(_finding(finding)) for finding in run.findings)
    out.write(f'{json.dumps(head)[:-1]}, "findings": [{findings}]}}\n')


def _summary(run: Run) -> dict[str, int]:
    return {
        "files": run.files,
        "errors": run.count("error"),
        "warnings": run.count("warning"),
        "hints": run.count("hint"),
        "suppressed": run.suppressed,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    home = finding.path
    return {
        "rule": finding.rule,
        "quality": finding.quality,
        "severity": finding.severity,
        "message": finding.message,
        "path": home,
        "format": finding.format,
        "language": finding.language,
        **_place(finding.span, home),
        "quote": finding.span.text,
        "message_id": finding.message_id,
        "fingerprint": finding.fingerprint,
        "trail": [{**_place(step.span, home), "note": step.note} for step in finding.trail],
        "fix": finding.fix and _fix(finding.fix, home),
    }


def _fix(fix: Fix, home: str) -> dict[str, Any]:
    edits = [{**_place(edit.span, home), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _place(span: Span, home: str) -> dict[str, Any]:
    """The four numbers; the path as well where the place is in another file than the finding."""
    elsewhere = {} if span.source.path == home else {"path": span.source.path}
    return {**elsewhere, **dict(zip(_PLACE, place(span), strict=True))}
