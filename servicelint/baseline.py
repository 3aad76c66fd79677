"""The findings that were there when servicelint came: a file of fingerprints, so that a check shows only what is new.

An entry is a path (seen from the file's folder), a rule and a fingerprint: words, no lines and no ids of a vendor, so it
survives moved lines and exports with new ids.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servicelint.mistakes import Mistake
from servicelint.model import Finding

NAME = "servicelint-baseline.json"
_VERSION = 1


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """One finding that is known."""

    path: str
    rule: str
    fingerprint: str


@dataclass(frozen=True)
class Matched:
    """What a baseline makes of findings: those that are new, how many are known, and entries that fit none of them."""

    new: tuple[Finding, ...]
    known: int
    unused: tuple[Entry, ...]


@dataclass(frozen=True)
class Baseline:
    """A baseline file and its entries."""

    file: Path
    entries: tuple[Entry, ...] = ()

    @property
    def root(self) -> Path:
        """The folder that its paths are seen from."""
        return self.file.resolve().parent

    def match(self, findings: Iterable[Finding]) -> Matched:
        """Each entry stands for one finding. Where a file is gone, its entries stand for equal findings in files that have
        none of their own: it was renamed."""
        left = Counter(self.entries)
        here = {entry.path for entry in self.entries}
        moved = Counter((entry.rule, entry.fingerprint) for entry in self.entries if self.is_gone(entry))
        new: list[Finding] = []
        known, renamed = 0, Counter[tuple[str, str]]()
        for finding in findings:
            entry = self.entry(finding)
            same = (entry.rule, entry.fingerprint)
            if left[entry]:
                left[entry] -= 1
            elif entry.path not in here and moved[same] > renamed[same]:
                renamed[same] += 1
            else:
                new.append(finding)
                continue
            known += 1
        return Matched(tuple(new), known, tuple(self._unused(left, renamed)))

    def _unused(self, left: Counter[Entry], renamed: Counter[tuple[str, str]]) -> Iterator[Entry]:
        for entry in sorted(left.elements()):
            same = (entry.rule, entry.fingerprint)
            if renamed[same] and self.is_gone(entry):
                renamed[same] -= 1
            else:
                yield entry

    def is_gone(self, entry: Entry) -> bool:
        """Whether there is no such file any more."""
        return not (self.root / entry.path).exists()

    def entry(self, finding: Finding) -> Entry:
        """What stands for a finding."""
        return Entry(self.within(finding.path), finding.rule, finding.fingerprint)

    def within(self, path: str) -> str:
        """A path as it is written here: from this file's folder, with forward slashes."""
        whole = Path(path).resolve()
        try:
            return Path(os.path.relpath(whole, self.root)).as_posix()
        except ValueError:  # another drive
            return whole.as_posix()

    def renewed(self, findings: Iterable[Finding], looked_at: Set[str]) -> Baseline:
        """The baseline with a run's findings in place of what it said of the files that were looked at and of those gone."""
        kept = [entry for entry in self.entries if entry.path not in looked_at and not self.is_gone(entry)]
        return Baseline(self.file, tuple(sorted([*kept, *map(self.entry, findings)])))

    def pruned(self, findings: Iterable[Finding], looked_at: Set[str]) -> Baseline:
        """The baseline without the entries that fit none of a run's findings, where their file was looked at or is gone."""
        left = Counter(self.entries)
        left.subtract(entry for entry in self.match(findings).unused if entry.path in looked_at or self.is_gone(entry))
        return Baseline(self.file, tuple(sorted(left.elements())))

    def written(self) -> str:
        """The file: a finding a line, in order, so that git can merge it."""
        lines = [json.dumps({"path": e.path, "rule": e.rule, "fingerprint": e.fingerprint}) for e in self.entries]
        return f'{{"version": {_VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "]}\n"

    def write(self) -> None:
        """Writes the file; Mistake where that cannot be done."""
        try:
            self.file.write_text(self.written(), encoding="utf-8", newline="\n")
        except OSError as failure:
            raise Mistake([f"{self.file}: it cannot be written: {failure.strerror}"]) from None


def load(file: Path) -> Baseline:
    """The baseline in a file; Mistake where there is none, or where it is no baseline."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Mistake([f"{file}: there is no such baseline; `servicelint baseline` writes one"]) from None
    except (OSError, UnicodeDecodeError) as failure:
        what = failure.strerror if isinstance(failure, OSError) else "it is no UTF-8 text"
        raise Mistake([f"{file}: it cannot be read: {what}"]) from None
    try:
        data = json.loads(text)
    except ValueError as failure:
        raise Mistake([f"{file}:{_where(failure)}: {_broken(text)}"]) from None
    return Baseline(file, tuple(sorted(_entries(file, data))))


def _where(failure: ValueError) -> str:
    return f"{failure.lineno}:{failure.colno}" if isinstance(failure, json.JSONDecodeError) else "1:1"


def _broken(text: str) -> str:
    if "<<<<<<<" in text:
        return "git left a merge open here; keep the lines of both sides, or write it anew with `servicelint baseline`"
    return "this is no JSON; expected a file as `servicelint baseline` writes it"


def _entries(file: Path, data: Any) -> Iterator[Entry]:
    expected = "expected a file as `servicelint baseline` writes it"
    if not isinstance(data, dict) or not isinstance(data.get("findings"), list):
        raise Mistake([f"{file}:1:1: this is no baseline; {expected}"])
    if data.get("version") != _VERSION:
        raise Mistake([f"{file}:1:1: its version is {json.dumps(data.get('version'))}; expected {_VERSION}"])
    names = ("path", "rule", "fingerprint")
    for number, entry in enumerate(data["findings"], start=1):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in names):
            raise Mistake([f"{file}: entry {number} is none; expected {', '.join(names)}"])
        yield Entry(*(entry[name] for name in names))


def is_whole(paths: Iterable[Path], root: Path) -> bool:
    """Whether a run over these paths (none: the current folder) looks at all there is under a folder."""
    above = (root.resolve(), *root.resolve().parents)
    return any(path.resolve() in above for path in list(paths) or [Path()])
