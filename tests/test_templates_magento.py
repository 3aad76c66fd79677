"""Magento's directives: which copy each branch shows, the texts inside `trans`, and what is a value."""

from __future__ import annotations

import pytest
from test_templates import read, shown, slots

from servicelint.model import Source
from servicelint.model.pieces import verbatim
from servicelint.syntax import html
from servicelint.syntax.templates import family_of


def test_a_text_to_be_translated_is_copy_in_its_place_with_slots() -> None:
    written = '{{trans "Hello %name, %name_2" name=$customer.name name_2="$this.get($a,[x:1])"|raw}}'
    assert family_of(written) == "magento"
    (reading,) = read(written)
    assert [(piece.text, piece.name) for piece in reading.pieces if piece.kind == "slot"] == [
        ("\ufffc", "name"),
        ("\ufffc", "name_2"),
    ]
    assert reading.pieces[0].span.start == written.index("Hello")
    assert shown(written) == ["Hello %name, %name_2"]


def test_a_text_may_stand_on_lines_of_its_own_and_hold_markup() -> None:
    written = "{{trans\n  'It isn\\'t <a href=\"%url\">far</a>, 20% off.'\n\n  url=$url\n|raw}}"
    assert shown(written) == ['It isn\'t <a href="%url">far</a>, 20% off.']
    source = Source("mail.html", f"<p>{written}</p>")
    (variant,) = html.variants((verbatim(source, 0, len(source.text)),), "mail")
    assert [passage.text for passage in variant.passages] == ["It isn't far, 20% off."]


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("{{depend order.note}}Note{{/depend}}!", ["Note!", "!"]),
        ("{{if order.virtual}}A{{else}}B{{/if}}{{var x}}", ["A{{var x}}", "B{{var x}}"]),
        ("{{for item in order.items}}- {{var item.name}}{{/for}}", ["- {{var item.name}}", ""]),
        ("{{depend a}}{{if b}}B{{/if}}A{{/depend}}", ["", "A", "BA"]),
    ],
)
def test_every_branch_is_read(written: str, readings: list[str]) -> None:
    assert sorted(shown(written)) == sorted(readings)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{{var order.increment_id}}", "order.increment_id"),
        ("{{var order.getName()|escape:html}}", "order.getName()"),
        ("{{htmlescape var=$order.name}}", "order.name"),
        ('{{config path="general/store_information/name"}}', "general/store_information/name"),
        ('{{store url="contact"}}', "contact"),
        ("{{customVar code=hours}}", "hours"),
        ("{{var this.getUrl($store,'a/',[_nosid:1])}}", "this.getUrl($store,'a/',[_nosid:1])"),
    ],
)
def test_values_are_slots(written: str, name: str) -> None:
    assert slots(f"a {written} b {{{{var x}}}}") == [name, "x"]


@pytest.mark.parametrize(
    "written",
    [
        '{{layout handle="sales_email_order_items" order=$order}}',
        "{{block class='Magento\\Cms' id=\"x\"}}",
        '{{template config_path="design/email/header_template"}}',
        '{{inlinecss file="css/email-inline.css"}}',
        '{{css file="css/email.css"}}',
        "{* it's a note {{var x}} *}",
    ],
)
def test_layouts_styles_and_comments_show_nothing(written: str) -> None:
    assert shown(f"a{written}b{{{{var x}}}}") == ["ab{{var x}}"]


def test_branches_in_attributes_leave_the_tag_whole() -> None:
    written = '<img {{if width}} width="{{var width}}" {{else}} width="180" {{/if}} alt="{{trans "Our shop"}}">'
    source = Source("mail.html", written)
    for variant in html.variants((verbatim(source, 0, len(written)),), "mail"):
        assert [passage.text for passage in variant.passages] == ["Our shop"]


def test_marks_that_others_share_do_not_make_it_magento() -> None:
    assert family_of("{{if .X}}a{{end}}") == "go"
    assert family_of('{{#if a}}{{trans "Welcome"}}{{/if}}') == "handlebars"
    assert family_of("{{ variable }}") == "jinja"


def test_what_never_closes_loses_nothing() -> None:
    assert shown("{{if a}}x{{else}}y{{var b}}") == ["x", "y{{var b}}"]
    assert shown('{{trans "a} b {{var c}}"') == ['{{trans "a} b {{var c}}"']
    assert shown("{{/depend}}a{{var c}}") == ["a{{var c}}"]
