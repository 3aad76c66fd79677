"""What a run found, and the ways to write it down: every module in this folder is one output format, named like it.

Nothing in here lints, reads a file or knows the command line.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Protocol, TextIO, cast

from servicelint.model import Document, Finding, Severity, Span
from servicelint.score import Sheet
from servicelint.terminal import Style

__all__ = ["Report", "RuleInfo", "Run", "Style", "names", "place", "report", "shown_path"]


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
    sheets: tuple[Sheet, ...] = ()
    """The score sheet of everything, then one for each file, where the documents are."""

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity == severity for finding in self.findings)


class Report(Protocol):
    """What a module in this folder offers. `write` writes a whole report, its last line ended.

    A module that shows more than findings also has `DOCUMENTS = True`: then the run holds the documents.
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


def place(span: Span) -> tuple[int, int, int, int]:
    """Line, column, end line and end column: 1-based, columns in code points, the end exclusive."""
    return *span.source.position(span.start), *span.source.position(span.end)


def shown_path(path: str) -> str:
    """A path for other programs, with `/` between folders on every system."""
    return PurePath(path).as_posix()
