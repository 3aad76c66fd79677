"""Writes what is generated: the tables of the README, the manual of rules, the schemas. `--check` tells if they are stale."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from servicelint.cli.pages import manual
from servicelint.library import built_in
from servicelint.parse import all_formats
from servicelint.profile_page import ProfilePage, profile_page
from servicelint.profile_page import manual as profile_manual
from servicelint.profiles import layer, shipped
from servicelint.written.schema import schemas

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"


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


def profile_pages() -> dict[str, ProfilePage]:
    """The page of each profile by its name."""
    library = built_in()
    found = shipped().items()
    return {name: profile_page(name, content, layer(name, DOCS, name), library) for name, content in found}


def pages() -> dict[Path, str]:
    """Every generated file and what has to stand in it."""
    made = {README: written(README.read_text(encoding="utf-8"))}
    made[DOCS / "formats.md"] = "\n".join(["# Formats", "", *formats(), ""])
    made |= {DOCS / "rules" / name: text for name, text in manual(built_in()).items()}
    made |= {DOCS / "profiles" / name: text for name, text in profile_manual(profile_pages()).items()}
    made |= {DOCS / "schema" / f"{name}.schema.json": json.dumps(schema, indent=1) + "\n" for name, schema in schemas().items()}
    return made


def stale() -> list[Path]:
    """The generated files that are not as they should be, those that should be gone among them."""
    made = pages()
    there = [*(DOCS / "rules").glob("*.md"), *(DOCS / "profiles").glob("*.md"), *(DOCS / "schema").glob("*.json")]
    wrong = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return wrong + [path for path in there if path not in made]


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        wrong = stale()
        if wrong:
            sys.exit(f"Stale: {', '.join(path.name for path in wrong)}; run: python docs/tables.py")
    else:
        made = pages()
        for path in stale():
            if path in made:
                path.parent.mkdir(exist_ok=True)
                path.write_text(made[path], encoding="utf-8")
            else:
                path.unlink()
