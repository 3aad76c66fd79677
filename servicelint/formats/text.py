"""Plain text: one message a file, as a mail or a message is written without markup.

Labelled turns of a conversation belong to the transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from servicelint.model import Bundle, Channel, Document, Message, Passage, Piece, Source
from servicelint.model.pieces import cut, slots, strip, text_of, verbatim
from servicelint.syntax import front_matter
from servicelint.syntax.channels import channel
from servicelint.syntax.front_matter import FrontMatter
from servicelint.syntax.paragraphs import joined, runs
from servicelint.syntax.templates import readings

ID = "text"
SUMMARY = "Plain text"
READ = "Paragraphs, list items, a first line `Subject: …`, a `subject` or `title` in the header."
NOT_READ = "Other header keys, lines quoted with >."
EXTENSIONS = (".txt", ".text")
MENUS = False
HANDOFF = False

_VALUE = re.compile(r"<%=\s*([^%]+?)\s*-?%>")
_SUBJECT = re.compile(r"\s*(?:Subject|Oggetto|Subiect|Тема|Asunto|Objet|Betreff|Assunto)[ \t]*:[ \t]*(?=\S)([^\r\n]*)")


def sniff(source: Source) -> float:
    """Known by its name only."""
    named = PurePath(source.path).suffix.lower() in EXTENSIONS
    return 0.1 if named and "\0" not in source.text[:4096] else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    header = front_matter.read(source)
    found = tuple(_messages(bundle, source, header))
    return Document(bundle, ID, found, language=bundle.setting("language") or header.language)


def _messages(bundle: Bundle, source: Source, header: FrontMatter) -> Iterator[Message]:
    """The one message of a file, once for each reading of its branches."""
    name = PurePath(source.path).stem
    body = slots((verbatim(source, header.end, len(source.text)),), _VALUE)
    for reading in readings(body):
        passages = (*header.subjects(name), *_passages(name, reading.pieces))
        if passages:
            default: Channel = "email" if passages[0].role == "subject" else "unknown"
            by = channel(bundle.setting("channel"), header.text("channel"), default=default)
            yield Message(name, "company", by, passages, variant=reading.name or None)


def _passages(name: str, pieces: Sequence[Piece]) -> Iterator[Passage]:
    text = text_of(pieces)
    if name.lower().endswith("subject"):
        only = joined(pieces)
        yield from [Passage(f"{name}/subject", only, "subject")] if only else []
        return
    subject = _SUBJECT.match(text)
    if subject is not None:
        yield Passage(f"{name}/subject", strip(cut(pieces, *subject.span(1))), "subject")
        pieces = cut(pieces, subject.end(), len(text))
        text = text[subject.end() :]
    for number, run in enumerate(runs(text)):
        yield Passage(f"{name}/{number}", joined(cut(pieces, run.start, run.end)), run.role)
