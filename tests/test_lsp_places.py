"""Places as editors count them, and texts as they change them: laws that hold for every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from servicelint.lsp.buffers import Buffer
from servicelint.lsp.places import offset, position
from servicelint.model import Source

ENCODINGS = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("ab \r\n\u2028\x0cяß🎉\ufffc"), max_size=40)


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_a_place_is_counted_as_agreed(encoding: str, character: int) -> None:
    source = Source("a.txt", "first\r\nя🎉!here")
    at = source.text.index("here")
    assert position(source, at, encoding) == types.Position(1, character)
    assert offset(source, types.Position(1, character), encoding) == at


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, data=st.data())
def test_a_place_there_and_back_is_the_same_place(encoding: str, text: str, data: st.DataObject) -> None:
    source = Source("a.txt", text)
    at = data.draw(st.integers(0, len(text)))
    if 0 < at < len(text) and text[at - 1 : at + 1] == "\r\n":
        return  # inside a line end is no place
    assert offset(source, position(source, at, encoding), encoding) == at


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, new=TEXTS, data=st.data())
def test_a_change_replaces_what_the_editor_named(encoding: str, text: str, new: str, data: st.DataObject) -> None:
    source = Source("a.txt", text)
    places = [at for at in range(len(text) + 1) if text[max(at - 1, 0) : at + 1] != "\r\n"]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
    where = types.Range(position(source, start, encoding), position(source, end, encoding))
    change = types.TextDocumentContentChangePartial(where, new)
    after = Buffer("untitled:1", text, 1).changed([change], 2, encoding)
    assert (after.text, after.version) == (text[:start] + new + text[end:], 2)


def test_a_place_behind_the_end_is_the_end() -> None:
    source = Source("a.txt", "one\ntwo🎉")
    assert offset(source, types.Position(0, 99), "utf-16") == 3
    assert offset(source, types.Position(1, 99), "utf-16") == len(source.text)
    assert offset(source, types.Position(9, 0), "utf-16") == len(source.text)
