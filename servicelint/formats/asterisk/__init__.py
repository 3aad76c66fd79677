"""Asterisk: dialplans (`extensions.conf`) and the lists of what its recordings say.

`conf` reads lines, `dialplan` extensions, `prompts` lists; `speech` puts into words, `walk` follows the calls, `document`
puts it together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from servicelint.formats.asterisk import prompts
from servicelint.model import Bundle, Document, Source

ID = "asterisk"
SUMMARY = "Asterisk dialplans"
READ = "extensions.conf with all it includes from its folder, texts spoken by an engine, lists of what recordings say"
NOT_READ = "AEL and Lua dialplans, scripts, queues and voice mail settings, recordings that no list puts into words"
EXTENSIONS = ("extensions.conf", ".conf", ".txt")
MENUS = True
HANDOFF = True

_STEP = re.compile(r"^[ \t]*exten[ \t]*=>?[ \t]*[^,;\s]+[ \t]*,[ \t]*(?:\d+|n|s|hint)\b", re.MULTILINE)
_SECTION = re.compile(r"^[ \t]*\[[^\]\r\n]+\]", re.MULTILINE)
_SUFFIXES = (".conf", ".txt", ".lst")
_FIRST = 65_536
"""So much of a file tells what it is."""


def sniff(source: Source) -> float:
    if _STEP.search(source.text):
        return 0.95 if _SECTION.search(source.text) else 0.6
    return prompts.sniff(source)


def members(path: Path) -> tuple[Path, ...]:
    """The files beside this one: parts of a dialplan include each other, and lists tell what its recordings say."""
    return tuple(sorted({path, *_files(path.parent)}))


@lru_cache(maxsize=64)
def _files(folder: Path) -> tuple[Path, ...]:
    files = (file for file in sorted(folder.iterdir()) if file.suffix.lower() in _SUFFIXES)
    return tuple([file for file in files if _begins_well(file)])


def _begins_well(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        begun = opened.read(_FIRST).removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return sniff(Source(file.as_posix(), begun)) > 0


def parse(bundle: Bundle) -> Document:
    from servicelint.formats.asterisk import document  # any .txt may be a list of prompts, and most are not

    lists = [source for source in bundle.sources if not _STEP.search(source.text)]
    return document.read(bundle, ID, lists)
