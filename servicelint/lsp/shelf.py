"""Files that lie beside the open ones, and what is known of formats, kept from one key to the next."""

from __future__ import annotations

from pathlib import Path

from servicelint.discover import Reader, read
from servicelint.model import Source
from servicelint.parse import recognise

_HEAD = 400
"""So many characters tell whether a text is still of the format it was; the rest is looked at when it is saved."""


class Shelf:
    """A file is read again when its time or size has changed; a format is looked for again when the text begins otherwise."""

    def __init__(self) -> None:
        self._files: dict[Path, tuple[tuple[int, int], Source]] = {}
        self._formats: dict[str, tuple[str, str | None]] = {}
        self.reader = Reader(self.read, self.recognise)

    def read(self, path: Path) -> Source:
        """A file as text. Raises OSError and Unreadable, as reading does."""
        found = path.stat()
        stamp = (found.st_mtime_ns, found.st_size)
        known = self._files.get(path)
        if known is None or known[0] != stamp:
            self.forget(path.as_posix())
            known = self._files[path] = (stamp, read(path))
        return known[1]

    def recognise(self, source: Source) -> str | None:
        """The format of a text; one that was not known is looked for each time."""
        head, known = source.text[:_HEAD], self._formats.get(source.path)
        if known is None or known[0] != head or known[1] is None:
            known = self._formats[source.path] = (head, recognise(source))
        return known[1]

    def forget(self, path: str) -> None:
        """Lets the format of a file be looked for again."""
        self._formats.pop(path, None)
