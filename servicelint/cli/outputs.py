"""Where reports go: which format, and which file."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from servicelint import reports
from servicelint.cli.options import STDIN, style
from servicelint.mistakes import Mistake
from servicelint.writing import write_whole

STDOUT = STDIN
HELP = (
    "Write the report to this file (- is standard output); may be given several times. Its format is what stands before "
    "the =, else --format, else what the name ends with: .sarif .json .jsonl .xml (JUnit) .md .html .txt. With several, "
    "the name goes before --format."
)


@dataclass(frozen=True)
class Output:
    """One report: its format, and the file it goes to (`-` is standard output)."""

    report: str
    file: str = STDOUT

    def write(self, run: reports.Run) -> None:
        """Writes it; Mistake where the file cannot be written, which is then as it was before."""
        if self.file == STDOUT:
            reports.report(self.report).write(run, sys.stdout, style(sys.stdout))
            return
        text = io.StringIO()
        reports.report(self.report).write(run, text, style(text, color=False))
        try:
            write_whole(Path(self.file), text.getvalue().encode("utf-8", "surrogateescape"))
        except OSError as failure:
            raise Mistake([f"{self.file}: the report cannot be written: {failure.strerror}"]) from None


def outputs(given: Sequence[str], report: str | None) -> tuple[Output, ...]:
    """The reports that are asked for; UsageError where two of them would go to one place."""
    if not given:
        return (Output(report or "text"),)
    found = tuple(_output(word, report, alone=len(given) == 1) for word in given)
    files = [output.file if output.file == STDOUT else str(Path(output.file).resolve()) for output in found]
    twice = next((file for index, file in enumerate(files) if file in files[:index]), None)
    if twice is not None:
        where = "standard output" if twice == STDOUT else f"“{twice}”"
        raise click.UsageError(f"Two reports would go to {where}; expected a file of its own for each --output.")
    return found


def _output(word: str, report: str | None, alone: bool) -> Output:
    name, mark, file = word.partition("=")
    if mark and name in reports.names():
        if not file:
            raise click.UsageError(f"“--output {word}” names no file; expected one after the =.")
        return Output(name, file)
    if Path(word).is_dir():
        raise click.UsageError(f"“{word}” is a folder; expected a file for the report.")
    ending = None if word == STDOUT else reports.by_ending(word)
    return Output((report or ending if alone else ending or report) or "text", word)
