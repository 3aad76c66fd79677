"""Java's bundles of messages: `messages_it.properties`. Most other `.properties` are settings and left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath

from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.formats.strings.evidence import sample
from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.pieces import replace, strip, text_of
from servicelint.syntax import locales, properties

EXTENSIONS = (".properties",)

_HOMES = ("i18n", "l10n", "lang", "language", "languages", "locale", "locales", "messages", "translations")
_BUNDLE = re.compile(r"(?:\w*[-_.])?(?:messages?|labels?|strings?|texts?|translations?|mails?|emails?)", re.IGNORECASE)
_SETTING = re.compile(r"[\w.$-]*[/\\:][^\s]*|true|false|[\d.,]+|(?:[a-z]\w*\.){2,}\w+")
_LOOKED_AT = 40
_PROSE = 0.25
_DOUBLED = re.compile("''")


def sniff(source: Source) -> float:
    """By a locale in the path or a bundle's name, and by values that read as words people say."""
    path = PurePath(source.path)
    located = locales.of_path(source.path)
    if not located and not (_BUNDLE.fullmatch(path.stem) or path.parent.name.lower() in _HOMES):
        return 0.0
    values = [text_of(pair.pieces).strip() for pair in islice(properties.pairs(source, []), _LOOKED_AT)]
    settings = sum(1 for value in values if _SETTING.fullmatch(value))
    seen = sample(values)
    if not seen.reads or settings * 3 > len(values):
        return 0.0
    if seen.prose >= _PROSE:
        return 0.9
    return 0.5 if located else 0.0


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every value that is not empty; an apostrophe that is doubled for Java's formats is one."""
    found = [(pair.key, strip(replace(pair.pieces, _DOUBLED, _apostrophe))) for pair in properties.pairs(source, problems)]
    entries = [Entry((key,), pieces, "quoted") for key, pieces in found if pieces]
    return Catalogue(tuple(entries), locales.of_path(source.path))


def _apostrophe(_: re.Match[str], span: Span) -> Sequence[Piece]:
    return (Piece("'", span, "decoded"),)
