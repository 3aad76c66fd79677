"""What of a run is shown: what nobody allowed, only what the baseline does not know, only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from servicelint.config import Config, shown
from servicelint.discover import Unit
from servicelint.model import Finding, Span
from servicelint.run import Outcome
from servicelint.suppress import Suppressor

if TYPE_CHECKING:
    from servicelint.baseline import Baseline, Entry
    from servicelint.since import Changes


@dataclass(frozen=True)
class Screened:
    """The findings that are shown, how many were allowed or known, and the baseline's entries that fit nothing any more."""

    findings: tuple[Finding, ...]
    suppressed: int = 0
    stale: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Screen:
    """`paths` are what was asked for. `all_rules`: no rule was picked or left out for this run alone."""

    suppress: Suppressor
    baseline: Baseline | None = None
    changes: Changes | None = None
    paths: tuple[Path, ...] = ()
    all_rules: bool = True

    def units(self, units: Sequence[Unit]) -> list[Unit]:
        """Those in which a file changed."""
        return [unit for unit in units if any(self._looks_at(source.path) for source in unit.bundle.sources)]

    def files(self, units: Iterable[Unit]) -> int:
        """How many files are looked at."""
        return len(self.paths_of(units))

    def paths_of(self, units: Iterable[Unit]) -> list[str]:
        """The files that are looked at; others are only context."""
        paths = [path for unit in units for path in unit.bundle.named or {source.path for source in unit.bundle.sources}]
        return list(filter(self._looks_at, paths))

    def _looks_at(self, path: str) -> bool:
        return self.changes is None or self.changes.of(path) is not None

    def __call__(self, outcomes: Sequence[Outcome]) -> Screened:
        """What is left of the outcomes' findings, in the order of reports."""
        findings = [finding for outcome in outcomes for finding in outcome.findings]
        suppressed = sum(outcome.allowed for outcome in outcomes)
        config = self.suppress.config
        if config.path and self._whole(config.root):
            findings += self.suppress.of_config({index for outcome in outcomes for index in outcome.used})
        if self.changes:
            changes = self.changes
            findings = [finding for finding in findings if any(map(changes.touch, self._places(finding)))]
        findings.sort(key=lambda f: (f.path, f.span.start, f.rule))
        if self.baseline is None:
            return Screened(tuple(findings), suppressed)
        matched = self.baseline.match(findings)
        stale = tuple(filter(self._judged, matched.unused)) if self._whole(self.baseline.root) else ()
        return Screened(matched.new, suppressed + matched.known, stale)

    def _places(self, finding: Finding) -> list[Span]:
        """Where a finding comes from: its own place and the way that leads to it; of a flow's nodes all that is in them."""
        from servicelint.allowances.reach import element

        places = [finding.span, *(step.span for step in finding.trail)]
        rule = self.suppress.linter.library.rules.get(finding.rule)
        return [element(place, finding.format) for place in places] if rule and rule.scope == "flow" else places

    def stale_words(self, screened: Screened) -> str:
        """How the baseline's entries that fit nothing any more are told; "" where there are none."""
        if self.baseline is None or not screened.stale:
            return ""
        number = len(screened.stale)
        file = self.baseline.file.as_posix()
        told = "1 entry fits nothing any more" if number == 1 else f"{number} entries fit nothing any more"
        return f"{file}: {told}; `servicelint baseline --prune` takes {'it' if number == 1 else 'them'} out."

    def _whole(self, root: Path) -> bool:
        """Whether the run looked at everything under a folder: only then silence means something."""
        if not self.all_rules or self.changes:
            return False
        from servicelint.baseline import is_whole

        return is_whole(self.paths, root)

    def _judged(self, entry: Entry) -> bool:
        """Whether the rule of an entry was run, or is no more."""
        linter = self.suppress.linter
        return entry.rule not in linter.library.rules or any(rule.id == entry.rule for rule in linter.rules)


def baseline_file(asked: Path | None, config: Config) -> Path | None:
    """The baseline asked for, else the configured one, seen from the configuration's folder."""
    told = config.data.get("baseline")
    return asked or (shown(config.home("baseline") / told) if told else None)
