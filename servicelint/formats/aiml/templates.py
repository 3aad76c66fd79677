"""What the template of a category says, in each of its wordings: the elements of AIML that speak, choose, compute or stay
silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.model import Passage, Piece, Role
from servicelint.model.passage import SLOT
from servicelint.syntax.line_ends import MEANT, collapsed
from servicelint.syntax.xml import Element, Node, Text

Said = Piece | Role | None
"""A piece of text; what the text up to the next one of these is for; None where a paragraph ends."""
Way = tuple[Said, ...]

_CHOICES = ("random", "condition")
_SILENT = frozenset({
    "think", "system", "javascript", "learn", "learnf", "gossip", "oob", "postback", "url", "image", "video",
    "delay", "eval", "topic", "addtriple", "deletetriple",
})  # fmt: skip
_COMPUTED = frozenset({
    "star", "thatstar", "topicstar", "get", "bot", "date", "size", "id", "version", "input", "that", "response",
    "request", "person", "person2", "gender", "srai", "sr", "sraix", "map", "first", "rest", "explode", "normalize",
    "denormalize", "interval", "program", "vocabulary", "select", "tuple", "uniq", "query", "search",
})  # fmt: skip
_CASES = ("formal", "uppercase", "lowercase", "sentence")
_BLOCKS = frozenset({
    "p", "div", "ul", "ol", "li", "list", "item", "card", "carousel", "split", "h1", "h2", "h3", "h4", "hr",
})  # fmt: skip
_ROLES: dict[str, Role] = {"button": "option", "reply": "option", "link": "button", "title": "heading"}


def wordings(owner: str, template: Element) -> tuple[tuple[Passage, ...], ...]:
    """The passages of each wording; ways that say nothing are left out."""
    told = (tuple(_passages(owner, way)) for way in _ways(template.children))
    return tuple([way for way in dict.fromkeys(told) if way])


def redirect(template: Element) -> str:
    """The words that a template only hands on to another category, "" when it does anything else."""
    inner = [node for node in template.children if not (isinstance(node, Text) and not _words(node))]
    spoken = [node for node in inner if not (isinstance(node, Element) and node.local == "think")]
    if len(spoken) != 1 or not isinstance(spoken[0], Element) or spoken[0].local != "srai" or spoken[0].elements():
        return ""
    return "".join(piece.text for piece in spoken[0].text()).strip()


def _words(text: Text) -> str:
    return "".join(piece.text for piece in text.pieces).strip()


def _ways(nodes: tuple[Node, ...]) -> list[Way]:
    """The ways to say what stands in a row: the n-th takes the n-th of each choice, or its last."""
    parts = [_choice(node) for node in nodes if isinstance(node, Element | Text)]
    count = max((len(ways) for ways in parts), default=0)
    return [tuple([said for ways in parts if ways for said in ways[min(n, len(ways) - 1)]]) for n in range(count)]


def _choice(node: Element | Text) -> list[Way]:
    if isinstance(node, Text):
        return [node.pieces]
    name = node.local.lower()
    if name in _CHOICES and (options := node.elements("li")):
        return [way for option in options for way in _ways(option.children) or [()]]
    if name in _SILENT:
        return []
    if name == "br":
        return [(Piece(MEANT, node.span, "decoded"),)]
    if name in _COMPUTED or (name in _CASES and any(child.local in _COMPUTED for child in node.elements())):
        return [(Piece(SLOT, node.span, "slot", _name(node)),)]
    inner = _ways(node.children) or [()]
    if name in _ROLES:
        return [(_ROLES[name], *way, None) for way in inner]
    return [(None, *way, None) for way in inner] if name in _BLOCKS else inner


def _name(element: Element) -> str:
    """What a computed value is called."""
    return element.get("name") or element.get("var") or element.local


def _passages(owner: str, way: Way) -> Iterator[Passage]:
    role: Role = "reply"
    run: list[Piece] = []
    for said in (*way, None):
        if isinstance(said, Piece):
            run.append(said)
            continue
        yield from _passage(owner, tuple(run), role)
        role, run = said or "reply", []


def _passage(owner: str, pieces: tuple[Piece, ...], role: Role) -> Iterator[Passage]:
    copy = collapsed(pieces)
    if any(piece.kind != "slot" and piece.text.strip(" \n.,!?") for piece in copy):
        line, column = copy[0].span.source.position(copy[0].span.start)
        yield Passage(f"{owner}:{line}:{column}", copy, role, carrier="xml-text")
