"""The JSON reader: the values are those of the standard library, and every character knows where it is written."""

from __future__ import annotations

import json as standard
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.model import Passage, Source, Unreadable
from servicelint.model.pieces import faults
from servicelint.syntax import json

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def read(text: str) -> json.Value:
    return json.read(Source("a.json", text))


def string(text: str) -> json.String:
    value = read(text)
    assert isinstance(value, json.String)
    return value


def kinds(text: str) -> list[tuple[str, str]]:
    return [(piece.text, piece.kind) for piece in string(text).pieces]


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_every_value_reads_as_the_standard_library_reads_it(value: object, indent: int | None, ascii_only: bool) -> None:
    written = standard.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert json.plain(read(written)) == value


@given(st.text(min_size=1), st.booleans())
def test_the_pieces_of_a_string_join_to_its_text_and_lie_where_they_are_written(text: str, ascii_only: bool) -> None:
    written = string(f" {standard.dumps(text, ensure_ascii=ascii_only)}\r\n")
    passage = Passage("a", written.pieces)
    assert passage.text == written.value == text
    assert list(faults(passage)) == []
    assert "".join(piece.span.text for piece in passage.pieces) == written.span.text[1:-1]


@given(VALUES)
def test_json_inside_a_string_keeps_its_places_in_the_file(value: object) -> None:
    source = Source("a.json", standard.dumps({"Content": standard.dumps({"a": value})}))
    outer = json.read(source)
    assert isinstance(outer, json.Object)
    content = outer.string("Content")
    assert content is not None
    inner = json.read_inside(content)
    assert json.plain(inner) == {"a": value}
    for found in strings(inner):
        passage = Passage("a", found.pieces)
        assert passage.text == found.value
        assert not found.pieces or list(faults(passage)) == []


def strings(value: json.Value) -> list[json.String]:
    if isinstance(value, json.Object):
        return [found for member in value.members.values() for found in strings(member)]
    if isinstance(value, json.Array):
        return [found for item in value.items for found in strings(item)]
    return [value] if isinstance(value, json.String) else []


def test_a_string_without_escapes_is_one_verbatim_piece() -> None:
    assert kinds('"Grüße 👋"') == [("Grüße 👋", "verbatim")]


def test_escapes_are_decoded_pieces_of_one_character() -> None:
    assert kinds(r'"a\nb\u00e9\ud83d\ude00c\/"') == [
        ("a", "verbatim"),
        ("\n", "decoded"),
        ("b", "verbatim"),
        ("é", "decoded"),
        ("😀", "decoded"),
        ("c", "verbatim"),
        ("/", "decoded"),
    ]


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    assert string(r'"a\ud83d"').value == "a�"
    assert kinds(r'"a\ud83d"') == [("a", "verbatim"), ("�", "decoded")]


def test_an_empty_string_has_no_pieces() -> None:
    assert string('""').pieces == ()


def test_keys_know_their_places_also_with_escapes() -> None:
    found = read('{"a": 1,\r\n "caf\\u00e9": {"x": "y"}}')
    assert isinstance(found, json.Object)
    assert found.key_span("a").text == "a"
    assert found.key_span("café").text == r"caf\u00e9"
    assert found.key_span("café").line == 2


def test_an_object_gives_its_members_by_shape() -> None:
    found = read('{"s": "x", "n": 1, "l": [true], "o": {}}')
    assert isinstance(found, json.Object)
    assert (found.text("s"), found.text("n"), found.text("gone")) == ("x", "", "")
    assert [json.plain(item) for item in found.items("l")] == [True]
    assert found.items("s") == ()
    assert found.object("o") is not None
    assert found.object("l") is None


def test_a_value_may_start_in_the_middle_of_a_text_and_stops_at_its_end() -> None:
    source = Source("flow.js", 'module.exports = {"a": ["b"]};')
    found = json.read_at(source, 17)
    assert json.plain(found) == {"a": ["b"]}
    assert source.text[found.end :] == ";"


def test_a_part_of_a_file_ends_where_it_is_told_to_end() -> None:
    source = Source("a.jsonl", '{"a": [\n1]}')
    with pytest.raises(Unreadable) as failure:
        json.read(source, 0, 7)
    assert failure.value.problem.span.start == 7


@pytest.mark.parametrize(
    ("written", "at", "what"),
    [
        ("", 0, "ends too early"),
        (' {"a": "b', 7, "never closed"),
        ('{"a": 1,}', 8, "another key"),
        ('{"a": 1 "b": 2}', 8, "a comma or }"),
        ('{"a" 1}', 5, "colon"),
        ("{a: 1}", 1, "in double quotes"),
        ("{'a': 1}", 1, "single quotes"),
        ("[1, // one\n 2]", 4, "comments"),
        ("[1 2]", 3, "a comma or ]"),
        ("[1, 2", 5, "inside an array"),
        ('{"a": [1, 2}', 11, "a comma or ]"),
        ('["a\nb"]', 3, r"written \n"),
        (r'["a\xb"]', 3, "No such escape"),
        (r'["a\\\u12G4"]', 5, "No such escape"),
        ("[None]", 1, "'None'"),
        ("{} {}", 3, "More follows"),
        ("[" + "9" * 5000 + "]", 1, "too long"),
    ],
)
def test_broken_json_is_reported_at_its_place_with_what_was_expected(written: str, at: int, what: str) -> None:
    with pytest.raises(Unreadable) as failure:
        read(written)
    assert failure.value.problem.span.start == at
    assert what in failure.value.problem.what


@given(VALUES, st.data())
def test_truncated_json_is_never_anything_but_unreadable(value: object, data: st.DataObject) -> None:
    written = standard.dumps([value])
    cut = data.draw(st.integers(0, len(written) - 1))
    with pytest.raises(Unreadable) as failure:
        read(written[:cut])
    assert 0 <= failure.value.problem.span.start <= cut


def test_broken_json_inside_a_string_is_reported_where_the_file_writes_it() -> None:
    outer = string(r'"{\"a\": \"b\" \"c\"}"')
    with pytest.raises(Unreadable) as failure:
        json.read_inside(outer)
    assert outer.sheet.text[failure.value.problem.span.start :].startswith(r"\"c")


def test_json_that_is_nested_too_deeply_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        read("[" * 100_000)


@pytest.mark.skipif(not CORPUS.exists(), reason="no corpus here")
def test_every_json_file_of_the_corpus_reads_as_the_standard_library_reads_it() -> None:
    seen = 0
    for path in CORPUS.rglob("*.json"):
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        assert json.plain(read(text)) == standard.loads(text), path
        seen += 1
    assert seen
