"""The VoiceXML documents of a bundle, their dialogs, and which of them an address leads to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from servicelint.model import Source
from servicelint.syntax.xml import Element

_LITERAL = re.compile(r"\s*(?:'([^'\\]*)'|\"([^\"\\]*)\")\s*$")


@dataclass(frozen=True)
class Page:
    """One document: `name` is how nodes and messages call it, `dialogs` its forms and menus by id, in order."""

    name: str
    source: Source
    root: Element
    dialogs: dict[str, Element] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.root.get("xml:lang")

    def node(self, dialog: str) -> str:
        """The id of the node where a dialog begins."""
        return f"{self.name}#{dialog}"


def page(name: str, source: Source, root: Element) -> Page:
    """The document with its dialogs; one without an id is called after its place (`form2`)."""
    dialogs: dict[str, Element] = {}
    for number, dialog in enumerate(root.elements("form", "menu"), 1):
        dialogs.setdefault(dialog.get("id") or f"{dialog.local}{number}", dialog)
    return Page(name, source, root, dialogs)


def names(sources: Sequence[Source]) -> list[str]:
    """What the documents are called: the file's name, its path where two have the same."""
    short = [posixpath.basename(_posix(source)) for source in sources]
    return [name if short.count(name) == 1 else _posix(source) for name, source in zip(short, sources, strict=True)]


class Site:
    """All documents that are read together."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = tuple(pages)
        self._by_path = {posixpath.normpath(_posix(page.source)): page for page in pages}

    def page(self, origin: Page, address: str) -> Page | None:
        """The document that an address in `origin` names, None where it is not at hand. Queries are left out."""
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        if not path:
            return None if address.startswith("?") else origin
        return self._by_path.get(posixpath.normpath(posixpath.join(posixpath.dirname(_posix(origin.source)), path)))

    def node(self, origin: Page, address: str) -> str | None:
        """The id of the node where an address leads (`#form`, `other.vxml#form`), None where that is not at hand."""
        found = self.page(origin, address)
        dialog = address.partition("#")[2] or (next(iter(found.dialogs), "") if found else "")
        return found.node(dialog) if found and dialog in found.dialogs else None

    def scopes(self, origin: Page) -> Iterator[tuple[Page, Element]]:
        """The document itself and its application's root document: whose handlers and links hold in it."""
        yield origin, origin.root
        above = self.page(origin, origin.root.get("application")) if origin.root.get("application") else None
        if above is not None and above is not origin:
            yield above, above.root


def address(element: Element, plain: str, computed: str) -> str | None:
    """Where an element leads, by its attributes `plain` or `computed`; None where only the running program knows."""
    if plain in element.attributes:
        return element.get(plain)
    literal = _LITERAL.match(element.get(computed))
    return (literal[1] or literal[2] or "") if literal else None


def _posix(source: Source) -> str:
    return source.path.replace("\\", "/")
