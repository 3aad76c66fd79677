"""Pictures in every format: a shape for each kind, keys on the arrows, findings marked, and hostile words kept as words."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.chart import Arrow, Box, BoxKind, Chart, Mark
from servicelint.chart.atlas import pages
from servicelint.chart.colours import _DARK, _LIGHT
from servicelint.chart.svg import drawing
from servicelint.model import NodeKind
from servicelint.pictures import Sheet, names, picture
from servicelint.pictures.dot import quoted
from servicelint.pictures.mermaid import escaped

KINDS: tuple[NodeKind, ...] = get_args(NodeKind)
HOSTILE = '</text><script>alert("1")</script> #quot; [x] {y} | `z`\n1. first\\N --> end; %% & \' ]]>'
DOT_STRING = r'"(?:[^"\\\n]|\\[\s\S])*"'


def box(name: str, kind: BoxKind = "say", title: str = "", **more: object) -> Box:
    return Box(name, kind, title or f"Words of {name}", title or f"Words of {name}", "a.vxml", 7, 3.0, **more)  # type: ignore[arg-type]


def every_kind() -> Chart:
    boxes = tuple(box(kind, kind) for kind in KINDS)
    arrows = tuple(Arrow("menu", kind, str(at), "option") for at, kind in enumerate(KINDS) if kind != "menu")
    return Chart(
        "f", "A flow", boxes, (*arrows, Arrow("ask", "menu", "", "no-input"), Arrow("menu", "menu", "", "no-match")), "menu"
    )


def written(kind: str, *charts: Chart) -> str:
    out = io.StringIO()
    picture(kind).write([Sheet(one, pages(one, f"flow-{at}")) for at, one in enumerate(charts)], out)
    return out.getvalue()


def hostile() -> Chart:
    mark = Mark("error", "blame", HOSTILE)
    boxes = (box(HOSTILE, "menu", HOSTILE, marks=(mark,), findings=(0,)), box("n2", "human", HOSTILE))
    return Chart(HOSTILE, HOSTILE, boxes, (Arrow(HOSTILE, "n2", HOSTILE, "option"),), HOSTILE)


class Tags(HTMLParser):
    """The tags of a page, and its attributes by name."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.found.setdefault(name, []).append(value or "")


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    return tags


def test_the_formats_are_those_in_the_folder() -> None:
    assert names() == ("dot", "html", "mermaid", "svg")


@pytest.mark.parametrize("kind", names())
def test_a_picture_ends_its_last_line_and_is_the_same_twice(kind: str) -> None:
    assert written(kind, every_kind()).endswith("\n")
    assert written(kind, every_kind()) == written(kind, every_kind())


def test_every_kind_has_its_own_outline_sign_and_word_in_svg() -> None:
    root = ElementTree.fromstring(drawing(every_kind()))
    nodes = [node for node in root.iter() if "node" in node.get("class", "").split()]
    shapes = {
        re.sub(r"[\d. -]+", "", next(part for part in node if part.get("class") == "shape").get("d", "")) for node in nodes
    }
    signs = {next(part for part in node if part.get("class", "").startswith("sign")).get("d") for node in nodes}
    heads = {next(part for part in node if part.get("class") == "head").text for node in nodes}
    assert len(nodes) == len(signs) == len(heads) == len(KINDS)
    assert len(shapes) >= 5


@pytest.mark.parametrize("kind", ["mermaid", "dot"])
def test_every_kind_has_its_own_shape_in_text(kind: str) -> None:
    text = written(kind, every_kind())
    pattern = r'n\d+(\W+)"' if kind == "mermaid" else r"shape=(\w+)(?:, style=\"(\S+?)\")?, fillcolor"
    lines = [line for line in text.splitlines() if "Words of" in line and "click" not in line and "->" not in line]
    assert len({found.groups() for line in lines if (found := re.search(pattern, line))}) == len(KINDS)


@pytest.mark.parametrize("kind", names())
def test_keys_stand_on_the_arrows_and_words_in_the_boxes(kind: str) -> None:
    text = written(kind, every_kind())
    for at, node in enumerate(KINDS):
        assert f"Words of {node}" in text
        if at:
            assert re.search(rf'[|">]{at}[|"<]', text)
    assert "no input" in text


def test_what_leads_back_is_told_at_the_foot_of_its_box() -> None:
    text = drawing(every_kind())
    assert "↩ no input: start" in text
    assert "↻ no match: again" in text
    assert 'href="#n0"' in text


@pytest.mark.parametrize("kind", names())
def test_findings_are_marked_with_their_number_and_rules(kind: str) -> None:
    marks = (Mark("error", "blame", "Do not blame."), Mark("warning", "jargon", "Plain words."))
    text = written(kind, Chart("f", "f", (box("a", marks=marks, findings=(0, 1)),), (), "a"))
    assert "blame" in text
    assert "jargon" in text
    if kind in ("svg", "html"):
        assert 'class="mark error-mark"' in text
        assert '<text class="count" x="210" y="4">2</text>' in text
    else:
        assert "1 error, 1 warning" in text


@pytest.mark.parametrize(("box_of", "time"), [(12.4, "12 s"), (125.0, "2:05 min"), (0.0, "0 s")])
def test_the_time_from_the_start_stands_on_every_box(box_of: float, time: str) -> None:
    one = Box("a", "say", "Hello", "Hello", "a.vxml", 1, box_of)
    assert all(time in written(kind, Chart("f", "f", (one,), (), "a")) for kind in names())


