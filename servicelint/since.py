"""What changed since a git revision: which files, and which of their lines. The only room that asks git."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from servicelint.mistakes import Mistake
from servicelint.model import Span

_DIFF = (
    "-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames",
    "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_BINARY = re.compile(r'Binary files .* and "?b/(.*?)"? differ$')
_ESCAPED = re.compile(r'\\([0-7]{3}|[abfnrtv"\\])')
_LETTERS = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


@dataclass(frozen=True)
class Lines:
    """The lines of one file that were added or changed, first and last, 1-based, and after which lines others were taken
    out. `whole`: all of it counts."""

    changed: tuple[tuple[int, int], ...] = ()
    cut_after: tuple[int, ...] = ()
    whole: bool = False

    def touch(self, first: int, last: int) -> bool:
        """Whether one of the lines `first` to `last` is new, or something between them was taken out."""
        return (
            self.whole
            or any(start <= last and first <= end for start, end in self.changed)
            or any(first <= cut < last for cut in self.cut_after)
        )


@dataclass(frozen=True)
class Changes:
    """The changed files of a repository, by their whole paths. What lies outside of it counts as changed."""

    root: Path
    files: Mapping[Path, Lines] = field(default_factory=dict)

    def of(self, path: str) -> Lines | None:
        """What changed in a file; None where nothing did."""
        whole = Path(path).resolve()
        return self.files.get(whole) if whole.is_relative_to(self.root) else Lines(whole=True)

    def touch(self, span: Span) -> bool:
        """Whether a line of a place changed."""
        lines = self.of(span.source.path)
        text = span.source.text
        first = text.count("\n", 0, span.start) + 1
        return bool(lines and lines.touch(first, first + text.count("\n", span.start, max(span.start, span.end - 1))))


def since(revision: str, folder: Path) -> Changes:
    """What changed in the folder's repository since a revision: since the two ways parted, where others went on from it.
    Files that git does not know yet are new. Mistake where there is no git, no repository, no such revision."""
    outside = f"{folder.as_posix()} is in no git repository; --since needs one"
    root = Path(_git(folder, "rev-parse", "--show-toplevel", wrong=outside).rstrip("\n"))
    unknown = (
        f"--since: git knows no revision “{revision}” here; expected a branch, tag or commit such as main or HEAD~1 "
        "(where only the last commit was fetched, fetch more)"
    )
    _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", wrong=unknown)
    parted = _asked(root, "merge-base", revision, "HEAD")
    base = parted.stdout.strip() if parted.returncode == 0 else revision
    said = _git(root, *_DIFF, base, "--", wrong=f"--since: git cannot compare with “{revision}”")
    untracked = _git(root, "ls-files", "--others", "--exclude-standard", "-z", wrong="--since: git cannot list new files")
    files = {(root / name).resolve(): lines for name, lines in parsed(said.split("\n"))}
    files |= {(root / name).resolve(): Lines(whole=True) for name in untracked.split("\0") if name}
    return Changes(root.resolve(), files)


def parsed(diff: Iterable[str]) -> Iterator[tuple[str, Lines]]:
    """Each file of a `git diff --unified=0` with its lines; those that were deleted are left out."""
    name, changed, cuts, body = "", list[tuple[int, int]](), list[int](), 0
    for line in diff:
        if body:
            body -= not line.startswith("\\")
        elif line.startswith("+++ "):
            if name:
                yield name, Lines(tuple(changed), tuple(cuts))
            name, changed, cuts = _name(line[4:]), [], []
        elif found := _HUNK.match(line):
            start, length = int(found[1]), int(found[2] or 1)
            changed += [(start, start + length - 1)] if length else []
            cuts += [] if length else [start]
            body = length + _removed(line)
        elif found := _BINARY.match(line):
            yield _plain(found[1]), Lines(whole=True)
    if name:
        yield name, Lines(tuple(changed), tuple(cuts))


def _removed(hunk: str) -> int:
    """How many lines a hunk takes out."""
    found = re.match(r"@@ -\d+(?:,(\d+))?", hunk)
    return int(found[1] or 1) if found else 0


def _name(said: str) -> str:
    """The path behind `+++`; "" for a deleted file."""
    said = said.removesuffix("\t")
    if said == "/dev/null":
        return ""
    return (_plain(said[1:-1]) if said.startswith('"') else said).removeprefix("b/")


def _plain(name: str) -> str:
    """A path without git's escapes, which are of bytes."""

    def byte(found: re.Match[str]) -> str:
        code = int(found[1], 8) if found[1].isdigit() else _LETTERS[found[1]]
        return bytes([code]).decode("utf-8", "surrogateescape")

    return _ESCAPED.sub(byte, name).encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _git(folder: Path, *arguments: str, wrong: str) -> str:
    done = _asked(folder, *arguments)
    if done.returncode:
        raise Mistake([wrong])
    return done.stdout


def _asked(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except OSError:
        raise Mistake(["--since asks git what changed, and there is no git here; install it, or name the files"]) from None
