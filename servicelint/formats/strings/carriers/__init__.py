"""How files write catalogues of strings, one module a carrier. Which strings are copy is not decided here.

A carrier offers what `Carrier` says. It is found by looking into this folder.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from servicelint.formats.strings.entry import Catalogue
from servicelint.model import Problem, Source


class Carrier(Protocol):
    """What a module in this folder offers.

    `sniff` says how sure it is that a file is a catalogue in this carrier, on the scale of `parse.Format`. `read` gives
    every string that may be copy; what is wrong with the file is raised as Unreadable or put into `problems`.
    """

    EXTENSIONS: tuple[str, ...]

    def sniff(self, source: Source) -> float: ...

    def read(self, source: Source, problems: list[Problem]) -> Catalogue: ...


@cache
def all_carriers() -> tuple[Carrier, ...]:
    """Every carrier, in alphabetical order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(cast("Carrier", importlib.import_module(f"{__name__}.{name}")) for name in names)


def surest(source: Source) -> tuple[float, Carrier | None]:
    """The carrier that is surest of a file, of those that its name speaks for, and how sure it is."""
    name = source.path.lower()
    asked = [carrier for carrier in all_carriers() if name.endswith(carrier.EXTENSIONS)]
    return max(((carrier.sniff(source), carrier) for carrier in asked), key=lambda found: found[0], default=(0.0, None))
