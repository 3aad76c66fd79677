"""Which keys and labels a node's prompts announce."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from servicelint.formats.voicexml import speech
from servicelint.formats.voicexml.draft import Draft, Sketch
from servicelint.formats.voicexml.options import Option
from servicelint.model import Passage
from servicelint.syntax.keys import announced_keys


def announced(sketch: Sketch) -> dict[str, tuple[str, ...]]:
    """What the prompts of every node that has options announce, in the order said.

    Where part of a prompt cannot be heard from the file, it is taken to announce what the rest does not.
    """
    retries: dict[str, list[Draft]] = {name: [] for name in sketch.drafts}
    for edge in sketch.edges:
        if edge.trigger in ("no-input", "no-match") and sketch.drafts[edge.target].retry:
            retries[edge.source].append(sketch.drafts[edge.target])
    return {draft.id: _announced(draft, retries[draft.id]) for draft in sketch.drafts.values() if draft.options}


def says(draft: Draft, option: Option) -> bool:
    """Whether a node's prompts say the phrase of an option."""
    return any(_place(passage, option) is not None for prompt in _prompts(draft) for passage in prompt)


def keys(draft: Draft) -> Iterator[str]:
    """The keys that a node's prompts announce."""
    return (key for prompt in _prompts(draft) for passage in prompt for key in _keys(passage))


def _announced(draft: Draft, retries: Sequence[Draft]) -> tuple[str, ...]:
    """The first prompt tells, a key said twice in it comes twice; other readings and retries add what it leaves out."""
    first, *others = _prompts(draft) or [()]
    said = list(_said(draft, first))
    later = chain(others, *map(_prompts, retries))
    every = [draft, *retries]
    left_open = any(speech.unheard(node.says) for node in every) or (draft.implied and not said)
    wired = [option.wired for option in draft.options] if left_open else []
    for key in chain(*(_said(draft, prompt) for prompt in later), wired):
        if key not in said:
            said.append(key)
    return tuple(said)


def _prompts(draft: Draft) -> list[tuple[Passage, ...]]:
    """What a caller may hear of a node, the first visit first."""
    return [passages for says in (draft.says, *draft.tapers.values()) for _, passages in speech.readings(says)]


def _said(draft: Draft, prompt: Iterable[Passage]) -> Iterator[str]:
    """The keys of a prompt, and for options whose key it does not say, the key that belongs to the label it says."""
    passages = list(prompt)
    keys = {key for passage in passages for key in _keys(passage)}
    for passage in passages:
        enumerated = [option.wired for option in draft.options if option.label == passage.id]
        if enumerated:
            yield from (wired for wired in enumerated if wired not in keys)
            continue
        found = [(start, key) for key, start, _ in announced_keys(passage.text)]
        for option in draft.options:
            if option.wired not in keys and (start := _place(passage, option)) is not None:
                found.append((start, option.wired))
        yield from (key for _, key in sorted(found))


def _keys(passage: Passage) -> list[str]:
    return [key for key, _, _ in announced_keys(passage.text)]


def _place(passage: Passage, option: Option) -> int | None:
    """Where a passage says the phrase of an option."""
    if not option.phrase:
        return None
    found = re.search(rf"(?<!\w){re.escape(option.phrase.lower())}(?!\w)", passage.text.replace("İ", "i").lower())
    return found.start() if found else None
