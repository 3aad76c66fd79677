"""Which handler answers an event: the rules of VoiceXML 2.0, section 5.2.4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from servicelint.formats.voicexml.pages import Page
from servicelint.model import Trigger
from servicelint.syntax.pace import duration
from servicelint.syntax.xml import Element

HANDLERS = frozenset({"noinput", "nomatch", "help", "error", "catch"})
HEARD: dict[str, Trigger] = {
    "noinput": "no-input",
    "nomatch": "no-match",
    "help": "condition",
    "cancel": "condition",
    "error": "error",
}
"""What a caller or the platform brings about while a dialog listens. Help is no choice that a menu offers."""


@dataclass(frozen=True)
class Scope:
    """An element whose handlers and links hold for all that is inside it, and the document it is written in.

    A document's scope is asked once for every item in it, so what it holds is looked up once.
    """

    page: Page
    element: Element

    @cached_property
    def handlers(self) -> tuple[Element, ...]:
        return self.element.elements(*HANDLERS)

    @cached_property
    def links(self) -> tuple[Element, ...]:
        return self.element.elements("link")


def names(handler: Element) -> list[str]:
    """The events a handler answers; "" stands for all."""
    if handler.local != "catch":
        return [handler.local]
    return ["" if name == "." else name for name in handler.get("event").split()] or [""]


def handlers(scopes: Sequence[Scope], event: str) -> dict[int, tuple[Page, Element]]:
    """The handlers of an event by the count from which they answer; an inner scope goes before an outer one."""
    found: dict[int, tuple[Page, Element]] = {}
    for scope in scopes:
        for handler in scope.handlers:
            if any(_answers(name, event) for name in names(handler)):
                count = handler.get("count")
                found.setdefault(int(count) if count.isdecimal() else 1, (scope.page, handler))
    return dict(sorted(found.items()))


def heard(scopes: Sequence[Scope]) -> dict[str, Trigger]:
    """What may be brought about by the caller or the platform here, with the errors that the handlers tell apart."""
    every = (name for scope in scopes for handler in scope.handlers for name in names(handler))
    return HEARD | {name: "error" for name in every if name.startswith("error.")}


def timeout(scopes: Sequence[Scope]) -> float | None:
    """How many seconds silence lasts before it is a no-input: as the prompts say, else the nearest property."""
    prompts = scopes[0].element.elements("prompt") if scopes else ()
    told = [prompt.get("timeout") for prompt in prompts if prompt.get("timeout")][-1:]
    told += [
        found.get("value") for scope in scopes for found in scope.element.elements("property") if found.get("name") == "timeout"
    ]
    return duration(told[0]) if told else None


def _answers(name: str, event: str) -> bool:
    return name in ("", event) or event.startswith(f"{name}.")
