"""TOML is read as tomllib reads it, and every key and value with its place."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.model import Source, Unreadable
from servicelint.syntax import toml, yaml
from servicelint.written.checked import places, plain

NAME = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
BARE = st.from_regex(r"[a-z0-9_-]{1,4}", fullmatch=True)
VALUES = st.recursive(
    st.one_of(NAME, st.integers(-9, 999), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(BARE, inner, max_size=3)),
    max_leaves=6,
)


def told(value: Any) -> Any:
    """The value with every scalar as text, as the reader leaves it."""
    if isinstance(value, dict):
        return {key: told(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [told(inner) for inner in value]
    return value if isinstance(value, str) else json.dumps(value)


def inline(value: Any) -> str:
    """The value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {inline(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[\n  " + ", # ] } x\n  ".join(map(inline, value)) + ("," if value else "") + " ]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@given(tables=st.dictionaries(BARE, st.dictionaries(NAME, VALUES, max_size=4), max_size=3))
def test_it_is_what_tomllib_makes_of_it(tables: dict[str, dict[str, Any]]) -> None:
    lines = []
    for name, table in tables.items():
        lines += [
            f"[outer.{name}]  # [no]",
            *(f"{json.dumps(key, ensure_ascii=False)} = {inline(value)}" for key, value in table.items()),
            "",
        ]
    text = "\r\n".join(lines)
    assert plain(toml.load(Source("a.toml", text))) == told(tomllib.loads(text))


def test_dotted_keys_arrays_of_tables_and_long_strings() -> None:
    text = """
a.b."c.d" = 'x'   # a comment
[[t]]
name = \"\"\"
two "quotes" and
lines\"\"\"
[t.inner]
on = true
[[t]]
name = '''it's'''
inner = {deep.er = [1, [2, {z = 3}]]}
"""
    assert plain(toml.load(Source("a.toml", text))) == told(tomllib.loads(text))


def test_keys_and_values_have_their_places() -> None:
    text = 'top = 1\n[tool.x]\n"a b" = ["p", "q"]\n\n[[tool.x.files]]\n  path = "it"\n'
    root = yaml.at(toml.load(Source("a.toml", text)), "tool", "x")
    assert root is not None
    assert places(root) == {
        "a b": (3, 1), "a b/0": (3, 10), "a b/1": (3, 15), "files": (5, 10), "files/0": (5, 10),
        "files/0/path": (6, 3), "files/0/path=": (6, 10),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [("a = 1\na = 2\n", 2, "cannot overwrite a value"), ("a = [\n1,\n", 3, "invalid value"), ("[a\n", 1, "expected ']'")],
)
def test_what_is_no_toml_is_told_at_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(Unreadable) as raised:
        toml.load(Source("a.toml", text))
    assert raised.value.problem.span.line == line
    assert what in raised.value.problem.what
