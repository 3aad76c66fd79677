"""The command line: one module a command, loaded when it is called. Holds no logic of its own."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from servicelint import __version__
from servicelint.mistakes import Mistake

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FINDINGS, MISTAKE, BUG = 1, 2, 3
"""Exit codes; 0 is clean."""
INTERRUPTED = 130
_FULL = (errno.ENOSPC, errno.EFBIG)
"""What the system says where there is no room left for what is written."""
COMMANDS: Mapping[str, str] = {
    "baseline": "Write down what is found today, so that a check shows only what is new.",
    "check": "Find what drives customers away, and say what to write instead.",
    "explain": "Show what a rule or profile is about: why, what instead, examples, evidence.",
    "extract": "Show what the customer hears or reads, with its places.",
    "formats": "List the formats that are read.",
    "graph": "Draw a phone menu or a chatbot as a picture, with what was found in it.",
    "init": "Write a servicelint.yaml fitted to a folder.",
    "lsp": "Show findings in your editor while you write.",
    "new-rule": "Write a rule to begin with.",
    "rules": "List the rules.",
    "score": "Score the nine qualities of service, from 0 to 100.",
    "test-rules": "Run the examples of rules as tests.",
}


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100, "auto_envvar_prefix": "SERVICELINT"}
"""Every option can be given in the environment as well: `SERVICELINT_CHECK_FAIL_ON`."""
EPILOG = (
    "Options can be set in the environment too: SERVICELINT_CHECK_FAIL_ON=error is --fail-on error of servicelint check; "
    "SERVICELINT_PROFILE and SERVICELINT_CONFIG go for all commands that take them."
)


class Commands(click.Group):
    """Knows the commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"servicelint.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=about) for name, about in COMMANDS.items() if name.startswith(incomplete)]
        return found or super().shell_complete(ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        from servicelint.mistakes import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"“{args[0]}” is no command; {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings=SETTINGS, epilog=EPILOG)
@click.version_option(
    __version__,
    "-V",
    "--version",
    message="servicelint %(version)s",
    allow_from_autoenv=False,  # a pipeline's own variable SERVICELINT_VERSION asks for nothing
)
def cli() -> None:
    """A linter for the words a company says to its customers: phone menus, e-mails, chatbots, canned replies."""


def main() -> NoReturn:
    """Runs the command; a user's mistake ends with 2, ours with 3, neither with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream.encoding.lower() != "utf-8" else "surrogateescape")
    try:
        code = cli.main(prog_name="servicelint", standalone_mode=False)
        sys.stdout.flush()
    except Mistake as mistake:
        click.echo("\n".join(mistake.lines), err=True)
        code = MISTAKE
    except click.ClickException as mistake:
        mistake.show()
        code = MISTAKE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except Exception as failure:
        if isinstance(failure, OSError) and failure.errno in _FULL:
            click.echo(f"The output cannot be written: {failure.strerror}.", err=True)
            code = MISTAKE
        else:
            click.echo(_bug(failure), err=True)
            code = BUG
    sys.exit(code if isinstance(code, int) else 0)


def _bug(failure: Exception) -> str:
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "somewhere"
    return f"servicelint broke, and the fault is ours: {type(failure).__name__}: {failure} (at {where}). Please report it."
