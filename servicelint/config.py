"""The configuration: found upward from what is linted, and what it says of a path: format, language, owner, rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from servicelint import globs, parts, profiles
from servicelint.cache import cached_json
from servicelint.layers import Layer, chosen, settle
from servicelint.mistakes import Mistake
from servicelint.parts import Part
from servicelint.rules import Library, Rule

NAMES = ("servicelint.yaml", ".servicelint.yaml")
PROJECT = "pyproject.toml"
"""Looked at where it has a table `tool.servicelint`."""
_TABLE = re.compile(r"^\s*\[*\s*tool\s*\.\s*servicelint\b", re.M)
_OF_RULES = ("profile", "select", "ignore", "settings")


@dataclass(frozen=True)
class Entry:
    """What is said of the files that fit a glob: an item of `files:`, the `index`th of its file."""

    part: Part
    index: int

    @property
    def data(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.part.data["files"][self.index]
        return found

    @property
    def key(self) -> str:
        return f"files/{self.index}"

    @property
    def about_rules(self) -> bool:
        return any(name in self.data for name in _OF_RULES)

    def fits(self, path: Path) -> bool:
        return _fits(path, self.part.root, [self.data["path"]])


@dataclass(frozen=True)
class Config:
    """What the user set. `root` is the folder that globs and paths in it are seen from; `data` is what the file and those that
    it extends (`parts`, the file itself last) say together; `asked` are profiles named on the command line."""

    root: Path = field(default_factory=Path.cwd)
    path: Path | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    asked: tuple[Layer, ...] = ()

    @cached_property
    def all_parts(self) -> tuple[Part, ...]:
        return self.parts or (Part(self.path, self.root, self.data),)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """What is said of some paths, the decisive last."""
        return tuple(Entry(part, index) for part in self.all_parts for index in range(len(part.data.get("files", ()))))

    @cached_property
    def by_path(self) -> bool:
        """Whether some paths have rules or settings of rules of their own."""
        return any(entry.about_rules for entry in self.entries)

    def fitting(self, path: Path) -> tuple[Entry, ...]:
        """The entries that speak of a file."""
        if path not in self._fitting:
            self._fitting[path] = tuple(entry for entry in self.entries if entry.fits(path))
        return self._fitting[path]

    @cached_property
    def _fitting(self) -> dict[Path, tuple[Entry, ...]]:
        """What `fitting` has answered."""
        return {}

    def setting(self, path: Path, name: str) -> str | None:
        """`format`, `language`, `channel`, `owner` of a file: the last entry under `files:` that fits, else the general one."""
        found: str | None = self.data.get(name)
        for entry in self.fitting(path):
            found = entry.data.get(name, found)
        return found

    def place(self, path: Path, name: str) -> str:
        """Where that setting of a file stands; "" where nothing is said."""
        told = [part.at(name) for part in self.all_parts if name in part.data]
        told += [entry.part.at(f"{entry.key}/{name}") for entry in self.fitting(path) if name in entry.data]
        return told[-1] if told else ""

    def home(self, name: str) -> Path:
        """The folder that a path under this key is seen from: that of the file which says it."""
        part = self.part(name)
        return part.root if part else self.root

    def part(self, name: str) -> Part | None:
        """The file that says what counts under this key; None where none does."""
        return next((part for part in reversed(self.all_parts) if name in part.data), None)

    def layers(self, entries: Iterable[Entry] = ()) -> Iterator[Layer]:
        """What is said of rules, each layer before those that go before it; of a path, with the entries that speak of it."""
        entries = list(entries)
        yield from profiles.together(list(self.profiles(entries)))
        tuning = bool(self.asked)
        for part in self.all_parts:
            yield part.layer(part.data, tuning=tuning)
        for entry in entries:
            yield entry.part.layer(entry.data, f"{entry.key}/", tuning)

    def profiles(self, entries: Iterable[Entry] = ()) -> Iterator[Layer]:
        """The profiles that count; of a path, with the entries that speak of it."""
        if self.asked:
            yield from self.asked
            return
        for part in self.all_parts:
            yield from part.extended
        named = [part.profiles["profile"] for part in self.all_parts if "profile" in part.profiles]
        named += [entry.part.profiles[f"{entry.key}/profile"] for entry in entries if "profile" in entry.data]
        yield from named[-1] if named else ()

    def includes(self, path: Path) -> bool:
        """Whether a file found in a folder is to be looked at."""
        wanted = [part for part in self.all_parts if part.data.get("include")]
        return not wanted or any(_fits(path, part.root, part.data["include"]) for part in wanted)

    def excludes(self, path: Path) -> bool:
        """Whether a file or folder found in a folder is left out."""
        return any(_fits(path, part.root, part.data.get("exclude", ())) for part in self.all_parts)

    def owns(self, path: Path) -> bool:
        """Whether a file or folder is the configuration's own, and no copy: its files, the baseline, the user's rules."""
        return path.name in self._own_names and path.resolve() in self._own

    @cached_property
    def _own_names(self) -> frozenset[str]:
        return frozenset(path.name for path in self._own)

    @cached_property
    def _own(self) -> frozenset[Path]:
        files = [part.path for part in self.all_parts if part.path]
        known = [self.home("baseline") / self.data["baseline"]] if "baseline" in self.data else []
        return frozenset(path.resolve() for path in (*files, *known, *self.rule_paths))

    def fits(self, path: Path, pattern: str) -> bool:
        """Whether a path fits a glob."""
        return _fits(path, self.root, [pattern])

    @cached_property
    def rule_paths(self) -> tuple[Path, ...]:
        """The user's own rule folders, and those of installed packages that are named."""
        here = Path.cwd()
        paths = (_rules_at(part.root / name, name) for part in self.all_parts for name in part.data.get("rules", ()))
        return tuple(path.relative_to(here) if path.is_relative_to(here) else path for path in paths)

    def asking(self, names: Iterable[str], place: str) -> Config:
        """The configuration with the profiles of these names (or paths, from the current folder) in place of its own."""
        return replace(self, asked=tuple(profiles.layer(name, Path(), place) for name in names))


