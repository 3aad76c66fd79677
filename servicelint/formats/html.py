"""HTML mails and pages, with or without a template language: what a customer reads, branch by branch."""

from __future__ import annotations

from servicelint.model import Bundle, Document, Source
from servicelint.syntax import front_matter, mails
from servicelint.syntax.markup import is_document, is_markup
from servicelint.syntax.templates import family_of

ID = "html"
SUMMARY = "HTML mails and pages, also as templates: Jinja, Django, Twig, Liquid, Handlebars, ERB, Blade, FreeMarker, Go …"
READ = "text, headings, buttons, title, preheader, alternative texts and labels; copy inside template tags; each branch"
NOT_READ = "comments, styles, scripts, hidden elements, what only Outlook shows, included templates"
EXTENSIONS = (".html", ".htm", ".xhtml", *mails.TEMPLATES, ".php")
FAMILY = "mail"
MENUS = False
HANDOFF = False


members = mails.members


def sniff(source: Source) -> float:
    start = front_matter.read(source).end
    name = source.path.lower()
    if name.endswith(".php") and family_of(source.text) is None:
        return 0.0  # code whose strings hold markup
    if "<mjml" in source.text[:5000] or mails.is_subject(source.path):
        return 0.0
    if is_document(source.text, start):
        return 0.95
    if name.endswith(EXTENSIONS) and is_markup(source.text, start):
        return 0.9
    return 0.3 if name.endswith(mails.MARKUP) else 0.0


def parse(bundle: Bundle) -> Document:
    """The file is one mail, with its subject where that has a file of its own; a reading of its branches is a variant."""
    return mails.document(bundle, ID)