def test_a_time_that_is_not_wholly_told_says_so() -> None:
    one = Box("a", "say", "Hello", "Hello", "a.vxml", 1, 12.0, at_least=True)
    assert all("≥ 12 s" in written(kind, Chart("f", "f", (one,), (), "a")) for kind in names())


def test_hostile_words_stay_words_in_svg() -> None:
    root = ElementTree.fromstring(written("svg", hostile()))
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    texts = ["".join(node.itertext()) for node in root.iter()]
    assert any('</text><script>alert("1")</script> #quot; [x] {y} | `z`' in text for text in texts)


def test_hostile_words_stay_words_in_html() -> None:
    page = parsed(written("html", hostile()))
    assert "script" not in page.tags
    assert HOSTILE in page.found["data-node"]
    assert not [name for name in page.found if name.startswith("on") or name in ("style", "src")]


def test_hostile_words_stay_words_in_mermaid() -> None:
    text = written("mermaid", hostile())
    assert "<script" not in text
    for line in text.splitlines():
        for label in re.findall(r'"([^"]*)"', line):
            rest = re.sub(r"#\d+;|<br/>", "", label)
            assert not re.search(r"[#<>&;`*_{}\[\]|\\]", rest) or label.startswith("#n"), line
        assert line.count('"') % 2 == 0


@given(st.text())
def test_an_escaped_mermaid_label_reads_as_the_words_it_came_from(text: str) -> None:
    decoded = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), escaped(text))
    assert decoded == " ".join(text.split())
    assert '"' not in escaped(text)
    assert not re.match(r"\d+[.)]\s|[-+*#>]", escaped(text).replace("#", "\0"))


def test_hostile_words_stay_words_in_dot() -> None:
    text = written("dot", hostile())
    bare = re.sub(DOT_STRING, "S", text)
    assert '"' not in bare
    assert "script" not in bare
    statement = r"\s*(?:digraph S \{|\}|(?:graph|node|edge|n\d+|start|n\d+ -> n\d+|start -> n\d+)(?: \[[\w=S,. ]*\])?|label=S)"
    assert all(re.fullmatch(statement, line) for line in bare.splitlines())


@given(st.text(alphabet=st.characters(blacklist_characters="\0\r", blacklist_categories=["Cs"])))
def test_a_dot_string_reads_as_the_words_it_came_from(text: str) -> None:
    assert re.fullmatch(DOT_STRING, quoted(text))
    inner = quoted(text)[1:-1]
    assert re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], inner) == text


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), st.sampled_from(KINDS))
def test_any_words_give_well_formed_svg(text: str, kind: NodeKind) -> None:
    chart = Chart("f", text, (box("a", kind, text), box("b", "say", text)), (Arrow("a", "b", text, "option"),), "a")
    ElementTree.fromstring(written("svg", chart))


def test_the_page_needs_nothing_from_elsewhere_and_its_policy_holds() -> None:
    text = written("html", every_kind(), hostile())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    proof = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{proof}'" in text
    assert not re.search(r"url\(|@import|<link|<img|<script", text)
    assert text.count("<style") == 1
    assert all(link.startswith("#") for link in parsed(text).found["href"])


def test_every_link_of_a_page_leads_somewhere_and_every_id_is_one() -> None:
    ids = [f"part{part}/{at}" for part in range(8) for at in range(10)]
    arrows = [Arrow(one, other, "", "always") for one, other in pairwise(ids)]
    page = parsed(written("html", Chart("f", "f", tuple(box(name) for name in ids), tuple(arrows), ids[0]), every_kind()))
    assert len(page.found["id"]) == len(set(page.found["id"]))
    assert {link.removeprefix("#") for link in page.found["href"]} <= set(page.found["id"])
    assert page.tags.count("section") == 10


def test_a_box_can_be_reached_by_keyboard_and_says_all_to_a_listener() -> None:
    page = parsed(drawing(every_kind()))
    assert page.found["tabindex"] == ["0"] * len(KINDS)
    assert "Menu, 3 s from the start\nWords of menu\na.vxml:7" in page.found["aria-label"]


def test_mermaid_draws_groups_as_subgraphs_and_of_too_many_arrows_the_overview() -> None:
    def grouped(size: int) -> Chart:
        ids = [f"part{part}/{at}" for part in range(8) for at in range(size)]
        arrows = [Arrow(one, other, "", "always") for one, other in pairwise(ids)]
        return Chart("f", "f", tuple(box(name) for name in ids), tuple(arrows), ids[0])

    assert written("mermaid", grouped(10)).count("subgraph") == 8
    assert "part7 " not in written("mermaid", grouped(10))
    overview = written("mermaid", grouped(70))
    assert overview.count("[[") == 8
    assert written("dot", grouped(70)).count("subgraph") == 8


@pytest.mark.parametrize("scheme", [_LIGHT, _DARK])
def test_words_stand_out_from_their_ground(scheme: str) -> None:
    colours = dict(re.findall(r"--([\w-]+):#(\w{6})", scheme))

    def light(name: str) -> float:
        parts = [int(colours[name][at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    for ground in [name for name in colours if name.endswith("-card")] + ["sheet"]:
        assert contrast("ink", ground) >= 7
        assert contrast("soft", ground) >= 4.5
    for kind in [name.removesuffix("-card") for name in colours if name.endswith("-card")]:
        assert contrast(kind, f"{kind}-card") >= 4.5, kind
    for grade in ("error", "warning", "hint"):
        assert contrast(grade, "on-mark") >= 4.5
