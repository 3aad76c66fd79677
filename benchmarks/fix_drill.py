"""Makes every fix there is in copies of files and holds the result against what fixes promise.

`python benchmarks/fix_drill.py PATHS…`: the files are copied to a folder that is thrown away, fixed with all fixes, the
unsafe ones too, and looked at again. Ends with 1 where a promise is broken, and says which:

- a file differs from its original in the bytes of the flagged words, and in no other byte;
- it is still read as the same format, with no problem it did not have;
- fixing it again changes nothing.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from servicelint import fix
from servicelint.config import Config
from servicelint.discover import Discovery, Unit, Wish, discover
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mending import Mended, mend
from servicelint.model import Finding, Source
from servicelint.run import Outcome, lint_all, read


@dataclass
class Figures:
    """What came of a drill: `made` counts the fixes by rule, `notes` are those that were refused, `faults` the promises
    that were broken, a line each."""

    files: int = 0
    findings: int = 0
    fixable: int = 0
    safe: int = 0
    changed: int = 0
    most_rounds: int = 0
    made: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def drill(paths: Sequence[Path], change: Callable[[bytes], bytes] = bytes) -> Figures:
    """Fixes copies of the files and folders, each file changed by `change` before."""
    with tempfile.TemporaryDirectory() as folder:
        copies = [_copied(path, Path(folder) / str(number) / path.name, change) for number, path in enumerate(paths)]
        return _drilled(copies)


def _copied(path: Path, copy: Path, change: Callable[[bytes], bytes]) -> Path:
    if path.is_dir():
        shutil.copytree(path, copy)
    else:
        copy.parent.mkdir(parents=True)
        shutil.copy(path, copy)
    for file in (copy, *copy.rglob("*")):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(change(file.read_bytes()))
    return copy


def _drilled(copies: Sequence[Path]) -> Figures:
    linter = Linter(built_in(), tuple(built_in().rules.values()))
    found = discover(copies, Config(), Wish())
    outcomes = lint_all(found.units, linter)
    figures = Figures(files=sum(len(unit.bundle.named) for unit in found.units))
    changed: list[Path] = []
    for unit, outcome in zip(found.units, outcomes, strict=True):
        fixes = [finding.fix for finding in outcome.findings if finding.fix]
        figures.findings += len(outcome.findings)
        figures.fixable += len(fixes)
        figures.safe += sum(fix.safe for fix in fixes)
        if fixes:
            changed += _fixed(unit, outcome, linter, figures)
    figures.changed = len(changed)
    figures.faults += _again(changed, found, linter, copies)
    return figures


def _fixed(unit: Unit, outcome: Outcome, linter: Linter, figures: Figures) -> Iterator[Path]:
    """The files of one unit that were fixed and written."""
    before = {source.path: Path(source.path).read_bytes() for source in unit.bundle.sources}
    mended = mend(unit, outcome, linter, unsafe=True)
    figures.notes += mended.notes
    figures.made.update(finding.rule for findings in mended.rounds for finding in findings)
    figures.most_rounds = max(figures.most_rounds, len(mended.rounds))
    figures.faults += [f"{path}: {why}" for path, why in fix.write(mended.texts).items()]
    expected = _expected(before, mended)
    for path, data in expected.items():
        if Path(path).read_bytes() != data:
            figures.faults.append(f"{path}: other bytes than those of the flagged words differ")
        elif data != before[path]:
            yield Path(path)
    known, left = [problem.what for problem in read(unit).problems], [problem.what for problem in read(mended.unit).problems]
    if known != left:
        figures.faults.append(f"{unit.bundle.sources[0].path}: read with other problems than before: {left}")


def _expected(before: dict[str, bytes], mended: Mended) -> dict[str, bytes]:
    """The bytes of each file once what each round fixed is put into them, counted in bytes and not in characters."""
    data = dict(before)
    for findings in mended.rounds:
        for source, edits in _by_source(findings).items():
            for start, end, text in reversed(edits):
                first, after = _offset(source, start), _offset(source, end)
                data[source.path] = data[source.path][:first] + text.encode(source.encoding) + data[source.path][after:]
    return data


def _by_source(findings: Iterable[Finding]) -> dict[Source, list[tuple[int, int, str]]]:
    places: dict[Source, list[tuple[int, int, str]]] = {}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            flagged = finding.span
            if not (flagged.start <= edit.span.start <= edit.span.end <= flagged.end):
                raise AssertionError(f"{finding.path}: the fix of {finding.rule} goes beyond the flagged words")
            places.setdefault(edit.span.source, []).append((edit.span.start, edit.span.end, edit.text))
    return {source: sorted(own) for source, own in places.items()}


def _offset(source: Source, characters: int) -> int:
    mark = "\ufeff" if source.bom else ""
    return len((mark + source.text[:characters]).encode(source.encoding))


def _again(changed: Sequence[Path], first: Discovery, linter: Linter, copies: Sequence[Path]) -> Iterator[str]:
    """What a second check of the changed files finds that it should not."""
    formats = {path: unit.format for unit in first.units for path in unit.bundle.named}
    if not changed:
        return
    touched = [unit for unit in discover(copies, Config(), Wish()).units if unit.bundle.named & {str(path) for path in changed}]
    seen = {path: unit.format for unit in touched for path in unit.bundle.named}
    for path in map(str, changed):
        if seen.get(path) != formats[path]:
            yield f"{path}: it was {formats[path]} and is read as {seen.get(path)} now"
    for unit, outcome in zip(touched, lint_all(touched, linter), strict=True):
        for source in mend(unit, outcome, linter, unsafe=True).texts:
            yield f"{source.path}: fixing it a second time changes it again"


def main(paths: Sequence[str]) -> int:
    """Prints the figures."""
    figures = drill([Path(path) for path in paths])
    print(
        f"{figures.files:6} files with {figures.findings} findings, {figures.fixable} of them with a fix ({figures.safe} safe)"
    )
    print(f"{sum(figures.made.values()):6} fixes made in {figures.changed} files, in {figures.most_rounds} rounds at most")
    for rule, count in figures.made.most_common():
        print(f"{count:6}   {rule}")
    print(f"{len(figures.notes):6} fixes refused")
    for line in (*figures.notes, *figures.faults):
        print(f"         {line}")
    print(f"{len(figures.faults):6} promises broken")
    return 1 if figures.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
