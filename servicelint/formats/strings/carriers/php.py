"""PHP that holds texts: arrays by key, `$lang['key'] = …`, `define('TEXT', …)`, and code that holds a mail.

A file that is little else than texts is read whole; of any other file only the mails in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from servicelint.formats.strings import evidence
from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.formats.strings.php_mail import carrier, holders
from servicelint.model import Problem, Source
from servicelint.syntax import locales, php
from servicelint.syntax.php import Array, Named, Text, Value

EXTENSIONS = (".php", ".inc")

_TEXTS = frozenset(
    re.findall(
        r"\w+",
        """lang langs language languages label labels message messages msg msgs string strings text texts txt l10n i18n locale
        locales phrase phrases words translation translations translate define langmail""",
    )
)
"""A variable with one of these words in its name holds texts."""
_OWN = ("_", "l", "L", "_MODULE", "_ERRORS", "_FIELDS", "_TABS", "_PDF")
"""Variables in which well-known programs keep their translations."""
_MARK = ":"
"""`:name` is a placeholder in the arrays that Laravel has its files return."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+[a-z]?")
_LOOKED_AT = 30_000
_NAMED = 150
_SHARE = 0.8
_PHRASES = 0.4
_LEAST = 3

Leaf = tuple[tuple[str, ...], Value]


def sniff(source: Source) -> float:
    """By texts that are nearly all there is in the file, or by a mail in its code."""
    start = Source(source.path, source.text[:_LOOKED_AT])
    if "<?" not in start.text or php.is_template(start):
        return 0.0
    found = list(islice(php.named(start, []), _NAMED))
    held = holders(found)
    if any(holder.is_mail for holder in held):
        return 0.9
    return max(_certainty(source.path, found), 0.5 if any(holder.announces for holder in held) else 0.0)


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every string of a file of texts, else the parts of the mails in its code."""
    found = list(php.named(source, problems))
    if _certainty(source.path, found[:_NAMED]):
        texts = [(key, value) for key, value in _leaves(found) if isinstance(value, Text) and value.pieces]
        entries = [Entry(key, text.pieces, carrier(text.written)) for key, text in texts]
    else:
        entries = [entry for holder in holders(found) if holder.is_mail for entry in holder.entries()]
    returned = any(named.kind == "return" and not named.owner for named in found)
    return Catalogue(tuple(entries), locales.of_path(source.path), marks=_MARK if returned else "")


def _certainty(path: str, found: Sequence[Named]) -> float:
    """How sure it is that the file is one of texts."""
    holding = [named for named in found if _holds_texts(named)]
    leaves = list(_leaves(holding))
    if not leaves or len(holding) < _SHARE * len(found) or all(key[-1].isdigit() for key, _ in leaves):
        return 0.0
    texts = [value.text if isinstance(value, Text) else None for _, value in leaves]
    seen = evidence.sample(texts)
    told = sum(1 for named in holding if named.kind == "variable")
    if seen.reads and told * 2 >= len(holding) and len(leaves) >= _LEAST:
        return 0.9
    phrases = sum(1 for text in texts if text and " " in text.strip())
    proven = 0.75 if seen.reads and phrases >= _PHRASES * len(leaves) and len(leaves) >= _LEAST else 0.0
    return max(proven, evidence.certainty(path, seen))


def _holds_texts(named: Named) -> bool:
    """Whether what stands outside classes and functions is called as texts are, or is what the file returns."""
    if named.owner:
        return False
    if named.kind == "variable":
        own = named.name[0] in _OWN or not _TEXTS.isdisjoint(map(str.lower, _WORD.findall(named.name[0])))
        return own and (len(named.name) > 1 or isinstance(named.value, Array))
    return named.kind == "define" or (named.kind == "return" and isinstance(named.value, Array))


def _leaves(found: Sequence[Named]) -> Iterator[Leaf]:
    """The values under their keys, in file order."""
    for named in found:
        if _holds_texts(named):
            key = named.name[1:] if named.kind == "variable" else named.name
            yield from _below(key, named.value)


def _below(key: tuple[str, ...], value: Value) -> Iterator[Leaf]:
    if not isinstance(value, Array):
        yield key, value
        return
    for name, item in value.items:
        yield from _below((*key, name), item)
