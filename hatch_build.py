"""Packs rules and acts as JSON into the wheel, so that an installed servicelint reads no YAML at start-up."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackRules(BuildHookInterface[Any]):
    """Runs for wheels only: a source distribution carries the YAML, an editable install reads it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from servicelint.library import packed
        from servicelint.parse import index
        from servicelint.profiles import packed_from
        from servicelint.syntax.templates.readings import index as families
        from servicelint.written.folder import read_library

        made = {f"packed/{name}": data for name, data in packed(read_library(root / "rules")).items()}
        made["packed/profiles"] = packed_from(root / "rules" / "profiles")
        made |= {"formats": index(), "families": families()}
        for name, data in made.items():
            path = Path(self.directory) / f"{name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(data, default=list, ensure_ascii=False), encoding="utf-8")
            build_data["force_include"][str(path)] = f"servicelint/data/{name}.json"
