"""`servicelint lsp`: findings while you write."""

from __future__ import annotations

import click

INSTALL = 'python -m pip install "servicelint[lsp]"'


@click.command("lsp", short_help="Show findings in your editor while you write.")
def command() -> None:
    """Show findings in your editor while you write.

    Your editor starts this command and speaks with it over standard input and
    output, by the Language Server Protocol; there is nothing to see in a
    terminal. docs/editors.md shows what to write in the settings of VS Code,
    Neovim, Helix, Zed and JetBrains.

    Findings come with their rule's page, with fixes, and with a way to allow
    them. Menus show how deep they are, how many options they have, and how
    long they speak.
    """
    try:
        import pygls  # noqa: F401
    except ImportError:
        raise click.UsageError(f"Editors need one more package; install it with: {INSTALL}") from None
    from servicelint.lsp.server import serve

    serve()
