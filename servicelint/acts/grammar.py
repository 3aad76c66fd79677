"""Reads the small subset of SRGS ABNF in which phrases are written. Knows nothing of languages or matching.

phrase      = 1*element                      words are separated by white space
element     = word / "~" word / "$" name / "(" alternatives ")" / "[" alternatives "]", then perhaps a repeat
alternatives= phrase *("|" phrase)
repeat      = "<" m ["-" n] ">"
built in    = $ANY (one word), $NUMBER, $DATE, $SLOT, $SLOT(name …)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_TOKEN = re.compile(r"\s*(?:(\$SLOT\([^)\n]*\)?)|(\$[\w-]+)|(<\d+(?:-\d+)?>)|([()\[\]|])|(~?[^\s()\[\]|<>$]+))")
BUILT_IN = frozenset({"ANY", "NUMBER", "DATE", "LINK", "SLOT"})


class GrammarError(ValueError):
    """A phrase that cannot be read: `column` is 0-based inside the phrase; the text says what was expected."""

    def __init__(self, column: int, what: str) -> None:
        super().__init__(what)
        self.column = column


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is written; `inflected` stands for all its forms."""

    text: str
    inflected: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Another act by name, or one of BUILT_IN; `names` are the slot names that `$SLOT(…)` asks for."""

    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    alternatives: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Between `least` and `most` times."""

    item: Node
    least: int
    most: int


Node = Word | Reference | Sequence | Choice | Repeat


def parse(text: str) -> Node:
    """The phrase as a tree; GrammarError says where it goes wrong."""
    reader = _Reader(text)
    node = reader.alternatives()
    if reader.kind:
        raise GrammarError(reader.start, f"“{reader.text}” closes nothing; expected a word or the end of the phrase")
    return node


class _Reader:
    """One pass over the tokens; `text` and `kind` are those of the token at hand, `start` its column."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = self.start = 0
        self.kind = self.text = ""
        self.next()

    def next(self) -> None:
        found = _TOKEN.match(self.source, self.at)
        if found is None or found.lastindex is None:
            self.start, self.kind, self.text = len(self.source.rstrip()), "", ""
            if self.source[self.at :].strip():
                raise GrammarError(self.at, f"“{self.source[self.at :].strip()[0]}” is not understood here")
            return
        self.kind = ("", "slot", "name", "repeat", "mark", "word")[found.lastindex]
        self.start, self.at, self.text = found.start(found.lastindex), found.end(), found[found.lastindex]

    def alternatives(self) -> Node:
        phrases = [self.phrase()]
        while self.text == "|":
            self.next()
            phrases.append(self.phrase())
        return phrases[0] if len(phrases) == 1 else Choice(tuple(phrases))

    def phrase(self) -> Node:
        items: list[Node] = []
        while self.kind and self.text not in ("|", ")", "]"):
            items.append(self.element())
        if not items:
            raise GrammarError(self.start, "nothing stands here; expected a word")
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def element(self) -> Node:
        read: Callable[[], Node] | None = {
            "slot": self.slot,
            "name": self.name,
            "mark": self.group,
            "word": self.word,
        }.get(self.kind)
        if read is None:
            raise GrammarError(self.start, f"the repeat {self.text} follows nothing; expected a word before it")
        item = read()
        if self.kind != "repeat":
            return item
        least, _, most = self.text[1:-1].partition("-")
        if int(most or least) < max(int(least), 1) or int(most or least) > 20:
            raise GrammarError(self.start, f"the repeat {self.text} is off; expected <m-n> with m ≤ n ≤ 20")
        self.next()
        return Repeat(item, int(least), int(most or least))

    def slot(self) -> Node:
        if not self.text.endswith(")"):
            raise GrammarError(self.start, "this $SLOT( is never closed; expected )")
        names = tuple(self.text[len("$SLOT(") : -1].split())
        self.next()
        return Reference("SLOT", names)

    def name(self) -> Node:
        name = self.text[1:]
        if name.isupper() and name not in BUILT_IN:
            raise GrammarError(
                self.start, f"${name} is unknown; expected one of {', '.join(f'${n}' for n in sorted(BUILT_IN))}"
            )
        self.next()
        return Reference(name)

    def word(self) -> Node:
        text = self.text
        self.next()
        return Word(text[1:], inflected=True) if text.startswith("~") else Word(text)

    def group(self) -> Node:
        opening, start = self.text, self.start
        if opening not in ("(", "["):
            raise GrammarError(start, f"“{opening}” closes nothing; expected a word")
        self.next()
        inner = self.alternatives()
        if self.text != (")" if opening == "(" else "]"):
            raise GrammarError(start, f"this {opening} is never closed; expected {')' if opening == '(' else ']'}")
        self.next()
        return inner if opening == "(" else Repeat(inner, 0, 1)
