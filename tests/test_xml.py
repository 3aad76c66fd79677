"""XML with places: what is read is what is written, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.model import Passage, Source, Unreadable
from servicelint.model.pieces import faults, text_of
from servicelint.syntax import xml

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
XML_FOLDERS = ("voicexml", "twiml", "freeswitch_*")

NAMES = st.sampled_from(["a", "prompt", "say-as", "x:y", "été"])
WORDS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&\"'\ufffe\uffff"), min_size=1, max_size=8
)
RUNS = st.one_of(
    WORDS.map(lambda text: (text, text)),
    st.sampled_from(
        [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&#233;", "é"),
            ("&#x1F600;", "😀"),
            ("\r\n", "\r\n"),
            ("<![CDATA[<b>&]]>", "<b>&"),
        ]
    ),
    WORDS.map(lambda text: (f"<!--{text.replace('-', '')}-->", "")),
)
VALUES = st.lists(st.one_of(WORDS.map(lambda text: (text, text)), st.just(("&quot;", '"')), st.just(("&#10;", "\n"))))

SHREDS = [
    "<a",
    " b=",
    '"',
    "'",
    ">",
    "/>",
    "</a>",
    "<",
    "&",
    ";",
    "&#0;",
    "&#x110000;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
]
SHREDS += ["<!DOCTYPE a [", "<!ENTITY x ", "]", "<?xml", "?>", "\x00", "\r", "😀", "{{", "%}", "x", " ", "&x;"]


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> tuple[str, str, list[str]]:
    """An element as it is written, its text, and the values of all its attributes in order."""
    name = draw(NAMES)
    value = draw(VALUES)
    written, text, values = "", "", ["".join(meant for _, meant in value)]
    for _ in range(draw(st.integers(0, 3))):
        if depth and draw(st.booleans()):
            inner_written, inner_text, inner_values = draw(trees(depth - 1))
            written, text, values = written + inner_written, text + inner_text, values + inner_values
        else:
            run, meant = draw(RUNS)
            written, text = written + run, text + meant
    start = f'<{name} v="{"".join(run for run, _ in value)}"'
    return (f"{start}>{written}</{name}>" if written else f"{start}/>"), text, values


def source(text: str) -> Source:
    return Source("test.xml", text)


@given(trees())
def test_text_and_attributes_are_read_as_written_and_at_their_places(tree: tuple[str, str, list[str]]) -> None:
    written, text, values = tree
    root = xml.root(source(f'<?xml version="1.0"?>\r\n<!-- 😀 -->{written}\n'))
    assert text_of(root.text()) == text
    assert [element.get("v") for element in root.walk()] == values
    assert root.span.text == written
    for element in root.walk():
        assert element.span.text.startswith(element.tag.text)
        for pieces in (element.text(), element.attributes["v"].pieces):
            assert not pieces or list(faults(Passage("p", pieces))) == []


@given(trees())
def test_what_is_well_formed_has_no_flaw(tree: tuple[str, str, list[str]]) -> None:
    assert xml.flaw(source(tree[0].replace("x:y", "xy"))) is None


@given(st.one_of(st.text(), st.lists(st.sampled_from(SHREDS)).map("".join)))
def test_no_text_does_more_than_be_unreadable(text: str) -> None:
    problems = [xml.flaw(source(text))]
    try:
        xml.read(source(text))
    except Unreadable as failure:
        problems.append(failure.problem)
    assert all(0 <= problem.span.start <= problem.span.end <= len(text) for problem in problems if problem)


@given(trees(), st.data())
def test_a_truncated_file_is_unreadable_inside_it(tree: tuple[str, str, list[str]], data: st.DataObject) -> None:
    written = tree[0]
    cut = written[: data.draw(st.integers(2, len(written) - 1))]
    with pytest.raises(Unreadable) as failure:
        xml.read(source(cut))
    assert failure.value.problem.span.end <= len(cut)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        (
            "<a>\n <b>x\n</a>",
            "<b>",
            "<b> is opened here and never closed: line 3 already closes <a>; expected </b> before it.",
        ),
        ("<a>\n <b>x", "<b>", "<b> is opened here and never closed; expected </b> before the end."),
        ("<a></b></a>", "</b>", "</b> closes nothing, no <b> is open; expected </a>, opened at line 1."),
        ("<a/></b>", "</b>", "</b> closes nothing, no <b> is open."),
        (
            "<a b='c></a>",
            "<a",
            "The tag <a that begins here never ends; expected attributes in matching quotes, then >.",
        ),
        ("<a><!-- b</a>", "<!--", "The comment that begins here never ends; expected -->."),
        ("<a><![CDATA[ b</a>", "<![CDATA[", "The CDATA section that begins here never ends; expected ]]>."),
    ],
)
def test_tags_that_do_not_fit_are_told_at_their_place(text: str, place: str, what: str) -> None:
    with pytest.raises(Unreadable) as failure:
        xml.read(source(text))
    assert (failure.value.problem.span.text, failure.value.problem.what) == (place, what)


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        ("<a>é: 1 & 2</a>", "&", "write & as &amp;"),
        ("<a>1 < 2</a>", " ", "< as &lt;"),
        ("<a>&nbsp;</a>", "&", "nothing declares"),
        ("<a/>\n<b/>", "<", "one root"),
        ('<a b="1" b="2"/>', "b", "keep one"),
        ("\n<?xml version='1.0'?><a/>", "<", "the first thing"),
    ],
)
def test_a_flaw_is_told_at_its_place_and_the_text_is_still_read(text: str, place: str, advice: str) -> None:
    flaw = xml.flaw(source(text))
    assert flaw is not None
    assert flaw.span.text == place
    assert advice in flaw.what
    assert xml.root(source(text)).name == "a"


def test_a_template_in_xml_stays_text() -> None:
    root = xml.root(source("<Say>{% if a < b %}Hi <%= name %> & {{ x }}&nbsp;!{% endif %}</Say>"))
    assert [piece.text for piece in root.text()] == ["{% if a < b %}Hi <%= name %> & {{ x }}&nbsp;!{% endif %}"]


def test_an_entity_of_the_document_type_is_decoded_and_one_with_markup_is_a_slot() -> None:
    declared = '<!DOCTYPE a [<!-- it\'s --><!ENTITY co "B&amp;C"><!ENTITY both "&co; &co;"><!ENTITY m "<b/>">]>'
    root = xml.root(source(f"{declared}<a>&both;&m;</a>"))
    assert [(piece.text, piece.kind, piece.span.text) for piece in root.text()] == [
        ("B&C B&C", "decoded", "&both;"),
        ("\ufffc", "slot", "&m;"),
    ]


def test_an_entity_that_unfolds_without_end_is_a_slot() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 30))
    root = xml.root(source(f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l29;&l1;</a>'))
    assert [(piece.kind, len(piece.text)) for piece in root.text()] == [("slot", 1), ("decoded", 20)]


def test_depth_does_not_matter() -> None:
    root = xml.root(source("<a>" * 5000 + "x" + "</a>" * 5000))
    assert (text_of(root.text()), sum(1 for _ in root.walk())) == ("x", 5000)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_file_of_the_corpus_is_read_with_exact_places() -> None:
    files = [file for folder in XML_FOLDERS for file in CORPUS.glob(f"{folder}/**/*") if file.is_file()]
    read = 0
    for file in files:
        data = file.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
        for node in xml.read(Source(str(file), text)):
            if isinstance(node, xml.Element) and (pieces := node.text()):
                assert list(faults(Passage("p", pieces))) == []
                read += 1
    assert read > 100
