"""HTML: what the customer reads of a mail, in which role, and where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.formats import html
from servicelint.model import Bundle, Document, Message, Piece, Source, Span
from servicelint.model.pieces import faults, verbatim
from servicelint.syntax.html import variants

EXAMPLES = Path(__file__).parents[1] / "examples" / "html"
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "emails"
MARKS = [
    "<",
    ">",
    "</",
    "/>",
    "<p>",
    "</p>",
    "<td",
    "<a href=",
    "<br>",
    "<!--",
    "-->",
    "<script>",
    "<title>",
    "&amp;",
    "&",
    ";",
]
MARKS += [
    '"',
    "'",
    "=",
    "{{",
    "}}",
    "{% if x %}",
    "{% else %}",
    "{% endif %}",
    " ",
    "\r\n",
    "é",
    "😀",
    "<li>",
    "<h1>",
    "<img alt='a'>",
]


def parse(written: str, path: str = "mails/order.html", **settings: str) -> Document:
    source = Source(path, written)
    document = html.parse(Bundle((source,), settings=tuple(settings.items())))
    assert [fault for m in document.messages for p in m.passages for fault in faults(p)] == []
    return document


def copy(message: Message) -> list[tuple[str, str]]:
    return [(passage.role, passage.shown) for passage in message.passages]


def roles(written: str) -> list[tuple[str, str]]:
    document = parse(written)
    return copy(document.messages[0]) if document.messages else []


def shown(written: str) -> list[str]:
    return [text for _, text in roles(written)]


def places(written: str) -> list[str]:
    return [passage.span.text for passage in parse(written).messages[0].passages]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p>Hello</p><p>there</p>", ["Hello", "there"]),
        ("<div>One<div>two</div>three</div>", ["One", "two", "three"]),
        ("<table><tr><td>Total<td>9</table>after", ["Total", "9", "after"]),
        ("we <b>re</b>ply to<i> <a href='u?a=1&b=2'>you</a></i>.", ["we reply to you."]),
        ("<span style='display:block'>One</span><span>two</span>", ["One", "two"]),
        ("<p>5 < 6 and 7 > 3 <3</p>", ["5 < 6 and 7 > 3 <3"]),
        ("<p>unclosed <b>bold <p>next</b> one", ["unclosed bold", "next one"]),
        ("<td>a</p>b</td></table></div>c", ["a", "b", "c"]),
        ("a <b title='x' broken=\">c</b> d", ["a c d", "x"]),
        ("a<br/>b<BR>\n c", ["a\nb\nc"]),
        ("a<br><br/>b<br>&nbsp;<br>c", ["a", "b", "c"]),
        ("<p> \r\n  wrapped\r\n\tline </p>", ["wrapped line"]),
        ("<p>&nbsp;</p><p>|</p><p>&zwnj;&#8203;</p>", []),
        ("soft&shy;hyphen zero\u200bwidth", ["softhyphen zerowidth"]),
    ],
)
def test_blocks_end_a_passage_and_inline_elements_do_not(written: str, expected: list[str]) -> None:
    assert shown(written) == expected


def test_character_references_are_decoded_where_a_browser_decodes_them() -> None:
    assert shown("<p>R&amp;D &lt;b&gt; caf&eacute; &#8364;&#x20AC; &copy 2 &amp;nbsp; &unknown; 10&nbsp;&euro;</p>") == [
        "R&D <b> café €€ © 2 &nbsp; &unknown; 10\u00a0€"
    ]


def test_every_word_is_found_where_it_is_written() -> None:
    written = "<p>😀 Grazie&nbsp;a&#768; <b>te</b>,\r\n Ada &amp; co</p>"
    (passage,) = parse(written).messages[0].passages
    at = passage.text.index("te")
    assert passage.place(at, at + 2) == Span(passage.span.source, written.index("te</b>"), written.index("</b>"))
    assert passage.place(at + 4, at + 7).text == "Ada"
    assert passage.verbatim(at + 4, at + 7)
    assert not passage.verbatim(0, at)


@pytest.mark.parametrize(
    "written",
    [
        "<script>if (a < b) { say('no') }</script>",
        "<style>p::after { content: 'no' }</style>",
        "<!-- no <p>no</p> -->",
        "<!--[if mso]><p>no</p><![endif]-->",
        "<template><p>no</p></template>",
        "<p>yes first</p><div style='DISPLAY : none'>no<p>no</p></div>",
        "<p>yes first</p><p hidden>no</p>",
        "<svg><title>no</title><text>no</text></svg>",
        "<a href='{shop_url}' title='{shop_name}' data-x='no'></a><img src='no.png' alt=''>",
        "<input type='hidden' value='no'><meta name='description' content='no'>",
        "<!DOCTYPE html PUBLIC 'no'><?xml version='no'?>",
    ],
)
def test_what_no_customer_sees_is_no_copy(written: str) -> None:
    assert not any("no" in text.split() for text in shown(written))


def test_what_other_programs_than_outlook_show_is_read_once() -> None:
    assert shown("<!--[if !mso]><!--><p>seen</p><!--<![endif]--><![if !mso]>too<![endif]>") == ["seen", "too"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<head><title>Your order</title></head>", ("subject", "Your order")),
        ("<h2><span>News</span></h2>", ("heading", "News")),
        ("<ul><li>One</ul>", ("item", "One")),
        ("<button>Pay</button>", ("button", "Pay")),
        ("<a class='main-button' href='x'>Pay</a>", ("button", "Pay")),
        ("<a style='padding:9px;display:inline-block' href='x'>Pay</a>", ("button", "Pay")),
        ("<td class='btn primary'><a href='x'>Pay</a></td>", ("button", "Pay")),
        ("<input type=submit value='Pay now'>", ("button", "Pay now")),
        ("<img alt='A blue door'>", ("image", "A blue door")),
        ("<a class=button aria-label='Pay &amp; go'></a>", ("button", "Pay & go")),
        ("<input placeholder='Your name'>", ("paragraph", "Your name")),
        ("<span class='preheader'>It is here.</span>", ("preheader", "It is here.")),
        ("<div style='display:none'>It is here.&nbsp;&zwnj;</div>", ("preheader", "It is here.")),
    ],
)
def test_each_run_of_copy_has_its_role(written: str, expected: tuple[str, str]) -> None:
    assert roles(f"{written}<p>end</p>") == [expected, ("paragraph", "end")]


def test_a_button_stands_apart_from_the_words_around_it_and_a_link_does_not() -> None:
    assert shown("<p>See <a href='x'>this</a> or <a class='btn'>pay</a> now</p>") == ["See this or", "pay", "now"]


def test_the_language_is_the_one_declared_around_a_passage() -> None:
    written = "<html lang='it-IT'><p>Ciao</p><p lang='{{ locale }}'>?a</p><div xml:lang=EN><p>Hi</p></div><p>Sì</p>"
    assert [passage.language for passage in parse(written).messages[0].passages] == ["it", "", "en", "it"]
    assert parse("<html lang='ro'><p>Salut</p>").language == "ro"
    assert parse("<html lang='ro'><p>Salut</p>", language="en").language == "en"


def test_a_mail_is_a_message_of_the_company_by_mail_unless_the_configuration_says_otherwise() -> None:
    (message,) = parse("<p>Hi</p>", "mails/order_conf.html.twig").messages
    assert (message.id, message.speaker, message.channel, message.variant) == ("order_conf", "company", "email", None)
    assert parse("<p>Hi</p>", channel="chat").messages[0].channel == "chat"
    assert parse("<p> </p>").messages == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<div {% if a > 1 %}class='b'{% endif %}>Text</div>", ["Text"]),
        ("<a href='{{ url(\"a>b\") }}?x={y}&amp;z'>Text</a>", ["Text"]),
        ("<td align={{ a }}>Text</td>", ["Text"]),
        ("<h{{ n }}>Text</h{{ n }}>end", ["Text", "end"]),
        ("{% for a in b %}<tr><td>Text</td></tr>{% endfor %}", ["Text"]),
        ("{{ 'Go to <a href=\"{link}\">your orders</a>.'|trans }}", ["Go to your orders."]),
        ("<p>{% trans 'Hello' %}, {{ x }}</p>{{ parent() }}", ["Hello, {{ x }}"]),
        ("<p>Dear {firstname} {lastname}</p>", ["Dear {firstname} {lastname}"]),
        ("<p>{{#each a}}{{this}} {{/each}}and more</p>", ["{{this}} and more"]),
    ],
)
def test_template_tags_never_break_the_markup(written: str, expected: list[str]) -> None:
    assert shown(written) == expected


def test_each_branch_is_a_variant_with_its_own_copy() -> None:
    written = "<p>{% if name %}Dear {{ name }},{% else %}Dear customer,{% endif %}</p><p>Your order left.</p>"
    first, second = parse(written).messages
    assert (first.variant, second.variant) == ("`name`", "else of `name`")
    assert copy(first) == [("paragraph", "Dear {{ name }},"), ("paragraph", "Your order left.")]
    assert copy(second) == [("paragraph", "Dear customer,"), ("paragraph", "Your order left.")]
    assert first.passages[1].span == second.passages[1].span


def test_branches_may_hold_different_tags_and_attributes() -> None:
    written = "{% if a %}<h1>{% else %}<li>{% endif %}Hi{% if a %}</h1>{% else %}</li>{% endif %}"
    assert [copy(message) for message in parse(written).messages] == [[("heading", "Hi")], [("item", "Hi")]]
    written = "<img alt='{% if a %}Red{% else %}Blue{% endif %}'><p {% if a %}hidden{% endif %}>Shade</p>"
    assert [copy(message) for message in parse(written).messages] == [
        [("image", "Red")],
        [("image", "Blue"), ("paragraph", "Shade")],
    ]


def test_branches_that_change_no_copy_make_no_variants() -> None:
    (message,) = parse("<p {% if a %}class='b'{% endif %}>Hi</p>{% if c %}<hr>{% endif %}").messages
    assert message.variant is None


def test_a_header_is_no_copy_but_for_its_subject() -> None:
    written = "---\r\nsubject: Your order\r\nlayout: main\r\n---\r\n<p>Hi</p>"
    assert roles(written) == [("subject", "Your order"), ("paragraph", "Hi")]
    assert places(written) == ["Your order", "Hi"]


def test_html_in_a_string_of_another_format_keeps_its_places() -> None:
    source = Source("a.json", r'"<p>Hi\u0021<br>you</p>"')
    at = source.text.index("\\")
    mark = Piece("!", Span(source, at, at + 6), "decoded")
    (variant,) = variants((verbatim(source, 1, at), mark, verbatim(source, at + 6, len(source.text) - 1)), "m")
    (passage,) = variant.passages
    assert passage.text == "Hi!\nyou"
    assert passage.place(4, 7).text == "you"
    assert list(faults(passage)) == []


@pytest.mark.parametrize(
    ("path", "written", "certain"),
    [
        ("a.html", "<!DOCTYPE html><p>Hi", True),
        ("a.txt", "\n<!-- x --><html><body>Hi", True),
        ("a.twig", "{% extends 'x' %}{% block a %}<p>Hi</p>{% endblock %}", True),
        ("a.hbs", "Dear {{name}},\nyour order left.", False),
        ("a.txt", "Dear <b>you</b>", False),
        ("a.html", "<mjml><mj-body></mj-body></mjml>", False),
        ("a.xml", "<?xml version='1.0'?><vxml><p>Hi</p></vxml>", False),
        ("a.html", "", False),
    ],
)
def test_html_is_recognised_by_its_tags(path: str, written: str, certain: bool) -> None:
    assert (html.sniff(Source(path, written)) >= 0.9) == certain


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_breaks_a_place(written: str) -> None:
    html.sniff(Source("a.html", written))
    parse(written)


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_the_examples_are_read_whole_and_without_markup(path: Path) -> None:
    source = Source(str(path), path.read_text(encoding="utf-8"))
    assert html.sniff(source) >= 0.9
    document = parse(source.text, str(path))
    assert len({message.variant for message in document.messages}) == len(document.messages) > 1
    for message in document.messages:
        text = "\n".join(passage.text for passage in message.passages)
        assert not set("<>{}") & set(text)
        assert "utm_source" not in text
        assert text.count("\n") > 5


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real mails is not here")
def test_real_mails_are_read_without_markup_left_over() -> None:
    for path in sorted(path for path in CORPUS.rglob("*") if path.suffix in (".html", ".twig")):
        source = Source(str(path), path.read_bytes().decode("utf-8-sig", "replace"))
        assert html.sniff(source) >= 0.9, path
        for message in parse(source.text, str(path)).messages:
            for passage in message.passages:
                written = "".join(piece.text for piece in passage.pieces if piece.kind == "verbatim")
                assert not any(mark in written for mark in ("</", "<p", "<a ", "{%", "{{", "-->", "style=")), path
