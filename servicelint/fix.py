"""Makes changes in files: non-overlapping edits on verbatim text, and the same changes as a patch."""

from __future__ import annotations

import codecs
import difflib
import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from servicelint.model import Edit, Finding, Source
from servicelint.writing import write_whole

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""Lines as patches have them: other line ends are part of the text."""
_QUOTED_IN_PATCHES = re.compile(r"[\x00-\x1f\x7f\"\\]")


def chosen(findings: Iterable[Finding], unsafe: bool = False) -> list[Finding]:
    """The findings to fix at once: those with a safe fix (with any, if `unsafe`), the first where two would overlap."""
    taken: dict[Source, list[tuple[int, int]]] = {}
    found = []
    for finding in findings:
        own = finding.fix.edits if finding.fix and (finding.fix.safe or unsafe) else ()
        if own and all(_fits(edit, taken.get(edit.span.source, ())) for edit in own):
            found.append(finding)
            for edit in own:
                insort(taken.setdefault(edit.span.source, []), (edit.span.start, edit.span.end))
    return found


def edits(findings: Iterable[Finding]) -> dict[Source, list[Edit]]:
    """The edits of their fixes in each file, in the order of their places."""
    by_file: dict[Source, list[Edit]] = {}
    for finding in findings:
        for edit in finding.fix.edits if finding.fix else ():
            by_file.setdefault(edit.span.source, []).append(edit)
    return {source: sorted(own, key=lambda edit: edit.span.start) for source, own in by_file.items()}


def edited(source: Source, edits: Iterable[Edit]) -> str:
    """The text of a file with the edits, which are in the order of their places, made."""
    return "".join(_parts(source.text, edits))


def encoded(source: Source, text: str) -> bytes:
    """The bytes of a file with this text, in the encoding and with the byte order mark it had."""
    return (("\ufeff" if source.bom else "") + text).encode(source.encoding)


def encodable(source: Source, text: str) -> bool:
    """Whether the encoding of a file has all the characters of the text."""
    try:
        text.encode(source.encoding)
    except UnicodeEncodeError:
        return False
    return True


def per_file(texts: Mapping[Source, str]) -> dict[Source, str]:
    """Each file once, although links may lead to it under other names."""
    found: dict[Path, Source] = {}
    for source in sorted(texts, key=lambda source: (Path(source.path).is_symlink(), source.path)):
        found.setdefault(Path(source.path).resolve(), source)
    return {source: texts[source] for source in found.values()}


def write(texts: Mapping[Source, str]) -> dict[str, str]:
    """Puts new texts in the place of files: same encoding, byte order mark and permissions, each whole or not at all.

    Gives, by their paths, those that could not be written or are no longer what was read, and why; the others are done.
    """
    failed = {}
    for source, text in texts.items():
        path = Path(source.path)
        try:
            if path.read_bytes() != encoded(source, source.text):
                failed[source.path] = "it changed while it was being fixed, and was left alone; run servicelint again"
                continue
            if not path.stat().st_mode & 0o222:  # putting another file in its place would succeed, and be rude
                failed[source.path] = "it is read-only, and was left alone; make it writable to have it fixed"
                continue
            write_whole(path, encoded(source, text))
        except OSError as failure:
            failed[source.path] = f"the fixes cannot be written: {failure.strerror}"
    return failed


def diff(source: Source, text: str) -> Iterator[str]:
    """The change from a file to its new text as a unified diff, for `git apply` and `patch -p1`; lines keep their ends."""
    mark = "\ufeff" if source.bom else ""
    before, after = _LINE.findall(mark + source.text), _LINE.findall(mark + text)
    for line in difflib.unified_diff(before, after, _named("a", source.path), _named("b", source.path)):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def patch_encoding(source: Source) -> str:
    """What a patch of the file is written in: its own encoding, or UTF-8 where line ends are no single byte."""
    name = codecs.lookup(source.encoding).name
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _named(side: str, path: str) -> str:
    """A path in the head of a patch, as git writes it: seen from here, quoted if need be, ended by a tab if it has a space."""
    whole = Path(path)
    if whole.is_absolute() and whole.is_relative_to(Path.cwd()):
        path = whole.relative_to(Path.cwd()).as_posix()
    name = f"{side}/{path}"
    if _QUOTED_IN_PATCHES.search(name):
        return '"' + _QUOTED_IN_PATCHES.sub(lambda found: f"\\{ord(found[0]):03o}", name) + '"'
    return f"{name}\t" if " " in name else name


def _fits(edit: Edit, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether an edit keeps off the places that are taken, which are in order and keep off each other."""
    place = (edit.span.start, edit.span.end)
    at = bisect_left(taken, place)
    before, after = taken[at - 1] if at else (0, 0), taken[at] if at < len(taken) else None
    return before[1] <= place[0] and (after is None or (after != place and place[1] <= after[0]))


def _parts(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield text[at : edit.span.start]
        yield edit.text
        at = edit.span.end
    yield text[at:]
