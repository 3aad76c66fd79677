"""The rules and acts that servicelint ships.

Installed, they come packed as JSON and load fast; in a checkout they are read from `rules/` and cached.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from servicelint.rules import FOLDER, Library

PACKED = Path(__file__).parent / "data" / "packed.json"


@cache
def built_in() -> Library:
    """The rules and acts that servicelint ships."""
    if PACKED.exists():
        return Library.from_json(json.loads(PACKED.read_text(encoding="utf-8")))
    from servicelint.cache import cached_json
    from servicelint.written.folder import read_library

    files = sorted([*FOLDER.rglob("*.yml"), *FOLDER.rglob("*.txt")])
    content = "\0".join(file.read_text(encoding="utf-8") for file in files)
    return Library.from_json(cached_json("built-in", content, lambda: read_library(FOLDER).to_json()))
