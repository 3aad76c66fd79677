"""What `servicelint init` writes fits the folder, works as it stands, and overwrites nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from ruamel.yaml import YAML
from test_command import CHAT, run

from servicelint import config, starter
from servicelint.library import built_in

LIBRARY = built_in()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("voicexml", "markdown", "po"):
        shutil.copytree(ROOT / "examples" / name, tmp_path / name)
    (tmp_path / "chat it").mkdir()
    for name in ("uno", "due"):
        talk = "Cliente: Grazie mille per l'aiuto!\nOperatore: Prego, è stato un piacere aiutarla.\n"
        (tmp_path / "chat it" / f"{name}.txt").write_text(talk, encoding="utf-8")
    return tmp_path


def switched_on(text: str) -> str:
    """The file with every line of YAML in it switched on."""
    return re.sub(r"^#(?=\S|  )", "", text, flags=re.M)


def test_the_file_loads_as_it_stands_and_with_all_of_it_switched_on(folder: Path) -> None:
    assert run("init", cwd=folder).returncode == 0
    path = folder / "servicelint.yaml"
    text = path.read_text(encoding="utf-8")
    found = config.load(path)
    assert found.data == {"profile": "recommended", "fail-on": "warning"}
    config.choose(LIBRARY, found)
    (folder / "our-rules").mkdir()
    path.write_text(switched_on(text), encoding="utf-8")
    whole = config.load(path)
    assert {"files", "exclude", "settings", "rules", "profile"} <= set(whole.data)
    config.choose(config.library(whole, LIBRARY), whole)
    config.choose_by_path(LIBRARY, whole)
    assert run("baseline", cwd=folder).returncode == 0  # which the file names now
    assert run("check", "--fail-on", "never", cwd=folder).returncode == 0


def test_it_says_what_lies_there(folder: Path) -> None:
    run("init", cwd=folder)
    path = folder / "servicelint.yaml"
    path.write_text(switched_on(path.read_text(encoding="utf-8")), encoding="utf-8")
    entries = {entry["path"]: entry for entry in config.load(path).data["files"]}
    assert entries["chat it/**"] == {"path": "chat it/**", "format": "transcript", "language": "it", "channel": "chat"}
    assert entries["voicexml/bank/**"] == {
        "path": "voicexml/bank/**",
        "format": "voicexml",
        "language": "en",
        "channel": "voice",
    }
    assert entries["po/it.po"]["language"] == "it"


def test_profiles_that_may_fit_are_named(folder: Path) -> None:
    found = starter.look(folder, LIBRARY)
    assert {"gethuman", "w3c-coga", "iso-13714"} <= set(found.profiles)
    assert "br-decreto-11034" not in found.profiles


def test_an_empty_folder_gets_one_too(tmp_path: Path) -> None:
    done = run("init", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "servicelint.yaml is written, for 0 files.")
    assert config.load(tmp_path / "servicelint.yaml").data["profile"] == "recommended"


@pytest.mark.parametrize("name", ["servicelint.yaml", ".servicelint.yaml", "pyproject.toml"])
def test_a_configuration_that_is_there_is_left_alone(tmp_path: Path, name: str) -> None:
    text = "[tool.servicelint]\n" if name.endswith(".toml") else "fail-on: error\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("init", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{name} is there already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_force_writes_it_anew_but_not_over_another_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "servicelint.yaml").write_text("fail-on: error\n", encoding="utf-8")
    assert run("init", "--force", cwd=tmp_path).returncode == 0
    assert "profile: recommended" in (tmp_path / "servicelint.yaml").read_text(encoding="utf-8")
    (tmp_path / "servicelint.yaml").rename(tmp_path / ".servicelint.yaml")
    assert run("init", "--force", cwd=tmp_path).returncode == 2


def test_a_profile_that_is_none_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    done = run("init", "--profile", "strickt", cwd=tmp_path)
    assert (done.returncode, "did you mean “strict”?" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


class TestSnippets:
    def test_they_are_shown_and_written_where_asked_for(self, folder: Path) -> None:
        shown = run("init", cwd=folder).stdout
        assert [line for line in shown.splitlines() if line.startswith("For ")] == [
            "For pre-commit, in .pre-commit-config.yaml:",
            "For github, in .github/workflows/servicelint.yml:",
            "For gitlab, in .gitlab-ci.yml:",
        ]
        assert not (folder / ".github").exists()
        assert run("init", "--force", "--pre-commit", "--github", "--gitlab", cwd=folder).returncode == 0
        for path in (".pre-commit-config.yaml", ".github/workflows/servicelint.yml", ".gitlab-ci.yml"):
            assert YAML(typ="safe", pure=True).load((folder / path).read_text(encoding="utf-8"))

    def test_one_that_is_there_is_shown_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
        done = run("init", "--pre-commit", cwd=tmp_path)
        assert ".pre-commit-config.yaml is there already; add to it:" in done.stdout
        assert (tmp_path / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"

    def test_the_hook_they_name_and_the_options_they_use_are_there(self, tmp_path: Path) -> None:
        (tmp_path / "mails").mkdir()
        (tmp_path / "mails" / "a.txt").write_text(CHAT, encoding="utf-8")
        made = starter.snippets(starter.look(tmp_path, LIBRARY), "9.9")
        yaml = YAML(typ="safe", pure=True)
        hook = yaml.load(made["pre-commit"][1])["repos"][0]["hooks"][0]
        assert hook["id"] in {known["id"] for known in yaml.load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
        assert re.search(hook["files"], "mails/a.txt")
        for name in ("github", "gitlab"):
            command = re.search(r"servicelint (check .*)$", made[name][1], re.M)
            assert command is not None
            assert run(*command[1].split(), cwd=tmp_path).returncode == 1
