"""Configuration files as written: checked key by key, kept as JSON once read. One may extend others and name profiles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servicelint import profiles
from servicelint.cache import cached_json
from servicelint.layers import Layer
from servicelint.mistakes import Mistake, text_of

_IS_PROFILE = re.compile(r"^title[ \t]*:", re.M)
_ADDED = frozenset({"rules", "include", "exclude", "files"})
"""What a file adds to the files that it extends; what else it says goes in place of what they say."""


@dataclass(frozen=True)
class Part:
    """One file as it is written. Its globs and paths are seen from `root`, its folder. `places` tells where a key stands, as
    people read it; `extended` and `profiles` are the profiles it names under `extends` and `profile` (by path of keys)."""

    path: Path | None
    root: Path
    data: Mapping[str, Any]
    places: Mapping[str, str] = field(default_factory=dict)
    extended: tuple[Layer, ...] = ()
    profiles: Mapping[str, tuple[Layer, ...]] = field(default_factory=dict)

    def at(self, key: str) -> str:
        return self.places.get(key) or str(self.path or "the configuration")

    def layer(self, data: Mapping[str, Any], prefix: str = "", tuning: bool = False) -> Layer:
        """What it says of rules at the top, or under the path of keys `prefix`; without `select` where it is only `tuning`."""
        size = len(prefix)
        places = {key[size:]: place for key, place in self.places.items() if key.startswith(prefix)}
        select, ignore = () if tuning else tuple(data.get("select", ())), tuple(data.get("ignore", ()))
        name = self.at(prefix.rstrip("/"))
        return Layer(name, select, ignore, data.get("settings", {}), places, exempting=bool(prefix), tuning=tuning)


def read(path: Path) -> tuple[Part, ...]:
    """The file, last, after those that it extends; each once. Mistake where something in them is wrong."""
    return tuple({part.path: part for part in _gathered(path, ())}.values())


def _gathered(path: Path, above: tuple[Path, ...]) -> Iterator[Part]:
    """The files that a file extends, and itself after them."""
    read = _read(path)
    data, places = read["data"], profiles.located(path, read["places"])
    root, way = path.resolve().parent, (*above, path.resolve())
    extended: list[Layer] = []
    for index, name in enumerate(data.get("extends", ())):
        place, base = places[f"extends/{index}"], path.parent / name
        if profiles.is_path(name) and base.resolve() in way:
            raise profiles.circle(base, place, way)
        if not profiles.is_path(name) or _is_profile(base, name, place):
            extended.append(profiles.layer(name, path.parent, place))
        else:
            yield from _gathered(base, way)
    yield Part(path, root, data, places, tuple(extended), dict(_named(data, path.parent, places)))


def _named(data: Mapping[str, Any], root: Path, places: Mapping[str, str]) -> Iterator[tuple[str, tuple[Layer, ...]]]:
    """The profiles under every `profile:` of a file, by the path of keys to it."""
    said = {"profile": data.get("profile")}
    said |= {f"files/{index}/profile": entry.get("profile") for index, entry in enumerate(data.get("files", ()))}
    for key, names in said.items():
        if names:
            wanted = [(names, f"{key}=")] if isinstance(names, str) else [(n, f"{key}/{i}") for i, n in enumerate(names)]
            yield key, tuple(profiles.layer(name, root, places[where]) for name, where in wanted)


def _is_profile(path: Path, name: str, place: str) -> bool:
    """Whether a file that is extended is a profile: it has a title."""
    try:
        return path.suffix != ".toml" and bool(_IS_PROFILE.search(path.read_text(encoding="utf-8", errors="replace")))
    except OSError as failure:
        raise Mistake([f"{place}: “{name}” cannot be read: {failure.strerror}"]) from None


def _read(path: Path) -> dict[str, Any]:
    """A file's content and places, from the cache where it was read before."""
    text = text_of(path, f"{path}: it")

    def read() -> Any:
        from servicelint.written.config import read_config

        return read_config(path.as_posix(), text)

    found: dict[str, Any] = cached_json("config", f"{path}\0{text}", read)
    return found


def merged(parts: Iterable[Part]) -> dict[str, Any]:
    """What the files say together, each going before those that it extends."""
    merged: dict[str, Any] = {}
    for part in parts:
        for key, value in part.data.items():
            before = merged.get(key)
            if isinstance(value, dict) and isinstance(before, dict):
                merged[key] = {**before, **value}
            else:
                merged[key] = [*before, *value] if key in _ADDED and before else value
    return merged
