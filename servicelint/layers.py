"""Which rules are on, with what settings, and who says so: profiles, configuration files and the command line, in layers.

Each layer goes before those under it. Knows rules, but neither files nor paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

from servicelint.mistakes import Mistake, did_you_mean
from servicelint.rules import QUALITIES, Library, Rule, thresholds

SEVERITIES = ("error", "warning", "hint")
DEFAULT = "default"
ALL = "all"


@dataclass(frozen=True)
class Layer:
    """What one place says of rules: `select` (only these), `ignore`, and `settings` (a level, or thresholds, by rule).

    `places` has where each of it stands (`select/0`, `settings/menu-depth/max`, and the value itself with `=` behind);
    `bases` are what it begins from, taken together. What an `exempting` layer switches off, `--select` leaves off. A
    `shipped` layer may name rules that a library does without.
    """

    name: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    bases: tuple[Layer, ...] = ()
    exempting: bool = False
    shipped: bool = False
    tuning: bool = False
    """Its settings switch no rule on: another layer has said which rules are wanted."""
    named_at: str = ""
    """Where a profile is asked for."""

    def at(self, key: str) -> str:
        """Where something of it stands, as people read it."""
        return self.places.get(key, self.name)


@dataclass(frozen=True)
class Choice:
    """Whether a rule is on and with which settings (`severity`, and thresholds by the names of its kind), and who says each."""

    on: bool
    by: str = DEFAULT
    settings: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    exempt: bool = False

    def off(self, by: str, exempt: bool) -> Choice:
        return replace(self, on=False, by=by, exempt=self.exempt or exempt)

    def set(self, settings: Mapping[str, Any], origins: Mapping[str, str]) -> Choice:
        return replace(self, settings={**self.settings, **settings}, origins={**self.origins, **origins})

    def joined(self, other: Choice) -> Choice:
        """On where one of the two is on; the other's settings win."""
        by = other.by if other.on and (not self.on or self.by == DEFAULT) else self.by
        return replace(self.set(other.settings, other.origins), on=self.on or other.on, by=by)


@dataclass(frozen=True)
class _Said:
    """One setting of a rule: `severity` or a threshold, its value, its place, and whether it switches the rule on."""

    name: str
    value: Any
    place: str
    switches: bool = True


Choices = dict[str, Choice]


def settle(layers: Iterable[Layer], library: Library) -> Choices:
    """Every rule's choice by its id. Mistake lists all that is wrong in the layers, each at its place."""
    choices = {rule.id: Choice(bool(rule.data.get("default", True))) for rule in library.rules.values()}
    problems: list[str] = []
    for layer in layers:
        choices = _laid(choices, layer, library, problems)
    if problems:
        raise Mistake(dict.fromkeys(problems))
    return choices


def chosen(choices: Choices, library: Library) -> tuple[Rule, ...]:
    """The rules that are on, with their settings; one without settings loads its kind only when a text needs it."""
    on = ((library.rules[name], choice.settings) for name, choice in choices.items() if choice.on)
    return tuple(rule.set(settings) if settings else rule for rule, settings in on)


def _laid(choices: Choices, layer: Layer, library: Library, problems: list[str]) -> Choices:
    """The choices with a layer on top of them."""
    if layer.bases:
        first, *others = (_laid(choices, base, library, problems) for base in layer.bases)
        for other in others:
            first = {name: choice.joined(other[name]) for name, choice in first.items()}
        choices = first
    wanted = _named(layer, "select", layer.select, library, problems)
    unwanted = _named(layer, "ignore", layer.ignore, library, problems)
    settings = _settings(layer, library, problems)
    laid = {}
    for name, choice in choices.items():
        if layer.select:
            choice = replace(choice, on=name in wanted and not choice.exempt, by=wanted.get(name, layer.at("select")))
        choice = _with(choice, settings.get(name, ()), layer, not layer.tuning and (name in wanted or not layer.select))
        laid[name] = choice.off(unwanted[name], layer.exempting) if name in unwanted else choice
    return laid


