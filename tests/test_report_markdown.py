"""Markdown for pull requests: short, and no stranger's words become markup, a mention or a link."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from report_samples import FINDINGS, MAIL, finding, run, span
from test_reports import written

from servicelint.model import Finding, Source, Span
from servicelint.reports.markdown import literal
from servicelint.terminal import clean

READER = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])
APART = "\u200b"
LIMIT = 65_536
"""Characters in a comment on GitHub."""


def inline(text: str) -> list[Token]:
    """What a Markdown reader makes of a paragraph."""
    return [token for block in READER.parse(f"a {text} a") for token in block.children or ()]


def shown(text: str) -> str:
    """The paragraph's text as its reader sees it, the spaces without width left out."""
    return "".join(token.content for token in inline(text)).replace(APART, "")[2:-2]


HOSTILE = [
    "pipes | and `code` and ``more``",
    "<script>alert(1)</script> <b>bold</b> <!-- comment",
    "**bold** _it_ ~~gone~~ [a](https://evil.example) ![b](x.png) <https://evil.example>",
    "&amp; &lt;b&gt; &#64;everyone",
    "back\\slash \\* \\",
    "{{first_name}} {% if x %} $x^2$ #1 !2 ~label",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reader_shows_just_the_characters_of_hostile_copy(text: str) -> None:
    assert {token.type for token in inline(literal(text))} <= {"text", "text_special"}
    assert shown(literal(text)) == text


@given(st.text(st.sampled_from(string.printable.strip() + " é🙂@#"), max_size=30))
def test_whatever_the_copy_says_it_stays_text(text: str) -> None:
    text = " ".join(text.split())
    assert {token.type for token in inline(literal(text))} <= {"text", "text_special"}
    assert shown(literal(text)) == clean(text)


@pytest.mark.parametrize(
    "text",
    ["@octocat", "write to help@shop.example", "#12", "owner/repo#12", "!12", "~bug", "%3", "&7", "$9", "GH-12", "^alert#1",
     "https://evil.example", "www.evil.example", "ftp://x.example"],
)  # fmt: skip
def test_nobody_is_called_and_nothing_becomes_a_link(text: str) -> None:
    """GitHub and GitLab look for names, numbers and addresses in the text that is shown."""
    seen = "".join(token.content for token in inline(literal(text)))
    assert not re.search(r"[@#!~%&$^][\w]|://|www\.|GH-\d", seen)


def test_findings_stand_under_their_files_and_reasons_are_told_once() -> None:
    said = written("markdown", run(*FINDINGS))
    assert said.startswith("**servicelint:** 4 errors and 2 warnings in 4 of 12 files.\n")
    assert said.count("<summary><code>") == len({found.path for found in FINDINGS})
    assert said.count("People plan around what you promise") == 1
    assert said.count("<details") == said.count("</details>")
    assert '*Fix:* Say "Prego" (unsafe).' in said
    items = [token for token in READER.parse(said) if token.type == "list_item_open"]
    assert len(items) == len(FINDINGS) + len({found.rule for found in FINDINGS})


def test_a_path_in_the_summary_is_no_markup_either() -> None:
    said = written("markdown", run(finding("x", "error", Span(Source("a<b>&`.txt", "abc"), 0, 3), "No.")))
    assert "<summary><code>a&lt;b&gt;&amp;`.txt</code>: 1 error</summary>\n\n" in said


def many(count: int) -> list[Finding]:
    return [
        finding("policy-wording", "error", span(MAIL, "policy"), "Per our policy, " * 10, why="Why. " * 30)
        for _ in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 12, 13, 2000])
def test_it_fits_into_a_comment_and_says_what_it_leaves_out(count: int) -> None:
    said = written("markdown", run(*many(count)))
    assert len(said) < LIMIT
    listed = said.count("- **Line ")
    left = re.search(r"^([\d]+) findings? more", said, re.M)
    assert listed + (int(left[1]) if left else 0) == count
    assert ("<details open>" in said) == (0 < count <= 12)
