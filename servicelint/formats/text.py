"""Plain text: one message a file, as a mail or a message is written without markup.

Labelled turns of a conversation belong to the transcript.
"""

from __future__ import annotations

import re

from servicelint.model import Bundle, Document, Source
from servicelint.syntax import mails

ID = "text"
SUMMARY = "Plain text, also as templates"
READ = "Paragraphs, list items, first lines `Subject: …` and `From: …`, a `subject` or `title` in the header; each branch."
NOT_READ = "Other header keys, lines quoted with >."
EXTENSIONS = (*mails.PLAIN, *mails.TEMPLATES)
FAMILY = "mail"
MENUS = False
HANDOFF = False

_COPY = re.compile(
    r"(?:^|[/._-])(?:e?mails?|e-mails?|mailers?|letters?|newsletters?|notifications?|notices?|messages?|sms|subject|body|courier"
    r"|repl(?:y|ies)|responses?|txt|text|plaintext)(?=[/._-]|$)",
    re.IGNORECASE,
)
"""What a path to a template says where it makes copy and no code."""

members = mails.members


def sniff(source: Source) -> float:
    """Known by its name only; a template must also lie where copy lies."""
    name = source.path.lower()
    plain = any(ending in name for ending in mails.PLAIN)
    named = name.endswith(EXTENSIONS) and (plain or _COPY.search(name))
    return 0.1 if named and "\0" not in source.text[:4096] else 0.0


def parse(bundle: Bundle) -> Document:
    """The file is one message, with its subject and its twin in HTML where these have files of their own."""
    return mails.document(bundle, ID)
