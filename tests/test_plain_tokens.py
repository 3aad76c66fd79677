"""Plain token patterns are matched without spaCy, and just as spaCy matches them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.acts import plain_tokens, tokens
from servicelint.acts.pack import TokenPattern

PATTERNS: list[list[dict[str, Any]]] = [
    [{"IS_TITLE": True, "LOWER": {"NOT_IN": ["our", "the"]}}, {"IS_TITLE": True, "OP": "+"}, {"TEXT": {"IN": ["Policy"]}}],
    [{"LOWER": "our"}, {"IS_LOWER": True, "OP": "?"}, {"TEXT": "Policy"}],
    [{"IS_UPPER": True}, {"LOWER": {"IN": ["policy", "the"]}, "OP": "*"}, {"ORTH": "read"}],
    [{"IS_TITLE": False, "OP": "+"}, {"TEXT": ","}],
]
WORDS = ["our", "Our", "the", "The", "Seller", "Conduct", "Policy", "policy", "READ", "read", "US", ",", "."]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PATTERNS), st.lists(st.sampled_from(WORDS), max_size=9))
def test_they_match_as_spacy_matches_them(pattern: list[dict[str, Any]], words: list[str]) -> None:
    text = " ".join(words)
    theirs = tokens.by_spacy("en", TokenPattern("x", tuple(pattern)), text)
    ours = plain_tokens.match(pattern, text)
    assert ours == non_overlapping(theirs)


def non_overlapping(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


@pytest.mark.parametrize(
    "token", [{"LEMMA": "be"}, {"TEXT": {"REGEX": "^x"}}, {"SHAPE": "Xxx"}, {"LOWER": "x", "OP": "!"}, {"IS_DIGIT": True}]
)
def test_what_needs_more_than_words_is_left_to_spacy(token: dict[str, Any]) -> None:
    assert not plain_tokens.can([{"LOWER": "a"}, token])
    assert plain_tokens.can([{"LOWER": "a"}])
