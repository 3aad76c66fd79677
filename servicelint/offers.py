"""What a rule offers to write in place of what it found: a change for an editor or `--fix` to make. Changes nothing itself."""

from __future__ import annotations

from servicelint.model import Edit, Fix, Hit, Message, Passage
from servicelint.rules import Rule
from servicelint.syntax.escape import escape

_WRITE = {"en": "Write “{}”", "it": "Scrivere «{}»", "ro": "Scrieți „{}”", "ru": "Написать «{}»"}


def offer(rule: Rule, hit: Hit, message: Message | None, language: str, ui: str) -> Fix | None:
    """What the rule puts in place of the found words; only where the file says them just so."""
    safe = rule.safe_channels
    if safe is None or not (hit.passage and message and hit.passage.verbatim(*hit.at)):
        return None
    edit = _mended(hit, hit.passage) if rule.mends else _bettered(rule, hit, hit.passage, language)
    if edit is None:
        return None
    words = hit.advice.write if hit.advice else hit.mended if rule.mends and hit.mended else rule.better(language)[0]
    sure = message.channel in safe and (hit.advice is None or hit.advice.sure)
    return Fix(_WRITE.get(ui, _WRITE["en"]).format(words), (edit,), safe=sure)


def _bettered(rule: Rule, hit: Hit, passage: Passage, language: str) -> Edit | None:
    """The words that the hit advises, else the first of the better ones, small where the found words begin so."""
    better = rule.better(language)
    if hit.advice:
        words = hit.advice.write
    elif better:
        words = better[0][0].lower() + better[0][1:] if passage.text[hit.at[0]].islower() else better[0]
    else:
        return None
    text = escape(words, passage.carrier)
    return None if text is None else Edit(hit.span, text, words)


def _mended(hit: Hit, passage: Passage) -> Edit | None:
    """What the kind itself would write, without what stays as it is at either end: taking away goes nearly everywhere."""
    start, end = hit.at
    found, words = passage.text[start:end], hit.mended
    if words is None or words == found:
        return None
    left = _shared(found, words)
    right = _shared(found[left:][::-1], words[left:][::-1])
    words = words[left : len(words) - right]
    text = escape(words, passage.carrier)
    return None if text is None else Edit(passage.place(start + left, end - right), text, words)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
