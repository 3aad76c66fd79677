"""gettext catalogues: every filled translation, and the original where that is what customers read.

Knows which side of an entry a customer meets; how `.po` files are written is for syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.model import Bundle, Channel, Document, Message, Piece, Role, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import replace
from servicelint.syntax import locales, po
from servicelint.syntax.catalogue import Names, Text, messages
from servicelint.syntax.channels import channel
from servicelint.syntax.po import Catalogue, Entry, String
from servicelint.syntax.templates.quoted import is_key

ID = "po"
SUMMARY = "gettext translations (.po) and their templates (.pot)"
READ = (
    "Each filled translation and plural form, paragraph by paragraph, also as HTML; the originals in templates and in English."
)
NOT_READ = "Untranslated entries of other languages (their text is the original's), fuzzy and obsolete ones, comments."
EXTENSIONS = (".po", ".pot")
MENUS = False
HANDOFF = False

_LOOKED_AT = 100_000
_ENTRY = re.compile(r"^[ \t]*msgid[ \t]*\"", re.MULTILINE)
_FIRST = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*+[ \t]*(?:msgctxt[ \t]*\"[^\r\n]*[\r\n]+)?msgid[ \t]*\"")
_MAIL = re.compile(r"(?:^|[/\\_.-])(?:e-?)?mails?(?:[_-]\w+)?[/\\]", re.IGNORECASE)
_SUBJECT = re.compile(r"[/\\_.-]subject\.\w+(?:\.\w+)?(?::\d+)?$", re.IGNORECASE)

_DIRECTIVE = re.compile(r"%%|%\(([^()\n]{1,80})\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|\{(?:![rsa])?(?::[^{}\s]*)?\}")
"""What only a formatted text means so; plainer placeholders are known everywhere."""


def sniff(source: Source) -> float:
    """By an entry, which in a file of another name must be the first thing after comments."""
    start = source.text[:_LOOKED_AT]
    if source.path.lower().endswith(EXTENSIONS):
        return 0.95 if _ENTRY.search(start) else 0.0
    return 0.9 if _FIRST.match(start) else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    catalogue = po.read(source)
    language = bundle.setting("language") or locales.tag(catalogue.header.get("language", "")) or locales.of_path(source.path)
    originals = _reads_originals(source, catalogue, language)
    found = tuple(_messages(catalogue, originals, bundle.setting("channel")))
    return Document(bundle, ID, found, problems=catalogue.problems, language=language)


def _reads_originals(source: Source, catalogue: Catalogue, language: str) -> bool:
    """Whether customers read the msgid of an entry without translation in this file's language.

    So they do in a template, in the language that the originals are in (English unless the header says otherwise), and
    in a file that names no language and translates nothing.
    """
    if source.path.lower().endswith(".pot"):
        return True
    if not language:
        return not any(string.pieces for entry in catalogue.entries for string in entry.forms.values())
    return _base(language) == _base(catalogue.header.get("x-source-language") or "en")


def _base(language: str) -> str:
    return locales.tag(language).partition("-")[0]


def _messages(catalogue: Catalogue, originals: bool, configured: str | None) -> Iterator[Message]:
    names = Names()
    for entry in catalogue.entries:
        name = names.name(entry.context.text if entry.context else "", entry.id.text)
        strings = _shown(entry, originals)
        if strings:
            texts = [Text(_filled(string, entry), "c-quoted", form) for form, string in strings]
            yield from messages(name, texts, channel(configured, default=_channel(entry)), _role(entry))


def _shown(entry: Entry, originals: bool) -> list[tuple[str, String]]:
    """What customers read of an entry, with the plural form ("" where there is one form only)."""
    filled = [] if entry.fuzzy else [(str(form), string) for form, string in entry.forms.items() if string.pieces]
    if not filled and originals:
        filled = [(str(form), one) for form, one in enumerate((entry.id, entry.plural)) if one and not is_key(one.text)]
    return filled if len(filled) > 1 else [("", string) for _, string in filled]


def _filled(string: String, entry: Entry) -> tuple[Piece, ...]:
    """The text with `%%` and the directives of Python as they are shown, where a flag says that it is formatted."""
    formatted = any(flag.endswith("-format") and not flag.startswith("no-") for flag in entry.flags)
    return replace(string.pieces, _DIRECTIVE, _value) if formatted else string.pieces


def _value(found: re.Match[str], span: Span) -> tuple[Piece, ...]:
    if found[0] == "%%":
        return (Piece("%", span, "decoded"),)
    return (Piece(SLOT, span, "slot", found[1] or found[0]),)


def _channel(entry: Entry) -> Channel:
    """By mail, where only templates of mails use the entry."""
    return "email" if entry.references and all(map(_MAIL.search, entry.references)) else "unknown"


def _role(entry: Entry) -> Role | None:
    return "subject" if entry.references and all(map(_SUBJECT.search, entry.references)) else None
