"""Links in terminals: only in those that show them, and never in a pipe."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from report_samples import FINDINGS, run
from test_text_report import written

from servicelint.reports import Style, report
from servicelint.terminal import knows_links

LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\(.*?)\x1b\]8;;\x1b\\")


def linked(width: int = 80) -> str:
    out = io.StringIO()
    report("text").write(run(*FINDINGS), out, Style(True, width, links=True))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80])
def test_every_place_is_a_link_to_its_file_and_nothing_else_changes(width: int) -> None:
    links = LINK.findall(linked(width))
    assert [address for address, _ in links] == [Path(found.path).absolute().as_uri() for found in FINDINGS]
    out = io.StringIO()
    report("text").write(run(*FINDINGS), out, Style(True, width))
    assert LINK.sub(r"\2", linked(width)) == out.getvalue()


def test_no_link_is_written_where_none_is_wanted() -> None:
    assert "\x1b]8" not in written(run(*FINDINGS), color=True)


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "vscode"}, False),
        ({"VTE_VERSION": "7003"}, True),
        ({"VTE_VERSION": "4601"}, False),
        ({"VTE_VERSION": "new"}, False),
        ({"WT_SESSION": "7a"}, True),
        ({"KONSOLE_VERSION": "220401"}, True),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "7a"}, False),
    ],
)
def test_terminals_are_known_by_what_they_set(environment: dict[str, str], known: bool) -> None:
    assert knows_links(environment) is known
