"""Globs over paths mean what they mean in a .gitignore."""

from __future__ import annotations

import pytest

from servicelint.globs import fits


@pytest.mark.parametrize(
    ("glob", "path", "fit"),
    [
        ("*.txt", "a.txt", True),
        ("*.txt", "deep/er/a.txt", True),
        ("ivr/*.txt", "ivr/a.txt", True),
        ("ivr/*.txt", "ivr/deep/a.txt", False),
        ("ivr/**", "ivr/deep/a.txt", True),
        ("ivr/**", "other/ivr/a.txt", False),
        ("ivr", "other/ivr/a.txt", True),
        ("ivr/", "ivr/a.txt", True),
        ("/ivr", "other/ivr/a.txt", False),
        ("./ivr/a.txt", "ivr/a.txt", True),
        ("**/it/*.po", "it/a.po", True),
        ("**/it/*.po", "x/y/it/a.po", True),
        ("**/it/*.po", "x/wit/a.po", False),
        ("a/**/b.txt", "a/b.txt", True),
        ("a/**/b.txt", "a/x/y/b.txt", True),
        ("mails/?.txt", "mails/a.txt", True),
        ("mails/?.txt", "mails/ab.txt", False),
        ("[ab].txt", "a.txt", True),
        ("[!ab].txt", "a.txt", False),
        ("[!ab].txt", "c.txt", True),
        ("a+b(1).txt", "a+b(1).txt", True),
        ("a.txt", "a_txt", False),
        ("**", "any/thing", True),
        ("[open", "[open", True),
    ],
)
def test_a_glob_fits(glob: str, path: str, fit: bool) -> None:
    assert fits(path, [glob]) == fit
