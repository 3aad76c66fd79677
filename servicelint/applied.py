"""What applies to a file - format, language, owner, profile, rules and their numbers - and who says so.

The answer to “why is this rule on here?”. Reads and lints nothing of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from servicelint.config import Config
from servicelint.discover import Discovery, Unit, Wish
from servicelint.language import Detector
from servicelint.layers import DEFAULT, Choice, Layer, settle
from servicelint.profiles import RECOMMENDED
from servicelint.rules import Library, Rule, thresholds
from servicelint.run import read
from servicelint.terminal import Style, clean, width


@dataclass(frozen=True)
class Told:
    """A value and who says it: a place, the name of a profile, an option, or that it is the default or was recognised."""

    value: Any
    by: str


@dataclass(frozen=True)
class RuleHere:
    """A rule as it counts for a file; `severity` and `numbers` of one that is off are what they would be."""

    id: str
    on: bool
    by: str
    severity: Told
    numbers: dict[str, Told]


@dataclass(frozen=True)
class Applied:
    """Everything that applies to one file."""

    path: str
    configuration: tuple[str, ...]
    profiles: tuple[Told, ...]
    format: Told
    language: Told
    channel: Told
    owner: Told
    rules: tuple[RuleHere, ...]


def applied(found: Discovery, config: Config, library: Library, wish: Wish, said: Iterable[Layer]) -> Iterator[Applied]:
    """What applies to each file that was asked for; `said` is what the command line says of rules."""
    uppermost = tuple(said)
    detector = Detector(library)
    for unit in found.units:
        for path in sorted(unit.bundle.named or {source.path for source in unit.bundle.sources}):
            yield _applied(path, unit, config, library, wish, uppermost, detector)


def _applied(
    path: str, unit: Unit, config: Config, library: Library, wish: Wish, said: tuple[Layer, ...], detector: Detector
) -> Applied:
    entries = config.fitting(Path(path))
    choices = settle([*config.layers(entries), *said], library)
    document = read(unit)
    channels = sorted({message.channel for message in document.messages})
    seen = {
        "format": Told(unit.bundle.format_of(path, unit.format), "recognised"),
        "language": Told(detector.document(document), "declared" if document.language else "recognised"),
        "channel": Told(", ".join(channels), "recognised"),
        "owner": Told("", ""),
    }
    for name in seen:
        asked = getattr(wish, name, None)
        value = asked or config.setting(Path(path), name)
        if value:
            option = "--input-format" if name == "format" else f"--{name}"
            seen[name] = Told(value, option if asked else config.place(Path(path), name))
    named = tuple(Told(layer.name.removeprefix("profile "), layer.named_at) for layer in config.profiles(entries))
    return Applied(
        path,
        tuple(part.path.as_posix() for part in reversed(config.all_parts) if part.path),
        named or (Told(RECOMMENDED, DEFAULT),),
        **seen,
        rules=tuple(_rule(rule, _fed(rule, choices[name], config)) for name, rule in sorted(library.rules.items())),
    )


def _fed(rule: Rule, choice: Choice, config: Config) -> Choice:
    """The choice; off for a rule that takes a key of the configuration which is not there."""
    key = rule.data.get("takes")
    return replace(choice, on=False, by=f"no “{key}:”") if key and not config.data.get(key) else choice


def _rule(rule: Rule, choice: Choice) -> RuleHere:
    numbers = thresholds(rule)
    own = rule.set(choice.settings)
    return RuleHere(
        rule.id,
        choice.on,
        choice.by,
        Told(own.severity, choice.origins.get("severity", DEFAULT)),
        {
            name.replace("_", "-"): Told(choice.settings.get(name, value), choice.origins.get(name, DEFAULT))
            for name, value in numbers.items()
        },
    )


def as_json(files: Iterable[Applied]) -> str:
    """All of it as one JSON object, ended by a line end."""
    return json.dumps({"version": 1, "files": [asdict(file) for file in files]}, ensure_ascii=False, indent=2) + "\n"


def as_text(file: Applied, style: Style) -> str:
    """All of it for a terminal, every line ended."""
    facts = [
        ("configuration", Told(", ".join(file.configuration) or "none", "")),
        *(("profile", told) for told in file.profiles),
        *((name, getattr(file, name)) for name in ("format", "language", "channel", "owner")),
    ]
    lines = [style.paint(clean(file.path), bold=True)]
    lines += [f"  {name:14} {_told(told, style)}" for name, told in facts if told.value]
    for title, on in (("rules on", True), ("rules off", False)):
        rules = [rule for rule in file.rules if rule.on == on]
        lines += ["", f"  {style.paint(f'{title}: {len(rules)}', bold=True)}"] if rules else []
        longest = max((width(rule.id) for rule in rules), default=0)
        lines += [f"    {rule.id:{longest}}  {_row(rule, style)}".rstrip() for rule in rules]
    return "\n".join(lines) + "\n"


def _row(rule: RuleHere, style: Style) -> str:
    """A rule's level and numbers, and who says so where it is not the default."""
    if not rule.on:
        return style.paint(clean(rule.by), dim=True)
    numbers = [f"{name} {_told(told, style)}" for name, told in rule.numbers.items()]
    by = "" if rule.by in (DEFAULT, rule.severity.by) else style.paint(f"on: {clean(rule.by)}", dim=True)
    return "  ".join(filter(None, (f"{_told(rule.severity, style):7}", ", ".join(numbers), by)))


def _told(told: Told, style: Style) -> str:
    by = "" if told.by in ("", DEFAULT) else style.paint(f" ({clean(told.by)})", dim=True)
    return f"{clean(str(told.value))}{by}"
