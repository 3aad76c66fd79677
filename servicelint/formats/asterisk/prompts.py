"""Lists of what Asterisk's recordings say, as the core sounds come with: `name: words`, a line each, `;` comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from servicelint.model import Piece, Source
from servicelint.model.pieces import collapse, verbatim
from servicelint.syntax.recordings import is_speech

_LINE = re.compile(r"[^\r\n]+")
_ENTRY = re.compile(r"(?P<name>[\w./*#+-]+):(?:[ \t]*(?P=name):)?(?:[ \t]+(?P<words>.*?))?[ \t]*$")
_PLAIN = re.compile(r"[a-z]+")
_LANGUAGE = re.compile(r"[._-]([a-z]{2}(?:[_-][A-Z]{2})?)\.\w+$")
_NAMED = re.compile(r"sounds?[._-][a-z]{2}\b|transcript", re.I)
_SOUND = re.compile(r"(?:.*/)?(?:silence/\d+|beep(?:err)?|(?:ascending|descending)-2tone)")
_ENOUGH, _SHARE = 3, 0.9


@dataclass(frozen=True)
class Prompt:
    """One line: the recording's name and what it says, nothing where it is a mere sound."""

    name: str
    pieces: tuple[Piece, ...]
    language: str


def sniff(source: Source) -> float:
    """How surely a file is such a list: nearly all lines are names of files in small letters, each once, and words."""
    suffix = PurePath(source.path).suffix.lower()
    if suffix not in (".txt", ".conf", ".lst", ""):
        return 0.0
    lines = [line[0] for line in _LINE.finditer(source.text) if line[0].strip()]
    listed = [line for line in lines if not line.startswith(";")]
    names = [found["name"] for line in listed if (found := _ENTRY.match(line)) and found["name"] == found["name"].lower()]
    if len(names) < _ENOUGH or len(names) < _SHARE * len(listed) or len(set(names)) < _SHARE * len(names):
        return 0.0
    told = len(listed) < len(lines) or _NAMED.search(PurePath(source.path).name) is not None
    filed = sum(not _PLAIN.fullmatch(name) for name in names)
    return (0.95 if told else 0.8) if 2 * filed >= len(names) else 0.0


def is_sound(name: str) -> bool:
    """Whether a recording that comes with Asterisk is a tone or silence."""
    return _SOUND.fullmatch(name) is not None


def prompts(source: Source) -> Iterator[Prompt]:
    """The lines of a list, in order."""
    named = _LANGUAGE.search(source.path)
    for line in _LINE.finditer(source.text):
        found = _ENTRY.match(line[0])
        if found is None or line[0].startswith(";"):
            continue
        start, end = found.span("words")
        pieces = collapse((verbatim(source, line.start() + start, line.start() + end),)) if start < end else ()
        spoken = is_speech(pieces) and not is_sound(found["name"])
        if start >= 0:
            yield Prompt(found["name"], pieces if spoken else (), named[1] if named else "")
