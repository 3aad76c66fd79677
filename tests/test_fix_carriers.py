"""New words are so written that their file says just them: each carrier against our reader and another one."""

from __future__ import annotations

import csv
import io
import json as plain_json
import re
from collections.abc import Callable
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from servicelint.formats.strings.carriers import android
from servicelint.model import Source
from servicelint.model.passage import Carrier
from servicelint.model.pieces import text_of
from servicelint.syntax import json, po, strings_file, xml, yaml
from servicelint.syntax.escape import escape

Reader = Callable[[str], str]
"""From the text of a file to the value that stands in it."""
GOOD = "You're welcome"
FREE = ("plain", "encoded")
"""Text written as it is, and text that is never touched."""


def own_yaml(text: str) -> str:
    [root] = yaml.load(Source("a.yml", text))
    return yaml.word(yaml.at(root, "a"))


def other_yaml(text: str) -> str:
    value = YAML(typ="safe").load(text)["a"]
    assert isinstance(value, str), f"{value!r} is no text"
    return value


def own_json(text: str) -> str:
    root = json.read(Source("a.json", text))
    assert isinstance(root, json.Object)
    return root.text("a")


def own_inner_json(text: str) -> str:
    root = json.read(Source("a.json", text))
    assert isinstance(root, json.Object)
    string = root.string("a")
    assert string is not None
    inner = json.read_inside(string)
    assert isinstance(inner, json.Object)
    return inner.text("b")


def own_attribute(text: str) -> str:
    return xml.root(Source("a.xml", text)).get("b")


def other_attribute(text: str) -> str:
    return ElementTree.fromstring(text).attrib["b"]


def own_content(text: str) -> str:
    return text_of(xml.root(Source("a.xml", text)).text())


def other_content(text: str) -> str:
    return ElementTree.fromstring(text).text or ""


def own_po(text: str) -> str:
    [entry] = po.read(Source("a.po", text)).entries
    return entry.forms[0].text


def own_strings(text: str) -> str:
    [pair] = strings_file.pairs(Source("a.strings", text), [])
    return text_of(pair.pieces)


def own_android(text: str) -> str:
    [entry] = android.read(Source("res/values/strings.xml", text), []).entries
    return text_of(entry.pieces)


def other_csv(text: str) -> str:
    [row] = csv.reader(io.StringIO(text, newline=""))
    return row[1]


def other_php(text: str) -> str:
    return re.sub(r"\\([\\'])", r"\1", text)


CARRIERS: dict[str, list[tuple[str, str, list[Reader]]]] = {
    "json": [("json", '{{"a": "{}"}}', [own_json, lambda text: plain_json.loads(text)["a"]])],
    "json-in-json": [
        (
            "json in json",
            '{{"a": "{{\\"b\\": \\"{}\\"}}"}}',
            [own_inner_json, lambda text: plain_json.loads(plain_json.loads(text)["a"])["b"]],
        )
    ],
    "xml": [
        ("double quotes", '<a b="{}"/>', [own_attribute, other_attribute]),
        ("single quotes", "<a b='{}'/>", [own_attribute, other_attribute]),
        ("content", "<a>{}</a>", [own_content, other_content]),
    ],
    "xml-text": [("content", "<a>{}</a>", [own_content, other_content])],
    "yaml-plain": [
        ("block", "a: {}\n", [own_yaml, other_yaml]),
        ("flow", "{{a: {}, b: c}}\n", [own_yaml, other_yaml]),
        ("inside", "a: x {} y\n", [own_yaml, other_yaml]),
    ],
    "yaml-single": [("block", "a: '{}'\n", [own_yaml, other_yaml]), ("flow", "{{a: '{}', b: c}}\n", [own_yaml, other_yaml])],
    "yaml-double": [("block", 'a: "{}"\n', [own_yaml, other_yaml])],
    "yaml-block": [
        ("literal", "a: |-\n  {}\n", [own_yaml, other_yaml]),
        ("folded", "a: >-\n  {}\n", [own_yaml, other_yaml]),
        ("inside", "a: >-\n  one\n  x {} y\n  two\n", [own_yaml, other_yaml]),
    ],
    "csv": [("cell", "1,{},3\n", [other_csv])],
    "csv-quoted": [("cell", '1,"{}",3\n', [other_csv])],
    "quoted": [
        ("double quotes", '{{"a": "{}"}}', [own_json]),
        ("single quotes", "<a b='{}'/>", [own_attribute]),
        ("content", "<a>{}</a>", [own_content]),
    ],
    "php-single": [("literal", "{}", [other_php])],
    "c-quoted": [
        ("po", 'msgid "x"\nmsgstr "{}"\n', [own_po]),
        ("strings", '"x" = "{}";\n', [own_strings]),
    ],
    "android": [("string", '<resources><string name="a">{}</string></resources>', [own_android])],
}
PLACES = [(carrier, *place) for carrier, places in CARRIERS.items() for place in places]
AROUND = {("yaml-plain", "inside"): ("x ", " y"), ("yaml-block", "inside"): ("one x ", " y two")}


