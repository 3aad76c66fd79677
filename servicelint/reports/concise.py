"""One line for each finding and nothing else, for grep, for editors and for counting."""

from __future__ import annotations

from typing import TextIO

from servicelint.reports import Run, Style
from servicelint.terminal import clean

NAME = "concise"


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes `path:line:column: severity rule message`; a clean run writes nothing."""
    for finding in run.findings:
        line, column = finding.span.source.position(finding.span.start)
        place = style.paint(f"{clean(finding.path)}:{line}:{column}:", bold=True)
        out.write(f"{place} {finding.severity} {finding.rule} {clean(finding.message)}\n")
