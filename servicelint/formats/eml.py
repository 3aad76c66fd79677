"""Mails as they are sent: what their reader is shown of the sender, the subject and the body, in each of its forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath
from typing import Literal

from servicelint.model import Bundle, Document, Message, Passage, Piece, Problem, Role, Source
from servicelint.model.pieces import strip, text_of
from servicelint.syntax import html, mime, plain_mail
from servicelint.syntax.channels import channel
from servicelint.syntax.mime import Part, quoted
from servicelint.syntax.templates import Joined, readings

ID = "eml"
SUMMARY = "Mails as they are sent or exported (.eml, mbox), also with several parts and in other character sets"
READ = "Sender, subject, the text and the HTML body, each as a reading of one message; that something is attached."
NOT_READ = "Other header fields, attachments, forwarded mails, earlier mails that a reply quotes, how the body is encoded."
EXTENSIONS = (".eml", ".mbox", ".mbx")
MENUS = False
HANDOFF = False

_LOOKED_AT = 20_000
_FIELD = re.compile(r"([!-9;-~]{1,70}):[^\r\n]*(?:\r\n|\n|\r|\Z)(?:[ \t]+\S[^\r\n]*(?:\r\n|\n|\r|\Z))*")
_ENVELOPE = re.compile(r"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d{2}:\d{2}[^\r\n]*(?:\r\n|\n|\r)")
"""The line before each mail of an mbox."""
_OF_A_MAIL = frozenset(("from", "to", "subject", "date", "reply-to", "mime-version", "content-type"))
_OF_ITS_WAY = frozenset(
    ("mime-version", "received", "return-path", "message-id", "delivered-to", "dkim-signature", "x-mailer", "x-received")
)
_QUOTED_STRING = re.compile(r'"((?:[^"\\]|\\.){0,500}+)"')
_ESCAPED = re.compile(r"\\(.)")
_BARE_ADDRESS = re.compile(r"<([^<>]+)>")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")

Form = Literal["HTML", "text", ""]
"""In which form a mail program shows a body that comes in several; "" where it comes in one."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a body or of one of its parts."""

    name: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...]
    sampled: bool


def sniff(source: Source) -> float:
    """Sure when it begins with the header of a mail; outside `.eml` also of what only mails on their way bear."""
    named = source.path.lower().endswith(EXTENSIONS)
    names = _names(source.text[:_LOOKED_AT])
    if named:
        return 0.95 if names & _OF_A_MAIL else 0.3
    return 0.9 if len(names & _OF_A_MAIL) > 2 and names & _OF_ITS_WAY else 0.0


def _names(text: str) -> set[str]:
    """The names of the fields that a text begins with."""
    envelope = _ENVELOPE.match(text)
    at, names = envelope.end() if envelope else 0, set()
    while found := _FIELD.match(text, at):
        names.add(found[1].lower())
        at = found.end()
    return names


def parse(bundle: Bundle) -> Document:
    """Each mail of the file as one message, once for each form and each reading of its branches."""
    source, problems = bundle.sources[0], list[Problem]()
    name = PurePath(source.path).name.partition(".")[0] or "mail"
    places = tuple(_mails(source))
    found: list[Message] = []
    for number, (start, end) in enumerate(places, 1):
        mail = mime.read(source, start, end, problems)
        found += _messages(bundle, mail, name if len(places) == 1 else f"{name}/{number}", problems)
    declared = {passage.language for message in found for passage in message.passages if passage.language}
    language = bundle.setting("language") or (declared.pop() if len(declared) == 1 else "")
    return Document(bundle, ID, tuple(found), problems=tuple(dict.fromkeys(problems)), language=language)


def _mails(source: Source) -> Iterator[tuple[int, int]]:
    """Where each mail of the file stands: an mbox holds several."""
    marks = list(_ENVELOPE.finditer(source.text)) if source.text.startswith("From ") else []
    if not marks:
        start = len(source.text) - len(source.text.lstrip("\r\n"))
        yield start, len(source.text)
        return
    ends = [mark.start() for mark in marks[1:]] + [len(source.text)]
    yield from ((mark.end(), end) for mark, end in zip(marks, ends, strict=True))


def _messages(bundle: Bundle, mail: Part, name: str, problems: list[Problem]) -> Iterator[Message]:
    header = (*_sender(mail, name), *_subject(mail, name))
    by = channel(bundle.setting("channel"), default="email")
    titled = any(passage.role == "subject" for passage in header)  # then nobody is shown the title of the HTML body
    attached = tuple(dict.fromkeys(_attached(mail)))
    forms = {form: tuple(_readings(form, parts, name, problems)) for form, parts in _forms(mail).items()}
    told = {form: read for form, read in forms.items() if any(reading.passages for reading in read)}
    read = [(form if len(told) > 1 else "", reading) for form, found in told.items() for reading in found]
    for form, reading in read or [("", _Reading("", (), (), False))]:
        passages = (*header, *(passage for passage in reading.passages if not titled or passage.role != "subject"))
        variant = ", ".join(filter(None, (form, reading.name))) or None
        links = (*reading.links, *attached, *_replies(mail))
        if passages:
            yield Message(name, "company", by, passages, variant=variant, links=links, sampled=reading.sampled)


def _replies(mail: Part) -> Iterator[str]:
    """Where answers go when not to the sender."""
    if (field := mail.field("reply-to")) is not None:
        shown = text_of(field.pieces).strip()
        alone = _BARE_ADDRESS.search(shown)
        yield f"reply-to:{alone[1] if alone else shown}"


