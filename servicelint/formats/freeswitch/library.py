"""What FreeSWITCH files hold, wherever it stands in them: menus, phrase macros, dialplan extensions, lists of prompts.

Finds and keeps; what it means belongs in the other modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicelint.model import Piece, Problem, Source, Span, Unreadable
from servicelint.model.pieces import collapse, text_of
from servicelint.syntax import xml
from servicelint.syntax.recordings import is_speech
from servicelint.syntax.xml import Element

_FOLDER = re.compile(r"(?:^|/)lang/([a-z]{2}(?:[_-][A-Za-z]{2})?)/")
_LIST = re.compile(r"(?:^|[/_.-])([a-z]{2}(?:[_-][A-Z]{2})?)\.xml$")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[_-][A-Za-z]{2})?")
_ANY = ""
"""The context of extensions in a file of their own: some other file includes them."""


@dataclass(frozen=True)
class Macro:
    """A phrase macro in one language."""

    name: str
    element: Element
    language: str


@dataclass(frozen=True)
class Extension:
    """An extension of the dialplan and its context, "" where the file does not tell."""

    name: str
    element: Element
    context: str


@dataclass(frozen=True)
class Prompt:
    """One line of a list: the recording's name and what it says."""

    name: str
    pieces: tuple[Piece, ...]
    language: str


@dataclass
class Library:
    """All that the files of a bundle hold, in their order."""

    menus: dict[str, Element] = field(default_factory=dict)
    macros: list[Macro] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)


def library(sources: Iterable[Source], problems: list[Problem]) -> Library:
    """What the files hold; what is wrong with one of them goes to `problems`."""
    held = Library()
    for source in sources:
        try:
            nodes = xml.read(source)
        except Unreadable as failure:
            problems.append(failure.problem)
            continue
        folder = _FOLDER.search(source.path)
        before = _size(held)
        _collect(nodes, folder[1] if folder else "", _ANY, held)
        if _size(held) == before and not any(isinstance(node, xml.Comment) for node in nodes):
            problems.append(Problem(Span(source, 0, 0), _EXPECTED))
    return held


_EXPECTED = "There is nothing of FreeSWITCH in this file; expected a <menu>, <macro>, <extension> or <prompt phrase>."


def _size(held: Library) -> int:
    return len(held.menus) + len(held.macros) + len(held.extensions) + len(held.prompts)


def _collect(nodes: Iterable[xml.Node], language: str, context: str, held: Library) -> None:
    for element in nodes:
        if not isinstance(element, Element):
            continue
        match element.local:
            case "menu":
                held.menus.setdefault(element.get("name"), element)
            case "macro":
                held.macros.append(Macro(element.get("name"), element, language))
            case "extension":
                held.extensions.append(Extension(element.get("name"), element, context))
            case "language" if not element.get("name"):
                held.prompts += _prompts(element)
            case "language":
                _collect(element.children, element.get("name"), context, held)
            case "context":
                _collect(element.children, language, element.get("name"), held)
            case _:
                _collect(element.children, language, context, held)


def _prompts(root: Element) -> Iterator[Prompt]:
    """`<language><en><voicemail><prompt phrase="…" filename="…"/>`: the section is the recording's folder.

    The file's name tells the language better than the element's: translations keep the `<en>` they began with.
    """
    named = _LIST.search(root.span.source.path)
    for tongue in root.elements():
        told = tongue.local if _LANGUAGE.fullmatch(tongue.local) else ""
        for section in tongue.elements():
            for prompt in section.elements("prompt"):
                found = prompt.attributes.get("phrase")
                pieces = collapse(found.pieces) if found and _spoken(prompt, found.pieces) else ()
                yield Prompt(f"{section.local}/{prompt.get('filename')}", pieces, named[1] if named else told)


def _spoken(prompt: Element, phrase: tuple[Piece, ...]) -> bool:
    """Whether a prompt says something: tones and music are listed with the phrase NULL."""
    return text_of(phrase).strip() != "NULL" and prompt.get("type") not in ("tone", "music") and is_speech(phrase)
