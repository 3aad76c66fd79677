"""What may stand where in a script, and a problem at its place for everything else. Makes no copy and no flow.

`docs/script.md` tells it to people and `data/schemas/script.json` to editors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from servicelint.model import Problem, Span
from servicelint.syntax.yaml import Mapping, Node, Scalar, Sequence, at

KEYS = {
    "script": ("servicelint", "title", "channel", "language", "entry", "menus", "nodes", "messages"),
    "menu": ("prompt", "options", "no_input", "no_match", "error", "notes"),
    "node": ("kind", "say", "go", "options", "no_input", "no_match", "error", "notes"),
    "option": ("key", "say", "go", "notes"),
    "failure": ("say", "go"),
    "message": ("id", "subject", "text", "in_reply_to", "speaker", "channel", "language", "notes"),
}
CHANNELS = ("voice", "chat", "email", "sms")
KINDS = ("say", "ask", "menu", "human", "end", "elsewhere")
SPEAKERS = ("company", "customer")
RESERVED = {"human": "human", "end": "end", "hang-up": "end", "elsewhere": "elsewhere"}
"""Targets that need no node of their own, with the kind of what they stand for."""


@dataclass
class Checker:
    """Looks at nodes as they are read and keeps what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, span: Span, what: str) -> None:
        self.problems.append(Problem(span, what))

    def mapping(self, node: Node | None, what: str) -> Mapping | None:
        """The node as a mapping with the keys of a `what`; None, and a problem, where it is something else."""
        if node is None:
            return None
        if not isinstance(node, Mapping):
            example = ", ".join(f"{key}: …" for key in KEYS[what][:3])
            self.wrong(_head(node), f"{_a(what)} is written with keys ({example}); {_found(node)} stands here.")
            return None
        for key, _ in node.entries:
            if key.value not in KEYS[what]:
                self.wrong(key.span, f'{_a(what)} has no "{key.value}"; {nearest(key.value, KEYS[what])}')
        return node

    def texts(self, node: Node | None) -> tuple[Scalar, ...]:
        """One text, or each of a list of texts."""
        listed = node.items if isinstance(node, Sequence) else () if node is None else (node,)
        for item in listed:
            if not isinstance(item, Scalar):
                self.wrong(_head(item), f"A text, or a list of texts, belongs here; {_found(item)} does not. Quote the text.")
        return tuple([item for item in listed if isinstance(item, Scalar) and item.value.strip()])

    def word(self, node: Node | None) -> Scalar | None:
        """One word."""
        if node is not None and not isinstance(node, Scalar):
            self.wrong(_head(node), f"One word belongs here; {_found(node)} does not.")
        return node if isinstance(node, Scalar) and node.value.strip() else None

    def one_of(self, holder: Mapping, key: str, known: Iterable[str]) -> str:
        """The word under `key`; "" where there is none or it is not known."""
        given = self.word(at(holder, key))
        if given is None or given.value in known:
            return given.value if given else ""
        self.wrong(given.span, f'"{given.value}" is no {key}; {nearest(given.value, known)}')
        return ""

    def listed(self, node: Node | None, what: str) -> tuple[Mapping, ...]:
        """A list of things with keys."""
        if node is not None and not isinstance(node, Sequence):
            self.wrong(_head(node), f"A list belongs here, each {what} after a dash; {_found(node)} does not.")
        items = node.items if isinstance(node, Sequence) else ()
        return tuple([found for item in items if (found := self.mapping(item, what)) is not None])

    def named(self, node: Node | None, what: str) -> tuple[tuple[Scalar, Mapping], ...]:
        """Things with keys, each under its own id."""
        if node is not None and not isinstance(node, Mapping):
            self.wrong(_head(node), f"Each {what} stands here under its own id; {_found(node)} does not.")
        pairs = node.entries if isinstance(node, Mapping) else ()
        return tuple([(key, found) for key, value in pairs if (found := self.mapping(value, what)) is not None])


def nearest(word: str, known: Iterable[str]) -> str:
    """How a message about an unknown word ends: the nearest known one, else all of them."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(word, names, n=1)
    return f'did you mean "{near[0]}"?' if near else f"expected one of {', '.join(names)}."


def _a(what: str) -> str:
    return f"{'An' if what[0] in 'aeiou' else 'A'} {what}"


def _found(node: Node) -> str:
    return "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else "a word"


def _head(node: Node) -> Span:
    """The first line of a node: enough to find it, and no more of the file than needed."""
    lines = node.span.text.splitlines() or [""]
    return Span(node.span.source, node.span.start, node.span.start + len(lines[0]))
