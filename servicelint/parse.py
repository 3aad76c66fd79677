"""A bundle of sources becomes a document: finds the reader and calls it. Knows no format by name."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from servicelint import formats
from servicelint.model import Bundle, Document, Problem, Source, Span, Unreadable

TELLING = 0.5
"""How sure a format is at least when more than a general file name speaks for it."""
_MARK = "servicelint:"
"""What a comment that allows findings begins with."""
_STRUCTURED = ("<", "{", "[")
PACKED = Path(__file__).parent / "data" / "formats.json"


class Format(Protocol):
    """What a module in `formats/` offers.

    `sniff` says how sure it is that a file is of this format: 0 not at all, 0.1 by a general file name only,
    0.5 by a telling name, 0.9 by its content, 1 beyond doubt. It sees the decoded text and must be cheap.
    A module may also have `members(path) -> tuple[Path, ...]`: the files that may belong to the same thing as `path`
    (among them `path` itself); those that sniff as the format are read together, and the places stay in their own files.
    With a `FAMILY`, files of any format of that family are read together, by the one that is surest of its file.
    """

    ID: str
    SUMMARY: str
    """What it is, in a few words, for `servicelint formats`."""
    READ: str
    """What is read."""
    NOT_READ: str
    """What is not read."""
    EXTENSIONS: tuple[str, ...]
    """How the names of its files end, in lower case; none where names say nothing."""
    MENUS: bool
    HANDOFF: bool

    def sniff(self, source: Source) -> float: ...

    def parse(self, bundle: Bundle) -> Document: ...


def names() -> tuple[str, ...]:
    """The ids of the formats, in alphabetical order."""
    return tuple(sorted(_index()))


@cache
def get(format_id: str) -> Format:
    """The format of that id, loaded only now."""
    return cast("Format", importlib.import_module(f"{formats.__name__}.{_index()[format_id][0]}"))


def all_formats() -> dict[str, Format]:
    """Every format by its id."""
    return {name: get(name) for name in names()}


def claim(path: str) -> tuple[str, ...]:
    """The ids of the formats that a file's name speaks for."""
    name = path.lower()
    return tuple(found for found, (_, endings) in _index().items() if endings and name.endswith(tuple(endings)))


def recognise(source: Source) -> str | None:
    """The id of the format that is surest of this file, None when none is.

    Those that its name speaks for are asked first. The others are asked where these know nothing of it, or little of a
    file whose first character promises more than plain text.
    """
    claimed = claim(source.path)
    best = _surest(source, claimed)
    if best[0] < TELLING and (not best[0] or source.text.lstrip()[:1] in _STRUCTURED):
        best = max(best, _surest(source, [name for name in names() if name not in claimed]))
    return best[1] if best[0] > 0 else None


def _surest(source: Source, candidates: Iterable[str]) -> tuple[float, str]:
    return max(((get(name).sniff(source), name) for name in candidates), default=(0.0, ""))


def members(format_id: str, path: Path) -> tuple[Path, ...]:
    """The files that may belong to the same thing as `path`, itself among them."""
    find = getattr(get(format_id), "members", None)
    return (path,) if find is None else cast("tuple[Path, ...]", find(path))


def family(format_id: str) -> str:
    """What a format shares with those whose files it can read beside its own; its id where it shares nothing."""
    return cast("str", getattr(get(format_id), "FAMILY", format_id))


def surest(sources: Mapping[str, Iterable[Source]]) -> str:
    """The format, of those by which sources were recognised, that is surest of one of its own."""
    return max(sorted(sources), key=lambda name: max(get(name).sniff(source) for source in sources[name]))


@cache
def _index() -> dict[str, tuple[str, list[str]]]:
    """Module and file name endings of each format: packed in an installed servicelint, else asked of every module."""
    if PACKED.exists():
        return cast("dict[str, tuple[str, list[str]]]", json.loads(PACKED.read_text(encoding="utf-8")))
    return index()


def index() -> dict[str, tuple[str, list[str]]]:
    """Module and file name endings of each format, found by looking into the folder."""
    found = {}
    for module in pkgutil.iter_modules(formats.__path__):
        loaded = cast("Format", importlib.import_module(f"{formats.__name__}.{module.name}"))
        found[loaded.ID] = (module.name, list(loaded.EXTENSIONS))
    return found


def _allowing(document: Document) -> Document:
    from servicelint.allowances import allowances

    return replace(document, allowances=allowances(document))


def parse(format_id: str, bundle: Bundle) -> Document:
    """The document that the format's reader makes of the bundle; a file that stops making sense becomes a problem."""
    try:
        document = get(format_id).parse(bundle)
        return _allowing(document) if any(_MARK in source.text for source in bundle.sources) else document
    except Unreadable as failure:
        return Document(bundle, format_id, problems=(failure.problem,))
    except RecursionError:
        place = Span(bundle.sources[0], 0, 0)
        return Document(bundle, format_id, problems=(Problem(place, "It is nested too deeply to be read."),))
