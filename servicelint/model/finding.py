"""What linting yields: hits without wording from the kinds, findings with wording for the reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from servicelint.model.passage import Passage
from servicelint.model.source import Span

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at `span` by `text` (already escaped for the file it stands in).

    `words` are what the customer reads there then: `text` as it was before it was escaped.
    """

    span: Span
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that would mend a finding; `safe` ones may be made without asking."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A place that helps to understand a finding: a step of the shortest way there, or a related place."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What a hit knows better than its rule: the words to write in its place, cased as they will stand there, why, and
    whether they fit there for sure."""

    write: str
    why: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule kind yields: a place and the facts that the rule's message may name, no wording.

    `words` are what the fingerprint is made of ("" for the place's text).
    """

    span: Span
    facts: tuple[tuple[str, str], ...] = ()
    trail: tuple[Step, ...] = ()
    message_id: str = ""
    language: str = ""
    words: str = ""
    passage: Passage | None = None
    at: tuple[int, int] = (0, 0)
    """Where in the passage's text the hit lies, so that a fix can tell what it would touch."""
    advice: Advice | None = None
    mended: str | None = None
    """The found words as the kind itself would write them; None where it does not know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, in words, at its place."""

    rule: str
    quality: str
    severity: Severity
    message: str
    span: Span
    format: str
    language: str
    message_id: str = ""
    fingerprint: str = ""
    trail: tuple[Step, ...] = ()
    fix: Fix | None = None
    why: str = ""
    instead: str = ""
    better: tuple[str, ...] = ()
    """Words to use instead, in the language of the copy."""

    @property
    def path(self) -> str:
        return self.span.source.path
