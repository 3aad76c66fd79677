"""RiveScript: triggers a customer says and the replies to choose from. Texts and what they answer, no flow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from os.path import relpath
from pathlib import Path

from servicelint.model import Bundle, Document, Message, Passage, Piece, Problem, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import cut, replace, strip, text_of, verbatim
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import NEVER, passage
from servicelint.syntax.wordings import Phrase, Version, Wordings, messages

ID = "rivescript"
SUMMARY = "RiveScript chatbots"
READ = "Every reply and each of its random wordings, with the triggers it answers, redirected across the files of a folder."
NOT_READ = "Definitions, code, variables that are set, and where a topic leads."
EXTENSIONS = (".rive", ".rivescript")
MENUS = False
HANDOFF = False

_LINE = re.compile(r"(?<![^\r\n])[ \t]*(\S[^\r\n]*)")
_VERSION = re.compile(r"^[ \t]*![ \t]*version[ \t]*=[ \t]*2", re.MULTILINE)
_TRIGGER = re.compile(r"^[ \t]*\+[ \t]*\S", re.MULTILINE)
_REPLY = re.compile(r"^[ \t]*(?:-|@|\*[^\r\n]*=>)[ \t]*\S", re.MULTILINE)
_CONCAT = re.compile(r"!\s*local\s+concat\s*=\s*(\w+)")
_COMMENT = re.compile(r"(?<=\s)//\s")
_CONDITION = re.compile(r"[^\r\n]*?=>[ \t]*")
_RANDOM = re.compile(r"\{random\}(.*?)\{/random\}", re.DOTALL)
_TAG = re.compile(
    r"(?P<line>\\n)|(?P<space>\\s)|\\(?P<plain>[^\w\s])"
    r"|(?P<silent><(?:set|add|sub|mult|div)\s[^<>]*>|<bot\s+\w+\s*=[^<>]*>|\{(?:topic|weight|inherits)\s*=[^{}]*\}"
    r"|\{/?(?:formal|sentence|uppercase|lowercase|person|ok)\})"
    r"|<call>(?P<call>.*?)</call>|<(?P<value>[@\w][^<>]*)>|\{(?P<redirect>@[^{}]*)\}",
    re.DOTALL,
)
_CHOICE = re.compile(r"\(([^()]*)\)")
_OPTIONAL = re.compile(r"\[[^\[\]]*\]|\{weight=\d+\}")
_WILD = re.compile(r"[*#_@<]")
_PHRASES = 24
"""So many ways to say one trigger are taken down."""


@dataclass(eq=False)
class Rule:
    """A trigger, what it is answered, and the triggers it redirects to."""

    trigger: str
    span: Span
    replies: list[tuple[Piece, ...]] = field(default_factory=list)
    onward: list[str] = field(default_factory=list)


def sniff(source: Source) -> float:
    """By triggers that are answered, in a file that is called so or tells its version."""
    named = source.path.lower().endswith(EXTENSIONS)
    if not (named or _VERSION.search(source.text)):
        return 0
    return 0.9 if _TRIGGER.search(source.text) and _REPLY.search(source.text) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the bot: all that stand in the same folder."""
    absolute = path.absolute()
    found = _beside(absolute.parent)
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _beside(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in folder.glob("*.rive*") if file.suffix in EXTENSIONS and file.is_file()))


