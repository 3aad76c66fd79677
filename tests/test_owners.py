"""Who answers for a file's words, as the configuration says it and as reports show it."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from report_samples import FINDINGS, MAIL, MENU, run
from test_command import CHAT
from test_command import run as command

from servicelint.reports import Style, report
from servicelint.terminal import width

LEGAL = "@acme/legal <b>\x1b[31m"
"""An owner that would call people, be markup, and colour a terminal, if a report let it."""
OWNERS = {MAIL.path: LEGAL, MENU.path: "voice@example.org"}


def written(name: str, owners: dict[str, str], columns: int = 80, ui: str = "en") -> str:
    out = io.StringIO()
    report(name).write(dataclasses.replace(run(*FINDINGS), owners=owners, ui=ui), out, Style(False, columns))
    return out.getvalue()


def test_the_text_report_names_an_owner_once_beside_the_path() -> None:
    lines = [line for line in written("text", OWNERS, 100).splitlines() if "Owner" in line]
    assert lines == [
        "error policy-wording  emails/returns/refused.html:4:5  Owner: @acme/legal <b>␛[31m",
        "error no-human-exit  ivr/main.vxml:6:1  Owner: voice@example.org",
    ]


@pytest.mark.parametrize("columns", [40, 57, 60, 80])
def test_no_line_of_it_is_wider_than_the_terminal(columns: int) -> None:
    lines = written("text", OWNERS, columns).splitlines()
    assert max(map(width, lines)) <= columns
    assert sum("Owner: " in line for line in lines) == 2


@pytest.mark.parametrize(("ui", "label"), [("it", "Responsabile"), ("ro", "Responsabil"), ("ru", "Ответственный")])
@pytest.mark.parametrize("name", ["text", "html"])
def test_it_is_told_in_the_readers_language(name: str, ui: str, label: str) -> None:
    assert f"{label}: " in written(name, OWNERS, ui=ui)


def test_a_finding_in_json_has_an_owner_only_where_there_is_one() -> None:
    told = {found["path"]: found.get("owner") for found in json.loads(written("json", OWNERS))["findings"]}
    assert told == {finding.path: OWNERS.get(finding.path) for finding in FINDINGS}
    lines = [json.loads(line) for line in written("jsonl", OWNERS).splitlines()]
    assert [line.get("owner") for line in lines] == [OWNERS.get(finding.path) for finding in FINDINGS]
    assert "owner" not in written("json", {}) + written("jsonl", {})


def test_a_suite_of_junit_has_its_owner_as_a_property() -> None:
    suites = ElementTree.fromstring(written("junit", OWNERS)).findall("testsuite")
    owners = {suite.get("name"): [found.get("value") for found in suite.findall("properties/property")] for suite in suites}
    assert owners[MAIL.path] == ["@acme/legal <b>␛[31m"]
    assert [] in owners.values()
    assert "properties" not in written("junit", {})


def test_an_owner_in_markdown_is_named_and_not_called() -> None:
    assert "</code> (<code>@acme/legal &lt;b&gt;␛[31m</code>): " in written("markdown", OWNERS)
    assert written("markdown", {}).count("<code>") == len({finding.path for finding in FINDINGS})


def test_the_page_shows_an_owner_in_the_heading_of_its_file() -> None:
    page = written("html", OWNERS)
    assert '<span class="owner">Owner: <bdi>@acme/legal &lt;b&gt;␛[31m</bdi></span>' in page
    assert page.count('class="owner"') == 2
    assert 'class="owner"' not in written("html", {})


@pytest.mark.parametrize("name", ["concise", "github", "gitlab", "rdjson", "sarif"])
def test_reports_whose_shape_others_fixed_stay_as_they_are(name: str) -> None:
    assert written(name, OWNERS) == written(name, {})


def test_the_configuration_says_whose_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "servicelint.yaml").write_text("files:\n  - {path: shop/**, owner: anna@example.org}\n", encoding="utf-8")
    (tmp_path / "shop").mkdir()
    for name in ("chat.txt", "shop/chat.txt"):
        (tmp_path / name).write_text(CHAT, encoding="utf-8")
    found = json.loads(command("check", "--format", "json", cwd=tmp_path).stdout)["findings"]
    assert [(one["path"], one.get("owner")) for one in found] == [("chat.txt", None), ("shop/chat.txt", "anna@example.org")]
    piped = command("check", "-", "--stdin-filename", "shop/new.txt", "--format", "json", cwd=tmp_path, text=CHAT)
    assert json.loads(piped.stdout)["findings"][0]["owner"] == "anna@example.org"
