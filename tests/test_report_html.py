"""The page as a file: what is in it, in which language, and that nothing from outside becomes markup."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pytest
from report_pages import HOSTILE, big, clean, hostile, many, page, shop
from report_samples import finding, run

from servicelint.model import Source, Span
from servicelint.reports.html import words
from servicelint.reports.html.element import Html, language_code, tag, text, web_address
from servicelint.reports.html.voice import Voice, counted, quality
from servicelint.rules import QUALITIES
from servicelint.terminal import clean as printable

VOID = {"meta", "link", "input"}


class Read(HTMLParser):
    """The page read back: elements with their attributes, ids, links, and what is left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.said.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]

    def classed(self, name: str) -> list[dict[str, str | None]]:
        return [found for _, found in self.elements if name in (found.get("class") or "").split()]


RUNS = {"shop": shop(), "clean": clean(), "hostile": hostile(), "bare": run(), "many": many(60), "big": big()}


@pytest.mark.parametrize("what", RUNS.values(), ids=RUNS)
def test_every_element_is_closed_every_id_is_there_once_and_every_inner_link_leads_somewhere(what: object) -> None:
    read = Read(page(what))  # type: ignore[arg-type]
    assert read.open == []
    ids = Counter(found["id"] for _, found in read.elements if "id" in found)
    assert [name for name, count in ids.items() if count > 1] == []
    inner = [link["href"] for link in read.all("a") if (link["href"] or "").startswith("#")]
    assert inner
    assert [href for href in inner if (href or "")[1:] not in ids] == []
    for named in [found["aria-labelledby"] for _, found in read.elements if "aria-labelledby" in found]:
        assert named in ids


def test_the_policy_names_exactly_the_style_and_the_script_that_are_there() -> None:
    said = page(shop())
    [policy] = [found["content"] or "" for found in Read(said).all("meta") if "http-equiv" in found]
    for name in ("style", "script"):
        [inner] = re.findall(rf"<{name}>(.*?)</{name}>", said, re.DOTALL)
        digest = b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    for rule in ("default-src 'none'", "img-src data:", "base-uri 'none'", "form-action 'none'"):
        assert rule in policy
    assert said.index("Content-Security-Policy") < said.index("<style>")


@pytest.mark.parametrize("what", [shop(), hostile()], ids=["shop", "hostile"])
def test_nothing_in_the_page_needs_what_its_policy_forbids(what: object) -> None:
    read = Read(page(what))  # type: ignore[arg-type]
    assert len(read.all("script")) == len(read.all("style")) == 1
    for name, attributes in read.elements:
        assert not {key for key in attributes if key.startswith("on") or key in ("style", "src", "srcset", "srcdoc", "action")}
        href = attributes.get("href") or "#"
        assert href.startswith(("#", "https://", "data:,")), (name, href)
    assert {name for name, _ in read.elements}.isdisjoint({"img", "iframe", "object", "embed", "base", "bdo"})


def test_hostile_words_are_shown_as_words() -> None:
    said = page(hostile())
    shown = "".join(Read(said).said)
    for evil in HOSTILE:
        assert f"Not {printable(evil)}" in shown
        assert shown.count(printable(evil)) >= 6
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]", said)


def test_a_rule_of_a_user_gives_no_link_but_to_the_web() -> None:
    assert web_address("https://example.org/a?b=c") == "https://example.org/a?b=c"
    for other in ("javascript:alert(1)", " https://example.org", "data:text/html,x", "//example.org", "https://a b"):
        assert web_address(other) is None


def test_only_a_language_code_becomes_the_language_of_words() -> None:
    assert [language_code(code) for code in ("it", "pt-BR", "zh-Hant-TW")] == ["it", "pt-BR", "zh-Hant-TW"]
    assert [language_code(code) for code in ("", "und", 'it"', "italiano", "it_IT")] == [None] * 5


def test_an_element_escapes_words_and_keeps_markup() -> None:
    assert tag("p", "a < b", tag("i", '"'), title='"<') == '<p title="&quot;&lt;">a &lt; b<i>&quot;</i></p>'
    assert (
        tag("input", hidden=True, open=False, id=None, tabindex=-1, aria_label="x")
        == '<input hidden tabindex="-1" aria-label="x">'
    )
    assert text(Html("<b>")) == "<b>"
    assert text("<b>") == "&lt;b&gt;"


def test_two_runs_give_the_same_bytes() -> None:
    assert page(shop()) == page(shop())
    assert page(hostile()) == page(hostile())


def test_a_link_to_a_finding_outlives_other_findings() -> None:
    """The id hangs on the finding's fingerprint, not on how many come before it."""
    whole = shop()
    fewer = run(*whole.findings[3:])
    later = {found["id"] for found in Read(page(fewer)).classed("finding")}
    assert later <= {found["id"] for found in Read(page(whole)).classed("finding")}


def test_findings_with_one_fingerprint_have_an_id_each() -> None:
    place = Span(Source("a.txt", "Sure thing"), 0, 4)
    twice = run(finding("sure-reply", "error", place, "One."), finding("sure-reply", "error", place, "Two."))
    assert len({found["id"] for found in Read(page(twice)).classed("finding")}) == 2


