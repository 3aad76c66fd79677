"""Reads a configuration file from YAML and says where a key or value in it is wrong. Imported only when one changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    WrapValidator,
)

from servicelint.mistakes import Mistake, did_you_mean, wrong
from servicelint.model import Source, Unreadable
from servicelint.parse import names
from servicelint.syntax import yaml
from servicelint.written.checked import Channel, Strict, checked, load, place, places
from servicelint.written.glossary import SayEntry, entries

_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z]+)?$"
Pace = Annotated[float, Field(ge=60, le=400)]
Weight = Annotated[float, Field(ge=0)]
Level = Literal["error", "warning", "hint", "on", "off"]


def _own(value: Any, check: Any) -> Any:
    """What is set of a rule, or one message for the two things that it could have been."""
    try:
        return check(value)
    except ValidationError:
        raise ValueError("expected error, warning, hint, on or off, or thresholds such as {max: 3}") from None


def _language(value: Any, check: Any) -> Any:
    try:
        return check(value)
    except ValidationError:
        raise ValueError("expected the code of a language, such as it or pt-BR") from None


Language = Annotated[str, StringConstraints(pattern=_LANGUAGE), WrapValidator(_language)]


def _names(value: Any, check: Any) -> Any:
    try:
        return check(value)
    except ValidationError:
        raise ValueError("expected a name, or a list of names") from None


Number = Annotated[str, WithJsonSchema({"type": ["number", "string"]})]
"""Read as text; which numbers a rule has, and of which kind, is for the rule to say."""
Settings = dict[str, Annotated[Level | dict[str, Number], WrapValidator(_own)]]
"""By rule: its level, or `severity` and thresholds."""
Names = Annotated[str | list[str], WrapValidator(_names)]


class FileEntry(Strict):
    """What is said of the files that fit a glob."""

    path: str
    format: str | None = None
    language: Language | None = None
    channel: Channel | None = None
    owner: str | None = None
    profile: Names | None = None
    select: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
    settings: Settings = Field(default_factory=dict)


class ScoreFile(Strict):
    """The weights of the score sheet, and the least total that passes."""

    min: Annotated[float, Field(ge=0, le=100)] | None = None
    error: Weight | None = None
    warning: Weight | None = None
    hint: Weight | None = None
    care: Weight | None = None
    courtesy: Weight | None = None
    honesty: Weight | None = None
    helpfulness: Weight | None = None
    promptness: Weight | None = None
    accessibility: Weight | None = None
    friendliness: Weight | None = None
    knowledge: Weight | None = None
    professionalism: Weight | None = None


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("expected a date like 2027-01-31") from None


Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Listed = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value), Field(min_length=1)]
"""A list, or the one thing that would stand in it."""


class AllowEntry(Strict):
    """Findings that are allowed, in files that cannot bear a comment."""

    rules: Listed
    reason: Said
    path: Said | None = None
    message: Said | None = None
    words: Said | None = None
    until: Annotated[str, AfterValidator(_day)] | None = None


class ConfigFile(Strict):
    """The whole file."""

    extends: list[str] = Field(default_factory=list)
    profile: Names | None = None
    rules: list[str] = Field(default_factory=list)
    select: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
    settings: Settings = Field(default_factory=dict)
    include: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    format: str | None = None
    language: Language | None = None
    channel: Channel | None = None
    owner: str | None = None
    say: list[SayEntry] = Field(default_factory=list)
    transcripts: dict[str, str] = Field(default_factory=dict)
    words_per_minute: Pace | dict[Language, Pace] | None = Field(default=None, alias="words-per-minute")
    files: list[FileEntry] = Field(default_factory=list)
    allow: list[AllowEntry] = Field(default_factory=list)
    baseline: Said | None = None
    fail_on: Literal["error", "warning", "hint", "never"] | None = Field(default=None, alias="fail-on")
    severity: Literal["error", "warning", "hint"] | None = None
    score: ScoreFile | None = None
    ui_language: Language | None = Field(default=None, alias="ui-language")


def read_config(path: str, text: str) -> dict[str, Any]:
    """The configuration as plain data under `data`, and under `places` line and column of each key and value; Mistake lists
    what is wrong in it, with places. Of a `.toml` file the table `tool.servicelint` is read."""
    source = Source(path, text)
    root = _toml(source) if path.endswith(".toml") else load(source) if text.strip() else None
    if root is None:
        return {"data": {}, "places": {}}
    written = checked(root, ConfigFile)
    known = names()
    ways: list[list[str | int]] = [["files", index, "format"] for index in range(len(written.files))]
    ways.append(["format"])
    for at in ways:
        node: Any = root
        for step in at:
            node = _step(node, step)
        name = yaml.word(node)
        if name and name not in known:
            raise wrong(place(root, at), f"“{name}” is no format; {did_you_mean(name, known)}")
    data = written.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    if written.say:
        data["say"] = entries(root, ["say"], written.say)
    for index, entry in enumerate(data.get("allow", ())):
        rules = place(root, ["allow", index, "rules"])
        entry["at"] = [rules.start, rules.end]
    return {"data": data, "places": places(root)}


def _toml(source: Source) -> yaml.Node | None:
    from servicelint.syntax import toml

    try:
        return yaml.at(toml.load(source), "tool", "servicelint")
    except Unreadable as failure:
        raise Mistake([failure.problem]) from None


def _step(node: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return yaml.items(node)[step]
    return yaml.at(node, step)
