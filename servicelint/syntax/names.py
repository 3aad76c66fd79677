"""Short names of files that are read together."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonpath
from pathlib import PurePath

from servicelint.model import Source


def names(sources: Sequence[Source]) -> dict[str, str]:
    """A short name for every file, by its path: what is left of it after the folder that all have in common."""
    paths = [PurePath(source.path) for source in sources]
    common = commonpath([path.parent for path in paths]) if len({path.is_absolute() for path in paths}) == 1 else ""
    return {source.path: path.relative_to(common).as_posix() for source, path in zip(sources, paths, strict=True)}
