"""Replies in the JSON of help desks: lists under a telling key, or objects that only a help desk writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.formats.macros import actions
from servicelint.formats.macros.reply import Reply
from servicelint.model import Piece
from servicelint.syntax.json import Array, Object, Scalar, String, Value

_LISTS = frozenset(
    """macros macro saved_replies saved_reply savedReplies saved-replies canned_responses canned_response cannedResponses
    canned_replies cannedReplies canned response_templates text_modules snippets snippet shortcuts""".split()
)
"""Keys that say that replies stand under them."""
_WRAPPINGS = ("data", "results", "_results", "items", "item", "_embedded", "objects", "folders", "categories", "payload")
"""Keys that say nothing of what stands under them."""
_TITLES = ("title", "name", "short_code", "shortcode", "shortcut", "bang", "key", "id")
_RICH = ("content_html", "body_html", "html_body", "message_html", "html")
_PLAIN = ("body_text", "content", "body", "text", "response", "reply", "message", "message_content", "chatText", "template")
_OWN = (
    frozenset(("title", "content_html", "folder_id")),
    frozenset(("title", "content_html", "visibility")),
    frozenset(("short_code", "content")),
    frozenset(("bang", "text")),
    frozenset(("name", "text", "chatText")),
    frozenset(("name", "body", "shortcut")),
    frozenset(("name", "body", "is_available_for_all_inboxes")),
    frozenset(("title", "response", "notes")),
    frozenset(("title", "response", "isenabled")),
    frozenset(("name", "keywords", "content", "note")),
)
"""Keys that together stand in no other object than a reply."""
_CHATTED = (frozenset(("short_code", "content")), frozenset(("bang", "text")))
_PROMISE = re.compile(
    r"\"(?:macros?|saved[_-]?repl(?:y|ies)|savedReplies|canned\w*|response_templates|text_modules|snippets?|shortcuts"
    r"|content_html|short_code|bang|chatText|shortcut|is_available_for_all_inboxes|response|keywords|locale_id"
    r"|comment_(?:value|value_html|mode_is_public)|setResponseText|rsp_\w+)\""
)
_ONLY_HERE = re.compile(
    r"\"field\"\s*:\s*\"comment_(?:value|value_html|mode_is_public)\"|\"(?:saved_replies|canned_responses|setResponseText)\"\s*:?"
)
_XML_PLACEHOLDER = re.compile(r"<attribute\s")
_OFF = ("active", "is_active", "isenabled", "enabled")
_DEEPEST = 6


def promising(text: str) -> bool:
    """Whether a text holds a word that these exports have and few others."""
    return _PROMISE.search(text) is not None


def unmistakable(text: str) -> bool:
    """Whether a text is an export of replies even if it cannot be read to its end."""
    return _ONLY_HERE.search(text) is not None


def replies(value: Value) -> Iterator[Reply]:
    """The replies of an export, in its order; none where it is no export that we know."""
    yield from _under(value, "", 0)


def _under(value: Value, key: str, depth: int) -> Iterator[Reply]:
    """The replies in a value; `key` is the telling key over it, "" where there is none."""
    if isinstance(value, Array):
        for item in value.items:
            if isinstance(item, Object):
                yield from _under(item, key, depth)
    if not isinstance(value, Object) or depth > _DEEPEST:
        return
    found = None if _off(value) else _reply(value, key)
    if found is not None:
        yield found
        return
    if "variants" in value.members:
        yield from actions.dynamic_content(value)
    for name, member in value.members.items():
        if name in _LISTS:
            yield from _under(member, name, depth + 1)
        elif name in _WRAPPINGS:
            yield from _under(member, key, depth + 1)


def _off(item: Object) -> bool:
    """Whether a reply is switched off, so that nobody gets it."""
    switches = [item.members[key] for key in _OFF if key in item.members]
    return any(isinstance(switch, Scalar) and switch.value in (False, 0) for switch in switches)


def _reply(item: Object, key: str) -> Reply | None:
    if actions.are_actions(item):
        return actions.reply(item, title(item))
    keys = frozenset(item.members)
    macro = item.text("type") == "macro"
    own = next((signature for signature in _OWN if signature <= keys), None)
    if not (key or macro or own is not None) or not any(name in keys for name in _TITLES):
        return None
    bodies, rich = _bodies(item)
    if not bodies:
        return None
    chat = macro or key == "shortcuts" or own in _CHATTED
    return Reply(title(item), bodies, _pieces(item, "subject"), _language(item), item.text("channel") or _by(chat), rich)


def _by(chat: bool) -> str:
    return "chat" if chat else "email"


def _bodies(item: Object) -> tuple[tuple[tuple[Piece, ...], ...], bool | None]:
    """The parts of a reply, and whether they are HTML; of several forms of the same the one that people write."""
    blocks = [block for block in item.items("blocks") if isinstance(block, Object)]
    if blocks and not item.text("body"):
        return tuple(_blocks(blocks)), None
    for key in _RICH:
        if item.text(key).strip():
            return (_pieces(item, key),), True
    if _XML_PLACEHOLDER.search(item.text("body")) and item.text("body_text"):
        return (_pieces(item, "body_text"),), False
    for key in ("body", *_PLAIN):
        if item.text(key).strip():
            return (_pieces(item, key),), None
    return (), None


def _blocks(blocks: list[Object]) -> Iterator[tuple[Piece, ...]]:
    for block in blocks:
        for text in (block.string("text"), *block.items("items")):
            if isinstance(text, String) and text.value.strip():
                yield text.pieces


def _pieces(item: Object, key: str) -> tuple[Piece, ...]:
    found = item.string(key)
    return found.pieces if found else ()


def _language(item: Object) -> str:
    return item.text("language") or item.text("locale") or item.text("lang")


def title(item: Object) -> str:
    """What people call a reply: its title, else its shortcut or id."""
    for key in _TITLES:
        value = item.members.get(key)
        if isinstance(value, String | Scalar) and value.value not in (None, "", True, False):
            return f"{value.value}".strip()
    return str(item.span.line)
