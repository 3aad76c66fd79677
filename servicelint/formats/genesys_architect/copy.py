"""What Architect plays or sends, as passages: texts to speak, literal messages, the texts inside expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from servicelint.formats.genesys_architect.expressions import readings
from servicelint.model import Passage, Piece, Role
from servicelint.model.passage import Carrier
from servicelint.model.pieces import slots, strip, text_of
from servicelint.syntax import ssml
from servicelint.syntax.pace import paced
from servicelint.syntax.yaml import Mapping, Node, Scalar, entries, items

_SLOT = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\$\{([^{}]+)\}")
_WORD = re.compile(r"\w")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_SETTINGS = frozenset({"noValue", "none", "prompt", "var", "name", "id"})
_EXPRESSION: dict[Carrier, Carrier] = {"yaml-double": "json-in-json"}


@dataclass
class Said:
    """What a step says: its passages in every variant; `unheard` where a recording or a variable is played."""

    variants: list[tuple[Passage, ...]] = field(default_factory=list)
    unheard: bool = False


def said(name: str, node: Node | None, role: Role, language: str) -> Said:
    """What stands under a key such as `audio`, `question` or `messageBody`."""
    found = Said()
    for number, (pieces, carrier, own) in enumerate(_texts(node, language), 1):
        passages = tuple(_passages(name if number == 1 else f"{name}-{number}", pieces, role, own, carrier))
        if passages and passages not in found.variants:
            found.variants.append(passages)
        elif not passages:
            found.unheard = found.unheard or bool(pieces)
    found.unheard = found.unheard or _recorded(node)
    return found


def _texts(node: Node | None, language: str) -> Iterator[tuple[Sequence[Piece], Carrier, str]]:
    """Every text below a node, with its carrier and language; alternatives in other languages stand under theirs."""
    if isinstance(node, Scalar):
        yield strip(slots(node.pieces, _SLOT)), node.carrier, language
    for item in items(node):
        yield from _texts(item, language)
    for key, value in entries(node):
        if key.value == "exp" and isinstance(value, Scalar):
            carrier = _EXPRESSION.get(value.carrier, "quoted")
            for reading in readings(value.pieces):
                yield strip(slots(reading, _SLOT)), carrier, language
        elif key.value in ("tts", "lit") and isinstance(value, Scalar):
            yield from _texts(value, language)
        elif key.value not in _SETTINGS and not isinstance(value, Scalar):
            yield from _texts(value, key.value if _LANGUAGE.fullmatch(key.value) else language)


def _passages(name: str, pieces: Sequence[Piece], role: Role, language: str, carrier: Carrier) -> Iterator[Passage]:
    """None where there are no words: silence, a variable alone."""
    runs: Sequence[Sequence[Piece]] = (pieces,)
    if ssml.is_ssml(text_of(pieces)):
        runs, carrier = ssml.spoken(pieces), "quoted"
    worded = [tuple(run) for run in runs if _WORD.search(text_of(run))]
    named = [name if number == 1 else f"{name}/{number}" for number in range(1, len(worded) + 1)]
    said = [Passage(own, run, role, language, carrier=carrier) for own, run in zip(named, worded, strict=True)]
    yield from paced(said, pieces) if carrier == "quoted" else said


def _recorded(node: Node | None) -> bool:
    """Whether it plays a prompt that the file only names."""
    names = {key.value: value for key, value in entries(node)}
    literal = names.get("lit")
    return "prompt" in names or (isinstance(literal, Mapping) and literal.get("name") is not None)
