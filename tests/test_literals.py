"""Object literals of Terraform and JavaScript: values with their places, expressions as slots, broken ones with a reason."""

from __future__ import annotations

import pytest

from servicelint.model import Source, Unreadable
from servicelint.model.passage import SLOT, Passage
from servicelint.model.pieces import faults
from servicelint.syntax import json, literals
from servicelint.syntax.literals import Dialect


def value(text: str, dialect: Dialect = "hcl") -> json.Value:
    return literals.read_at(Source("a", text), 0, dialect)


def string(text: str, dialect: Dialect = "hcl") -> json.String:
    found = value(text, dialect)
    assert isinstance(found, json.String)
    assert list(faults(Passage("p", found.pieces))) == []
    return found


def test_terraform_separates_by_commas_or_line_ends_and_assigns_by_either_sign() -> None:
    text = '{\n  a = "x" # one\n  "b": [1, true, null,], // two\n  c-d = { e = -2.5 } /* three */\n}'
    assert json.plain(value(text)) == {"a": "x", "b": [1, True, None], "c-d": {"e": -2.5}}


def test_javascript_has_bare_keys_three_quotes_and_trailing_commas() -> None:
    text = "{ a: 'it\\'s', \"b\": `two\nlines`, c: [ 'x', ], d: undefined, }"
    assert json.plain(value(text, "js")) == {"a": "it's", "b": "two\nlines", "c": ["x"], "d": None}


@pytest.mark.parametrize(
    ("text", "dialect", "names"),
    [
        ('var.texts["hi"]', "hcl", ["var.texts[\"hi\"]"]),
        ('"Hi ${var.names["a"]}, ${upper("b}")}"', "hcl", ['var.names["a"]', 'upper("b}")']),
        ("`Hi ${name({a: 1})}`", "js", ["name({a: 1})"]),
        ("'Hi ' + name + `!`", "js", ["name"]),
        ('a ? "b" : "c"', "hcl", ['a ? "b" : "c"']),
        ("['a', 'b'].join(' ')", "js", ["['a', 'b'].join(' ')"]),
        ("{ for k in x : k => 1 }", "hcl", ["{ for k in x : k => 1 }"]),
    ],
)  # fmt: skip
def test_what_a_program_computes_is_a_slot(text: str, dialect: Dialect, names: list[str]) -> None:
    assert [piece.name for piece in string(text, dialect).pieces if piece.kind == "slot"] == names


def test_computed_keys_comments_and_directives_stop_nothing() -> None:
    assert json.plain(value('{ (var.k) = 1, %{ if x }\n"a": 2 %{ endif } }')) == {"(var.k)": 1, "a": 2}
    assert json.plain(value("{ [k]: 1, f: () => { /* don't */ }, b, ...rest, a: 'x' }", "js"))["a"] == "x"


def test_strings_that_are_added_are_one_text_whose_parts_stand_where_they_are_written() -> None:
    found = string("'Hello ' +\n  who +\n  \" and 🎉 bye\"", "js")
    assert found.value == f"Hello {SLOT} and 🎉 bye"
    assert found.pieces[-1].span.text == " and 🎉 bye"
    assert found.span.start == 0


@pytest.mark.parametrize(
    ("text", "dialect", "meant"),
    [
        (r'"a\n\t\"b\" é \U0001F600"', "hcl", 'a\n\t"b" é 😀'),
        (r'"😀 $${x} %%{y}"', "hcl", "😀 ${x} %{y}"),
        (r"'\x41\u{1F600}\ud83d\ude00 ${x}'", "js", "A😀😀 ${x}"),
        ("'a\\\r\nb'", "js", "ab"),
        ("<<-END\n    one\n    two\n  END\n", "hcl", "    one\n    two\n"),
    ],
)
def test_escapes_are_decoded_in_place(text: str, dialect: Dialect, meant: str) -> None:
    assert string(text, dialect).value == meant


def test_every_key_is_found_with_the_braces_and_names_it_stands_in() -> None:
    text = 'locals {\n  x = merge(a, { hi = "Hi" })\n  y = [{ z: 1 }]\n}\n# n = 1\nmodule "m" { t = <<E\nk = 1\nE\n}\n'
    found = [(entry.key, entry.keys, text[entry.value]) for entry in literals.entries(Source("a.tf", text), "hcl")]
    assert found == [
        ("x", ("locals",), "m"),
        ("hi", ("locals", "merge"), '"'),
        ("y", ("locals",), "["),
        ("z", ("locals", "y"), "1"),
        ("t", ("m",), "<"),
    ]


def test_an_apostrophe_in_a_comment_or_in_copy_of_a_heredoc_stops_nothing() -> None:
    text = "// don't\nconst a = { b: 'x' }\n"
    assert [entry.key for entry in literals.entries(Source("a.js", text), "js")] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "dialect", "at", "words"),
    [
        ('{ a = "x', "hcl", 6, "never closed"),
        ('{ a = "x\n" }', "hcl", 6, "end of the line"),
        ("{ a = 1", "hcl", 0, "expected a }"),
        ("[1, 2", "js", 0, "expected a ]"),
        ("{ a: }", "js", 5, "Expected a value"),
        ("<<END\nx\n", "hcl", 0, "a line that says END"),
        ("`a ${b", "js", 4, "expected a }"),
        ('{ "a" "b" }', "hcl", 5, "an equals sign"),
        ("", "hcl", 0, "The file ends"),
    ],
)
def test_a_broken_literal_is_refused_at_its_place(text: str, dialect: Dialect, at: int, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        value(text, dialect)
    assert words in refused.value.problem.what
    assert refused.value.problem.span.start == at
