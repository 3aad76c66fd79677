"""VoiceXML: what callers hear, in whole examples, small documents, broken ones and real ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from voicexml_samples import FIELD, HEAD, heard, load, node, parse, ways

from servicelint.formats import voicexml
from servicelint.model import Bundle, Source
from servicelint.model.pieces import faults

HERE = Path(__file__).parents[1]
EXAMPLES = HERE / "examples" / "voicexml"
SHARED = HERE.parent / "shared"


class TestExamples:
    def test_a_clinic_hides_an_appointment_behind_four_menus(self) -> None:
        document = voicexml.parse(load(EXAMPLES / "clinic" / "clinica.vxml"))
        (flow,) = document.flows
        assert (document.language, document.problems, flow.entry) == ("ro-RO", (), "clinica.vxml#principal")
        assert heard(document)[0] == [
            "Bine ați venit la policlinică. Apelul dumneavoastră este important pentru noi.",
            "Pentru programări și consultații, apăsați tasta 1. Pentru rezultatele analizelor, apăsați tasta 2. "
            "Pentru informații despre plată, apăsați tasta 3.",
        ]
        assert ways(flow) == {
            "1": "clinica.vxml#programari",
            "2": "clinica.vxml#analize/block1",
            "3": "clinica.vxml#plata/block1",
            "no-input": "clinica.vxml#principal:noinput",
            "no-match": "clinica.vxml#principal:nomatch",
        }
        menus = [node.id.partition("#")[2] for node in flow.nodes if node.kind == "menu"]
        assert menus == ["principal", "programari", "adulti", "cardiologie", "cod/corect"]
        assert ways(flow, "clinica.vxml#principal:noinput") == {"always": "clinica.vxml#principal:end"}
        assert node(flow, "clinica.vxml#principal:end").kind == "end"
        assert "orele 8 – 18" in heard(document)[-1][0]

    def test_a_bank_joins_its_two_documents_and_keeps_zero_for_a_person(self) -> None:
        folder = EXAMPLES / "bank"
        document = voicexml.parse(load(folder / "cards.vxml", folder / "main.vxml"))
        (flow,) = document.flows
        assert flow.entry == "main.vxml#services"
        assert node(flow, "main.vxml#services").announced == ("1", "2", "0")
        person = "main.vxml#adviser/call"
        assert node(flow, person).kind == "human"
        assert ways(flow, "main.vxml#services") == {
            "1": "main.vxml#balance/account",
            "2": "cards.vxml#cards/wish",
            "0": person,
            "no-input": person,
            "no-match": person,
            "help": "main.vxml#services:help",
        }
        assert ways(flow, "cards.vxml#cards/wish") == {
            "1": "cards.vxml#cards/wish:1",
            "2": "cards.vxml#cards/wish:2",
            "9": "main.vxml#services",
            "0": person,
            "no-input": "cards.vxml#cards/wish:noinput",
            "no-match": "cards.vxml#cards/wish:nomatch",
        }
        assert ways(flow, "cards.vxml#cards/wish:1") == {"always": person}

    def test_what_is_said_under_a_condition_is_a_variant(self) -> None:
        document = voicexml.parse(load(EXAMPLES / "bank" / "main.vxml"))
        welcome = [message for message in document.messages if message.node == "main.vxml#services"]
        assert [(message.variant, len(message.passages)) for message in welcome] == [
            ("application.hours == 'closed'", 5),
            ("otherwise", 4),
        ]
        assert {message.passages[0].text for message in welcome} == {"Welcome to Savings & Loans, how may we help you today?"}

    def test_members_are_the_documents_beside_it(self) -> None:
        folder = EXAMPLES / "bank"
        assert voicexml.members(folder / "main.vxml") == (folder / "cards.vxml", folder / "main.vxml")

    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/*.vxml")), ids=lambda path: path.name)
    def test_every_place_is_exact_and_the_same_with_windows_line_ends(self, path: Path) -> None:
        unix = load(path)
        windows = Bundle((Source(str(path), unix.sources[0].text.replace("\n", "\r\n")),))
        read = [voicexml.parse(bundle) for bundle in (unix, windows)]
        assert [list(faults(p)) for d in read for m in d.messages for p in m.passages if list(faults(p))] == []
        assert [p.text for m in read[0].messages for p in m.passages] == [p.text for m in read[1].messages for p in m.passages]
        assert [p.span.line for m in read[0].messages for p in m.passages] == [
            p.span.line for m in read[1].messages for p in m.passages
        ]


class TestSpeech:
    def test_mixed_content_is_one_passage_with_slots(self) -> None:
        document = parse(
            "<form><block><prompt>Hi <value expr='name'/>,\n <emphasis>you</emphasis> owe&#160;<say-as>5&amp;6</say-as>"
            "<audio src='a.wav'>today</audio><audio src='b.wav'/><break/>thanks <!-- no --> 😀"
            "<sub alias='World Wide Web'>WWW</sub></prompt></block></form>"
        )
        (message,) = document.messages
        (passage,) = message.passages
        assert passage.text == "Hi ￼, you owe\xa05&6 today ￼ thanks 😀World Wide Web"
        assert passage.slots == ("name", "b.wav")
        assert (message.speaker, message.channel, passage.role, passage.language) == (
            "company",
            "voice",
            "prompt",
            "en-US",
        )
        assert list(faults(passage)) == []

    def test_scripts_logs_comments_and_grammars_are_not_heard(self) -> None:
        document = parse(
            "<script>var no = 1;</script><form><block><log>no</log><!-- no --><assign name='a' expr='no'/>Yes."
            "</block><field><grammar>no | never</grammar><grammar><rule><item>no</item></rule></grammar>"
            "<audio src='no.wav'><desc>no</desc></audio><prompt><metadata>no</metadata>Well?</prompt></field></form>"
        )
        assert heard(document) == [["Yes.", "Well?"]]

    def test_paragraphs_and_enumerated_choices_are_passages_of_their_own(self) -> None:
        document = parse(
            "<menu><prompt><s>Welcome</s><s>Say one of <enumerate/> now.</s></prompt>"
            "<choice next='#a'>news</choice><choice next='#b'>sports</choice></menu>"
        )
        assert heard(document) == [["Welcome", "Say one of", "news", "sports", "now."]]
        assert [passage.role for passage in document.messages[0].passages][2:4] == ["option", "option"]

    def test_labels_that_are_not_enumerated_are_not_heard(self) -> None:
        document = parse("<menu><prompt>For news press 1.</prompt><choice dtmf='1' next='#a'>news</choice></menu>")
        assert heard(document) == [["For news press 1."]]

    def test_prompts_of_later_visits_are_variants(self) -> None:
        document = parse(FIELD.format("<prompt>City?</prompt><prompt count='2'>Please say a city.</prompt>"))
        assert [(message.variant, message.node) for message in document.messages] == [
            (None, "1.vxml#f/x"),
            ("visit 2", "1.vxml#f/x"),
        ]

    def test_a_prompt_in_another_language_says_so(self) -> None:
        document = parse("<form><block><prompt xml:lang='es-MX'>Hola.</prompt><prompt>Hi.</prompt></block></form>")
        assert [passage.language for passage in document.messages[0].passages] == ["es-MX", "en-US"]

    def test_a_handler_that_nothing_here_calls_is_heard_all_the_same(self) -> None:
        document = parse("<catch event='com.example.late'>We close soon.</catch><form><block>Hi.</block></form>")
        assert [(message.node, message.passages[0].text) for message in document.messages] == [
            (None, "We close soon."),
            ("1.vxml#form1/block1", "Hi."),
        ]

    def test_a_caller_who_has_hung_up_hears_nothing(self) -> None:
        assert parse("<catch event='connection.disconnect.hangup'>Bye.</catch><form/>").messages == ()


class TestTrouble:
    def test_a_truncated_file_is_a_problem_and_the_others_are_read(self) -> None:
        whole = Source("1.vxml", f"{HEAD}<form><block>Hi.</block></form></vxml>")
        cut = Source("2.vxml", f"{HEAD}\n<menu>\n<prompt>Hello")
        document = voicexml.parse(Bundle((whole, cut)))
        (problem,) = document.problems
        assert (problem.span.source, problem.span.line, problem.span.text) == (cut, 4, "<prompt>")
        assert heard(document) == [["Hi."]]

    def test_a_raw_ampersand_is_a_problem_and_the_text_is_read(self) -> None:
        document = parse("<form><block>Bed & breakfast</block></form>")
        assert [problem.span.text for problem in document.problems] == ["&"]
        assert heard(document) == [["Bed & breakfast"]]

    def test_another_root_is_a_problem(self) -> None:
        document = voicexml.parse(Bundle((Source("x.vxml", "<html/>"),)))
        assert [problem.what for problem in document.problems] == ["This is no VoiceXML document; expected a <vxml> element."]

    @given(st.lists(st.sampled_from(re.findall(r"<[^>]+>|[^<]+", (EXAMPLES / "bank" / "main.vxml").read_text("utf-8")))))
    def test_no_shuffled_document_does_more_than_be_unreadable(self, shreds: list[str]) -> None:
        document = voicexml.parse(Bundle((Source("x.vxml", f"<vxml>{''.join(shreds)}</vxml>"),)))
        assert document.problems or all(list(faults(p)) == [] for m in document.messages for p in m.passages)

    @pytest.mark.parametrize(
        ("name", "text", "sure"),
        [
            ("a.xml", "<?xml version='1.0'?>\n<!-- x -->\n<!DOCTYPE vxml PUBLIC 'x' 'y'>\n<vxml>", 1.0),
            ("a.vxml", "<html/>", 0.5),
            ("a.xml", "<Response/>", 0.0),
            ("a.xml", "<!-- <vxml> --><html/>", 0.0),
        ],
    )
    def test_it_is_recognised_by_its_root(self, name: str, text: str, sure: float) -> None:
        assert voicexml.sniff(Source(name, text)) == sure


def gold() -> list[Any]:
    path = SHARED / "gold" / "flows.json"
    return [e for e in json.loads(path.read_text("utf-8")) if e["format"] == "voicexml"] if path.is_file() else []


@pytest.mark.skipif(not gold(), reason="the corpus is not here")
@pytest.mark.parametrize("entry", gold(), ids=lambda entry: entry["id"])
def test_what_people_read_in_real_files_is_found_at_its_place(entry: Any) -> None:
    document = voicexml.parse(load(*(SHARED / "corpus" / local for local in entry["local"])))
    assert document.problems == ()
    passages = [passage for message in document.messages for passage in message.passages]
    assert [list(faults(passage)) for passage in passages if list(faults(passage))] == []

    def lines(words: str) -> set[int]:
        wanted = f" {' '.join(words.casefold().split())} "
        within = (p.span for p in passages if wanted in f" {' '.join(p.shown.casefold().split())} ")
        return {line for span in within for line in range(span.line - 1, span.source.position(span.end)[0] + 2)}

    assert [want for want in entry["must_contain"] if want["line"] not in lines(want["text"])] == []
    assert [bad for bad in entry["must_not_contain"] if lines(bad["text"])] == []
    low, high = entry["customer_texts_ok"]
    assert 0.8 * low - 1 <= len({passage.shown for passage in passages}) <= 1.25 * high + 1
    assert any(node.kind == "human" for flow in document.flows for node in flow.nodes) == bool(entry["human"])
    wired = [
        sorted(edge.label for edge in flow.edges if edge.source == node.id and edge.trigger == "option")
        for flow in document.flows
        for node in flow.nodes
        if node.kind == "menu"
    ]
    assert [want for want in entry["menus"] if want["announced"] and sorted(want["wired"]) not in wired] == []
