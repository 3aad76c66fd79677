"""Writes the tables of rules and formats into the README: `python docs/tables.py`; `--check` tells if they are stale."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from servicelint.library import built_in
from servicelint.parse import all_formats

README = Path(__file__).parent.parent / "README.md"


def rules() -> Iterator[str]:
    """A row for each rule."""
    yield "| rule | level | what it flags |"
    yield "|---|---|---|"
    for name, rule in sorted(built_in().rules.items()):
        yield f"| `{name}` | {rule.severity} | {rule.text('summary')} |"


def formats() -> Iterator[str]:
    """A row for each format."""
    yield "| format | what it is | read | not read | menus | hand-off |"
    yield "|---|---|---|---|---|---|"
    for name, found in all_formats().items():
        menus, handoff = ("yes" if has else "no" for has in (found.MENUS, found.HANDOFF))
        cells = (cell.replace("|", "\\|") for cell in (found.SUMMARY, found.READ, found.NOT_READ))
        yield f"| `{name}` | {' | '.join(cells)} | {menus} | {handoff} |"


def written(text: str) -> str:
    """The README with its tables as they are now."""
    for name, rows in (("rules", rules()), ("formats", formats())):
        opening, closing = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, _, rest = text.partition(opening)
        _, _, after = rest.partition(closing)
        text = before + opening + "\n".join(rows) + closing + after
    return text


if __name__ == "__main__":
    before = README.read_text(encoding="utf-8")
    after = written(before)
    if "--check" in sys.argv[1:] and before != after:
        sys.exit("The tables of the README are stale; run: python docs/tables.py")
    README.write_text(after, encoding="utf-8")
