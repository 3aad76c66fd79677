"""Reads a configuration file from YAML and says where a key or value in it is wrong. Imported only when one changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from servicelint.mistakes import did_you_mean, wrong
from servicelint.model import Source
from servicelint.parse import names
from servicelint.syntax import yaml
from servicelint.written.checked import Channel, Strict, checked, load, place

Level = Literal["error", "warning", "hint", "off"]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]

Weight = Annotated[float, Field(ge=0)]


class FileEntry(Strict):
    """What is said of the files that fit a glob."""

    path: str
    format: str | None = None
    language: Language | None = None
    channel: Channel | None = None


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

    rules: list[str] = Field(default_factory=list)
    select: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
    settings: dict[str, Level | dict[str, str]] = Field(default_factory=dict)
    include: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    format: str | None = None
    language: Language | None = None
    channel: Channel | None = None
    transcripts: dict[str, str] = Field(default_factory=dict)
    files: list[FileEntry] = Field(default_factory=list)
    allow: list[AllowEntry] = Field(default_factory=list)
    baseline: Said | None = None
    fail_on: Literal["error", "warning", "hint", "never"] | None = Field(default=None, alias="fail-on")
    severity: Literal["error", "warning", "hint"] | None = None
    score: ScoreFile | None = None
    ui_language: Language | None = Field(default=None, alias="ui-language")


def read_config(path: str, text: str) -> dict[str, Any]:
    """The configuration as plain data; Mistake lists what is wrong in it, with places."""
    source = Source(path, text)
    if not text.strip():
        return {}
    root = load(source)
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
    for index, entry in enumerate(data.get("allow", ())):
        rules = place(root, ["allow", index, "rules"])
        entry["at"] = [rules.start, rules.end]
    return data


def _step(node: Any, step: str | int) -> Any:
    if isinstance(step, int):
        return yaml.items(node)[step]
    return yaml.at(node, step)
