"""HTML mails and pages, with or without a template language: what a customer reads, branch by branch."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import cast

from servicelint.model import Bundle, Channel, Document, Message, Source
from servicelint.model.pieces import verbatim
from servicelint.syntax import html

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
    r"(?:\s|<!--.*?-->|<\?xml.*?\?>|\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\})*<(?:!doctype\s+html|html\b)", re.IGNORECASE | re.DOTALL
)
_OTHER_MARKUP = re.compile(r"<(?:mjml|mj-\w+|vxml|Response|grammar|xliff|resources)\b")
_ELEMENT = re.compile(
    r"<(?:/(?:a|b|body|center|div|em|font|h[1-6]|i|li|ol|p|span|strong|table|td|th|tr|ul|title)|br\s*/?|hr\s*/?|img\s[^>]*)>",
    re.IGNORECASE,
)


def sniff(source: Source) -> float:
    start = source.text[:_LOOKED_AT]
    if _OTHER_MARKUP.search(start):
        return 0.0
    if _DOCUMENT.match(start):
        return 0.95
    if source.path.lower().endswith(EXTENSIONS) and _ELEMENT.search(start):
        return 0.9
    return 0.0


def parse(bundle: Bundle) -> Document:
    """Each file is one mail; a reading of its branches is a variant of it."""
    channel = cast(Channel, bundle.setting("channel") or "email")
    messages = tuple(message for source in bundle.sources for message in _messages(source, channel))
    declared = {passage.language for message in messages for passage in message.passages}
    return Document(bundle, ID, messages, language=declared.pop() if len(declared) == 1 else "")


def _messages(source: Source, channel: Channel) -> list[Message]:
    name = PurePath(source.path).name.partition(".")[0] or "mail"
    found = html.variants((verbatim(source, 0, len(source.text)),), name)
    return [
        Message(name, "company", channel, variant.passages, variant=variant.name or None)
        for variant in found
        if variant.passages
    ]