def _sender(mail: Part, name: str) -> Iterator[Passage]:
    """Who it is from, as mail programs show it: without quotation marks, an address alone without its brackets."""
    field = mail.field("from")
    if field is None:
        return
    shown = tuple(_unquoted(field.pieces))
    if alone := _BARE_ADDRESS.fullmatch(text_of(shown)):
        shown = Joined(shown).cut(*alone.span(1))
    yield from _line(f"{name}/sender", strip(shown), "sender", field.encoded)


def _unquoted(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces without the quotation marks of quoted strings and their backslashes."""
    whole, at = Joined(pieces), 0
    for found in _QUOTED_STRING.finditer(whole.text):
        marks = [mark.start() for mark in _ESCAPED.finditer(whole.text, *found.span(1))]
        for mark in (found.start(), *marks, found.end() - 1):
            yield from whole.cut(at, mark) if at < mark else ()
            at = mark + 1
    yield from whole.cut(at, len(whole.text)) if at < len(whole.text) else ()


def _subject(mail: Part, name: str) -> Iterator[Passage]:
    field = mail.field("subject")
    if field is not None:
        yield from _line(f"{name}/subject", field.pieces, "subject", field.encoded)


def _line(id: str, pieces: Sequence[Piece], role: Role, encoded: bool) -> Iterator[Passage]:
    """A header line; of its branches the first is read."""
    shown = strip(readings(pieces)[0].pieces) if pieces else ()
    if shown:
        yield Passage(id, shown, role, carrier="encoded" if encoded else "plain")


def _forms(part: Part) -> dict[Form, tuple[Part, ...]]:
    """The parts that are shown one after the other, for each form in which the body comes."""
    if part.kind == "multipart/alternative":
        inner: dict[Form, tuple[Part, ...]] = {}
        for child in part.parts:
            inner |= {form or _form(leaves): leaves for form, leaves in _forms(child).items() if leaves}
        return inner
    if part.kind == "multipart/related":
        return _forms(part.parts[0]) if part.parts else {}
    if part.kind.startswith("multipart/"):
        children = [_forms(child) for child in part.parts]
        forms: list[Form] = list(dict.fromkeys(form for child in children for form in child if form))
        forms = forms or [""]
        return {form: tuple(chain.from_iterable(_shown(child, form) for child in children)) for form in forms}
    shown = part.kind in ("text/plain", "text/html") and not _is_attached(part)
    return {"": (part,)} if shown else {}


def _form(leaves: Sequence[Part]) -> Form:
    return "HTML" if any(leaf.kind == "text/html" for leaf in leaves) else "text"


def _shown(forms: dict[Form, tuple[Part, ...]], wanted: Form) -> tuple[Part, ...]:
    """What is shown of a part in this form, or in the one that it has."""
    return forms.get(wanted) or forms.get("") or next(iter(forms.values()), ())


def _is_attached(part: Part) -> bool:
    return part.disposition == "attachment" or bool(part.filename)


def _attached(part: Part, shown_in: str = "") -> Iterator[str]:
    """The names of what is attached; pictures that belong to an HTML body and signatures are not."""
    for child in part.parts:
        yield from _attached(child, part.kind)
    own_picture = shown_in == "multipart/related" and part.disposition != "attachment"
    if part.kind.startswith("multipart/") or part.kind in _SIGNATURES or own_picture:
        return
    forwarded = part.kind == "message/rfc822"
    if _is_attached(part) or forwarded or not part.kind.startswith(("text/", "message/")):
        yield f"cid:{part.filename or 'attachment'}"


def _readings(form: Form, parts: Sequence[Part], name: str, problems: list[Problem]) -> Iterator[_Reading]:
    """The readings of the parts that are shown together; each branch of each part is in one of them."""
    id = f"{name}/text" if form == "text" else name
    read = [tuple(_part(part, id if not n else f"{id}/part-{n}", problems)) for n, part in enumerate(parts)]
    read = [variants for variants in read if variants]
    for turn in range(max((len(variants) for variants in read), default=0)):
        taken = [variants[min(turn, len(variants) - 1)] for variants in read]
        names = ", ".join(dict.fromkeys(one.name for one in taken if one.name))
        passages = tuple(chain.from_iterable(one.passages for one in taken))
        links = tuple(chain.from_iterable(one.links for one in taken))
        yield _Reading(names, passages, links, any(one.sampled for one in taken))


def _part(part: Part, id: str, problems: list[Problem]) -> Iterator[_Reading]:
    """The readings of one part of text, without the mails that it quotes."""
    own: Callable[[str], Iterable[tuple[int, int]]]
    rich = part.kind == "text/html"
    own = quoted.own_html if rich else quoted.own_text
    whole = Joined(part.text(problems))
    pieces = [piece for start, end in own(whole.text) if start < end for piece in whole.cut(start, end)]
    for variant in html.variants(pieces, id) if rich else plain_mail.variants(pieces, id):
        passages = tuple(_own(variant.passages))
        if part.encoded:
            passages = tuple(replace(passage, carrier="encoded") for passage in passages)
        yield _Reading(variant.name, passages, variant.links, variant.sampled)


def _own(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages up to where an earlier mail begins, without those that only say whose mail follows."""
    for passage in passages:
        if quoted.begins_another(passage.text):
            return
        if not quoted.told_of(passage.text):
            yield passage
