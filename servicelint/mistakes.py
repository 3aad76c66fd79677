"""The user's mistakes: in a rule file, the configuration or a command. They end the run with exit code 2."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from servicelint.model import Problem, Span


class Mistake(Exception):
    """One or more things for the user to mend, each a line `path:line:column: what; expected …`."""

    def __init__(self, problems: Iterable[Problem | str]) -> None:
        self.lines = [problem if isinstance(problem, str) else line(problem) for problem in problems]
        super().__init__("\n".join(self.lines))


def line(problem: Problem) -> str:
    """A problem as people read it, with its place in front."""
    at, column = problem.span.source.position(problem.span.start)
    return f"{problem.span.source.path}:{at}:{column}: {problem.what}"


def wrong(span: Span, what: str) -> Mistake:
    """The mistake at one place."""
    return Mistake([Problem(span, what)])


def text_of(path: Path, unreadable: str) -> str:
    """The text of a file that the user wrote; Mistake where it is no UTF-8, or cannot be read (then `unreadable` says what)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Mistake([f"{path}:1:1: this is no UTF-8 text; save it as UTF-8"]) from None
    except OSError as failure:
        raise Mistake([f"{unreadable} cannot be read: {failure.strerror}"]) from None


def did_you_mean(word: str, known: Iterable[str], expected: str = "one of") -> str:
    """How a message about an unknown word ends: the nearest known one, else all of them."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else f"expected {expected} {', '.join(names)}"
