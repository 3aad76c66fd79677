"""AIML: categories of a pattern the customer says and a template the bot answers. Texts and what they answer, no flow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from os.path import relpath
from pathlib import Path

from servicelint.formats.aiml.templates import redirect, wordings
from servicelint.model import Bundle, Document, Message, Problem, Source, Span, Unreadable
from servicelint.syntax import xml
from servicelint.syntax.channels import channel
from servicelint.syntax.wordings import Phrase, Version, messages
from servicelint.syntax.xml import Element

ID = "aiml"
SUMMARY = "AIML chatbots"
READ = (
    "Every wording of each template, its buttons, and the patterns it answers, handed on by srai across the files of a folder."
)
NOT_READ = "What is only thought, learned or computed, and where a topic leads."
EXTENSIONS = (".aiml", ".xml")
MENUS = False
HANDOFF = False

_ROOT = re.compile(r"<(?:\w+:)?aiml[\s>]", re.IGNORECASE)
_WILD = re.compile(r"[*_]|<")
_OPTIONAL = re.compile(r"[\^#$]")
_SIGNS = re.compile(r"[^\w\s]")


@dataclass(frozen=True, eq=False)
class Category:
    """A category: the words of its pattern, with wildcards."""

    pattern: str
    template: Element
    span: Span


def sniff(source: Source) -> float:
    """By its root element."""
    return 1 if _ROOT.search(source.text[:5000]) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the bot: all that stand in the same folder."""
    absolute = path.absolute()
    found = _beside(absolute.parent)
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _beside(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in folder.glob("*.aiml") if file.is_file()))


def parse(bundle: Bundle) -> Document:
    """One document for all files; one that is broken does not keep the others from being read."""
    problems: list[Problem] = []
    categories: list[Category] = []
    for source in bundle.sources:
        try:
            categories += _categories(xml.root(source), problems)
        except Unreadable as failure:
            problems.append(failure.problem)
    found = tuple(_messages(categories, bundle.setting("channel")))
    return Document(bundle, ID, found, problems=tuple(problems), language=bundle.setting("language") or "")


def _categories(root: Element, problems: list[Problem]) -> Iterator[Category]:
    for element in root.walk():
        if element.local != "category":
            continue
        pattern = next(iter(element.elements("pattern")), None)
        template = next(iter(element.elements("template")), None)
        if pattern is None or template is None:
            what = "pattern" if pattern is None else "template"
            problems.append(Problem(element.tag, f"This category has no <{what}>; expected a pattern and a template."))
        else:
            words = "".join(piece.text for piece in pattern.text())
            yield Category(" ".join(words.split()) if not pattern.elements() else "*", template, element.tag)


def _messages(categories: list[Category], configured: str | None) -> Iterator[Message]:
    by = channel(configured, default="chat")
    phrases = _phrases(categories)
    seen: set[str] = set()
    for category in categories:
        name = category.pattern or "*"
        name = f"{name} (line {category.span.line})" if name in seen else name
        seen.add(name)
        ways = wordings(name, category.template)
        if ways:
            heard = [Phrase("", words) for words in phrases.get(_key(category.pattern), ())]
            yield from messages(name, {Version(): (ways,)}, by, None, heard)


def _phrases(categories: list[Category]) -> dict[str, list[str]]:
    """What the customer may have said to get to each pattern: itself where it is plain words, and the patterns that are
    handed on to it."""
    before: dict[str, list[str]] = {}
    for category in categories:
        if onward := redirect(category.template):
            before.setdefault(_key(onward), []).append(category.pattern)
    found: dict[str, list[str]] = {}
    for category in categories:
        heard = dict.fromkeys([category.pattern])
        waiting = list(heard)
        for pattern in waiting:
            fresh = [other for other in before.get(_key(pattern), ()) if other not in heard]
            heard.update(dict.fromkeys(fresh))
            waiting += fresh
        plain = [" ".join(_OPTIONAL.sub(" ", pattern).split()) for pattern in heard if not _WILD.search(pattern)]
        found[_key(category.pattern)] = [words for words in plain if words]
    return found


def _key(words: str) -> str:
    """A pattern or what is handed on, as the matcher compares them."""
    return " ".join(words.upper().split()) if "*" in words else " ".join(_SIGNS.sub(" ", words).upper().split())
