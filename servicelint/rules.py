"""What linting goes by: rules and speech acts, as plain data that loads fast. Reading their YAML is `rulefile`'s work.

Built-in rules come packed as JSON in an installed servicelint; in a checkout they are read from `rules/` and cached.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from servicelint import kinds
from servicelint.acts.pack import Pack
from servicelint.model import Hit, Severity

Texts = Mapping[str, str]
"""One text a language."""
HERE = Path(__file__).parent
SHIPPED = HERE / "data" / "rules"
FOLDER = SHIPPED if SHIPPED.is_dir() else HERE.parent / "rules"
"""The rule files themselves: beside the code in an installed servicelint, beside the package in a checkout."""
QUALITIES = (
    "care", "courtesy", "honesty", "helpfulness", "promptness", "accessibility", "friendliness", "knowledge", "professionalism",
)  # fmt: skip


class Kind(Protocol):
    """What a module in `kinds/` offers."""

    NAME: str
    SCOPE: Literal["message", "flow", "document"]
    FACTS: tuple[str, ...]
    Find: type[Any]

    def check(self, *subject: Any) -> Iterator[Hit]: ...


@cache
def all_kinds() -> dict[str, Kind]:
    """Every rule kind by its name, found by looking into the folder."""
    modules = (
        importlib.import_module(f"{kinds.__name__}.{found.name}") for found in pkgutil.iter_modules(kinds.__path__)
    )
    return {kind.NAME: kind for kind in cast("Iterator[Kind]", modules)}


@dataclass(frozen=True)
class Check:
    """One grade of a rule: what to find, how grave it is, and its own message where it has one."""

    find: Any
    severity: Severity
    message: Texts


@dataclass(frozen=True)
class RuleFix:
    """`safe` holds the channels where the change may be made without asking."""

    safe: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule, ready to run. `data` is the checked content of its file: texts, evidence, examples."""

    id: str
    quality: str
    kind: Kind
    checks: tuple[Check, ...]
    channels: tuple[str, ...]
    fix: RuleFix | None
    data: Mapping[str, Any] = field(repr=False)

    def text(self, key: str, language: str = "en") -> str:
        """A text of the rule (`summary`, `why`, `instead`) in a language, in English where it has none."""
        texts: Texts = self.data.get(key) or {}
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    def better(self, language: str) -> tuple[str, ...]:
        """Words to use instead, in the language of the copy."""
        return tuple(self.data.get("better", {}).get(language, ()))

    @property
    def severity(self) -> Severity:
        """The gravest level the rule can give."""
        order: tuple[Severity, ...] = ("error", "warning", "hint")
        return min((check.severity for check in self.checks), key=order.index)

    def set(self, settings: Mapping[str, Any]) -> Rule:
        """The rule with a user's settings: `severity`, and thresholds by the names of the kind's fields."""
        severity, numbers = settings.get("severity"), {k: v for k, v in settings.items() if k != "severity"}
        checks = tuple(
            replace(
                check,
                severity=severity or check.severity,
                find=replace(check.find, **numbers) if numbers else check.find,
            )
            for check in self.checks
        )
        return replace(self, checks=checks)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Rule:
        kind = all_kinds()[data["kind"]]
        checks = tuple(
            Check(kind.Find(**_frozen(check["find"])), check["severity"], check.get("message") or data["message"])
            for check in data["checks"]
        )
        fix = RuleFix(tuple(data["fix"]["safe"])) if data.get("fix") else None
        return cls(data["id"], data["quality"], kind, checks, tuple(data.get("channels", ())), fix, data)


@dataclass(frozen=True)
class Library:
    """Rules by id, packs by language, and the frequent words of other languages (to know them, not to judge them)."""

    rules: Mapping[str, Rule]
    packs: Mapping[str, Pack]
    others: Mapping[str, frozenset[str]]

    def languages(self, rule: Rule) -> tuple[str, ...]:
        """The languages whose words the rule knows; all of them for rules about flows and files."""
        acts = {check.find.act for check in rule.checks if hasattr(check.find, "act")}
        return tuple(
            code for code, pack in sorted(self.packs.items()) if not acts or any(pack.has(act) for act in acts)
        )

    def joined(self, other: Library) -> Library:
        """The library with the rules and acts of another beside its own; the other's win."""
        packs = {
            code: self.packs[code].joined(pack) if code in self.packs else pack for code, pack in other.packs.items()
        }
        return Library({**self.rules, **other.rules}, {**self.packs, **packs}, {**self.others, **other.others})

    def to_json(self) -> dict[str, Any]:
        return {
            "rules": [rule.data for rule in self.rules.values()],
            "packs": [pack.to_json() for pack in self.packs.values()],
            "others": {code: sorted(words) for code, words in self.others.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Library:
        rules = [Rule.from_json(rule) for rule in data["rules"]]
        packs = [Pack.from_json(pack) for pack in data["packs"]]
        return cls(
            {rule.id: rule for rule in rules},
            {pack.language: pack for pack in packs},
            {code: frozenset(words) for code, words in data["others"].items()},
        )


def _frozen(find: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in find.items()}


def thresholds(rule: Rule) -> dict[str, Any]:
    """The numbers of a rule that a configuration may set, by name."""
    find = rule.checks[-1].find
    return {f.name: getattr(find, f.name) for f in fields(find) if isinstance(getattr(find, f.name), int | float)}
