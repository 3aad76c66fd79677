"""What the tests of allowances share: a text as if it were a file, linted with all rules and with what its comments allow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from servicelint import config as settings
from servicelint.config import Config
from servicelint.discover import Wish, from_text
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Finding
from servicelint.run import read
from servicelint.suppress import Suppressor

DAY = date(2027, 1, 15)
ABOUT = ("broken-allowance", "expired-allowance", "useless-allowance", "allowance-without-reason")


def suppressor(config: Config | None = None, select: Iterable[str] = (), day: date = DAY) -> Suppressor:
    """The rules that are on by themselves, or those selected."""
    known = config or Config()
    return Suppressor(Linter(built_in(), settings.choose(built_in(), known, select)), known, day)


def left(name: str, text: str, format_id: str | None = None, suppress: Suppressor | None = None) -> tuple[list[Finding], int]:
    """The findings that are left of a text, and how many were allowed."""
    rules = suppress or suppressor()
    found, allowed = list[Finding](), 0
    for unit in from_text(text, name, rules.config, Wish(format_id)).units:
        document = read(unit)
        assert document.problems == ()
        done = rules(document, rules.linter.lint(document))
        found += done.findings
        allowed += done.allowed
    return found, allowed


def shown(name: str, text: str, rules: Iterable[str] = ("policy-wording", *ABOUT)) -> list[tuple[str, int]]:
    """Rule and line of what is left, for the rules named."""
    return [(finding.rule, finding.span.line) for finding in left(name, text)[0] if finding.rule in rules]
