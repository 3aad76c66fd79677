"""PHP between markup: `<?= $x ?>`, `<?php if ($x): ?>…<?php endif; ?>`, `<?php _e("Pay now", "shop"); ?>`; braces too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from servicelint.syntax.templates.atoms import Atom, Atoms, atom
from servicelint.syntax.templates.conditions import condition
from servicelint.syntax.templates.expressions import Code, Item, covered, seen
from servicelint.syntax.templates.php_code import PHP
from servicelint.syntax.templates.tokens import Kind, Token

MARKS = ("<?",)

_START = re.compile(r"<\?(?P<shows>=)?(?P<word>php\b)?(?(shows)|(?(word)|(?=\s)))", re.IGNORECASE)
_OPENS = ("if", "foreach", "for", "while")
_ENDS = {f"end{word}": word for word in (*_OPENS, "switch")}
_SAYS = ("_e", "_ex", "esc_html_e", "esc_attr_e", "printf", "vprintf")
_SHOWS = re.compile(r"(?:the_\w+|bloginfo)\Z")
_HOLDS = (
    "function",
    "class",
    "interface",
    "trait",
    "abstract",
    "final",
    "do",
    "try",
    "catch",
    "finally",
    "namespace",
    "static",
)
_ITEMS = re.compile(r"(.*?)\s+as\s.*", re.DOTALL)


def certainty(text: str) -> float:
    """A file that is all code is no template: it never leaves PHP, or nothing follows when it does."""
    first = _START.search(text)
    if first is None:
        return 0.0
    if not text[: first.start()].strip():
        end = text.rfind("?>")
        outside = end >= 0 and (text[end + 2 :].strip() or text.find("?>") < end)
        return 0.92 if outside else 0.0
    return 0.92 if first["shows"] or first["word"] else 0.3


def tokens(text: str) -> Iterator[Token]:
    reader = _Reader()
    at, whole = 0, True
    while found := _START.search(text, at):
        atoms: list[Atom] | None = None
        if whole:
            atoms, at = _region(text, found.end())
            whole = atoms is not None
        if atoms is None:  # a quotation mark never closes: what stands between the marks can only be passed over
            end = text.find("?>", found.end())
            at = end + 2 if end >= 0 else len(text)
        yield from reader.read(text, Token("tag", found.start(), at), atoms or [], shows=bool(found["shows"]))


def _region(text: str, at: int) -> tuple[list[Atom] | None, int]:
    """The atoms up to `?>`, and the place behind it; no atoms where a quotation mark or a comment never closes."""
    atoms: list[Atom] = []
    while at < len(text):
        if text.startswith("?>", at):
            return atoms, at + 2
        found = PHP.atom.match(text, at)
        if found is None:
            return None, at
        at = found.end()
        if found.lastgroup:
            atoms.append(atom(found))
    return atoms, at


@dataclass
class _Reader:
    """Reads one stretch of PHP after the other; `open` holds what was opened and not yet closed.

    That is "{" for a branch in braces, ";" for one whose arm is a single statement, "" for braces that are no branch.
    """

    open: list[str] = field(default_factory=list)

    def read(self, text: str, whole: Token, atoms: list[Atom], shows: bool) -> Iterator[Token]:
        self.atoms = Atoms(text, atoms)
        self.code = Code(self.atoms, PHP)
        self.start = whole.start
        self.items: list[Item] = []
        at = 0
        if shows:
            end = self._until(0, ";")
            self.items += seen(self.code, 0, end, self.start) if end else []
            at = end + 1
        while at < len(atoms):
            at = self._statement(at)
        if not shows:
            self._done(len(atoms))
        controls = [item for item in self.items if isinstance(item, Token) and item.kind in ("open", "else", "close", "switch")]
        if len(controls) == len(self.items) == 1:
            yield replace(controls[0], start=whole.start, end=whole.end, own_line=True)
        elif not self.items:
            yield replace(whole, own_line=True)
        else:
            yield from covered(whole, self.items)

    def _statement(self, at: int) -> int:
        """Read the statement at an atom; where the next one begins."""
        word = self.atoms[at].text.lower() if self.atoms[at].kind == "word" else self.atoms[at].text
        if word == "{":
            self.open.append("")
            return at + 1
        if word == "}":
            return self._closed(at)
        if word == ";":
            return self._done(at + 1)
        if word in _OPENS or word == "switch":
            return self._opened(at, word)
        if word in ("else", "elseif"):
            return self._otherwise(at, word)
        if word in _ENDS:
            self._end(at, _ENDS[word])
            return self._until(at, ";") + 1
        if word in ("case", "default"):
            end = self._until(at, ":", ";")
            self._add("else", at, self.atoms.words(at + 1, end))
            return end + 1
        if word in _HOLDS and (end := self._until(at, "{", ";")) < len(self.atoms) and self.atoms[end].text == "{":
            self.open.append("")
            return end + 1
        return self._said(at, word)

    def _said(self, at: int, word: str) -> int:
        """A statement that shows something, or does not."""
        end = self._until(at, ";")
        if word in ("echo", "print"):
            for part in self.atoms.parts(at + 1, end, ","):
                self.items += seen(self.code, *part, self.start)
        elif word in _SAYS or _SHOWS.match(word):
            self.items += self.code.told(at, end)
        else:
            self.open += [""] * sum(self._opens_only(number) for number in range(at, end))
        return self._done(end + 1)

    def _opens_only(self, at: int) -> bool:
        """Whether an atom is a brace that closes in a later stretch, if at all (`add_action("footer", function () { ?>`)."""
        return self.atoms[at].text == "{" and at not in self.atoms.closing

    def _opened(self, at: int, word: str) -> int:
        inside = at + 1
        end = self.atoms.closing.get(inside)
        if end is None or self.atoms[inside].text != "(":
            return at + 1
        if end + 1 < len(self.atoms) and self.atoms[end + 1].text == ";" and word == "while":
            return end + 2  # do { … } while (x);
        name, negated = condition(self.atoms.words(inside + 1, end))
        items = _ITEMS.fullmatch(name)
        block, after = self._body(end + 1, word)
        self._add(
            "switch" if word == "switch" else "open", at, items[1] if items and word == "foreach" else name, block, negated
        )
        return after

    def _otherwise(self, at: int, word: str) -> int:
        """`else`, `elseif (x)`, `else if (x)`"""
        if word == "else" and at + 1 < len(self.atoms) and self.atoms[at + 1].text.lower() == "if":
            word, at = "elseif", at + 1
        end = self.atoms.closing.get(at + 1) if word == "elseif" else None
        name = self.atoms.words(at + 2, end) if end is not None else ""
        if self.open and self.open[-1] == ";":
            self.open.pop()
        _, after = self._body(at + 1 if end is None else end + 1, "else")
        self._add("else", at, name)
        return after

    def _body(self, at: int, word: str) -> tuple[str, int]:
        """By what an arm is closed, and where it begins."""
        mark = self.atoms[at].text if at < len(self.atoms) else ":"
        if mark == ":":
            return word, at + 1
        self.open.append("{" if mark == "{" else ";")
        return self.open[-1], at + (mark == "{")

    def _closed(self, at: int) -> int:
        """`}`, with which an arm ends; the branch goes on where an `else` follows."""
        while self.open and self.open[-1] == ";":
            self._end(at, self.open.pop())
        block = self.open.pop() if self.open else ""
        if block == "{" and not self._goes_on(at + 1):
            self._end(at, block)
        return at + 1 if self._goes_on(at + 1) else self._done(at + 1)

    def _done(self, after: int) -> int:
        """What ends with a statement: the branches of which it is the only one."""
        while self.open and self.open[-1] == ";" and not self._goes_on(after):
            self._end(after - 1, self.open.pop())
        return after

    def _goes_on(self, at: int) -> bool:
        return at < len(self.atoms) and self.atoms[at].kind == "word" and self.atoms[at].text.lower() in ("else", "elseif")

    def _end(self, at: int, block: str) -> None:
        """The end of a branch; one that is all code, and shows nothing in any of its arms, is none."""
        arms = len(self.items)
        while arms and isinstance(item := self.items[arms - 1], Token) and item.kind == "else":
            arms -= 1
        if arms and isinstance(item := self.items[arms - 1], Token) and item.kind in ("open", "switch") and item.block == block:
            del self.items[arms - 1 :]
        else:
            self._add("close", at, block=block)

    def _add(self, kind: Kind, at: int, name: str = "", block: str = "", negated: bool = False) -> None:
        """A token at an atom, behind all before it; it takes no characters of copy."""
        place = self.atoms[at].start if 0 <= at < len(self.atoms) else self.atoms[-1].end if self.atoms else 0
        place = max(place, self.items[-1].end if self.items else 0)
        self.items.append(Token(kind, place, place, name, block, negated))

    def _until(self, at: int, *marks: str) -> int:
        """The first of these marks that stands in no bracket; the end without one."""
        while at < len(self.atoms):
            if self.atoms[at].kind != "string" and self.atoms[at].text in marks:
                return at
            at = self.atoms.closing.get(at, at) + 1
        return at
