"""The configuration that a file stands under, with its rules: read once, read again when a file of it changes.

While there is a mistake in it, the last one without stays in force, and the mistake is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from servicelint import baseline
from servicelint import config as settings
from servicelint.baseline import Baseline
from servicelint.config import Config
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mistakes import Mistake
from servicelint.model import Document, Finding
from servicelint.suppress import Suppressor
from servicelint.ui import ui_language

Stamp = tuple[tuple[str, int, int], ...]
"""Files with the times and sizes by which a change shows."""


@dataclass(frozen=True)
class Setup:
    """A configuration at work; `linter` is None where there never was one without a mistake. `mistakes` are lines as they are
    told on the command line."""

    config: Config
    linter: Linter | None
    mistakes: tuple[str, ...] = ()
    suppress: Suppressor | None = None
    known: Baseline | None = None

    def lint(self, document: Document) -> tuple[Finding, ...]:
        """What is found in a document and neither allowed nor known."""
        if self.linter is None or self.suppress is None:
            return ()
        left = self.suppress(document, self.linter.lint(document)).findings
        return self.known.match(left).new if self.known else left


@dataclass
class Setups:
    """The setups by their configuration file. `locale` is the language that the editor speaks."""

    locale: str = ""
    _known: dict[Path | None, tuple[Stamp, Setup]] = field(default_factory=dict)

    def of(self, path: Path) -> Setup:
        """The setup that a file stands under."""
        file = settings.find(path)
        stamp, last = self._known.get(file, ((), None))
        if last is None or stamp != _stamp(file, last.config):
            setup = self._read(file, last)
            self._known[file] = (_stamp(file, setup.config), setup)
            return setup
        return last

    def mistakes(self) -> dict[Path, tuple[str, ...]]:
        """The mistakes in each configuration that is in use."""
        return {file: setup.mistakes for file, (_, setup) in self._known.items() if file and file.exists()}

    def _read(self, file: Path | None, last: Setup | None) -> Setup:
        config = last.config if last else Config(root=file.parent, path=file) if file else Config()
        try:
            config = settings.load(file)
            library = settings.library(config, built_in())
            rules, by_path = settings.choose(library, config), settings.choose_by_path(library, config)
            ui = ui_language(config.data.get("ui-language"), self.locale)
            linter = Linter(library, rules, ui, by_path=by_path)
            suppress = Suppressor(linter, config)
            suppress.entries  # noqa: B018 (a mistake in them is told with the others)
            file = _baseline(config)
            known = baseline.load(file) if file else None
        except Mistake as mistake:
            lines = tuple(mistake.lines)
            return replace(last, config=config, mistakes=lines) if last else Setup(config, None, lines)
        return Setup(config, linter, (), suppress, known)


def _stamp(file: Path | None, config: Config) -> Stamp:
    """What the files of a configuration are at this moment."""
    if file is None:
        return ()
    rules = [path for folder in config.rule_paths for path in ([*folder.rglob("*.y*ml")] if folder.is_dir() else [folder])]
    parts = [part.path for part in config.all_parts if part.path and part.path != file]
    known = _baseline(config)
    return tuple((str(path), *_state(path)) for path in (file, *parts, *([known] if known else []), *sorted(rules)))


def _baseline(config: Config) -> Path | None:
    told = config.data.get("baseline")
    return config.home("baseline") / told if told else None


def _state(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
