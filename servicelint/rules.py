"""What linting goes by: rules and speech acts, as plain data that loads fast. Reading their YAML is the work of `written`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
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
    """What a module in `kinds/` offers. One whose finds need no act may also have `may(find, heard)`, a quick look that says
    whether a text is worth checking. One whose hits may say how the found words are mended has `MENDS = True`."""

    NAME: str
    SCOPE: Literal["message", "opening", "flow", "document", "allowance"]
    FACTS: tuple[str, ...]
    Find: type[Any]

    def check(self, *subject: Any) -> Iterator[Hit]: ...


@cache
def kind(name: str) -> Kind:
    """The rule kind of that name, loaded only now; its module is called the same."""
    return cast("Kind", importlib.import_module(f"{kinds.__name__}.{name}"))


def kind_names() -> tuple[str, ...]:
    """The rule kinds there are, found by looking into the folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(kinds.__path__)))


@dataclass(frozen=True)
class Check:
    """One grade of a rule: what to find, how grave it is, and its own message where it has one."""

    find: Any
    severity: Severity
    message: Texts


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `data` is the checked content of its file; `settings` are the user's: `severity`, and thresholds."""

    data: Mapping[str, Any] = field(repr=False)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def quality(self) -> str:
        return str(self.data["quality"])

    @property
    def scope(self) -> str:
        """What it looks at: "message", "opening", "flow", "document" or "allowance"."""
        return str(self.data["scope"])

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels it is for; none for all of them."""
        return tuple(self.data.get("channels", ()))

    @cached_property
    def kind(self) -> Kind:
        return kind(self.data["kind"])

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The grades, the first that matches counts, with the user's settings in them."""
        numbers = {name: value for name, value in self.settings.items() if name != "severity"}
        return tuple(
            Check(
                self.kind.Find(**_frozen({**check["find"], **numbers})),
                self.settings.get("severity", check["severity"]),
                check.get("message") or self.data["message"],
            )
            for check in self.data["checks"]
        )

    @property
    def safe_channels(self) -> tuple[str, ...] | None:
        """The channels where its fix may be made without asking; None where it has no fix."""
        return tuple(self.data["fix"]["safe"]) if self.data.get("fix") else None

    @property
    def mends(self) -> bool:
        """Whether its fix is what its kind makes of the found words, and not the better words."""
        return bool(self.data.get("fix")) and self.data["fix"]["replace"] == "mended"

    @cached_property
    def acts(self) -> frozenset[str]:
        """The acts its checks look for; none for rules about flows and files."""
        return frozenset(check["find"]["act"] for check in self.data["checks"] if "act" in check["find"])

    @cached_property
    def wordless(self) -> bool:
        """Whether one of its checks looks at text without any act: such a rule reads every language."""
        return self.scope == "message" and any("act" not in check["find"] for check in self.data["checks"])

    def may(self, heard: Any) -> bool:
        """Whether a rule that needs no act could find something in a text: kinds with `may(find, heard)` tell."""
        told = getattr(self.kind, "may", None)
        return told is None or any(told(check.find, heard) for check in self.checks)

    @property
    def severity(self) -> Severity:
        """The gravest level the rule can give."""
        order: tuple[Severity, ...] = ("error", "warning", "hint")
        levels = [self.settings.get("severity", check["severity"]) for check in self.data["checks"]]
        return min(levels, key=order.index)

    def text(self, key: str, language: str = "en") -> str:
        """A text of the rule (`summary`, `why`, `instead`) in a language, in English where it has none."""
        texts: Texts = self.data.get(key) or {}
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    def better(self, language: str) -> tuple[str, ...]:
        """Words to use instead, in the language of the copy."""
        return tuple(self.data.get("better", {}).get(language, ()))

    def __reduce__(self) -> tuple[type[Rule], tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Travels to other processes as its data: the kind is a module, and modules stay where they are."""
        return Rule, (self.data, self.settings)

    def set(self, settings: Mapping[str, Any]) -> Rule:
        """The rule with a user's settings, by the names of the kind's fields."""
        return replace(self, settings={**self.settings, **settings})


@dataclass(frozen=True)
class Library:
    """Rules by id, packs by language, and the frequent words of other languages (to know them, not to judge them)."""

    rules: Mapping[str, Rule]
    packs: Mapping[str, Pack]
    others: Mapping[str, frozenset[str]]

    def languages(self, rule: Rule) -> tuple[str, ...]:
        """The languages whose words the rule knows. A rule that needs no words: those it has examples of; a rule about
        flows and files: all of them."""
        known = sorted(self.packs.items())
        if rule.acts and not rule.wordless:
            return tuple(code for code, pack in known if any(map(pack.has, rule.acts)))
        shown = {example.get("language") for example in rule.data.get("examples", {}).get("bad", ())} - {None}
        return tuple(code for code, _ in known if code in shown or not shown or rule.scope == "flow")

    def joined(self, other: Library) -> Library:
        """The library with the rules and acts of another beside its own; the other's win."""
        packs = {code: self.packs[code].joined(pack) if code in self.packs else pack for code, pack in other.packs.items()}
        both = {**self.packs, **packs} if packs else self.packs
        return Library({**self.rules, **other.rules}, both, {**self.others, **other.others})

    def to_json(self) -> dict[str, Any]:
        return {
            "rules": [rule.data for rule in self.rules.values()],
            "packs": [pack.to_json() for pack in self.packs.values()],
            "others": {code: sorted(words) for code, words in self.others.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Library:
        rules = [Rule(rule) for rule in data["rules"]]
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
    found = {f.name: getattr(find, f.name) for f in fields(find)}
    return {name: value for name, value in found.items() if isinstance(value, int | float) and not isinstance(value, bool)}
