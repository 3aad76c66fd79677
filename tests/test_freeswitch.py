"""FreeSWITCH: what callers hear and where keys lead, in a whole example, small files, broken ones and real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

from servicelint.config import Config
from servicelint.discover import Wish, discover
from servicelint.flows.metrics import menus, metrics
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse, recognise
from servicelint.run import read

EXAMPLE = ROOT / "examples" / "freeswitch"


def parsed(*texts: str, settings: tuple[tuple[str, str], ...] = (), name: str = "conf/{}.xml") -> Document:
    sources = tuple(Source(name.format(number), text) for number, text in enumerate(texts))
    return parse("freeswitch", Bundle(sources, settings=settings))


def heard(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def ways(flow: Flow, source: str) -> dict[str, str]:
    return {edge.on: edge.target for edge in flow.edges if edge.source == source}


@pytest.fixture(scope="module")
def document() -> Document:
    (unit,) = discover([EXAMPLE], Config(), Wish()).units
    return read(unit)


class TestTheExample:
    def test_menus_phrases_dialplan_and_list_are_one_document(self, document: Document) -> None:
        assert (document.format, document.language, document.problems) == ("freeswitch", "ro", ())
        assert len(document.bundle.sources) == 4

    def test_every_text_is_at_its_place(self, document: Document) -> None:
        places = {
            (Path(passage.span.source.path).name, passage.span.line, passage.shown[:24])
            for message in document.messages
            for passage in message.passages
        }
        assert places == {
            ("banca.xml", 6, "Ne pare rău, această opț"),
            ("banca.xml", 14, "Sucursalele sunt deschis"),
            ("banca.xml", 20, "Soldul contului dumneavo"),
            ("banca.xml", 21, "Pentru a bloca un card a"),
            ("banca.xml", 22, "Ne pare rău, această opț"),
            ("banca.xml", 23, "Soldul nu poate fi citit"),
            ("phrase_ro.xml", 4, "Bine ați venit la banca "),
            ("phrase_ro.xml", 5, "Pentru carduri apăsați 1"),
            ("phrase_ro.xml", 6, "Vă mulțumim, vă facem le"),
            ("phrase_ro.xml", 7, "Vă mulțumim că ați sunat"),
        }

    def test_its_menus_and_its_way_to_a_person(self, document: Document) -> None:
        (flow,) = document.flows
        assert [(menu.announced, menu.wired) for menu in menus(flow)] == [
            (("1", "2", "3", "0"), ("1", "2", "3", "0", "*")),
            (("1", "2", "*"), ("1", "2", "*")),
        ]
        assert (metrics(flow).menu_depth, metrics(flow).choices_to_human) == (2, 1)
        consultants = "operatori/consultanti: 14: fifo consultanti in"
        assert (ways(flow, "banca")["0"], ways(flow, "banca")["2"]) == (consultants, consultants)
        assert (ways(flow, "banca")["1"], ways(flow, "carduri")["*"]) == ("carduri", "banca")

    def test_a_slot_and_a_bare_ampersand_stay_as_they_are_written(self, document: Document) -> None:
        (said,) = (m.passages[0] for m in document.messages if m.passages[0].shown.startswith("Soldul contului"))
        assert said.shown == "Soldul contului dumneavoastră este de $1 lei & ${bani} bani."
        assert (said.slots, said.carrier) == (("1", "bani"), "xml")

    def test_the_short_greeting_is_what_a_second_visit_hears(self, document: Document) -> None:
        said = {message.variant: len(message.passages) for message in document.messages if message.node == "banca"}
        assert said == {None: 2, "visit 2": 1}


def menu(inside: str, attributes: str = "greet-long='say:Press 1 or 2.'") -> str:
    return f"<menu name='m' {attributes}>{inside}</menu>"


class TestMenus:
    @pytest.mark.parametrize(
        ("entry", "target", "kind"),
        [
            ("action='menu-exec-app' param='bridge user/1000'", "m: 1: bridge user/1000", "human"),
            ("action='menu-exec-app' param='callcenter sales@x'", "m: 1: callcenter sales@x", "human"),
            ("action='menu-exec-app' param='transfer 1000 XML default'", "extension 1000 XML default", "human"),
            ("action='menu-exec-app' param='transfer sales XML default'", "extension sales XML default", "elsewhere"),
            ("action='menu-exec-app' param='hangup'", "m: 1: hangup", "end"),
            ("action='menu-exec-app' param='lua pay.lua'", "m: 1: lua", "unknown"),
            ("action='menu-sub' param='gone'", "menu gone", "unknown"),
            ("action='menu-play-sound' param='say:We open at 9.'", "m: 1", "say"),
            ("action='menu-from-the-future' param='x'", "m: 1", "unknown"),
            ("action='menu-top'", "m", "menu"),
        ],
    )
    def test_an_entry_leads_where_its_action_says(self, entry: str, target: str, kind: str) -> None:
        (flow,) = parsed(menu(f"<entry digits='1' {entry}/>")).flows
        assert ways(flow, "m")["1"] == target
        assert (target, kind) in {(node.id, node.kind) for node in flow.nodes}

    def test_an_extension_that_the_files_have_is_followed(self) -> None:
        plan = "<context name='default'><extension name='x'><condition field='destination_number' expression='^(1000)$'>{}"
        plan += "</condition></extension></context>"
        (flow,) = parsed(
            menu("<entry action='menu-exec-app' digits='1' param='transfer 1000 XML default'/>"),
            plan.format("<action application='speak' data='flite|kal|Bye.'/><action application='hangup'/>"),
        ).flows
        assert {node.kind for node in flow.nodes} == {"menu", "end", "elsewhere"}
        assert metrics(flow).human == ()

    def test_expressions_that_fit_one_key_are_keys_and_others_are_dialled(self) -> None:
        entries = "<entry action='menu-exec-app' digits='/^([12])$/' param='bridge user/$1'/>"
        entries += "<entry action='menu-exec-app' digits='/^(2[0-9]{2})$/' param='transfer $1 XML default'/>"
        (flow,) = parsed(menu(entries)).flows
        assert [menu.wired for menu in menus(flow)] == [("1", "2")]
        assert ways(flow, "m")["2"] == "m: 2: bridge user/2"
        assert ways(flow, "m: number") == {"/^(2[0-9]{2})$/": "extension $1 XML default"}

    def test_silence_is_asked_again_and_wrong_keys_are_told(self) -> None:
        document = parsed(menu("<entry action='menu-top' digits='9'/>", "greet-long='say:Press 9.' invalid-sound='say:No.'"))
        (flow,) = document.flows
        assert (ways(flow, "m")["no-input"], ways(flow, "m")["no-match"]) == ("m", "m: invalid")
        assert ways(flow, "m: invalid") == {"always": "m"}
        assert heard(document) == [["Press 9."], ["No."]]

    def test_a_menu_without_entries_asks(self) -> None:
        (flow,) = parsed(menu("")).flows
        assert flow.nodes[0].kind == "ask"

    def test_what_cannot_be_heard_is_taken_to_announce_what_is_wired(self) -> None:
        (flow,) = parsed(menu("<entry action='menu-top' digits='9'/>", "greet-long='ivr/hello.wav'")).flows
        assert (flow.nodes[0].announced, flow.nodes[0].unheard) == (("9",), True)


class TestWords:
    @pytest.mark.parametrize(
        ("written", "text"),
        [
            ("say:Press 1.", "Press 1."),
            ("say:flite:kal:Press 1.", "Press 1."),
            ("say:{rate=slow}Press 1.", "Press 1."),
            ("tts://flite|kal|Press 1.", "Press 1."),
            ("say:Caf&#233; &amp; bar 👋", "Café & bar 👋"),
            ("say:Tea & coffee", "Tea & coffee"),
            ("say:Hello ${name}, $${domain} ${strftime(%A|${x})}", "Hello ${name}, $${domain} ${strftime(%A|${x})}"),
            ("file_string://say:One.!silence_stream://100!say:Two.", "One.|Two."),
        ],
    )
    def test_a_greeting_is_heard_as_it_is_meant(self, written: str, text: str) -> None:
        document = parsed(menu("<entry action='menu-top' digits='1'/>", f'greet-long="{written}"'))
        assert heard(document) == [text.split("|") if "file" in written else [text]]
        assert not [fault for m in document.messages for p in m.passages for fault in faults(p)]

    @pytest.mark.parametrize("written", ["silence_stream://1000", "tone_stream://%(1,0,3)", "$${hold_music}", "a/b.wav"])
    def test_what_has_no_words_is_left_out(self, written: str) -> None:
        assert heard(parsed(menu("<!-- say:No. -->", f'greet-long="{written}" invalid-sound=""'))) == []

    @pytest.mark.parametrize(
        ("app", "data", "text"),
        [
            ("speak", "flite|kal|Good morning.", "Good morning."),
            ("speak", "Good morning.", "Good morning."),
            ("playback", "say:Good morning.", "Good morning."),
            ("play_and_get_digits", "1 1 3 5000 # 'say:Press 1 or 2.' 'say:No.' key [12]", "Press 1 or 2."),
            ("read", "1 4 'say:Your code?' code 5000 #", "Your code?"),
        ],
    )
    def test_applications_of_the_dialplan_speak(self, app: str, data: str, text: str) -> None:
        document = parsed(
            f'<extension name="x"><condition><action application="log" data="INFO Hello"/><action application="{app}" '
            f'data="{data}"/></condition></extension>'
        )
        assert heard(document)[0] == [text]

    def test_recordings_are_heard_in_the_words_of_the_list(self) -> None:
        macro = "<macro name='p'><input pattern='(.*)'><match>{}</match></input></macro>".format(
            "".join(f"<action function='play-file' data='{name}'/>" for name in ("vm/press.wav", "digits/1.wav", "x.wav"))
        )
        listed = "<language><en><vm><prompt phrase='Press' filename='press.wav'/></vm><digits>"
        listed += "<prompt phrase='one' filename='1.wav'/>"
        listed += "<prompt phrase='NULL' filename='2.wav' type='tone'/></digits></en></language>"
        document = parsed(menu("<entry action='menu-top' digits='1'/>", "greet-long='phrase:p'"), macro, listed)
        assert heard(document) == [["Press", "one"]]
        assert document.flows[0].nodes[0].announced == ("1",)

    def test_a_phrase_is_read_in_each_language_that_has_it(self) -> None:
        macro = (
            "<include><macro name='p'><input><match><action function='speak-text' data='{}'/></match></input></macro></include>"
        )
        sources = [
            Source("conf/ivr_menus/m.xml", menu("", "greet-long='phrase:p:1'")),
            *(Source(f"conf/lang/{code}/p.xml", macro.format(text)) for code, text in (("de", "Hallo."), ("fr", "Salut."))),
        ]
        document = parse("freeswitch", Bundle(tuple(sources)))
        assert [(message.variant, message.passages[0].language) for message in document.messages] == [
            ("de", "de"),
            ("fr", "fr"),
        ]

    def test_both_outcomes_of_a_pattern_are_messages(self) -> None:
        document = parsed(
            "<macro name='p'><input pattern='^1$'><match><action function='speak-text' data='One call.'/><action "
            "function='break'/><action function='speak-text' data='Never.'/></match><nomatch><action function='speak-text' "
            "data='$1 calls.'/></nomatch></input></macro>"
        )
        assert heard(document) == [["One call."], ["$1 calls."]]

    def test_the_configuration_may_tell_what_a_recording_says(self) -> None:
        told = json.dumps({"welcome.wav": "For sales press 1."})
        document = parsed(
            menu("<entry action='menu-top' digits='1'/>", "greet-long='welcome.wav'"), settings=(("transcripts", told),)
        )
        (passage,) = document.messages[0].passages
        assert (passage.text, passage.span.text, passage.carrier) == ("For sales press 1.", "welcome.wav", "plain")

    def test_only_files_that_were_asked_for_give_messages(self) -> None:
        macro = "<macro name='{0}'><input><match><action function='speak-text' data='{0}'/></match></input></macro>"
        sources = (Source("a.xml", macro.format("one")), Source("b.xml", macro.format("two")))
        assert heard(parse("freeswitch", Bundle(sources, frozenset({"b.xml"})))) == [["two"]]


class TestDialplan:
    def test_digits_may_choose_the_extension(self) -> None:
        extension = "<extension name='{0}'><condition field='destination_number' expression='^{0}$'>{1}</condition></extension>"
        (flow,) = parsed(
            extension.format(
                "500",
                "<action application='play_and_get_digits' data=\"1 1 3 5000 # 'say:Press 1 or 2.' 'say:No.' key [123]\"/>"
                "<action application='transfer' data='go_${key} XML default'/>",
            )
            + extension.format("go_1", "<action application='bridge' data='user/1'/>")
            + extension.format("go_2", "<action application='fifo' data='sales in'/>")
        ).flows
        assert [menu.wired for menu in menus(flow)] == [("1", "2")]
        assert metrics(flow).choices_to_human == 1
        assert "no-match" in {edge.on for edge in flow.edges}

    def test_a_condition_that_may_fail_has_two_ways(self) -> None:
        (flow,) = parsed(
            "<extension name='x'><condition field='destination_number' expression='^1$'/><condition wday='2-6'>"
            "<action application='bridge' data='user/1'/><anti-action application='playback' data='say:We are closed.'/>"
            "</condition></extension>"
        ).flows
        assert [edge.on for edge in flow.edges if edge.source == flow.entry] == ["condition", "condition"]
        assert {node.kind for node in flow.nodes} == {"say", "human", "end"}

    def test_what_is_said_before_a_menu_is_one_message_with_its_greeting(self) -> None:
        document = parsed(
            "<extension name='x'><condition field='destination_number' expression='^1$'><action application='playback' "
            "data='say:Welcome.'/><action application='ivr' data='m'/></condition></extension>",
            menu("<entry action='menu-top' digits='1'/>"),
        )
        assert heard(document) == [["Welcome.", "Press 1 or 2."]]


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("text", "line", "expected"),
        [
            ("<include>\n<menu name='m' greet-long='say:A'>\n<entry", 3, "never ends"),
            ("<include>\n<menu name='m' greet-long='say:A'>\n</include>", 2, "</menu>"),
            ("<include/>", 1, "expected a <menu>"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, text: str, line: int, expected: str) -> None:
        (problem,) = parsed(text).problems
        assert problem.span.line == line
        assert expected in problem.what

    def test_another_file_is_still_read(self) -> None:
        document = parsed("<include>", menu("<entry action='menu-top' digits='1'/>"))
        assert (len(document.problems), heard(document)) == (1, [["Press 1 or 2."]])

    def test_menus_that_name_each_other_come_to_an_end(self) -> None:
        entry = "<menu name='{}' greet-long='say:A.'><entry action='menu-sub' digits='1' param='{}'/></menu>"
        (flow,) = parsed(entry.format("a", "b") + entry.format("b", "a")).flows
        assert {node.id for node in flow.nodes} == {"a", "b"}

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_menu_cut_anywhere_is_read_or_told(self, end: str) -> None:
        text = (EXAMPLE / "ivr_menus" / "banca.xml").read_text(encoding="utf-8").replace("\n", end)
        for cut in range(0, len(text), 11):
            document = parsed(text[:cut])
            assert document.problems
            assert not [fault for m in document.messages for p in m.passages for fault in faults(p)]


class TestRecognition:
    @pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.xml")), ids=lambda path: path.name)
    def test_the_examples_are_recognised(self, path: Path) -> None:
        assert recognise(Source(path.as_posix(), path.read_text(encoding="utf-8"))) == "freeswitch"

    @pytest.mark.parametrize(
        "text",
        [
            "<configuration name='sofia.conf'><param name='menu' value='1'/></configuration>",
            "<menu><item>Tea</item></menu>",
            "<!-- <menu name='m' greet-long='x'> --><other/>",
            "<vxml><menu><prompt>Hello</prompt></menu></vxml>",
            "greet-long <action application='x'/>",
        ],
    )
    def test_other_xml_is_left_to_others(self, text: str) -> None:
        assert recognise(Source("a.xml", text)) != "freeswitch"


@pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")
def test_every_real_file_is_recognised() -> None:
    found = discover(sorted(CORPUS.glob("freeswitch_*")), Config(), Wish())
    assert not found.skipped
    for unit in found.units:
        document = read(unit)
        assert unit.format == "freeswitch"
        assert document.messages or document.flows or "is not UTF-8" in document.problems[0].what


def test_what_is_spoken_while_a_caller_waits_is_said_by_the_place_that_waits() -> None:
    found = parsed(
        "<include><extension name='e'><condition field='destination_number' expression='^5$'>"
        "<action application='answer'/><action application='playback' data='say:Hello.'/>"
        "<action application='set' data='hold_music=file_string://moh.wav!say:Please hold.'/>"
        "<action application='set' data='ringback=$${us-ring}'/>"
        "<action application='callcenter' data='support@default'/></condition></extension></include>"
    )
    (flow,) = found.flows
    assert [node.kind for node in flow.nodes if node.messages] == ["human"]
    assert heard(found) == [["Hello.", "Please hold."]]
