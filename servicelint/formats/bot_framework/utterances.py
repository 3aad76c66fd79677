"""What customers say (.lu) and what they ask with the answer they get (.qna): intents with their phrases, question pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from servicelint.model import Piece, Source, Span
from servicelint.model.pieces import strip, verbatim
from servicelint.syntax.said import phrases_of

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
_INTENT = re.compile(r"#+\s*(?!\?)([\w.-]+)\s*$")
_QUESTION = re.compile(r"#+\s*\?\s*(.+?)\s*$")
_BULLET = re.compile(r"[-*+]\s*(.+?)\s*$")
_ENTITY = re.compile(r"\{@?[\w.:-]+\s*=\s*([^{}]*)\}")
_LABEL = re.compile(r"\{@?([\w.:-]+)\}")
_FENCE = re.compile(r"```(?:markdown)?[ \t]*\r?\n(.*?)```", re.DOTALL)


class Pair(NamedTuple):
    """A question in all its wordings, and the answer with its place."""

    questions: tuple[str, ...]
    answer: tuple[Piece, ...]
    span: Span


def intents(source: Source) -> dict[str, list[str]]:
    """The phrases of every intent of a file of utterances."""
    found: dict[str, list[str]] = {}
    phrases: list[str] | None = None
    for line in _LINE.finditer(source.text):
        content = line[1].strip()
        if intent := _INTENT.match(content):
            phrases = found.setdefault(intent[1], [])
        elif content.startswith(("#", "@", "$")):
            phrases = None
        elif phrases is not None and (bullet := _BULLET.match(content)):
            phrases.append(_plain(bullet[1]))
    return found


def pairs(source: Source) -> Iterator[Pair]:
    """The questions and answers of a file."""
    starts = [line for line in _LINE.finditer(source.text) if _QUESTION.match(line[1].strip())]
    bounds = [*(line.start() for line in starts), len(source.text)]
    for line, end in zip(starts, bounds[1:], strict=True):
        first = _QUESTION.match(line[1].strip())
        answer = _FENCE.search(source.text, line.end(), end)
        if first and answer:
            others = [_BULLET.match(other.strip()) for other in source.text[line.end() : answer.start()].splitlines()]
            filtered = [found[1] for found in others if found and "=" not in found[1]]
            copy = strip((verbatim(source, *answer.span(1)),))
            if copy:
                yield Pair((first[1], *filtered), copy, copy[0].span)


def _plain(utterance: str) -> str:
    """An utterance without its labels: `to {@city=Rome}` is `to Rome`."""
    while _ENTITY.search(utterance):
        utterance = _ENTITY.sub(r"\1", utterance)
    return phrases_of([_LABEL.sub(r"\1", utterance)])
