"""Every passage of every file that is read knows where it stands: verbatim pieces equal the source, spans go forward."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

from servicelint.config import Config
from servicelint.discover import Unit, Wish, discover
from servicelint.fix import edited, encoded
from servicelint.model import Document, Edit, Passage, Source
from servicelint.model.pieces import faults
from servicelint.parse import all_formats
from servicelint.run import read
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples"


def units(folder: Path) -> list[Unit]:
    return discover([folder], Config(folder), Wish()).units


def all_faults(document: Document) -> list[str]:
    found = [fault for message in document.messages for passage in message.passages for fault in faults(passage)]
    spans = [node.span for flow in document.flows for node in flow.nodes]
    spans += [edge.span for flow in document.flows for edge in flow.edges]
    sources = set(document.bundle.sources)
    return found + [
        f"{span} lies outside its files" for span in spans if span.source not in sources or span.end > len(span.source.text)
    ]


@pytest.mark.parametrize("unit", units(EXAMPLES), ids=lambda unit: unit.bundle.sources[0].path.rpartition("examples/")[2])
def test_every_passage_of_the_examples_is_where_it_says(unit: Unit) -> None:
    document = read(unit)
    assert document.messages or document.flows
    assert document.problems == ()
    assert all_faults(document) == []


def test_every_format_has_an_example() -> None:
    assert {unit.format for unit in units(EXAMPLES)} == set(all_formats())


def changed(document: Document) -> list[str]:
    """What is not as it was when every verbatim piece is replaced by itself, as a fix would write it."""
    found, edits = [], dict[Source, dict[tuple[int, int], Edit]]()
    for message in document.messages:
        for passage in message.passages:
            for piece in passage.pieces:
                if piece.kind == "verbatim" and (text := as_fixed(passage, piece.text)) is not None:
                    edits.setdefault(piece.span.source, {})[piece.span.start, piece.span.end] = Edit(piece.span, text)
    for source, made in edits.items():
        for apart in non_overlapping(list(made.values())):
            if encoded(source, edited(source, apart)) != Path(source.path).read_bytes():
                found.append(source.path)
    return found


def as_fixed(passage: Passage, text: str) -> str | None:
    """The text as a fix writes it into its carrier; a raw `&` and a raw `'` in markup, which no fix would write, stay as they
    are where what it writes is read the same."""
    written = escape(text, passage.carrier)
    return text if "&" in text or (written and "'" in text and html.unescape(written) == text) else written


def non_overlapping(edits: list[Edit]) -> list[list[Edit]]:
    """The edits in groups that can be made at once (readings of one message may cut the same words otherwise)."""
    groups: list[list[Edit]] = []
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        free = next((group for group in groups if group[-1].span.end <= edit.span.start), None)
        if free is None:
            groups.append([edit])
        else:
            free.append(edit)
    return groups


@pytest.mark.parametrize("unit", units(EXAMPLES), ids=lambda unit: unit.bundle.sources[0].path.rpartition("examples/")[2])
def test_an_example_stays_as_it_is_when_every_piece_is_replaced_by_itself(unit: Unit) -> None:
    assert changed(read(unit)) == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_real_files_stay_as_they_are_when_every_piece_is_replaced_by_itself() -> None:
    assert [path for unit in units(CORPUS) for path in changed(read(unit))] == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_every_passage_of_the_real_files_is_where_it_says() -> None:
    wrong = {unit.bundle.sources[0].path: found for unit in units(CORPUS) if (found := all_faults(read(unit)))}
    assert wrong == {}
