"""What an agent of Copilot Studio says: texts with their alternatives, what is spoken instead, chips, cards, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servicelint.model import Passage, Piece, Role, Unreadable
from servicelint.model.passage import Carrier
from servicelint.model.pieces import replace, strip
from servicelint.syntax import adaptive_cards, json, power_fx, ssml, yaml
from servicelint.syntax.dialog_copy import passage
from servicelint.syntax.pace import paced
from servicelint.syntax.wordings import VOICE, Version, Wordings, Words
from servicelint.syntax.yaml import Mapping, Node, Scalar, at, items, word

_SLOT = re.compile(r"\$?\{((?:[^{}]|\{[^{}]*\})*)\}")
_LINE_END = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.IGNORECASE)
_MARKUP = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")
CARD_TEXTS: tuple[tuple[str, Role], ...] = (("title", "heading"), ("subtitle", "item"), ("text", "reply"))
_LINKS = frozenset({"openurl", "call", "signin"})


def words(said: Node | None, owner: str) -> Words:
    """What an `activity`, `message` or `prompt` says."""
    if isinstance(said, Scalar):
        return _versions(_part(said, owner, "reply"), (), ())
    written = _alternatives(at(said, "text"), owner, "reply")
    spoken = _alternatives(at(said, "speak"), owner, "prompt")
    drawn = tuple([passage for node in items(at(said, "attachments")) for passage in _attachment(node, owner)])
    chips = [item for key in ("quickReplies", "suggestedActions") for item in items(at(said, key))]
    drawn += tuple([passage for chip in chips for passage in _button(chip, owner)])
    return _versions(written, spoken, (drawn,) if drawn else ())


def is_computed(said: Node | None) -> bool:
    """Whether something is said whose words are not in the file."""
    texts = (said,) if isinstance(said, Scalar) else (*items(at(said, "text")), *items(at(said, "attachments")))
    return any(True for _ in texts)


def labelled(node: Scalar, owner: str) -> tuple[Passage, ...]:
    """The passage of an option's label."""
    return tuple(passage(owner, node.pieces, "option", _SLOT, carrier=node.carrier))


def card(node: Node | None, owner: str) -> Words:
    """What a card shows, written as JSON or as a formula; nothing of one that is computed or not yet well formed."""
    ways = tuple(_card(node, owner)) if isinstance(node, Scalar) and node.pieces else ()
    return _versions(ways, (), ())


def text(node: Node | None, owner: str, role: Role) -> Wordings:
    """A single text of a card or sign-in, as one way to say it."""
    return _part(node, owner, role) if isinstance(node, Scalar) else ()


def _versions(written: Wordings, spoken: Wordings, drawn: Wordings) -> Words:
    """What is read and, where other words are spoken, what is heard."""
    shown = tuple([part for part in (written, drawn) if part])
    heard = {_plain(way) for way in spoken}
    if not spoken or (written and heard <= {_plain(way) for way in written}):
        return {Version(): shown} if shown else {}
    voice = {Version("", VOICE): (spoken,)}
    return {Version(): shown, **voice} if shown else voice


def _plain(way: Sequence[Passage]) -> str:
    return " ".join(" ".join(passage.shown for passage in way).casefold().split())


def _alternatives(listed: Node | None, owner: str, role: Role) -> Wordings:
    nodes = (listed,) if isinstance(listed, Scalar) else items(listed)
    return tuple([way for node in nodes if isinstance(node, Scalar) for way in _part(node, owner, role)])


def _part(node: Scalar, owner: str, role: Role) -> Wordings:
    """The ways to say one text: a formula has one for each of its branches."""
    if not node.pieces:
        return ()
    if _is_formula(node):
        found = [value.pieces for value in power_fx.readings(_formula(node)) if isinstance(value, json.String)]
        ways = [tuple(_passages(pieces, owner, role, "quoted")) for pieces in found]
    else:
        ways = [tuple(_passages(node.pieces, owner, role, node.carrier))]
    return tuple([way for way in dict.fromkeys(ways) if way])


def _passages(pieces: Sequence[Piece], owner: str, role: Role, carrier: Carrier) -> Iterator[Passage]:
    broken = replace(pieces, _LINE_END, lambda _, span: (Piece("\n", span, "decoded"),))
    marked = role == "prompt" and any(_MARKUP.search(piece.text) for piece in broken)
    runs = ssml.spoken(broken) if marked else [broken]
    said = [one for run in runs for one in passage(owner, run, role, _SLOT, carrier="quoted" if marked else carrier)]
    yield from paced(said, broken) if marked else said


def _is_formula(node: Scalar) -> bool:
    return node.value.lstrip().startswith("=")


def _formula(node: Scalar) -> tuple[Piece, ...]:
    whole = strip(node.pieces)
    return replace(whole, re.compile(r"\A="), lambda _, __: ())


def _attachment(node: Node, owner: str) -> Iterator[Passage]:
    content = at(node, "cardContent")
    if isinstance(content, Scalar):
        yield from next(iter(_card(content, owner)), ())
        return
    for key, role in CARD_TEXTS:
        if isinstance(found := at(node, key), Scalar):
            yield from _passages(found.pieces, owner, role, found.carrier)
    for button in items(at(node, "buttons")):
        yield from _button(button, owner)


def _button(node: Node, owner: str) -> Iterator[Passage]:
    role: Role = "button" if word(at(node, "kind")).lower() in _LINKS else "option"
    names = [at(node, key) for key in ("title", "text", "displayText")] if isinstance(node, Mapping) else [node]
    label = next((name for name in names if isinstance(name, Scalar) and name.value.strip()), None)
    if label is not None and not _is_formula(label):
        yield from passage(owner, label.pieces, role, _SLOT, carrier=label.carrier)


def _card(node: yaml.Scalar, owner: str) -> Iterator[tuple[Passage, ...]]:
    try:
        cards = power_fx.readings(_formula(node)) if _is_formula(node) else [json.read_pieces(node.pieces)]
    except Unreadable:
        return
    for read in cards:
        shown = [(string.pieces, role) for string, role in adaptive_cards.shown(read)]
        way = tuple([found for pieces, role in shown for found in passage(owner, pieces, role, _SLOT, carrier="quoted")])
        if way:
            yield way
