"""Placeholders that need no template language, and the plain writing that looks like them."""

from __future__ import annotations

import time

import pytest

from servicelint.syntax.templates import placeholders
from servicelint.syntax.templates.readings import all_families


def found(text: str) -> list[tuple[str, str]]:
    return [(text[token.start : token.end], token.name) for token in placeholders.slots(text, 0, len(text))]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{x}", "x"),
        ("{}", "{}"),
        ("{0}", "0"),
        ("{{ x }}", "x"),
        ("{{{Recipient.Name}}}", "Recipient.Name"),
        ("{!Contact.FirstName}", "Contact.FirstName"),
        ("{%ticket.id%}", "ticket.id"),
        ("%{x}", "x"),
        ("%(x)s", "x"),
        ("%s", "%s"),
        ("%d", "%d"),
        ("%i", "%i"),
        ("%ld", "%ld"),
        ("%@", "%@"),
        ("%1$s", "%1$s"),
        ("%1$@", "%1$@"),
        ("%.2f", "%.2f"),
        ("%1", "1"),
        ("%name%", "name"),
        ("%%FirstName%%", "FirstName"),
        ("${X}", "X"),
        ("#{x}", "x"),
        ("#ORDER_ID#", "ORDER_ID"),
        ("*|FNAME|*", "FNAME"),
        ("[[ x ]]", "x"),
        ("[% user.name | html %]", "user.name"),
        ("((first name))", "first name"),
        ("<<First Name>>", "First Name"),
    ],
)
def test_a_placeholder_is_a_slot_that_keeps_its_name(written: str, name: str) -> None:
    assert found(f"Hi {written}, thank you") == [(written, name)]


@pytest.mark.parametrize(
    "written",
    [
        "100%1",
        "20% di sconto, 30%",
        "%20",
        "5%i",
        "%1.5",
        "20%% off, 30%% more",
        "Note:name at 12:30 :D",
        "Hi :name",
        "[Customer Name]",
        "__NAME__ and -name-",
        "Write to @name !now %name",
        "Жаль(( Очень жаль))",
        "Жаль((а так хотелось))",
        ":((no))",
        "{ } and {a, b}",
        "#1 in #books &#NAME#",
        "a << b >> c",
        "a | b *|* c",
        "[% END %]",
    ],
)
def test_what_only_looks_like_a_placeholder_stays_text(written: str) -> None:
    assert found(written) == []


def test_a_catalogue_may_mark_names_with_other_characters() -> None:
    text = "Hi :name, {x} at 12:30, Note:name a::b https://x :D :Name."
    assert [token.name for token in placeholders.named(text, 0, len(text), ":")] == ["name", "x", "Name"]
    text = "20% off, 5%name %name @user a@b.example !count"
    assert [token.name for token in placeholders.named(text, 0, len(text), "%@!")] == ["name", "user", "count"]


UNITS = [
    "{{",
    "{#",
    "{%",
    "*|",
    "*|IF:",
    "<#",
    "<#if (",
    "<#--",
    "<@",
    "[#",
    "${",
    '${"${a}',
    "((",
    "((a??",
    "{{!--",
    "{{!",
    "{*",
]
UNITS += [
    "{{/*",
    "{{'",
    '{{"',
    "{{trans '",
    '{{"\\"{{\\"" ',
    "{% comment %}",
    "{% raw %}",
    '{{define "en"}}{{end}}',
    "<#noparse>",
]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_text_is_read_in_one_go(unit: str) -> None:
    for text in ((unit * 200_000)[:200_000], unit + " " * 200_000, unit + "a." * 100_000):
        began = time.perf_counter()
        for name in ("go", "freemarker", "magento", "mailchimp", "notify", "jinja", "handlebars"):
            family = all_families()[name]
            family.certainty(text)
            assert sum(1 for _ in family.tokens(text)) <= len(text)
        assert sum(1 for _ in placeholders.slots(text, 0, len(text))) <= len(text)
        assert time.perf_counter() - began < 20, unit
