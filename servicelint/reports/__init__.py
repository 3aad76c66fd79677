"""What a run found, and the ways to write it down: every module in this folder is one output format, named like it.

Nothing in here lints, reads a file or knows the command line.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol, TextIO, cast

from servicelint.model import Document, Finding, Fix, Severity, Span
from servicelint.terminal import Style

if TYPE_CHECKING:
    from servicelint.score import Sheet

__all__ = [
    "Report",
    "RuleInfo",
    "Run",
    "Style",
    "by_ending",
    "counted",
    "fields",
    "names",
    "offer",
    "place",
    "report",
    "shown_path",
    "summary",
    "tally",
]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
_PLACE = ("line", "column", "end_line", "end_column")


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What reports say of a rule; `severity` is its default one, `help_markdown` its whole page."""

    id: str
    quality: str
    severity: Severity
    summary: str
    why: str = ""
    instead: str = ""
    help_markdown: str = ""
    evidence_url: str = ""


@dataclass(frozen=True)
class Run:
    """One run of the linter: `findings` ordered by path, line, column, rule; `files` how many were linted.

    `rules` are all rules that could have been reported, by id; `skipped` says how many files were not linted,
    by the reason in words ("no known format").
    """

    findings: tuple[Finding, ...]
    files: int
    version: str
    suppressed: int = 0
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    sampled: int = 0
    """So many messages combine their branches in more ways than were read."""
    ui: str = "en"
    """The language in which findings are told."""
    documents: tuple[Document, ...] = ()
    """What was read, in the order of the files; only for a report that has `DOCUMENTS`."""
    paths: tuple[str, ...] = ()
    """The files that were linted; none where nobody knows their names."""
    sheets: tuple[Sheet, ...] = ()
    """The score sheet of everything, then one for each file, where the documents are."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Who answers for a file's words, by its path; only files that somebody is named for."""
    quiet: bool = False
    """Whether a report for people ends with its last finding, without summing up."""

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


class Report(Protocol):
    """What a module in this folder offers. `write` writes a whole report, its last line ended.

    A module whose files end otherwise than it is called says how: `ENDING = "xml"`. One that shows more than findings has
    `DOCUMENTS = True`: then the run holds the documents.
    """

    NAME: str
    """The word for `--format`; the module is called the same."""

    def write(self, run: Run, out: TextIO, style: Style) -> None: ...


def names() -> tuple[str, ...]:
    """The output formats there are, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def report(name: str) -> Report:
    """The output format of that name, loaded only now. KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    return cast("Report", importlib.import_module(f"{__name__}.{name}"))


def by_ending(name: str) -> str | None:
    """The output format of a file, by how its name ends; None where that says nothing."""
    ending = PurePath(name).suffix[1:].lower()
    if not ending or ending in names():
        return ending or None
    return next((found for found in names() if getattr(report(found), "ENDING", "") == ending), None)


def place(span: Span) -> tuple[int, int, int, int]:
    """Line, column, end line and end column: 1-based, columns in code points, the end exclusive."""
    return *span.source.position(span.start), *span.source.position(span.end)


def shown_path(path: str) -> str:
    """A path for other programs, with `/` between folders on every system."""
    return PurePath(path).as_posix()


def fields(finding: Finding, owner: str = "") -> dict[str, Any]:
    """A finding as the reports in JSON have it; `owner` only where there is one."""
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
        **({"owner": owner} if owner else {}),
    }


def _fix(fix: Fix, home: str) -> dict[str, Any]:
    edits = [{**_place(edit.span, home), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _place(span: Span, home: str) -> dict[str, Any]:
    """The four numbers; the path as well where the place is in another file than the finding."""
    elsewhere = {} if span.source.path == home else {"path": span.source.path}
    return {**elsewhere, **dict(zip(_PLACE, place(span), strict=True))}


def offer(fix: Fix) -> str:
    """What a fix would do, in words that say whether somebody should look at it first."""
    return fix.title if fix.safe else f"{fix.title} (unsafe)"


def summary(run: Run) -> str:
    """What came of the run, in a sentence."""
    suppressed = f" {counted(run.suppressed, 'finding')} suppressed." if run.suppressed else ""
    if not run.files and not run.findings:
        return "No file was checked." + suppressed
    if not run.findings:
        praise = ": nothing new." if run.suppressed else ", nothing to fix: your customers are in good hands."
        return f"{counted(run.files, 'file')} checked{praise}{suppressed}"
    touched = len({finding.path for finding in run.findings})
    files = f"{touched} of {run.files} files" if touched < run.files else counted(run.files, "file")
    return f"{tally(run.findings)} in {files}.{suppressed}"


def tally(findings: tuple[Finding, ...]) -> str:
    """How many findings of each severity there are: `1 error, 2 warnings and 1 hint`."""
    numbers = [(sum(finding.severity == severity for finding in findings), severity) for severity in SEVERITIES]
    counts = [counted(number, severity) for number, severity in numbers if number]
    return " and ".join(filter(None, (", ".join(counts[:-1]), counts[-1])))


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
