"""The rules and acts that servicelint ships.

Installed, they come packed as JSON: the rules at once, the acts of a language when a text in it turns up. In a checkout
they are read from `rules/` and cached.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from servicelint.acts.pack import Pack
from servicelint.rules import FOLDER, Library, Rule

PACKED = Path(__file__).parent / "data" / "packed"
"""`rules.json`, and `<language>.json` for each language."""


class Packs(Mapping[str, Pack]):
    """The packed acts by language, each read when it is first asked for."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._read: dict[str, Pack] = {}

    def __getitem__(self, code: str) -> Pack:
        if code not in self._languages:
            raise KeyError(code)
        if code not in self._read:
            self._read[code] = Pack.from_json(json.loads((PACKED / f"{code}.json").read_text(encoding="utf-8")))
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


@cache
def built_in() -> Library:
    """The rules and acts that servicelint ships."""
    if PACKED.is_dir():
        data = json.loads((PACKED / "rules.json").read_text(encoding="utf-8"))
        words = {code: frozenset(known) for code, known in data["words"].items()}
        return Library({rule["id"]: Rule(rule) for rule in data["rules"]}, Packs(tuple(data["languages"])), words)
    from servicelint.cache import cached_json
    from servicelint.written.folder import read_library

    files = sorted([*FOLDER.rglob("*.yml"), *FOLDER.rglob("*.txt")])
    content = "\0".join(file.read_text(encoding="utf-8") for file in files)
    return Library.from_json(cached_json("built-in", content, lambda: read_library(FOLDER).to_json()))


def packed(library: Library) -> dict[str, Any]:
    """What stands in each packed file, by its name without the ending; the counterpart of `built_in`."""
    words = {**library.others, **{code: pack.words for code, pack in library.packs.items()}}
    rules = {
        "rules": [rule.data for rule in library.rules.values()],
        "languages": sorted(library.packs),
        "words": {code: sorted(known) for code, known in words.items()},
    }
    return {"rules": rules, **{code: pack.to_json() for code, pack in library.packs.items()}}
