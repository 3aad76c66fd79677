"""Markdown copy: a message a file, or a canned reply a section.

Knows what headings, quotes and fences mean for service; how Markdown is written is for syntax.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath

from servicelint.model import Bundle, Channel, Document, Message, Passage, Piece, Role, Source
from servicelint.model.pieces import cut, text_of, verbatim
from servicelint.syntax import front_matter, plain_mail
from servicelint.syntax.channels import channel
from servicelint.syntax.front_matter import FrontMatter
from servicelint.syntax.markdown import Block, blocks, images, inline, uncommented
from servicelint.syntax.paragraphs import joined, runs
from servicelint.syntax.templates import Joined, Template

ID = "markdown"
SUMMARY = "Markdown copy and canned replies"
READ = "Headings, paragraphs, list items, table cells, link texts, image descriptions, the header's subject and title."
NOT_READ = "Other header keys, quotes, code, link targets, comments."
EXTENSIONS = (".md", ".markdown", ".blade.php")
MENUS = False
HANDOFF = False

_BLADE = ".blade.php"
_PLAIN = ("", "text", "txt", "md", "markdown")
"""What stands behind the fence of a reply that is there to be copied."""
_LARAVEL = re.compile(r"@component\(\s*['\"]mail::|<x-mail::")
"""Laravel writes its Markdown mails as Blade templates."""
_TARGET = re.compile(r"\]\(\s*<?([^()\s<>]+)")
_SLUG = re.compile(r"[^\w\- ]")


def sniff(source: Source) -> float:
    """Known by its name only, but for the mails of Laravel."""
    name = source.path.lower()
    if name.endswith(_BLADE):
        return 0.95 if _LARAVEL.search(source.text) else 0.0
    return 0.1 if name.endswith(EXTENSIONS) and "\0" not in source.text[:4096] else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    header = front_matter.read(source)
    found = tuple(_messages(bundle, source, header))
    return Document(bundle, ID, found, language=bundle.setting("language") or header.language)


def _messages(bundle: Bundle, source: Source, header: FrontMatter) -> Iterator[Message]:
    """The messages of a file; one with branches comes once for each reading of them."""
    name = PurePath(source.path).stem
    subjects = tuple(header.subjects(name))
    default: Channel = "email" if subjects else "unknown"
    by = channel(bundle.setting("channel"), header.text("channel"), default=default)
    body = uncommented((verbatim(source, header.end, len(source.text)),))
    seen: set[tuple[str, tuple[Passage, ...]]] = set()
    template = Template(Joined(body))
    for reading in template.readings():
        for section in _sections(name, reading.pieces, whole=bool(subjects)):
            passages = (*subjects, *_passages(section, reading.pieces))
            if passages and (section.name, passages) not in seen:
                seen.add((section.name, passages))
                links = tuple(_links(section, reading.pieces))
                variant = reading.name or None
                yield Message(section.name, "company", by, passages, variant=variant, links=links, sampled=template.sampled)


@dataclass(slots=True)
class _Section:
    """What becomes one message."""

    name: str
    blocks: list[Block]


def _sections(name: str, pieces: Sequence[Piece], whole: bool) -> list[_Section]:
    """The file as one message, unless it has several `##` headings with text under them: then each is a reply."""
    text = text_of(pieces)
    found = [block for block in blocks(text) if block.kind != "quote"]
    starts = [index for index, block in enumerate(found) if block.kind == "heading" and block.level == 2]
    parts = [found[start:end] for start, end in pairwise([*starts, len(found)])]
    replies = [part for part in parts if _says_something(part)]
    if whole or len(replies) < 2:
        return [_Section(name, found)]
    before = found[: starts[0]]
    opening = [_Section(name, before)] if _says_something(before) else []
    taken = Counter[str]()
    return [*opening, *(_Section(_slug(text[part[0].start : part[0].end], taken), part) for part in replies)]


def _says_something(part: Sequence[Block]) -> bool:
    return any(block.kind != "heading" for block in part)


def _slug(heading: str, taken: Counter[str]) -> str:
    """The heading as an anchor, as code hosts make it: lower case, hyphens, a number when it comes again."""
    slug = _SLUG.sub("", heading.strip().lower()).replace(" ", "-")
    taken[slug] += 1
    return slug if taken[slug] == 1 else f"{slug}-{taken[slug] - 1}"


def _passages(section: _Section, pieces: Sequence[Piece]) -> Iterator[Passage]:
    """The copy of a section; where nothing but fenced text stands under its heading, that text is the copy."""
    body = [block for block in section.blocks if block.kind != "heading"]
    fenced = bool(body) and all(block.kind == "code" and block.info.lower() in _PLAIN for block in body)
    found = _fenced(body, pieces) if fenced else _shown(section.blocks, pieces)
    for number, (role, copy) in enumerate(found):
        yield Passage(f"{section.name}/{number}", copy, role)


def _links(section: _Section, pieces: Sequence[Piece]) -> Iterator[str]:
    """Where the links of a section lead, those behind words and those that are written out."""
    for block in section.blocks:
        inside = cut(pieces, block.start, block.end)
        shown = "".join([piece.shown for piece in inside])
        yield from (found[1] for found in _TARGET.finditer(shown))
        yield from plain_mail.links(inside)


def _fenced(body: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[tuple[Role, tuple[Piece, ...]]]:
    for block in body:
        inside = cut(pieces, block.start, block.end)
        for run in runs(text_of(inside)):
            yield run.role, joined(cut(inside, run.start, run.end))


def _shown(body: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[tuple[Role, tuple[Piece, ...]]]:
    for block in body:
        if block.kind in ("heading", "paragraph", "item"):
            inside = cut(pieces, block.start, block.end)
            if copy := inline(inside):
                yield block.kind, copy
            for described in images(inside):
                yield "image", described
