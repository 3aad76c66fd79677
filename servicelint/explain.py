"""A rule's page: what it flags, why, what to write instead, examples and evidence; for a terminal and as Markdown.

Knows how a page looks, not where rules come from: whoever loads rules fills in a `RulePage`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from servicelint.model import Severity
from servicelint.terminal import Style, clean, hang, wrap

_COLORS = {"error": "red", "warning": "yellow", "hint": "cyan"}
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule rests on; `grade` is one of standard, law, study, guideline, opinion, inference."""

    source: str
    says: str
    grade: str
    counter: str = ""
    """What speaks against it."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Copy that is flagged (at the words `flags`; a fix makes it `becomes`) or left alone (`because` says why)."""

    text: str
    language: str = ""
    format: str = ""
    flags: tuple[str, ...] = ()
    becomes: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class RulePage:
    """Everything there is to say of a rule, in one language. Empty parts are left out of the page."""

    id: str
    quality: str
    since: str
    severity: Severity
    summary: str
    why: str
    instead: str
    better: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    bad: tuple[Example, ...] = ()
    good: tuple[Example, ...] = ()
    others: int = 0
    """So many examples in other languages are left out."""


def in_language(page: RulePage, language: str) -> RulePage:
    """The page with the examples of one language, or of none in particular; all of them where it has none of that."""
    bad, good = ([one for one in all_ if one.language in ("", language)] for all_ in (page.bad, page.good))
    if not bad:
        return page
    left = len(page.bad) + len(page.good) - len(bad) - len(good)
    return replace(page, bad=tuple(bad), good=tuple(good), others=left)


def as_text(page: RulePage, style: Style) -> str:
    """The page for a terminal, every line ended."""
    blocks = [*_opening(page, style), *_examples(page, style), *evidence_blocks(page.evidence, style), *_scope(page, style)]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _opening(page: RulePage, style: Style) -> Iterator[list[str]]:
    facts = f"{page.severity}, {page.quality}, since {page.since}"
    yield [f"{style.paint(page.id, _COLORS[page.severity], bold=True)}  {style.paint(facts, dim=True)}"]
    yield [style.paint(line, bold=True) for line in wrap(page.summary, style.prose)]
    yield section("Why", page.why, style)
    yield section("Instead", page.instead, style)
    yield section("Better words", " · ".join(page.better), style)


def section(title: str, text: str, style: Style) -> list[str]:
    """A titled block for a terminal; nothing where there is no text."""
    return [style.paint(title, bold=True), *(f"  {line}" for line in wrap(text, style.prose - 2))] if text else []


def _examples(page: RulePage, style: Style) -> Iterator[list[str]]:
    for title, color, examples in (("Flagged", "red", page.bad), ("Left alone", "green", page.good)):
        for index, example in enumerate(examples):
            heading = [] if index else [style.paint(title, bold=True)]
            yield heading + list(_example(example, color, style))
    if page.others:
        yield [style.paint(f"{page.others} more in other languages: --format markdown", dim=True)]


def _example(example: Example, color: str, style: Style) -> Iterator[str]:
    """The copy behind a bar, then what is to be said of it, then the copy as the fix leaves it."""
    yield from _quoted(example.text, color, style)
    remarks = {
        "flags": ", ".join(f"“{words}”" for words in example.flags),
        "because": example.because,
        "in": ", ".join(filter(None, (example.format, example.language))),
    }
    for label, text in remarks.items():
        if text:
            yield from hang(f"    {label}", text, style.prose, 12, style)
    if example.becomes:
        yield style.paint("    becomes", dim=True)
        yield from _quoted(example.becomes, "green", style)


def _quoted(text: str, color: str, style: Style) -> Iterator[str]:
    for line in text.strip("\n").splitlines():
        indent = " " * (len(line) - len(line.lstrip(" ")))
        for part in wrap(line, style.prose - 4 - len(indent)):
            yield f"  {style.paint('│', color)} {indent}{part}".rstrip()


def evidence_blocks(found: Iterable[Evidence], style: Style) -> Iterator[list[str]]:
    """What a page rests on, a block each, for a terminal."""
    for index, evidence in enumerate(found):
        lines = [] if index else [style.paint("Evidence", bold=True)]
        lines += hang("  ", f"{evidence.source} ({evidence.grade})", style.prose, 2, style)
        lines += hang("", evidence.says, style.prose, 4, style) if evidence.says else []
        lines += hang("    but", evidence.counter, style.prose, 8, style) if evidence.counter else []
        # An address is not wrapped, so that it can be clicked.
        yield [*lines, f"    {clean(evidence.url)}"] if evidence.url else lines


def _scope(page: RulePage, style: Style) -> Iterator[list[str]]:
    yield [line for label, codes in _reach(page) if codes for line in hang(label, ", ".join(codes), style.prose, 11, style)]


def as_markdown(page: RulePage) -> str:
    """The page for the documentation and for services that show help in Markdown."""
    facts = f"*{page.severity}, {page.quality}, since {page.since}*"
    better = " · ".join(escaped(words) for words in page.better)
    blocks = [f"# {page.id}", facts, escaped(page.summary)]
    blocks += titled("Why", escaped(page.why)) + titled("Instead", escaped(page.instead))
    blocks += titled("Better words", better)
    blocks += titled("Flagged", "\n\n".join(_sample(example) for example in page.bad))
    blocks += titled("Left alone", "\n\n".join(_sample(example) for example in page.good))
    blocks += titled("Evidence", "\n".join(source(evidence) for evidence in page.evidence))
    blocks += [f"{label}: {', '.join(codes)}." for label, codes in _reach(page) if codes]
    return "\n\n".join(blocks) + "\n"


def _reach(page: RulePage) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return ("Languages", page.languages), ("Formats", page.formats)


def titled(title: str, text: str) -> list[str]:
    """A titled block of Markdown; nothing where there is no text."""
    return [f"## {title}", text] if text else []


def _sample(example: Example) -> str:
    """The copy, the remarks on it, and the copy as the fix leaves it."""
    flags = ", ".join(f"“{escaped(words)}”" for words in example.flags)
    remarks = (f"Flags {flags}." if flags else "", escaped(example.because), "Becomes:" if example.becomes else "")
    fixed = _fenced(example.becomes) if example.becomes else ""
    return "\n\n".join(filter(None, (_fenced(example.text), " ".join(filter(None, remarks)), fixed)))


def _fenced(text: str) -> str:
    """The text in a fence that is longer than any inside it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return "\n".join((f"{fence}text", text.strip("\n"), fence))


def source(evidence: Evidence) -> str:
    """What a page rests on as an item of a Markdown list."""
    title = escaped(evidence.source)
    linked = f"[{title}]({evidence.url})" if evidence.url else title
    counter = f" *But:* {escaped(evidence.counter)}" if evidence.counter else ""
    return f"- {linked} ({evidence.grade}): {escaped(evidence.says)}{counter}"


def escaped(text: str) -> str:
    """The text with nothing in it that Markdown would take for markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
