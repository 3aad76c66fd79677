"""YAML as a tree of places. Words stay as they are written: `no`, `on` and `1.0` are text here, and so is `{{name}}`.

What the keys mean is for the formats. The parser is ruamel.yaml's, imported when the first file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from servicelint.model import Piece, Problem, Source, Span, Unreadable
from servicelint.model.passage import Carrier
from servicelint.syntax import yaml_scalar

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_CARRIERS: dict[str, Carrier] = {
    "": "yaml-plain",
    "'": "yaml-single",
    '"': "yaml-double",
    "|": "yaml-block",
    ">": "yaml-block",
}
_DEEPEST = 5_000
"""The C parser takes a level of its own stack for each level of the file, and falls with it."""
_DEEP_INDENT = re.compile(rf"^[ ?-]{{{_DEEPEST}}}", re.M)
_BRACKET = re.compile(r"[\[\]{}]")
_PLACEHOLDER = re.compile(r"\{\{[^{}\r\n]*\}\}")
_MASK = {ord("{"): "\uf8f0", ord("}"): "\uf8f1"}
_UNMASK = {ord(mask): chr(bracket) for bracket, mask in _MASK.items()}
_MOST_NODES = 2_000_000
"""A file of aliases that name aliases may unfold to more nodes than there are atoms; past this it is refused."""


@dataclass(frozen=True, eq=False)
class Scalar:
    """One value. `style` is `'`, `"`, `|`, `>` or "" for a plain one; `span` is all of it, quotes and header too."""

    span: Span
    value: str
    style: str = ""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The value, each character with the place where it is written; none where the value is empty."""
        return yaml_scalar.pieces(self.span, self.value, self.style)

    @property
    def carrier(self) -> Carrier:
        """How a fix has to write text here."""
        return _CARRIERS[self.style]


@dataclass(frozen=True, eq=False)
class Sequence:
    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Mapping:
    """`entries` as they are written, repeated keys too; what a merge key (`<<`) brings in comes last."""

    span: Span
    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, name: str) -> Node | None:
        """The value of the last such key of its own, as most readers of YAML have it; None where there is none."""
        return self._values.get(name)

    @cached_property
    def _values(self) -> dict[str, Node]:
        return {key.value: value for key, value in self.entries}


Node = Scalar | Sequence | Mapping


def load(source: Source, templated: bool = False) -> tuple[Node, ...]:
    """The root of every document of the file; none where it is empty.

    An alias is the very node that its anchor names. Raises Unreadable where the file is no YAML. A `templated` file
    becomes YAML only once its `{{placeholders}}` are filled: they are text wherever they stand.
    """
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    _refuse_the_bottomless(source)
    text = _PLACEHOLDER.sub(lambda found: found[0].translate(_MASK), source.text) if templated else source.text
    try:
        roots = [root for root in _parser().compose_all(text) if root is not None]
    except MarkedYAMLError as failure:
        raise _unreadable(source, failure) from None
    except ReaderError as failure:
        raise _unprintable(source, failure.position) from None
    except UnicodeEncodeError as failure:
        raise _unprintable(source, failure.start) from None
    reader = _Reader(source, templated)
    return tuple([reader.node(root) for root in roots])


def _parser() -> Any:
    """A parser that leaves it open whether a word is text, a number or a date: here it is text, and asking takes time."""
    from ruamel.yaml import YAML

    parser = YAML(typ="safe")
    parser.Resolver = _untyped()
    return parser


