"""The texts of a translation catalogue as a customer meets them: each a message of its own, read branch by branch.

Whether a text is plain or HTML, it tells by itself. How catalogues are written, and which of their texts are copy, is
for the formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from servicelint.model import Channel, Message, Passage, Piece, Role, Span
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import replace as rewritten
from servicelint.model.pieces import text_of
from servicelint.syntax import html, plain_mail

_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|br|button|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|html|i|img|input|ins|kbd"
    r"|label|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup|table|tbody|td|th|tr|tt|u|ul)(?:\s[^<>]*)?/?>"
    r"|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[a-z][\w+.-]*://|www\.|mailto:|/)\S+|[\w.+-]+@[\w-]+\.\S+", re.IGNORECASE)
_LONGEST = 60
"""Characters of a text that stand for it in the name of its message."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is filled in: its pieces with the file's escapes decoded and its placeholders as they are written.

    `form` names the plural form, where there are several: they are variants of one message. `marked`: the file says that
    the tags in it are tags. Otherwise tags in the text tell, and then new words go in only where they need no escape,
    because they would need two.
    """

    pieces: tuple[Piece, ...]
    carrier: Carrier
    form: str = ""
    marked: bool = False


@dataclass(slots=True)
class Names:
    """Names of messages: short, the same at every run, and no two alike in a file."""

    taken: Counter[str] = field(default_factory=Counter)

    def name(self, *parts: str) -> str:
        """The parts joined by `|`, as one short line."""
        told = " ".join("|".join(filter(None, parts)).split())
        short = told if len(told) <= _LONGEST else told[: _LONGEST - 1].rstrip() + "…"
        self.taken[short] += 1
        return short if self.taken[short] == 1 else f"{short} ({self.taken[short]})"


def messages(name: str, texts: Sequence[Text], channel: Channel, role: Role | None = None) -> Iterator[Message]:
    """The message that the texts are forms of, once for each reading; none where a program's values are all it shows.

    `role` is what the text is for, where the catalogue tells.
    """
    for text in texts:
        for variant in _variants(text, name):
            if any(map(_says_something, variant.passages)):
                passages = tuple([replace(passage, role=role or passage.role) for passage in variant.passages])
                label = ", ".join(filter(None, (text.form, variant.name))) or None
                yield Message(
                    name, "company", channel, passages, variant=label, links=variant.links, sampled=variant.sampled,
                    fragment=len(passages) == 1,
                )  # fmt: skip


def _variants(text: Text, name: str) -> Sequence[html.Variant | plain_mail.Plain]:
    if not (text.marked or _MARKUP.search(text_of(text.pieces))):
        return plain_mail.variants(text.pieces, name, carrier=text.carrier)
    carrier: Carrier = text.carrier if text.marked else "quoted"
    return [
        replace(variant, passages=tuple([replace(passage, carrier=carrier) for passage in variant.passages]))
        for variant in html.variants(rewritten(text.pieces, _ENTITY, _meant), name)
    ]


def _meant(found: re.Match[str], span: Span) -> tuple[Piece, ...]:
    """An entity of HTML, which the file may write in pieces: `&amp;nbsp;`."""
    return (Piece(unescape(found[0]), span, "decoded"),)


def _says_something(passage: Passage) -> bool:
    words = passage.text.replace(SLOT, "").strip()
    return any(map(str.isalpha, words)) and not _ADDRESS.fullmatch(words)
