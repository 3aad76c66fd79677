"""Runs the examples of rules as tests: a bad one must be flagged at just the stated words, a good one not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from servicelint import fix
from servicelint.config import Config
from servicelint.discover import Wish, from_text
from servicelint.lint import Linter
from servicelint.model import Finding
from servicelint.rules import Library, Rule
from servicelint.run import read
from servicelint.suppress import Suppressor


@dataclass(frozen=True)
class Trial:
    """One example and what came of it; `fault` is "" where it is as stated."""

    rule: str
    kind: str
    number: int
    fault: str

    @property
    def name(self) -> str:
        return f"{self.rule}: {self.kind} example {self.number}"


def trials(rule: Rule, library: Library) -> Iterator[Trial]:
    """Every example of a rule, tried with that rule alone; one about allowances beside the rules that they allow."""
    own = rule.set(rule.data.get("trial", {}))
    linter = Linter(library, (own,) if rule.scope != "allowance" else tuple({**library.rules, rule.id: rule}.values()))
    for kind in ("bad", "good"):
        for number, example in enumerate(rule.data.get("examples", {}).get(kind, ()), start=1):
            yield Trial(rule.id, kind, number, _fault(linter, rule, kind, example))


def lint_example(linter: Linter, example: Mapping[str, Any], text: str | None = None) -> list[Finding]:
    """The findings in an example's text, or in another text of the same format, language and channel."""
    wish = Wish(example.get("format", "transcript"), example.get("language"))
    config = Config(data={"channel": example["channel"]} if "channel" in example else {})
    found = from_text(example["text"] if text is None else text, "example", config, wish)
    suppress = Suppressor(linter)
    documents = [read(unit) for unit in found.units]
    return [finding for document in documents for finding in suppress(document, linter.lint(document)).findings]


def _fault(linter: Linter, rule: Rule, kind: str, example: Mapping[str, Any]) -> str:
    findings = [finding for finding in lint_example(linter, example) if finding.rule == rule.id]
    flagged = [finding.span.text for finding in findings]
    if kind == "good":
        return f"expected nothing, but {_list(flagged)} is flagged" if flagged else ""
    flags = example.get("flags", [])
    stated = [flags] if isinstance(flags, str) else list(flags)
    if not stated:
        return "a bad example must say which words it `flags`"
    if flagged != stated:
        return f"expected {_list(stated)} to be flagged, found {_list(flagged)}"
    return _fix_fault(linter, example, findings)


def _fix_fault(linter: Linter, example: Mapping[str, Any], findings: list[Finding]) -> str:
    changes = fix.edits(fix.chosen(findings, unsafe=True))
    fixed = next((fix.edited(source, edits) for source, edits in changes.items()), None)
    stated = example.get("becomes")
    if fixed is None or stated is None:
        return (
            "" if fixed == stated else f"expected `becomes` to be {fixed!r}" if stated is None else "expected a fix, found none"
        )
    if fixed.strip() != stated.strip():
        return f"expected the fix to make {stated!r}, it made {fixed!r}"
    left = lint_example(linter, example, fixed)
    return f"still flagged after the fix: {_list([finding.span.text for finding in left])}" if left else ""


def _list(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words) or "nothing"
