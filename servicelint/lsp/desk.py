"""Where open texts are read and linted: one at a time, with the others of their bundle, by the pipeline of the command line."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from servicelint.config import Config
from servicelint.discover import Unit, Wish, from_text, open_unit
from servicelint.lsp.buffers import Buffer
from servicelint.lsp.setups import Setup, Setups
from servicelint.lsp.shelf import Shelf
from servicelint.mending import Mended, mend
from servicelint.model import Document, Finding
from servicelint.run import Outcome, read

_GC = (50_000, 20, 50)
"""Documents are many small objects without circles; what was loaded before them stays."""
_ORDER = ("error", "warning", "hint")
_FIRST = "Dear Anna, thank you for your order. We are sorry, someone will contact you soon."


@dataclass(frozen=True)
class Checked:
    """An open text, read and linted. `document` is None where its format is not known or the configuration leaves it out."""

    buffer: Buffer
    setup: Setup
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    unit: Unit | None = None


@dataclass
class Desk:
    """Runs in one thread of its own. `latest` are the versions that the editor has by now; older ones are let be."""

    setups: Setups = field(default_factory=Setups)
    latest: dict[str, int | None] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)

    def check(self, uri: str, buffers: Mapping[str, Buffer]) -> list[Checked]:
        """The text, and those of its bundle that are open too; none where it has changed or was closed since."""
        buffer = buffers[uri]
        if self.latest.get(uri, buffer.version) != buffer.version:
            return []
        whole = self._lint(buffer, buffers.values())
        if whole.document is None:
            return [whole]
        named = whole.document.bundle.named
        together = [other for other in buffers.values() if other is buffer or other.source.path in named]
        return [replace(whole, buffer=one, findings=_of(whole.findings, one)) for one in together]

    def trial(self, checked: Checked, text: str) -> Checked:
        """What would come of the text after a change, beside files as they are on the disk."""
        buffer = replace(checked.buffer, text=text)
        whole = self._lint(buffer, [buffer])
        return replace(whole, findings=_of(whole.findings, buffer))

    def mend(self, checked: Checked) -> Mended | None:
        """The text with its safe fixes made, as the command line makes them."""
        linter = checked.setup.linter
        if checked.unit is None or linter is None:
            return None
        return mend(checked.unit, Outcome(checked.findings), linter, suppress=checked.setup.suppress)

    def warm(self, folder: Path) -> None:
        """Loads what the first text will need, before there is one."""
        setup = self.setups.of(folder / "first.txt")
        if setup.linter:
            gc.set_threshold(*_GC)
            for unit in from_text(_FIRST, "first.txt", Config(), Wish("text", "en")).units:
                setup.linter.lint(read(unit))
            gc.collect()
            gc.freeze()

    def _lint(self, buffer: Buffer, buffers: Iterable[Buffer]) -> Checked:
        """The buffer with all the findings of its bundle."""
        setup = self.setups.of(buffer.path)
        unit = _unit(buffer, buffers, setup.config, self.shelf) if setup.linter else None
        if unit is None or setup.linter is None:
            return Checked(buffer, setup)
        document = read(unit)
        return Checked(buffer, setup, tuple(_shown(setup.lint(document), setup.config)), document, unit)


def _unit(buffer: Buffer, buffers: Iterable[Buffer], config: Config, shelf: Shelf) -> Unit | None:
    """The buffer's unit; None where its format is not known or the configuration leaves it out."""
    if not buffer.path.is_absolute():
        return next(iter(from_text(buffer.text, buffer.path.as_posix(), config, Wish()).units), None)
    if not config.includes(buffer.path) or config.excludes(buffer.path):
        return None
    texts = {other.path: other.source for other in buffers if other.path.is_absolute()}
    return open_unit(buffer.path, {**texts, buffer.path: buffer.source}, config, shelf.reader)


def _of(findings: Iterable[Finding], buffer: Buffer) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.path == buffer.source.path)


def _shown(findings: Iterable[Finding], config: Config) -> Iterable[Finding]:
    """Those that are grave enough for the configuration."""
    shown = _ORDER[: _ORDER.index(config.data.get("severity", "hint")) + 1]
    return (finding for finding in findings if finding.severity in shown)
