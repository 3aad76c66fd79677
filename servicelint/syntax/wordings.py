"""What a bot says in one go, where each part has several wordings and there is a version for each language.

Knows neither how the wordings are written down nor when they are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from servicelint.model import Channel, Message, Passage

Wordings = tuple[tuple[Passage, ...], ...]
"""The ways to say one part; the customer gets one of them. A way without passages is silence."""


class Version(NamedTuple):
    """For whom a text is written: `language` as declared ("" for everybody), `surface` a channel or platform ("" for all)."""

    language: str = ""
    surface: str = ""


class Phrase(NamedTuple):
    """Something a customer says, in a language ("" for any)."""

    language: str
    text: str


Words = Mapping[Version, tuple[Wordings, ...]]
"""The parts that follow each other, by version."""

VOICE = "voice"
"""The surface of what is only heard."""


def readings(parts: Sequence[Wordings]) -> list[tuple[Passage, ...]]:
    """What a customer may get, every wording at least once: reading `n` takes the n-th way of each part, or its last."""
    count = max((len(ways) for ways in parts), default=0)
    found = [tuple([passage for ways in parts if ways for passage in ways[min(n, len(ways) - 1)]]) for n in range(count)]
    return [reading for reading in dict.fromkeys(found) if reading]


def joined(before: Words, after: Words) -> Words:
    """The words of two things said in a row, for each version that one of them has."""
    versions = dict.fromkeys([*before, *after])
    return {version: (*_for(before, version), *_for(after, version)) for version in versions}


def passages(words: Words) -> Iterator[Passage]:
    """Every passage, each once, in the order of the versions."""
    yield from dict.fromkeys(passage for parts in words.values() for ways in parts for way in ways for passage in way)


def messages(
    name: str, words: Words, channel: Channel, node: str | None, in_reply_to: Sequence[Phrase] = ()
) -> Iterator[Message]:
    """A message for each reading of each version; their ids tell them apart."""
    told = [(version, reading) for version, parts in words.items() for reading in readings(parts)]
    for version, reading in told:
        own = [other for other, _ in told if other == version]
        number = [found for other, found in told if other == version].index(reading) + 1
        labels = [label for label in version if label and len(words) > 1] + [str(number)] * (len(own) > 1)
        variant = " ".join(labels)
        heard: Channel = "voice" if version.surface == VOICE else channel
        yield Message(
            f"{name} ({variant})" if variant else name,
            "company",
            heard,
            reading,
            node,
            _in(version.language, in_reply_to),
            variant or None,
            bot=True,
        )


def _in(language: str, phrases: Sequence[Phrase]) -> tuple[str, ...]:
    """The phrases in a language, each once; all of them where none is."""
    base = language.partition("-")[0]
    own = [text for said, text in phrases if said.partition("-")[0] in (base, "")]
    return tuple(dict.fromkeys(own or [text for _, text in phrases]))


def _for(words: Words, version: Version) -> tuple[Wordings, ...]:
    """The parts in this version, else in the nearest one that everybody gets who has none of their own."""
    language = version.language.partition("-")[0]
    nearest = (version, version._replace(surface=""), Version(language, version.surface), Version(language), Version())
    return next((words[near] for near in nearest if near in words), ())
