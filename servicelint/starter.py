"""A configuration to begin with, fitted to what lies in a folder, and what pre-commit and CI need to run it.

Looks and writes text; where it goes is for the command. A line of YAML to switch on begins with `#` and no single space.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from servicelint import baseline, reports
from servicelint.config import Config
from servicelint.discover import Unit, Wish, discover
from servicelint.language import Detector
from servicelint.rules import Library
from servicelint.run import read
from servicelint.terminal import wrap

MOST = 1000
"""So many files are read at most: a folder tells what it is sooner than that."""
MOST_ENTRIES = 30
"""So many globs are proposed at most, those with the most files."""
MOST_FOLDERS = 8
"""More folders than this make no expression that anybody wants to read."""
SOURCE = "https://github.com/servicelint/servicelint"
_CHANNELS = ("voice", "chat", "email", "sms")
_FITTING = {
    ("voice", ""): ("gethuman", "w3c-coga", "iso-13714"),
    ("voice", "it"): ("it-agcom-255-24",),
    ("voice", "pt"): ("br-decreto-11034",),
    ("voice", "es"): ("es-atencion-clientela",),
    ("chat", ""): ("eu-ai-act-50",),
}
"""Profiles that may fit, by the channel and language of flows."""


@dataclass(frozen=True)
class Kind:
    """What files are: their format, language and channel ("" where it is not known or not one)."""

    format: str
    language: str
    channel: str


@dataclass(frozen=True)
class Found:
    """What lies in a folder: each file that is read, by its path from there, and the profiles that may fit."""

    files: Mapping[str, Kind]
    profiles: tuple[str, ...] = ()
    unread: int = 0


def look(folder: Path, library: Library) -> Found:
    """What lies in the folder and below, as it is recognised without a configuration."""
    units = discover([folder], Config(folder), Wish()).units
    detector = Detector(library)
    files: dict[str, Kind] = {}
    fitting: dict[str, None] = {}
    for unit in units[:MOST]:
        kinds, profiles = _unit(unit, folder, detector)
        files |= kinds
        fitting |= dict.fromkeys(profiles)
    return Found(files, tuple(fitting), sum(len(unit.bundle.sources) for unit in units[MOST:]))


def _unit(unit: Unit, folder: Path, detector: Detector) -> tuple[dict[str, Kind], list[str]]:
    document = read(unit)
    channels = {message.channel for message in document.messages} & {*_CHANNELS}
    language = detector.document(document)
    channel = channels.pop() if len(channels) == 1 else ""
    kinds = {
        _from(source.path, folder): Kind(unit.bundle.format_of(source.path, unit.format), language, channel)
        for source in unit.bundle.sources
    }
    spoken = {"voice" if flow.voice else "chat" for flow in document.flows}
    profiles = [name for medium in sorted(spoken) for code in ("", language) for name in _FITTING.get((medium, code), ())]
    return kinds, profiles


def _from(path: str, folder: Path) -> str:
    return Path(path).resolve().relative_to(folder.resolve()).as_posix()


def configuration(found: Found, profile: str) -> str:
    """The text of a `servicelint.yaml`."""
    lines = [
        "# What servicelint goes by in this folder and below.",
        "# Take off the # of what you want. servicelint check --show-settings FILE tells what applies to a file, and why.",
        "",
        "# Which rules, and how grave: servicelint explain NAME shows a profile, servicelint rules --profile NAME lists it.",
        *([f"# What lies here may also want: {', '.join(found.profiles)}."] if found.profiles else []),
        f"profile: {json.dumps(profile) if '/' in profile else profile}",
        "",
        "# The least severity that stops a commit or a build: error, warning, hint or never.",
        "fail-on: warning",
        "",
        *_told(found),
        "#files:",
        *(f"#  - {{{entry}}}{note}" for entry, note in _entries(found.files)),
        '#  - {path: "legal/**", owner: legal@example.org, ignore: [policy-wording], settings: {long-sentence: off}}',
        "",
        "# What is not yours to write, or not sent any more.",
        '#exclude: ["archive/**"]',
        "",
        "# The level of a rule (error, warning, hint, on, off), or its numbers.",
        "#settings:",
        "#  menu-depth: {max: 3}",
        "#  jargon: off",
        "",
        "# What was there before: servicelint baseline writes it down, and a check shows only what is new.",
        f"#baseline: {baseline.NAME}",
        "",
        "# Rules of your own: servicelint new-rule NAME writes one to begin with.",
        "#rules: [our-rules/]",
    ]
    return "\n".join(lines) + "\n"


def _told(found: Found) -> Iterator[str]:
    """What was found, in words."""
    if not found.files:
        yield "# Nothing that servicelint reads lies here yet. What a file is can be said like this:"
        return
    formats = Counter(kind.format for kind in found.files.values())
    languages = Counter(kind.language for kind in found.files.values() if kind.language)
    told = ", ".join(f"{name} {count}" for name, count in formats.most_common())
    spoken = f"; languages: {', '.join(name for name, _ in languages.most_common())}" if languages else ""
    rest = f", and {found.unread} more that were not looked into" if found.unread else ""
    whole = f"Found here: {len(found.files)} {'file' if len(found.files) == 1 else 'files'} ({told}){rest}{spoken}."
    yield from (f"# {line}" for line in wrap(whole, 100))
    yield "# They are recognised as they are; say here what you know better, who owns the words, or other rules for a path."


def _entries(files: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    """An entry for each glob whose files are all of one kind, and a remark behind it."""
    groups = list(_grouped(PurePosixPath(), files))
    kept = sorted(groups, key=lambda group: -group[2])[:MOST_ENTRIES]
    for glob, kind, count in (group for group in groups if group in kept):
        facts = {"path": json.dumps(glob, ensure_ascii=False), "format": kind.format}
        facts |= {"language": kind.language, "channel": kind.channel}
        yield ", ".join(f"{key}: {value}" for key, value in facts.items() if value), f"  # {count} files" * (count > 1)


def _grouped(folder: PurePosixPath, files: Mapping[str, Kind]) -> Iterator[tuple[str, Kind, int]]:
    """Globs from a folder down: the whole folder where all in it is of one kind, else its folders and its endings."""
    kinds = set(files.values())
    if len(kinds) == 1 and folder.parts:
        yield f"{folder}/**", kinds.pop(), len(files)
        return
    below: dict[str, dict[str, Kind]] = {}
    here: dict[str, dict[str, Kind]] = {}
    for path, kind in files.items():
        rest = PurePosixPath(path).relative_to(folder)
        group, name = (below, rest.parts[0]) if len(rest.parts) > 1 else (here, rest.suffix)
        group.setdefault(name, {})[path] = kind
    for ending, own in sorted(here.items()):
        if len(set(own.values())) == 1:
            yield next(iter(own)) if len(own) == 1 else str(folder / f"*{ending}"), next(iter(own.values())), len(own)
        else:
            yield from ((path, kind, 1) for path, kind in sorted(own.items()))
    for name, own in sorted(below.items()):
        yield from _grouped(folder / name, own)


def snippets(found: Found, version: str) -> dict[str, tuple[str, str]]:
    """What runs servicelint elsewhere: for `pre-commit`, `github` and `gitlab` the path of its file and its text."""
    return {
        "pre-commit": (".pre-commit-config.yaml", _pre_commit(found.files, version)),
        "github": (".github/workflows/servicelint.yml", _github(version)),
        "gitlab": (".gitlab-ci.yml", _gitlab(version, reports.names())),
    }


def _pre_commit(files: Iterable[str], version: str) -> str:
    folders = sorted({PurePosixPath(path).parts[0] for path in files if "/" in path})
    plain = (
        0 < len(folders) <= MOST_FOLDERS
        and all("/" in path for path in files)
        and all(name.replace("-", "").isalnum() for name in folders)
    )
    only = f"\n        files: ^({'|'.join(folders)})/" if plain else ""
    return f"""\
repos:
  - repo: {SOURCE}
    rev: v{version}
    hooks:
      - id: servicelint{only}
"""


def _github(version: str) -> str:
    return f"""\
name: servicelint
on: [push, pull_request]
permissions:
  contents: read
jobs:
  servicelint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.12"}}
      - run: python -m pip install git+{SOURCE}@v{version}
      - run: servicelint check --no-progress --format github
"""


def _gitlab(version: str, known: Sequence[str]) -> str:
    report = """\
    - servicelint check --no-progress --format gitlab --output gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""
    plain = "    - servicelint check --no-progress\n"
    return f"""\
servicelint:
  image: python:3.12
  script:
    - python -m pip install git+{SOURCE}@v{version}
{report if "gitlab" in known else plain}"""
