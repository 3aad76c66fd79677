"""Which files there are, what each is, and which belong together. Reads bytes, makes bundles; parses nothing."""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from servicelint.config import Config
from servicelint.ignored import Ignored
from servicelint.mistakes import Mistake, did_you_mean
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.own import is_own
from servicelint.parse import claim, family, members, names, recognise, surest

Settings = tuple[tuple[str, str], ...]
LEFT_OUT = frozenset({"node_modules", "__pycache__", "venv", "dist", "build", "site-packages"})
"""Folders nobody writes copy in; hidden ones are left out as well."""
UNKNOWN, EMPTY, BINARY = "no known format", "empty", "not text"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,120}?charset\s*=\s*["']?([\w-]+)""", re.I
)
_UNDECLARED = {"cp1252": (".xml", ".conf"), "latin-1": (".eml", ".mbox", ".mbx")}
"""Telephone systems write in the encoding of western Windows and say nothing of it; the parts of a mail each say their own."""
_HEAD = 4096
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_BINARY_SHARE = 0.05
"""Text has fewer control characters than this among its first bytes."""


@dataclass(frozen=True)
class Unit:
    """What one reader reads in one go. `problem` stands where a file could not even be decoded."""

    format: str
    bundle: Bundle
    problem: Problem | None = None


@dataclass
class Discovery:
    """What was found: units in the order of their first paths, and how many files were left out, by reason."""

    units: list[Unit] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, reason: str) -> None:
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


@dataclass(frozen=True)
class Wish:
    """What the command line says of the files; it goes before the configuration."""

    format: str | None = None
    language: str | None = None
    passed_over: bool = False
    """Whether a file that a look through the current folder would pass over is passed over where it is named, too."""


def discover(paths: Sequence[Path], config: Config, wish: Wish) -> Discovery:
    """The units among the paths (files, or folders to look through); Mistake where a path does not exist."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise Mistake([f"{path}: there is no such file or folder; check the spelling of the path" for path in missing])
    found = Discovery()
    named: dict[Path, tuple[str, Source]] = {}
    seen: set[Path] = set()
    for path, asked in _files(paths, config, wish.passed_over):
        if path not in seen:
            seen.add(path)
            _recognise(path, asked, config, wish, found, named)
    found.units += _bundles(named, config, wish)
    found.units.sort(key=lambda unit: unit.bundle.sources[0].path)
    return found


def from_text(text: str, name: str, config: Config, wish: Wish) -> Discovery:
    """The unit of one text that is no file (standard input); `name` is the path it would have."""
    found = Discovery()
    source = Source(name, text.removeprefix("\ufeff"))
    format_id = _chosen(Path(name), config, wish) or recognise(source)
    if format_id is None:
        found.skip(UNKNOWN if text.strip() else EMPTY)
    else:
        found.units.append(Unit(format_id, Bundle((source,), settings=_settings(Path(name), config, wish))))
    return found


@dataclass(frozen=True)
class Reader:
    """How files are read and recognised; whoever reads them again and again may remember."""

    read: Callable[[Path], Source]
    recognise: Callable[[Source], str | None] = recognise


def open_unit(path: Path, texts: Mapping[Path, Source], config: Config, reader: Reader) -> Unit | None:
    """The unit of a file that is open in an editor, None where nobody knows its format. `texts` are all that are open, by
    their whole paths: they stand in the place of what the disk holds, and those of the same bundle are reported on too."""
    named: dict[Path, tuple[str, Source]] = {}
    for other in dict.fromkeys((path, *texts)):
        source = texts[other]
        format_id = (_chosen(other, config, Wish()) or reader.recognise(source)) if source.text.strip() else None
        if format_id:
            named[other] = (format_id, source)
        elif other == path:
            return None
    return next(_bundles(named, config, Wish(), reader))


def _files(paths: Iterable[Path], config: Config, passed_over: bool) -> Iterator[tuple[Path, bool]]:
    """Every file, and whether it was asked for by its name; those in folders in alphabetical order."""
    for path in paths:
        if path.is_dir():
            yield from ((file, False) for file in _walk(path, config, Ignored.at(path)))
        elif not passed_over:
            yield path, True
        elif _found_below(Path.cwd(), path, config):
            yield path, False


def _found_below(top: Path, path: Path, config: Config) -> bool:
    """Whether a look through a folder comes upon the file; one that lies elsewhere is looked for in its own folder."""
    whole = path.parent.resolve() / path.name
    if not whole.is_relative_to(top):
        top = whole.parent
    *folders, name = whole.relative_to(top).parts
    ignored, folder = Ignored.at(top), top
    for part in folders:
        folder /= part
        if _left_out(folder, True, config, ignored):
            return False
        ignored = ignored.below(part)
    return not _left_out(folder / name, False, config, ignored)


def _left_out(path: Path, is_folder: bool, config: Config, ignored: Ignored) -> bool:
    """Whether a search passes over what it comes upon in a folder."""
    if path.name.startswith(".") or config.excludes(path) or ignored.has(path.name, is_folder):
        return True
    return path.name in LEFT_OUT if is_folder else not config.includes(path)


def _walk(folder: Path, config: Config, ignored: Ignored) -> Iterator[Path]:
    for entry in _in(folder):
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if config.owns(path) or _left_out(path, is_folder, config, ignored):
            continue
        if is_folder:
            yield from _walk(path, config, ignored.below(entry.name))
        elif entry.is_file():
            yield path


def _in(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; nothing where it went away meanwhile. Mistake where nobody may look into it."""
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as failure:
        raise Mistake([f"{folder}: this folder cannot be read: {failure.strerror}; mend that, or exclude it"]) from None


