"""The files of a folder that name each other, for formats whose files are otherwise whole in themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from os.path import relpath
from pathlib import Path

MOST = 400
"""In folders with more files of the kind, nobody looks who names whom."""
LARGEST = 4_000_000
"""Bytes; a file that is larger names nobody."""

Names = Callable[[str, str], tuple[frozenset[str], frozenset[str]]]
"""From a file's name and text: by which names others may call it, and which names it calls."""


def related(path: Path, endings: tuple[str, ...], names: Names) -> tuple[Path, ...]:
    """The files beside `path` that call it or are called by it, and those that these call, `path` among them."""
    absolute = path.absolute()
    together = next((group for group in _groups(absolute.parent, endings, names) if absolute in group), (absolute,))
    if len(together) == 1:
        return (path,)
    return together if path.is_absolute() else tuple([Path(relpath(file)) for file in together])


@lru_cache(maxsize=64)
def _groups(folder: Path, endings: tuple[str, ...], names: Names) -> tuple[tuple[Path, ...], ...]:
    """The files of a folder that belong together, directly or through others, in the order of their names."""
    files = [file for file in sorted(folder.iterdir()) if file.suffix.lower() in endings and file.is_file()]
    if not 1 < len(files) <= MOST:
        return ()
    told = {file: names(file.name, _text(file)) for file in files}
    callers: dict[str, list[Path]] = {}
    for file, (_, called) in told.items():
        for name in called:
            callers.setdefault(name, []).append(file)
    beside: dict[Path, set[Path]] = {file: set() for file in files}
    for file, (own, _) in told.items():
        for caller in (caller for name in own for caller in callers.get(name, ()) if caller != file):
            beside[file].add(caller)
            beside[caller].add(file)
    return tuple(_parts(beside))


def _parts(beside: dict[Path, set[Path]]) -> list[tuple[Path, ...]]:
    parts, seen = [], set[Path]()
    for first in beside:
        waiting = [] if first in seen else [first]
        part = set(waiting)
        for file in waiting:
            waiting += sorted(beside[file] - part)
            part |= beside[file]
        seen |= part
        if len(part) > 1:
            parts.append(tuple(sorted(part)))
    return parts


def _text(file: Path) -> str:
    if file.stat().st_size > LARGEST:
        return ""
    return file.read_bytes().decode("utf-8", "replace")
