"""What an expression between a template's braces shows: copy in quotation marks, values, either of two.

PHP and Ruby differ in a few marks and in their helpers' names: a `Language` says which. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from servicelint.syntax.templates.atoms import Atom, Atoms, Call, Language, cut
from servicelint.syntax.templates.conditions import condition
from servicelint.syntax.templates.quoted import is_key
from servicelint.syntax.templates.tokens import Token

EMPTY_LINE = "\n\u2028\n\u2028\n"
"""What ends a paragraph for every reader: empty lines to one of text, line breaks to one of HTML."""

_DEEPEST = 12
_SHOWN = {"n": "\n", "t": "\t", "r": "\r"}
_FALLBACKS = ("??", "?:", "||")
_KEY = re.compile(r"\.[\w.-]+|[\w-]+::[\w./:-]+|[\w-]+(?:/[\w-]+)+\.[\w.-]+")
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*=\s*(?:"[^"<>]*|'[^'<>]*)\Z""")
_READ = ("alt", "title", "placeholder", "value", "content", "aria-label", "label")
_HIDES = re.compile(r"\bnone\b|\bhidden\b")
_NEAR = 200

_MARKUP = re.compile(r"<[^<>]*>")
_FORMAT = r"%(?:\d+\$)?[-+ 0]*\d*(?:\.\d+)?[bcdeEfFgGosuxX%](?!\w*%)|%\d+\$[sd]"


class Copy(NamedTuple):
    """Characters that are shown as they stand there."""

    start: int
    end: int


Item = Token | Copy


@dataclass(frozen=True)
class _Inside:
    """What stands for something else in the strings of a call: a pattern, and the token for a match and its number."""

    pattern: str
    token: Callable[[str, int], Token]


