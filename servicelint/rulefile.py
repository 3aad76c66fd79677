"""Reads rule files and acts from YAML: checks every key, kind, act and placeholder, and says where one is wrong.

Imported only when there is YAML to read; its result is plain data that `rules` and the packs load from JSON.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from servicelint import checked
from servicelint.acts.compile import WORD, ActError
from servicelint.acts.fold import fold
from servicelint.acts.pack import Pack, TokenPattern, build
from servicelint.mistakes import Mistake, did_you_mean, wrong
from servicelint.model import Source, Span
from servicelint.model.passage import place as pieces_place
from servicelint.rules import FOLDER, Kind, Library, Rule, all_kinds
from servicelint.syntax import yaml

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Texts = Annotated[dict[Language, str], Field(min_length=1)]
Words = str | list[str]
Quality = Literal["care", "courtesy", "honesty", "helpfulness", "promptness", "accessibility", "friendliness", "knowledge", "professionalism"]  # fmt: skip
Channel = Literal["voice", "chat", "email", "sms"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class EvidenceFile(_Strict):
    """Where a rule comes from, and what speaks against it."""

    source: str
    says: str
    grade: Literal["standard", "law", "study", "guideline", "opinion", "inference"]
    counter: str | None = None
    url: str | None = None


class CheckFile(_Strict):
    """One grade of a rule."""

    find: dict[str, Any] = Field(default_factory=dict)
    severity: Literal["error", "warning", "hint"]
    message: Texts | None = None


class FixFile(_Strict):
    """What a fix puts in place of the flagged words, and in which channels that is safe."""

    replace: Literal["better"]
    safe: list[Channel] = Field(default_factory=list)


class ExampleFile(_Strict):
    """A text and what the rule makes of it."""

    format: str = "transcript"
    language: str | None = None
    channel: Channel | None = None
    text: str
    flags: Words | None = None
    becomes: str | None = None
    because: str | None = None


class ExamplesFile(_Strict):
    bad: list[ExampleFile] = Field(default_factory=list)
    good: list[ExampleFile] = Field(default_factory=list)


class RuleFile(_Strict):
    """A rule as it is written."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    quality: Quality
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
    examples: ExamplesFile = Field(default_factory=ExamplesFile)


class PatternFile(_Strict):
    """A spaCy token pattern, tried where its anchor act is found."""

    anchor: str
    pattern: Annotated[list[dict[str, Any]], Field(min_length=1)]


class ActsFile(_Strict):
    """The acts of one language as they are written."""

    language: Language
    name: str = ""
    words: str = ""
    abbreviations: str = ""
    acts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")], str]
    patterns: dict[str, list[PatternFile]] = Field(default_factory=dict)


class OthersFile(_Strict):
    """Frequent words of languages that have no acts yet."""

    others: dict[Language, str]


def read_library(folder: Path) -> Library:
    """The rules and acts of a folder shaped like `rules/`; Mistake lists what is wrong in its files."""
    return read_beside(_rule_files(folder), Library({}, {}, {}))


def read_beside(files: Iterable[Path], library: Library) -> Library:
    """The rules and acts of some files, which may speak of the acts of a library; those in folders named `acts` are acts."""
    packs, others, rules = {}, {}, []
    for path in files:
        if path.parent.name != "acts":
            rules.append(path)
            continue
        root = checked.load(source(path))
        if yaml.at(root, "others") is not None:
            listed = checked.checked(root, OthersFile).others
            others |= {code: frozenset(WORD.findall(fold(words))) for code, words in listed.items()}
        else:
            pack = read_acts(root, path.parent, library)
            packs[pack.language] = pack
    found = Library({}, packs, others)
    return replace(found, rules=read_rules(rules, library.joined(found)))


