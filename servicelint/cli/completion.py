"""What a shell offers where a name is to be typed: rules, qualities, profiles, formats, languages.

A shell asks at every press of Tab: only what it asks for is loaded, and a mistake in a configuration is no answer to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Names = Mapping[str, str]
"""What may be typed, and what it is in a few words."""
Complete: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]"
"""What click asks, with what was typed so far."""


def names(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Rules and profiles, for a page about one of them; else files, for a profile may be one."""
    return list(_fitting({**_rules(ctx), **_profiles(ctx)}, typed)) or files(ctx, param, typed)


def rules(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Rules and qualities, the next one after a comma too."""
    from servicelint.rules import QUALITIES

    return _listed({**_rules(ctx), **dict.fromkeys(QUALITIES, "a quality: all its rules")}, typed)


def profiles(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Profiles, the next one after a comma too; else files."""
    return _listed(_profiles(ctx), typed) or files(ctx, param, typed)


def formats(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The formats that are read."""
    from servicelint import parse

    return list(_fitting({name: parse.get(name).SUMMARY for name in parse.names() if name.startswith(typed)}, typed))


def languages(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The languages whose words are known."""
    from servicelint.library import built_in

    return list(_fitting(dict.fromkeys(built_in().packs, ""), typed))


def files(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Whatever files the shell itself finds."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]


def _listed(known: Names, typed: str) -> list[CompletionItem]:
    """Names for the last place of a list with commas, each with what stands before it; none twice."""
    before, comma, last = typed.rpartition(",")
    taken = {name.strip() for name in before.split(",")}
    left = {name: about for name, about in known.items() if name not in taken}
    return list(_fitting(left, last, before + comma))


def _fitting(known: Names, typed: str, before: str = "") -> Iterator[CompletionItem]:
    from click.shell_completion import CompletionItem

    for name, about in sorted(known.items()):
        if name.startswith(typed):
            yield CompletionItem(before + name, help=about or None)


def _rules(ctx: click.Context) -> Names:
    """All rules, those of the configuration among them where it can be read."""
    from servicelint import config as settings
    from servicelint import ui
    from servicelint.library import built_in
    from servicelint.mistakes import Mistake

    library, asked = built_in(), None
    try:
        config = settings.load(ctx.params.get("config_path") or settings.find(_first(ctx.params.get("paths") or ())))
        library, asked = settings.library(config, library), config.data.get("ui-language")
    except Mistake:
        pass
    told = ui.ui_language(ctx.params.get("ui"), asked)
    return {name: rule.text("summary", told) for name, rule in library.rules.items()}


def _first(paths: Iterable[Path]) -> Path:
    """Where the search for a configuration begins."""
    path = Path(next(iter(paths), Path()))
    return path if path.exists() else Path()


def _profiles(ctx: click.Context) -> Names:
    from servicelint import ui
    from servicelint.profiles import shipped

    told = ui.ui_language(ctx.params.get("ui"))
    titles = {name: profile["title"] for name, profile in shipped().items()}
    return {name: title.get(told) or title.get("en", "") for name, title in titles.items()}