def _recognise(
    path: Path, asked: bool, config: Config, wish: Wish, found: Discovery, named: dict[Path, tuple[str, Source]]
) -> None:
    try:
        source = read(path)
    except OSError as failure:
        if asked or not isinstance(failure, FileNotFoundError):
            raise Mistake([f"{path}: it cannot be read: {failure.strerror}"]) from None
        return  # it lay in the folder a moment ago, and was taken away
    except Unreadable as failure:
        format_id = _chosen(path, config, wish) or next(iter(claim(path.name)), None)
        if asked or (format_id and BINARY not in failure.problem.what):
            bundle = Bundle((failure.problem.span.source,))
            found.units.append(Unit(format_id or "unknown", bundle, failure.problem))
        else:
            found.skip(BINARY)
        return
    if not source.text.strip():
        found.skip(EMPTY)
        return
    if not asked and is_own(path, source.text):
        return
    format_id = _chosen(path, config, wish) or recognise(source)
    if format_id is None:
        found.skip(UNKNOWN)
    else:
        named[path] = (format_id, source)


def _bundles(
    named: Mapping[Path, tuple[str, Source]], config: Config, wish: Wish, reader: Reader | None = None
) -> Iterator[Unit]:
    """Files that belong together as one unit, with the others of their bundle as context."""
    done: set[Path] = set()
    by_real = {path.resolve(): path for path in named}
    for path, (format_id, _) in named.items():
        if path in done:
            continue
        own = [by_real.get(member.resolve(), member) for member in members(format_id, path)]
        asked: dict[str, list[Source]] = {}
        context = []
        for member in sorted({path, *own}):
            known = named.get(member)
            if known is None and (beside := _context(member, format_id, reader or Reader(read))):
                context.append(beside)
            if known and family(known[0]) == family(format_id):
                asked.setdefault(known[0], []).append(known[1])
                done.add(member)
        yield _unit(asked, context, _settings(path, config, wish))


