"""The glossary of a configuration (`say:`): its phrases are laid out as the words they stand for, nothing is left to guess.

A phrase is a part of the notation of acts: words, `(one | other)` and `[perhaps]`. Forms are not guessed: each is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from servicelint.acts import grammar
from servicelint.acts.compile import END
from servicelint.acts.fold import WORD, alike, fold
from servicelint.mistakes import wrong
from servicelint.model import Span
from servicelint.model.passage import place as pieces_place
from servicelint.syntax import yaml
from servicelint.written.checked import Channel, Language, Strict, key_place, place

MAX_WAYS = 500
"""A phrase that may be said in more ways than this was hardly meant."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Path = list[str | int]


class SayEntry(Strict):
    """Words that are not to be used, and those to use instead."""

    instead_of: Text | Annotated[list[Text], Field(min_length=1)] = Field(alias="instead-of")
    use: Text
    unless: Text | list[Text] = Field(default_factory=list, alias="except")
    language: Language | list[Language] = Field(default_factory=list)
    channel: Channel | list[Channel] = Field(default_factory=list)
    why: str = ""
    severity: Literal["error", "warning", "hint"] = "warning"


def entries(root: yaml.Node, path: Path, written: Iterable[SayEntry]) -> list[dict[str, Any]]:
    """The entries as the kind `glossary` takes them; Mistake where a phrase cannot be read or two of them disagree."""
    made = []
    seen: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str] = {}
    for index, entry in enumerate(written):
        at: Path = [*path, index]
        forms = _forms(root, [*at, "instead-of"], _listed(entry.instead_of))
        languages, channels = _listed(entry.language), _listed(entry.channel)
        if entry.use in _listed(entry.instead_of):
            raise wrong(key_place(root, [*at, "use"]), f"“{entry.use}” stands for itself; expected other words to use")
        for form in forms:
            key = (form, tuple(languages), tuple(channels))
            if seen.setdefault(key, entry.use) != entry.use:
                what = f"“{form}” is already to be “{seen[key]}”; expected one word to use for it"
                raise wrong(place(root, [*at, "instead-of"]), what)
        let_be = _forms(root, [*at, "except"], _listed(entry.unless)) | {alike(entry.use)}
        made.append(
            {
                "use": entry.use,
                "regex": _regex(forms),
                "forms": sorted(forms),
                "first": sorted({WORD.findall(fold(form))[0] for form in forms}),
                "excepted": _regex(let_be - forms),
                "languages": languages,
                "channels": channels,
                "why": entry.why,
                "severity": entry.severity,
            }
        )
    return made


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _forms(root: yaml.Node, path: Path, phrases: Sequence[str]) -> set[str]:
    """Every way in which the phrases may be said."""
    found: set[str] = set()
    node = root
    for step in path:
        node = (yaml.items(node)[step] if isinstance(step, int) else yaml.at(node, step)) or node
    for index, phrase in enumerate(phrases):
        scalar = yaml.items(node)[index] if isinstance(node, yaml.Sequence) else node
        try:
            ways = {alike(" ".join(words)) for words in islice(_ways(grammar.parse(phrase)), MAX_WAYS + 1)}
        except grammar.GrammarError as error:
            raise wrong(_inside(scalar, error.column), f"“{phrase}” cannot be read: {error}") from None
        if len(ways) > MAX_WAYS:
            raise wrong(scalar.span, f"“{phrase}” can be said in more than {MAX_WAYS} ways; expected fewer")
        wordless = [way for way in ways if not WORD.search(fold(way))]
        if wordless:
            raise wrong(scalar.span, f"“{phrase}” may be no word at all; expected at least one word that has to be there")
        found |= ways
    return found


def _ways(node: grammar.Node) -> Iterator[tuple[str, ...]]:
    """The words of each way in which a phrase may be said."""
    match node:
        case grammar.Word(text, inflected):
            if inflected:
                raise grammar.GrammarError(0, f"~{text} stands for forms nobody has written; write each form")
            yield (text,)
        case grammar.Reference(name):
            raise grammar.GrammarError(0, f"${name} stands for an act; expected words as they are written")
        case grammar.Sequence(items):
            for parts in product(*([*islice(_ways(item), MAX_WAYS + 1)] for item in items)):
                yield tuple(word for part in parts for word in part)
        case grammar.Choice(alternatives):
            for alternative in alternatives:
                yield from _ways(alternative)
        case grammar.Repeat(item, least, most):
            inner = [*islice(_ways(item), MAX_WAYS + 1)]
            for times in range(least, most + 1):
                for parts in product(inner, repeat=times):
                    yield tuple(word for part in parts for word in part)


def _inside(node: yaml.Node, column: int) -> Span:
    """The place of a character of a phrase."""
    if isinstance(node, yaml.Scalar) and node.pieces:
        last = max(sum(len(piece.text) for piece in node.pieces) - 1, 0)
        return pieces_place(node.pieces, min(column, last), min(column, last) + 1)
    return node.span


def _regex(forms: Iterable[str]) -> str:
    """An expression for the forms in folded text, the longest first; "" for none."""
    folded = sorted({fold(form) for form in forms}, key=lambda form: (-len(form), form))
    ways = "|".join(" +".join(map(re.escape, form.split())) for form in folded)
    return rf"(?<!\w)(?:{ways}){END}" if ways else ""
