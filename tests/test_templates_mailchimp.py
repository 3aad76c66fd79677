"""Mailchimp's merge tags: which copy each branch shows, and what is a value."""

from __future__ import annotations

import pytest
from test_templates import shown, slots

from servicelint.syntax.templates import family_of


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("*|IF:FNAME|*Hi *|FNAME|**|ELSE:|*Hello*|END:IF|*", ["Hi *|FNAME|*", "Hello"]),
        ("*|IFNOT:FNAME|*Hello*|ELSE:|*Hi *|FNAME|**|END:IF|*", ["Hi *|FNAME|*", "Hello"]),
        ("*|IF:N >= 20|*A*|ELSEIF:N &gt; 10|*B*|ELSE:|*C*|END:IF|*", ["A", "B", "C"]),
        ("*|INTERESTED:Topics:Cards & loans,Savings|*A*|ELSE:|*B*|END:INTERESTED|*", ["A", "B"]),
        ("*|RSSITEMS:|**|RSSITEM:TITLE|**|END:RSSITEMS|*", ["*|RSSITEM:TITLE|*", ""]),
        ("*|IF:A|**|IF:B|*B*|END:IF|*A*|END:IF|*", ["", "A", "BA"]),
        ("*|POLL:RATING:q|*How was it?*|END:POLL|*", ["How was it?"]),
        ("a*|SURVEY: How did we do?|*", ["a How did we do?"]),
    ],
)
def test_every_branch_is_read(written: str, readings: list[str]) -> None:
    assert family_of(written) == "mailchimp"
    assert sorted(shown(written)) == sorted(readings)


@pytest.mark.parametrize("name", ["FNAME", "MC:SUBJECT", "LIST:DESCRIPTION", "HTML:LIST_ADDRESS_HTML", "DATE:d/m/y", "MMERGE1"])
def test_merge_tags_are_slots_that_keep_their_name(name: str) -> None:
    assert slots(f"Hi *|{name}|*!") == [name]
    assert shown(f"Hi *|{name}|*!") == [f"Hi *|{name}|*!"]


def test_stars_and_bars_of_other_copy_stay() -> None:
    assert shown("**Menu** | *tea*|*coffee* | 5*|6") == ["**Menu** | *tea*|*coffee* | 5*|6"]


def test_a_branch_that_never_closes_loses_nothing() -> None:
    assert shown("*|IF:A|*a*|ELSE:|*b") == ["a", "b"]
    assert shown("*|END:IF|*a *|FNAME") == ["a *|FNAME"]
