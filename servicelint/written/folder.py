"""Folders of rules: the built-in one, and those of users, which may speak of the acts of the built-in one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from servicelint.acts.pack import Pack
from servicelint.rules import Library
from servicelint.syntax import yaml
from servicelint.written.acts import read_acts, read_others
from servicelint.written.checked import load, source
from servicelint.written.rule import read_rules


def read_library(folder: Path) -> Library:
    """The rules and acts of a folder shaped like `rules/`; Mistake lists what is wrong in its files."""
    return read_beside(_rule_files(folder), Library({}, {}, {}))


def read_beside(files: Iterable[Path], library: Library) -> Library:
    """The rules and acts of some files, which may speak of the acts of a library; those in folders named `acts` are acts."""
    packs: dict[str, Pack] = {}
    others: dict[str, frozenset[str]] = {}
    rules: list[Path] = []
    acts: dict[tuple[Path, str], list[yaml.Node]] = {}
    for path in files:
        if path.parent.name != "acts":
            rules.append(path)
            continue
        root = load(source(path))
        if yaml.at(root, "others") is not None:
            others |= read_others(root)
        else:
            acts.setdefault((path.parent, yaml.word(yaml.at(root, "language"))), []).append(root)
    for (folder, _), roots in acts.items():
        pack = read_acts(roots, folder, library)
        packs[pack.language] = pack
    found = Library({}, packs, others)
    return replace(found, rules=read_rules(rules, library.joined(found)))


def _rule_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*/*.yml")) if path.parent.name != "profiles"]