def parse(bundle: Bundle) -> Document:
    """One document for all files."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    for source in bundle.sources:
        reader = _Reader(source)
        reader.read()
        rules += reader.rules
        problems += reader.problems
    found = tuple(_messages(rules, bundle.setting("channel")))
    return Document(bundle, ID, found, problems=tuple(problems), language=bundle.setting("language") or "")


class _Reader:
    """Goes through the commands of a file."""

    def __init__(self, source: Source) -> None:
        self.rules: list[Rule] = []
        self.problems: list[Problem] = []
        self._source = source
        self._join = {"newline": "\n", "space": " "}.get(found[1] if (found := _CONCAT.search(source.text)) else "", "")

    def read(self) -> None:
        """Reads every command with the lines that continue it."""
        parts: list[tuple[int, int]] = []
        command = ""
        for mark, start, end in self._commands():
            if mark == "^":
                parts.append((start, end))
                continue
            self._take(command, parts)
            command, parts = mark, [(start, end)]
        self._take(command, parts)

    def _commands(self) -> Iterator[tuple[str, int, int]]:
        """The mark of each command and where its text stands, without comments and code."""
        text, skip = self._source.text, 0
        opened: Span | None = None
        lost = False
        for line in _LINE.finditer(text):
            start, end = line.start(1), line.start(1) + len(line[1].rstrip())
            if start < skip or text.startswith("//", start):
                continue
            if text.startswith("/*", start):
                closing = text.find("*/", start)
                skip = closing + 2 if closing >= 0 else len(text)
            elif opened is not None:
                opened = None if re.match(r"<\s*object\b", line[1]) else opened
            elif re.match(r">\s*object\b", line[1]):
                opened = Span(self._source, start, end)
            elif text[start] in "!><+-%^@*":
                comment = _COMMENT.search(text, start, end)
                end = comment.start() if comment else end
                inner = text[start + 1 : end].rstrip()
                yield text[start], start + 1 + len(inner) - len(inner.lstrip()), start + 1 + len(inner)
            elif not lost:
                lost = True
                what = "This line begins with no command; expected one of ! > < + - % ^ @ * or // for a comment."
                self.problems.append(Problem(Span(self._source, start, start + 1), what))
        if opened is not None:
            self.problems.append(Problem(opened, "This code is never closed; expected < object after it."))

    def _take(self, command: str, parts: list[tuple[int, int]]) -> None:
        if not command or command not in "+-*@":
            return
        pieces = self._pieces(parts)
        if command == "+":
            self.rules.append(Rule(" ".join(text_of(pieces).split()), Span(self._source, parts[0][0] - 1, parts[0][1])))
        elif not self.rules:
            what = "This answers nothing; expected a trigger (+ …) before it."
            self.problems.append(Problem(Span(self._source, *parts[0]), what))
        elif command == "@":
            self.rules[-1].onward.append(text_of(pieces))
        elif command == "-":
            self.rules[-1].replies.append(pieces)
        elif condition := _CONDITION.match(text_of(pieces)):
            self.rules[-1].replies.append(cut(pieces, condition.end(), len(text_of(pieces))))

    def _pieces(self, parts: list[tuple[int, int]]) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for start, end in parts:
            if pieces and self._join:
                pieces.append(Piece(self._join, Span(self._source, pieces[-1].span.end, start), "decoded"))
            if start < end:
                pieces.append(verbatim(self._source, start, end))
        return tuple(pieces)


def _messages(rules: list[Rule], configured: str | None) -> Iterator[Message]:
    by = channel(configured, default="chat")
    heard = _heard(rules)
    seen: set[str] = set()
    for rule in rules:
        name = f"{rule.trigger} (line {rule.span.line})" if rule.trigger in seen else rule.trigger
        seen.add(name)
        ways: Wordings = tuple([way for reply in rule.replies for way in _wordings(name, reply)])
        if ways:
            yield from messages(name, {Version(): (ways,)}, by, None, [Phrase("", said) for said in heard[rule.trigger]])


def _heard(rules: list[Rule]) -> dict[str, tuple[str, ...]]:
    """What the customer may have said to get to each trigger, by itself or redirected from another one."""
    before: dict[str, list[str]] = {}
    for rule in rules:
        for onward in rule.onward:
            before.setdefault(onward.lower(), []).append(rule.trigger)
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        said = dict.fromkeys([rule.trigger])
        waiting = list(said)
        for trigger in waiting:
            fresh = [other for phrase in _phrases(trigger) for other in before.get(phrase.lower(), ()) if other not in said]
            said.update(dict.fromkeys(fresh))
            waiting += dict.fromkeys(fresh)
        found[rule.trigger] = tuple(dict.fromkeys(phrase for trigger in said for phrase in _phrases(trigger)))
    return found


def _phrases(trigger: str) -> tuple[str, ...]:
    """The ways to say a trigger that has no wildcards, without what may be left out."""
    plain = _OPTIONAL.sub(" ", trigger)
    if _WILD.search(plain):
        return ()
    parts = [part.split("|") if number % 2 else [part] for number, part in enumerate(_CHOICE.split(plain))]
    said = (" ".join("".join(chosen).split()) for chosen in islice(product(*parts), _PHRASES))
    return tuple(dict.fromkeys(phrase for phrase in said if phrase))


def _wordings(owner: str, pieces: tuple[Piece, ...]) -> Iterator[tuple[Passage, ...]]:
    """The ways to say a reply: the n-th takes the n-th of each random choice, or its last."""
    parts = list(_choices(pieces))
    for n in range(max((len(ways) for ways in parts), default=0)):
        chosen = [piece for ways in parts for piece in ways[min(n, len(ways) - 1)]]
        told = tuple(passage(owner, strip(replace(chosen, _TAG, _meant)), "reply", NEVER, carrier="quoted"))
        if told:
            yield told


def _choices(pieces: tuple[Piece, ...]) -> Iterator[list[tuple[Piece, ...]]]:
    text, at = text_of(pieces), 0
    for found in _RANDOM.finditer(text):
        yield [cut(pieces, at, found.start())]
        at = found.end()
        between = re.compile(r"\|" if "|" in found[1] else r"\s+")
        ends = [*(mark.span() for mark in between.finditer(text, *found.span(1))), (found.end(1), found.end(1))]
        starts = [found.start(1), *(end for _, end in ends)]
        yield [cut(pieces, start, end) for start, (end, _) in zip(starts, ends, strict=False)]
    if at < len(text):
        yield [cut(pieces, at, len(text))]


def _meant(found: re.Match[str], span: Span) -> Sequence[Piece]:
    """What a tag or escape shows: nothing, a character, or what only the program knows."""
    if found["silent"]:
        return ()
    shown = "\n" if found["line"] else " " if found["space"] else found["plain"]
    if shown:
        return (Piece(shown, span, "decoded"),)
    name = found["call"] or found["value"] or found["redirect"]
    return (Piece(SLOT, span, "slot", (name or "").removeprefix("get ").removeprefix("bot ").strip()),)
