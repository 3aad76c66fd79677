"""What an intent of Dialogflow ES answers: texts, cards, quick replies and payloads, by language and platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Passage, Role
from servicelint.syntax.dialogflow import drawn, passages, wordings
from servicelint.syntax.json import Array, Object, Scalar, String, Value
from servicelint.syntax.rich_content import brings_person
from servicelint.syntax.wordings import Version, Wordings, Words

_DEFAULT = "default"
_TELEPHONY = "telephony"
_PAYLOADS = ("payload", "content")
_SPOKEN = ("speech", "value", "textToSpeech", "ssml", "text", "displayText", "formattedText")
_HEADINGS = ("title", "subtitle")
_CHOICES = ("replies", "suggestions", "buttons", "items")


@dataclass(frozen=True, eq=False)
class Response:
    """`unheard` tells that a program answers too, `voice` that the words go to a telephone."""

    words: Words
    person: bool
    unheard: bool
    voice: bool


def read(answers: Sequence[Object], owner: str, webhook: bool) -> Response:
    """What the answers of an intent say."""
    messages = [item for answer in answers for item in answer.items("messages") if isinstance(item, Object)]
    words = dict(_words(messages, owner))
    if not words:
        speech = (string for answer in answers for string in _strings(answer.members.get("speech")))
        said = wordings(owner, speech, "reply", "")
        words = {Version(): (said,)} if said else {}
    return Response(
        words,
        person=any(map(_is_person, messages)),
        unheard=webhook,
        voice=any(message.text("platform").lower() == _TELEPHONY for message in messages),
    )


def said_when(parameter: Object, keys: Sequence[str], owner: str) -> Words:
    """What a parameter says under some of its keys: alternatives, by language."""
    listed = [item for key in keys for item in parameter.items(key)]
    found: dict[Version, list[tuple[Passage, ...]]] = {}
    for item in listed:
        if isinstance(item, String):
            found.setdefault(Version(), []).extend(wordings(owner, iter([item]), "prompt", ""))
        elif isinstance(item, Object):
            ways = found.setdefault(_version(item), [])
            for part in _parts(item, owner, item.text("lang"), "prompt"):
                ways += part
    return {version: (tuple(ways),) for version, ways in found.items() if ways}


def _words(messages: Sequence[Object], owner: str) -> Iterator[tuple[Version, tuple[Wordings, ...]]]:
    """The parts of each version; on a platform of its own the parts for everybody are not repeated."""
    versions: dict[Version, list[Wordings]] = {}
    for message in messages:
        version = _version(message)
        versions.setdefault(version, []).extend(_parts(message, owner, version.language, "reply"))
    yield from ((version, tuple(parts)) for version, parts in versions.items() if parts)


def _version(message: Object) -> Version:
    platform = message.text("platform").lower()
    surface = "" if platform in (_DEFAULT, "platform_unspecified") else platform
    return Version(message.text("lang"), "voice" if surface == _TELEPHONY else surface)


def _parts(message: Object, owner: str, language: str, role: Role) -> Iterator[Wordings]:
    """What one message says; its texts are alternatives, all else is shown together."""
    speech = [string for key in _SPOKEN for string in _strings(message.members.get(key)) if string.value.strip()]
    if message.members.keys() & {"replies", "buttons", "items", "suggestions"} or _has(message, _HEADINGS):
        shown = tuple(_card(message, owner, language))
        yield from [(shown,)] if shown else []
        return
    ways = wordings(owner, iter(_distinct(speech)), role, language)
    yield from [ways] if ways else []
    for key in _PAYLOADS:
        if isinstance(payload := message.members.get(key), Array | Object):
            shown_ways = drawn(owner, payload, language)
            yield from [shown_ways] if shown_ways else []


def _card(message: Object, owner: str, language: str) -> Iterator[Passage]:
    """A card, a list or quick replies."""
    lead: Role = "prompt" if message.items("replies") else "item"
    for key in (*_HEADINGS, *_SPOKEN):
        for string in _distinct(list(_strings(message.members.get(key)))):
            yield from passages(owner, string, lead, language)
    for key in _CHOICES:
        for item in message.items(key):
            yield from _choice(item, owner, language)


def _choice(item: Value, owner: str, language: str) -> Iterator[Passage]:
    if isinstance(item, String):
        yield from passages(owner, item, "option", language)
    elif isinstance(item, Object) and ("textToSpeech" in item.members or "displayText" in item.members):
        for string in _distinct([string for key in _SPOKEN for string in _strings(item.members.get(key))]):
            yield from passages(owner, string, "reply", language)
    elif isinstance(item, Object):
        linked = _is_link(item.text("postback")) or any(key in item.members for key in ("openUrlAction", "url"))
        yield from passages(owner, item.string("title") or item.string("text"), "button" if linked else "option", language)
        for string in _strings(item.members.get("description")):
            yield from passages(owner, string, "item", language)


def _strings(value: Value | None) -> Iterator[String]:
    for item in value.items if isinstance(value, Array) else (value,):
        if isinstance(item, String):
            yield item


def _distinct(strings: list[String]) -> list[String]:
    """Without those that repeat another: what is shown is often what is said."""
    return list({" ".join(string.value.split()): string for string in reversed(strings)}.values())[::-1]


def _has(message: Object, keys: Sequence[str]) -> bool:
    return any(string.value.strip() for key in keys for string in _strings(message.members.get(key)))


def _is_link(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://", "tel:", "mailto:", "www."))


def _is_person(message: Object) -> bool:
    kind = message.members.get("type")
    named = isinstance(kind, String) and "transfer" in kind.value.lower()
    calls = "telephonyTransferCall" in message.members or (named and not isinstance(kind, Scalar))
    payloads = (message.members.get(key) for key in _PAYLOADS)
    return calls or any(payload is not None and brings_person(payload) for payload in payloads)
