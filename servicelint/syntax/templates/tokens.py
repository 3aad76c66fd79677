"""What every family of template languages is cut into, and what a family must offer. Knows no language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["slot", "text", "open", "switch", "else", "close", "tag", "comment"]


@dataclass(frozen=True, slots=True)
class Token:
    """Markup at the characters `start` up to `end`; whatever no token covers is copy.

    So copy inside braces needs no kind of its own: `{% trans "Hello" %}` is a tag up to the first quotation mark,
    copy, and a tag from the second one.

    - `slot`: shows a value called `name`.
    - `text`: shows `name` (an escape inside copy).
    - `open`: begins a branch under the condition `name`, up to the `close` with the same `block`; a loop is a branch
      too (none or one). `negated`: the branch is shown when `name` does not hold. `always`: one of its arms is shown
      in any case.
    - `switch`: begins a branch too, whose first arm begins at the first `else`.
    - `else`: begins the next arm of the innermost branch, under the condition `name` ("" for the plain else).
    - `close`: ends the branch `block`.
    - `tag`, `comment`: show nothing.

    `eats_before` and `eats_after` take the white space beside the token away; `own_line` takes away the whole line
    when nothing else stands on it.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    block: str = ""
    negated: bool = False
    always: bool = False
    eats_before: bool = False
    eats_after: bool = False
    own_line: bool = False


class Family(Protocol):
    """What a module in `families/` offers."""

    MARKS: tuple[str, ...]
    """Every text in its language holds one of these; so the module is loaded for no other."""

    def certainty(self, text: str) -> float:
        """How sure it is that a text is in its language: 0 no mark of it, 0.5 marks that others share, 0.9 its own."""
        ...

    def tokens(self, text: str) -> Iterator[Token]:
        """The tokens in order, none reaching into the next. Bare placeholders between them are found by the caller."""
        ...
