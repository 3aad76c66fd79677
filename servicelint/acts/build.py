"""From phrases to a pack: what is done once, when a wheel is built or a user's acts are first read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from servicelint.acts.compile import Compiler
from servicelint.acts.fold import WORD, fold
from servicelint.acts.pack import Pack, TokenPattern


def build(
    language: str,
    name: str,
    words: str,
    acts: Mapping[str, str],
    patterns: Mapping[str, tuple[TokenPattern, ...]] | None = None,
    abbreviations: str = "",
    forms: Callable[[str], Iterable[str]] | None = None,
    known: Mapping[str, str] | None = None,
    slot_classes: Iterable[tuple[str, ...]] = (),
    spellings: Mapping[str, str] | None = None,
) -> Pack:
    """Compiles phrases to a pack; ActError names the phrase that cannot be read. An act that has only patterns is empty.

    `known` are phrases of acts that may be referred to, and `slot_classes` those of the pack that this one will join.
    """
    patterns = patterns or {}
    common = frozenset(WORD.findall(fold(words)))
    phrases = {**(known or {}), **dict.fromkeys(patterns, ""), **acts}
    compiler = Compiler(phrases, common, forms, spellings or {}, list(slot_classes))
    compiled = {act: compiler.act(act) for act, text in acts.items() if text.strip()}
    return Pack(
        language,
        name,
        common,
        {act: tuple((part.regex, part.anchors) for part in parts) for act, parts in compiled.items()},
        tuple(compiler.slot_classes),
        patterns,
        frozenset(word.rstrip(".") for word in fold(abbreviations).split()),
    )