def _rules_at(path: Path, name: str) -> Path:
    """The path, or the folder of an installed rule set of this name: the module of an entry point in `servicelint.rules`."""
    if path.exists() or not re.fullmatch(r"[A-Za-z0-9][\w-]*", name):
        return path
    from importlib.metadata import entry_points
    from importlib.resources import files

    found = entry_points(group="servicelint.rules", name=name)
    return next((Path(str(files(entry.module))) for entry in found), path)


def find(start: Path) -> Path | None:
    """The nearest configuration file, from a file or folder upward."""
    start = start.resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        for path in candidates(folder):
            return shown(path)
    return None


def candidates(folder: Path) -> Iterator[Path]:
    """The configuration files that lie in a folder, the one that counts first."""
    yield from (folder / name for name in NAMES if (folder / name).is_file())
    if _in_project(folder / PROJECT):
        yield folder / PROJECT


def shown(path: Path) -> Path:
    """The path as short as it can be told."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _in_project(path: Path) -> bool:
    try:
        return bool(_TABLE.search(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return False


def load(path: Path | None) -> Config:
    """The configuration in a file and those that it extends; an empty one for None. Mistake where something in it is wrong."""
    if path is None:
        return Config()
    files = parts.read(path)
    return Config(files[-1].root, path, parts.merged(files), files)


def library(config: Config, built_in: Library) -> Library:
    """The built-in rules and acts with the user's beside them."""
    joined = built_in
    for folder in config.rule_paths:
        files = sorted(folder.rglob("*.yml")) + sorted(folder.rglob("*.yaml")) if folder.is_dir() else [folder]
        try:
            content = "\0".join(f"{file}\0{file.read_text(encoding='utf-8', errors='replace')}" for file in files)
        except OSError as failure:
            raise Mistake([f"{_place_of(folder, config)}: the rules “{folder}” cannot be read: {failure.strerror}"]) from None
        before = joined

        def read(files: list[Path] = files, before: Library = before) -> Any:
            from servicelint.written.folder import read_beside

            return read_beside(files, before).to_json()

        joined = before.joined(Library.from_json(cached_json("rules", content, read)))
    return joined


def _place_of(folder: Path, config: Config) -> str:
    """Where a rule folder is named."""
    named = (part.at(f"rules/{index}") for part in config.all_parts for index in range(len(part.data.get("rules", ()))))
    return dict(zip(config.rule_paths, named, strict=True))[folder]


def said(select: Iterable[str], ignore: Iterable[str]) -> tuple[Layer, ...]:
    """What the command line says of rules: the uppermost layers."""
    return Layer("--select", tuple(select)), Layer("--ignore", ignore=tuple(ignore))


def choose(library: Library, config: Config, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that are on, with their settings. What the command line selects or ignores goes before the file."""
    return _taking(chosen(settle([*config.layers(), *said(select, ignore)], library), library), config)


def _taking(rules: Iterable[Rule], config: Config) -> tuple[Rule, ...]:
    """The rules; those that take a key of the configuration with what stands under it, without it they are not run."""
    keys = ((rule, rule.data.get("takes")) for rule in rules)
    return tuple(rule.set({key: config.data[key]}) if key else rule for rule, key in keys if not key or config.data.get(key))


@dataclass(frozen=True)
class ByPath:
    """The rules of each path, where a configuration has others for some. Travels to other processes."""

    library: Library
    config: Config
    said: tuple[Layer, ...]
    known: dict[tuple[tuple[str, int], ...], tuple[Rule, ...]] = field(default_factory=dict, compare=False)

    def __call__(self, path: str) -> tuple[Rule, ...]:
        """The rules that are on for a path; the very same tuple for paths of which the same is said."""
        return self._of(tuple(entry for entry in self.config.fitting(Path(path)) if entry.about_rules))

    def _of(self, entries: tuple[Entry, ...]) -> tuple[Rule, ...]:
        key = tuple((str(entry.part.path), entry.index) for entry in entries)
        if key not in self.known:
            choices = settle([*self.config.layers(entries), *self.said], self.library)
            self.known[key] = _taking(chosen(choices, self.library), self.config)
        return self.known[key]

    def checked(self) -> ByPath:
        """Itself; Mistake where something in an entry is wrong, whether or not a file fits it."""
        problems: list[str] = []
        for entry in self.config.entries:
            try:
                self._of((entry,))
            except Mistake as mistake:
                problems += mistake.lines
        if problems:
            raise Mistake(dict.fromkeys(problems))
        return self


def choose_by_path(library: Library, config: Config, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> ByPath | None:
    """What tells the rules of each path; None where they are the same for all."""
    return ByPath(library, config, said(select, ignore)).checked() if config.by_path else None


def _fits(path: Path, root: Path, patterns: Iterable[str]) -> bool:
    """Whether a path, seen from the configuration's folder, fits one of the globs."""
    if not patterns:
        return False
    whole = path.resolve()
    return globs.fits(whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix(), patterns)