def _unit(asked: Mapping[str, Sequence[Source]], context: Sequence[Source], settings: Settings) -> Unit:
    """The files that were asked for, by their formats, with their context as one unit."""
    format_id = next(iter(asked)) if len(asked) == 1 else surest(asked)
    others = tuple((source.path, name) for name, found in asked.items() if name != format_id for source in found)
    found = [source for group in asked.values() for source in group]
    sources = sorted([*found, *context], key=lambda source: source.path)
    return Unit(format_id, Bundle(tuple(sources), frozenset(source.path for source in found), settings, others))


def _context(path: Path, format_id: str, reader: Reader) -> Source | None:
    """A file of a bundle that nobody asked for: read where it can be, of no account where it cannot."""
    try:
        source = reader.read(path)
    except (OSError, Unreadable):
        return None
    known = reader.recognise(source)
    return source if known and family(known) == family(format_id) else None


def _chosen(path: Path, config: Config, wish: Wish) -> str | None:
    format_id = wish.format or config.setting(path, "format")
    if format_id and format_id not in names():
        raise Mistake([f"“{format_id}” is no format; {did_you_mean(format_id, names())}"])
    return format_id


def _settings(path: Path, config: Config, wish: Wish) -> Settings:
    wanted = {"language": wish.language or config.setting(path, "language"), "channel": config.setting(path, "channel")}
    transcripts = config.data.get("transcripts")
    wanted["transcripts"] = json.dumps(transcripts) if transcripts else None
    pace = config.data.get("words-per-minute")
    wanted["words-per-minute"] = json.dumps(pace) if pace else None
    return tuple((name, value) for name, value in wanted.items() if value)


def read(path: Path) -> Source:
    """A file as text. Raises Unreadable where it is no text, or not in the encoding it says (UTF-8 where it says none)."""
    data = path.read_bytes()
    encoding, bom = _encoding(data)
    if not bom and _binary(data):
        raise _undecodable(path, data, encoding, LookupError())
    fallback = next((name for name, endings in _UNDECLARED.items() if path.suffix.lower() in endings), "")
    if not bom and fallback and not _fits(data, encoding):
        encoding = fallback
    try:
        return Source(shown(path), data[len(bom) :].decode(encoding), encoding, bool(bom))
    except (UnicodeDecodeError, LookupError) as failure:
        raise _undecodable(path, data, encoding, failure) from None


def shown(path: Path) -> str:
    """A path as it is told: as it was given, with forward slashes."""
    return path.as_posix()


def _encoding(data: bytes) -> tuple[str, bytes]:
    """The encoding and the byte order mark of a file, by the mark, by what the file declares, else UTF-8."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name, bom
    declared = _DECLARED.search(data[:_HEAD])
    if declared is None:
        return "utf-8", b""
    name = (declared[1] or declared[2]).decode("ascii", "replace").lower()
    return ("utf-8" if _fits(data, "utf-8") else name), b""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _binary(data: bytes) -> bool:
    head = data[:_HEAD]
    return b"\0" in head or len(head.translate(None, _CONTROLS)) < (1 - _BINARY_SHARE) * len(head)


def _undecodable(path: Path, data: bytes, encoding: str, failure: UnicodeDecodeError | LookupError) -> Unreadable:
    start = failure.start if isinstance(failure, UnicodeDecodeError) else 0
    text = data[:start].decode(encoding, "replace") if isinstance(failure, UnicodeDecodeError) else ""
    source = Source(shown(path), text + "\ufffd")
    span = Span(source, len(text), len(text) + 1)
    if _binary(data):
        return Unreadable(replace(span, start=0, end=0), f"This file is {BINARY}; expected a script, mail or flow in UTF-8.")
    if isinstance(failure, LookupError):
        return Unreadable(span, f"It says it is written in “{encoding}”, an encoding nobody knows; save it as UTF-8.")
    return Unreadable(
        span,
        f"The byte 0x{data[start]:02X} is not {encoding.upper()}; save the file as UTF-8, or declare its encoding.",
    )
