"""A call flow while it is being read: nodes that still grow, and the edges between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from servicelint.formats.voicexml.options import Option
from servicelint.formats.voicexml.speech import Say
from servicelint.model import Edge, NodeKind, Span, Trigger


@dataclass(eq=False)
class Draft:
    """A node that still grows. `page` is its document's name, `retry` whether an event's handler speaks.

    `tapers` are the prompts of later visits by their count. `options` is what may be pressed or said; `implied` ones
    need not be announced (yes and no). `resume` is the item that a `<clear>` leads back to,
    `timeout` how many seconds it listens.
    """

    id: str
    page: str
    kind: NodeKind
    span: Span
    retry: bool = False
    says: list[Say] = field(default_factory=list)
    tapers: dict[int, list[Say]] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    implied: bool = False
    resume: str | None = None
    timeout: float | None = None


class Sketch:
    """All drafts by id, in the order they were begun, and the edges."""

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.edges: dict[Edge, None] = {}

    def begin(self, name: str, page: str, kind: NodeKind, span: Span, retry: bool = False) -> Draft:
        """A new draft; its id is `name`, with a number where that is taken."""
        unique, number = name, 1
        while unique in self.drafts:
            number += 1
            unique = f"{name}-{number}"
        self.drafts[unique] = draft = Draft(unique, page, kind, span, retry)
        return draft

    def place(self, name: str, page: str, kind: NodeKind, span: Span) -> str:
        """The id of a node that several edges may share; begun where it is not there yet."""
        return name if name in self.drafts else self.begin(name, page, kind, span).id

    def join(self, source: str, target: str, trigger: Trigger, span: Span, label: str = "") -> None:
        """A new edge; the same one twice is one."""
        self.edges[Edge(source, target, trigger, span, label)] = None
