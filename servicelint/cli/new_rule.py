"""`servicelint new-rule NAME`: a rule to begin with, whose examples already hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from servicelint.rules import QUALITIES

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_RULE = """\
# yaml-language-server: $schema=./schema/rule.schema.json
id: {name}
quality: {quality}
summary: {{en: Says "synergy".}}
why: {{en: Nobody outside the company knows what it means.}}
instead: {{en: Say what the customer gets.}}
better: {{en: [savings]}}
kind: phrase
checks:
  - {{find: {{act: ${name}}}, severity: warning}}
message: {{en: "“{{found}}” says nothing to a customer."}}
examples:
  bad:                       # flagged at just these words
    - format: text
      language: en
      text: We pass our synergies on to you.
      flags: our synergies
  good:                      # a harmless sentence that looks just like it
    - format: text
      language: en
      text: You save 20 euros a month.
      because: It says what the customer gets.
"""
_ACTS = """\
# yaml-language-server: $schema=../schema/acts.schema.json
language: en
acts:
  # One phrase a line: (a | b) is one of them, [x] is x or nothing, $ANY one word.
  {name}: |
    [our] (synergy | synergies)
"""


@click.command("new-rule", short_help="Write a rule to begin with.")
@click.argument("name")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("our-rules"),
    show_default=True,
    help="Where it is written.",
)
@click.option(
    "--quality",
    type=click.Choice(QUALITIES),
    default="professionalism",
    show_default=True,
    metavar="QUALITY",
    help=f"The quality of service that it is about: {', '.join(QUALITIES)}.",
)
def command(name: str, folder: Path, quality: str) -> None:
    """Write NAME.yml, its phrases, and schemas for your editor into a folder. Nothing is overwritten.

    The rule works as it stands: change its words, then run servicelint test-rules on the folder.
    """
    if not _NAME.fullmatch(name):
        raise click.UsageError(f"“{name}” is no name for a rule; expected small letters and hyphens, such as no-jargon.")
    made = {folder / f"{name}.yml": _RULE, folder / "acts" / f"en-{name}.yml": _ACTS}
    taken = next((path for path in made if path.exists()), None)
    if taken:
        raise click.UsageError(f"{taken} is there already; take another name.")
    try:
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(name=name, quality=quality), encoding="utf-8")
        _write_schemas(folder / "schema")
    except OSError as failure:
        raise click.UsageError(f"{folder} cannot be written to: {failure.strerror}.") from None
    click.echo(f"{folder / name}.yml and its phrases are written. Next: servicelint test-rules {folder}")


def _write_schemas(folder: Path) -> None:
    from servicelint.written.schema import schemas

    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / f"{name}.schema.json").write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")
