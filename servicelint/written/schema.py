"""What may stand in rule, acts and configuration files, as JSON Schema: with it editors complete and check them."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from servicelint.rules import QUALITIES, Kind, kind_names
from servicelint.rules import kind as rule_kind
from servicelint.written.acts import ActsFile
from servicelint.written.config import ConfigFile
from servicelint.written.profile import ProfileFile
from servicelint.written.rule import RuleFile

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Each schema by its name."""
    return {
        "rule": rule_schema(),
        "acts": _titled(ActsFile, "Speech acts"),
        "config": _titled(ConfigFile, "servicelint.yaml"),
        "profile": _titled(ProfileFile, "A profile of servicelint"),
    }


def rule_schema() -> dict[str, Any]:
    """The schema of a rule file; what may stand under `find:` and `where:` follows the rule's kind."""
    schema = _titled(RuleFile, "A rule of servicelint")
    schema["properties"]["quality"]["enum"] = list(QUALITIES)
    schema["properties"]["kind"]["enum"] = list(kind_names())
    schema["allOf"] = [
        {"if": {"properties": {"kind": {"const": name}}}, "then": {"properties": _finds(rule_kind(name))}}
        for name in kind_names()
    ]
    return schema


def _titled(model: Any, title: str) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(by_alias=True)
    return {"$schema": _DRAFT, **schema, "title": title}


def _finds(kind: Kind) -> dict[str, Any]:
    """The properties of a rule of that kind that hold what to find."""
    adapter = TypeAdapter(kind.Find).json_schema()
    properties = {name.replace("_", "-"): _written(found) for name, found in adapter.get("properties", {}).items()}
    find = {"type": "object", "properties": properties, "additionalProperties": False, "description": kind.Find.__doc__ or ""}
    return {"where": find, "checks": {"items": {"properties": {"find": find}}}}


def _written(found: dict[str, Any]) -> dict[str, Any]:
    """A property as it may be written: a single act stands for a list of one."""
    if found.get("type") == "array":
        return {"anyOf": [{"type": "string"}, {key: found[key] for key in ("type", "items") if key in found}]}
    return {key: value for key, value in found.items() if key != "title"}
