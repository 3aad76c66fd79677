"""The baseline: what it knows stays silent through moved lines, new exports and renamed files; what is new is shown."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_command import run

POLICY = "It is our policy to close at eight."
BASELINE = "servicelint-baseline.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(f"<p>{POLICY}</p>\n<p>{POLICY}</p>\n", "utf-8")
    (tmp_path / "b.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    assert run("baseline", cwd=tmp_path).returncode == 0
    return tmp_path


def found(folder: Path, *arguments: str) -> tuple[list[tuple[str, int]], int, str]:
    """Paths and lines of what is shown, how many findings are suppressed, and what is told beside the report."""
    done = run("check", *arguments, "--baseline", BASELINE, "--format", "json", cwd=folder)
    said = json.loads(done.stdout)
    return [(f["path"], f["line"]) for f in said["findings"]], said["summary"]["suppressed"], done.stderr


def entries(folder: Path) -> list[dict[str, str]]:
    return list(json.loads((folder / BASELINE).read_text("utf-8"))["findings"])


def test_it_holds_a_finding_a_line_in_order_and_is_the_same_when_written_again(folder: Path) -> None:
    text = (folder / BASELINE).read_text("utf-8")
    assert [entry["path"] for entry in entries(folder)] == ["a.html", "a.html", "b.html"]
    assert entries(folder) == sorted(entries(folder), key=lambda entry: (entry["path"], entry["rule"], entry["fingerprint"]))
    assert len(text.splitlines()) == 2 + len(entries(folder))
    assert run("baseline", cwd=folder).stderr.endswith("3 findings (0 new, 0 taken out).\n")
    assert (folder / BASELINE).read_text("utf-8") == text


def test_only_what_is_new_is_shown(folder: Path) -> None:
    assert found(folder) == ([], 3, "")
    (folder / "b.html").write_text(f"<p>{POLICY}</p>\n<p>{POLICY}</p>\n<p>{POLICY}</p>\n", "utf-8")
    assert found(folder) == ([("b.html", 2), ("b.html", 3)], 3, "")
    assert run("check", cwd=folder).returncode == 1


def test_moved_lines_and_other_spacing_bring_nothing_back(folder: Path) -> None:
    moved = POLICY.replace(" policy", "\n   policy")
    (folder / "a.html").write_text(f"<h1>Hours</h1>\n\n\n<div><p>{moved}</p></div>\n<p>{POLICY}</p>\n", "utf-8")
    assert found(folder) == ([], 3, "")


def test_what_is_mended_is_told_after_a_whole_run_only(folder: Path) -> None:
    (folder / "a.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    told = f"{BASELINE}: 1 entry fits nothing any more; `servicelint baseline --prune` takes it out.\n"
    assert found(folder) == ([], 2, told)
    assert found(folder, ".") == ([], 2, told)
    assert found(folder, "a.html") == ([], 1, "")
    assert found(folder, "--select", "honesty") == ([], 2, "")
    assert found(folder, "--ignore", "care") == ([], 2, "")


def test_prune_takes_out_and_adds_nothing(folder: Path) -> None:
    (folder / "a.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    (folder / "c.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    assert run("baseline", "--prune", cwd=folder).stderr == f"{BASELINE}: 2 findings (0 new, 1 taken out).\n"
    assert [entry["path"] for entry in entries(folder)] == ["a.html", "b.html"]
    assert found(folder) == ([("c.html", 1)], 2, "")


def test_a_run_over_some_files_leaves_the_others_as_they_are(folder: Path) -> None:
    for name in ("a.html", "b.html"):
        (folder / name).write_text("<p>Good evening!</p>\n", "utf-8")
    run("baseline", "a.html", cwd=folder)
    assert [entry["path"] for entry in entries(folder)] == ["b.html"]
    run("baseline", "--prune", "a.html", cwd=folder)
    assert [entry["path"] for entry in entries(folder)] == ["b.html"]


def test_a_renamed_file_is_known_by_its_words(folder: Path) -> None:
    (folder / "a.html").rename(folder / "new.html")
    assert found(folder) == ([], 3, "")
    (folder / "a.html").write_text(f"<p>{POLICY}</p>\n", "utf-8")
    assert found(folder)[0] == [("new.html", 1), ("new.html", 2)]


def test_equal_findings_of_two_files_are_kept_apart(folder: Path) -> None:
    (folder / "b.html").write_text("<p>Good evening!</p>\n", "utf-8")
    (folder / "a.html").write_text(f"<p>{POLICY}</p>\n" * 3, "utf-8")
    assert found(folder)[:2] == ([("a.html", 3)], 2)


def test_the_configuration_may_name_it_and_paths_are_seen_from_its_folder(folder: Path) -> None:
    (folder / "servicelint.yaml").write_text(f"baseline: {BASELINE}\n", "utf-8")
    (folder / "inner").mkdir()
    done = run("check", "..", "--format", "json", cwd=folder / "inner")
    assert json.loads(done.stdout)["summary"] == {"files": 2, "errors": 0, "warnings": 0, "hints": 0, "suppressed": 3}
    (folder / "b.html").write_text(f"<p>{POLICY}</p>\n" * 2, "utf-8")
    assert "4 findings (1 new, 0 taken out)" in run("baseline", "..", cwd=folder / "inner").stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such baseline; `servicelint baseline` writes one"),
        ("[]", ":1:1: this is no baseline"),
        ('{"version": 9, "findings": []}', "its version is 9; expected 1"),
        ('{"version": 1, "findings": [\n{"path": "a"}\n]}', "entry 1 is none"),
        ('{"version": 1, "findings": [\n{"path" "a"}\n]}', ":2:9: this is no JSON"),
        ('{"version": 1, "findings": [\n<<<<<<< HEAD\n]}', ":2:1: git left a merge open here"),
    ],
)
def test_a_wrong_file_is_told(folder: Path, text: str | None, said: str) -> None:
    (folder / BASELINE).unlink()
    if text is not None:
        (folder / BASELINE).write_text(text, "utf-8")
    done = run("check", "--baseline", BASELINE, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr


def test_what_is_allowed_is_in_no_baseline(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<!-- servicelint: allow policy-wording: law -->\n<p>{POLICY}</p>\n", "utf-8")
    run("baseline", cwd=tmp_path)
    assert entries(tmp_path) == []


def renamed(data: Any, names: dict[str, str]) -> Any:
    """The data as a tool exports it again: other ids, keys in another order."""
    if isinstance(data, dict):
        keys = list(data)
        random.Random(len(keys)).shuffle(keys)
        return {names.get(key, key): renamed(data[key], names) for key in keys}
    if isinstance(data, list):
        return [renamed(item, names) for item in data]
    return names.get(data, data) if isinstance(data, str) else data


def flow(identifier: str, kind: str, following: str, **parameters: str) -> dict[str, Any]:
    """One block of a contact flow."""
    transitions: dict[str, Any] = {"NextAction": following} if following else {}
    if kind == "GetParticipantInput":
        transitions["Errors"] = [{"NextAction": following, "ErrorType": "NoMatchingError"}]
        transitions["Conditions"] = [{"NextAction": "aaa-1", "Condition": {"Operator": "Equals", "Operands": ["1"]}}]
    return {"Identifier": identifier, "Type": kind, "Parameters": parameters, "Transitions": transitions}


def connect() -> tuple[Any, set[str], set[str]]:
    """A contact flow, its ids, and rules that find something in it."""
    actions = [
        flow("aaa-1", "MessageParticipant", "aaa-2", Text=POLICY),
        flow(
            "aaa-2", "GetParticipantInput", "aaa-3", Text="For loans, press 1.", StoreInput="False", InputTimeLimitSeconds="5"
        ),
        flow("aaa-3", "MessageParticipant", "aaa-4", Text=POLICY),
        flow("aaa-4", "DisconnectParticipant", ""),
    ]
    data = {"Version": "2019-10-30", "StartAction": "aaa-1", "Actions": actions}
    return data, {f"aaa-{number}" for number in range(1, 5)}, {"policy-wording", "no-human-exit"}


def studio() -> tuple[Any, set[str], set[str]]:
    """The example of a Studio flow, its ids, and a rule that finds something in it once more words are in it."""
    data = json.loads((ROOT / "examples" / "twilio-studio" / "telefonie.json").read_text("utf-8"))
    for state in data["states"]:
        if "say" in state["properties"]:
            state["properties"]["say"] += " Din cauza politicii firmei, închidem la ora opt."
    return data, {state["name"] for state in data["states"]} - {"Trigger"}, {"policy-wording"}


@pytest.mark.parametrize("export", [connect, studio])
def test_a_new_export_with_other_ids_brings_nothing_back(
    tmp_path: Path, export: Callable[[], tuple[Any, set[str], set[str]]]
) -> None:
    data, ids, rules = export()
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    run("baseline", cwd=tmp_path)
    assert rules <= {entry["rule"] for entry in entries(tmp_path)}
    again = renamed(data, {old: f"ffff-{number}" for number, old in enumerate(sorted(ids, reverse=True))})
    file.write_text("\n" + json.dumps(again, ensure_ascii=False, indent=3), "utf-8")
    assert found(tmp_path) == ([], len(entries(tmp_path)), "")


def test_a_bot_exported_with_other_ids_brings_nothing_back(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "botpress", tmp_path / "bot")
    words = tmp_path / "bot" / "content-elements" / "builtin_text.json"
    words.write_text(
        words.read_text("utf-8").replace('"text$es": "', '"text$es": "Es nuestra política cerrar a las ocho. '), "utf-8"
    )
    run("baseline", cwd=tmp_path)
    before = entries(tmp_path)
    assert len(before) > 2
    ids = {element["id"].partition("-")[2] for element in json.loads(words.read_text("utf-8"))}
    for path in (tmp_path / "bot").rglob("*.json"):
        text = path.read_text("utf-8")
        for old in ids:
            text = text.replace(f"-{old}", f"-{old[::-1]}")
        nodes = json.loads(text).get("nodes", ()) if path.name.endswith(".flow.json") else ()
        names = {node["id"]: f"x{node['id'][::-1]}" for node in nodes}
        path.write_text("\n\n" + json.dumps(renamed(json.loads(text), names), ensure_ascii=False, indent=1), "utf-8")
    assert found(tmp_path) == ([], len(before), "")
