"""What a router of a RapidPro flow listens for: which words lead to which exit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from servicelint.model import Span
from servicelint.syntax.chat_exports import objects, texts
from servicelint.syntax.json import Object

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER = re.compile(r"\d+")
_BY_WORDS = frozenset({"has_any_word", "has_all_words", "has_phrase", "has_only_phrase", "has_only_text", "has_beginning"})
_BY_NUMBER = frozenset({"has_number_eq"})
_BY_INTENT = frozenset({"has_intent", "has_top_intent"})


@dataclass(frozen=True)
class Case:
    """A test on what the customer said."""

    type: str
    arguments: tuple[str, ...]

    @property
    def chooses(self) -> bool:
        """Whether it listens for certain words, rather than for a number, date or other datum."""
        return bool(self.arguments) and self.type in _BY_WORDS | _BY_NUMBER | _BY_INTENT

    @property
    def words(self) -> tuple[str, ...]:
        """The words it listens for: each of them, or all as one phrase."""
        first = self.arguments[0] if self.arguments else ""
        return tuple(_WORD.findall(first)) if self.type == "has_any_word" else (first.strip(),) if first.strip() else ()

    def hears(self, reply: str) -> bool:
        """Whether a reply passes the test."""
        said, wanted = _words(reply), _words(self.arguments[0] if self.arguments else "")
        match self.type:
            case "has_any_word":
                return bool(set(said) & set(wanted))
            case "has_all_words":
                return bool(wanted) and set(wanted) <= set(said)
            case "has_phrase":
                return bool(wanted) and any(said[at : at + len(wanted)] == wanted for at in range(len(said)))
            case "has_only_phrase" | "has_only_text":
                return bool(wanted) and said == wanted
            case "has_beginning":
                return bool(wanted) and said[: len(wanted)] == wanted
            case "has_number_eq":
                return bool(wanted) and wanted[0] in _NUMBER.findall(reply)
        return False


@dataclass(frozen=True)
class Category:
    """An exit of a router: `target` is the uuid of the node it leads to ("" for none)."""

    name: str
    target: str
    span: Span
    cases: tuple[Case, ...]
    default: bool
    timeout: bool

    def label(self) -> str:
        """How a customer picks it where no quick reply does: by the number it listens for, else by its name."""
        words = [word for case in self.cases if case.chooses for word in case.words]
        return next((word for word in words if _NUMBER.fullmatch(word)), self.name.strip() or next(iter(words), ""))


def categories(node: Object) -> list[Category]:
    """The categories of a node's router with where they lead, in the order in which their cases are tried."""
    router = node.object("router")
    if router is None:
        return []
    leads = {exit_.text("uuid"): exit_.text("destination_uuid") for exit_ in objects(node.items("exits"))}
    wait = router.object("wait")
    timeout = wait.object("timeout") if wait else None
    late = timeout.text("category_uuid") if timeout else ""
    cases: dict[str, list[Case]] = {}
    for item in objects(router.items("cases")):
        arguments = tuple([argument.value for argument in texts(item.members.get("arguments"))])
        cases.setdefault(item.text("category_uuid"), []).append(Case(item.text("type"), arguments))
    found = [
        Category(
            item.text("name"),
            leads.get(item.text("exit_uuid"), ""),
            (item.string("name") or item).span,
            tuple(cases.get(item.text("uuid"), ())),
            item.text("uuid") == router.text("default_category_uuid"),
            bool(late) and item.text("uuid") == late,
        )
        for item in objects(router.items("categories"))
    ]
    return sorted(found, key=lambda category: category.default or category.timeout)


def hears(listed: Sequence[Category], reply: str) -> Category | None:
    """The category of a reply; None where only the default is left."""
    return next((category for category in listed if any(case.hears(reply) for case in category.cases)), None)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
