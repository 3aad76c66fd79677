"""What `--fix` and `--diff` do with files: links, encodings, line ends, patches that apply, and what cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from test_command import run

from servicelint import fix
from servicelint.config import Config
from servicelint.discover import Wish, discover, read
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mending import mend
from servicelint.model import Edit, Finding, Fix, Source, Span
from servicelint.run import Outcome
from servicelint.writing import write_whole

BEFORE = "Customer: Thanks!\nAgent: Sure thing!\nAgent: Bye.\n"
AFTER = BEFORE.replace("Sure thing", "You're welcome")
RUSSIAN = "Клиент: Спасибо!\nОператор: Не за что!\n"


def git(*arguments: str, cwd: Path, text: bytes = b"") -> None:
    home = {"HOME": str(cwd), "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    done = subprocess.run(["git", *arguments], cwd=cwd, input=text, capture_output=True, check=False, env=home)
    assert done.returncode == 0, done.stderr.decode()


def diff(*arguments: str, cwd: Path) -> bytes:
    """The patch, byte by byte."""
    import sys

    command = [sys.executable, "-m", "servicelint", "check", "--diff", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout


FILES = {
    "as usual": ("chat.txt", BEFORE.encode(), AFTER.encode()),
    "no newline at the end": (
        "chat.txt",
        b"Customer: Thanks!\nAgent: Sure thing!",
        b"Customer: Thanks!\nAgent: You're welcome!",
    ),
    "windows": ("chat.txt", BEFORE.replace("\n", "\r\n").encode(), AFTER.replace("\n", "\r\n").encode()),
    "mark": ("chat.txt", b"\xef\xbb\xbf" + BEFORE.encode(), b"\xef\xbb\xbf" + AFTER.encode()),
    "space in the name": ("my chat.txt", BEFORE.encode(), AFTER.encode()),
    "letters": ("чат.txt", RUSSIAN.encode(), RUSSIAN.replace("Не за что", "Пожалуйста").encode()),
    "quotation mark": ('a"b.txt', BEFORE.encode(), AFTER.encode()),
    "other line ends inside": ("chat.txt", ("A\u2028\x0cb\n" + BEFORE).encode(), ("A\u2028\x0cb\n" + AFTER).encode()),
    "western": (
        "chat.html",
        b'<meta charset="iso-8859-1"><p>Caf\xe9 wird gebaut</p><p>Danke!!</p>\n',
        b'<meta charset="iso-8859-1"><p>Caf\xe9 wird gebaut</p><p>Danke!</p>\n',
    ),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("tool", ["git", "patch"])
@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_a_diff_applies_and_makes_what_fix_makes(tmp_path: Path, name: str, tool: str) -> None:
    file, before, after = FILES[name]
    if tool == "patch" and (not shutil.which("patch") or name == "quotation mark"):
        pytest.skip("needs patch")
    (tmp_path / file).write_bytes(before)
    patch = diff(".", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / file).read_bytes() == before
    if tool == "git":
        git("init", "-q", cwd=tmp_path)
        git("apply", "-", cwd=tmp_path, text=patch)
    else:
        subprocess.run(["patch", "-p1", "--binary"], cwd=tmp_path, input=patch, capture_output=True, check=True)
    assert (tmp_path / file).read_bytes() == after
    (tmp_path / file).write_bytes(before)
    run("check", ".", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert (tmp_path / file).read_bytes() == after


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_a_diff_of_several_files_applies_in_a_folder_below_the_repository(tmp_path: Path) -> None:
    folder = tmp_path / "copy" / "chats"
    folder.mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(BEFORE, encoding="utf-8")
    git("init", "-q", cwd=tmp_path)
    for paths in ((".",), (str(folder),)):
        git("apply", "-", cwd=folder, text=diff(*paths, cwd=folder))
        for name in ("a.txt", "b.txt"):
            assert (folder / name).read_text(encoding="utf-8") == AFTER
            (folder / name).write_text(BEFORE, encoding="utf-8")


def test_a_diff_says_nothing_where_there_is_nothing_to_fix(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(AFTER, encoding="utf-8")
    done = run("check", "--diff", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_diff_wins_over_fix_and_shows_what_all_rounds_make(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("Subject: Hi\n\nDear Anna,\n\nThank you!! Bye!!\n", encoding="utf-8")
    done = run("check", "--diff", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert "+Thank you! Bye!\n" in done.stdout
    assert "!!" in (tmp_path / "mail.txt").read_text(encoding="utf-8")


def test_colours_in_a_diff_come_with_a_terminal_and_show_no_commands(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(BEFORE.replace("Bye", "Bye \x1b[2J"), encoding="utf-8")
    coloured = run("check", "--diff", cwd=tmp_path, FORCE_COLOR="1").stdout
    assert "\x1b[32m+Agent: You're welcome!" in coloured
    assert "\x1b[2J" not in coloured
    assert "\x1b[3" not in run("check", "--diff", cwd=tmp_path).stdout


def test_of_a_link_the_file_behind_it_is_fixed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "real.txt"
    real.write_text(BEFORE, encoding="utf-8")
    (tmp_path / "chat.txt").symlink_to(real)
    assert run("check", "chat.txt", "--fix", cwd=tmp_path).returncode == 0
    assert (tmp_path / "chat.txt").is_symlink()
    assert real.read_text(encoding="utf-8") == AFTER
    assert [entry.name for entry in real.parent.iterdir()] == ["real.txt"]


def test_a_file_and_a_link_to_it_are_fixed_once(tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "a.txt").symlink_to(tmp_path / "z.txt")
    assert diff(".", cwd=tmp_path).count(b"+++ ") == 1
    done = run("check", ".", "--fix", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.startswith("Fixed 1 file: ")
    assert (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "z.txt").read_text(encoding="utf-8") == AFTER


def test_standard_input_can_be_shown_as_a_diff(tmp_path: Path) -> None:
    done = run("check", "-", "--stdin-filename", "chat.txt", "--diff", cwd=tmp_path, text=BEFORE)
    assert done.returncode == 1
    assert done.stdout.startswith("--- a/chat.txt\n+++ b/chat.txt\n")


def test_words_that_the_encoding_lacks_are_not_written_and_that_is_said(tmp_path: Path) -> None:
    """A bot in the western encoding of an old system answers in Romanian, whose “ă” that encoding lacks."""
    bot = (
        '<?xml version="1.0" encoding="iso-8859-1"?>\n<aiml version="1.0"><category><pattern>MULTUMESC</pattern>'
        "<template>Nicio problem\xe2, cu drag\xe9!!</template></category></aiml>\n"
    ).encode("latin-1")
    (tmp_path / "bot.aiml").write_bytes(bot)
    unit = discover([tmp_path / "bot.aiml"], Config(), Wish()).units[0]
    place = Span(unit.bundle.sources[0], 10, 12)
    words = Fix("Scrieți", (Edit(place, "Cu plăcere", "Cu plăcere"),), safe=True)
    found = Finding("x", "courtesy", "error", "No.", place, "aiml", "ro", fingerprint="a", fix=words)
    done = mend(unit, Outcome((found,)), Linter(built_in(), ()))
    assert done.texts == {}
    [note] = done.notes
    assert note.endswith("x is not fixed: “Cu plăcere” cannot be written in ISO-8859-1; save the file as UTF-8")


def test_what_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(BEFORE, encoding="utf-8")
    source = read(path)
    path.write_text("Somebody else was here.\n", encoding="utf-8")
    [(name, why)] = fix.write({source: AFTER}).items()
    assert name == source.path
    assert "changed" in why
    assert path.read_text(encoding="utf-8") == "Somebody else was here.\n"


def test_a_file_that_cannot_be_written_does_not_keep_the_others_from_being_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = []
    for name in ("shut.txt", "open.txt"):
        (tmp_path / name).write_text(BEFORE, encoding="utf-8")
        sources.append(read(tmp_path / name))

    def guarded(path: Path, data: bytes) -> None:
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied")
        write_whole(path, data)

    monkeypatch.setattr(fix, "write_whole", guarded)
    assert fix.write(dict.fromkeys(sources, AFTER)) == {sources[0].path: "the fixes cannot be written: Permission denied"}
    assert (tmp_path / "open.txt").read_text(encoding="utf-8") == AFTER


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="the superuser may write everywhere")
def test_a_file_that_cannot_be_written_is_named_and_the_others_are_fixed(tmp_path: Path) -> None:
    for folder in ("open", "shut"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "chat.txt").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "shut").chmod(0o555)
    done = run("check", ".", "--fix", cwd=tmp_path)
    (tmp_path / "shut").chmod(0o755)
    assert done.returncode == 2
    assert done.stderr == "Fixed 1 file: open/chat.txt\nshut/chat.txt: the fixes cannot be written: Permission denied\n"
    assert (tmp_path / "shut" / "chat.txt").read_text(encoding="utf-8") == BEFORE


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as out:
            out.write(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"something new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_exit_codes_of_fix_are_those_of_what_is_left(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "mail.txt").write_text("Dear Anna,\n\nper our policy we cannot refund you.\n", encoding="utf-8")
    assert run("check", "mail.txt", "chat.txt", "--fix", cwd=tmp_path).returncode == 1
    (tmp_path / "chat.txt").write_text(BEFORE, encoding="utf-8")
    done = run("check", "chat.txt", "--fix", "--output", "left.json", cwd=tmp_path)
    assert done.returncode == 0
    assert '"errors": 0' in (tmp_path / "left.json").read_text(encoding="utf-8")


def test_a_patch_is_written_in_the_encoding_of_its_file() -> None:
    assert fix.patch_encoding(Source("a", "", "cp1252")) == "cp1252"
    assert fix.patch_encoding(Source("a", "", "utf-16-le")) == "utf-8"
