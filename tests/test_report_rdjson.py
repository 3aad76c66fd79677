"""reviewdog's diagnostic format, held against its published shape and read back byte by byte."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from report_samples import FINDINGS, MAIL, MENU, RUSSIAN, finding, run, span
from test_reports import written

from servicelint.model import Edit, Fix

POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "additionalProperties": False,
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
RANGE = {
    "type": "object",
    "required": ["start", "end"],
    "additionalProperties": False,
    "properties": {"start": POSITION, "end": POSITION},
}
SCHEMA = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "object", "required": ["name"], "properties": {"name": {"const": "servicelint"}}},
        "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": {
                        "type": "object",
                        "required": ["path", "range"],
                        "additionalProperties": False,
                        "properties": {"path": {"type": "string"}, "range": RANGE},
                    },
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {
                        "type": "object",
                        "required": ["value"],
                        "additionalProperties": False,
                        "properties": {"value": {"type": "string"}, "url": {"type": "string", "format": "uri"}},
                    },
                    "suggestions": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["range", "text"],
                            "additionalProperties": False,
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
"""The messages DiagnosticResult, Diagnostic, Location, Range, Position, Suggestion and Code of reviewdog's proto file."""


def diagnostics(*found: Any) -> list[dict[str, Any]]:
    """The diagnostics, after the report has passed the schema."""
    said = json.loads(written("rdjson", run(*found)))
    jsonschema.validate(said, SCHEMA)
    return list(said["diagnostics"])


def quoted(text: str, place: dict[str, dict[str, int]]) -> str:
    """What stands at a range, found as reviewdog finds it: lines end with a newline, columns count bytes of UTF-8."""
    lines = text.encode("utf-8").split(b"\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    first, after = (starts[place[side]["line"] - 1] + place[side]["column"] - 1 for side in ("start", "end"))
    return text.encode("utf-8")[first:after].decode("utf-8")


def test_ranges_count_the_bytes_of_utf_8() -> None:
    for original, said in zip(FINDINGS, diagnostics(*FINDINGS), strict=True):
        assert said["location"]["path"] == original.path
        assert quoted(original.span.source.text, said["location"]["range"]) == original.span.text
    assert RUSSIAN.path in [said["location"]["path"] for said in diagnostics(*FINDINGS)]


def test_a_fix_is_a_suggestion_and_an_unsafe_one_says_so() -> None:
    safe, unsafe, without, *_ = diagnostics(*FINDINGS)
    assert safe["suggestions"][0]["text"] == "You're welcome!"
    assert safe["message"].endswith('Say "You\'re welcome!"')
    assert unsafe["message"].endswith('Say "Prego" (unsafe)')
    assert "suggestions" not in without
    assert quoted(FINDINGS[0].span.source.text, safe["suggestions"][0]["range"]) == "Sure thing!"


def test_half_a_fix_is_no_suggestion() -> None:
    first, second = Edit(span(MAIL, "worn"), "x"), Edit(span(MAIL, "read"), "y")
    elsewhere = Edit(span(MENU, "hours"), "z")
    for edits in ((first, second), (elsewhere,)):
        found = finding("x", "error", span(MAIL, "worn"), "No.", fix=Fix("Mend", edits, safe=True))
        assert "suggestions" not in diagnostics(found)[0]


def test_the_page_of_the_evidence_is_the_address_of_the_rule() -> None:
    assert diagnostics(FINDINGS[0])[0]["code"] == {"value": "sure-reply", "url": "https://example.com/thanks"}


def test_a_clean_run_has_no_diagnostics() -> None:
    assert diagnostics() == []
