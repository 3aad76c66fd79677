"""One editor at the other end: which texts are open, what was found in them, and when they are looked at again.

All linting happens in one thread beside the one that listens, so that typing is never held up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from servicelint.config import NAMES
from servicelint.lsp import NAME
from servicelint.lsp.actions import Client
from servicelint.lsp.buffers import Buffer, Change, uri_of
from servicelint.lsp.desk import Checked, Desk
from servicelint.lsp.diagnostics import diagnostics, mistakes
from servicelint.lsp.setups import Setups
from servicelint.mistakes import Mistake

PAUSE = 0.005
"""Seconds without a key pressed after which a text is looked at."""
T = TypeVar("T")


class Session:
    """What is open, and what is known of it. Its methods run in the thread that listens."""

    def __init__(self, server: LanguageServer, params: types.InitializeParams) -> None:
        self.server = server
        self.buffers: dict[str, Buffer] = {}
        self._checked: dict[str, Checked] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="lint")
        self._mistaken: dict[str, list[types.Diagnostic]] = {}
        self._shown: list[str] = []
        self._meet(params)

    # -- what the editor says of itself

    def _meet(self, params: types.InitializeParams) -> None:
        """What the editor counts in, speaks and can do. Options: `debounce`, in milliseconds."""
        encoding = self.server.workspace.position_encoding
        self.encoding = str(getattr(encoding, "value", encoding))
        can = params.capabilities
        hover = can.text_document.hover if can.text_document else None
        edits = can.workspace.workspace_edit if can.workspace else None
        watched = can.workspace.did_change_watched_files if can.workspace else None
        self.markdown = types.MarkupKind.Markdown in (hover.content_format or ()) if hover else False
        self.versioned = bool(edits and edits.document_changes)
        self.creates = self.versioned and types.ResourceOperationKind.Create in ((edits and edits.resource_operations) or ())
        self.watches = bool(watched and watched.dynamic_registration)
        self.desk = Desk(Setups(params.locale or ""))
        options = params.initialization_options
        told = options.get("debounce") if isinstance(options, dict) else None
        self.pause = max(float(told), 0) / 1000 if isinstance(told, int | float) else PAUSE

    @property
    def client(self) -> Client:
        return Client(self.encoding, self.text, self.uri, next(iter(self.folders()), None), self.versioned, self.creates)

    def folders(self) -> list[Path]:
        """The folders that are open in the editor."""
        space = self.server.workspace
        found = [to_fs_path(folder) for folder in space.folders] or [space.root_path]
        return [Path(folder) for folder in found if folder]

    def warm(self) -> None:
        """Loads rules while nobody is waiting yet."""
        for folder in self.folders() or [Path.cwd()]:
            self._worker.submit(self.desk.warm, folder)

    def end(self) -> None:
        self._worker.shutdown(wait=False, cancel_futures=True)

    # -- texts

    def open(self, item: types.TextDocumentItem) -> None:
        self._take(Buffer(item.uri, item.text, item.version, str(item.language_id)))
        self.check(item.uri)

    def change(self, uri: str, version: int | None, changes: list[Change]) -> None:
        if uri in self.buffers:
            self._take(self.buffers[uri].changed(changes, version, self.encoding))
            self.check(uri, self.pause)

    def close(self, uri: str) -> None:
        buffer = self.buffers.pop(uri, None)
        self._checked.pop(uri, None)
        self.desk.latest.pop(uri, None)
        if buffer:
            self.desk.shelf.forget(buffer.source.path)
        self._stop(uri)
        self._publish(uri, [], None)

    def check_all(self) -> None:
        """Looks at every open text again: one was saved, or a configuration, a rule or another file has changed."""
        for uri, buffer in self.buffers.items():
            self.desk.shelf.forget(buffer.source.path)
            self.check(uri)

    def text(self, path: Path) -> str:
        """What stands in a file: in the editor, else on the disk, "" where it cannot be read."""
        buffer = next((buffer for buffer in self.buffers.values() if buffer.path == path), None)
        if buffer:
            return buffer.text
        try:
            return path.read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            return ""

    def uri(self, path: str) -> str:
        """The address of a file, as the editor writes it where it has it open."""
        return next((buffer.uri for buffer in self.buffers.values() if buffer.source.path == path), "") or uri_of(Path(path))

    def _take(self, buffer: Buffer) -> None:
        self.buffers[buffer.uri] = buffer
        self.desk.latest[buffer.uri] = buffer.version

    # -- looking at them

    def check(self, uri: str, pause: float = 0) -> None:
        """Looks at a text when nothing was typed for so many seconds."""
        self._stop(uri)
        self._timers[uri] = asyncio.get_running_loop().call_later(pause, self._start, uri)

    async def checked(self, uri: str) -> Checked | None:
        """What is known of a text as it is now, looked at first where that is not known yet."""
        buffer = self.buffers.get(uri)
        known = self._checked.get(uri)
        if buffer is not None and (known is None or known.buffer is not buffer):
            await self._check(uri)
            known = self._checked.get(uri)
        return known if buffer is not None else None

    async def at_desk(self, work: Callable[..., T], *subject: Any) -> T:
        """Does work in the thread that lints."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work, *subject)

    def _stop(self, uri: str) -> None:
        timer = self._timers.pop(uri, None)
        if timer:
            timer.cancel()

    def _start(self, uri: str) -> None:
        task = asyncio.get_running_loop().create_task(self._check(uri))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _check(self, uri: str) -> None:
        self._stop(uri)
        if uri not in self.buffers:
            return
        try:
            found = await self.at_desk(self.desk.check, uri, dict(self.buffers))
        except Exception as failure:
            where = f"{Path(uri).name}: {type(failure).__name__}: {failure}"
            self._log(f"servicelint broke, and the fault is ours: {where}. Please report it.")
            return
        current = [checked for checked in found if self.buffers.get(checked.buffer.uri) is checked.buffer]
        self._checked |= {checked.buffer.uri: checked for checked in current}
        before, self._mistaken = self._mistaken, self._mistakes()
        for checked in current:
            self._tell(checked.buffer.uri, checked.buffer.version)
        told = {checked.buffer.uri for checked in current}
        for uri in (before.keys() | self._mistaken.keys()) - told:
            if before.get(uri) != self._mistaken.get(uri):
                self._tell(uri, None)

    def _tell(self, uri: str, version: int | None) -> None:
        """Shows what was found in a file, and what the user got wrong in it."""
        checked = self._checked.get(uri)
        own = diagnostics(checked, self.encoding, self.uri) if checked else []
        self._publish(uri, [*self._mistaken.get(uri, ()), *own], version)

    # -- what the user got wrong in a configuration

    def _mistakes(self) -> dict[str, list[types.Diagnostic]]:
        """The mistakes in each file, in the text as it is being written where it is open. New ones are told in a message."""
        found: dict[str, list[types.Diagnostic]] = {}
        lines: list[str] = []
        for file, told in self._lines().items():
            lines += told
            for path, own in mistakes(told, file, self.text, self.encoding).items():
                found.setdefault(self.uri(path.as_posix()), []).extend(own)
        if lines and lines != self._shown:
            self.server.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"{NAME}: {lines[0]}"))
        self._shown = lines
        return found

    def _lines(self) -> dict[Path, tuple[str, ...]]:
        """The mistakes by configuration file, as the command line tells them."""
        found = dict(self.desk.setups.mistakes())
        for buffer in self.buffers.values():
            if buffer.path.name in NAMES:
                told = written_mistakes(buffer)
                if told or not _saved(buffer):
                    found[buffer.path] = told
        return {file: lines for file, lines in found.items() if lines}

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def _log(self, text: str) -> None:
        self.server.window_log_message(types.LogMessageParams(types.MessageType.Error, text))


@lru_cache(maxsize=8)
def written_mistakes(buffer: Buffer) -> tuple[str, ...]:
    """What is wrong with a configuration that is open."""
    from servicelint.written.config import read_config

    try:
        read_config(buffer.source.path, buffer.text)
    except Mistake as mistake:
        return tuple(mistake.lines)
    return ()


def _saved(buffer: Buffer) -> bool:
    """Whether the text is what the disk holds."""
    try:
        return buffer.path.read_bytes().decode("utf-8-sig") == buffer.text
    except (OSError, UnicodeDecodeError):
        return False
