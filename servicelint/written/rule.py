"""A rule file: every key, kind, act and placeholder in it is checked."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from servicelint.mistakes import Mistake, did_you_mean, wrong
from servicelint.model import Source
from servicelint.rules import QUALITIES, Kind, Library, Rule, kind_names
from servicelint.rules import kind as rule_kind
from servicelint.syntax import yaml
from servicelint.written.checked import Channel, Language, Strict, Texts, checked, key_place, load, place, source
from servicelint.written.glossary import SayEntry, entries

Words = str | list[str]
At = list[str | int]
"""A path of keys and indexes in a file."""


class EvidenceFile(Strict):
    """Where a rule comes from, and what speaks against it."""

    source: str
    says: str
    grade: Literal["standard", "law", "study", "guideline", "opinion", "inference"]
    counter: str | None = None
    url: str | None = None


class CheckFile(Strict):
    """One grade of a rule."""

    find: dict[str, Any] = Field(default_factory=dict)
    severity: Literal["error", "warning", "hint"]
    message: Texts | None = None


class FixFile(Strict):
    """What a fix puts in place of the flagged words (the first of the `better` ones, or the `mended` ones that the kind makes
    of them), and in which channels that is safe."""

    replace: Literal["better", "mended"]
    safe: list[Channel | Literal["unknown"]] = Field(default_factory=list)


class ExampleFile(Strict):
    """A text and what the rule makes of it."""

    format: str = "transcript"
    language: str | None = None
    channel: Channel | None = None
    text: str
    flags: Words | None = None
    becomes: str | None = None
    because: str | None = None


class ExamplesFile(Strict):
    bad: list[ExampleFile] = Field(default_factory=list)
    good: list[ExampleFile] = Field(default_factory=list)


class TrialFile(Strict):
    """What the configuration would say of a rule that `takes` something from it, for its examples."""

    say: list[SayEntry] = Field(default_factory=list)


class RuleFile(Strict):
    """A rule as it is written."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    quality: str
    since: str = ""
    summary: Texts
    why: Texts
    instead: Texts
    better: dict[Language, list[str]] = Field(default_factory=dict)
    evidence: list[EvidenceFile] = Field(default_factory=list)
    kind: str
    where: dict[str, Any] = Field(default_factory=dict)
    channels: list[Channel] = Field(default_factory=list)
    checks: Annotated[list[CheckFile], Field(min_length=1)]
    message: Texts
    fix: FixFile | None = None
    default: bool = True
    takes: Literal["say"] | None = None
    trial: TrialFile | None = None
    examples: ExamplesFile = Field(default_factory=ExamplesFile)


def read_rules(paths: Iterable[Path], library: Library) -> dict[str, Rule]:
    """Rules by id; Mistake collects what is wrong in all the files."""
    rules: dict[str, Rule] = {}
    problems: list[str] = []
    for path in paths:
        try:
            rule = read_rule(source(path), library)
        except Mistake as mistake:
            problems += mistake.lines
            continue
        if rule.id in rules:
            problems.append(f"{path}:1:1: the rule “{rule.id}” is there twice; expected each id once")
        rules[rule.id] = rule
    if problems:
        raise Mistake(problems)
    return rules


def read_rule(file: Source, library: Library) -> Rule:
    """One rule file as a Rule; Mistake where a key, kind, act or placeholder in it is wrong."""
    root = load(file)
    written = checked(root, RuleFile)
    if written.quality not in QUALITIES:
        raise wrong(place(root, ["quality"]), f"“{written.quality}” is no quality; {did_you_mean(written.quality, QUALITIES)}")
    if written.kind not in kind_names():
        raise wrong(
            place(root, ["kind"]),
            f"“{written.kind}” is no kind of rule; {did_you_mean(written.kind, kind_names())}",
        )
    kind = rule_kind(written.kind)
    if written.fix:
        _check_fix(root, written, kind)
    data = written.model_dump(exclude_none=True)
    for index, check in enumerate(data["checks"]):
        at: At = ["checks", index, "find"]
        check["find"] = _bound(root, at, {**data["where"], **check["find"]}, kind, library)
        _placeholders(root, ["checks", index, "message"], check.get("message", {}), kind)
    _placeholders(root, ["message"], data["message"], kind)
    if written.trial:
        data["trial"] = {"say": entries(root, ["trial", "say"], written.trial.say)}
    for key in ("summary", "why", "instead", "message"):
        if "en" not in data[key]:
            raise wrong(
                place(root, [key]),
                f"“{key}” has no English text; expected `en:` here, it stands in for the others",
            )
    return Rule({**data, "scope": kind.SCOPE})


def _check_fix(root: yaml.Node, written: RuleFile, kind: Kind) -> None:
    """Mistake where a fix would have nothing to write."""
    mends = written.fix is not None and written.fix.replace == "mended"
    if mends and not getattr(kind, "MENDS", False):
        what = f"the kind {kind.NAME} cannot mend what it finds; expected better"
        raise wrong(place(root, ["fix", "replace"]), what)
    if not mends and not written.better and not written.takes:
        raise wrong(place(root, ["fix", "replace"]), "this rule has no better words; expected them under `better:`")


def _bound(root: yaml.Node, at: At, find: Mapping[str, Any], kind: Kind, library: Library) -> dict[str, Any]:
    """What stands under `find:` as the kind's Find has it."""
    hints = get_type_hints(kind.Find)
    known = {field.name.replace("_", "-"): field for field in fields(kind.Find)}
    bound: dict[str, Any] = {}
    for key, value in find.items():
        if key not in known:
            what = f"“{key}” is nothing that the kind {kind.NAME} can find; {did_you_mean(key, known)}"
            raise wrong(key_place(root, [*at, key]), what)
        name = known[key].name
        listed = [value] if isinstance(value, str) and str(hints[name]).startswith("tuple") else value
        try:
            typed = TypeAdapter(hints[name]).validate_python(listed)
        except ValidationError as failure:
            what = f"“{value}” does not fit {key}: {failure.errors()[0]['msg'].replace('Input should be', 'expected')}"
            raise wrong(place(root, [*at, key]), what) from None
        bound[name] = _acts(root, [*at, key], typed, library)
    missing = [key for key, field in known.items() if field.default is MISSING and field.name not in bound]
    if missing:
        raise wrong(place(root, at), f"“{missing[0]}” is missing here; the kind {kind.NAME} needs it")
    return bound


def _acts(root: yaml.Node, at: At, value: Any, library: Library) -> Any:
    """The value with every `$act` as its name; Mistake where no language knows the act."""
    if isinstance(value, tuple):
        return [_acts(root, at, item, library) for item in value]
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    name = value[1:]
    if not any(pack.has(name) for pack in library.packs.values()):
        known = {act for pack in library.packs.values() for act in pack.acts}
        raise wrong(place(root, at), f"{value} is no act in any language; {did_you_mean(name, known)}")
    return name


def _placeholders(root: yaml.Node, at: At, texts: Mapping[str, str], kind: Kind) -> None:
    told = ", ".join(f"{{{fact}}}" for fact in kind.FACTS) or "none"
    for language, text in texts.items():
        where = place(root, [*at, language])
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as failure:
            raise wrong(where, f"this message cannot be read: {failure}; write {{{{ for a brace") from None
        for name in sorted(names - set(kind.FACTS)):
            raise wrong(where, f"“{{{name}}}” is nothing that the kind {kind.NAME} tells; expected {told}")
