"""Canned replies as help desks export them: macros, saved replies, snippets, dynamic content; as JSON or as a table.

Knows the shapes of the exports; how a mail or a chat is linted is the same as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from servicelint.formats.macros import exports, table
from servicelint.formats.macros.reply import Reply, messages
from servicelint.model import Bundle, Document, Message, Problem, Source, Unreadable
from servicelint.syntax import json

ID = "macros"
SUMMARY = "Canned replies of help desks (Zendesk, Intercom, Freshdesk, Help Scout, Front, Gorgias, Chatwoot …) as JSON or CSV"
READ = "The reply and its subject, each branch; of a reply in HTML and in plain text the HTML; dynamic content by language."
NOT_READ = "Titles, notes for staff and other actions; replies and variants that are switched off, which nobody gets."
EXTENSIONS: tuple[str, ...] = ()
MENUS = False
HANDOFF = False


def sniff(source: Source) -> float:
    """Sure when the file is an export that we know, or a table whose header names a title and a reply."""
    if not _is_json(source):
        return 0.9 if table.holds(source) else 0.0
    if not exports.promising(source.text):
        return 0.0
    try:
        value = json.read(source)
    except Unreadable:
        return 0.6 if exports.unmistakable(source.text) else 0.0
    return 0.9 if next(exports.replies(value), None) is not None else 0.0


def _is_json(source: Source) -> bool:
    return source.text.lstrip()[:1] in ("{", "[")


def parse(bundle: Bundle) -> Document:
    """Each reply as one message, called by its title; one with branches comes once for each reading."""
    source, problems = bundle.sources[0], list[Problem]()
    found = tuple(_messages(bundle, _replies(source, problems)))
    return Document(bundle, ID, found, problems=tuple(problems), language=bundle.setting("language") or "")


def _replies(source: Source, problems: list[Problem]) -> Iterator[Reply]:
    if _is_json(source):
        yield from exports.replies(json.read(source))
    else:
        yield from table.replies(source, problems)


def _messages(bundle: Bundle, replies: Iterator[Reply]) -> Iterator[Message]:
    taken = Counter[str]()
    for reply in replies:
        taken[reply.name] += 1
        name = reply.name if taken[reply.name] == 1 else f"{reply.name} ({taken[reply.name]})"
        yield from messages(reply, name, bundle.setting("channel"))