def test_the_page_shows_all_there_is_to_a_finding() -> None:
    said = "".join(Read(page(shop())).said)
    for found in shop().findings:
        for words_ in (found.message, found.why, found.instead, *found.better, *(step.note for step in found.trail)):
            assert printable(words_) in said
        if found.fix:
            assert found.fix.title in said


def test_the_scores_are_those_of_the_score_sheet() -> None:
    what = shop()
    said = page(what)
    assert f'aria-label="Score: {round(what.sheets[0].total)} of 100"' in said
    for name in QUALITIES:
        assert f"<span>{what.sheets[0].score(name):.0f}</span>" in said
    assert "no known format" in said


def test_a_score_that_counts_more_than_is_shown_says_so() -> None:
    from dataclasses import replace

    what = shop()
    assert "leaves out" not in page(what)
    assert "The score also counts findings that this report leaves out: 4" in page(replace(what, findings=what.findings[4:]))


def test_a_finding_and_its_node_know_each_other() -> None:
    read = Read(page(shop()))
    links = read.classed("to-node")
    assert len(links) == 4
    drawn = {found["id"]: found for _, found in read.elements if "data-node" in found}
    assert {link["data-to"] for link in links} <= set(drawn)
    linked = [found for found in read.classed("finding") if "data-nodes" in found]
    assert [found["data-nodes"] for found in linked] == [link["data-to"] for link in links]


def test_a_flow_too_large_for_a_page_is_named_with_the_command_that_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servicelint.reports.html.flows.LARGEST", 2)
    said = page(shop())
    assert "servicelint graph 1.vxml --format html" in said
    assert 'class="picture"' not in said
    assert 'class="to-node"' not in said


def test_of_many_rules_the_most_frequent_are_seen_at_once_and_the_others_can_be_unfolded() -> None:
    place = Span(Source("a.txt", "Sure thing"), 0, 4)
    every = [finding(f"rule-{at:02}", "hint", place, "Told.") for at in range(20) for _ in range(20 - at)]
    said = page(run(*every))
    assert said.index('id="rule-rule-00"') < said.index("More rules: 13") < said.index('id="rule-rule-19"')


def test_a_clean_run_ends_well() -> None:
    said = page(clean())
    assert said.count("Nothing to fix: your customers are in good hands.") >= 2
    assert 'id="filters"' not in said
    assert "No file was checked." in page(run(files=0))


class TestLanguages:
    def test_every_language_says_everything_with_the_same_facts(self) -> None:
        def facts(said: str) -> set[str | None]:
            return {name for _, name, _, _ in Formatter().parse(said) if name}

        for told in words.WORDS.values():
            assert set(told) == set(words.WORDS["en"])
            for key, said in told.items():
                assert said.strip() == said != ""
                assert facts(said) == facts(words.WORDS["en"][key]), key

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", ["5 errors, 4 warnings, 1 hint", "The nine qualities", "Instead", "Fold all files"]),
            ("it", ["5 errori, 4 avvisi, 1 consiglio", "Le nove qualità", "Invece", "cortesia"]),
            ("ro", ["5 erori, 4 avertismente, 1 sugestie", "Cele nouă calități", "În schimb", "politețe"]),
            ("ru", ["5 ошибок, 4 предупреждения, 1 совет", "Девять качеств", "Как надо", "вежливость"]),
        ],
    )
    def test_the_page_speaks_the_readers_language(self, language: str, said: list[str]) -> None:
        shown = page(shop(language))
        assert f'<html lang="{language}">' in shown
        for expected in said:
            assert expected in shown

    def test_no_english_label_is_left_over_in_another_language(self) -> None:
        english = set(words.WORDS["en"].values())
        for language in ("it", "ro", "ru"):
            same = {said for said in words.WORDS[language].values() if said in english}
            assert same <= {"File"}, language  # the Italian word is the same

    def test_every_quality_has_a_name_of_its_own(self) -> None:
        for language in words.WORDS:
            assert len({quality(name, language) for name in QUALITIES}) == len(QUALITIES)

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", {0: "0 errors", 1: "1 error", 2: "2 errors", 21: "21 errors"}),
            ("it", {1: "1 errore", 2: "2 errori"}),
            ("ro", {1: "1 eroare", 2: "2 erori", 19: "19 erori", 20: "20 de erori", 101: "101 erori", 119: "119 erori"}),
            ("ru", {1: "1 ошибка", 3: "3 ошибки", 5: "5 ошибок", 11: "11 ошибок", 21: "21 ошибка", 112: "112 ошибок"}),
        ],
    )
    def test_counts_have_the_plural_of_their_language(self, language: str, told: dict[int, str]) -> None:
        assert {number: counted(number, "error", language) for number in told} == told

    def test_a_language_that_is_none_of_ours_gets_english(self) -> None:
        assert Voice("tlh")("why") == "Why"
        assert Voice("tlh").language == "en"


def test_the_command_writes_a_page_with_scores_and_pictures(tmp_path: Path) -> None:
    from test_command import run as command

    (tmp_path / "chat.txt").write_text("Customer: Thanks a lot!\nAgent: Sure thing!\n", encoding="utf-8")
    done = command("check", "chat.txt", "--format", "html", "--output", "report.html", "--ui-language", "it", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    said = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="it">' in said
    assert "Una risposta che liquida il grazie del cliente." in said
    assert "Punteggio: " in said
