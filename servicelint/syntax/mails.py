"""A mail and its files: `welcome_subject.txt`, `welcome.html` and `welcome.txt` are one mail.

Says which files belong together by their names, and reads them as one message: the subject with every body, branch by
branch. Formats say which of their files are mails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path, PurePath
from typing import Literal

from servicelint.model import Bundle, Channel, Document, Message, Passage, Piece, Source
from servicelint.model.pieces import cut, strip, verbatim
from servicelint.syntax import front_matter, html, plain_mail
from servicelint.syntax.channels import channel
from servicelint.syntax.markup import is_markup
from servicelint.syntax.templates import family_of
from servicelint.syntax.templates.readings import readings

Part = Literal["subject", "rich", "plain"]

MARKUP = (".html", ".htm", ".xhtml", ".mjml")
PLAIN = (".txt", ".text")
TEMPLATES = (
    ".twig", ".j2", ".jinja", ".jinja2", ".njk", ".hbs", ".handlebars", ".mustache", ".liquid", ".erb", ".rhtml", ".ejs",
    ".eex", ".heex", ".gotmpl", ".gohtml", ".tmpl", ".tpl", ".ftl", ".ftlh", ".blade.php", ".phtml",
)  # fmt: skip
"""Endings that tell the template language and nothing of what it makes."""

_ENDING = re.compile("(?:" + "|".join(map(re.escape, (*MARKUP, *PLAIN, *TEMPLATES))) + ")$", re.IGNORECASE)
_MARK = re.compile(
    r"(?:^|[._-])(?:(?P<subject>subject|betreff|oggetto|subiect|asunto)|(?P<plain>text|txt|plain|plaintext)"
    r"|(?P<rich>html|mjml)|(?P<body>body|message|content))$",
    re.IGNORECASE,
)
_SMS = re.compile(r"sms(?![a-z])", re.IGNORECASE)
_SUBJECT_COMMENT = re.compile(r"\s*<!--@subject\s(.*?)@-->", re.DOTALL)
_SUBJECT_LINE = re.compile(r"\s*([^\r\n<]+?)[ \t]*(?:\r\n|\n|\r)<!-{9,}>")
"""A first line over a comment of hyphens is the subject."""
_SUBJECT_BLOCK = re.compile(
    r"\{%-?\s*block\s+(?:\w+_)?(?:subject|title)\s*-?%\}(?P<jinja>.*?)\{%-?\s*endblock\b[^{}]*%\}"
    r"|\{\{-?\s*define\s+\"(?:\w+[_.-])?subject\"\s*-?\}\}(?P<go>.*?)\{\{-?\s*end\s*-?\}\}",
    re.DOTALL,
)
"""A part of a template that a layout, or the program that sends the mail, takes for its subject."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a file's name says: `mail` is what it shares with the other files of its mail."""

    mail: str
    part: Part
    telling: bool = False
    """Whether more than the ending says which part it is."""


def name_of(path: str) -> Name | None:
    """What the name of a file says of the mail it belongs to; None where it cannot be a part of one."""
    base, endings = PurePath(path).name, ""
    while ending := _ENDING.search(base):
        endings, base = ending.group().lower() + endings, base[: ending.start()]
    if not endings:
        return None
    part: Part = "plain" if any(ending in endings for ending in PLAIN) else "rich"
    telling = False
    while mark := _MARK.search(base):
        found = mark.lastgroup
        part = "subject" if found == "subject" else "plain" if found == "plain" and part != "subject" else part
        telling, base = True, base[: mark.start()]
    return Name(base, part, telling)


def is_subject(path: str) -> bool:
    """Whether a file holds nothing but a subject."""
    name = name_of(path)
    return name is not None and name.part == "subject"


def members(path: Path) -> tuple[Path, ...]:
    """The files of the mail that a file belongs to; the file alone where its folder does not make it clear."""
    own = name_of(path.name)
    if own is None or not path.parent.is_dir():
        return (path,)
    stamp = path.parent.stat().st_mtime_ns
    found = _folder(path.parent, stamp).get(own.mail, ())
    parts = [part for _, part in found]
    if len(found) < 2 or len(set(parts)) < len(parts):
        return (path,)
    return tuple(path.parent / name for name, _ in found)


@lru_cache(maxsize=8)
def _folder(folder: Path, stamp: int) -> dict[str, list[tuple[str, Part]]]:
    """The files of a folder by their mail; `stamp` is when the folder last changed."""
    mails: dict[str, list[tuple[str, Part]]] = {}
    for entry in sorted(folder.iterdir()):
        name = name_of(entry.name)
        if name and entry.is_file():
            mails.setdefault(name.mail, []).append((entry.name, name.part))
    return mails


