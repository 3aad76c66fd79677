"""What a caller may press or say in a VoiceXML dialog: choices, options, grammars, links, as keys and labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.model import Piece
from servicelint.model.pieces import collapse, text_of
from servicelint.syntax.xml import Element, Text

_MOST_LABELS = 20
"""A grammar with more alternatives collects data (a city, a name): it is no menu."""
_BOOLEAN = re.compile(r"boolean(?:\?(?P<settings>.*))?$")
_KEYS = re.compile(r"[0-9*#]+$")
_GSL_LIST = re.compile(r"\[[^?*+$\[\]]*\]\s*$")
_GSL_RESULT = re.compile(r"\{[^{}]*\}")
_GSL_PHRASE = re.compile(r"\([^()]+\)|[\w'’-]+")
_JSGF_LIST = re.compile(r"[\w'’* #-]+(?:\|[\w'’* #-]+)*;?$")
_RESULT = re.compile(r"(?P<quote>['\"]?)(?P<value>[\w -]+)(?P=quote)\s*;?\s*$")
_SIGNS = {"star": "*", "pound": "#"}


@dataclass(frozen=True)
class Option:
    """One thing to press or say: `wired` is the key, otherwise the label; `phrase` is what a caller says for it."""

    wired: str
    phrase: str = ""
    value: str = ""
    """What its form item is then worth, "" where that cannot be told."""
    label: str = ""
    """The id of the passage that an `<enumerate/>` speaks for it."""

    @property
    def by_key(self) -> bool:
        return _KEYS.match(self.wired) is not None


def keys(element: Element) -> str:
    """The key or keys of an element's `dtmf`, written together."""
    return "".join(element.get("dtmf").split())


def listed(container: Element) -> Iterator[tuple[Element, Option]]:
    """The choices of a menu or the options of a field, in order, each with its element.

    `dtmf="true"` on a menu gives the first nine choices without keys of their own 1, 2, … in order
    (VoiceXML 2.0, section 2.2.1).
    """
    counts = container.get("dtmf") == "true"
    number = 0
    for element in container.elements("choice", "option"):
        key = keys(element)
        if not key and counts and number < 9:
            number += 1
            key = str(number)
        phrase = text_of(collapse(element.text())) or element.get("value")
        if key or phrase:
            yield element, Option(key or phrase, phrase, element.get("value") or phrase or key)


def answers(field: Element) -> tuple[Option, ...]:
    """The keys for yes and no of a boolean field, `1` and `2` unless its type names others; () for another field."""
    types = [field.get("type")]
    types += [e.get("src").rpartition("/")[2] for e in field.elements("grammar") if e.get("src").startswith("builtin:")]
    for name in types:
        if found := _BOOLEAN.match(name):
            settings = dict(part.partition("=")[::2] for part in (found["settings"] or "").split(";"))
            yes, no = settings.get("y", "1"), settings.get("n", "2")
            return (Option(yes, value="true"), Option(no, value="false"))
    return ()


def alternatives(container: Element) -> tuple[Option, ...]:
    """What the grammars written inside an element accept, where they are plain lists: its keys, or else its phrases."""
    found: dict[str, str] = {}
    for grammar in container.elements("grammar", "dtmf"):
        found |= _accepted(grammar)
    keys = [phrase for phrase in found if _KEYS.match(phrase)]
    spoken = [phrase for phrase in found if not _KEYS.match(phrase)]
    if not keys:
        return tuple([Option(phrase, phrase, found[phrase]) for phrase in spoken])
    phrases = spoken if len(spoken) == len(keys) else [""] * len(keys)
    return tuple([Option(key, phrase, found[key]) for key, phrase in zip(keys, phrases, strict=True)])


def linked(link: Element) -> tuple[Option, ...]:
    """What a link accepts by key; () for one that only listens to words."""
    accepted = alternatives(link)
    if key := keys(link):
        return (Option(key, next((option.phrase for option in accepted if option.phrase), "")),)
    return tuple([option for option in accepted if option.by_key])


def open_ended(container: Element) -> bool:
    """Whether a grammar of this element is written in another file, or is more than a plain list."""
    return any(not _accepted(grammar) for grammar in container.elements("grammar", "dtmf"))


def _accepted(grammar: Element) -> dict[str, str]:
    """Keys and phrases of a grammar that is a plain list, no longer than a menu could be, and what each stands for."""
    if grammar.elements():
        found = dict(_srgs(grammar))
    else:
        found = {phrase: phrase for phrase in _inline(text_of(grammar.text()).strip())}
    if grammar.get("mode") == "dtmf" or grammar.local == "dtmf":
        found = {"".join(phrase.split()): value for phrase, value in found.items()}
    return found if len(found) <= _MOST_LABELS else {}


def _srgs(grammar: Element) -> Iterator[tuple[str, str]]:
    """The items of the root rule when it is one list of plain items, each with what its tag says."""
    rules = grammar.elements("rule")
    root = next((rule for rule in rules if rule.get("id") == grammar.get("root")), rules[0] if rules else grammar)
    lists = root.elements("one-of")
    if len(lists) != 1 or len(root.elements()) > 1 + len(root.elements("tag")):
        return
    items = lists[0].elements("item")
    if all(_plain(item) for item in items):
        for item in items:
            if phrase := _phrase(item):
                tags = [_RESULT.search(text_of(tag.text())) for tag in item.elements("tag")]
                yield phrase, next((found["value"] for found in tags if found), "" if tags else phrase)


def _plain(item: Element) -> bool:
    return not item.get("repeat") and all(inner.local in ("item", "token", "tag") for inner in item.walk())


def _phrase(item: Element) -> str:
    """What an item accepts, without its tags and what may be left out."""
    pieces: list[Piece] = []
    for node in item.children:
        if isinstance(node, Text):
            pieces += node.pieces
        elif isinstance(node, Element) and node.local != "tag" and not node.get("repeat"):
            pieces += node.text()
    return text_of(collapse(pieces))


def _inline(text: str) -> Iterator[str]:
    """The phrases of a plain list in GSL (`[(call) (message) dtmf-1]`) or JSGF (`call | message`)."""
    if _GSL_LIST.match(text):
        for found in _GSL_PHRASE.finditer(_GSL_RESULT.sub("", text)):
            phrase = " ".join(found.group().strip("()").split())
            key = phrase.removeprefix("dtmf-")
            yield phrase if key == phrase else _SIGNS.get(key, key)
    elif _JSGF_LIST.match(text):
        yield from (" ".join(phrase.split()) for phrase in text.rstrip(";").split("|"))
