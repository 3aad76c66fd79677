"""The texts of a script as passages: placeholders become slots, the rest stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servicelint.model import Passage, Role
from servicelint.model.pieces import cut, slots, strip, text_of
from servicelint.syntax.paragraphs import joined, runs
from servicelint.syntax.yaml import Scalar

_SLOT = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\$\{([^{}]+)\}|\{([\w.\- ]+)\}|%\{(\w+)\}")


def passages(name: str, texts: Sequence[Scalar], role: Role, language: str) -> Iterator[Passage]:
    """A passage for each text; the id is `name`, numbered where there are several."""
    for number, text in enumerate(texts, 1):
        own = name if len(texts) == 1 else f"{name}-{number}"
        yield Passage(own, strip(slots(text.pieces, _SLOT)), role, language, carrier=text.carrier)


def paragraphs(name: str, texts: Sequence[Scalar], language: str) -> Iterator[Passage]:
    """A passage for each paragraph and list item of the texts, numbered through."""
    number = 0
    for text in texts:
        copy = slots(text.pieces, _SLOT)
        for run in runs(text_of(copy)):
            number += 1
            own = joined(cut(copy, run.start, run.end))
            yield Passage(f"{name}/{number}", own, run.role, language, carrier=text.carrier)
