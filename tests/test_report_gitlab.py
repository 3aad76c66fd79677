"""GitLab's Code Quality report, held against the fields that GitLab documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from report_samples import FINDINGS, finding, run
from test_reports import written

from servicelint.model import Source, Span

SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./|/)."},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What GitLab's documentation of the report says of each field; paths are relative and begin without `./`."""


def issues(*found: Any) -> list[dict[str, Any]]:
    """The report, after it has passed the schema."""
    said: list[dict[str, Any]] = json.loads(written("gitlab", run(*found)))
    jsonschema.validate(said, SCHEMA)
    return said


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)


def test_every_finding_is_an_issue_at_its_lines() -> None:
    for original, issue in zip(FINDINGS, issues(*FINDINGS), strict=True):
        assert issue["description"] == original.message
        assert issue["check_name"] == original.rule
        assert issue["location"]["path"] == original.path
        assert issue["location"]["lines"]["begin"] == original.span.line
    assert [issue["severity"] for issue in issues(*FINDINGS)] == ["major", "major", "major", "minor", "major", "minor"]


def test_a_clean_run_is_an_empty_list() -> None:
    assert issues() == []


def test_no_two_issues_share_a_fingerprint_even_where_files_say_the_same() -> None:
    same = [finding("cliche", "hint", Span(Source(path, "a b"), 0, 1), "Worn.") for path in ("a.txt", "b.txt")]
    prints = [issue["fingerprint"] for issue in issues(*same, *same)]
    assert len(set(prints)) == len(prints) == 4
    assert prints[:2] == [issue["fingerprint"] for issue in issues(*same)]


def test_paths_are_seen_from_the_root_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mails").mkdir()
    monkeypatch.chdir(tmp_path / "mails")
    found = [finding("x", "error", Span(Source(path, "abc"), 0, 3), "No.") for path in ("a.txt", str(tmp_path / "b.txt"))]
    assert issues(found[0])[0]["location"]["path"] == "a.txt"
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    assert [issue["location"]["path"] for issue in issues(*found)] == ["mails/a.txt", "b.txt"]
