"""Makes changes in files: non-overlapping edits on verbatim text, written so that nothing is ever half done."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from servicelint.model import Edit, Finding, Source

MAX_PASSES = 10
"""A fix that still finds something to do after so many passes goes in circles."""


def chosen(findings: Iterable[Finding], unsafe: bool = False) -> dict[Source, list[Edit]]:
    """The edits to make in each file: those of safe fixes (of all, with `unsafe`), the first where two overlap."""
    edits: dict[Source, list[Edit]] = {}
    for finding in findings:
        if finding.fix and (finding.fix.safe or unsafe):
            own = [edit for edit in finding.fix.edits if _fits(edit, edits.get(edit.span.source, []))]
            if len(own) == len(finding.fix.edits):
                for edit in own:
                    edits.setdefault(edit.span.source, []).append(edit)
    return edits


def edited(source: Source, edits: Iterable[Edit]) -> str:
    """The text of a file with the edits made."""
    return "".join(_parts(source.text, sorted(edits, key=lambda edit: edit.span.start)))


def diff(changes: Mapping[Source, Iterable[Edit]]) -> Iterator[str]:
    """The changes as a unified diff, file by file."""
    for source, edits in sorted(changes.items(), key=lambda change: change[0].path):
        before, after = source.text.splitlines(keepends=True), edited(source, edits).splitlines(keepends=True)
        for line in difflib.unified_diff(before, after, source.path, source.path):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def encoded(source: Source, text: str) -> bytes:
    """The bytes of a file with this text, in the encoding and with the byte order mark it had."""
    return (("\ufeff" if source.bom else "") + text).encode(source.encoding)


def write(source: Source, text: str) -> None:
    """Puts new text in the place of a file: same encoding, byte order mark and permissions, whole or not at all."""
    path = Path(source.path).resolve()
    data = encoded(source, text)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        shutil.copymode(path, unfinished)
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _fits(edit: Edit, others: Iterable[Edit]) -> bool:
    return all(edit.span.end <= other.span.start or other.span.end <= edit.span.start for other in others)


def _parts(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    at = 0
    for edit in edits:
        yield text[at : edit.span.start]
        yield edit.text
        at = edit.span.end
    yield text[at:]
