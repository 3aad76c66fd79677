"""Catalogues of strings: the texts of an application and its mails, by key, in one file for each language.

Knows what is a message of its own and which strings are one mail; how files write them is for the carriers.
"""

from __future__ import annotations

from pathlib import PurePath

from servicelint.formats.strings import carriers
from servicelint.formats.strings.messages import messages
from servicelint.model import Bundle, Document, Problem, Span
from servicelint.model.source import Source
from servicelint.syntax import locales

ID = "strings"
SUMMARY = "Catalogues of strings: YAML, JSON, ARB, Android, iOS, PHP, CSV"
READ = "Every string that is copy, the strings of one mail as one message, plural forms; the locale of the file or its path."
NOT_READ = "Formats of dates and numbers, keys, addresses, notes about strings."
EXTENSIONS = tuple(sorted({extension for carrier in carriers.all_carriers() for extension in carrier.EXTENSIONS}))
MENUS = False
HANDOFF = False


def sniff(source: Source) -> float:
    """As sure as the surest of the carriers that the name of the file speaks for."""
    return carriers.surest(source)[0]


def parse(bundle: Bundle) -> Document:
    """The strings of one file."""
    source = bundle.sources[0]
    _, carrier = carriers.surest(source)
    if carrier is None:
        expected = ", ".join(EXTENSIONS)
        problem = Problem(Span(source, 0, 0), f"The name of this file says nothing of its strings; expected {expected}.")
        return Document(bundle, ID, problems=(problem,))
    problems: list[Problem] = []
    catalogue = carrier.read(source, problems)
    language = bundle.setting("language") or catalogue.language or locales.of_path(source.path)
    found = tuple(messages(catalogue, PurePath(source.path).stem, bundle.setting("channel")))
    return Document(bundle, ID, found, problems=tuple(problems), language=language)
