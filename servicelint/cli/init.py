"""`servicelint init`: a configuration fitted to a folder, and what pre-commit and CI need."""

from __future__ import annotations

from pathlib import Path

import click

from servicelint import __version__, config, profiles, starter
from servicelint.cli import completion
from servicelint.library import built_in


@click.command("init", short_help="Write a servicelint.yaml fitted to a folder.")
@click.argument("folder", required=False, default=Path(), type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--profile",
    default=profiles.RECOMMENDED,
    show_default=True,
    metavar="NAME",
    shell_complete=completion.profiles,
    help="The profile to go by.",
)
@click.option("--pre-commit", is_flag=True, help="Write .pre-commit-config.yaml as well.")
@click.option("--github", is_flag=True, help="Write a workflow for GitHub Actions as well.")
@click.option("--gitlab", is_flag=True, help="Write .gitlab-ci.yml as well.")
@click.option("--force", is_flag=True, help="Write servicelint.yaml anew where it is there already.")
def command(folder: Path, profile: str, pre_commit: bool, github: bool, gitlab: bool, force: bool) -> None:
    """Look into FOLDER (the current one when none is given) and write a servicelint.yaml that fits what lies there.

    What runs it before each commit and in CI is shown, or written with the options. Nothing is overwritten.
    """
    profiles.layer(profile, folder, "--profile")
    target = folder / config.NAMES[0]
    own = next(config.candidates(folder), None)
    if own and not (force and own == target):
        advice = "; --force writes it anew" if own == target else "; what it says would no longer count"
        raise click.UsageError(f"{own} is there already{advice}.")
    found = starter.look(folder, built_in())
    _write(target, starter.configuration(found, profile))
    click.echo(f"{target} is written, for {len(found.files)} {'file' if len(found.files) == 1 else 'files'}.")
    wanted = {"pre-commit": pre_commit, "github": github, "gitlab": gitlab}
    for name, (path, text) in starter.snippets(found, __version__).items():
        if wanted[name] and not (folder / path).exists():
            _write(folder / path, text)
            click.echo(f"{folder / path} is written.")
        elif wanted[name] or not any(wanted.values()):
            told = f"{folder / path} is there already; add to it" if wanted[name] else f"For {name}, in {path}"
            click.echo(f"\n{told}:\n\n{text}", nl=False)
    click.echo("\nNext: servicelint check")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as failure:
        raise click.UsageError(f"{path} cannot be written: {failure.strerror}.") from None
