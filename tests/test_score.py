"""The score sheet: what is counted, the formula as it is told, and the gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_command import run

from servicelint.rules import QUALITIES
from servicelint.score import FEW_WORDS, HALF, Sheet, Weights

CHAT = "Customer: Thanks!\nAgent: Sure thing! {more}\n"


def sheet(words: int = 1000, **counts: int) -> Sheet:
    return Sheet("", words, {("courtesy", severity): count for severity, count in counts.items()}, Weights.of({}))


def test_without_findings_everything_is_a_hundred() -> None:
    assert {sheet().score(quality) for quality in QUALITIES} == {100.0}
    assert sheet().total == 100.0


def test_a_burden_of_half_scores_fifty() -> None:
    found = sheet(error=6, warning=2)
    assert found.score("courtesy") == pytest.approx(100 * HALF / (HALF + 20)) == 50.0
    assert found.per_thousand("courtesy") == 8.0


def test_the_total_is_half_the_mean_and_half_the_worst() -> None:
    assert sheet(error=6, warning=2).total == pytest.approx(((8 * 100 + 50) / 9 + 50) / 2)


def test_more_findings_never_raise_a_score() -> None:
    scores = [sheet(error=count).total for count in range(20)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 20


def test_a_short_text_counts_as_longer_than_it_is() -> None:
    assert sheet(words=3, hint=1).score("courtesy") == sheet(words=FEW_WORDS, hint=1).score("courtesy")


def test_a_quality_without_weight_counts_for_nothing() -> None:
    weights = Weights.of({"courtesy": 0})
    assert Sheet("", 1000, {("courtesy", "error"): 50}, weights).total == 100.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    words = " ".join(["word"] * 996)
    (tmp_path / "bad.txt").write_text(CHAT.format(more=words), encoding="utf-8")
    (tmp_path / "good.txt").write_text("Customer: Thanks!\nAgent: My pleasure!\n", encoding="utf-8")
    return tmp_path


def test_the_words_of_the_company_are_counted_and_only_those(folder: Path) -> None:
    data = json.loads(run("score", "--format", "json", cwd=folder).stdout)
    assert [(file["path"], file["words"]) for file in data["files"]] == [("bad.txt", 998), ("good.txt", 2)]
    assert data["total"]["words"] == 1000
    assert data["total"]["qualities"]["courtesy"] == {
        "score": round(100 * HALF / (HALF + 3), 1), "errors": 1, "warnings": 0, "hints": 0, "per_1000_words": 1.0
    }  # fmt: skip
    assert data["files"][1]["score"] == 100.0


def test_a_gate_ends_with_one_and_says_why(folder: Path) -> None:
    assert run("score", "--min-score", "50", cwd=folder).returncode == 0
    done = run("score", "--min-score", "99", cwd=folder)
    assert done.returncode == 1
    assert "at least 99 is asked for" in done.stderr


def test_the_configuration_sets_the_weights_and_the_gate(folder: Path) -> None:
    (folder / "servicelint.yaml").write_text("score: {courtesy: 0, min: 99}\n", encoding="utf-8")
    assert run("score", cwd=folder).returncode == 0
    (folder / "servicelint.yaml").write_text("score: {error: -1}\n", encoding="utf-8")
    assert run("score", cwd=folder).returncode == 2


def test_the_text_names_the_worst_file_first_and_counts_the_spotless(folder: Path) -> None:
    shown = run("score", cwd=folder).stdout
    assert "bad.txt" in shown
    assert "all others, 1" in shown
    assert "score = 100 x 20" in " ".join(shown.split())


def test_markdown_is_a_table_for_a_pull_request(folder: Path) -> None:
    shown = run("score", "--format", "markdown", cwd=folder).stdout
    assert shown.startswith("# Score: ")
    assert "| courtesy | 87 | 1 | 0 | 0 | 1.0 |" in shown
