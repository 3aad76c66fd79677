"""How a finding is allowed: a comment above it where the file can bear one, else an entry in the configuration.

A comment is only offered where the copy stays what it was; whoever allows says why, so the reason is left to them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from servicelint.lsp.desk import Checked, Desk
from servicelint.model import Document, Finding, Passage, Source

MARKUP = "<!-- {} -->"
_COMMENTS = {
    "# {}": "rasa script genesys-architect copilot-studio .yml .yaml po .po .pot .properties .tf .hcl chatscript .top",
    "// {}": "jaicp rivescript .strings .js .mjs .cjs .ts .jsonc .php",
    "; {}": "asterisk .conf",
    "> {}": "bot-framework .lg .lu",
    MARKUP: ("html mjml markdown aiml voicexml twiml freeswitch xliff .xml .html .htm .mjml .md .vxml .aiml .xlf .xliff .php"),
}
_BARE = frozenset({".json", ".jsonl", ".csv", ".tsv", ".eml", ".mbox", ".txt", ".vf"})
"""Files that know no comments, whatever format they hold."""
_ALLOW_KEY = re.compile(r"^allow:[ \t]*(?:#.*)?(?:\r\n|\n|\r)(?P<indent>[ \t]*)(?=- )", re.M)
_OTHER_ALLOW = re.compile(r"^allow:", re.M)


@dataclass(frozen=True)
class Insertion:
    """Text to put at an offset of a file."""

    source: Source
    at: int
    text: str


def comment_for(format_id: str, path: str) -> tuple[str, ...]:
    """The ways to write a comment in such a file, `{}` for what it says; none where there is no way."""
    ending = PurePath(path).suffix.lower()
    if ending in _BARE:
        return ()
    by_ending = tuple(comment for comment, known in _COMMENTS.items() if ending and ending in known.split())
    return by_ending or tuple(comment for comment, known in _COMMENTS.items() if format_id in known.split())


def allowance(finding: Finding) -> str:
    """What a comment says; the reason is the writer's."""
    return f"servicelint: allow {finding.rule}: "


def comment(finding: Finding, checked: Checked, desk: Desk) -> Insertion | None:
    """A comment on a line of its own above the finding, that leaves the copy as it was; None where there is none."""
    document, source = checked.document, finding.span.source
    if document is None:
        return None
    before = _copy(document, source)
    for line in _lines(finding, document):
        start = source.offset(line, 1)
        indent = re.match(r"[ \t]*", source.line_text(line))
        for written in comment_for(finding.format, source.path):
            told = written.format(allowance(finding) if written == MARKUP else allowance(finding).rstrip() + " ")
            text = f"{indent[0] if indent else ''}{told}{source.newline}"
            after = desk.trial(checked, source.text[:start] + text + source.text[start:])
            if after.document and not after.document.problems and _copy(after.document, after.buffer.source) == before:
                return Insertion(source, start, text)
    return None


def _lines(finding: Finding, document: Document) -> Iterator[int]:
    """Where the comment may go: above the finding, above its passage, above what the passage belongs to."""
    first = finding.span.line
    passage = _passage(finding, document)
    begins = passage.span.line if passage else first
    yield from dict.fromkeys((first, begins, max(begins - 1, 1)))


def _passage(finding: Finding, document: Document) -> Passage | None:
    passages = (passage for message in document.messages for passage in message.passages)
    return next((p for p in passages if p.span.source.path == finding.path and _inside(finding, p)), None)


def _inside(finding: Finding, passage: Passage) -> bool:
    return passage.span.start <= finding.span.start < passage.span.end


def _copy(document: Document, source: Source) -> list[str]:
    """What customers are told in a file."""
    return [
        passage.shown
        for message in document.messages
        for passage in message.passages
        if passage.pieces[0].span.source.path == source.path
    ]


def entry(finding: Finding, config: Source) -> Insertion | None:
    """An entry under `allow:` in the text of a configuration file; None where its list is written in a way of its own."""
    root, path = Path(config.path).parent, Path(finding.path)
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    words = " ".join(finding.span.text.split())
    facts = {"rules": finding.rule, "path": name, "words": words, "reason": ""}
    told = ", ".join(
        f"{key}: {value if key == 'rules' else json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()
    )
    newline = config.newline
    there = _ALLOW_KEY.search(config.text)
    if there:
        return Insertion(config, there.start("indent"), f"{there['indent']}- {{{told}}}{newline}")
    if _OTHER_ALLOW.search(config.text):
        return None
    gap = newline if config.text and not config.text.endswith(("\n", "\r")) else ""
    return Insertion(config, len(config.text), f"{gap}allow:{newline}  - {{{told}}}{newline}")
