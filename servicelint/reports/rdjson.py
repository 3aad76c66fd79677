"""reviewdog's diagnostic format: reviewdog puts each finding as a comment on its line, a fix as a suggestion to accept.

Its columns count the bytes of UTF-8, whatever the file is written in.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from servicelint.model import Finding, Source, Span
from servicelint.reports import Run, Style, offer, shown_path

NAME = "rdjson"
_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "hint": "INFO"}


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes one result, a diagnostic a line; colours and width mean nothing to it."""
    diagnostics = ",".join("\n" + json.dumps(_diagnostic(finding, run)) for finding in run.findings)
    out.write(f'{{"source": {{"name": "servicelint"}}, "diagnostics": [{diagnostics}]}}\n')


def _diagnostic(finding: Finding, run: Run) -> dict[str, Any]:
    code = {"value": finding.rule}
    if finding.rule in run.rules and run.rules[finding.rule].evidence_url:
        code["url"] = run.rules[finding.rule].evidence_url
    suggestions = _suggestions(finding)
    lines = (finding.message, finding.why, finding.instead, offer(finding.fix) if finding.fix and suggestions else "")
    said: dict[str, Any] = {
        "message": "\n".join(filter(None, lines)),
        "location": {"path": shown_path(finding.path), "range": _range(finding.span)},
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    if suggestions:
        said["suggestions"] = suggestions
    return said


def _suggestions(finding: Finding) -> list[dict[str, Any]]:
    """The fix, where it is a single edit in the finding's file: each suggestion is offered, and accepted, by itself."""
    edits = finding.fix.edits if finding.fix else ()
    if len(edits) != 1 or edits[0].span.source is not finding.span.source:
        return []
    return [{"range": _range(edits[0].span), "text": edits[0].text}]


def _range(span: Span) -> dict[str, Any]:
    return {"start": _position(span.source, span.start), "end": _position(span.source, span.end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