def holds(carrier: str, where: str, document: str, readers: list[Reader], text: str) -> None:
    """Whether every reader finds the text where its escaped form was put, if the carrier can hold it."""
    escaped = escape(text, carrier)  # type: ignore[arg-type]
    if escaped is None:
        return
    before, after = AROUND.get((carrier, where), ("", ""))
    for read in readers:
        assert read(document.format(escaped)) == before + text + after


def test_every_carrier_is_tried() -> None:
    assert set(CARRIERS) | set(FREE) == set(get_args(Carrier))


@pytest.mark.parametrize(("carrier", "where", "document", "readers"), PLACES, ids=[f"{one[0]}-{one[1]}" for one in PLACES])
@given(
    text=st.text(st.sampled_from("abcdefghij é'\"\\<>&:#{}[],;|!?-@*%`~\n\t\u00a0\u2028я🙂]]>0.=_"), min_size=1, max_size=12)
)
def test_what_is_written_is_what_is_read(carrier: str, where: str, document: str, readers: list[Reader], text: str) -> None:
    if carrier == "android":  # which collapses white space, and takes `@word/word` for the name of another string
        text = " ".join(text.split()).replace("/", "")
        assume(text)
    holds(carrier, where, document, readers, text)


@pytest.mark.parametrize(("carrier", "where", "document", "readers"), PLACES, ids=[f"{one[0]}-{one[1]}" for one in PLACES])
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=8))
def test_words_of_any_script_are_what_is_read(
    carrier: str, where: str, document: str, readers: list[Reader], text: str
) -> None:
    holds(carrier, where, document, readers, text)


@pytest.mark.parametrize(("carrier", "where", "document", "readers"), PLACES, ids=[f"{one[0]}-{one[1]}" for one in PLACES])
@pytest.mark.parametrize("text", ["Prego", "Cu plăcere", "Пожалуйста", GOOD])
def test_friendly_words_can_be_written_nearly_everywhere(
    carrier: str, where: str, document: str, readers: list[Reader], text: str
) -> None:
    if carrier == "quoted" and "'" in text:
        assert escape(text, "quoted") is None
        return
    assert escape(text, carrier) is not None  # type: ignore[arg-type]
    holds(carrier, where, document, readers, text)


@pytest.mark.parametrize("text", ["yes", "No", "null", "12", "1:30", "~", "0x1f", "-", "true", "= x", "y", "1.5e3", ".5"])
def test_a_plain_scalar_never_becomes_another_type(text: str) -> None:
    assert escape(text, "yaml-plain") is None


@pytest.mark.parametrize("text", ["Yes, gladly", "Nothing", "On Friday", "12 days", "Note"])
def test_words_that_only_begin_like_another_type_can_be_written(text: str) -> None:
    assert (escape(text, "yaml-plain") is None) == ("," in text)


def test_what_is_encoded_is_never_touched() -> None:
    assert escape("Prego", "encoded") is None
