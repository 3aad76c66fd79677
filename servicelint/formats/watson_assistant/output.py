"""What a dialog node of Watson Assistant answers: texts and their alternatives, options, and whether a person takes over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicelint.model import Passage, Role
from servicelint.syntax.chat_exports import objects, passage, texts, without_tags
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Object, String, Value
from servicelint.syntax.wordings import Version, Wordings, Words

_SLOT = re.compile(
    r"<\?(.*?)\?>|\$\{?([^\W\d][\w-]*(?:\.\w+)*)\}?|\$\(([^()]+)\)|(?<![\w@])@\{?([^\W\d][\w-]*(?:[:.][\w-]+)*)\}?", re.DOTALL
)
_MARKUP = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>")
_PEOPLE = ("connect_to_agent", "channel_transfer")
_SHOWN: dict[str, Role] = {"title": "item", "description": "item", "alt_text": "image", "message_to_user": "reply"}
_UNHEARD = frozenset({"search_skill", "search", "user_defined", "audio", "video", "iframe"})


@dataclass
class Output:
    """`options` are the labels that are offered, with what is then said for the customer; `ends` tells of the last word."""

    words: Words = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    person: bool = False
    ends: bool = False
    unheard: bool = False


def read(node: Object, owner: str) -> Output:
    """What a node answers, in both generations of the format."""
    output = node.object("output")
    found = Output(person=_calls_person(node))
    if output is None:
        return found
    parts: list[Wordings] = []
    if "text" in output.members:
        parts += _old(output, owner)
    elif output.string("message"):
        parts += [_ways(owner, [output.members["message"]], "reply")]
    for item in objects(output.members.get("generic")):
        parts += _generic(item, owner, found)
    said = tuple([ways for ways in parts if ways])
    found.words = {Version(): said} if said else {}
    return found


def _calls_person(node: Object) -> bool:
    """Whether a program is called that hands over, by its name."""
    listed = [*objects(node.members.get("actions"))]
    output = node.object("output")
    listed += objects(output.members.get("actions")) if output else ()
    return any(hands_over(action.text("name")) for action in listed)


def _old(output: Object, owner: str) -> Iterator[Wordings]:
    """`output.text`: one text, several in a row, or alternatives."""
    text = output.members.get("text")
    if isinstance(text, Object):
        strings = texts(text.members.get("values"))
        yield from _drawn(owner, strings, text.text("selection_policy"))
    else:
        yield from (_ways(owner, [string], "reply") for string in texts(text))


def _drawn(owner: str, strings: tuple[String, ...], policy: str) -> Iterator[Wordings]:
    if policy == "multiline":
        yield from (_ways(owner, [string], "reply") for string in strings)
    else:
        yield _ways(owner, strings, "reply")


def _generic(item: Object, owner: str, found: Output) -> Iterator[Wordings]:
    kind = item.text("response_type")
    found.person = found.person or kind in _PEOPLE
    found.ends = found.ends or kind == "end_session"
    found.unheard = found.unheard or kind in _UNHEARD
    if kind in ("text", ""):
        listed = item.members.get("values")
        strings = tuple([string for value in objects(listed) for string in _strings(value)]) or texts(listed)
        yield from _drawn(owner, strings or texts(item.members.get("text")), item.text("selection_policy"))
        return
    for key, role in _SHOWN.items():
        yield _ways(owner, texts(item.members.get(key)), "reply" if kind in ("option", "suggestion") else role)
    for option in (*objects(item.members.get("options")), *objects(item.members.get("suggestions"))):
        yield _option(option, owner, found)
    if kind in _PEOPLE:
        yield from _while_waiting(item, owner)


def _option(option: Object, owner: str, found: Output) -> Wordings:
    value = option.object("value")
    sent = value.object("input") if value else None
    label = option.string("label")
    if label is not None and label.value.strip():
        found.options[label.value.strip()] = (sent.text("text") if sent else "") or label.value.strip()
    return _ways(owner, texts(label), "option")


def _while_waiting(item: Object, owner: str) -> Iterator[Wordings]:
    """What is said whether somebody is there or nobody; what the person is told is not for the customer."""
    ways: Wordings = ()
    for key in ("agent_available", "agent_unavailable"):
        message = item.object(key)
        ways += _ways(owner, texts(message.members.get("message")), "hold") if message else ()
    yield ways


def _strings(value: Object) -> Iterator[String]:
    string = value.string("text")
    if string is not None:
        yield string


def _ways(owner: str, strings: Iterable[Value], role: Role) -> Wordings:
    ways = [tuple(_passages(owner, string, role)) for string in strings if isinstance(string, String)]
    return tuple([way for way in ways if way])


def _passages(owner: str, string: String, role: Role) -> Iterator[Passage]:
    if _MARKUP.search(string.value):
        for run in without_tags(string.pieces):
            yield from passage(owner, run, role, _SLOT, carrier="quoted")
    else:
        yield from passage(owner, string.pieces, role, _SLOT)
