"""What the actions of a node say, in the flow's own language and in those it is translated to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from servicelint.model import Passage, Role
from servicelint.syntax.chat_exports import objects, passage, texts
from servicelint.syntax.json import Object, String
from servicelint.syntax.wordings import Version, Wordings, Words

SAYS = ("send_msg", "say_msg")
_SLOT = re.compile(
    r"@\(((?:[^()\"]|\"(?:[^\"\\]|\\.)*\"|\((?:[^()\"]|\"[^\"]*\"|\([^()]*\))*\))*)\)"
    r"|(?<![\w@.])@((?:contact|fields|results|run|parent|child|input|urns|globals|webhook|trigger|resume|node|ticket|flow|step"
    r"|channel|extra|legacy_extra|date)(?:\.\w+)*)\b"
)
_CODES = {
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "por": "pt", "ita": "it", "deu": "de", "ger": "de", "rus": "ru",
    "ron": "ro", "rum": "ro", "nld": "nl", "dut": "nl", "ara": "ar", "swa": "sw", "hin": "hi", "zho": "zh", "cmn": "zh",
    "chi": "zh", "msa": "ms", "may": "ms", "ind": "id", "vie": "vi", "tur": "tr", "ukr": "uk", "pol": "pl", "fas": "fa",
    "ben": "bn", "urd": "ur", "tgl": "tl", "som": "so", "amh": "am", "hau": "ha", "yor": "yo", "zul": "zu", "afr": "af",
}  # fmt: skip


def language(code: str) -> str:
    """The two letters of a language's three; "" for the flows that name none."""
    return _CODES.get(code, "" if code in ("base", "und", "mul", "mis") else code.partition("-")[0])


@dataclass
class Said:
    """What a node says: `replies` are the quick replies it offers, in the flow's own language."""

    words: Words = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    unheard: bool = False


def said(owner: str, actions: Sequence[Object], flow: Object) -> Said:
    """What the actions say one after the other. A translation that says the same as the original is none."""
    speaking = [action for action in actions if action.text("type") in SAYS]
    found = Said(unheard=any(action.text("type") == "play_audio" for action in actions))
    own = language(flow.text("language"))
    parts = tuple([ways for action in speaking for ways in _parts(owner, action, action, own)])
    found.unheard = found.unheard or (any(action.text("text").strip() for action in speaking) and not parts)
    for action in speaking:
        found.replies += [reply.value.strip() for reply in texts(action.members.get("quick_replies")) if reply.value.strip()]
    words: dict[Version, tuple[Wordings, ...]] = {Version(): parts} if parts else {}
    localization = flow.object("localization")
    for code, translated in localization.members.items() if localization and speaking else ():
        if isinstance(translated, Object):
            other = tuple([ways for action in speaking for ways in _translated(owner, action, translated, own, language(code))])
            if _plain(other) != _plain(parts):
                words[Version(language(code))] = other
    found.words = words
    return found


def _translated(owner: str, action: Object, translated: Object, own: str, other: str) -> Iterator[Wordings]:
    new = translated.object(action.text("uuid"))
    if new is None:
        yield from _parts(owner, action, action, own)
        return
    for key in ("text", "quick_replies"):
        where, code = (new, other) if texts(new.members.get(key)) else (action, own)
        yield from _part(owner, where, key, code)


def _parts(owner: str, action: Object, where: Object, code: str) -> Iterator[Wordings]:
    for key in ("text", "quick_replies"):
        yield from _part(owner, where if key in where.members else action, key, code)


def _part(owner: str, where: Object, key: str, code: str) -> Iterator[Wordings]:
    role: Role = "reply" if key == "text" else "option"
    listed = texts(where.members.get(key)) or _reply_texts(where, key)
    for string in listed:
        way = tuple(passage(owner, string.pieces, role, _SLOT, code))
        if way:
            yield (way,)


def _reply_texts(where: Object, key: str) -> tuple[String, ...]:
    """Newer flows write quick replies as objects."""
    found = [item.string("text") for item in objects(where.members.get(key))]
    return tuple([string for string in found if string is not None])


def _plain(parts: tuple[Wordings, ...]) -> list[str]:
    said: list[Passage] = [one for ways in parts for way in ways for one in way]
    return [one.text for one in said]
