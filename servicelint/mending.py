"""Fixes one unit in memory until nothing is left to fix, reading it again after every step.

A fix is made only where its reader then finds the same messages, flows and problems as before, and in the copy no other
words than the new ones. Nothing in here writes a file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from servicelint import fix
from servicelint.discover import Unit
from servicelint.lint import Linter
from servicelint.model import Document, Edit, Finding, Flow, Message, Passage, Piece, Source
from servicelint.run import Outcome, read
from servicelint.suppress import Suppressed, Suppressor

Key = tuple[str, str, str]
MAX_PASSES = 10
"""A fix that still finds something to do after so many passes goes in circles."""
_IN_CIRCLES = f"after {MAX_PASSES} rounds there was still something to fix"
_ENCODING = "“{words}” cannot be written in {encoding}; save the file as UTF-8"
_READS_OTHERWISE = "with “{words}” there, more than the flagged words would change"


@dataclass(frozen=True)
class Mended:
    """A unit as it is after fixing, what is found in it then, the new text of each file that changed, the findings that
    each round fixed, and what could not be done, as lines for people."""

    unit: Unit
    outcome: Outcome
    texts: Mapping[Source, str] = field(default_factory=dict)
    rounds: tuple[tuple[Finding, ...], ...] = ()
    notes: tuple[str, ...] = ()


class _State(NamedTuple):
    """A unit, and what its reader made of it."""

    unit: Unit
    document: Document


def mend(
    unit: Unit,
    outcome: Outcome,
    linter: Linter,
    unsafe: bool = False,
    suppress: Suppressor | None = None,
    hidden: Set[Key] = frozenset(),
) -> Mended:
    """The unit with its safe fixes made (with all of them, if `unsafe`), as often as they find something to do. What is
    allowed, by `suppress`, is let be, and so are findings that nobody is shown (`hidden`, by their `key`)."""
    left = Suppressed(outcome.findings, outcome.allowed, outcome.used)
    if not _wanted(left.findings, hidden, unsafe):
        return Mended(unit, outcome)
    state, lint = _State(unit, read(unit)), suppress or Suppressor(linter)
    refused: dict[Key, str] = {}
    rounds = []
    for _ in range(MAX_PASSES):
        wanted = _wanted(left.findings, {*hidden, *refused}, unsafe)
        refused |= {key(finding): note for finding in wanted if (note := _unwritable(finding))}
        wanted = [finding for finding in wanted if key(finding) not in refused]
        made, after = _made(state, wanted)
        done = set(map(key, made))
        refused |= {key(finding): _note(finding, _READS_OTHERWISE) for finding in wanted if key(finding) not in done}
        if made:
            state, left = after, lint(after.document, linter.lint(after.document))
            rounds.append(tuple(made))
        elif not _wanted(left.findings, {*hidden, *refused}, unsafe):
            break
    circling = _wanted(left.findings, {*hidden, *refused}, unsafe)
    notes = [*refused.values(), *(_note(finding, _IN_CIRCLES) for finding in circling)]
    document = state.document if outcome.document else None
    now = replace(outcome, findings=left.findings, allowed=left.allowed, used=left.used, document=document)
    return Mended(state.unit, now, dict(_changed(unit, state.unit)), tuple(rounds), tuple(dict.fromkeys(notes)))


def key(finding: Finding) -> Key:
    """What a finding is known by from round to round."""
    return finding.path, finding.rule, finding.fingerprint


def _wanted(findings: Iterable[Finding], hidden: Set[Key], unsafe: bool) -> list[Finding]:
    return fix.chosen((finding for finding in findings if key(finding) not in hidden), unsafe)


def _unwritable(finding: Finding) -> str:
    """Why the new words cannot stand in their file, "" where they can."""
    own = finding.fix.edits if finding.fix else ()
    wrong = next((edit for edit in own if not fix.encodable(edit.span.source, edit.text)), None)
    return _note(finding, _ENCODING, wrong.span.source.encoding.upper()) if wrong else ""


def _note(finding: Finding, why: str, encoding: str = "") -> str:
    line, column = finding.span.source.position(finding.span.start)
    words = "".join(edit.words for edit in finding.fix.edits) if finding.fix else ""
    return f"{finding.path}:{line}:{column}: {finding.rule} is not fixed: {why.format(words=words, encoding=encoding)}"


def _made(state: _State, findings: Sequence[Finding]) -> tuple[list[Finding], _State]:
    """The findings whose fixes can be made together, and what comes of it; those that spoil it are looked for by halves."""
    if not findings:
        return [], state
    whole = _tried(state, findings)
    if whole is not None:
        return list(findings), whole
    if len(findings) == 1:
        return [], state
    middle = len(findings) // 2
    first, after = _made(state, findings[:middle])
    second, alone = _made(state, findings[middle:])
    if not first or not second:
        return (first, after) if first else (second, alone)
    both = _tried(state, [*first, *second])
    return ([*first, *second], both) if both is not None else (first, after)


def _tried(state: _State, findings: Sequence[Finding]) -> _State | None:
    """The unit with these fixes made; None where its reader would find anything else changed."""
    edits = fix.edits(findings)
    new = {source: replace(source, text=fix.edited(source, own)) for source, own in edits.items()}
    bundle = state.unit.bundle
    unit = replace(state.unit, bundle=replace(bundle, sources=tuple([new.get(source, source) for source in bundle.sources])))
    document = read(unit)
    return _State(unit, document) if _as_expected(state.document, edits, document) else None


def _changed(before: Unit, after: Unit) -> Iterator[tuple[Source, str]]:
    for old, new in zip(before.bundle.sources, after.bundle.sources, strict=True):
        if old.text != new.text:
            yield old, new.text


def _as_expected(before: Document, edits: Mapping[Source, Sequence[Edit]], after: Document) -> bool:
    """Whether the new document is the old one with the new words in their places, and nothing else."""
    same = (
        [problem.what for problem in before.problems] == [problem.what for problem in after.problems]
        and before.language == after.language
        and len(before.allowances) == len(after.allowances)
        and len(before.messages) == len(after.messages)
        and list(map(_shape, before.flows)) == list(map(_shape, after.flows))
    )
    return same and all(_told(old, edits) == _told(new, {}) for old, new in zip(before.messages, after.messages, strict=True))


def _told(message: Message, edits: Mapping[Source, Sequence[Edit]]) -> tuple[object, ...]:
    """All of a message but its places. What a customer replies to is the company's words, which are held against each
    other where they are said."""
    copy = [(passage.role, passage.language, _copy(passage, edits)) for passage in message.passages]
    replies = () if message.speaker == "customer" else message.in_reply_to
    return message.speaker, message.channel, replies, message.variant, message.links, copy


def _copy(passage: Passage, edits: Mapping[Source, Sequence[Edit]]) -> str:
    """The copy of a passage as it has to be once the edits are made."""
    parts = (_rewritten(piece, edits.get(piece.span.source, ())) for piece in passage.pieces)
    return "".join([text for part in parts for text in part])


def _rewritten(piece: Piece, edits: Sequence[Edit]) -> Iterator[str]:
    """The text of a piece with the new words where an edit begins in it, and without what an edit takes away."""
    if piece.kind != "verbatim":
        yield piece.shown
        return
    start, end = piece.span.start, piece.span.end
    at, index = start, bisect_right(edits, start, key=lambda edit: edit.span.end)
    while index < len(edits) and edits[index].span.start < end:
        edit = edits[index]
        yield piece.text[at - start : max(edit.span.start - start, 0)]
        if edit.span.start >= start:
            yield edit.words
        at, index = min(edit.span.end, end), index + 1
    yield piece.text[at - start :]


def _shape(flow: Flow) -> tuple[object, ...]:
    """A flow but for its places and for the names of its nodes, which may hold places."""
    number = {node.id: index for index, node in enumerate(flow.nodes)}
    nodes = [(node.kind, node.announced) for node in flow.nodes]
    edges = [(number.get(edge.source), number.get(edge.target), edge.trigger, edge.label) for edge in flow.edges]
    return number.get(flow.entry), nodes, edges
