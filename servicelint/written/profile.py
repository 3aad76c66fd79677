"""Reads a profile: named settings of rules, what they rest on, what no file can show. Imported only when one changed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from servicelint.model import Source
from servicelint.written.checked import Strict, Texts, checked, load, places
from servicelint.written.config import Settings
from servicelint.written.rule import EvidenceFile


class Ground(EvidenceFile):
    """What a profile rests on; `rules` are those that see to it."""

    rules: list[str] = Field(default_factory=list)


class ProfileFile(Strict):
    """A profile as it is written."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")] | None = None
    since: str = ""
    title: Texts
    summary: Texts = Field(default_factory=dict)
    extends: list[str] = Field(default_factory=list)
    select: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
    settings: Settings = Field(default_factory=dict)
    evidence: list[Ground] = Field(default_factory=list)
    not_checked: list[str] = Field(default_factory=list, alias="not-checked")


def read_profile(path: str, text: str) -> dict[str, Any]:
    """The profile as plain data under `data`, and under `places` line and column of each key and value."""
    root = load(Source(path, text))
    data = checked(root, ProfileFile).model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    return {"data": data, "places": places(root)}
