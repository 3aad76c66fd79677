"""JUnit's XML, which every CI server shows: a suite for each file, a failed test for each error and warning.

A hint is a skipped test: it is seen, and fails nothing. A file without findings is a passed test, so that a clean run is
no empty report, which some servers take for a broken one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from servicelint.model import Finding
from servicelint.reports import Run, Style, place, shown_path
from servicelint.terminal import clean

NAME = "junit"
ENDING = "xml"
_NO_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes one document; colours and width mean nothing to it."""
    by_path: dict[str, list[Finding]] = {path: [] for path in run.paths}
    for finding in run.findings:
        by_path.setdefault(finding.path, []).append(finding)
    owners = run.owners
    suites = [_suite(path, found, owners.get(path, "")) for path, found in sorted(by_path.items())] or [_suite("", ())]
    root = Element("testsuites", {"name": "servicelint", **_sums(suites)})
    root.extend(suites)
    indent(root)
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, "unicode")}\n')


def _suite(path: str, findings: Sequence[Finding], owner: str = "") -> Element:
    name = _written(shown_path(path)) if path else "servicelint"
    counts = {
        "tests": str(max(len(findings), 1)),
        "failures": str(sum(finding.severity != "hint" for finding in findings)),
        "errors": "0",
        "skipped": str(sum(finding.severity == "hint" for finding in findings)),
        "time": "0",
    }
    suite = Element("testsuite", {"name": name, **counts, **({"file": name} if path else {})})
    if owner:
        SubElement(SubElement(suite, "properties"), "property", {"name": "owner", "value": _written(owner)})
    about = str(PurePosixPath(name).with_suffix("")) if path else name
    for finding in findings:
        _test(suite, about, finding)
    if not findings:
        SubElement(suite, "testcase", {"name": "servicelint", "classname": about, "time": "0"})
    return suite


def _test(suite: Element, about: str, finding: Finding) -> None:
    line, column, _, _ = place(finding.span)
    name = f"{finding.rule} ({line}:{column})"
    test = SubElement(suite, "testcase", {"name": name, "classname": about, "time": "0"})
    outcome = "skipped" if finding.severity == "hint" else "failure"
    said = SubElement(test, outcome, {"message": _written(finding.message), "type": finding.severity})
    where = f"{shown_path(finding.path)}:{line}:{column}: {finding.severity} {finding.rule}"
    parts = (where, finding.message, finding.span.text, finding.why, finding.instead)
    said.text = "\n".join(_written(part) for part in parts if part)


def _sums(suites: Iterable[Element]) -> dict[str, str]:
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")}


def _written(text: str) -> str:
    """The text on one line, with nothing in it that XML cannot hold."""
    return clean(text).translate(_NO_XML)
