"""`servicelint test-rules`: the examples of rules as tests."""

from __future__ import annotations

from pathlib import Path

import click

from servicelint import config as settings
from servicelint.cli import FINDINGS
from servicelint.cli.options import config_option, configuration
from servicelint.config import Config
from servicelint.library import built_in
from servicelint.mistakes import Mistake
from servicelint.trial import trials


@click.command("test-rules", short_help="Run the examples of rules as tests.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@config_option
def command(folder: Path | None, config_path: Path | None) -> int:
    """Run every example of every rule in FOLDER (of all rules when none is given).

    A bad example must be flagged at just the words it states, a good one not at all; a fix must make what it says.
    """
    if folder and not folder.exists():
        raise Mistake([f"{folder}: there is no such file or folder; check the spelling of the path"])
    config = Config(Path.cwd(), None, {"rules": [str(folder)]}) if folder else configuration((), config_path)
    library = settings.library(config, built_in())
    own = {rule: found for rule, found in library.rules.items() if not folder or found is not built_in().rules.get(rule)}
    tried = [trial for rule in own.values() for trial in trials(rule, library)]
    faults = [trial for trial in tried if trial.fault]
    for trial in faults:
        click.echo(f"{trial.name}: {trial.fault}")
    bare = [rule.id for rule in own.values() if not any(trial.rule == rule.id for trial in tried)]
    for name in bare:
        click.echo(f"{name}: it has no examples; expected at least one bad and one good")
    click.echo(f"{len(tried) - len(faults)} of {len(tried)} examples of {len(own)} rules hold.")
    return FINDINGS if faults or bare else 0
