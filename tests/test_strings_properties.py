"""Java's bundles of messages: continued lines, escapes and doubled apostrophes; settings are left alone."""

from __future__ import annotations

import pytest
from conftest import ROOT

from servicelint.formats import strings
from servicelint.formats.strings.carriers import properties
from servicelint.model import Bundle, Problem, Source
from servicelint.model.passage import Passage
from servicelint.model.pieces import faults, text_of
from servicelint.parse import recognise

PATH = "src/main/resources/i18n/messages_it.properties"


def read(text: str, problems: list[Problem] | None = None) -> dict[str, str]:
    found: list[Problem] = []
    entries = properties.read(Source(PATH, text), found if problems is None else problems).entries
    for entry in entries:
        assert list(faults(Passage("p", entry.pieces))) == []
    assert problems is not None or found == []
    return {".".join(entry.key): text_of(entry.pieces) for entry in entries}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("a=b\nc = d e \n f:g\nh i\n", {"a": "b", "c": "d e", "f": "g", "h": "i"}),
        ("# x=y\n  ! z=w\n\na=b # no comment", {"a": "b # no comment"}),
        ("a=uno \\\r\n    due \\\n\ttre\r\nb=c", {"a": "uno due tre", "b": "c"}),
        ("a=\\u00e8 \\ud83d\\ude00 \\t\\n\\q \\\\ 👋", {"a": "è 😀 \t\nq \\ 👋"}),
        ("a\\ b\\:c\\=d=e", {"a b:c=d": "e"}),
        ("a=L''ordine {0} è pronto", {"a": "L'ordine {0} è pronto"}),
        ("a=\nb\nc=d", {"c": "d"}),
        ("a=b\\", {"a": "b"}),
        ("# a=b\\\nc=d", {"c": "d"}),
    ],
)
def test_pairs_are_read_as_java_reads_them(text: str, pairs: dict[str, str]) -> None:
    assert read(text) == pairs


def test_an_escape_that_java_refuses_is_told_with_its_place() -> None:
    problems: list[Problem] = []
    assert read("a=ok\nb=non \\uzz così", problems) == {"a": "ok", "b": "non \\uzz così"}
    assert [problem.span.source.position(problem.span.start) for problem in problems] == [(2, 7)]


def test_the_example_is_read_as_a_mail_and_notices() -> None:
    name = "examples/strings/i18n/messages_it.properties"
    source = Source(name, (ROOT / name).read_text(encoding="utf-8"))
    assert recognise(source) == "strings"
    document = strings.parse(Bundle((source,)))
    assert (document.language, document.problems) == ("it", ())
    assert [message.id for message in document.messages] == ["email.booking", "pool.full", "pool.opening"]
    mail = document.messages[0].passages
    assert [passage.role for passage in mail][0:1] == ["subject"]
    assert "l'annullamento è gratuito" in mail[2].text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("application_it.properties", "server.port=8080\nspring.url=jdbc:h2\nname=Some app here\n"),
        ("app.properties", "title=Welcome to our shop\nbody=We are glad you are here\n"),
        ("gradle.properties", "org.gradle.jvmargs=-Xmx2g\norg.gradle.daemon=true\n"),
        ("i18n/empty_it.properties", "a=\n"),
    ],
)
def test_settings_are_left_alone(path: str, text: str) -> None:
    assert properties.sniff(Source(path, text)) == 0


@pytest.mark.parametrize("path", ["messages.properties", "i18n/shop.properties", "labels_de_AT.properties", PATH])
def test_a_bundle_is_known_by_its_name_and_its_words(path: str) -> None:
    assert properties.sniff(Source(path, "a=We are glad you are here\nb=Your order is on its way\nc=Close\n")) == 0.9


@pytest.mark.parametrize("text", ["\\" * 20001, "a\\\n" * 5000, "=" * 20000, "\\u" * 9000, "#\n" * 9000])
def test_hostile_files_are_read_in_no_time(text: str) -> None:
    read(text, [])
