"""Every passage of every file that is read knows where it stands: verbatim pieces equal the source, spans go forward."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

from servicelint.config import Config
from servicelint.discover import Unit, Wish, discover
from servicelint.model import Document
from servicelint.model.pieces import faults
from servicelint.parse import all_formats
from servicelint.run import read

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


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_every_passage_of_the_real_files_is_where_it_says() -> None:
    wrong = {unit.bundle.sources[0].path: found for unit in units(CORPUS) if (found := all_faults(read(unit)))}
    assert wrong == {}
