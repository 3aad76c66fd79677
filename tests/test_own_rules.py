"""A user's own rules: the draft works as it stands, the page's steps hold, an installed set is found by its name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT
from ruamel.yaml import YAML
from test_command import run

from servicelint.config import Config, library
from servicelint.library import built_in
from servicelint.written.schema import schemas

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")


def test_the_draft_of_a_rule_holds_and_finds_its_words(tmp_path: Path) -> None:
    assert run("new-rule", "no-synergy", cwd=tmp_path).returncode == 0
    tried = run("test-rules", "our-rules", cwd=tmp_path)
    assert (tried.returncode, tried.stdout) == (0, "2 of 2 examples of 1 rules hold.\n")
    (tmp_path / "servicelint.yaml").write_text("rules: [our-rules/]\n", encoding="utf-8")
    (tmp_path / "mail.txt").write_text("Our synergies are yours.", encoding="utf-8")
    assert "no-synergy" in run("check", "mail.txt", cwd=tmp_path).stdout


def test_a_second_draft_stands_beside_the_first_and_none_is_overwritten(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("new-rule", name, cwd=tmp_path).returncode == 0
    assert run("test-rules", "our-rules", cwd=tmp_path).returncode == 0
    before = (tmp_path / "our-rules/one.yml").read_bytes()
    again = run("new-rule", "one", "--quality", "care", cwd=tmp_path)
    assert (again.returncode, (tmp_path / "our-rules/one.yml").read_bytes()) == (2, before)
    assert "is there already" in again.stderr


def test_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    assert run("new-rule", "../Evil", cwd=tmp_path).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_the_steps_of_the_page_work_word_by_word(tmp_path: Path) -> None:
    command = next(line[2:].split() for line in PAGE.splitlines() if line.startswith("$ servicelint new-rule"))
    assert run(*command[1:], cwd=tmp_path).returncode == 0
    rule, acts = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[:2]
    (tmp_path / "our-rules/no-kindly.yml").write_text(rule, encoding="utf-8")
    (tmp_path / "our-rules/acts/en-no-kindly.yml").write_text(acts, encoding="utf-8")
    told = re.search(r"\$ servicelint test-rules our-rules\n(.*?)```", PAGE, re.DOTALL)
    assert told is not None
    assert run("test-rules", "our-rules", cwd=tmp_path).stdout == told[1]
    (tmp_path / "our-rules/no-kindly.yml").write_text(rule.replace("$no-kindly", "$no-kindy"), encoding="utf-8")
    assert run("test-rules", "our-rules", cwd=tmp_path).stderr.strip() in PAGE


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*/*.yml")), ids=lambda path: path.stem)
def test_every_rule_file_fits_the_published_schema(path: Path) -> None:
    if path.name == "others.yml":
        return
    kind = {"acts": "acts", "profiles": "profile"}.get(path.parent.name, "rule")
    data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    assert [error.message for error in jsonschema.Draft202012Validator(schemas()[kind]).iter_errors(data)] == []


def test_the_schema_knows_what_a_kind_can_find() -> None:
    rule = {"id": "x", "quality": "care", "summary": {"en": "."}, "why": {"en": "."}, "instead": {"en": "."}, "kind": "phrase"}
    rule |= {"message": {"en": "."}, "checks": [{"find": {"act": "$x", "needs": ["$y"]}, "severity": "error"}]}
    errors = [error.message for error in jsonschema.Draft202012Validator(schemas()["rule"]).iter_errors(rule)]
    assert any("needs" in message for message in errors)


def test_an_installed_rule_set_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new-rule", "no-synergy", "--folder", "acme_tone/rules", cwd=tmp_path)
    for folder in ("acme_tone", "acme_tone/rules"):
        (tmp_path / folder / "__init__.py").touch()
    metadata = tmp_path / "acme_tone-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-tone\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[servicelint.rules]\nacme-tone = acme_tone.rules\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    joined = library(Config(tmp_path / "elsewhere", tmp_path / "x.yaml", {"rules": ["acme-tone"]}), built_in())
    assert "no-synergy" in joined.rules


def test_a_set_that_is_not_there_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "servicelint.yaml").write_text("rules: [acme-tone]\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Hello.", encoding="utf-8")
    done = run("check", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "acme-tone" in done.stderr


def test_the_manual_has_a_page_for_each_rule(tmp_path: Path) -> None:
    assert run("rules", "--format", "markdown", "--output", "pages", cwd=tmp_path).returncode == 0
    listed = json.loads(run("rules", "--format", "json", cwd=tmp_path).stdout)["rules"]
    assert {path.stem for path in (tmp_path / "pages").iterdir()} == {rule["id"] for rule in listed} | {"README"}
    assert "## Why" in (tmp_path / "pages/sure-reply.md").read_text(encoding="utf-8")
