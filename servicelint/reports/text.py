"""The report for people: every finding at its words, with the reason and what to write instead.

The reason and the advice of a rule are told once in a run, at its first finding; after that the message is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from servicelint.excerpt import excerpt
from servicelint.model import Finding, Fix, Severity
from servicelint.reports import Run, Style, counted, summary
from servicelint.terminal import clean, hang, width, wrap

NAME = "text"
ENDING = "txt"
_COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "hint": "cyan"}
_NAMES = ("Why", "Instead", "Better", "Trail", "Fix", "Owner")
_TOLD = {
    "it": ("Perché", "Invece", "Meglio", "Percorso", "Modifica", "Responsabile"),
    "ro": ("De ce", "În schimb", "Mai bine", "Traseu", "Corecție", "Responsabil"),
    "ru": ("Почему", "Как надо", "Лучше", "Путь", "Правка", "Ответственный"),
}
_WORDS: dict[str, dict[str, str]] = {language: dict(zip(_NAMES, told, strict=True)) for language, told in _TOLD.items()}
"""The labels in the languages that findings are told in; English where there is none."""
_MARGIN = 2
_LABELS = 11
"""The column at which the text after Why, Instead, Trail and Fix begins."""


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes one block a finding and a closing whose last line sums up; of a quiet run the findings alone."""
    told: set[tuple[str, str, tuple[str, ...]]] = set()
    last, words = "", _WORDS.get(run.ui, {})
    for finding in run.findings:
        reason = (finding.rule, finding.why, finding.better)
        owner = run.owners.get(finding.path, "") if finding.path != last else ""
        named = f"{words.get('Owner', 'Owner')}: {clean(owner)}" if owner else ""
        out.writelines(f"{line}\n" for line in _block(finding, style, words, named, first=reason not in told))
        out.write("\n")
        told.add(reason)
        last = finding.path
    if not run.quiet:
        out.writelines(f"{line}\n" for line in _closing(run, style, repeated=len(told) < len(run.findings)))


def _block(finding: Finding, style: Style, words: Mapping[str, str], owner: str, *, first: bool) -> Iterator[str]:
    yield from _heading(finding, style, owner)
    yield from _source(finding, style)
    for line in wrap(finding.message, style.prose - _MARGIN):
        yield " " * _MARGIN + style.paint(line, bold=True)
    if first:
        yield from _labelled(words.get("Why", "Why"), finding.why, style)
        yield from _labelled(words.get("Instead", "Instead"), finding.instead, style)
        yield from _labelled(words.get("Better", "Better"), " · ".join(f"“{words}”" for words in finding.better), style)
    yield from _trail(finding, words.get("Trail", "Trail"), style)
    if finding.fix:
        yield from _labelled(words.get("Fix", "Fix"), _offer(finding.fix), style)


def _heading(finding: Finding, style: Style, owner: str) -> Iterator[str]:
    """The rule, the place in a form that terminals and editors open with a click, and who answers for the file; in several
    lines where one is too short for them."""
    line, column = finding.span.source.position(finding.span.start)
    place = f"{clean(finding.path)}:{line}:{column}"
    shown = f"{style.paint(finding.severity, _COLORS[finding.severity], bold=True)} {finding.rule}"
    taken = len(finding.severity) + 1 + len(finding.rule)
    for part in filter(None, (place, owner)):
        if taken + _MARGIN + width(part) > style.width:
            yield shown
            shown, taken = "", 0
        dimmed = style.paint(part, dim=True)
        shown += " " * _MARGIN + (style.link(dimmed, finding.path) if part is place else dimmed)
        taken += _MARGIN + width(part)
    yield shown


def _source(finding: Finding, style: Style) -> Iterator[str]:
    """The line with the flagged words underlined."""
    last = finding.span.source.position(finding.span.end)[0]
    gutter = max(len(str(last)) + _MARGIN, 5)
    shown = excerpt(finding.span, style.width - gutter - 3)
    color = _COLORS[finding.severity]
    bar = style.paint("│", dim=True)
    words = shown.before + style.paint(shown.flagged, color, bold=True) + shown.after
    yield f"{style.paint(str(shown.number).rjust(gutter), dim=True)} {bar} {words}"
    yield f"{' ' * gutter} {bar} {' ' * shown.indent}{style.paint(shown.underline, color, bold=True)}"


def _labelled(label: str, text: str, style: Style) -> Iterator[str]:
    if text:
        yield from hang(" " * _MARGIN + label, text, style.prose, _LABELS, style)


def _trail(finding: Finding, name: str, style: Style) -> Iterator[str]:
    """The way to the finding, or the places beside it, one after the other."""
    label = " " * _MARGIN + name
    for step in finding.trail:
        text = f"{step.span.source.path}:{step.span.line} {step.note}"
        lines = wrap(text, style.prose - _LABELS - _MARGIN)
        yield style.paint(label.ljust(_LABELS), dim=True) + lines[0]
        yield from [" " * (_LABELS + _MARGIN) + line for line in lines[1:]]
        label = ""


def _offer(fix: Fix) -> str:
    return f"{fix.title} ({'--fix' if fix.safe else 'unsafe: --fix --unsafe-fixes'})"


def _closing(run: Run, style: Style, *, repeated: bool) -> Iterator[str]:
    notes = [_fixes(run)]
    if repeated:
        notes.append("Each reason is given once; servicelint explain RULE gives it again, with examples.")
    notes += [f"{counted(files, 'file')} left out: {reason}." for reason, files in run.skipped.items()]
    if run.sampled:
        notes.append(
            f"{counted(run.sampled, 'message')} with more combinations of branches than are worth reading: "
            "every branch was read, in pairs with the others."
        )
    for note in filter(None, notes):
        yield from wrap(note, style.prose)
    for line in wrap(summary(run), style.prose):
        yield style.paint(line, None if run.findings else "green", bold=True)


def _fixes(run: Run) -> str:
    """How to have fixed what can be fixed."""
    fixes = [finding.fix for finding in run.findings if finding.fix]
    safe = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe
    if not safe:
        return f"Fix {unsafe} of these with: servicelint check --fix --unsafe-fixes" if unsafe else ""
    return f"Fix {safe} of these with: servicelint check --fix" + (f" ({unsafe} more with --unsafe-fixes)" if unsafe else "")