@dataclass(frozen=True, slots=True)
class _Body:
    """One reading of one body."""

    name: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...]
    sampled: bool


def document(bundle: Bundle, format_id: str) -> Document:
    """The one mail of a bundle: its subject with each reading of each body."""
    named = [(source, name_of(source.path)) for source in bundle.sources]
    whole = len(named) > 1
    mail = _title(bundle.sources[0], named[0][1], whole)
    subjects = [source for source, _ in named if is_subject(source.path)]
    bodies = [source for source, name in named if source not in subjects]
    headers = [front_matter.read(source) for source in bundle.sources]
    written = [subject for source in subjects for subject in _subjects(source, mail)]
    read = [body for source in bodies for body in _bodies(source, mail, _kind(source) if len(bodies) > 1 else "")]
    messages = tuple(_messages(bundle, mail, written, read))
    declared = {passage.language for message in messages for passage in message.passages if passage.language}
    known = bundle.setting("language") or next((header.language for header in headers if header.language), "")
    return Document(bundle, format_id, messages, language=known or (declared.pop() if len(declared) == 1 else ""))


def _title(source: Source, name: Name | None, whole: bool) -> str:
    """What the mail is called: by what its files share, else by its folder."""
    path = PurePath(source.path)
    if not whole or name is None:
        return path.name.partition(".")[0] or "mail"
    return name.mail.strip("._-") or path.parent.name or "mail"


def _messages(bundle: Bundle, mail: str, subjects: Sequence[tuple[Passage, ...]], bodies: Sequence[_Body]) -> Iterator[Message]:
    header = front_matter.read(bundle.sources[0])
    empty = _Body("", (), (), False)
    for subject, body in zip_longest(subjects, bodies):
        subject = (subjects[-1] if subjects else ()) if subject is None else subject
        body = (bodies[-1] if bodies else empty) if body is None else body
        passages = (*subject, *body.passages)
        if passages:
            mailed = any(passage.role == "subject" for passage in passages) or any(map(_is_rich, bundle.sources))
            default: Channel = "sms" if _SMS.match(mail) else "email" if mailed else "unknown"
            by = channel(bundle.setting("channel"), header.text("channel"), default=default)
            yield Message(mail, "company", by, passages, variant=body.name or None, links=body.links, sampled=body.sampled)


def _kind(source: Source) -> str:
    name = name_of(source.path)
    return "text" if name and name.part == "plain" else "HTML"


def _bodies(source: Source, mail: str, kind: str) -> Iterator[_Body]:
    """The readings of a body; `kind` names it where a mail has several."""
    header = front_matter.read(source)
    rich = _is_rich(source)
    id = f"{mail}/text" if kind == "text" else mail
    pieces: tuple[Piece, ...] = (verbatim(source, header.end, len(source.text)),)
    named = [*header.subjects(id)]
    told, pieces = _told_subject(pieces, id)
    named += told
    for variant in html.variants(pieces, id) if rich else plain_mail.variants(pieces, id):
        name = ", ".join(filter(None, (kind, variant.name)))
        yield _Body(name, (*named, *variant.passages), variant.links, variant.sampled)


def _subjects(source: Source, mail: str) -> Iterator[tuple[Passage, ...]]:
    """The readings of a file that holds nothing but a subject."""
    header = front_matter.read(source)
    for variant in plain_mail.variants((verbatim(source, header.end, len(source.text)),), mail):
        if variant.passages:
            yield tuple(replace(passage, id=f"{mail}/subject", role="subject") for passage in variant.passages)


def _told_subject(pieces: tuple[Piece, ...], id: str) -> tuple[list[Passage], tuple[Piece, ...]]:
    """The subject that stands over the body or in a part of its own, and the body without it."""
    text = pieces[0].text
    block = _SUBJECT_BLOCK.search(text)
    if block and "<title" not in text[: block.start()].lower():
        place, body = block.span(block.lastgroup or 0), (*cut(pieces, 0, block.start()), *cut(pieces, block.end(), len(text)))
    elif found := _SUBJECT_COMMENT.match(text):
        place, body = found.span(1), pieces
    elif found := _SUBJECT_LINE.match(text):
        place, body = found.span(1), cut(pieces, found.end(1), len(text))
    else:
        return [], pieces
    subject = strip(cut(pieces, *place))
    shown = readings(subject, family_of(text))[0].pieces if subject else ()
    return [Passage(f"{id}/subject", shown, "subject")] if any(piece.text.strip() for piece in shown) else [], body


def _is_rich(source: Source) -> bool:
    if is_subject(source.path):
        return False
    return source.path.lower().endswith(MARKUP) or is_markup(source.text, front_matter.read(source).end)
