"""ChatScript: topics of rules, each with a pattern it listens for and what it says. Texts and what they answer, no flow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.formats.chatscript.output import COMMENT, MASK, RULE, TOP, Output, behind
from servicelint.model import Bundle, Document, Message, Piece, Problem, Source, Span
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import NEVER, passage
from servicelint.syntax.wordings import Phrase, Version, messages

ID = "chatscript"
SUMMARY = "ChatScript chatbots"
READ = (
    "What gambits, responders and rejoinders say, each choice and branch, with the plain patterns and #! samples they answer."
)
NOT_READ = "Patterns with wildcards, macros, tables, concepts, what code puts together."
EXTENSIONS = (".top",)
MENUS = False
HANDOFF = False

_TOPIC = re.compile(r"(?<![^\r\n])[ \t]*topic[ \t]*:[ \t]*(~[\w.-]+)([^(\[\r\n]*)", re.IGNORECASE)
_RULE = re.compile(r"(?<![^\r\n])[ \t]*(?:[tus]|[a-q]|\?):[ \t]*\S")
_LABEL = re.compile(rf"[\s{MASK}]*(?:([\w.-]+)[ \t]*(?=\())?")
_SAMPLE = re.compile(r"#![ \t]+(\S[^\r\n]*)")
_PLAIN = re.compile(r"(?:[^\W_]|[\s'’-])+")


@dataclass(eq=False)
class Rule:
    """A rule: where it stands, what customers say to it, and the ways it answers."""

    name: str
    span: Span
    heard: list[str] = field(default_factory=list)
    ways: list[tuple[Piece, ...]] = field(default_factory=list)


def sniff(source: Source) -> float:
    """By a topic with rules."""
    return 0.9 if _TOPIC.search(source.text) and _RULE.search(source.text) else 0


def parse(bundle: Bundle) -> Document:
    """The rules of a file, in its order."""
    source = bundle.sources[0]
    problems: list[Problem] = []
    by = channel(bundle.setting("channel"), default="chat")
    found: list[Message] = []
    for rule in _rules(source, problems):
        told = [tuple(passage(rule.name, _spaced(way), "reply", NEVER, carrier="quoted")) for way in rule.ways]
        ways = tuple([way for way in dict.fromkeys(told) if way])
        if ways:
            found += messages(rule.name, {Version(): (ways,)}, by, None, [Phrase("", words) for words in rule.heard])
    return Document(bundle, ID, tuple(found), problems=tuple(problems), language=bundle.setting("language") or "")


def _rules(source: Source, problems: list[Problem]) -> Iterator[Rule]:
    """The rules of all topics; those of macros and tables are none."""
    plain = COMMENT.sub(lambda found: MASK * len(found[0]), source.text)
    starts = [*TOP.finditer(plain)]
    ends = [top.start() for top in starts[1:]] + [len(plain)]
    for top, after in zip(starts, ends, strict=False):
        topic = _TOPIC.match(plain, top.start())
        if topic is None:
            continue
        keywords = re.compile(rf"[\s{MASK}]*[(\[]").match(plain, topic.end())
        at = topic.end() if keywords is None else (behind(plain, keywords.end() - 1, after) or topic.end())
        number = 0
        while rule := RULE.search(plain, at, after):
            number += 1
            read, at = _rule(source, plain, rule, after, f"{topic[1]}.{number}")
            problems += _flaw(read, rule[0], source) if isinstance(read, Span) else []
            if isinstance(read, Rule):
                read.heard += _samples(source, plain, rule.start())
                yield read
            else:
                break


def _flaw(place: Span, rule: str, source: Source) -> list[Problem]:
    closing = {"(": ")", "[": "]", "{": "}"}[place.text]
    what = f"This {place.text} of a {rule} rule is never closed; expected {closing} before the next topic."
    return [Problem(Span(source, place.start, place.end), what)]


def _rule(source: Source, plain: str, rule: re.Match[str], end: int, name: str) -> tuple[Rule | Span, int]:
    """A rule and where it ends; the place of a bracket that is never closed."""
    read = Rule(name, Span(source, *rule.span()))
    label = _LABEL.match(plain, rule.end(), end)
    at = label.end() if label else rule.end()
    if label and label[1]:
        read.name = f"{name.partition('.')[0]}.{label[1]}"
    if plain.startswith("(", at):
        closed = behind(plain, at, end)
        if closed is None:
            return Span(source, at, at + 1), end
        read.heard += _said(plain[at + 1 : closed - 1].replace(MASK, " "))
        at = closed
    output = Output(source, plain, at, end)
    read.ways = output.ways()
    return output.broken or read, output.at


def _spaced(way: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What is said with one space between words, however the file sets them, and none around a line end."""
    kept: list[Piece] = []
    for piece in way:
        if piece.text == "\n" and kept and kept[-1].text == " ":
            kept.pop()
        if piece.text != " " or (kept and kept[-1].text not in (" ", "\n")):
            kept.append(piece)
    return tuple(kept)


def _said(pattern: str) -> list[str]:
    """A pattern that is plain words in their order, perhaps from the start or up to the end of what is said."""
    words = pattern.strip().removeprefix("<").removesuffix(">").strip()
    return [" ".join(words.split())] if _PLAIN.fullmatch(words) else []


def _samples(source: Source, plain: str, start: int) -> list[str]:
    """The samples of what a customer says that stand in comments right above a rule."""
    above = len(plain[:start].rstrip(f" \t\r\n{MASK}"))
    return [found[1].rstrip() for found in _SAMPLE.finditer(source.text, above, start)]
