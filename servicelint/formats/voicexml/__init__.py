"""VoiceXML 2.0 and 2.1: what each dialog says, what callers may press or say, and where that leads.

`speech`, `options` and `pages` read; `content` and `dialogs` follow the call; `simplify`, `announce` and `flows` make
messages and flows of it. Nothing about rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from servicelint.formats.voicexml import pages
from servicelint.formats.voicexml.announce import announced
from servicelint.formats.voicexml.content import Content, Where
from servicelint.formats.voicexml.dialogs import Dialogs
from servicelint.formats.voicexml.draft import Sketch
from servicelint.formats.voicexml.events import HANDLERS, Scope, names
from servicelint.formats.voicexml.flows import Messages, flows, leads
from servicelint.formats.voicexml.simplify import simplify
from servicelint.model import Bundle, Document, Problem, Source, Span, Unreadable
from servicelint.syntax import xml

ID = "voicexml"
SUMMARY = "VoiceXML 2.0 and 2.1 call flows"
READ = "prompts with their audio texts, bare text, enumerated choices, handlers of silence and wrong input, transfers"
NOT_READ = "scripts, grammars in other files, addresses that the running program computes"
EXTENSIONS = (".vxml", ".xml")
MENUS = True
HANDOFF = True

_ROOT = re.compile(r"\s*+(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*>)\s*+)*+<(?:\w+:)?vxml\b", re.DOTALL)
_NEVER_HEARD = ("connection.disconnect", "telephone.disconnect")


def sniff(source: Source) -> float:
    if _ROOT.match(source.text):
        return 1.0
    return 0.5 if source.path.lower().endswith(".vxml") else 0.0


def members(path: Path) -> tuple[Path, ...]:
    """The documents beside this one: they may lead to each other."""
    return tuple(sorted({path, *_documents(path.parent)}))


@lru_cache(maxsize=256)
def _documents(folder: Path) -> tuple[Path, ...]:
    files = (file for file in sorted(folder.iterdir()) if file.suffix.lower() in EXTENSIONS)
    return tuple([file for file in files if _begins_well(file)])


def _begins_well(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return sniff(Source(file.name, opened.read(8192).removeprefix(b"\xef\xbb\xbf").decode("latin-1"))) > 0


def parse(bundle: Bundle) -> Document:
    problems: list[Problem] = []
    site = pages.Site(list(_pages(bundle, problems)))
    sketch = Sketch()
    content = Content(site, sketch)
    Dialogs(content).read(site)
    begins = {page.name: page.node(next(iter(page.dialogs))) for page in site.pages if page.dialogs}
    led = leads(sketch)
    taken = simplify(sketch, begins.values())
    messages = Messages()
    starts = {name: taken.get(node, node) for name, node in begins.items()}
    found = flows(site, led, sketch, starts, announced(sketch), messages)
    _unheard_of(content, messages)
    language = next((page.language for page in site.pages if page.language), "")
    ordered = messages.in_order(bundle.sources)
    return Document(bundle, ID, ordered, found, tuple(problems), language=language)


def _pages(bundle: Bundle, problems: list[Problem]) -> Iterator[pages.Page]:
    """The documents that can be read; what is wrong with the others, or with their XML, goes to `problems`."""
    for name, source in zip(pages.names(bundle.sources), bundle.sources, strict=True):
        try:
            root = next((e for e in xml.root(source).walk() if e.local == "vxml"), None)
        except Unreadable as failure:
            problems.append(failure.problem)
            continue
        if flaw := xml.flaw(source):
            problems.append(flaw)
        if root is None:
            problems.append(Problem(Span(source, 0, 0), "This is no VoiceXML document; expected a <vxml> element."))
        else:
            yield pages.page(name, source, root)


def _unheard_of(content: Content, messages: Messages) -> None:
    """Keeps what handlers say that no dialog at hand leads to: only the platform knows when."""
    reached = {handler for handler, _ in content.handled}
    for page in content.site.pages:
        apart = Content(content.site, Sketch())
        for scope in page.root.walk():
            for handler in scope.elements(*HANDLERS):
                if id(handler) in reached or any(name.startswith(_NEVER_HEARD) for name in names(handler)):
                    continue
                place = f"{page.name}:{names(handler)[0] or 'catch'}"
                draft = apart.sketch.begin(place, page.name, "say", handler.tag)
                apart.run(handler.children, draft, Where(page, page, draft.id, draft.id, (Scope(page, scope),)))
        for draft in apart.sketch.drafts.values():
            messages.of(draft, reachable=False)