def _with(choice: Choice, own: Iterable[_Said], layer: Layer, may_be_on: bool) -> Choice:
    """The choice with what a layer's settings say of the rule; being set by its name switches a rule on where it may be."""
    for said in own:
        if said.value == "off":
            return choice.off(said.place, layer.exempting)
        if may_be_on and not choice.on and said.switches:
            choice = replace(choice, on=True, by=said.place, exempt=False)
        if said.value != "on":
            choice = choice.set({said.name: said.value}, {said.name: said.place})
    return choice


def _named(layer: Layer, key: str, names: Iterable[str], library: Library, problems: list[str]) -> dict[str, str]:
    """The ids of the rules that are named, by themselves or by their quality, with the place that names them."""
    found: dict[str, str] = {}
    for index, name in enumerate(names):
        place = layer.at(f"{key}/{index}")
        own = list(_meant(name, library))
        if not own and name not in QUALITIES and not layer.shipped:
            problems.append(f"{place}: {_unknown(name, library)}")
        found |= dict.fromkeys(own, place)
    return found


def _meant(name: str, library: Library) -> Iterator[str]:
    for rule in library.rules.values():
        if name in (rule.id, rule.quality, ALL):
            yield rule.id


def _unknown(name: str, library: Library) -> str:
    return f"“{name}” is no rule and no quality; {did_you_mean(name, [*library.rules, *QUALITIES])}"


def _settings(layer: Layer, library: Library, problems: list[str]) -> dict[str, list[_Said]]:
    """What the settings say, by rule; what is said of a rule by its name comes after what is said of its quality."""
    found: dict[str, list[_Said]] = {}
    for name, own in sorted(layer.settings.items(), key=lambda item: item[0] in library.rules):
        place = layer.at(f"settings/{name}")
        if name in library.rules:
            levels = {"severity": own} if isinstance(own, str) else own
            found.setdefault(name, []).extend(_numbers(library.rules[name], levels, layer, problems))
        elif name not in QUALITIES and name != ALL:
            problems += [] if layer.shipped else [f"{place}: {_unknown(name, library)}"]
        elif not isinstance(own, str):
            problems.append(f"{place}: thresholds belong to a rule; expected error, warning, hint, on or off for a quality")
        else:
            for rule in _meant(name, library):
                found.setdefault(rule, []).append(_Said("severity", own, place, own == "on"))
    return found


def _numbers(rule: Rule, own: Mapping[str, Any], layer: Layer, problems: list[str]) -> Iterator[_Said]:
    """The settings of one rule as its kind has them."""
    at = f"settings/{rule.id}"
    known = thresholds(rule) if set(own) - {"severity"} else {}
    for name, value in own.items():
        key = name.replace("-", "_")
        place = layer.places.get(f"{at}/{name}") or layer.at(at)
        where = layer.places.get(f"{at}/{name}=") or layer.at(f"{at}=")
        if name == "severity" and value in (*SEVERITIES, "on", "off"):
            yield _Said("severity", value, place)
        elif name == "severity":
            problems.append(f"{where}: “{value}” is no severity; {did_you_mean(str(value), [*SEVERITIES, 'on', 'off'])}")
        elif key not in known:
            names = ["severity", *(number.replace("_", "-") for number in known)]
            problems.append(f"{place}: “{name}” is nothing that {rule.id} lets you set; {did_you_mean(name, names)}")
        elif (number := _number(value, type(known[key]))) is None:
            told = "a whole number" if isinstance(known[key], int) else "a number"
            problems.append(f"{where}: “{value}” does not fit {rule.id}: {name}; expected {told}, 0 or more")
        else:
            yield _Said(key, number, place)


def _number(value: Any, kind: type[int] | type[float]) -> float | None:
    try:
        number = kind(value)
    except ValueError:
        return None
    return number if 0 <= number < inf else None
