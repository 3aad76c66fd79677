"""The script that makes the README's picture of coloured output."""

from __future__ import annotations

import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest

DOCS = Path(__file__).parent.parent / "docs"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(output: str, title: str = "") -> list[ElementTree.Element]:
    picture = runpy.run_path(str(DOCS / "make_picture.py"))["picture"](output, title)
    return ElementTree.fromstring(picture).findall(f"{SVG}text")


def test_every_run_of_text_stands_at_its_column() -> None:
    first, second, below = drawn("ab  <c>\n    田中 x\n")
    assert [first.text, second.text, below.text] == ["ab", "<c>", "田中 x"]
    cell = float(first.attrib["textLength"]) / 2
    assert float(second.attrib["x"]) - float(first.attrib["x"]) == pytest.approx(4 * cell)
    assert below.attrib["x"] == second.attrib["x"]
    assert float(below.attrib["textLength"]) == pytest.approx(6 * cell)
    assert float(below.attrib["y"]) > float(first.attrib["y"])


def test_colours_and_bold_are_drawn_until_they_are_reset() -> None:
    plain, red, bold, after = drawn("a\x1b[31mb\x1b[0m\x1b[1mc\x1b[0md")
    assert red.attrib["fill"] != plain.attrib["fill"] == after.attrib["fill"]
    assert bold.attrib["font-weight"] == "bold"
    assert "font-weight" not in after.attrib


def test_the_command_line_is_shown_at_the_top() -> None:
    title, below = drawn("x", "$ servicelint check")
    assert title.text == "$ servicelint check"
    assert float(below.attrib["y"]) > float(title.attrib["y"])


def test_the_picture_in_the_documentation_is_well_formed() -> None:
    assert ElementTree.parse(DOCS / "report.svg").getroot().tag == f"{SVG}svg"
