"""What one fulfillment of Dialogflow CX says and does: its words by language, and whether it hands over or ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from servicelint.model import Passage
from servicelint.syntax.dialogflow import drawn, passages, wordings
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.rich_content import brings_person
from servicelint.syntax.wordings import VOICE, Version, Wordings, Words, readings

_PERSON = ("liveAgentHandoff", "telephonyTransferCall")
_TEXTS = ("text", "ssml")


@dataclass(frozen=True, eq=False)
class Fulfillment:
    """`unheard` tells that a recording or a program speaks too, `voice` that something is made to be heard."""

    words: Words = field(default_factory=dict)
    person: bool = False
    ends: bool = False
    unheard: bool = False
    voice: bool = False


@dataclass(frozen=True)
class _Part:
    kind: Literal["text", "audio", "drawn"]
    ways: Wordings


def read(fulfillment: Object | None, owner: str, language: str) -> Fulfillment:
    """What stands in a `…Fulfillment` object; `language` is that of messages that name none."""
    if fulfillment is None:
        return Fulfillment()
    said = fulfillment.items("messages")
    words = dict(_words(said, owner, language))
    for conditional in fulfillment.items("conditionalCases"):
        for version, ways in _cases(conditional, owner, language).items():
            words[version] = (*words.get(version, ()), ways)
    every = [message for message in _messages(fulfillment) if isinstance(message, Object)]
    by_program = bool(fulfillment.text("webhook"))
    recorded = any("playAudio" in message.members or "mixedAudio" in message.members for message in every)
    return Fulfillment(
        words,
        person=any(map(_is_person, every)) or (by_program and hands_over(fulfillment.text("tag"))),
        ends=any("endInteraction" in message.members for message in every),
        unheard=by_program or recorded,
        voice=recorded or any(map(_is_heard, every)),
    )


def _messages(value: Object) -> Iterator[Value]:
    """The messages of a fulfillment or a case, those of its conditions among them."""
    yield from value.items("messages")
    for conditional in value.items("conditionalCases"):
        yield from _conditional_messages(conditional)


def _conditional_messages(conditional: Value) -> Iterator[Value]:
    for _, contents in _contents(conditional):
        for content in contents:
            if isinstance(content, Object):
                yield from [message for message in [content.object("message")] if message is not None]
                yield from _conditional_messages(content.members.get("additionalCases", content))


def _contents(conditional: Value) -> Iterator[tuple[str, Sequence[Value]]]:
    """The cases with their conditions; the condition of the case for all others is empty."""
    if isinstance(conditional, Object):
        for case in conditional.items("cases"):
            if isinstance(case, Object):
                yield case.text("condition"), case.items("caseContent")


def _cases(conditional: Value, owner: str, language: str) -> dict[Version, Wordings]:
    """What the cases say, one of which is taken; nothing where none of them holds."""
    found: dict[Version, list[tuple[Passage, ...]]] = {}
    otherwise = False
    for condition, contents in _contents(conditional):
        otherwise = otherwise or condition.strip() in ("", "true")
        for version, parts in _case(contents, owner, language).items():
            found.setdefault(version, []).extend(readings(parts))
    return {version: (*ways, *([] if otherwise else [()])) for version, ways in found.items()}


def _case(contents: Sequence[Value], owner: str, language: str) -> dict[Version, tuple[Wordings, ...]]:
    objects = [content for content in contents if isinstance(content, Object)]
    said = [message for content in objects for message in [content.object("message")] if message is not None]
    words = dict(_words(said, owner, language))
    for content in objects:
        if "additionalCases" in content.members:
            for version, ways in _cases(content.members["additionalCases"], owner, language).items():
                words[version] = (*words.get(version, ()), ways)
    return words


def _words(said: Sequence[Value], owner: str, language: str) -> Iterator[tuple[Version, tuple[Wordings, ...]]]:
    """The parts of each version. Where text and audio say different things, what is heard is a version of its own."""
    versions: dict[Version, list[_Part]] = {}
    for message in said:
        if isinstance(message, Object):
            own = message.text("languageCode") or language
            version = Version(own, message.text("channel").lower())
            versions.setdefault(version, []).extend(_parts(message, owner, own))
    for version, parts in versions.items():
        known = {_plain(way) for part in parts if part.kind != "audio" for way in part.ways}
        audio = [part for part in parts if part.kind == "audio"]
        more = [part for part in audio if not all(_plain(way) in known for way in part.ways)]
        written = tuple([part.ways for part in parts if part.kind != "audio"])
        texts = any(part.kind == "text" for part in parts)
        if not more:
            yield version, written
        elif texts:
            yield version, written
            yield version._replace(surface=VOICE), tuple([part.ways for part in audio])
        else:
            yield version, tuple([part.ways for part in parts])


def _parts(message: Object, owner: str, language: str) -> Iterator[_Part]:
    text, audio = message.members.get("text"), message.members.get("outputAudioText")
    if isinstance(text, Object):
        listed = text.members.get("text")
        given = listed.items if isinstance(listed, Array) else () if listed is None else (listed,)
        strings = (string for string in given if isinstance(string, String))
        yield from _part("text", wordings(owner, strings, "reply", language))
    if isinstance(audio, Object):
        ways = tuple([tuple(passages(owner, audio.string(key), "prompt", language, key == "ssml")) for key in _TEXTS])
        yield from _part("audio", tuple([way for way in ways if way]))
    if payload := message.members.get("payload"):
        yield from _part("drawn", drawn(owner, payload, language))


def _part(kind: Literal["text", "audio", "drawn"], ways: Wordings) -> Iterator[_Part]:
    if ways:
        yield _Part(kind, ways)


def _plain(way: Sequence[Passage]) -> str:
    return " ".join(" ".join(passage.shown for passage in way).casefold().split())


def _is_person(message: Object) -> bool:
    payload = message.members.get("payload")
    return any(key in message.members for key in _PERSON) or (payload is not None and brings_person(payload))


def _is_heard(message: Object) -> bool:
    text = message.object("text")
    written = text.items("text") if text else ()
    tagged = any(isinstance(string, String) and "<speak" in string.value.lower() for string in written)
    return tagged or "outputAudioText" in message.members or "telephonyTransferCall" in message.members
