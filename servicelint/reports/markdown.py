"""Markdown for a comment on a pull or merge request: short, file by file, the reasons folded away.

The copy is a stranger's text: nothing in it becomes markup, calls a person, or turns into a link.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TextIO

from servicelint.model import Finding
from servicelint.reports import Run, Style, counted, offer, shown_path, summary, tally
from servicelint.terminal import clean

NAME = "markdown"
ENDING = "md"
_ROOM = 40_000
_ROOM_FOR_REASONS = 20_000
"""Characters for findings and for reasons: a comment on GitHub holds 65,536."""
_OPEN = 12
"""With so many findings and fewer, the files are unfolded."""
_APART = "&#8203;"
"""A space without width: what it parts is no name, no number and no address any more."""
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>|~$#&@!%^]|://|www(?=\.)|\bGH-(?=\d)", re.I)
_CALLS = re.compile(r"[@#!%~$&^][\w\"']")
"""How mentions and references begin: `@name`, `#1`, and GitLab's `!1`, `%1`, `~label`, `$1`, `&1`, `^alert#1`."""


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes the whole comment; colours and width mean nothing to it."""
    out.write(f"**servicelint:** {summary(run)}\n")
    shown = list(_fitting(run.findings))
    unfolded = len(run.findings) <= _OPEN
    for path, findings in groupby(shown, key=lambda finding: finding.path):
        out.writelines(f"{line}\n" for line in _file(path, tuple(findings), unfolded, run.owners.get(path, "")))
    left = len(run.findings) - len(shown)
    if left:
        more = "is" if left == 1 else "are"
        out.write(f"\n{counted(left, 'finding')} more {more} not shown here; `servicelint check` shows all of them.\n")
    if shown:
        out.writelines(f"{line}\n" for line in _reasons(shown))


def _fitting(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first findings, as many as a comment has room for."""
    room = _ROOM
    for finding in findings:
        room -= len(_item(finding)) + len(finding.path)
        if room < 0:
            return
        yield finding


def _file(path: str, findings: tuple[Finding, ...], unfolded: bool, owner: str) -> Iterator[str]:
    # What stands in the summary's lines is HTML: Markdown begins after the empty line.
    yield ""
    yield "<details open>" if unfolded else "<details>"
    # As code, an owner such as @legal is named and not called.
    named = f" (<code>{html.escape(clean(owner))}</code>)" if owner else ""
    yield f"<summary><code>{html.escape(clean(shown_path(path)))}</code>{named}: {tally(findings)}</summary>"
    yield ""
    yield from map(_item, findings)
    yield ""
    yield "</details>"


def _item(finding: Finding) -> str:
    line, _ = finding.span.source.position(finding.span.start)
    fix = f" *Fix:* {literal(offer(finding.fix))}." if finding.fix else ""
    return f"- **Line {line}, {finding.severity}:** {literal(finding.message)}{fix} ({literal(finding.rule)})"


def _reasons(findings: Sequence[Finding]) -> Iterator[str]:
    """Why, and what to write instead, once for each rule."""
    first = {finding.rule: finding for finding in reversed(findings) if finding.why or finding.instead}
    if not first:
        return
    yield from ("", "<details>", "<summary>Why, and what to write instead</summary>", "")
    room = _ROOM_FOR_REASONS
    for rule, finding in sorted(first.items()):
        better = " · ".join(f"“{literal(words)}”" for words in finding.better)
        said = f"- **{literal(rule)}:** {literal(finding.why)} {literal(finding.instead)} {better}".rstrip()
        room -= len(said)
        if room < 0:
            break
        yield said
    yield from ("", "</details>")


def literal(text: str) -> str:
    """The text on one line, so written that a Markdown reader shows just its characters."""
    return _ACTIVE.sub(_tamed, clean(text))


def _tamed(found: re.Match[str]) -> str:
    written = found[0]
    if written == "://":
        return f":{_APART}//"
    if len(written) > 1:
        return written + _APART
    tamed = written if written in "@!%^" else "&amp;" if written == "&" else f"\\{written}"
    return tamed + _APART if _CALLS.match(found.string, found.start()) else tamed
