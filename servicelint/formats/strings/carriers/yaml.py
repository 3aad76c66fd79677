"""Catalogues in YAML: Rails with the locale at the root, Symfony, osTicket's mails and canned replies, and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.formats.strings.entry import Catalogue
from servicelint.formats.strings.evidence import BLOCK, LOOKED_AT, certainty, sample
from servicelint.formats.strings.leaves import Leaf, catalogue, is_aside
from servicelint.model import Problem, Source, Unreadable
from servicelint.syntax import locales, yaml

EXTENSIONS = (".yml", ".yaml")

_ROOT = re.compile(r"^(?:\"([^\"\r\n]+)\"|'([^'\r\n]+)'|([^\s#\"'%{\[&*-][^\s:#]*))[ \t]*:(?=[ \t\r\n]|$)", re.MULTILINE)
_ENTRY = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:\"[^\"\r\n]+\"|'[^'\r\n]+'|[^\s#\"'{\[-][^:\r\n]{0,200}?)[ \t]*:[ \t]+(?:[&!]\S+[ \t]+)?"
    r"(?P<value>\S[^\r\n]*)\r?$",
    re.MULTILINE,
)
_ITEM = re.compile(r"^[ \t]*-[ \t]+(?P<value>[^\s:{\[][^:\r\n]*)\r?$", re.MULTILINE)
_NO_STRING = re.compile(r"[-+]?[\d.,_]+(?:[eE][-+]?\d+)?|true|false|yes|no|on|off|null|~|\[.*|\{(?!\{).*", re.IGNORECASE)
_BLOCK = re.compile(r"[|>][-+\d]*(?:[ \t]+#.*)?")
_MAIL = frozenset(("subject", "body"))
_BESIDE_MAIL = _MAIL | {"notes", "name", "title", "language", "locale", "type", "group"}
_SETTINGS = frozenset(("$schema", "apiVersion", "openapi", "swagger"))
_REPLY = re.compile(r"^(?:-[ \t]*|[ \t]+)(title|response):[ \t]+(?=\S)", re.MULTILINE)


def sniff(source: Source) -> float:
    """By locales at the root or in the path, and values that are words; or by the parts of a mail or canned replies."""
    roots = [next(filter(None, found.groups())) for found in _ROOT.finditer(source.text)]
    if _MAIL <= set(roots) <= _BESIDE_MAIL or (not roots and set(_REPLY.findall(source.text)) == {"title", "response"}):
        return 0.8
    if not _SETTINGS.isdisjoint(roots):
        return 0.0
    root = locales.tag(roots[0]) if roots and all(map(locales.tag, roots)) else ""
    return certainty(source.path, sample(_values(source.text[:LOOKED_AT])), root)


def _values(text: str) -> Iterator[str | None]:
    """The values of a text: a string as it is written, None for what is none."""
    for found in (*_ENTRY.finditer(text), *_ITEM.finditer(text)):
        value = found["value"].rstrip()
        if value[0] in "\"'":
            yield value.strip(value[0])
        elif _BLOCK.fullmatch(value):
            yield BLOCK
        elif not value.startswith(("*", "#")):
            yield None if _NO_STRING.fullmatch(value) else value


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every string of every document. Raises Unreadable where the file is no YAML."""
    leaves: list[Leaf] = []
    for root in yaml.load(source, templated=True):
        if isinstance(root, yaml.Scalar):
            raise Unreadable(root.span, "There are no keys here; expected a key and its text, as in “greeting: Hello”.")
        leaves += _leaves(root)
    return catalogue(leaves, locales.of_path(source.path))


def _leaves(root: yaml.Node) -> Iterator[Leaf]:
    """The strings in file order: a section that an alias repeats once, of a key that stands twice the last.

    A single string that an alias repeats is read wherever it stands: a mail needs its greeting.
    """
    seen: set[int] = set()
    waiting: list[tuple[tuple[str, ...], yaml.Node]] = [((), root)]
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, yaml.Scalar):
            yield Leaf(key, node, node.carrier)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        own = [((*key, str(number)), item) for number, item in enumerate(yaml.items(node))]
        for name, value in yaml.entries(node):
            if isinstance(node, yaml.Mapping) and node.get(name.value) is value and not is_aside(name.value):
                own.append(((*key, name.value), value))
        waiting += reversed(own)