class Code:
    """An expression, or several, of one language; numbers given to it are indexes of atoms."""

    def __init__(self, atoms: Atoms, language: Language) -> None:
        self.atoms = atoms
        self.language = language

    def shown(self, first: int, last: int, inside: _Inside | None = None, depth: int = 0) -> list[Item]:
        """What an expression shows; nothing when all of it is a value."""
        if first >= last or depth > _DEEPEST:
            return []
        top = self.atoms.top(first, last)
        if len(top) == 1 and self.atoms.is_(first, "("):
            return self.shown(first + 1, last - 1, inside, depth + 1)
        for read in (self._condition, self._choice, self._fallback, self._joined, self._ending, self._call):
            found = read(top, last, inside, depth + 1)
            if found is not None:
                return found
        return self._literal(self.atoms[first], inside) if last == first + 1 else []

    def told(self, first: int, last: int, inside: _Inside | None = None, depth: int = 0) -> list[Item]:
        """What an expression shows, as a slot when all of it is a value."""
        if first >= last:
            return []
        start, end = self.atoms[first].start, self.atoms[last - 1].end
        return self.shown(first, last, inside, depth) or [Token("slot", start, end, self.atoms.words(first, last))]

    def _condition(self, top: Sequence[int], last: int, inside: _Inside | None, depth: int) -> list[Item] | None:
        """`"Pay now" if due?`"""
        at = self.atoms.find(top[1:], "if", "unless") if self.language.commands else None
        if at is None:
            return None
        found = self.shown(top[0], at, inside, depth)
        return self._branch(at + 1, last, found, negated=self.atoms.is_(at, "unless")) if _has_copy(found) else []

    def _branch(self, first: int, last: int, arm: list[Item], negated: bool = False) -> list[Item]:
        """An arm that is shown under a condition that is written behind it."""
        name, turned = condition(self.atoms.words(first, last))
        return [
            Token("open", arm[0].start, arm[0].start, name, "?", negated != turned),
            *arm,
            Token("close", arm[-1].end, arm[-1].end, block="?"),
        ]

    def _choice(self, top: Sequence[int], last: int, inside: _Inside | None, depth: int) -> list[Item] | None:
        """`paid ? "Thank you" : "Please pay"`"""
        question = self.atoms.find(top, "?")
        if question is None or question == top[0]:
            return None
        colon = self._colon([at for at in top if at > question])
        if colon is None:
            return []
        name, negated = condition(self.atoms.words(top[0], question))
        start, middle = self.atoms[top[0]].start, self.atoms[colon]
        opened = Token("open", start, self.atoms[question].end, name, "?", negated)
        one, other = self.told(question + 1, colon, inside, depth), self.told(colon + 1, last, inside, depth)
        return self._either(opened, one, Token("else", middle.start, middle.end), other)

    def _colon(self, top: Iterable[int]) -> int | None:
        """The colon of the question mark before these atoms."""
        questions = 0
        for at in top:
            if self.atoms.is_(at, "?"):
                questions += 1
            elif self.atoms.is_(at, ":"):
                if not questions:
                    return at
                questions -= 1
        return None

    def _fallback(self, top: Sequence[int], last: int, inside: _Inside | None, depth: int) -> list[Item] | None:
        """`name ?? "customer"`"""
        at = self.atoms.find(top, *_FALLBACKS)
        if at is None or at == top[0]:
            return None
        start, mark = self.atoms[top[0]].start, self.atoms[at]
        opened = Token("open", start, start, self.atoms.words(top[0], at), "?")
        one, other = self.told(top[0], at, inside, depth), self.told(at + 1, last, inside, depth)
        return self._either(opened, one, Token("else", mark.start, mark.end), other)

    def _either(self, opened: Token, one: list[Item], between: Token, other: list[Item]) -> list[Item]:
        if not _has_copy(one) and not _has_copy(other):
            return []
        end = (other or [between])[-1].end
        return [opened, *one, between, *other, Token("close", end, end, block="?")]

    def _joined(self, top: Sequence[int], last: int, inside: _Inside | None, depth: int) -> list[Item] | None:
        """`"Dear " . $name`"""
        if self.atoms.find(top, *self.language.joins) is None:
            return None
        parts = self.atoms.parts(top[0], last, *self.language.joins)
        found = [item for part in parts for item in self.told(*part, inside, depth)]
        return found if _has_copy(found) else []

    def _ending(self, top: Sequence[int], last: int, inside: _Inside | None, depth: int) -> list[Item] | None:
        """`"Pay <b>now</b>".html_safe`, `"%{day} left" % values`"""
        if not self.language.commands or len(top) < 2:
            return None
        if self.atoms[top[-1]].text.startswith(".") and self.atoms[top[-1]].kind == "word":
            return self.shown(top[0], top[-1], inside, depth)
        percent = self.atoms.find(top[1:], "%")
        return self.shown(top[0], percent, inside, depth) if percent is not None else None

    def _call(self, top: Sequence[int], last: int, inside: _Inside | None, depth: int) -> list[Item] | None:
        """`__("Dear :name", …)`, `link_to "Pay now", url`"""
        first = top[0]
        if self.atoms[first].kind != "word":
            return None
        arguments = self._arguments(top, last)
        call = self._known(self.atoms[first].text, arguments)
        if call is None:
            return None
        start, end = self.atoms[first].start, self.atoms[last - 1].end
        if call.manner == "other template":
            return [Token("tag", start, end)]
        at = next((number for number in call.at if number < len(arguments or ())), None)
        if arguments is None or at is None:
            return []
        if call.manner == "plural":
            return self._plural(arguments, inside or self._formatted(()), depth)
        if call.manner == "formatted":
            told = self.told(*arguments[at], self._formatted(arguments[at + 1 :]), depth)
            return told + [item for argument in arguments[at + 1 :] for item in self._beside(*argument, depth)]
        if call.manner in ("translated", "keyed"):
            if self._is_key(*arguments[at], one_word=call.manner == "keyed"):
                return [Token("slot", start, end, self.atoms.words(first, last))]
            inside = inside or _Inside(self.language.replaced, lambda found, _: Token("slot", 0, 0, found.strip(":@!%{}")))
        return self.told(*arguments[at], inside, depth)

    def _known(self, word: str, arguments: Sequence[tuple[int, int]] | None) -> Call | None:
        *path, name = re.split(r"->|\.|::|\\", word)
        helpers = self.language.helpers
        if word in self.language.calls or (name in self.language.calls and (not path or not helpers or path[-1] in helpers)):
            return self.language.calls.get(word) or self.language.calls[name]
        if not self.language.commands or not arguments:
            return None
        if word.startswith("tag."):
            return Call()
        sentences = [at for at, (start, end) in enumerate(arguments[:2]) if end == start + 1 and self._is_sentence(start)]
        return Call((sentences[0],)) if sentences and name == word else None

    def _is_sentence(self, at: int) -> bool:
        """Whether a helper that nobody knows here would be given such a string to show it."""
        words = self.atoms[at].text[1:-1]
        return (
            self.atoms[at].kind == "string" and words[:1].isupper() and " " in words.strip() and not set("<>;%{") & set(words)
        )

    def _arguments(self, top: Sequence[int], last: int) -> list[tuple[int, int]] | None:
        """The arguments of a call that have no label; None where there is no call, only a name."""
        if len(top) == 2 and self.atoms.is_(top[1], "("):
            found = self.atoms.parts(top[1] + 1, last - 1, ",")
        elif self.language.commands and len(top) > 1 and (self.atoms[top[1]].kind != "mark" or self.atoms.is_(top[1], *":[(")):
            found = self.atoms.parts(top[1], last, ",")
        else:
            return None
        return [
            part
            for part in found
            if self.atoms[part[0]].kind != "label" and self.atoms.find(self.atoms.top(*part), "=>") is None
        ]

    def _is_key(self, first: int, last: int, one_word: bool) -> bool:
        """Whether a text to be translated is the key of one, be it put together (`"states." . $state`)."""
        top = self.atoms.top(first, last)
        strings = [self.atoms[at].text[1:-1] for at in top if self.atoms[at].kind == "string"]
        if one_word or self.atoms.find(top, *self.language.joins) is not None:
            return bool(strings) and not any(" " in string for string in strings)
        return any(is_key(string) or _KEY.fullmatch(string) for string in strings)

    def _plural(self, arguments: list[tuple[int, int]], inside: _Inside, depth: int) -> list[Item]:
        """`_n("%d day", "%d days", $days)`: one of the two."""
        if len(arguments) < 2:
            return []
        one, many = (self.told(*argument, inside, depth) for argument in arguments[:2])
        start, end = one[0].start, one[-1].end
        number = self.atoms.words(*arguments[2]) if len(arguments) > 2 else ""
        opened = Token("open", start, start, number, "?", always=True)
        return self._either(opened, one, Token("else", end, end, "plural"), many)

    def _formatted(self, arguments: Sequence[tuple[int, int]]) -> _Inside:
        """What the arguments behind a format put in its place: markup, or a value each."""

        def token(found: str, number: int) -> Token:
            if found.endswith("%"):
                return Token("text", 0, 0, "%")
            at = int(found[1:].partition("$")[0]) - 1 if "$" in found else number
            if not 0 <= at < len(arguments):
                return Token("slot", 0, 0, found)
            return Token("tag" if self._is_markup(*arguments[at]) else "slot", 0, 0, self.atoms.words(*arguments[at]))

        return _Inside(_FORMAT, token)

    def _beside(self, first: int, last: int, depth: int) -> list[Item]:
        """Copy in an argument that a format puts in: it stands behind the format, so it is read apart from it."""
        found = self.shown(first, last, None, depth) if last > first + 1 and not self._is_markup(first, last) else []
        words = "".join(self.atoms.text[item.start : item.end] for item in found if isinstance(item, Copy))
        before = self.atoms[first - 1]
        says = any(char.isalpha() for char in _MARKUP.sub("", words))
        return [Token("text", before.start, before.end, EMPTY_LINE), *found] if says else []

    def _is_markup(self, first: int, last: int) -> bool:
        """Whether an argument is nothing but a tag or two, perhaps with values inside (`'<a href="' . $url . '">'`)."""
        parts = self.atoms.parts(first, last, *self.language.joins)
        atoms = [self.atoms[start] if end == start + 1 else None for start, end in parts]
        written = "".join(atom.text[1:-1] if atom and atom.kind == "string" else "x" for atom in atoms)
        return "<" in written and not _MARKUP.sub("", written).strip()

    def _literal(self, atom: Atom, inside: _Inside | None) -> list[Item]:
        """A string: what is copy of it, escapes, and values."""
        if atom.kind != "string":
            return []
        found: list[Item] = []
        at, end, number = atom.start + 1, atom.end - 1, 0
        double = atom.text[0] == '"'
        pattern = _pattern(self.language.value if double else r"(?!)", inside.pattern if inside else r"(?!)", double)
        for match in pattern.finditer(self.atoms.text, at, end):
            if at < match.start():
                found.append(Copy(at, match.start()))
            at = match.end()
            found.append(replace(_inner(match, inside, number), start=match.start(), end=at))
            number += match.lastgroup == "mark" and not match.group().endswith("%")
        if at < end:
            found.append(Copy(at, end))
        return found or [Token("tag", atom.start, atom.end)]


