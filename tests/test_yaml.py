"""YAML keeps its places: every style of scalar, every line end, and errors where they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.model import Passage, Source, Unreadable
from servicelint.model.pieces import faults, text_of
from servicelint.syntax import yaml
from servicelint.syntax.yaml import Node, Scalar, at, entries, items, load, repeated, word

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def root(text: str) -> Node:
    (found,) = load(Source("copy.yml", text))
    return found


def scalar(text: str) -> Scalar:
    found = at(root(text), "k")
    assert isinstance(found, Scalar)
    return found


def exact(found: Scalar) -> bool:
    """Whether each character was placed on its own, rather than the whole value at once."""
    whole = len(found.pieces) == 1 and found.pieces[0].span == found.span and found.pieces[0].kind == "decoded"
    return text_of(found.pieces) == found.value and not whole


@pytest.mark.parametrize(
    ("text", "value", "pieces"),
    [
        ("k: a b", "a b", ["a b"]),
        ("k: a\n  b\n\n  c", "a b\nc", ["a", " ", "b", "\n", "c"]),
        ("k: 'it''s'", "it's", ["it", "'", "s"]),
        ("k: 'a\r\n  b'", "a b", ["a", " ", "b"]),
        ('k: "a\\u00e8\\tb"', "aè\tb", ["a", "è", "\t", "b"]),
        ('k: "a \\\n   b"', "a b", ["a ", "b"]),
        ('k: "a  \n\n  b"', "a\nb", ["a", "\n", "b"]),
        ("k: |\n  a\n   b\n", "a\n b\n", ["a", "\n", " b", "\n"]),
        ("k: |-\r\n  a\r\n  b\r\n", "a\nb", ["a", "\n", "b"]),
        ("k: |+\n  a\n\n", "a\n\n", ["a", "\n", "\n"]),
        ("k: |2\n   a\n", " a\n", [" a", "\n"]),
        ("k: >\n  a\n  b\n\n  c\n", "a b\nc\n", ["a", " ", "b", "\n", "c", "\n"]),
        ("k: >-\n  a\n    b\n  c\n", "a\n  b\nc", ["a", "\n", "  b", "\n", "c"]),
        ("k: !tag &name 'a'", "a", ["a"]),
        ("k: 😀 a", "😀 a", ["😀 a"]),
        ("k:", "", []),
    ],
)
def test_every_style_of_scalar_says_where_each_run_is_written(text: str, value: str, pieces: list[str]) -> None:
    found = scalar(text)
    assert (found.value, [piece.text for piece in found.pieces]) == (value, pieces)
    if pieces:
        assert list(faults(Passage("k", found.pieces))) == []


def test_verbatim_text_is_what_stands_in_the_file() -> None:
    found = scalar("k: >-\r\n  Buongiorno,\r\n  sono 😀 qui.\r\n")
    assert [piece.span.text for piece in found.pieces if piece.kind == "verbatim"] == ["Buongiorno,", "sono 😀 qui."]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(["plain", "'", '"', "|", ">", "|-", "|+", ">-", ">+", "|2", ">1+", ">2-"]),
    st.text(alphabet="ab '\"\\\n\t:#-é😀\r|>u0041x ", max_size=25),
    st.integers(1, 3),
)
def test_the_pieces_of_any_scalar_say_its_value(style: str, body: str, indent: int) -> None:
    pad = " " * indent
    if style == "plain":
        text = "k: " + body.replace("\n", "\n" + pad)
    elif style in "'\"":
        text = f"k: {style}{body.replace(style, style * 2 if style == chr(39) else chr(92) + style)}{style}"
    else:
        text = f"k: {style}\n" + "".join(f"{pad}{line}\n" for line in body.split("\n"))
    try:
        roots = load(Source("copy.yml", text))
    except Unreadable:
        return
    for found in scalars(roots):
        if found.value:
            assert exact(found) or found.span.text == found.value, text
            assert list(faults(Passage("k", found.pieces))) == []


def scalars(roots: tuple[Node, ...]) -> list[Scalar]:
    found: list[Scalar] = []
    waiting, seen = list(roots), set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Scalar):
            found.append(node)
        waiting += [*items(node), *(part for pair in entries(node) for part in pair)]
    return found


def test_words_stay_words_and_placeholders_text() -> None:
    node = root("a: no\nb: 1.0\nc: ~\nd: {{first_name}}\ne: on\n")
    assert {key.value: word(value) for key, value in entries(node)} == {
        "a": "no",
        "b": "1.0",
        "c": "~",
        "d": "{{first_name}}",
        "e": "on",
    }


def test_an_alias_is_the_node_it_names_and_merge_keys_are_merged() -> None:
    node = root("base: &base {say: hello, go: end}\nmain: {<<: *base, go: human}\nother: *base\n")
    assert at(node, "other") is at(node, "base")
    assert (word(at(node, "main", "say")), word(at(node, "main", "go"))) == ("hello", "human")


def test_each_document_of_a_stream_is_read() -> None:
    assert [word(at(node, "k")) for node in load(Source("copy.yml", "k: 1\n---\nk: 2\n"))] == ["1", "2"]
    assert load(Source("copy.yml", "# nothing\n")) == ()


def test_another_shape_is_nothing_rather_than_an_error() -> None:
    node = root("k: [a]\n")
    assert (at(node, "k", "x"), entries(at(node, "k")), items(node), word(node)) == (None, (), (), "")


def test_a_key_that_stands_twice_is_named_at_its_second_place() -> None:
    (problem,) = repeated(root("a: 1\nb:\n  c: 1\n  c: 2\n"))
    assert (problem.span.line, '"c"' in problem.what) == (4, True)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('a: "x\nb: c\n', (1, 4), "closing quote"),
        ("a: b: c", (1, 5), "colon"),
        ("a:\n\t- b", (2, 1), "tab"),
        ("a: [1,2\nb: 3", (1, 4), "bracket"),
        ("a: @b", (1, 4), "@"),
        ("a: *z", (1, 4), "alias"),
        ('a: "\\d"', (1, 5), "escape"),
        ("a: &x [*x]", (1, 4), "itself"),
        ("? [1]\n: 2", (1, 3), "key"),
        ("a: \x07", (1, 4), "U+0007"),
        ("a: \ud83d", (1, 4), "U+D83D"),
        ("- a\nb: c", (2, 1), "list"),
        ("[" * 20_000, (1, 5_001), "deeply"),
    ],
)
def test_what_is_no_yaml_is_told_at_its_place_in_plain_words(text: str, place: tuple[int, int], words: str) -> None:
    source = Source("copy.yml", text)
    with pytest.raises(Unreadable) as failure:
        load(source)
    assert source.position(failure.value.problem.span.start) == place
    assert words in failure.value.problem.what


def test_aliases_that_unfold_without_end_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable, match="millions"):
        load(Source("copy.yml", "\n".join(lines)))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_scalar_of_the_corpus_is_placed_exactly() -> None:
    count = 0
    for path in sorted(CORPUS.rglob("*.y*ml")):
        source = Source(path.name, path.read_bytes().decode("utf-8-sig"))
        try:
            roots = yaml.load(source)
        except Unreadable:
            continue
        for found in scalars(roots):
            count += 1
            assert not found.value or exact(found) or found.span.text == found.value, (path, found.span.text)
            assert not found.pieces or list(faults(Passage("k", found.pieces))) == []
    assert count > 1000
