"""Takes out the findings that somebody allowed, in a comment beside them or in the configuration, and tells of allowances
that are broken, have run out, or allow nothing. Decides nothing about what is new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servicelint.config import Config
from servicelint.lint import Linter
from servicelint.mistakes import Mistake, did_you_mean, wrong
from servicelint.model import Allowance, Bundle, Document, Finding, Source, Span, Verdict
from servicelint.rules import QUALITIES, Library, Rule

if TYPE_CHECKING:
    from datetime import date

ALL = "all"
DAY = "SERVICELINT_TODAY"
"""The variable that holds another day than today, for trying things out."""


@dataclass(frozen=True)
class Suppressed:
    """What is left of findings, how many were allowed, and which entries of the configuration (by index) allowed one."""

    findings: tuple[Finding, ...]
    allowed: int = 0
    used: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Suppressor:
    """Allowances at work. `config` holds the entries for what cannot bear a comment; `day` is the day they are held against,
    today where it is None."""

    linter: Linter
    config: Config = field(default_factory=Config)
    day: date | None = None

    @cached_property
    def today(self) -> date:
        return self.day or today()

    @cached_property
    def entries(self) -> tuple[Mapping[str, Any], ...]:
        """The entries under `allow:`; Mistake where one names a rule that there is not."""
        found = tuple(self.config.data.get("allow", ()))
        for entry in found:
            for name in entry["rules"]:
                if not _rules(name, self.linter.library):
                    known = _known(self.linter.library)
                    raise wrong(self._place(entry), f"“{name}” is no rule and no quality; {did_you_mean(name, known)}")
        return found

    def __call__(self, document: Document, findings: Iterable[Finding]) -> Suppressed:
        """What is left of a document's findings, with what is to be said of its allowances, in the order of reports."""
        found = list(findings)
        if not document.allowances and not self.entries:
            return Suppressed(tuple(found))
        named = document.bundle.named
        comments = [one for one in document.allowances if not named or one.span.source.path in named]
        holding = [one for one in comments if not one.faults and not _over(one.until, self.today)]
        told = self.linter.judge(self._verdicts(comments, holding, found, document), document)
        found = sorted([*found, *told], key=lambda f: (f.path, f.span.start, f.rule, f.span.end)) if told else found
        left, used = [], set[int]()
        for finding in found:
            by = next((index for index in self._holding if self._fits(self.entries[index], finding)), -1)
            used |= {by} - {-1}
            if by < 0 and not any(self._covers(one, finding) for one in holding):
                left.append(finding)
        return Suppressed(tuple(left), len(found) - len(left), frozenset(used))

    def of_config(self, used: Iterable[int]) -> list[Finding]:
        """What is to be said of the configuration's entries after a run over everything, in which `used` allowed something."""
        seen, run = set(used), {rule.id for rule in self.linter.rules}
        verdicts = []
        for index, entry in enumerate(self.entries):
            if index not in self._holding:
                verdicts.append(_expired(self._place(entry), entry["until"]))
            elif index not in seen and all(self._was_run(name, run) for name in entry["rules"]):
                verdicts.append(Verdict("useless", self._place(entry), (("found", ", ".join(entry["rules"])),)))
        return self.linter.judge(verdicts, Document(Bundle((self._file,)), "config")) if verdicts else []

    def _verdicts(
        self, comments: Iterable[Allowance], holding: Iterable[Allowance], findings: Iterable[Finding], document: Document
    ) -> Iterator[Verdict]:
        for one in comments:
            yield from one.faults
            yield from self._strangers(one)
            if not one.faults and not one.reason:
                yield Verdict("reason", one.span)
            if one.until and not one.faults and _over(one.until, self.today):
                yield _expired(one.span, one.until.isoformat())
        if not document.problems:  # what stands behind the place where a reader stopped was never looked at
            yield from self._useless(holding, list(findings))

    def _strangers(self, one: Allowance) -> Iterator[Verdict]:
        """The names in a comment that no rule goes by."""
        for name in one.named:
            if not _rules(name.text, self.linter.library):
                from difflib import get_close_matches

                near = get_close_matches(name.text.lower(), _known(self.linter.library), n=1, cutoff=0.6)
                facts = (("found", name.text), ("near", near[0] if near else ""))
                yield Verdict("name" if near else "stranger", name, facts)

    def _useless(self, holding: Iterable[Allowance], findings: list[Finding]) -> Iterator[Verdict]:
        """The names in comments that allowed nothing, though their rules were run."""
        run = {rule.id for rule in self.linter.rules}
        for one in holding:
            for name in one.named:
                rules = _rules(name.text, self.linter.library)
                if rules and self._was_run(name.text, run) and not any(f.rule in rules and _inside(f, one) for f in findings):
                    yield Verdict("useless", name, (("found", name.text),))

    def _was_run(self, name: str, run: set[str]) -> bool:
        """Whether all that goes by a name was run, so that its silence means something. Rules about allowances themselves
        speak after all others: what allows them is never judged."""
        rules = _rules(name, self.linter.library).values()
        if any(rule.id == name for rule in rules):
            return name in run and self.linter.library.rules[name].scope != "allowance"
        return {rule.id for rule in rules if rule.data.get("default", True) and rule.scope != "allowance"} <= run

    def _covers(self, one: Allowance, finding: Finding) -> bool:
        return _inside(finding, one) and any(finding.rule in _rules(name.text, self.linter.library) for name in one.named)

    @cached_property
    def _holding(self) -> tuple[int, ...]:
        """The entries that have not run out."""
        from datetime import date

        ends = [date.fromisoformat(entry["until"]) if "until" in entry else None for entry in self.entries]
        return tuple(index for index, until in enumerate(ends) if not _over(until, self.today))

    def _fits(self, entry: Mapping[str, Any], finding: Finding) -> bool:
        return (
            any(finding.rule in _rules(name, self.linter.library) for name in entry["rules"])
            and entry.get("message", finding.message_id) == finding.message_id
            and _plain(entry.get("words", "")) in _plain(finding.span.text)
            and ("path" not in entry or self.config.fits(Path(finding.path), entry["path"]))
        )

    @cached_property
    def _file(self) -> Source:
        part = self.config.part("allow")
        path = (part.path if part else None) or Path("servicelint.yaml")
        return Source(path.as_posix(), path.read_text(encoding="utf-8-sig"))

    def _place(self, entry: Mapping[str, Any]) -> Span:
        return Span(self._file, *entry["at"])


def today() -> date:
    """The day that `until` is held against: SERVICELINT_TODAY where it is set."""
    from datetime import date

    told = os.environ.get(DAY)
    try:
        return date.fromisoformat(told) if told else date.today()
    except ValueError:
        raise Mistake([f"{DAY}: “{told}” is no date; expected one like 2027-01-31"]) from None


def _rules(name: str, library: Library) -> dict[str, Rule]:
    """The rules that go by a name: their own, their quality's, or `all`."""
    if name in library.rules:
        return {name: library.rules[name]}
    return {rule.id: rule for rule in library.rules.values() if name in (rule.quality, ALL)}


def _known(library: Library) -> list[str]:
    return sorted([*library.rules, *QUALITIES, ALL])


def _inside(finding: Finding, one: Allowance) -> bool:
    covers = one.covers
    return finding.span.source is covers.source and covers.start <= finding.span.start < covers.end


def _expired(place: Span, until: str) -> Verdict:
    return Verdict("expired", place, (("until", until),))


def _over(until: date | None, day: date) -> bool:
    """Whether the last day is over."""
    return until is not None and until < day


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
