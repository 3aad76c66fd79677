"""What a reader makes of a bundle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicelint.model.flow import Flow
from servicelint.model.passage import Message
from servicelint.model.source import Bundle, Span

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Problem:
    """A place where a file stopped making sense: what is wrong, what was expected, what to do (one line)."""

    span: Span
    what: str


class Unreadable(Exception):
    """A file cannot be read further; holds the Problem. Syntax readers raise it, formats may catch it and go on."""

    def __init__(self, span: Span, what: str) -> None:
        super().__init__(what)
        self.problem = Problem(span, what)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with an allowance (`fault`, one of those that the kind `allowance` knows), at its place."""

    fault: str
    span: Span
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment that allows findings which begin in the place it `covers`.

    `span` reaches from `servicelint:` to the last word, `named` are the rules or qualities as they are written. `until` is
    the last day it holds, None for ever. What could not be understood is in `faults`; such a comment allows nothing.
    """

    span: Span
    covers: Span
    named: tuple[Span, ...] = ()
    reason: str = ""
    until: date | None = None
    faults: tuple[Verdict, ...] = ()


@dataclass(frozen=True)
class Document:
    """All that one reader found: `format` is the format's id, `language` what the files declare ("" for nothing).

    `conversation` says that the messages follow each other, so that one answers the one before.
    """

    bundle: Bundle
    format: str
    messages: tuple[Message, ...] = ()
    flows: tuple[Flow, ...] = ()
    problems: tuple[Problem, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    language: str = ""
    conversation: bool = False
