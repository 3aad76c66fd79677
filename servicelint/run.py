"""The pipeline over many units: parse and lint each, here or in several processes, and keep going when one breaks."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from servicelint.discover import Unit
from servicelint.lint import Linter
from servicelint.model import Document, Finding
from servicelint.parse import parse
from servicelint.suppress import Suppressor

_GC = (50_000, 20, 50)
"""Documents are many small objects without circles; looking for those as often as Python does costs a third."""
_CHUNK = 8
"""Units given to a process at a time: enough to keep the talking small, few enough to share the work."""
_MIN_UNITS = 16
"""Fewer units than this are done before other processes have started."""


def calm() -> None:
    """Lets the collector of garbage look seldom, and not at what is loaded by now."""
    gc.set_threshold(*_GC)
    gc.freeze()


@dataclass(frozen=True)
class Outcome:
    """What linting one unit gave. `bug` says what broke inside servicelint, "" where nothing did."""

    findings: tuple[Finding, ...] = ()
    bug: str = ""
    sampled: int = 0
    """So many messages combine their branches in more ways than were read."""
    document: Document | None = None
    """What was read, where it was to be kept."""
    allowed: int = 0
    """So many findings were allowed, in comments and by entries of the configuration; `used` are the entries' indexes."""
    used: frozenset[int] = frozenset()


def read(unit: Unit) -> Document:
    """The unit as a document; what could not be decoded is a document with one problem."""
    if unit.problem:
        return Document(unit.bundle, unit.format, problems=(unit.problem,))
    return parse(unit.format, unit.bundle)


def lint_unit(unit: Unit, linter: Linter, suppress: Suppressor | None = None, keep: bool = False) -> Outcome:
    """The findings of one unit. What goes wrong in our own code is told, so that the other files are still linted."""
    try:
        document = read(unit)
        sampled = len({message.id for message in document.messages if message.sampled})
        left = (suppress or Suppressor(linter))(document, linter.lint(document))
        return Outcome(left.findings, "", sampled, document if keep else None, left.allowed, left.used)
    except Exception as failure:
        trace = failure.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename.rpartition('servicelint')[2]}:{trace.tb_lineno}" if trace else ""
        return Outcome(bug=f"{unit.bundle.sources[0].path}: {type(failure).__name__}: {failure} (at servicelint{where})")


def lint_all(
    units: Sequence[Unit],
    linter: Linter,
    jobs: int = 1,
    tick: Callable[[], None] = lambda: None,
    suppress: Suppressor | None = None,
    keep: bool = False,
) -> list[Outcome]:
    """The outcomes in the order of the units, whatever the number of processes; `tick` is called after each.

    With `keep` they hold the documents as well, for reports that show more than findings."""
    calm()
    outcomes = []
    rules = suppress or Suppressor(linter)
    rules.entries  # noqa: B018 (a mistake in the configuration is the user's and is told before anything is linted)
    for outcome in _outcomes(units, rules, jobs, keep):
        outcomes.append(outcome)
        tick()
    return outcomes


def _outcomes(units: Sequence[Unit], suppress: Suppressor, jobs: int, keep: bool) -> Iterable[Outcome]:
    if jobs < 2 or len(units) < _MIN_UNITS:
        return (lint_unit(unit, suppress.linter, suppress, keep) for unit in units)
    return _parallel(units, suppress, jobs, keep)


def _parallel(units: Sequence[Unit], suppress: Suppressor, jobs: int, keep: bool) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(suppress, keep)) as pool:
        yield from pool.map(_lint_here, units, chunksize=_CHUNK)


_here: list[tuple[Suppressor, bool]] = []
"""The linter of this process, with what is allowed, where it is one of several; and whether documents are kept."""


def _start(suppress: Suppressor, keep: bool) -> None:
    calm()
    _here[:] = [(suppress, keep)]


def _lint_here(unit: Unit) -> Outcome:
    suppress, keep = _here[0]
    return lint_unit(unit, suppress.linter, suppress, keep)
