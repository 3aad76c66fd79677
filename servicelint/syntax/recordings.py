"""The words of recordings, by the names under which call flows play them.

Knows how names of sound files are written, not where a platform lists their words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from servicelint.model import Bundle, Piece, Span
from servicelint.model.pieces import text_of

_EXTENSION = re.compile(
    r"\.(?:wav|wav49|gsm|g729|g722|ulaw|alaw|pcm|raw|sln\d*|mp3|ogg|opus|flac|aiff?|au|vox|siren\d+)$", re.I
)
_FOLDERS = re.compile(
    r"^(?:.*/sounds/|\$+\{[^{}]*\}/)?(?:[a-z]{2}/[a-z]{2}/\w+/|[a-z]{2}(?:[_-][A-Za-z]{2})?(?:[_-]\w+)?/)?(?=.)"
)
_RATE = re.compile(r"(?<=/)(?:8|16|24|32|44|48)\d{3}/|^(?:8|16|24|32|44|48)\d{3}/")
_SOUND = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\)|<[^<>]*>)?\s*", re.DOTALL)


def name(written: str) -> str:
    """A recording's name without what differs between installations: folder of sounds, language, rate, extension."""
    return _EXTENSION.sub("", _FOLDERS.sub("", _RATE.sub("", written.strip()))).lower()


class Recordings:
    """What each recording says, once for each language that is told; the configuration goes before the files."""

    def __init__(self, bundle: Bundle) -> None:
        told = _told(bundle.setting("transcripts"))
        self._told = {name(written): words for written, words in told.items()}
        self._listed: dict[str, dict[str, tuple[Piece, ...]]] = {}

    def add(self, written: str, pieces: Sequence[Piece], language: str) -> None:
        """One line of a list; of a recording that stands twice in a language the first counts."""
        self._listed.setdefault(name(written), {}).setdefault(language, tuple(pieces))

    def words(self, written: str, played: Span) -> list[tuple[str, tuple[Piece, ...]]] | None:
        """What a recording says, by language; None where nothing tells. A mere sound says nothing: no pieces.

        Words that stand in no file that is read have the place where the recording is played.
        """
        known = name(written)
        if known in self._told:
            return [("", (Piece(self._told[known], played, "decoded"),))]
        listed = self._listed.get(known)
        return None if listed is None else list(listed.items())


def is_speech(pieces: Sequence[Piece]) -> bool:
    """Whether the words of a list are spoken: `[beep]` and `(two seconds of silence)` only describe a sound."""
    return not _SOUND.fullmatch(text_of(pieces))


def _told(setting: str | None) -> Mapping[str, str]:
    try:
        told = json.loads(setting or "{}")
    except ValueError:
        return {}
    return dict(_strings(told)) if isinstance(told, dict) else {}


def _strings(told: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in told.items() if isinstance(key, str) and isinstance(value, str))
