"""What Asterisk's applications speak: recordings put into words, texts for a speech engine, values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from servicelint.formats.asterisk.dialplan import Action
from servicelint.formats.asterisk.prompts import is_sound
from servicelint.model import Passage, Piece, Span
from servicelint.model.pieces import collapse, cut, slots, text_of
from servicelint.syntax.recordings import Recordings
from servicelint.syntax.spoken import Choice, Say, Unheard, passage

ENGINES = frozenset({"cepstral", "espeak", "festival", "flite", "mrcpsynth", "picotts", "polly", "swift", "synthandrecog"})
"""Applications whose first argument is a text to speak."""
SCRIPTS = frozenset({"agi", "deadagi", "eagi", "fastagi"})
PLAYS = {
    "background": 0,
    "backgrounddetect": 0,
    "controlplayback": 0,
    "mp3player": 0,
    "playback": 0,
    "read": 1,
    "readexten": 1,
    "speechbackground": 0,
}
"""Which argument names the recordings."""
VALUES = frozenset(
    {"sayalpha", "sayalphacase", "saycountedadj", "saycountednoun", "saycountpl", "saydigits", "saymoney", "saynumber"}
    | {"sayordinal", "sayphonetic", "sayunixtime", "datetime"}
)
_SPEAKING = re.compile(r"tts|polly|festival|flite|espeak|speech|speak|\bsay", re.I)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")
_VALUE = re.compile(r"\$\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|(\$\[[^\[\]]*\])")
_PLAIN_VALUE = re.compile(r"\$\{(?:GLOBAL\()?(\w+)\)?\}")


class Speech:
    """Turns actions into what is said. `files` are the short names of the files, by path."""

    def __init__(self, recordings: Recordings, files: Mapping[str, str], variables: Mapping[str, str]) -> None:
        self._recordings = recordings
        self._files = files
        self._variables = variables

    def said(self, action: Action, arguments: Mapping[str, str]) -> Iterator[Say]:
        """What an action speaks; `arguments` are the values of a subroutine's arguments."""
        app = action.app
        if app in ENGINES:
            yield from self._text(action.words(0))
        elif app in SCRIPTS and _SPEAKING.search(action.arg(0)):
            language = action.arg(2).strip('"')
            yield from self._text(action.words(1), language if _LANGUAGE.fullmatch(language) else "")
        elif app in VALUES:
            yield Unheard(action.span)
        elif app == "mrcprecog" and (found := re.search(r"(?<![\w])f=([^&,)]+)", action.inside)):
            yield from self._played(found[1], action.span, arguments)
        elif app in PLAYS:
            yield from self._recordings_of(action.words(PLAYS[app]), arguments)

    def _recordings_of(self, words: Sequence[Piece], arguments: Mapping[str, str]) -> Iterator[Say]:
        text, at = text_of(words), 0
        for part in text.split("&"):
            here = cut(words, at, at + len(part))
            at += len(part) + 1
            if here and part.strip():
                yield from self._played(part.strip(), here[0].span.to(here[-1].span), arguments)

    def _text(self, words: Sequence[Piece], language: str = "") -> Iterator[Say]:
        """A text that is spoken as it stands, values as slots; Unheard where it is nothing but a value."""
        pieces = collapse(slots(words, _VALUE))
        if not pieces:
            return
        found = passage(self._files[pieces[0].span.source.path], pieces, language)
        yield found or Unheard(pieces[0].span)

    def _played(self, written: str, played: Span, arguments: Mapping[str, str]) -> Iterator[Say]:
        known = {**self._variables, **arguments}
        name = _PLAIN_VALUE.sub(lambda found: known.get(found[1], found[0]), written)
        if "&" in name:
            for part in filter(None, name.split("&")):
                yield from self._played(part, played, {})
            return
        told = [] if is_sound(name) else self._recordings.words(name, played)
        if told is None:
            yield Unheard(played)
            return
        ways = [(language, tuple(filter(None, [self._listed(pieces, language)]))) for language, pieces in told]
        if len(ways) == 1:
            yield from ways[0][1]
        elif ways:
            yield Choice(tuple(ways))

    def _listed(self, pieces: Sequence[Piece], language: str) -> Passage | None:
        return passage(self._files[pieces[0].span.source.path], pieces, language) if pieces else None
