"""What FreeSWITCH speaks: texts, phrase macros and recordings, as its commands name them.

Who hears it when belongs in `menus` and `dialplan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from servicelint.formats.freeswitch.library import Library, Macro
from servicelint.model import Message, Passage, Piece, Span
from servicelint.model.passage import Carrier
from servicelint.model.pieces import collapse, cut, replace, slots, text_of
from servicelint.syntax.recordings import Recordings
from servicelint.syntax.spoken import Choice, Say, Unheard, passage, readings
from servicelint.syntax.xml import Element

Words = Sequence[Piece]
"""A value as it is written in an attribute."""

_VARIABLE = re.compile(r"\$\$?\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|\$(\w+\([^()]*\))|\$(\d+)|%\{(\w+)\}")
_SAID = re.compile(r"say:(?:\{[^{}]*\})?(?:[\w.-]+:[\w.-]*:)?", re.I)
_TTS = re.compile(r"tts://[^|]*\|[^|]*\|", re.I)
_PHRASE = re.compile(r"phrase:(?P<name>[^:]+)", re.I)
_ENGINE = re.compile(r"[^|]*\|[^|]*\|")
_TIMER = re.compile(r"\|\w+\s*$")
_MUTE = re.compile(r"(?:silence|silence_stream|tone_stream|local_stream|shout|vlc|portaudio)(?::|$)|^$", re.I)
_LIST = re.compile(r"file_string://", re.I)
_COMMAND = re.compile(r"\s*(?P<name>[\w-]+)\s*(?:\((?P<data>.*)\))?\s*$", re.DOTALL)
_MUSIC = re.compile(r"moh|music|ringback|ringtone|ring_tone", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
"""Speech markup, which some engines read."""
_DEEPEST = 5
"""Macros that speak macros do so at most to this depth."""


class Speech:
    """Turns what commands name into what is said. `files` are the short names of the files, by path."""

    def __init__(self, held: Library, recordings: Recordings, files: Mapping[str, str]) -> None:
        self._recordings = recordings
        self._files = files
        self._macros: dict[str, list[Macro]] = {}
        self.used: set[int] = set()
        for macro in held.macros:
            self._macros.setdefault(macro.name.lower(), []).append(macro)

    def text(self, words: Words, language: str = "") -> Iterator[Say]:
        """A text that is spoken as it stands, variables as slots; Unheard where it is nothing but a variable."""
        pieces = collapse(replace(slots(words, _VARIABLE), _TAG, _gap))
        found = passage(self._files[words[0].span.source.path], pieces, language, "xml") if pieces else None
        if found is not None:
            yield found
        elif any(piece.kind == "slot" for piece in pieces):
            yield Unheard(pieces[0].span)

    def engine(self, words: Words) -> Iterator[Say]:
        """`engine|voice|text`, or a text alone."""
        written = text_of(words)
        begun = _ENGINE.match(written)
        if begun is None:
            return self.text(words)
        timer = _TIMER.search(written, begun.end())
        return self.text(cut(words, begun.end(), timer.start() if timer else len(written)))

    def played(self, words: Words, language: str = "", depth: int = 0) -> Iterator[Say]:
        """What a command that plays a file says: `say:`, `phrase:`, a list of those, or a recording."""
        written = text_of(words)
        words = cut(words, len(written) - len(written.lstrip()), len(written.rstrip()))
        written = written.strip()
        if _MUTE.match(written):
            return
        if spoken := _SAID.match(written) or _TTS.match(written):
            yield from self.text(cut(words, spoken.end(), len(written)), language)
        elif phrase := _PHRASE.match(written):
            yield from self.phrase(phrase["name"], words[0].span.to(words[-1].span), depth)
        elif listed := _LIST.match(written):
            at = listed.end()
            for part in written[at:].split("!"):
                if part.strip():
                    yield from self.played(cut(words, at, at + len(part)), language, depth)
                at += len(part) + 1
        else:
            yield from self._recording(written, words[0].span.to(words[-1].span), language)

    def phrase(self, name: str, played: Span, depth: int = 0) -> Iterator[Say]:
        """What a macro says, in every language that has it; Unheard where no file has it."""
        found = self._macros.get(name.strip().lower(), []) if depth < _DEEPEST else []
        if not found:
            yield Unheard(played)
            return
        self.used.update(id(macro.element) for macro in found)
        ways = _apart(way for macro in found for way in self._ways(macro, depth))
        if len(ways) == 1:
            yield from ways[0][1]
        elif ways:
            yield Choice(tuple(ways))

    def alone(self, macro: Macro) -> Iterator[Message]:
        """A macro by itself, a message for each of its ways."""
        name = f"{self._files[macro.element.span.source.path]}:{macro.name}"
        for way, says in _apart(self._ways(macro, 0)):
            for inner, passages in readings(says):
                variant = "; ".join(dict.fromkeys(filter(None, (way, inner))))
                id_ = f"{name} ({variant})" if variant else name
                if passages:
                    yield Message(id_, "company", "voice", passages, variant=variant or None, bot=True)

    def _ways(self, macro: Macro, depth: int) -> list[tuple[str, tuple[Say, ...]]]:
        """What a macro says where the data match a pattern, or do not, named after language and pattern."""
        found = []
        inputs = macro.element.elements("input")
        for number, given in enumerate(inputs, 1):
            for branch in given.elements("match", "nomatch"):
                says = tuple(self._actions(branch, macro.language, depth))
                pattern = given.get("pattern") or str(number)
                which = (pattern if branch.local == "match" else f"not {pattern}") if _branches(inputs) > 1 else ""
                if says:
                    found.append((" ".join(filter(None, (macro.language, which))), says))
        return found

    def _actions(self, branch: Element, language: str, depth: int) -> Iterator[Say]:
        for action in branch.elements("action"):
            data = action.attributes.get("data")
            words = data.pieces if data else ()
            match action.get("function"):
                case "speak-text" if words:
                    yield from self.text(words, language)
                case "play-file" if words:
                    yield from self.played(words, language, depth + 1)
                case "say" if words:
                    yield Unheard(words[0].span.to(words[-1].span))
                case "phrase":
                    yield from self.phrase(action.get("phrase") or text_of(words).split(",")[0], action.tag, depth + 1)
                case "execute" if words:
                    yield from self._command(words, language, depth)
                case "break":
                    return

    def _command(self, words: Words, language: str, depth: int) -> Iterator[Say]:
        found = _COMMAND.match(text_of(words))
        if found is None or not found["data"]:
            return
        data = cut(words, *found.span("data"))
        if found["name"] == "playback":
            yield from self.played(data, language, depth + 1)
        elif found["name"] == "speak":
            yield from self.engine(data)

    def _recording(self, written: str, played: Span, language: str) -> Iterator[Say]:
        """The words of a recording, in the language of the macro that plays it where there is one."""
        told = self._recordings.words(written, played)
        if told is None:
            if not _MUSIC.search(written):
                yield Unheard(played)
            return
        fitting = [way for way in told if way[0] and language and way[0][:2].lower() == language[:2].lower()] or told
        ways = [(tongue, tuple(filter(None, [self._listed(pieces, tongue)]))) for tongue, pieces in fitting]
        if len(ways) == 1:
            yield from ways[0][1]
        else:
            yield Choice(tuple(ways))

    def _listed(self, pieces: Words, language: str) -> Passage | None:
        """The words of a recording as a passage; those of the configuration stand in no file that could be mended."""
        if not pieces:
            return None
        carrier: Carrier = "plain" if pieces[0].kind == "decoded" and len(pieces) == 1 else "xml"
        return passage(self._files[pieces[0].span.source.path], pieces, language, carrier)


def _gap(_: re.Match[str], span: Span) -> Sequence[Piece]:
    return (Piece(" ", span, "decoded"),)


def _apart(ways: Iterable[tuple[str, tuple[Say, ...]]]) -> list[tuple[str, tuple[Say, ...]]]:
    """The ways, each with a name of its own."""
    found: list[tuple[str, tuple[Say, ...]]] = []
    named: dict[str, int] = {}
    for name, says in ways:
        named[name] = number = named.get(name, 0) + 1
        found.append((name if number == 1 else f"{name} ({number})".strip(), says))
    return found


def _branches(inputs: Sequence[Element]) -> int:
    return sum(len(given.elements("match", "nomatch")) for given in inputs)
