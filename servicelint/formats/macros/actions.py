"""Replies that are actions of a macro (Zendesk, Gorgias), and content that has a variant for each language (Zendesk).

What is for staff only, such as internal notes and side conversations, is no reply.
"""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.formats.macros.reply import Reply
from servicelint.model import Piece
from servicelint.syntax.json import Array, Object, Scalar, String, Value

_COMMENTS = ("comment_value_html", "comment_value")
_MODE = "comment_mode_is_public"
_ANSWERS = ("setResponseText",)
_CHANNEL = "channel:"
_EVERYWHERE = ("", "all", "web")


def are_actions(item: Object) -> bool:
    """Whether an object is a macro that writes to somebody."""
    return any(_field(action) in (*_COMMENTS, _MODE) or action.text("name") in _ANSWERS for action in _actions(item))


def reply(item: Object, name: str) -> Reply | None:
    """What the customer gets from a macro; None where it writes to staff only."""
    for action in _actions(item):
        if action.text("name") in _ANSWERS:
            return _answer(item, action, name)
    said = {_field(action): action.members.get("value") for action in reversed(_actions(item))}
    if _is_false(said.get(_MODE)):
        return None
    subject = _text(said.get("subject"))
    for key in _COMMENTS:
        body = _text(said.get(key))
        if body is not None and body.value.strip():
            rich = True if key == "comment_value_html" else None
            return Reply(name, (body.pieces,), subject.pieces if subject else (), channel=_channel(said[key]), html=rich)
    return None


def dynamic_content(item: Object) -> Iterator[Reply]:
    """The variants of a piece of content that are switched on, one for each language."""
    name = item.text("name") or item.text("placeholder") or str(item.span.line)
    for variant in item.items("variants"):
        if not isinstance(variant, Object) or not {"content", "locale_id"} <= set(variant.members):
            continue
        content, language = variant.string("content"), variant.text("locale")
        if content is not None and content.value.strip() and not _is_false(variant.members.get("active")):
            locale = variant.members["locale_id"]
            known = language or (f"{locale.value}" if isinstance(locale, String | Scalar) else "")
            yield Reply(f"{name}/{known}", (content.pieces,), language=language)


def _actions(item: Object) -> list[Object]:
    return [action for action in item.items("actions") if isinstance(action, Object)]


def _field(action: Object) -> str:
    return action.text("field") if "value" in action.members else ""


def _answer(item: Object, action: Object, name: str) -> Reply | None:
    arguments = action.object("arguments")
    for key, rich in (("body_html", True), ("body_text", False)):
        body = arguments.string(key) if arguments else None
        if body is not None and body.value.strip():
            return Reply(name, (body.pieces,), _subject_of(arguments), item.text("language"), html=rich)
    return None


def _subject_of(arguments: Object | None) -> tuple[Piece, ...]:
    found = arguments.string("subject") if arguments else None
    return found.pieces if found else ()


def _text(value: Value | None) -> String | None:
    """The words of an action: its value, or the last of `["channel:all", "words"]`."""
    if isinstance(value, Array) and value.items:
        value = value.items[-1]
    return value if isinstance(value, String) else None


def _channel(value: Value | None) -> str:
    first = value.items[0] if isinstance(value, Array) and len(value.items) > 1 else None
    named = first.value.removeprefix(_CHANNEL) if isinstance(first, String) else ""
    return "email" if named in _EVERYWHERE else named


def _is_false(value: Value | None) -> bool:
    if isinstance(value, Array):
        return bool(value.items) and _is_false(value.items[0])
    return isinstance(value, String | Scalar) and value.value in (False, "false", "False", "0")
