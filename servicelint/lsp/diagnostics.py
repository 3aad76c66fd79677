"""Findings and mistakes as editors show them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from lsprotocol import types

from servicelint.explain import as_markdown, as_text
from servicelint.lsp import NAME
from servicelint.lsp.desk import Checked
from servicelint.lsp.places import offset, position, span_range
from servicelint.model import Finding, Severity, Source, Span
from servicelint.pages import page
from servicelint.terminal import Style

_SEVERITY: Mapping[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "hint": types.DiagnosticSeverity.Information,
}
"""What editors call a hint is three dots that nobody sees."""
_MISTAKE = re.compile(r"(?P<path>.+?):(?:(?P<line>\d+):(?P<column>\d+):)? (?P<what>.+)", re.S)


def diagnostics(checked: Checked, encoding: str, uri: Callable[[str], str]) -> list[types.Diagnostic]:
    """The findings in a text; `uri` makes addresses of paths."""
    return [diagnostic(finding, checked, encoding, uri) for finding in checked.findings]


def diagnostic(finding: Finding, checked: Checked, encoding: str, uri: Callable[[str], str]) -> types.Diagnostic:
    """One finding, with the places that help to understand it and an address to read more at."""
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(uri(step.span.source.path), span_range(step.span, encoding)), step.note
        )
        for step in finding.trail
    ]
    link = _link(finding, checked)
    return types.Diagnostic(
        span_range(finding.span, encoding),
        finding.message,
        _SEVERITY[finding.severity],
        finding.rule,
        types.CodeDescription(link) if link else None,
        NAME,
        related_information=related or None,
    )


def _link(finding: Finding, checked: Checked) -> str:
    """Where the first of the rule's sources can be read."""
    rule = checked.setup.linter.library.rules[finding.rule] if checked.setup.linter else None
    evidence = rule.data.get("evidence", ()) if rule else ()
    return next((str(found["url"]) for found in evidence if found.get("url")), "")


def findings_at(checked: Checked, span: Span) -> list[Finding]:
    """The findings that a place touches, the smallest first."""
    met = (f for f in checked.findings if f.span.start <= span.end and span.start <= f.span.end)
    return sorted(met, key=lambda finding: finding.span.end - finding.span.start)


def hover(checked: Checked, at: types.Position, encoding: str, markdown: bool) -> types.Hover | None:
    """The page of the rule that found something here."""
    source, linter = checked.buffer.source, checked.setup.linter
    here = offset(source, at, encoding)
    found = findings_at(checked, Span(source, here, here))
    if not found or linter is None:
        return None
    finding = found[0]
    known = page(linter.library.rules[finding.rule], linter.library, linter.ui)
    told = replace(known, why=finding.why or known.why, better=finding.better or known.better)
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    text = as_markdown(told) if markdown else as_text(told, Style())
    return types.Hover(types.MarkupContent(kind, text), span_range(finding.span, encoding))


def mistakes(
    lines: Iterable[str], home: Path, text: Callable[[Path], str], encoding: str
) -> dict[Path, list[types.Diagnostic]]:
    """The user's mistakes as diagnostics in the files they stand in; those without a place stand at the start of `home`."""
    found: dict[Path, list[types.Diagnostic]] = {}
    for line in lines:
        told = _MISTAKE.fullmatch(line)
        placed = told is not None and Path(told["path"]).suffix in (".yaml", ".yml")
        path = Path(told["path"]).absolute() if told and placed else home
        source = Source(path.as_posix(), text(path))
        at = source.offset(int(told["line"]), int(told["column"])) if told and placed and told["line"] else 0
        line_end = at + len(source.text[at:].splitlines()[0] if source.text[at:] else "")
        where = types.Range(position(source, at, encoding), position(source, line_end, encoding))
        what = told["what"] if told and placed else line
        found.setdefault(path, []).append(
            types.Diagnostic(where, what, types.DiagnosticSeverity.Error, "configuration", source=NAME)
        )
    return found
