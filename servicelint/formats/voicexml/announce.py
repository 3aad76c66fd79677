"""Which keys and labels a node's prompts announce, and which questions that makes menus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from servicelint.formats.voicexml import speech
from servicelint.formats.voicexml.draft import Draft, Sketch
from servicelint.formats.voicexml.options import Option
from servicelint.model import Edge, Passage
from servicelint.syntax.keys import announced_keys


def announce(sketch: Sketch) -> dict[str, tuple[str, ...]]:
    """What the prompts of every node that has options announce, in the order said.

    Where part of a prompt cannot be heard from the file, it is taken to announce what the rest does not.
    """
    out: dict[str, list[Edge]] = {name: [] for name in sketch.drafts}
    for edge in sketch.edges:
        out[edge.source].append(edge)
    found = {}
    for draft in sketch.drafts.values():
        if draft.kind == "ask":
            _settle(sketch, draft, [edge for edge in out[draft.id] if edge.trigger == "always"])
        if draft.kind in ("menu", "ask") and draft.options:
            retries = [sketch.drafts[e.target] for e in out[draft.id] if e.trigger in ("no-input", "no-match")]
            found[draft.id] = _announced(draft, [retry for retry in retries if retry.retry])
    return found


def _settle(sketch: Sketch, draft: Draft, ways_on: Sequence[Edge]) -> None:
    """A question whose grammar does not tell what it offers is a menu if its prompt does: by phrases or by keys."""
    prompts = _prompts(draft)
    offered = list(draft.guesses)
    if not any(_place(passage, option) is not None for option in offered for passage in chain(*prompts)):
        keys = dict.fromkeys(key for prompt in prompts for passage in prompt for key in _keys(passage))
        known = {option.wired for option in draft.options}
        offered = [Option(key) for key in keys if key.isdigit() and key not in known]
        if not draft.open or len(offered) < 2:
            return
    draft.kind = "menu"
    draft.options[:0] = offered
    for edge in ways_on:
        del sketch.edges[edge]
        for option in offered:
            sketch.join(draft.id, edge.target, "option", edge.span, option.wired)


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
