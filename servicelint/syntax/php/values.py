"""The values that PHP writes out: texts, arrays of them, and what only a program can compute. Runs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import text_of
from servicelint.syntax.php import texts

Written = Literal["single", "double", "heredoc", "nowdoc", "mixed"]


@dataclass(frozen=True, slots=True)
class Text:
    """A string, or several joined by dots. `written` is how: all in one way, or "mixed"."""

    pieces: tuple[Piece, ...]
    span: Span
    written: Written

    @property
    def text(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True, slots=True)
class Array:
    """An array with its keys in order; items without a key are counted from 0."""

    items: tuple[tuple[str, Value], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that only a program knows."""

    span: Span


Value = Text | Array | Computed

_SKIP = re.compile(r"(?>\s+|(?://|\#(?!\[))(?:[^\r\n?]|\?(?!>))*+|/\*.*?(?:\*/|\Z))*+", re.DOTALL)
_TOKEN = re.compile(
    rf"""
      (?P<close>\?>)
    | (?P<single>'(?:[^'\\]|\\.)*+')
    | (?P<double>"(?:[^"\\{{]|\\.|{texts.BRACED}|\{{)*+")
    | (?P<heredoc><<<[ \t]*(?:'(?P<now>\w+)'|(?P<quote>"?)(?P<here>[^\W\d]\w*)(?P=quote))[ \t]*(?:\r\n|\n|\r))
    | (?P<variable>\$+[^\W\d]\w*)
    | (?P<word>\\?[^\W\d][\w\\]*)
    | (?P<number>\d[\w.]*)
    | (?P<mark>=>|\?->|->|::|\.\.\.|\.=|\+=|\?\?=|[=!]==?|<=>|<=|>=|\?\?|.|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_CAST = re.compile(r"\(\s*(?:string|int|integer|float|bool|boolean|array|object)\s*\)\s*", re.IGNORECASE)
_ENDS = (",", ";", ")", "]", "}", "=>", ":", "?>", "")
_OPENING, _CLOSES = "([{", ")]}"
_BINDING = ("and", "or", "xor", "instanceof", "as")
_MERGES = ("array_merge", "array_replace", "array_merge_recursive", "array_replace_recursive")
_SHOWS = (
    "__", "_", "_e", "t", "trans", "translate", "gettext", "lang", "sprintf", "vsprintf", "nl2br", "trim", "ucfirst",
    "esc_html__", "esc_attr__", "html_entity_decode", "htmlentities", "htmlspecialchars", "utf8_encode", "utf8_decode",
)  # fmt: skip
"""Functions that give back their first argument as people read it."""
_MOST_PROBLEMS, _DEEPEST = 20, 60


class Broken(Exception):
    """A place that makes no sense, and where reading can go on."""

    def __init__(self, problem: Problem, resume: int) -> None:
        super().__init__(problem.what)
        self.problem = problem
        self.resume = resume


class Reader:
    """Reads values at any place of a file; what is wrong goes to `problems`, and reading goes on at the next line."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.text = source.text
        self._problems = problems
        self._over = False
        self._depth = 0

    def report(self, failure: Broken) -> int:
        """Keeps a problem; where reading goes on. Once the end of the file was reached in vain, the rest says nothing new."""
        if not self._over:
            self._problems.append(failure.problem)
        self._over = failure.resume >= len(self.text) or len(self._problems) >= _MOST_PROBLEMS
        return len(self.text) if self._over else failure.resume

    def token(self, at: int) -> re.Match[str]:
        found = _TOKEN.match(self.text, at)
        if found is None:
            raise AssertionError("some token always matches")
        if found[0] in ("'", '"'):
            self.fail(at, f"This text is never closed; expected a {found[0]} at its end.", len(self.text))
        return found

    def skip(self, at: int) -> int:
        """The next offset that is neither white space nor comment."""
        found = _SKIP.match(self.text, at)
        return found.end() if found else at

    def follows(self, mark: str, at: int) -> bool:
        return self.text.startswith(mark, self.skip(at))

    def value(self, at: int) -> tuple[Value, int]:
        """The value that an expression has, and where the expression ends."""
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                self.fail(at, "It is nested too deeply to be read.", len(self.text))
            return self._value(self.skip(at))
        finally:
            self._depth -= 1

    def _value(self, start: int) -> tuple[Value, int]:
        array = self._array_at(start)
        if array is not None:
            return array if self._ended(array[1]) else self._computed(start, array[1])
        pieces, written, at = list[Piece](), set[Written](), start
        while True:
            made, how, end = self._operand(at)
            pieces += made
            written |= {how} if how else set()
            after = self.skip(end)
            if not self.text.startswith(".", after) or self.text.startswith((".=", "..."), after):
                break
            at = self.skip(after + 1)
        if how:
            self._alone(at, end)
        if not written or not self._ended(end):
            return self._computed(start, end)
        how = written.pop() if len(written) == 1 else "mixed"
        return Text(tuple(pieces), Span(self.source, start, end), how), end

    def _ended(self, at: int) -> bool:
        """Whether an expression may be complete here."""
        return self.token(self.skip(at))[0] in _ENDS

    def _computed(self, start: int, at: int) -> tuple[Computed, int]:
        """What is left of an expression, brackets and strings in it passed over."""
        end = at
        while True:
            found = self.token(self.skip(at))
            if found[0] in (",", ";", *_CLOSES, "=>", "?>", ""):
                return Computed(Span(self.source, start, max(start, end))), max(at, end)
            at = end = self._past(found)

    def _past(self, found: re.Match[str]) -> int:
        """The end of a token; of a bracket, the end of the one that closes it."""
        if found["heredoc"]:
            return self.heredoc(found)[1]
        if found[0] not in tuple(_OPENING):
            return found.end()
        depth, at = 1, found.end()
        while depth and at < len(self.text):
            inner = self.token(self.skip(at))
            at = self.heredoc(inner)[1] if inner["heredoc"] else inner.end()
            depth += (inner[0] in tuple(_OPENING)) - (inner[0] in tuple(_CLOSES))
        return at

    def past_bracket(self, start: int) -> int:
        """The offset after the bracket that closes the one at `start`."""
        return self._past(self.token(start))

    def heredoc(self, found: re.Match[str]) -> tuple[tuple[Piece, ...], int]:
        """What the heredoc or nowdoc says that a token begins, and where it ends."""
        label = found["now"] or found["here"]
        read = texts.heredoc(self.source, found.end(), label, live=not found["now"])
        if read is None:
            what = f"This text is never ended; expected a line that begins with {label}."
            self.fail(found.start(), what, len(self.text))
        return read

    def _array_at(self, at: int) -> tuple[Value, int] | None:
        """The array that begins here, or that a merging function makes of its arguments."""
        found = self.token(at)
        if found[0] == "[":
            return self._array(at, "]")
        word = (found["word"] or "").lower().lstrip("\\")
        opening = self.skip(found.end())
        if not word or not self.text.startswith("(", opening):
            return None
        if word == "array":
            return self._array(opening, ")")
        if word in _MERGES:
            merged, end = self._array(opening, ")")
            items = [item for _, value in merged.items if isinstance(value, Array) for item in value.items]
            return Array(tuple(items), merged.span), end
        return None

    def _array(self, start: int, closing: str) -> tuple[Array, int]:
        items, counted, at = list[tuple[str, Value]](), 0, self.skip(start + 1)
        while not self.text.startswith(closing, at):
            try:
                if at >= len(self.text):
                    self.fail(start, f"This {self.text[start]} is never closed; expected a {closing}.", at)
                value, end = self.value(at + 3 if self.text.startswith("...", at) else at)
                key = str(counted)
                if self.follows("=>", end):
                    key = self.key(value)
                    value, end = self.value(self.skip(end) + 2)
                else:
                    counted += 1
                items.append((key, value))
                at = self._after_item(end, closing)
            except Broken as failure:
                at = self.skip(self.report(failure))
                if at >= len(self.text):
                    break
        end = min(at + 1, len(self.text))
        return Array(tuple(items), Span(self.source, start, end)), end

    def _after_item(self, end: int, closing: str) -> int:
        at = self.skip(end)
        if self.text.startswith(",", at):
            return self.skip(at + 1)
        if at < len(self.text) and not self.text.startswith(closing, at):
            self.fail(at, f"Expected a comma or a {closing} after this item.")
        return at

    def key(self, value: Value) -> str:
        """A value as the key of an array: its text, or how it is computed."""
        return value.text if isinstance(value, Text) else value.span.text

    def _operand(self, at: int) -> tuple[tuple[Piece, ...], Written | Literal[""], int]:
        """One part of a text: its pieces, how it is written ("" when it is computed), and where it ends."""
        found = self.token(at)
        start, end = found.span()
        if found["single"]:
            return texts.single(self.source, start + 1, end - 1), "single", end
        if found["double"]:
            return texts.double(self.source, start + 1, end - 1), "double", end
        if found["heredoc"]:
            pieces, end = self.heredoc(found)
            return pieces, "nowdoc" if found["now"] else "heredoc", end
        if found["word"] == "PHP_EOL":
            return (Piece("\n", Span(self.source, start, end), "decoded"),), "", end
        return self._shown(found) or self._slot(found)

    def _shown(self, found: re.Match[str]) -> tuple[tuple[Piece, ...], Written, int] | None:
        """The text in brackets, or in a function that gives it back."""
        word = (found["word"] or "").lower()
        opening = self.skip(found.end()) if word in _SHOWS else found.start()
        if not self.text.startswith("(", opening) or _CAST.match(self.text, opening):
            return None
        inside, end = self.value(opening + 1)
        if not isinstance(inside, Text) or not (self.follows(")", end) or word):
            return None
        return inside.pieces, inside.written, self.past_bracket(opening)

    def _slot(self, found: re.Match[str]) -> tuple[tuple[Piece, ...], Literal[""], int]:
        """A variable, a constant, a number, a call: whatever stands here up to the next operator."""
        start = at = found.start()
        if cast := _CAST.match(self.text, at):
            at = cast.end()
        while (prefix := self.token(self.skip(at)))[0] in ("!", "-", "+", "@", "&", "~", "new", "clone"):
            at = prefix.end()
        found = self.token(self.skip(at))
        if not (found["variable"] or found["word"] or found["number"] or found[0] in ("(", "[")):
            return (), "", at
        end = self._past(found)
        while (after := self.token(self.skip(end)))[0] in ("[", "(", "->", "?->", "::"):
            end = self._past(after)
            if after["mark"] in ("->", "?->", "::"):
                end = self._past(self.token(self.skip(end)))
        return (Piece(SLOT, Span(self.source, start, end), "slot", self.text[start:end].lstrip("$")),), "", end

    def _alone(self, start: int, end: int) -> None:
        """Sees to it that nothing follows a text without a sign between them: then a quotation mark is missing."""
        after = self.token(self.skip(end))
        if after["word"] and after["word"].lower() in _BINDING:
            return
        if not (after["word"] or after["variable"] or after["number"] or after["single"] or after["double"]):
            return
        quote = self.text[start]
        if quote not in "'\"":
            self.fail(after.start(), "Expected a comma, a dot or a semicolon after the text before this.")
        if "\n" in self.text[start:end]:
            what = (
                f"This text runs on over the end of its line; expected a {quote} at its end (inside it is written \\{quote})."
            )
            self.fail(start, what)
        self.fail(end - 1, f"This {quote} ends the text, and more follows; inside a text it is written \\{quote}.")

    def fail(self, at: int, what: str, resume: int | None = None) -> NoReturn:
        """Raises Broken; reading goes on at the next line where nothing else is said."""
        found = _LINE_END.search(self.text, at)
        after = found.end() if found else len(self.text)
        raise Broken(Problem(Span(self.source, at, min(at + 1, len(self.text))), what), after if resume is None else resume)
