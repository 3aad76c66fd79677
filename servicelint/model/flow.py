"""What a caller or chatter can go through: nodes, the edges between them, and what moves a customer along an edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from servicelint.model.source import Span

NodeKind = Literal["menu", "ask", "say", "human", "elsewhere", "end", "unknown"]
Trigger = Literal["option", "intent", "no-input", "no-match", "error", "condition", "always"]


@dataclass(frozen=True, slots=True)
class Unhandled:
    """Silence or a wrong answer that nothing follows; `span` is where what follows would be written."""

    trigger: Trigger
    span: Span


@dataclass(frozen=True, slots=True)
class Node:
    """One state. `menu` announces keys or labels and waits; `ask` waits for anything else; `say` speaks and goes on;
    `human` hands over to a person; `elsewhere` leaves the files at hand; `end` ends the contact.

    `announced` are the keys or labels the prompt offers, in the order they are said; `messages` the ids of what is said.
    """

    id: str
    kind: NodeKind
    span: Span
    messages: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    unhandled: tuple[Unhandled, ...] = ()
    """What can go wrong here and is met by nothing, though the format has a place for it."""
    pause: float = 0.0
    """Seconds of silence here before its texts; other silences stand in those."""
    unheard: bool = False
    """Whether something is said or played here whose words the files do not tell."""
    timeout: float | None = None
    """Seconds that it listens before no answer counts as silence; None where the files do not tell."""
    rings: float | None = None
    """Seconds that a caller has heard it ring once this is over, nobody having answered; None where the call is answered
    before, or the files do not tell."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another. `label` is the key, spoken option or intent; "" for the other triggers."""

    source: str
    target: str
    trigger: Trigger
    span: Span
    label: str = ""

    @property
    def on(self) -> str:
        """What moves the customer along: the key or label, otherwise the trigger's name."""
        return self.label or self.trigger


@dataclass(frozen=True)
class Flow:
    """One thing a customer can enter. An edge to a node that is not in `nodes` leads out of the files: possibly to a person."""

    id: str
    entry: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    voice: bool = True
    """Whether it is heard (a call) rather than read (a chat)."""
    keypad: bool = True
    """Whether the platform takes keys beside words: not so a loudspeaker, nor a bot that is given what somebody understood."""
    closed: bool = False
    """Whether the files show every way in: nothing but an edge can bring a customer to a node."""
