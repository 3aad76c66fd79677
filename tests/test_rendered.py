"""`extract --rendered`: each message as the customer reads it, branch by branch, slots set off."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_command import run

MAIL = """---
subject: Your order {{ order.number }}
---
<p>{% if name %}Dear {{ name }}{% else %}Dear friend{% endif %},</p>
<ul><li>one lamp</li><li>two bulbs</li></ul>
<p>It left today and a very long sentence follows here so that the line has to be wrapped on a narrow terminal.</p>
<img src="x.png" alt="A lamp"><a class="button" href="{{ url }}">Follow it</a>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "order.html").write_text(MAIL, encoding="utf-8")
    return tmp_path


def shown(folder: Path, name: str = "order.html", **environment: str) -> str:
    result = run("extract", name, "--rendered", cwd=folder, **{"COLUMNS": "60", **environment})
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_every_reading_is_shown_as_the_customer_sees_it(folder: Path) -> None:
    first, second = shown(folder).split("order  order.html\n")[1:]
    assert first.startswith("When `name`\n\n  Subject: Your order ‹order.number›\n\n  Dear ‹name›,\n")
    assert second.startswith("When else of `name`\n\n  Subject: Your order ‹order.number›\n\n  Dear friend,\n")
    assert "  • one lamp\n  • two bulbs\n\n" in first
    assert "  (picture: A lamp)\n\n  [ Follow it ]\n" in first


def test_lines_fit_the_terminal(folder: Path) -> None:
    assert max(map(len, shown(folder).splitlines())) <= 60


def test_slots_are_coloured_where_colours_are_wanted(folder: Path) -> None:
    assert "\x1b[36m‹name›" in shown(folder, FORCE_COLOR="1")


def test_a_view_for_people_is_no_format_for_programs(folder: Path) -> None:
    result = run("extract", "order.html", "--rendered", "--format", "json", cwd=folder)
    assert result.returncode == 2
    assert "--rendered is for reading" in result.stderr


def test_what_a_terminal_would_obey_is_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello \x1b[31mred\x1b[0m", encoding="utf-8")
    assert "\x1b" not in shown(tmp_path, "a.txt")


def test_a_mail_with_more_combinations_than_are_read_says_so(tmp_path: Path) -> None:
    mail = "Hello. " + "".join(f"{{% if c{n} %}}Part {n}. {{% endif %}}" for n in range(9))
    (tmp_path / "a.txt").write_text(mail, encoding="utf-8")
    assert "more ways than are" in " ".join(shown(tmp_path, "a.txt").split())
    checked = run("check", "a.txt", cwd=tmp_path).stdout
    assert "1 message with more combinations of branches" in " ".join(checked.split())
