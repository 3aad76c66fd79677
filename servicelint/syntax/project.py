"""The files of a bot that lies in a folder of known shape. Knows no platform: which shape it is, the formats say."""

from __future__ import annotations

from functools import lru_cache
from os.path import relpath
from pathlib import Path

_LEVELS_UP = 5
"""So far above a file its bot's folder may lie."""


def files(path: Path, parts: frozenset[str], marker: str) -> tuple[Path, ...]:
    """The JSON files of the bot that `path` is of: those below the folders `parts` of its root, and the file `marker` there.

    The path alone where no such folder is around it.
    """
    absolute = path.absolute()
    root = next((folder.parent for folder in absolute.parents[:_LEVELS_UP] if folder.name in parts), None)
    if root is None and absolute.name == marker:
        root = absolute.parent
    found = _below(root, parts, marker) if root is not None else ()
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _below(root: Path, parts: frozenset[str], marker: str) -> tuple[Path, ...]:
    inside = [file for part in sorted(parts) for file in (root / part).rglob("*.json") if file.is_file()]
    drawn = [file for file in inside if not file.name.endswith(".ui.json")]  # where an editor drew the boxes
    return tuple(sorted([*drawn, *(file for file in [root / marker] if file.is_file())]))
