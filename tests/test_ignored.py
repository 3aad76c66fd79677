"""Files that git ignores are left out just as git itself leaves them out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicelint.config import Config
from servicelint.discover import Wish, discover

CHAT = "Customer: Thanks a lot!\nAgent: Sure thing!\n"
FILES = ("x.txt", "y.txt", "a/x.txt", "a/y.txt", "a/b/x.txt", "a/b/y.txt", "b/x.txt", "b/a/y.txt", "c/b/x.txt")
LINE = st.sampled_from(
    [
        "x.txt",
        "y.*",
        "a/",
        "/a",
        "b",
        "a/b",
        "a/b/",
        "*/b/",
        "**/b",
        "a/**",
        "a/*",
        "*",
        "*.txt",
        "?.txt",
        "[xy].txt",
        "# a",
        "",
        "c/",
    ]
).flatmap(lambda line: st.sampled_from([line, f"!{line}" if line and line[0] != "#" else line]))


def git(folder: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, env=environment, check=True)
    return done.stdout


def found(folder: Path) -> set[str]:
    units = discover([folder], Config(folder), Wish()).units
    return {Path(source.path).relative_to(folder).as_posix() for unit in units for source in unit.bundle.sources}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    git(folder, "init", "--quiet")
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(CHAT, encoding="utf-8")
    return folder


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lists=st.fixed_dictionaries(
        {name: st.lists(LINE, max_size=3) for name in (".gitignore", "a/.gitignore", "a/b/.gitignore", ".git/info/exclude")}
    )
)
def test_what_is_found_is_what_git_would_track(repository: Path, lists: dict[str, list[str]]) -> None:
    for name, lines in lists.items():
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    tracked = set(git(repository, "ls-files", "--others", "--exclude-standard").splitlines())
    assert found(repository) == {name for name in tracked if name.endswith(".txt")}


def test_a_folder_that_is_named_is_looked_into_though_git_ignores_it(repository: Path) -> None:
    for name in ("a/.gitignore", "a/b/.gitignore", ".git/info/exclude"):
        (repository / name).write_text("", encoding="utf-8")
    (repository / ".gitignore").write_text("a/\ny.txt\n", encoding="utf-8")
    assert found(repository) == {"x.txt", "b/x.txt", "c/b/x.txt"}
    units = discover([repository / "a"], Config(repository), Wish()).units
    assert {Path(unit.bundle.sources[0].path).name for unit in units} == {"x.txt", "y.txt"}


def test_lists_above_count_in_a_folder_that_is_named_and_in_a_worktree(repository: Path, tmp_path: Path) -> None:
    (repository / ".gitignore").write_text("y.txt\n", encoding="utf-8")
    inner = discover([repository / "a" / "b"], Config(repository), Wish()).units
    assert [Path(unit.bundle.sources[0].path).name for unit in inner] == ["x.txt"]
    (repository / ".git" / "info" / "exclude").write_text("x.txt\n", encoding="utf-8")
    tree = tmp_path / "tree"
    (repository / ".git" / "worktrees" / "tree").mkdir(parents=True, exist_ok=True)
    (repository / ".git" / "worktrees" / "tree" / "commondir").write_text("../..\n", encoding="utf-8")
    tree.mkdir()
    (tree / ".git").write_text(f"gitdir: {repository}/.git/worktrees/tree\n", encoding="utf-8")
    for name in ("x.txt", "z.txt"):
        (tree / name).write_text(CHAT, encoding="utf-8")
    assert found(tree) == {"z.txt"}
    (repository / ".git" / "info" / "exclude").write_text("", encoding="utf-8")
