"""Profiles: named settings with what they rest on. Those that servicelint ships lie in `rules/profiles/`, packed as JSON once
installed; a user's own is a file like them. Read only when one is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from servicelint.cache import cached_json
from servicelint.layers import Layer
from servicelint.library import PACKED
from servicelint.mistakes import Mistake, did_you_mean, text_of
from servicelint.rules import FOLDER

Profile = Mapping[str, Any]
"""The checked content of a profile's file."""
RECOMMENDED = "recommended"
_ENDINGS = (".yml", ".yaml")


@cache
def shipped() -> dict[str, Profile]:
    """The profiles that servicelint ships, by name."""
    packed = PACKED / "profiles.json"
    if packed.exists():
        found: dict[str, Profile] = json.loads(packed.read_text(encoding="utf-8"))
        return found
    files = sorted((FOLDER / "profiles").glob("*.yml"))
    content = "\0".join(file.read_text(encoding="utf-8") for file in files)
    kept: dict[str, Profile] = cached_json("profiles", content, lambda: packed_from(FOLDER / "profiles"))
    return kept


def packed_from(folder: Path) -> dict[str, Profile]:
    """What is packed of the profiles in a folder: the content of each by its name, which is that of its file."""
    from servicelint.written.profile import read_profile

    files = sorted(folder.glob("*.yml"))
    return {file.stem: read_profile(file.as_posix(), file.read_text(encoding="utf-8"))["data"] for file in files}


def content(name: str, root: Path) -> Profile:
    """The content of a profile of ours, or of the user's file; Mistake where there is none."""
    if not is_path(name):
        return shipped()[name]
    found: Profile = _read(root / name, name, name)["data"]
    return found


def is_path(name: str) -> bool:
    """Whether a file is meant, not a profile of ours."""
    return "/" in name or "\\" in name or name.endswith((*_ENDINGS, ".toml"))


def layer(name: str, root: Path, place: str, above: tuple[Path, ...] = ()) -> Layer:
    """The settings of a profile of ours, or of the user's file at a path seen from `root`.

    `place` is where it is named, `above` are the files that led to it. Mistake where there is none, or they go in a circle.
    """
    if not is_path(name):
        return _ours(name, place)
    path = root / name
    if path.resolve() in above:
        raise circle(path, place, above)
    read = _read(path, name, place)
    places = located(path, read["places"])
    data = read["data"]
    way = (*above, path.resolve())
    bases = [
        layer(base, path.parent, places.get(f"extends/{index}", str(path)), way)
        for index, base in enumerate(data.get("extends", ()))
    ]
    return _layer(name, data, tuple(bases), places, place)


def circle(path: Path, place: str, above: tuple[Path, ...]) -> Mistake:
    """The mistake of a file that comes back to itself."""
    way = [*above[above.index(path.resolve()) :], path.resolve()]
    told = " → ".join(found.name for found in way)
    return Mistake([f"{place}: this goes in a circle ({told}); expected a file that does not come back here"])


def located(path: Path, places: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Places as people read them, with the path in front."""
    return {key: f"{path.as_posix()}:{line}:{column}" for key, (line, column) in places.items()}


def together(layers: list[Layer]) -> list[Layer]:
    """Several profiles as the one layer that takes them together; nothing of none."""
    return layers if len(layers) < 2 else [Layer("profiles", bases=tuple(layers))]


def _ours(name: str, place: str) -> Layer:
    profiles = shipped()
    if name not in profiles:
        own = "a profile of your own is named by its path, such as ./ours.yml"
        raise Mistake([f"{place}: “{name}” is no profile; {did_you_mean(name, profiles)} ({own})"])
    data = profiles[name]
    bases = tuple(_ours(base, f"profile {name}") for base in data.get("extends", ()))
    return _layer(f"profile {name}", data, bases, {}, place, ours=True)


def _layer(
    name: str, data: Profile, bases: tuple[Layer, ...], places: Mapping[str, str], named_at: str, ours: bool = False
) -> Layer:
    select, ignore = tuple(data.get("select", ())), tuple(data.get("ignore", ()))
    return Layer(name, select, ignore, data.get("settings", {}), places, bases, shipped=ours, named_at=named_at)


def _read(path: Path, name: str, place: str) -> Mapping[str, Any]:
    text = text_of(path, f"{place}: the profile “{name}”")

    def read() -> Any:
        from servicelint.written.profile import read_profile

        return read_profile(path.as_posix(), text)

    found: Mapping[str, Any] = cached_json("profile", f"{path}\0{text}", read)
    return found