@cache
def _untyped() -> Any:
    from ruamel.yaml.resolver import VersionedResolver

    class Untyped(VersionedResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return self.DEFAULT_SCALAR_TAG

    return Untyped


def at(node: Node | None, *path: str) -> Node | None:
    """What stands under these keys, one inside the other; None where the tree has another shape."""
    for name in path:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """The keys and values of a mapping, none of anything else."""
    return node.entries if isinstance(node, Mapping) else ()


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, none of anything else."""
    return node.items if isinstance(node, Sequence) else ()


def word(node: Node | None) -> str:
    """The value of a scalar, "" of anything else."""
    return node.value if isinstance(node, Scalar) else ""


def repeated(node: Node) -> Iterator[Problem]:
    """A problem for every key that its mapping already has, anywhere below the node."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        names: set[str] = set()
        for key, _ in entries(node):
            if key.value in names:
                yield Problem(key.span, f'The key "{key.value}" stands here a second time; keep one of the two.')
            names.add(key.value)
        waiting += [*items(node), *(value for _, value in entries(node))]


class _Reader:
    """Turns the parser's nodes into ours; each is made once, so an alias is the node itself."""

    def __init__(self, source: Source, templated: bool) -> None:
        self.source = source
        self.templated = templated
        self.made: dict[int, Node | None] = {}
        self.sizes: dict[int, int] = {}

    def node(self, raw: Any) -> Node:
        key = id(raw)
        if key not in self.made:
            self.made[key] = None
            self.made[key] = made = self._make(raw)
            self.sizes[id(made)] = size = 1 + sum(self.sizes[id(child)] for child in _children(made))
            if size > _MOST_NODES:
                raise Unreadable(made.span, "Its aliases unfold to millions of values; write them out or leave them out.")
        found = self.made[key]
        if found is None:
            raise Unreadable(self._span(raw), "It holds an alias to itself and has no end; remove the alias.")
        return found

    def _make(self, raw: Any) -> Node:
        span = self._span(raw)
        if raw.id == "scalar":
            return Scalar(span, raw.value.translate(_UNMASK) if self.templated else raw.value, raw.style or "")
        if raw.id == "sequence":
            return Sequence(span, tuple([self.node(item) for item in raw.value]))
        if _is_placeholder(raw, span):
            return Scalar(span, span.text)
        own = [(self._key(key), value) for key, value in raw.value]
        return Mapping(span, (*self._entries(own), *self._merged(own)))

    def _entries(self, own: list[tuple[Scalar, Any]]) -> list[tuple[Scalar, Node]]:
        return [(key, self.node(value)) for key, value in own if not _is_merge(key)]

    def _merged(self, own: list[tuple[Scalar, Any]]) -> Iterator[tuple[Scalar, Node]]:
        names = {key.value for key, _ in own}
        for value in [self.node(value) for key, value in own if _is_merge(key)]:
            for mapping in (value, *items(value)):
                brought = [(key, inner) for key, inner in entries(mapping) if key.value not in names]
                names |= {key.value for key, _ in brought}
                yield from brought

    def _key(self, raw: Any) -> Scalar:
        key = self.node(raw)
        if not isinstance(key, Scalar):
            raise Unreadable(key.span, "A list or mapping stands here as a key; a key must be a word. If it is text, quote it.")
        return key

    def _span(self, raw: Any) -> Span:
        return Span(self.source, raw.start_mark.index, max(raw.start_mark.index, raw.end_mark.index))


def _children(node: Node) -> Iterator[Node]:
    yield from items(node)
    for key, value in entries(node):
        yield key
        yield value


def _is_merge(key: Scalar) -> bool:
    return key.value == "<<" and not key.style


def _is_placeholder(raw: Any, span: Span) -> bool:
    """Whether it is an unquoted `{{name}}`, which YAML takes for a mapping whose key is a mapping."""
    return len(raw.value) == 1 and raw.value[0][0].id == "mapping" and span.text[:2] == "{{" and span.text[-2:] == "}}"


def _refuse_the_bottomless(source: Source) -> None:
    """Raises Unreadable where brackets or indentation go so deep that the parser would fall."""
    deep = _DEEP_INDENT.search(source.text)
    place = deep.start() if deep else _deep_bracket(source.text)
    if place is not None:
        raise Unreadable(Span(source, place, place + 1), "It is nested too deeply to be read.")


def _deep_bracket(text: str) -> int | None:
    if text.count("[") + text.count("{") < _DEEPEST:
        return None
    depth = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found.group() in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST:
            return found.start()
    return None


_ADVICE = {
    "found unexpected end of stream": "This quote is never closed; add the closing quote.",
    "found unexpected document indicator": "This quote is never closed; add the closing quote.",
    "mapping values are not allowed": "A colon begins a value here; put the text in quotes, or mend the indentation.",
    "could not find expected ':'": "A key without a colon: add the colon, or indent the line to the text above.",
    "did not find expected key": "This line does not fit those above; check its indentation, quotes and colon.",
    "did not find expected '-' indicator": "This line stands where a list goes on; begin it with '- ' or indent it.",
    "block sequence entries are not allowed": "A list item cannot begin here; put the list on its own lines.",
    "did not find expected ',' or": "This bracket is never closed, or a comma is missing inside it.",
    "did not find expected node content": "A value is missing here, or a bracket or comma is too many.",
    "found undefined alias": "This alias names no anchor above it; define the anchor first, or quote the text.",
    "found unknown escape character": "No such escape in double quotes; double the backslash, or use single quotes.",
    "second occurrence": "This anchor is defined twice; rename one of the two.",
    "did not find expected <document start>": "Something follows the document's end; indent it, or put --- before it.",
    "did not find expected alphabetic": "A text cannot begin with & or *; put it in quotes.",
    "tab character": "A tab indents this line; YAML wants spaces.",
}
_AT_THE_OPENING = ("while scanning a quoted scalar", "while parsing a flow")


def _unreadable(source: Source, failure: MarkedYAMLError) -> Unreadable:
    problem, context = failure.problem or "", failure.context or ""
    mark = failure.problem_mark or failure.context_mark
    advice = next((advice for known, advice in _ADVICE.items() if known in problem), "")
    if advice and context.startswith(_AT_THE_OPENING) and failure.context_mark is not None and "escape" not in problem:
        mark = failure.context_mark
    start = min(mark.index, len(source.text)) if mark is not None else 0
    character = source.text[start : start + 1]
    if not advice and "cannot start any token" in problem:
        advice = _ADVICE["tab character"] if character == "\t" else f"A text cannot begin with {character}; put it in quotes."
    return Unreadable(Span(source, start, start + len(character)), advice or f"This is no valid YAML: {problem}.")


def _unprintable(source: Source, position: int) -> Unreadable:
    start = min(position, len(source.text))
    character = source.text[start : start + 1]
    what = f"The character U+{ord(character):04X}" if character else "A character"
    return Unreadable(Span(source, start, start + len(character)), f"{what} may not stand in YAML; remove it.")
