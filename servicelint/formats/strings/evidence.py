"""Whether a YAML or JSON file is a catalogue of strings: its strings are words, and something names a language.

YAML and JSON hold everything, so the words alone prove nothing: without a locale at the root or in the path, or a folder
for translations, a file is none. Looks at the beginning of a text only and parses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from servicelint.syntax import locales

LOOKED_AT = 60_000
BLOCK = "…\n…"
"""A value that begins on a line of its own."""

_HOME = re.compile(
    r"(?:^|[/._-])(?:_?locales?|i18n|l10n|intl|langs?|languages|translations?|locali[sz]ations?)(?=[/._-]|$)", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"[%$]\{[^{}]*\}|\{\{?[^{}]*\}\}?|%\w+%|%(?:\d+\$)?[sd]|</?[A-Za-z0-9][^<>]*>|&\w+;")
_TECHNICAL = re.compile(r"[\d/_.:=@#$\\()<>\[\]*|~+;]|[a-z][A-Z]")
_COMMAND = re.compile(r"(?:^|\s)--?[a-z]\w|&&|\$\(|\$\{\{|(?:^|\s)(?:npm|yarn|python|pip|docker|git|run|cd)\s")
_AROUND = " .:…!?*()[]"
_NEAR = 5
"""So many parts at the end of a path speak of the file."""
_SHARE = 0.6
_STRINGS = 0.8
_PROSE = 0.15
_INLINE = 0.5
_WORDS = frozenset(("am", "an", "as", "be", "he", "id", "in", "is", "my", "no", "or", "so", "to"))
"""Locales that are keys of other files too."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Shares: of the values that are strings; of these that are words, several words, and on the line of their key."""

    strings: float
    words: float
    prose: float
    inline: float

    @property
    def reads(self) -> bool:
        """Whether it can be a catalogue at all."""
        return self.strings >= _STRINGS and self.words >= _SHARE


def sample(values: Iterable[str | None]) -> Sample:
    """What the values show; None stands for what is no string. Empty strings are not translated yet, and say nothing."""
    found = [value for value in values if value != ""]
    texts = [bare for value in found if value is not None and (bare := _PLACEHOLDER.sub(" ", value).strip())]
    words = [text for text in texts if text == BLOCK or _is_words(text)]
    prose = sum(any(map(str.isspace, text)) or not text.isascii() for text in words)
    strings = sum(value is not None for value in found)
    many = max(len(texts), 1)
    return Sample(strings / max(len(found), 1), len(words) / many, prose / many, 1 - texts.count(BLOCK) / many)


def certainty(path: str, seen: Sample, root: str = "") -> float:
    """How sure it is, by the path, what the values show, and the locale at the root ("" for none)."""
    if not seen.reads:
        return 0.0
    locale, home = locales.of_path(path), _HOME.search("/".join(path.split("/")[-_NEAR:]))
    if root and (home or locale.partition("-")[0] == root.partition("-")[0]):
        return 0.9
    if root and root not in _WORDS and seen.prose >= _PROSE:
        return 0.75
    if locale and home:
        return 0.85
    return 0.6 if (locale or home) and seen.prose >= _PROSE and seen.inline >= _INLINE else 0.0


def _is_words(text: str) -> bool:
    bare = text.strip(_AROUND)
    if not any(map(str.isalpha, bare)):
        return False
    return _COMMAND.search(bare) is None if any(map(str.isspace, bare)) else _TECHNICAL.search(bare) is None
