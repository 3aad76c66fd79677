"""The configuration file: found upward from what is linted, checked key by key, kept as JSON once read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any

from servicelint.cache import cached_json
from servicelint.mistakes import Mistake, did_you_mean
from servicelint.rules import QUALITIES, Library, Rule, thresholds

NAMES = ("servicelint.yaml", ".servicelint.yaml")
LEVELS = ("error", "warning", "hint", "off")


@dataclass(frozen=True)
class Config:
    """What the user set. `root` is the folder that globs and paths in it are seen from."""

    root: Path = field(default_factory=Path.cwd)
    path: Path | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def setting(self, path: Path, name: str) -> str | None:
        """`format`, `language` or `channel` of a file: the last entry under `files:` that fits it, else the general one."""
        found: str | None = self.data.get(name)
        for entry in self.data.get("files", ()):
            if name in entry and _fits(path, self.root, [entry["path"]]):
                found = entry[name]
        return found

    def includes(self, path: Path) -> bool:
        """Whether a file found in a folder is to be looked at."""
        wanted = self.data.get("include", ())
        return not wanted or _fits(path, self.root, wanted)

    def excludes(self, path: Path) -> bool:
        """Whether a file or folder found in a folder is left out."""
        return _fits(path, self.root, self.data.get("exclude", ()))

    def fits(self, path: Path, pattern: str) -> bool:
        """Whether a path fits a glob."""
        return _fits(path, self.root, [pattern])

    @cached_property
    def rule_paths(self) -> tuple[Path, ...]:
        """The user's own rule folders, and those of installed packages that are named."""
        here = Path.cwd()
        paths = (_rules_at(self.root / name, name) for name in self.data.get("rules", ()))
        return tuple(path.relative_to(here) if path.is_relative_to(here) else path for path in paths)


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
        for name in NAMES:
            if (folder / name).is_file():
                return folder / name
    return None


def load(path: Path | None) -> Config:
    """The configuration in a file; an empty one for None. Mistake where something in it is wrong."""
    if path is None:
        return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Mistake([f"{path}:1:1: this is no UTF-8 text; save it as UTF-8"]) from None
    except OSError as failure:
        raise Mistake([f"{path}: it cannot be read: {failure.strerror}"]) from None

    def read() -> Any:
        from servicelint.written.config import read_config

        return read_config(path.as_posix(), text)

    return Config(path.resolve().parent, path, cached_json("config", f"{path}\0{text}", read))


def library(config: Config, built_in: Library) -> Library:
    """The built-in rules and acts with the user's beside them."""
    joined = built_in
    for folder in config.rule_paths:
        files = sorted(folder.rglob("*.yml")) + sorted(folder.rglob("*.yaml")) if folder.is_dir() else [folder]
        try:
            content = "\0".join(f"{file}\0{file.read_text(encoding='utf-8', errors='replace')}" for file in files)
        except OSError as failure:
            raise Mistake([f"{config.path}: its rules “{folder}” cannot be read: {failure.strerror}"]) from None
        before = joined

        def read(files: list[Path] = files, before: Library = before) -> Any:
            from servicelint.written.folder import read_beside

            return read_beside(files, before).to_json()

        joined = before.joined(Library.from_json(cached_json("rules", content, read)))
    return joined


def choose(library: Library, config: Config, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that are on, with their settings. What the command line selects or ignores goes before the file."""
    wanted = _named(select or config.data.get("select", ()), library, config)
    unwanted = _named([*ignore, *(() if select else config.data.get("ignore", ()))], library, config)
    settings = config.data.get("settings", {})
    _named(settings, library, config)
    chosen = []
    for rule in library.rules.values():
        own = settings.get(rule.id, {})
        on = rule.id in wanted if wanted else rule.data.get("default", True) or bool(own)
        if on and rule.id not in unwanted and own != "off":
            chosen.append(_set(rule, own, config))
    return tuple(chosen)


def _named(names: Iterable[str], library: Library, config: Config) -> set[str]:
    """The ids of the rules that are named, by themselves or by their quality."""
    found: set[str] = set()
    for name in names:
        own = {rule.id for rule in library.rules.values() if name in (rule.id, rule.quality, "all")}
        if not own and name not in QUALITIES:
            where = f"{config.path}: " if config.path else ""
            raise Mistake([f"{where}“{name}” is no rule and no quality; {did_you_mean(name, [*library.rules, *QUALITIES])}"])
        found |= own
    return found


def _set(rule: Rule, own: Any, config: Config) -> Rule:
    if not own:
        return rule  # its kind is loaded when a text needs it
    if isinstance(own, str):
        return rule.set({"severity": own})
    known = thresholds(rule)
    numbers: dict[str, Any] = {}
    for name, value in own.items():
        key = name.replace("-", "_")
        if name != "severity" and key not in known:
            raise Mistake(
                [f"{config.path}: “{name}” is nothing that {rule.id} lets you set; {did_you_mean(name, ['severity', *known])}"]
            )
        try:
            numbers[key] = value if name == "severity" else type(known[key])(value)
        except ValueError:
            raise Mistake([f"{config.path}: “{value}” does not fit {rule.id}: {name}; expected a number"]) from None
    return rule.set(numbers)


def _fits(path: Path, root: Path, patterns: Iterable[str]) -> bool:
    """Whether a path, seen from the configuration's folder, fits one of the globs (`**` crosses folders)."""
    patterns = list(patterns)
    if not patterns:
        return False
    whole = path.resolve()
    name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()
    return any(
        fnmatch(name, pattern) or fnmatch(name, pattern.replace("**/", "")) or name.startswith(pattern.rstrip("/*") + "/")
        for pattern in patterns
    )
