"""FreeMarker: which copy each branch shows, what is a value, and where a tag ends."""

from __future__ import annotations

import pytest
from test_templates import read, shown, slots

from servicelint.syntax.templates import family_of


@pytest.mark.parametrize(
    "written",
    [
        "<#if name??>Dear ${name}<#else>Dear customer</#if>",
        "<#if !name??>Dear customer<#else>Dear ${name}</#if>",
        "[#if name??]Dear ${name}[#else]Dear customer[/#if]",
        '<#if (name?length > 0) && x != ">">Dear ${name}<#else>Dear customer</#if>',
        "<#if lines?size &gt; 1>Dear ${name}<#else>Dear customer</#if>",
    ],
)
def test_a_greeting_with_a_fallback_has_two_readings(written: str) -> None:
    assert family_of(written) == "freemarker"
    assert shown(written) == ["Dear ${name}", "Dear customer"]


def test_every_arm_of_a_chain_and_of_a_switch_is_read() -> None:
    assert shown("<#if a>A<#elseif (b > 1)>B<#elseIf c>C<#else>D</#if>!") == ["A!", "B!", "C!", "D!"]
    assert shown("<#switch a> <#case 1>One<#break><#case 2>Two<#break><#default>Other</#switch>!") == ["One!", "Two!", "Other!"]


def test_a_list_is_read_once_and_not_at_all() -> None:
    assert shown("<#list xs as x>${x}<#sep>, </#sep><#else>none</#list>") == ["${x}, ", "none"]
    assert shown("<#list xs>Items: <#items as x>- ${x} </#items></#list>") == ["Items: - ${x} ", ""]


@pytest.mark.parametrize(
    "written",
    [
        "<#-- note <#if x> ${y} -->",
        "<#--<#if x>-->",
        '<#assign x = "a > b">',
        "<#assign x = {'a': 'it'}>",
        '<#include "/footer.ftl">',
        '<#import "mail.ftl" as mail>',
        "<#comment>don't</#comment>",
        "<@layout.footer year=2024 />",
        "<#t>",
    ],
)
def test_comments_assignments_and_other_templates_show_nothing(written: str) -> None:
    assert shown(f"a{written}b<#if x></#if>") == ["ab"]


def test_what_stands_inside_a_macro_or_an_assignment_is_copy_in_its_place() -> None:
    assert shown('<@mail.button url="${link}">See your order</@mail.button>') == ["See your order"]
    assert shown("<#assign subject>Your order</#assign><#macro body>We sent it.</#macro>") == ["Your orderWe sent it."]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("${name}", "name"),
        ("#{total}", "total"),
        ('${(user.name)!"friend"}', "user.name"),
        ("${date?string('dd/MM/yyyy')}", "date"),
        ('${msg("mail.title")}', "mail.title"),
        ('${msg("action.${item}")}', "action.${item}"),
        ('<@spring.message "mail.title"/>', "mail.title"),
        ("<@spring.message code='mail.title' />", "mail.title"),
        ("${.now?date}", ".now"),
    ],
)
def test_values_and_keys_are_slots(written: str, name: str) -> None:
    assert slots(f"Hi {written}, <#if x></#if>ok") == [name]
    assert shown(f"Hi {written}, <#if x></#if>ok") == [f"Hi {written}, ok"]


@pytest.mark.parametrize(
    "written",
    ['${"We will reply."}', '${msg("We will reply.")}', '<@spring.messageText "mail.reply", "We will reply."/>'],
)
def test_copy_in_quotation_marks_is_read_in_place(written: str) -> None:
    (reading,) = read(written, "freemarker")
    assert [piece.text for piece in reading.pieces] == ["We will reply."]
    assert reading.pieces[0].span.start == written.index("We")


def test_tags_in_unread_parts_are_text() -> None:
    assert shown("<#noparse><#if x></#noparse>!<#if y>a</#if>") == ["<#if x>!a", "<#if x>!"]


def test_a_directive_alone_on_its_line_takes_the_line_away() -> None:
    assert shown("a\r\n  <#if x>\r\nb\r\n</#if>\r\nc") == ["a\r\nb\r\nc", "a\r\nc"]


@pytest.mark.parametrize("written", ["Hi ${name}", "<@U123> see <#general>", "a <b> #1", "[#1] [note]", "PS <# note #>"])
def test_only_directives_make_a_text_freemarker(written: str) -> None:
    assert family_of(written) is None


def test_square_brackets_of_other_copy_stay() -> None:
    assert shown("[#if x[0]]Dear [Name][/#if]") == ["Dear [Name]", ""]


def test_a_lone_apostrophe_swallows_no_copy() -> None:
    assert shown("<#assign x = don't> It's <#if y>here</#if>") == [" It's here", " It's "]
    assert shown("<#if ((a>b</#if>")[0].endswith("b")
