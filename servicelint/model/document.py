"""What a reader makes of a bundle."""

from __future__ import annotations

from dataclasses import dataclass

from servicelint.model.flow import Flow
from servicelint.model.passage import Message
from servicelint.model.source import Bundle, Span


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
class Allowance:
    """A comment that allows findings: for which rules, for which place, and why."""

    span: Span
    covers: Span
    rules: tuple[str, ...]
    reason: str


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