def _rule_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*/*.yml")) if path.parent.name != "profiles"]


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
    root = checked.load(file)
    written = checked.checked(root, RuleFile)
    kind = all_kinds().get(written.kind)
    if kind is None:
        raise wrong(
            checked.place(root, ["kind"]),
            f"“{written.kind}” is no kind of rule; {did_you_mean(written.kind, all_kinds())}",
        )
    data = written.model_dump(exclude_none=True)
    for index, check in enumerate(data["checks"]):
        at = ["checks", index, "find"]
        check["find"] = _bound(root, at, {**data["where"], **check["find"]}, kind, library)
        _placeholders(root, ["checks", index, "message"], check.get("message", {}), kind)
    _placeholders(root, ["message"], data["message"], kind)
    for key in ("summary", "why", "instead", "message"):
        if "en" not in data[key]:
            raise wrong(
                checked.place(root, [key]),
                f"“{key}” has no English text; expected `en:` here, it stands in for the others",
            )
    return Rule.from_json(data)


def _bound(
    root: yaml.Node, at: list[str | int], find: Mapping[str, Any], kind: Kind, library: Library
) -> dict[str, Any]:
    """What stands under `find:` as the kind's Find has it."""
    hints = get_type_hints(kind.Find)
    known = {field.name.replace("_", "-"): field for field in fields(kind.Find)}
    bound: dict[str, Any] = {}
    for key, value in find.items():
        if key not in known:
            what = f"“{key}” is nothing that the kind {kind.NAME} can find; {did_you_mean(key, known)}"
            raise wrong(checked.key_place(root, [*at, key]), what)
        name = known[key].name
        listed = [value] if isinstance(value, str) and str(hints[name]).startswith("tuple") else value
        try:
            typed = TypeAdapter(hints[name]).validate_python(listed)
        except ValidationError as failure:
            what = f"“{value}” does not fit {key}: {failure.errors()[0]['msg'].replace('Input should be', 'expected')}"
            raise wrong(checked.place(root, [*at, key]), what) from None
        bound[name] = _acts(root, [*at, key], typed, library)
    missing = [key for key, field in known.items() if field.default is MISSING and field.name not in bound]
    if missing:
        raise wrong(checked.place(root, at), f"“{missing[0]}” is missing here; the kind {kind.NAME} needs it")
    return bound


def _acts(root: yaml.Node, at: list[str | int], value: Any, library: Library) -> Any:
    """The value with every `$act` as its name; Mistake where no language knows the act."""
    if isinstance(value, tuple):
        return [_acts(root, at, item, library) for item in value]
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    name = value[1:]
    if not any(pack.has(name) for pack in library.packs.values()):
        known = {act for pack in library.packs.values() for act in pack.acts}
        raise wrong(checked.place(root, at), f"{value} is no act in any language; {did_you_mean(name, known)}")
    return name


def _placeholders(root: yaml.Node, at: list[str | int], texts: Mapping[str, str], kind: Kind) -> None:
    for language, text in texts.items():
        try:
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as failure:
            raise wrong(
                checked.place(root, [*at, language]), f"this message cannot be read: {failure}; write {{{{ for a brace"
            ) from None
        for name in sorted(names - set(kind.FACTS)):
            what = f"“{{{name}}}” is nothing that the kind {kind.NAME} tells; expected {', '.join(f'{{{fact}}}' for fact in kind.FACTS) or 'none'}"
            raise wrong(checked.place(root, [*at, language]), what)


def read_acts(root: yaml.Node, folder: Path, library: Library) -> Pack:
    """The acts of a language as a pack; Mistake where a phrase or token pattern cannot be read."""
    written = checked.checked(root, ActsFile)
    patterns = {
        act: tuple(TokenPattern(pattern.anchor.removeprefix("$"), tuple(_typed(pattern.pattern))) for pattern in found)
        for act, found in written.patterns.items()
    }
    base = library.packs.get(written.language)
    known = _phrases(FOLDER / "acts" / f"{written.language}.yml") if base else {}
    _check_patterns(root, written, patterns, known)
    forms = partial(_forms, _known_forms(folder, written.language), written.language)
    classes = base.slot_classes if base else ()
    try:
        return build(
            written.language,
            written.name,
            written.words,
            written.acts,
            patterns,
            written.abbreviations,
            forms,
            known,
            classes,
        )
    except ActError as error:
        raise wrong(_phrase(root, error), f"in the act “{error.act}”: {error}") from None


def _phrases(path: Path) -> dict[str, str]:
    """The phrases of the built-in acts of a language, for others to refer to."""
    return checked.checked(checked.load(source(path)), ActsFile).acts


def _check_patterns(
    root: yaml.Node, written: ActsFile, patterns: Mapping[str, tuple[TokenPattern, ...]], known: Mapping[str, str]
) -> None:
    from servicelint.acts import tokens

    for act, found in patterns.items():
        for index, pattern in enumerate(found):
            at: list[str | int] = ["patterns", act, index]
            if pattern.anchor not in {**known, **written.acts}:
                what = f"${pattern.anchor} is no act of this language; {did_you_mean(pattern.anchor, written.acts)}"
                raise wrong(checked.place(root, [*at, "anchor"]), what)
            fault = tokens.check(written.language, list(pattern.pattern))
            if fault:
                raise wrong(checked.place(root, [*at, "pattern"]), f"spaCy cannot use this pattern: {fault}")


def _typed(pattern: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A token pattern with `true` and `false` as such: YAML words are text until here."""
    truth = {"true": True, "false": False}

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: typed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return value
        return truth.get(value, int(value) if re.fullmatch(r"\d+", value) else value)

    return [typed(token) for token in pattern]


def _phrase(root: yaml.Node, error: ActError) -> Span:
    """The place of a phrase inside its act's block."""
    node = yaml.at(root, "acts", error.act)
    if not isinstance(node, yaml.Scalar):
        return root.span
    lines = node.value.splitlines(keepends=True)
    start = sum(map(len, lines[: error.line])) + error.column
    return pieces_place(node.pieces, start, start + 1) if node.pieces else node.span


def _known_forms(folder: Path, language: str) -> dict[str, list[str]]:
    """The inflected forms that are shipped beside the acts, by word."""
    path = folder / "acts" / "forms" / f"{language}.txt"
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word.strip(): forms.split() for word, _, forms in (line.partition(":") for line in lines if ":" in line)}


def _forms(known: Mapping[str, list[str]], language: str, word: str) -> list[str]:
    if word in known:
        return known[word]
    try:
        from servicelint.acts.inflect import forms
    except ImportError:
        return []
    return forms(language, word)


def source(path: Path) -> Source:
    """A rule file as text; Mistake where it cannot be read."""
    try:
        return Source(path.as_posix(), path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as failure:
        raise Mistake([f"{path}:1:1: this is no UTF-8 text (byte {failure.start}); save it as UTF-8"]) from None
    except OSError as failure:
        raise Mistake([f"{path}: it cannot be read: {failure.strerror}"]) from None
