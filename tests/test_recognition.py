"""Formats are known by content first, then by name; a stranger is left alone."""

from __future__ import annotations

import pytest

from servicelint.model import Source
from servicelint.parse import all_formats, claim, get, index, names, recognise

VXML = '<vxml version="2.1"><form><block>Hello</block></form></vxml>'


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.txt", "Dear Anna,\nyour parcel is on its way.", "text"),
        ("a.txt", "Customer: Hi\nAgent: Hello\n", "transcript"),
        ("a.md", "# Welcome\n\nWe are glad you are here.", "markdown"),
        ("a.vxml", VXML, "voicexml"),
        ("a.xml", VXML, "voicexml"),
        ("a.txt", VXML, "voicexml"),
        ("noname", VXML, "voicexml"),
        ("a.jsonl", '{"turns": [{"role": "agent", "text": "Hi"}]}', "conversation"),
        ("a.txt", '{"turns": [{"role": "agent", "text": "Hi"}]}', "conversation"),
        ("a.yml", "servicelint: 1\nmessages: []\n", "script"),
        ("a.yml", "on: push\njobs: {}\n", None),
        ("a.json", '{"name": "x", "version": "1.0.0", "scripts": {}}', None),
        ("a.xml", "<project><modelVersion>4.0.0</modelVersion></project>", None),
        ("a.py", "print('hello')\n", None),
    ],
)
def test_a_file_is_what_its_content_says(path: str, text: str, expected: str | None) -> None:
    assert recognise(Source(path, text)) == expected


def test_every_format_says_what_it_is() -> None:
    for name, found in all_formats().items():
        assert found.ID == name == found.ID.lower()
        assert found.SUMMARY
        assert found.READ
        assert found.NOT_READ
        assert all(ending == ending.lower() for ending in found.EXTENSIONS)


def test_no_format_claims_an_empty_or_foreign_text() -> None:
    for name in names():
        for text in ("", "\n", "lorem", "{}", "[]", "<a/>", "a: b\n", "\ufffd" * 50):
            assert get(name).sniff(Source("file.unknown", text)) == 0, (name, text)


def test_the_index_holds_all_that_start_up_needs() -> None:
    assert set(index()) == set(names())
    assert "transcript" in claim("CHAT.TXT")
