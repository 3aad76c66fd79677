"""The texts that are open in the editor, kept to the character as it changes them.

pygls keeps them too, but takes a form feed or a line separator (U+2028, which JSON exports hold) for the end of a line, as
editors do not; so it is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from servicelint.lsp.places import offset
from servicelint.model import Source

Change = types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument
_ENDINGS = {"markdown": ".md", "html": ".html", "yaml": ".yaml", "json": ".json", "xml": ".xml", "plaintext": ".txt"}
"""By what the editor calls it, the name of a text that is not saved yet."""


@dataclass(frozen=True)
class Buffer:
    """One open text. `version` is the editor's count of its changes."""

    uri: str
    text: str
    version: int | None
    kind: str = ""
    """What language or format the editor takes it for."""

    @cached_property
    def path(self) -> Path:
        """Where it is saved, or the name that it would have."""
        saved = to_fs_path(self.uri) if self.uri.startswith("file:") else None
        return Path(saved) if saved else Path(f"untitled{_ENDINGS.get(self.kind, '')}")

    @cached_property
    def source(self) -> Source:
        return Source(self.path.as_posix(), self.text)

    def changed(self, changes: Sequence[Change], version: int | None, encoding: str) -> Buffer:
        """The buffer after changes, each made on what the one before left."""
        now = self
        for change in changes:
            text = change.text
            if isinstance(change, types.TextDocumentContentChangePartial):
                start = offset(now.source, change.range.start, encoding)
                end = max(offset(now.source, change.range.end, encoding), start)
                text = now.text[:start] + text + now.text[end:]
            now = replace(now, text=text)
        return replace(now, version=version)


def uri_of(path: Path) -> str:
    """The address of a file on the disk."""
    return from_fs_path(str(path.absolute())) or path.absolute().as_uri()
