"""What `check --fix` and `check --diff` do with what was mended: write it, or show it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from servicelint import fix
from servicelint.cli.options import style
from servicelint.discover import Unit
from servicelint.mending import Mended, key, mend
from servicelint.mistakes import Mistake
from servicelint.model import Finding, Source
from servicelint.run import Outcome
from servicelint.suppress import Suppressor
from servicelint.terminal import Style, clean

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def mend_all(
    units: Sequence[Unit], outcomes: Sequence[Outcome], suppress: Suppressor, shown: Iterable[Finding], unsafe: bool
) -> list[Mended]:
    """Every unit mended in memory, where findings are `shown`; what could not be mended is told on standard error."""
    hidden = {key(finding) for outcome in outcomes for finding in outcome.findings} - set(map(key, shown))
    mended = [
        mend(unit, outcome, suppress.linter, unsafe, suppress, hidden) for unit, outcome in zip(units, outcomes, strict=True)
    ]
    for one in mended:
        for note in one.notes:
            click.echo(clean(note), err=True)
    return mended


def write_fixes(mended: Iterable[Mended]) -> None:
    """Writes the files that changed; Mistake names those that cannot be written, once the others are."""
    texts = _texts(mended)
    failed = fix.write(texts)
    done = sorted(source.path for source in texts if source.path not in failed)
    if done:
        click.echo(f"Fixed {len(done)} {'file' if len(done) == 1 else 'files'}: {clean(', '.join(done))}", err=True)
    if failed:
        raise Mistake([f"{path}: {why}" for path, why in failed.items()])


def show_diff(mended: Iterable[Mended]) -> bool:
    """Writes the changes as one patch, by path; whether there are any."""
    texts = _texts(mended)
    people = style(sys.stdout)
    for source, text in sorted(texts.items(), key=lambda change: change[0].path):
        if people.color or sys.stdout.isatty():
            sys.stdout.writelines(_for_people(fix.diff(source, text), people))
        else:
            _for_programs(source, text)
    return bool(texts)


def _texts(mended: Iterable[Mended]) -> dict[Source, str]:
    return fix.per_file({source: text for one in mended for source, text in one.texts.items()})


def _for_people(lines: Iterable[str], people: Style) -> Iterator[str]:
    for line in lines:
        head = line.startswith(("--- ", "+++ "))
        yield people.paint(clean(line.rstrip("\r\n")), None if head else _COLORS.get(line[0]), bold=head) + "\n"


def _for_programs(source: Source, text: str) -> None:
    """The patch byte by byte as the file is written, so that it applies."""
    encoding = fix.patch_encoding(source)
    if encoding != source.encoding and encoding == "utf-8" and not source.encoding.replace("_", "-").startswith("utf-8"):
        click.echo(f"{source.path}: shown in UTF-8; git apply takes no {source.encoding.upper()}, use --fix instead", err=True)
    sys.stdout.flush()
    for line in fix.diff(source, text):
        sys.stdout.buffer.write(line.encode(encoding, "surrogateescape"))
    sys.stdout.buffer.flush()
