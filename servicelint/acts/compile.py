"""Turns phrases into regular expressions, shaped like tries, and the words that tell whether to try them at all.

Every match holds at least one of the anchor words: a text without any of them is done with a set look-up.
Runs when a pack is built; at run time only its result is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from servicelint.acts import grammar
from servicelint.acts.fold import ADDRESS, BREAK, MARKS, SLOT_BASE, WORD, fold
from servicelint.acts.grammar import Choice, Node, Reference, Repeat, Sequence, Word

SEPARATOR = r",? +"
BLANKS = " +"
BEFORE_LINK = rf"(?: |[^\w{BREAK}{ADDRESS}]){{1,4}}"
"""Between two words of a phrase; beside $ANY only blanks, or a phrase would run on into the next clause."""
ANY = r"""["'(]?[\w\ue000-\uefff@#$€£%&/'.:*_-]*[\w\ue000-\uefff%]["')]?"""
"""One word: also a number, a slot, a word in quotation marks."""
END = r"(?!\w|'(?!s(?!\w))\w)"
"""A phrase ends with its last word; a possessive ’s may follow, any other clitic makes another word (can, can’t)."""
DIGITS = r"\d+(?:[.,:]\d+)*(?: ?- ?\d+)?"
"""A number, or a range of two."""
MAX_SLOT_CLASSES = 12
MAX_ANCHORS = 3
SHORT = 400
"""Phrases of an act up to this length (in characters of expression) are tried together."""


class ActError(ValueError):
    """A phrase of an act that cannot be compiled: `line` (0-based, inside the act's block) and `column`."""

    def __init__(self, act: str, line: int, column: int, what: str) -> None:
        super().__init__(what)
        self.act, self.line, self.column = act, line, column


@dataclass(frozen=True, slots=True)
class Part:
    """Some phrases of an act, ready to match on folded text: the expression, and its anchors (none: always try).

    The anchors are sets of words; a text must hold a word of each to be worth trying.
    """

    regex: str
    anchors: tuple[frozenset[str], ...]


@dataclass
class Compiler:
    """Compiles the acts of one language. `common` are words too frequent to be anchors, `forms` the forms of `~word`s,
    `spellings` letters that are also written otherwise (ä: ae)."""

    phrases: Mapping[str, str]
    common: frozenset[str] = frozenset()
    forms: Callable[[str], Iterable[str]] | None = None
    spellings: Mapping[str, str] = field(default_factory=dict)
    slot_classes: list[tuple[str, ...]] = field(default_factory=list)
    _trees: dict[str, Choice] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def act(self, name: str) -> tuple[Part, ...]:
        """The act in parts, each tried for itself: long phrases alone, the short ones together. ActError says what is wrong."""
        self._open.append(name)
        try:
            parts = [(phrase, self._part((phrase,))) for phrase in self.tree(name).alternatives]
        finally:
            self._open.pop()
        short = [phrase for phrase, part in parts if part.anchors and len(part.regex) <= SHORT]
        bare = [phrase for phrase, part in parts if not part.anchors]
        long = [part for _, part in parts if part.anchors and len(part.regex) > SHORT]
        return (*(self._part(tuple(phrases)) for phrases in (short, bare) if phrases), *long)

    def _part(self, phrases: tuple[Node, ...]) -> Part:
        whole = Choice(phrases)
        body = self._regex(whole)  # before anything else, since it finds acts that go in a circle
        first, _ = self._first(whole)
        ahead = f"(?={_trie(first)})" if first and len(body) > SHORT else ""
        return Part(rf"(?<!\w){ahead}{body}{END}", tuple(self._anchors(whole)))

    def tree(self, name: str) -> Choice:
        """The phrases of an act as one tree."""
        if name not in self._trees:
            self._trees[name] = Choice(tuple(self._parse(name)))
        return self._trees[name]

    def _parse(self, name: str) -> Iterable[Node]:
        for number, line in enumerate(self.phrases[name].splitlines()):
            phrase = line.split(" #")[0] if not line.lstrip().startswith("#") else ""
            if not phrase.strip():
                continue
            try:
                tree = grammar.parse(phrase)
                self._check(tree)
            except grammar.GrammarError as error:
                raise ActError(name, number, error.column, str(error)) from None
            yield tree

    def _check(self, node: Node) -> None:
        for part in _walk(node):
            if isinstance(part, Reference) and part.name not in grammar.BUILT_IN and part.name not in self.phrases:
                raise grammar.GrammarError(0, f"${part.name} is not an act of this language")
            if isinstance(part, Word) and part.inflected:
                self._forms(part.text)

    def _forms(self, word: str) -> list[str]:
        found = sorted({fold(form) for form in self.forms(word)}) if self.forms else []
        if not found:
            raise grammar.GrammarError(
                0, f"the forms of ~{word} are not known; write them out, or install servicelint[inflect] to expand them"
            )
        return found

    def _written(self, word: Word) -> list[str]:
        """How the word may stand in folded text: each of its forms, in each spelling."""
        forms = self._forms(word.text) if word.inflected else [word.text]
        other = [reduce(lambda form, swap: form.replace(*swap), self.spellings.items(), form.lower()) for form in forms]
        return sorted({fold(form) for form in (*forms, *other)})

    # -- the expression

    def _regex(self, node: Node) -> str:
        match node:
            case Word():
                return _alternation(self._written(node))
            case Sequence(items):
                return self._joined(items)
            case Choice():
                return f"(?:{self._factored(_sequences(node))})"
            case Repeat(item, least, most):
                inner = self._regex(item)
                if most == 1:
                    return inner
                return f"(?:{inner}(?:{_glue(item, item)}{inner}){{{max(least - 1, 0)},{most - 1}}})"
            case Reference(name, names):
                return self._reference(name, names)

    def _reference(self, name: str, names: tuple[str, ...]) -> str:
        if name == "ANY":
            return ANY
        if name == "LINK":
            return f"{ADDRESS}+"
        if name == "SLOT":
            return self._slot(names)
        if name in ("NUMBER", "DATE"):
            own = self._referred(name.lower()) if name.lower() in self.phrases else ""
            plain = DIGITS if name == "NUMBER" else rf"{DIGITS}(?:[./-]\d+)*"
            return f"(?:{plain}{'|' + own if own else ''})"
        return self._referred(name)

    def _referred(self, name: str) -> str:
        if name in self._open:
            raise ActError(name, 0, 0, f"${name} refers to itself ({' → '.join([*self._open, name])}); expected an end")
        self._open.append(name)
        try:
            return self._regex(self.tree(name))
        finally:
            self._open.pop()

    def _slot(self, names: tuple[str, ...]) -> str:
        if not names:
            return "[\ue000-\uefff]"
        if names not in self.slot_classes:
            if len(self.slot_classes) == MAX_SLOT_CLASSES:
                raise grammar.GrammarError(0, f"more than {MAX_SLOT_CLASSES} different lists of slot names; share some")
            self.slot_classes.append(names)
        bit = 1 << self.slot_classes.index(names)
        codes = [chr(SLOT_BASE + mask) for mask in range(1 << MAX_SLOT_CLASSES) if mask & bit]
        return f"[{_ranges(codes)}]"

    def _joined(self, items: Iterable[Node]) -> str:
        """Items with separators; an optional item brings its own separator, so that leaving it out leaves one."""
        out, pending = "", False
        rest = list(items)
        for position, item in enumerate(rest):
            glue = "" if out.endswith("'") else _glue(rest[position - 1] if position else item, item)
            if isinstance(item, Repeat) and item.least == 0:
                inner = self._regex(item)
                needed_after = position + 1 < len(rest)
                if pending:
                    out += f"(?:{glue}{inner})?"
                else:
                    after = _glue(item, rest[position + 1]) if needed_after else ""
                    out += f"(?:{inner}{after})?"
                continue
            out += (glue if pending else "") + self._regex(item)
            pending = True
        return out

    def _factored(self, sequences: list[tuple[Node, ...]]) -> str:
        """An alternation in which sequences that begin alike share their beginning, longest first."""
        groups: dict[Node, list[tuple[Node, ...]]] = {}
        ends = False
        for sequence in sequences:
            if not sequence:
                ends = True
                continue
            groups.setdefault(sequence[0], []).append(sequence[1:])
        parts = []
        for head, tails in groups.items():
            if len(tails) == 1:
                parts.append(self._joined((head, *tails[0])))
            elif isinstance(head, Repeat) and head.least == 0:
                parts += [self._joined((head, *tail)) for tail in tails]
            else:
                parts.append(self._regex(head) + self._tail(head, tails))
        return "|".join(parts) + ("|" if ends else "")

    def _tail(self, head: Node, tails: list[tuple[Node, ...]]) -> str:
        """What may follow a beginning that several sequences share; nothing, where one of them ends there."""
        optional = [tail for tail in tails if tail and all(isinstance(n, Repeat) and n.least == 0 for n in tail)]
        needed: dict[str, list[tuple[Node, ...]]] = {}
        for tail in tails:
            if tail and tail not in optional:
                needed.setdefault(_glue(head, tail[0]), []).append(tail)
        parts = [f"{glue}(?:{self._factored(group)})" for glue, group in needed.items()]
        parts += ["".join(f"(?:{_glue(head, item)}{self._regex(item)})?" for item in tail) for tail in optional]
        return f"(?:{'|'.join(parts)})" + ("?" if not all(tails) and not optional else "")

    def _first(self, node: Node) -> tuple[frozenset[str] | None, bool]:
        """The words a match can begin with (None: any), and whether the node may match nothing at all."""
        match node:
            case Word():
                return frozenset(self._written(node)), False
            case Sequence(items):
                return self._first_of(items)
            case Choice(alternatives):
                found = [self._first(alternative) for alternative in alternatives]
                words = [first for first, _ in found]
                whole = None if None in words else frozenset().union(*(first for first in words if first))
                return whole, any(empty for _, empty in found)
            case Repeat(item, least, _):
                first, empty = self._first(item)
                return first, empty or not least
            case Reference(name):
                return (None, False) if name in grammar.BUILT_IN else self._first(self.tree(name))

    def _first_of(self, items: Iterable[Node]) -> tuple[frozenset[str] | None, bool]:
        words: frozenset[str] | None = frozenset()
        for item in items:
            first, empty = self._first(item)
            words = None if words is None or first is None else words | first
            if not empty:
                return words, False
        return words, True

    # -- the words that must be there

    def _anchors(self, node: Node) -> list[frozenset[str]]:
        """Sets of words, rarest first: every match holds a word of each. None at all where nothing is sure."""
        match node:
            case Word():
                found = self._word_anchors(self._written(node))
            case Sequence(items):
                found = [words for item in items for words in self._anchors(item)]
            case Choice(alternatives):
                ways = [self._anchors(alternative) for alternative in alternatives]
                found = [frozenset().union(*words) for words in zip(*ways, strict=False)]
            case Repeat(item, least, _):
                found = self._anchors(item) if least else []
            case Reference(name):
                found = self._mark(name) if name in grammar.BUILT_IN else self._anchors(self.tree(name))
        return sorted(found, key=self._cost)[:MAX_ANCHORS]

    def _word_anchors(self, forms: Iterable[str]) -> list[frozenset[str]]:
        words = [sorted(WORD.findall(fold(form)), key=lambda word: self._cost(frozenset({word}))) for form in forms]
        return [frozenset(found[0] for found in words)] if all(words) else []

    def _mark(self, name: str) -> list[frozenset[str]]:
        """The mark of a built-in, and the words of the language that it also stands for."""
        if name not in MARKS:
            return []
        mark = frozenset({MARKS[name]})
        if name not in ("NUMBER", "DATE") or name.lower() not in self.phrases:
            return [mark]
        return [mark | words for words in self._anchors(self.tree(name.lower()))[:1]]

    def _cost(self, words: frozenset[str]) -> float:
        return sum(100.0 if word in self.common else 1.0 + 4.0 / len(word) for word in words)


def _glue(before: Node, after: Node) -> str:
    if _opens(after, "LINK"):
        return BEFORE_LINK
    return BLANKS if _opens(before, "ANY") or _opens(after, "ANY") else SEPARATOR


def _opens(node: Node, name: str) -> bool:
    """Whether a node, or one of its alternatives, is the built-in of that name."""
    match node:
        case Reference():
            return node.name == name
        case Repeat(item):
            return _opens(item, name)
        case Choice(alternatives):
            return any(_opens(alternative, name) for alternative in alternatives)
        case _:
            return False


def _walk(node: Node) -> Iterable[Node]:
    yield node
    match node:
        case Sequence(items) | Choice(items):
            for item in items:
                yield from _walk(item)
        case Repeat(item):
            yield from _walk(item)


def _sequences(node: Node) -> list[tuple[Node, ...]]:
    """The alternatives of a choice as sequences, nested choices laid open."""
    match node:
        case Choice(alternatives):
            return [sequence for alternative in alternatives for sequence in _sequences(alternative)]
        case Sequence(items):
            return [items]
        case _:
            return [(node,)]


def _alternation(words: Iterable[str]) -> str:
    if len(words := list(words)) == 1:
        return re.escape(words[0])
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _trie(words: Iterable[str]) -> str:
    """An expression for the words in which those that begin alike share their beginning."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words):
        tails.setdefault(word[:1], []).append(word[1:])
    parts = [re.escape(head) + (_trie(rest) if any(rest) else "") for head, rest in tails.items() if head]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in tails else "")


def _ranges(characters: list[str]) -> str:
    """A character class body for sorted characters, runs as ranges."""
    out, start, last = "", "", ""
    for character in characters:
        if last and ord(character) == ord(last) + 1:
            last = character
            continue
        out += f"{start}-{last}" if start and start != last else start
        start = last = character
    return out + (f"{start}-{last}" if start != last else start)
