"""ERB and EJS: copy outside and inside the tags, branches of Ruby and of braces, and that other languages are left alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.formats import html, text
from servicelint.model import Bundle, Passage, Source
from servicelint.model.pieces import faults, verbatim
from servicelint.syntax.html import variants
from servicelint.syntax.templates import Reading, family_of, readings

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "emails" / "erb"
MARKS = [
    "<%",
    "<%=",
    "<%-",
    "<%#",
    "<%%",
    "%>",
    "-%>",
    " if x",
    " do |a|",
    "end",
    "else",
    "case x",
    "when y",
    "{",
    "}",
    "'",
    '"',
]
MARKS += ["#{", "? ", " : ", "link_to ", "t(", ")", ",", "\\", "\r\n", "é", "😀", "<p>", "</p>", " || ", "+", "%{n}"]


def read(written: str) -> list[Reading]:
    source = Source("mail.txt", written)
    found = readings((verbatim(source, 0, len(written)),), "erb")
    for reading in found:
        if reading.pieces:
            assert list(faults(Passage("p", reading.pieces))) == []
    return found


def shown(written: str) -> list[str]:
    return ["".join(piece.shown for piece in reading.pieces) for reading in read(written)]


def slots(written: str) -> list[str]:
    return [piece.name for piece in read(written)[0].pieces if piece.kind == "slot"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<%= @user.name %>", "@user.name"),
        ("<%== @user.name -%>", "@user.name"),
        ("<%= t('.greeting', name: @name) %>", "t('.greeting', name: @name)"),
        ("<%= t('hello') %>", "t('hello')"),
        ("<%= pluralize(days, 'day') %>", "pluralize(days, 'day')"),
        ("<%= @day.strftime('%A, %d') %>", "@day.strftime('%A, %d')"),
        ("<%= moment(day).format('DD MMMM YYYY') %>", "moment(day).format('DD MMMM YYYY')"),
        ("<%= mail_to @shop.email %>", "@shop.email"),
        ("<%= link_to @item.title, item_url(@item) %>", "@item.title"),
        ("<%= it's never closed %>", "it's never closed"),
        ("<%x_url%>", "x_url"),
    ],
)
def test_a_value_is_a_slot_with_its_name(written: str, name: str) -> None:
    assert slots(f"Hi {written}!") == [name]


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ("<%= link_to 'Change my password', edit_url(@user, token: @token) %>", "Change my password"),
        ("<%= link_to('Change my password', url).html_safe %>", "Change my password"),
        ('<%= link_to "Download",\n      @url,\n      style: "color: red; margin: 0" %>', "Download"),
        ("<%= link_to_if @late, 'Call us', url %>", "Call us"),
        ("<%= mail_to @shop.email, 'Write to us' %>", "Write to us"),
        ("<%= mail_to 'help@shop.example' %>", "help@shop.example"),
        ('<%= button_to "Pay now", pay_url, method: :post %>', "Pay now"),
        ("<%= content_tag(:p, 'Thank you.') %>", "Thank you."),
        ('<%= tag.p "Thank you.", class: "a" %>', "Thank you."),
        ('<%= email_button "Confirm your account", url %>', "Confirm your account"),
        ('<%= f.submit "Send" %>', "Send"),
        ("<%= 'Thank you.' %>", "Thank you."),
        ('<%= _("Thank you, dear") %>', "Thank you, dear"),
        ('<% content_for :title, "Your order" %>', "Your order"),
        ("<%= ('Thank you.') %>", "Thank you."),
    ],
)
def test_copy_inside_a_tag_is_read_at_its_place(written: str, copy: str) -> None:
    (reading,) = read(f"<p>{written}</p>")
    (piece,) = [piece for piece in reading.pieces if piece.text not in ("<p>", "</p>")]
    assert (piece.text, piece.kind) == (copy, "verbatim")
    assert piece.span.start == written.index(copy) + 3


def test_interpolation_escapes_and_joined_strings_are_understood() -> None:
    assert shown('<%= "Dear #{user["name"]}, it\\"s" + \' here\' %>') == ['Dear #{user["name"]}, it"s here']
    assert slots('<%= "Dear #{user["name"]}, it\\"s" + \' here\' %>') == ['user["name"]']
    assert slots('<%= _("Dear %{name}") % { name: @name } %>') == ["name"]
    assert shown("<%= 'It\\'s #{here}' %>") == ["It's #{here}"]


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("<% if a %>A<% elsif b %>B<% else %>C<% end %>", ["A", "B", "C"]),
        ("<%- unless a -%>A<%- else -%>B<%- end -%>", ["B", "A"]),
        ("<% case a %> <% when 1 %>A<% when 2 %>B<% else %>C<% end %>", ["A", "B", "C"]),
        ("<% case a\n when 1 %>A<% else %>B<% end %>", ["A", "B"]),
        ("x<% as.each do |a| %>A<% end %>", ["xA", "x"]),
        ("<%= link_to url, class: 'b' do %>A<% end %>", ["A"]),
        ("<%= if a do %>A<% else %>B<% end %>", ["A", "B"]),
        ("x<% as.each { |a| %>A<% } %>", ["xA", "x"]),
        ("<% if (a) { %>A<% } else if (b) { %>B<% } else { %>C<% } %>", ["A", "B", "C"]),
        ("x<% as.forEach(function (a) { %>A<% }); %>", ["xA", "x"]),
        ("x<% if a then b = 1 end %><% c = 1 if d %><% if e\n f\n end %>y", ["xy"]),
        ('<%= a ? "A" : "B" %>', ["A", "B"]),
        ('<%= a ? "A" : b ? "B" : "C" %>', ["A", "B", "C"]),
        ('<%= a || "B" %>', ["a", "B"]),
        ('x<%= "A" if a %>', ["xA", "x"]),
        ('x<%= link_to "A", url unless a %>', ["x", "xA"]),
        ("<% begin %>A<% rescue %>B<% end %>", ["A", "B"]),
    ],
)
def test_every_branch_is_read(written: str, readings: list[str]) -> None:
    assert sorted(shown(written)) == sorted(readings)


def test_a_reading_is_named_by_its_condition() -> None:
    assert [reading.name for reading in read("<% if !@name.blank? %>Dear <%= @name %><% else %>Dear customer<% end %>")] == [
        "`@name`",
        "else of `@name`",
    ]
    assert read("x<% @order.items.each do |item| %>A<% end %>")[0].name == "`@order.items`"


@pytest.mark.parametrize(
    "written",
    [
        "<%# if it's a note %>",
        "<% x = 'no' %>",
        "<%= render 'shared/footer', title: 'No, no' %>",
        "<%= yield %>",
        "<%= image_tag 'no.png' %>",
        "<%- include('header') %>",
        "<% # no %>",
        "<%@ page %>",
        "<%= '' %>",
        "<% end %>",
    ],
)
def test_what_shows_nothing_is_no_copy(written: str) -> None:
    assert shown(f"a{written}b") == ["ab"]


def test_tags_that_were_written_to_be_seen_are_text() -> None:
    assert shown("Write <%% x %> here") == ["Write <% x %> here"]


def test_a_tag_alone_on_its_line_and_a_trimmed_line_end_leave_no_empty_line() -> None:
    assert shown("Hi,\r\n  <% if a %>\r\nA\r\n  <%- end -%>\r\nB") == ["Hi,\r\nA\r\nB", "Hi,\r\nB"]
    assert shown("Hi <%= a -%>\n, you") == ["Hi <%= a -%>, you"]


def test_tags_that_do_not_match_lose_no_copy() -> None:
    assert shown("<% end %>a<% else %>b<% if x %>c") == ["abc", "ab"]
    assert shown("a <% if x") == ["a <% if x"]


def test_a_choice_of_colours_is_no_branch_and_a_choice_of_words_is() -> None:
    def copy(written: str) -> list[list[str]]:
        source = Source("a.html", written)
        return [[p.text for p in one.passages] for one in variants((verbatim(source, 0, len(written)),), "m", "erb")]

    assert copy("<p style=\"color: <%= a ? 'red' : 'blue' %>\">Hi</p>") == [["Hi"]]
    assert copy("<img alt=\"<%= a ? 'Red' : 'Blue' %>\"><p>Hi</p>") == [["Red", "Hi"], ["Blue", "Hi"]]
    assert copy("<p style=\"display: <%= a ? 'none' : 'block' %>\">Hi</p>you") != [["Hi", "you"]]


@pytest.mark.parametrize(
    ("written", "family"),
    [
        ("Hi <%= name %>", "erb"),
        ("<% if a %>{{ b }}<% end %>", "erb"),
        ("{% if a %}<%= b %>{% endif %}", "jinja"),
        ("<%body%>{{#if a}}b{{/if}}", "handlebars"),
        ("100 <% of", None),
    ],
)
def test_the_language_is_known_by_its_own_marks(written: str, family: str | None) -> None:
    assert family_of(written) == family


@pytest.mark.parametrize(
    "seed",
    ["<%", "<%= '", '<%= "#{', "<%= (", "<% if x %>", "<%= a ? 'b' : ", "<%= 'a' + ", "<% do |", "<% case  ", "<%= x do %>"],
)
def test_hostile_text_is_read_in_time(seed: str) -> None:
    from servicelint.syntax.templates.families import erb

    start = time.monotonic()
    for written in (seed * (200_000 // len(seed)), seed + " " * 200_000 + "x %>", seed + "'" * 200_000 + "%>"):
        erb.certainty(written)
        for _ in erb.tokens(written):
            pass
    assert time.monotonic() - start < 20


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=4)), max_size=30).map("".join))
def test_no_text_breaks_a_reading(written: str) -> None:
    assert read(written)


def test_the_examples_show_their_copy_and_no_code() -> None:
    for path, format in (("html/engineer-visit.html.erb", html), ("text/invoice-overdue.text.erb", text)):
        source = Source(path, (ROOT / "examples" / path).read_text(encoding="utf-8"))
        messages = format.parse(Bundle((source,))).messages
        copy = [passage.text for message in messages for passage in message.passages]
        assert len(messages) > 2
        assert not any(mark in words for words in copy for mark in ("<%", "%>", "link_to", "@", "class:", "Subject:"))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of real mails is not here")
def test_real_mails_are_read_without_code_and_with_their_links() -> None:
    copy = ""
    for path in sorted(CORPUS.rglob("*.erb")):
        source = Source(str(path), path.read_text(encoding="utf-8"))
        for variant in variants((verbatim(source, 0, len(source.text)),), "m"):
            for passage in variant.passages:
                assert list(faults(passage)) == []
                assert not any(mark in passage.text for mark in ("<%", "%>", "_url(", "</")), path
                copy += passage.text + "\n"
    assert "Change my password" in copy
    assert "is being changed to" in copy
    assert "has been changed to" in copy
