"""The texts of contact flows as passages: attributes of the contact are slots, of SSML only the words are left."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.model import Passage, Role
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import slots, strip, text_of
from servicelint.syntax import json, ssml
from servicelint.syntax.pace import paced

_SLOT = re.compile(
    r"\$(?:\.[A-Za-z_]\w*(?:-\w+)*|\[(?:'[^'\]]*'|\"[^\"\]]*\"|\d+)\])+"
    r"|\{\{\s*([^{}]+?)\s*\}\}|(?<!\$)\$\{([^{}]+)\}"
)
_WORD = re.compile(r"\w")


def passages(name: str, text: json.String, carrier: Carrier, role: Role, marked: bool) -> Iterator[Passage]:
    """What a text says; `marked` tells that it is SSML. The first id is `name`, the next are numbered.

    None where there are no words: white space, or an attribute alone.
    """
    if marked or ssml.is_ssml(text.value):
        runs = ssml.spoken(slots(text.pieces, _SLOT))
        carrier = "quoted"
    else:
        runs = [strip(slots(text.pieces, _SLOT))]
    worded = [run for run in runs if _WORD.search(text_of(run))]
    named = [name if number == 1 else f"{name}-{number}" for number in range(1, len(worded) + 1)]
    said = [Passage(own, run, role, carrier=carrier) for own, run in zip(named, worded, strict=True)]
    yield from paced(said, text.pieces) if carrier == "quoted" else said


def unheard(text: json.String) -> bool:
    """Whether a text is an attribute alone, filled in while the flow runs."""
    said = text_of(slots(text.pieces, _SLOT))
    return SLOT in said and not _WORD.search(said)
