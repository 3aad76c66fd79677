"""JSON Lines: the findings of the JSON report, one a line."""

from __future__ import annotations

import json

from report_samples import FINDINGS, run
from test_reports import written


def test_each_line_is_a_finding_of_the_json_report() -> None:
    lines = written("jsonl", run(*FINDINGS)).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(written("json", run(*FINDINGS)))["findings"]
    assert next(list(json.loads(line)) for line in lines)[:3] == ["rule", "quality", "severity"]


def test_a_clean_run_has_no_line() -> None:
    assert written("jsonl", run()) == ""
