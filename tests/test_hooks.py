"""The hooks under the real pre-commit: they stop a commit, and say of a file what a run over everything says of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from identify.identify import ALL_TAGS, tags_from_filename
from ruamel.yaml import YAML
from test_package import CHAT, git, run

from servicelint.parse import all_formats

Hook = Callable[..., subprocess.CompletedProcess[str]]
DECLARED = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BOT = ROOT / "examples" / "rasa"
MENUS = ROOT / "examples" / "voicexml" / "bank"


@pytest.fixture
def hook(tmp_path: Path, hooks: tuple[Path, str], pre_commit_home: Path, monkeypatch: pytest.MonkeyPatch) -> Hook:
    """Runs a hook in a repository at `tmp_path`, on the staged files or on those that are named."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(pre_commit_home))
    git(tmp_path, "init", "--quiet")

    def call(name: str, *files: str, arguments: str = "[]") -> subprocess.CompletedProcess[str]:
        text = f"repos: [{{repo: {hooks[0]}, rev: {hooks[1]}, hooks: [{{id: {name}, args: {arguments}}}]}}]\n"
        (tmp_path / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
        git(tmp_path, "add", ".")
        named = ("--files", *files) if files else ()
        return run(sys.executable, "-m", "pre_commit", "run", *named, name, cwd=tmp_path)

    return call


def places(said: str, path: str) -> list[str]:
    """The lines of a concise report that are about a file."""
    return [line for line in said.splitlines() if line.startswith(f"{path}:")]


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as it stands, in a folder that nothing of this checkout lies above."""
    return subprocess.run(
        [sys.executable, "-m", "servicelint", "check", *arguments],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: str(declared["id"]))
def test_no_file_that_a_format_is_looked_for_in_is_kept_from_the_hook(declared: dict[str, list[str]]) -> None:
    left_out = set(declared["exclude_types"])
    assert left_out <= ALL_TAGS
    for name, format in all_formats().items():
        for ending in format.EXTENSIONS:
            assert not left_out & tags_from_filename(f"a{ending}"), f"{name}: {ending}"


@pytest.mark.xdist_group("hooks")
class TestHooks:
    @pytest.mark.parametrize(("source", "changed"), [(BOT, "domain.yml"), (MENUS, "cards.vxml")], ids=["rasa", "voicexml"])
    def test_the_hook_on_one_file_of_several_says_what_a_whole_run_says_of_it(
        self, hook: Hook, tmp_path: Path, source: Path, changed: str
    ) -> None:
        shutil.copytree(source, tmp_path / "bot")
        path = f"bot/{changed}"
        whole = check(tmp_path, "--format", "concise", ".").stdout
        stopped = hook("servicelint", path, arguments="[--format, concise]")
        assert stopped.returncode == 1
        assert places(stopped.stdout, path) == places(whole, path) != []
        assert [line for line in stopped.stdout.splitlines() if "bot/" in line] == places(whole, path)
        for other in (tmp_path / "bot").rglob("*.*"):
            if other.name != changed:
                other.unlink()
        alone = check(tmp_path, "--format", "concise", ".").stdout
        assert places(alone, path) != places(whole, path), "the other files make no difference in this example"

    def test_what_the_configuration_leaves_out_is_left_out_of_the_commit_too(self, hook: Hook, tmp_path: Path) -> None:
        for name in ("old", "new", ".github", "node_modules"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "chat.txt").write_text(CHAT, encoding="utf-8")
        (tmp_path / "servicelint.yaml").write_text("exclude: [old/**]\n", encoding="utf-8")
        stopped = hook("servicelint", arguments="[--format, concise]")
        assert [line.partition(":")[0] for line in stopped.stdout.splitlines() if "sure-reply" in line] == ["new/chat.txt"]
        passed = hook("servicelint", "old/chat.txt", ".github/chat.txt", "node_modules/chat.txt")
        assert passed.returncode == 0, passed.stdout

    def test_a_configured_baseline_counts_and_is_never_called_stale(self, hook: Hook, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(CHAT, encoding="utf-8")
        (tmp_path / "servicelint.yaml").write_text("baseline: known.json\n", encoding="utf-8")
        made = subprocess.run(
            [sys.executable, "-m", "servicelint", "baseline", "--output", "known.json"], cwd=tmp_path, check=False
        )
        assert made.returncode == 0
        assert hook("servicelint", "a.txt").returncode == 0
        (tmp_path / "a.txt").write_text("Customer: Thanks a lot!\nAgent: You're welcome!\n", encoding="utf-8")
        assert "1 entry fits nothing any more" in check(tmp_path).stderr
        for files in (("a.txt",), ("a.txt", "b.txt", "servicelint.yaml", "known.json")):
            mended = hook("servicelint", *files)
            assert mended.returncode == 0, mended.stdout
            assert "fits nothing" not in mended.stdout + mended.stderr
        (tmp_path / "b.txt").write_text(CHAT + CHAT.replace("Sure thing", "No problem"), encoding="utf-8")
        stopped = hook("servicelint", "b.txt")
        assert "b.txt:4:8" in stopped.stdout
        assert "b.txt:2:8" not in stopped.stdout
        assert "fits nothing" not in stopped.stdout

    def test_the_fixing_hook_mends_the_file_and_stops_the_commit_so_that_somebody_looks(
        self, hook: Hook, tmp_path: Path
    ) -> None:
        (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
        stopped = hook("servicelint-fix")
        assert "files were modified by this hook" in stopped.stdout
        assert stopped.returncode == 1
        assert "You're welcome!" in (tmp_path / "chat.txt").read_text(encoding="utf-8")
        assert hook("servicelint-fix").returncode == 0

    def test_the_fixing_hook_stops_the_commit_for_what_nobody_can_mend_safely(self, hook: Hook, tmp_path: Path) -> None:
        text = "Dear Anna,\n\nwe will get back to you as soon as possible.\n"
        (tmp_path / "mail.txt").write_text(text, encoding="utf-8")
        stopped = hook("servicelint-fix")
        assert "mail.txt:3:" in stopped.stdout
        assert "files were modified" not in stopped.stdout
        assert stopped.returncode == 1
        assert (tmp_path / "mail.txt").read_text(encoding="utf-8") == text
