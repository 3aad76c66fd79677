"""What git ignores among the files of a folder: by every .gitignore from the repository's root down, and by `info/exclude`.

As git has it, the lists further down go before those above them, and the last line that fits decides. Outside of a
repository nothing is ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

LIST = ".gitignore"


@dataclass(frozen=True)
class Ignored:
    """The lists that count in a folder: each with the folder its globs are seen from, the decisive last."""

    folder: Path
    lists: tuple[tuple[Path, GitIgnoreSpec], ...] = ()
    inside: bool = False

    @classmethod
    def at(cls, folder: Path) -> Ignored:
        """The lists for a folder where a search begins. A folder that is ignored itself was named on purpose: what ignores
        it does not count inside."""
        whole = folder.resolve()
        above = [whole, *whole.parents]
        root = next((place for place in above if (place / ".git").exists()), None)
        if root is None:
            return cls(whole)
        found = cls(root, _list(root, _exclude(root / ".git")), inside=True)._with_own_list()
        for place in reversed(above[: above.index(root)]):
            if found.has(place.name, folder=True):
                found = cls(found.folder, inside=True)
            found = found.below(place.name)
        return found

    def below(self, name: str) -> Ignored:
        """The lists for a folder in this one."""
        return Ignored(self.folder / name, self.lists, self.inside)._with_own_list()

    def _with_own_list(self) -> Ignored:
        own = _list(self.folder, self.folder / LIST) if self.inside else ()
        return Ignored(self.folder, self.lists + own, self.inside) if own else self

    def has(self, name: str, folder: bool = False) -> bool:
        """Whether git ignores a file, or a folder, that lies right in this one."""
        path = self.folder / name
        for top, spec in reversed(self.lists):
            seen = path.relative_to(top).as_posix()
            for pattern in reversed(list(spec.patterns)):
                if pattern.include is not None and pattern.regex and _fits(pattern.regex, seen, folder):
                    return bool(pattern.include)
        return False


def _list(top: Path, path: Path) -> tuple[tuple[Path, GitIgnoreSpec], ...]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    from pathspec import GitIgnoreSpec

    return ((top, GitIgnoreSpec.from_lines(lines)),)


def _fits(pattern: re.Pattern[str], path: str, folder: bool) -> bool:
    """Whether a pattern fits the path itself. Those of pathspec fit what lies in it as well, and mark the slash they end at:
    that is for the folder to decide, which is asked first."""
    marked = "ps_d" in pattern.groupindex
    found = pattern.match(path)
    if found and not (marked and found["ps_d"]):
        return True
    inside = pattern.match(f"{path}/") if folder and marked else None
    return inside is not None and inside.end("ps_d") == len(path) + 1


def _exclude(git: Path) -> Path:
    """The repository's own list; in a worktree `.git` is a file that says where the repository is."""
    if git.is_file():
        words = git.read_text(encoding="utf-8", errors="replace").partition("gitdir:")[2].strip()
        git = git.parent / words
        common = git / "commondir"
        git = git / common.read_text(encoding="utf-8").strip() if common.is_file() else git
    return git / "info" / "exclude"
