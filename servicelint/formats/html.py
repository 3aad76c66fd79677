"""HTML mails and pages, with or without a template language: what a customer reads, branch by branch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from servicelint.model import Bundle, Document, Message, Source
from servicelint.model.pieces import verbatim
from servicelint.syntax import front_matter, html
from servicelint.syntax.channels import channel
from servicelint.syntax.front_matter import FrontMatter

ID = "html"
SUMMARY = "HTML mails and pages, also as Jinja, Django, Twig, Nunjucks, Handlebars or Mustache templates"
READ = "text, headings, buttons, title, preheader, alternative texts and labels; copy inside template tags; each branch"
NOT_READ = "comments, styles, scripts, hidden elements, what only Outlook shows, included templates"
EXTENSIONS = (
    ".html", ".htm", ".xhtml", ".twig", ".j2", ".jinja", ".jinja2", ".njk", ".hbs", ".handlebars", ".mustache",
)  # fmt: skip
MENUS = False
HANDOFF = False

_LOOKED_AT = 50_000
_DOCUMENT = re.compile(
    r"(?:(?>\s+|<!--.*?-->|<\?xml.*?\?>|\{%.*?%\}|\{\#.*?\#\}|\{\{.*?\}\}))*+<(?:!doctype\s+html|html\b)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_ELEMENT = re.compile(r"<([A-Za-z][\w:-]*)")
_OTHERS = ("mjml", "vxml", "Response", "grammar", "xliff", "resources", "aiml")
_ELEMENT = re.compile(
    r"<(?:/(?:a|b|body|center|div|em|font|h[1-6]|i|li|ol|p|span|strong|table|td|th|tr|ul|title)|br\s*/?|hr\s*/?|img\s[^>]*)>",
    re.IGNORECASE,
)


def sniff(source: Source) -> float:
    start = source.text[:_LOOKED_AT]
    first = _FIRST_ELEMENT.search(start)
    if first is None or first[1] in _OTHERS:
        return 0.0
    if _DOCUMENT.match(start, front_matter.read(source).end):
        return 0.95
    if source.path.lower().endswith(EXTENSIONS) and _ELEMENT.search(start):
        return 0.9
    return 0.0


def parse(bundle: Bundle) -> Document:
    """The file is one mail; a reading of its branches is a variant of it."""
    source = bundle.sources[0]
    header = front_matter.read(source)
    messages = tuple(_messages(bundle, source, header))
    declared = {passage.language for message in messages for passage in message.passages if passage.language}
    known = bundle.setting("language") or header.language
    return Document(bundle, ID, messages, language=known or (declared.pop() if len(declared) == 1 else ""))


def _messages(bundle: Bundle, source: Source, header: FrontMatter) -> Iterator[Message]:
    name = PurePath(source.path).name.partition(".")[0] or "mail"
    by = channel(bundle.setting("channel"), header.text("channel"), default="email")
    for variant in html.variants((verbatim(source, header.end, len(source.text)),), name):
        passages = (*header.subjects(name), *variant.passages)
        if passages:
            yield Message(name, "company", by, passages, variant=variant.name or None)
