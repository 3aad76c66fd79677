"""JUnit's XML: held against what Jenkins' own schema allows, and read back by a parser that others use."""

from __future__ import annotations

import dataclasses
import io
from typing import Any
from xml.etree import ElementTree

import pytest
from junitparser import Failure, JUnitXml, Skipped
from report_samples import FINDINGS, finding, run
from test_reports import written

from servicelint.model import Source, Span
from servicelint.reports import Run

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testsuite", "properties", "testcase", "system-out", "system-err"},
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "failure": set(),
    "skipped": set(),
}
REQUIRED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
ALLOWED = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {
        "name",
        "tests",
        "failures",
        "errors",
        "group",
        "time",
        "skipped",
        "timestamp",
        "hostname",
        "id",
        "package",
        "file",
    },
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
}
"""The elements and attributes of the schema junit-10.xsd of Jenkins' xUnit plug-in, which refuses all others."""


def document(what: Run) -> ElementTree.Element:
    """The report, after it has passed the schema and its counts were counted again."""
    root = ElementTree.fromstring(written("junit", what))
    assert root.tag == "testsuites"
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert REQUIRED.get(element.tag, set()) <= set(element.attrib) <= ALLOWED[element.tag]
    for counted in (root, *root.iter("testsuite")):
        assert int(counted.attrib["tests"]) == len(list(counted.iter("testcase"))) > 0
        assert int(counted.attrib["failures"]) == len(list(counted.iter("failure")))
    return root


def parsed(what: Run) -> list[Any]:
    """The suites as a well-known parser reads them."""
    document(what)
    return list(JUnitXml.fromroot(ElementTree.parse(io.StringIO(written("junit", what))).getroot()))


def test_a_parser_reads_a_suite_a_file_and_a_failed_test_a_finding() -> None:
    suites = parsed(run(*FINDINGS))
    assert [suite.name for suite in suites] == sorted({found.path for found in FINDINGS})
    cases = [case for suite in suites for case in suite]
    assert len(cases) == len(FINDINGS)
    by_message = {found.message: found for found in FINDINGS}
    for case in cases:
        [failure] = case.result
        assert isinstance(failure, Failure)
        found = by_message[failure.message]
        assert failure.type == found.severity
        assert case.name.startswith(found.rule)
        assert " ".join(found.span.text.split()) in " ".join(failure.text.split())


def test_a_hint_is_skipped_and_fails_nothing() -> None:
    [suite] = parsed(run(finding("cliche", "hint", FINDINGS[2].span, "Worn out.")))
    [case] = suite
    assert isinstance(case.result[0], Skipped)
    assert (suite.failures, suite.skipped) == (0, 1)


def test_files_without_findings_pass_so_that_no_report_is_empty() -> None:
    clean = dataclasses.replace(run(), paths=("a.txt", "b.txt"))
    assert [(suite.name, [case.is_passed for case in suite]) for suite in parsed(clean)] == [
        ("a.txt", [True]),
        ("b.txt", [True]),
    ]
    assert [suite.name for suite in parsed(run())] == ["servicelint"]


@pytest.mark.parametrize(
    "hostile", ["a ]]> b", "\x00\x08\x1b[2J\ufffe\uffff", "<failure/>&amp;\"'", "\ud83d lone", "line\nline"]
)
def test_nothing_in_the_copy_breaks_the_document(hostile: str) -> None:
    source = Source("a <&>.txt", hostile)
    found = finding("x", "error", Span(source, 0, len(hostile)), f"“{hostile}” is bad.", why=hostile, instead=hostile)
    [suite] = parsed(run(found))
    assert suite.name == "a <&>.txt"
    if hostile.startswith("<failure"):
        assert hostile in next(iter(suite)).result[0].message
