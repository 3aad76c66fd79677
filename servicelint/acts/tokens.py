"""Token patterns: the only room that knows spaCy, and it is imported only when a sentence needs more than its words."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from servicelint.acts import plain_tokens
from servicelint.acts.pack import TokenPattern

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher


@cache
def _language(code: str) -> Language:
    import spacy

    try:
        return spacy.blank(code)
    except ImportError:  # spaCy does not know the language: its neutral tokenizer does well enough
        return spacy.blank("xx")


@cache
def _matcher(code: str, pattern: str) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(_language(code).vocab)
    matcher.add("act", [json.loads(pattern)], greedy="LONGEST")
    return matcher


def match(code: str, pattern: TokenPattern, text: str) -> list[tuple[int, int]]:
    """Start and end (code points) of the longest matches of a token pattern in one sentence."""
    if plain_tokens.can(pattern.pattern):
        return plain_tokens.match(pattern.pattern, text)
    return by_spacy(code, pattern, text)


def by_spacy(code: str, pattern: TokenPattern, text: str) -> list[tuple[int, int]]:
    """The same, asked of spaCy whatever the pattern."""
    doc = _language(code).make_doc(text)
    found: list[Any] = _matcher(code, json.dumps(list(pattern.pattern)))(doc)
    places = (doc[start:end] for _, start, end in sorted(found, key=lambda hit: hit[1]))
    return [(place.start_char, place.end_char) for place in places]


def check(code: str, pattern: list[dict[str, Any]]) -> str | None:
    """What is wrong with a token pattern, in spaCy's words; None where it can be used.

    Where a wheel is being built there is no spaCy, and none is needed: the tests have tried the patterns.
    """
    try:
        from spacy.errors import MatchPatternError
        from spacy.matcher import Matcher
    except ImportError:
        return None

    try:
        Matcher(_language(code).vocab, validate=True).add("act", [pattern])
    except (MatchPatternError, ValueError) as error:
        return " ".join(str(error).split())
    return None