def tokens(text: str, whole: Token, start: int, end: int, language: Language) -> Iterator[Token]:
    """The tokens of a tag that shows the expression between these characters."""
    atoms = cut(text, start, end, language)
    if atoms is None:
        yield replace(whole, kind="slot", name=text[start:end].strip())
    elif len(atoms) == 0:
        yield replace(whole, kind="tag")
    else:
        yield from covered(whole, seen(Code(atoms, language), 0, len(atoms), whole.start))


def seen(code: Code, first: int, last: int, tag: int) -> list[Item]:
    """What the expression of a tag that begins at `tag` shows.

    A choice of colours, classes or addresses in an attribute that nobody reads is a value: no branch of the copy.
    """
    items = code.told(first, last)
    if not any(isinstance(item, Token) and item.kind == "open" for item in items):
        return items
    words = code.atoms.words(first, last)
    found = _ATTRIBUTE.search(code.atoms.text, max(tag - _NEAR, 0), tag)
    if found is None or found[1].lower() in _READ or _HIDES.search(words):
        return items
    return [Token("slot", code.atoms[first].start, code.atoms[last - 1].end, words)]


def covered(whole: Token, items: Sequence[Item]) -> Iterator[Token]:
    """The tokens of a tag that shows these items: whatever lies between them is tag."""
    shown = [item for item in items if not (isinstance(item, Token) and item.kind == "tag")]
    if len(shown) <= 1 and not _has_copy(shown):
        only = shown[0] if shown else None
        yield replace(only, start=whole.start, end=whole.end) if isinstance(only, Token) else replace(whole, kind="tag")
        return
    at = whole.start
    for item in items:
        if at < item.start:
            yield Token("tag", at, item.start)
        if isinstance(item, Token):
            yield item
        at = max(at, item.end)
    if at < whole.end:
        yield Token("tag", at, whole.end)


def _has_copy(items: Iterable[Item]) -> bool:
    return any(isinstance(item, Copy) or item.kind == "text" for item in items)


def _inner(match: re.Match[str], inside: _Inside | None, number: int) -> Token:
    if match.lastgroup == "escape":
        return Token("text", 0, 0, _SHOWN.get(match.group()[1:], match.group()[1:]))
    if match.lastgroup == "value" or inside is None:
        return Token("slot", 0, 0, match.group().strip("#{}").replace("${", "$"))
    return inside.token(match.group(), number)


@cache
def _pattern(value: str, mark: str, double: bool) -> re.Pattern[str]:
    escape = r"\\." if double else r"\\[\\']"
    return re.compile(rf"(?P<escape>{escape})|(?P<value>{value})|(?P<mark>{mark})", re.DOTALL)
