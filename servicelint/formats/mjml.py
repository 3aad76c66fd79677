"""MJML, the markup from which responsive mails are made."""

from __future__ import annotations

from servicelint.model import Bundle, Document, Source
from servicelint.syntax import front_matter, mails
from servicelint.syntax.markup import is_document, is_markup

ID = "mjml"
SUMMARY = "MJML mails, also as templates"
READ = "mj-text, mj-button, mj-title, mj-preview, mj-table, mj-raw, menus, accordions, alternative texts; each branch"
NOT_READ = "styles, attributes, fonts, comments, included files"
EXTENSIONS = (".mjml",)
FAMILY = "mail"
MENUS = False
HANDOFF = False


members = mails.members


def sniff(source: Source) -> float:
    start = front_matter.read(source).end
    if "<mjml" in source.text[: start + 5000] and is_document(source.text, start):
        return 0.96
    return 0.9 if source.path.lower().endswith(EXTENSIONS) and is_markup(source.text, start) else 0.0


def parse(bundle: Bundle) -> Document:
    return mails.document(bundle, ID)
