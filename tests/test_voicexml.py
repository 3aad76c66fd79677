"""VoiceXML: what callers hear, what they may press, and where that leads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicelint.formats import voicexml
from servicelint.model import Bundle, Document, Flow, Node, Source
from servicelint.model.pieces import faults

HERE = Path(__file__).parents[1]
EXAMPLES = HERE / "examples" / "voicexml"
SHARED = HERE.parent / "shared"
HEAD = '<?xml version="1.0"?>\n<vxml version="2.1" xml:lang="en-US">'


def load(*paths: Path) -> Bundle:
    sources = []
    for path in paths:
        data = path.read_bytes()
        encoding = "latin-1" if b"iso-8859-1" in data[:80].lower() else "utf-8-sig"
        sources.append(Source(str(path), data.decode(encoding)))
    return Bundle(tuple(sources))


def parse(*bodies: str, head: str = HEAD) -> Document:
    """The document of files `1.vxml`, `2.vxml` … with these bodies."""
    sources = [Source(f"{n}.vxml", f"{head}{body}</vxml>") for n, body in enumerate(bodies, 1)]
    return voicexml.parse(Bundle(tuple(sources)))


def heard(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def ways(flow: Flow, node: str = "") -> dict[str, str]:
    """Where each edge of a node leads, by what moves the caller along it."""
    return {edge.on: edge.target for edge in flow.edges if edge.source == (node or flow.entry)}


def node(flow: Flow, name: str = "") -> Node:
    return next(node for node in flow.nodes if node.id == (name or flow.entry))


FIELD = '<form id="f"><field name="x">{}</field></form>'


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
        assert flow.entry == "main.vxml#welcome/block1"
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
        welcome = [message for message in document.messages if message.node == "main.vxml#welcome/block1"]
        assert [(message.variant, len(message.passages)) for message in welcome] == [
            ("application.hours == 'closed'", 2),
            ("otherwise", 1),
        ]
        assert {message.passages[0].text for message in welcome} == {
            "Welcome to Savings & Loans, how may we help you today?"
        }

    def test_members_are_the_documents_beside_it(self) -> None:
        folder = EXAMPLES / "bank"
        assert voicexml.members(folder / "main.vxml") == (folder / "cards.vxml", folder / "main.vxml")

    @pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/*.vxml")), ids=lambda path: path.name)
    def test_every_place_is_exact_and_the_same_with_windows_line_ends(self, path: Path) -> None:
        unix = load(path)
        windows = Bundle((Source(str(path), unix.sources[0].text.replace("\n", "\r\n")),))
        read = [voicexml.parse(bundle) for bundle in (unix, windows)]
        assert [list(faults(p)) for d in read for m in d.messages for p in m.passages if list(faults(p))] == []
        assert [p.text for m in read[0].messages for p in m.passages] == [
            p.text for m in read[1].messages for p in m.passages
        ]
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


class TestOptions:
    def test_a_menu_may_number_its_choices(self) -> None:
        (flow,) = parse(
            "<menu dtmf='true'><choice next='a.vxml'>one</choice><choice dtmf='0' next='b.vxml'>two</choice>"
            "<choice next='c.vxml'>three</choice></menu>"
        ).flows
        assert ways(flow) == {"1": "a.vxml", "0": "b.vxml", "2": "c.vxml"}
        assert {node.kind for node in flow.nodes} == {"menu", "elsewhere"}

    def test_labels_are_wired_where_there_are_no_keys_and_announced_by_enumerating(self) -> None:
        (flow,) = parse(
            "<menu><prompt>Say <enumerate/></prompt><choice next='a.vxml'> Your\n bill </choice></menu>"
        ).flows
        assert (node(flow).announced, ways(flow)) == (("Your bill",), {"Your bill": "a.vxml"})

    @pytest.mark.parametrize(
        ("inside", "kind", "options"),
        [
            ("<option dtmf='1' value='a'>A</option><option dtmf='2'>B</option>", "menu", ["1", "2"]),
            (
                "<grammar mode='dtmf'><rule><one-of><item>1</item><item>2</item></one-of></rule></grammar>",
                "menu",
                ["1", "2"],
            ),
            ("<grammar>[dtmf-1 dtmf-star]</grammar>", "menu", ["1", "*"]),
            ("<prompt>Tea or coffee?</prompt><grammar>tea | coffee</grammar>", "menu", ["tea", "coffee"]),
            ("<prompt>What else?</prompt><grammar>tea | coffee</grammar>", "ask", []),
            ("<prompt>Press 1 or 2.</prompt><grammar src='keys.grxml'/>", "menu", ["1", "2"]),
            ("<prompt>Enter your 4 digits.</prompt><grammar src='keys.grxml'/>", "ask", []),
        ],
    )
    def test_a_field_is_a_menu_where_it_offers_a_choice(self, inside: str, kind: str, options: list[str]) -> None:
        (flow,) = parse(FIELD.format(inside)).flows
        assert node(flow).kind == kind
        assert [edge.label for edge in flow.edges if edge.trigger == "option"] == options

    @pytest.mark.parametrize(
        ("attributes", "keys"),
        [("type='boolean'", ("1", "2")), ("type='boolean?y=7;n=9'", ("7", "9")), ("type='digits'", ())],
    )
    def test_yes_and_no_are_keys(self, attributes: str, keys: tuple[str, ...]) -> None:
        body = f"<form id='f'><field name='x' {attributes}><prompt>Is that right?</prompt></field></form>"
        (flow,) = parse(body).flows
        assert node(flow).announced == keys
        assert tuple(edge.label for edge in flow.edges if edge.trigger == "option") == keys

    def test_an_answer_leads_where_the_conditions_on_it_say(self) -> None:
        (flow,) = parse(
            FIELD.format(
                "<option dtmf='1' value='a'/><option dtmf='2' value='b'/><option dtmf='3' value='c'/><filled>"
                "<if cond=\"x == 'a'\"><goto next='a.vxml'/><elseif cond=\"x == 'b' || later\"/><goto next='b.vxml'/>"
                "<else/><exit/></if></filled>"
            )
        ).flows
        assert (ways(flow)["1"], ways(flow)["2"]) == ("a.vxml", "b.vxml")
        assert set(ways(flow, ways(flow)["3"]).values()) == {"b.vxml", "1.vxml#f/x:end"}

    def test_a_spoken_label_announces_the_key_that_does_the_same(self) -> None:
        (flow,) = parse(
            "<menu><prompt>Say bill, or press 2 for sales.</prompt><choice dtmf='1' next='a'>bill</choice>"
            "<choice dtmf='2' next='b'>sales</choice></menu>"
        ).flows
        assert node(flow).announced == ("1", "2")

    def test_what_cannot_be_heard_is_taken_to_announce_the_rest(self) -> None:
        prompts = "<prompt>For bills press 1.</prompt>{}<choice dtmf='1' next='a'/><choice dtmf='2' next='b'/>"
        told, untold = (
            parse(f"<menu>{prompts.format(more)}</menu>").flows[0]
            for more in ("", "<prompt><audio src='x.wav'/></prompt>")
        )
        assert (node(told).announced, node(told).seconds) == (("1",), 1.6)
        assert (node(untold).announced, node(untold).seconds) == (("1", "2"), None)

    def test_links_are_options_wherever_a_caller_is_heard(self) -> None:
        (flow,) = parse(
            "<link dtmf='0' next='#help'/><link next='bye.vxml'><grammar>goodbye</grammar></link>"
            "<menu id='m'><choice dtmf='1' next='#help'/></menu><form id='help'><block>Hi.</block></form>"
        ).flows
        assert ways(flow) == {"1": "1.vxml#help/block1", "0": "1.vxml#help/block1", "goodbye": "bye.vxml"}


class TestFlow:
    def test_documents_that_do_not_lead_to_each_other_are_flows_of_their_own(self) -> None:
        document = parse(*["<form><block>Hi.</block></form>"] * 2, "<form><block><goto next='2.vxml'/></block></form>")
        assert [flow.id for flow in document.flows] == ["1.vxml", "3.vxml"]

    def test_addresses_that_only_the_running_program_knows_are_unknown(self) -> None:
        (flow,) = parse("<form><block>Hi.<goto expr='next + 1'/></block></form>").flows
        assert [node.kind for node in flow.nodes] == ["say", "unknown"]

    def test_an_address_that_is_written_as_an_expression_is_known(self) -> None:
        (flow,) = parse(
            "<form><block>Hi.<goto expr=\"'#b'\"/></block></form><form id='b'><block>Bye.</block></form>"
        ).flows
        assert heard(
            parse("<form><block>Hi.<goto expr=\"'#b'\"/></block></form><form id='b'><block>Bye.</block></form>")
        ) == [["Hi.", "Bye."]]
        assert [node.kind for node in flow.nodes] == ["end", "say"]

    def test_a_form_that_ends_ends_the_call(self) -> None:
        (flow,) = parse("<form><block>Hi.</block></form>").flows
        assert [(edge.on, edge.target) for edge in flow.edges] == [("always", "1.vxml#form1:end")]

    def test_a_missing_handler_stays_missing(self) -> None:
        (flow,) = parse(FIELD.format("<noinput>Still there?</noinput><grammar src='x'/>")).flows
        assert {edge.trigger for edge in flow.edges if edge.source == flow.entry} == {"no-input", "always"}

    def test_inner_handlers_go_before_outer_ones_of_the_same_count(self) -> None:
        document = parse(
            "<noinput>outer</noinput><noinput count='3'>third <exit/></noinput>"
            + FIELD.format("<noinput>inner</noinput><grammar src='x'/>")
        )
        spoken = {message.node: message.passages[0].text for message in document.messages}
        silent = [edge.target for edge in document.flows[0].edges if edge.trigger == "no-input"]
        assert [spoken[target] for target in silent] == ["inner", "third"]

    @pytest.mark.parametrize(
        "dest", ["dest='tel:+10000000000'", "destexpr='agent'", "dest='sip:x@y.example' type='blind'"]
    )
    def test_a_transfer_is_a_person(self, dest: str) -> None:
        (flow,) = parse(f"<form id='f'><transfer name='t' {dest}><prompt>One moment.</prompt></transfer></form>").flows
        assert [(node.kind, len(node.messages)) for node in flow.nodes] == [("human", 1)]

    def test_clearing_a_field_asks_it_again(self) -> None:
        (flow,) = parse(
            "<form id='f'><field name='a' type='digits'/><field name='b' type='boolean'><filled>"
            "<if cond='!b'><clear namelist='a b'/></if></filled></field></form>"
        ).flows
        assert ways(flow, "1.vxml#f/b") == {"1": "1.vxml#f:end", "2": "1.vxml#f/a"}

    def test_a_subdialog_comes_back(self) -> None:
        (flow,) = parse(
            "<form id='f'><subdialog src='#s'><filled>Thanks.</filled></subdialog></form>"
            "<form id='s'><block>Wait.<return/></block></form>"
        ).flows
        assert ways(flow, "1.vxml#s/block1") == {"always": "1.vxml#f/subdialog1:filled"}

    def test_an_application_root_lends_its_handlers_and_links(self) -> None:
        document = parse(
            "<noinput>Still there?</noinput><link dtmf='0' next='#p'/>"
            "<form id='p'><transfer dest='tel:+10000000000'/></form>",
            "<menu id='m'><choice dtmf='1' next='x'/></menu>",
            head='<vxml application="1.vxml">',
        )
        assert ways(document.flows[1])["0"] == "1.vxml#p/transfer1"
        assert [message.node for message in document.messages] == ["2.vxml#m:noinput"]


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
        assert [problem.what for problem in document.problems] == [
            "This is no VoiceXML document; expected a <vxml> element."
        ]

    @given(
        st.lists(st.sampled_from(re.findall(r"<[^>]+>|[^<]+", (EXAMPLES / "bank" / "main.vxml").read_text("utf-8"))))
    )
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
