"""SARIF 2.1.0, the OASIS standard for results of analysis tools: for code scanning services and editors' viewers.

Relative paths hang on %SRCROOT%, which whoever reads the report sets: nothing in it depends on the machine.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from servicelint.model import Finding, Fix, Source, Span, Step
from servicelint.reports import RuleInfo, Run, Style, offer, place, shown_path

NAME = "sarif"
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {"error": "error", "warning": "warning", "hint": "note"}
_FINGERPRINT = "servicelint/v1"

Json = dict[str, Any]


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes one log with one run; colours and width mean nothing to it."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(run)]}
    out.write(json.dumps(log, indent=2) + "\n")


def _run(run: Run) -> Json:
    rules = _rules(run)
    index = {rule.id: at for at, rule in enumerate(rules)}
    driver = {"name": "servicelint", "version": run.version, "rules": [_descriptor(rule) for rule in rules]}
    return {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": _text("The folder that servicelint was run in.")}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [_result(finding, index[finding.rule]) for finding in run.findings],
    }


def _rules(run: Run) -> list[RuleInfo]:
    """All rules by id; those without a rule file, such as `unreadable`, as their first finding tells them."""
    known: Mapping[str, RuleInfo] = run.rules
    told = {
        finding.rule: RuleInfo(finding.rule, finding.quality, finding.severity, finding.message, finding.why)
        for finding in reversed(run.findings)
    }
    return [rule for _, rule in sorted({**told, **known}.items())]


def _descriptor(rule: RuleInfo) -> Json:
    described: Json = {
        "id": rule.id,
        "name": re.sub(r"[\W_]", "", rule.id.title()),
        "shortDescription": _text(rule.summary),
        "fullDescription": _text(f"{rule.summary} {rule.why}".rstrip()),
        "help": _text(f"{rule.why} {rule.instead}".strip() or rule.summary),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.quality]},
    }
    if rule.help_markdown:
        described["help"]["markdown"] = rule.help_markdown
    if rule.evidence_url:
        described["helpUri"] = rule.evidence_url
    return described


def _result(finding: Finding, index: int) -> Json:
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": _text(_unlinked(finding.message)),
        "locations": [_location(finding.span)],
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {_FINGERPRINT: finding.fingerprint}
    if finding.trail:
        result.update(_trail(finding.trail))
    if finding.fix:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _trail(trail: tuple[Step, ...]) -> Json:
    """Two steps and more are a way through the flow; a single one is a place to look at as well."""
    places = [{**_location(step.span), "message": _text(step.note)} for step in trail]
    if len(places) == 1:
        return {"relatedLocations": [{"id": 1, **places[0]}]}
    return {"codeFlows": [{"threadFlows": [{"locations": [{"location": place} for place in places]}]}]}


def _fix(fix: Fix) -> Json:
    sources = dict.fromkeys(edit.span.source for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(source),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": _text(edit.text)}
                for edit in fix.edits
                if edit.span.source is source
            ],
        }
        for source in sources
    ]
    return {"description": _text(offer(fix)), "artifactChanges": changes}


def _location(span: Span) -> Json:
    region = {**_region(span), "snippet": _text(span.text)}
    return {"physicalLocation": {"artifactLocation": _artifact(span.source), "region": region}}


def _region(span: Span) -> Json:
    names: Iterable[str] = ("startLine", "startColumn", "endLine", "endColumn")
    return dict(zip(names, place(span), strict=True))


def _artifact(source: Source) -> Json:
    path = PurePath(source.path)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(os.fsencode(shown_path(source.path))), "uriBaseId": _ROOT}


def _unlinked(message: str) -> str:
    """The message with nothing in it that the standard takes for a link, such as `[here](1)` in a customer's words."""
    return message.replace("](", "]\u200b(")


def _text(text: str) -> Json:
    # Braces stay single although the standard doubles them: the services show messages as they are.
    return {"text": text}
