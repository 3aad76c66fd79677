"""The table for sign-off: what a spreadsheet shows to people who do not have the tool."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from servicelint.cli import cli
from servicelint.signoff import safe


def table(*arguments: str, separator: str = ",") -> list[dict[str, str]]:
    """The rows that the command prints."""
    shown = CliRunner().invoke(cli, ["extract", "--format", "csv", *arguments], standalone_mode=False)
    assert shown.exception is None, shown.output
    return list(csv.DictReader(io.StringIO(shown.stdout_bytes.decode("utf-8"), newline=""), delimiter=separator))


def test_a_row_says_where_who_how_and_what(tmp_path: Path) -> None:
    path = tmp_path / "chat.md"
    path.write_text("**Customer:** Спасибо!\n**Agent:** Пожалуйста, {{name}}, заходите ещё.\n", encoding="utf-8")
    customer, company = table(str(path))
    assert customer["speaker"] == "customer"
    assert company == {
        "path": path.as_posix(),
        "line": "2",
        "message": company["message"],
        "channel": "chat",
        "speaker": "company",
        "language": "ru",
        "role": "turn",
        "text": "Пожалуйста, {{name}}, заходите ещё.",
    }


def test_quotes_line_ends_and_separators_stay_inside_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text('Dear Anna,\n\nsay "yes", please; or\ncall us.\n', encoding="utf-8")
    assert table(str(path))[-1]["text"] == 'say "yes", please; or\ncall us.'
    assert table(str(path), "--separator", "semicolon", separator=";")[-1]["text"] == 'say "yes", please; or\ncall us.'


@pytest.mark.parametrize("text", ["=1+1", "+39 06 1234", "-5 % today", "@all: hello", "＝1", "  =cmd", "\t=x", "\n@a"])
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert safe(text) == f"'{text}"


@given(st.text())
def test_a_safe_cell_is_text_and_loses_nothing(text: str) -> None:
    cell = safe(text)
    assert cell.removeprefix("'") == text or cell == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_copy_that_begins_like_a_formula_is_shown_as_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text('Dear Anna,\n\n=HYPERLINK("https://harbour.example") is not for you.\n', encoding="utf-8")
    assert table(str(path))[-1]["text"].startswith("'=HYPERLINK(")


def test_what_is_found_stands_beside_the_passage_it_is_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("servicelint.yaml").write_text("say: [{instead-of: log in, use: sign in}]\n", encoding="utf-8")
    Path("mail.txt").write_text("Dear Anna,\n\nlog in to see your tickets.\n\nSee you soon.\n", encoding="utf-8")
    found = {row["text"]: row["findings"] for row in table("mail.txt", "--findings")}
    assert found["log in to see your tickets."] == "unapproved-word: “log in”: we say “sign in”."
    assert found["See you soon."] == ""
    assert "findings" not in table("mail.txt")[0]


def test_what_is_found_in_no_passage_has_a_row_of_its_own(tmp_path: Path) -> None:
    options = "".join(f"      - {{key: {key}, say: 'For ferry {key}, press {key}.', go: end}}\n" for key in range(1, 10))
    text = f"servicelint: 1\nchannel: voice\nlanguage: en\nmenus:\n  main:\n    prompt: Hello.\n    options:\n{options}"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    rows = table(str(tmp_path / "a.yaml"), "--findings")
    told = [row for row in rows if "menu-breadth" in row["findings"]]
    assert [(row["line"], row["text"]) for row in told] == [("5", "")]


def test_a_passage_that_several_readings_share_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>Hello.</p>{% if vip %}<p>Come in.</p>{% else %}<p>Wait.</p>{% endif %}<p>Bye.</p>", encoding="utf-8")
    assert sorted(row["text"] for row in table(str(path))) == ["Bye.", "Come in.", "Hello.", "Wait."]


def test_a_file_is_written_as_spreadsheets_read_it(tmp_path: Path) -> None:
    path, review = tmp_path / "a.txt", tmp_path / "review.csv"
    path.write_text("Привет, Анна!\n", encoding="utf-8")
    shown = CliRunner().invoke(cli, ["extract", str(path), "--format", "csv", "--output", str(review)], standalone_mode=False)
    assert shown.stdout == ""
    data = review.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfpath,line,message,")
    assert data.endswith('Привет, Анна!"\r\n'.encode())


def test_options_of_the_table_are_refused_elsewhere(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["extract", str(tmp_path), "--findings"])
    assert told.exit_code == 2
    assert "--format csv" in told.output
