"""Asterisk: what callers hear and where keys lead, in a whole example, small dialplans, broken ones and real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CORPUS, ROOT

from servicelint.config import Config
from servicelint.discover import Wish, discover
from servicelint.flows.metrics import menus, metrics
from servicelint.model import Bundle, Document, Flow, Node, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse, recognise
from servicelint.run import read

EXAMPLE = ROOT / "examples" / "asterisk"


def plan(text: str, *, sounds: str = "", settings: tuple[tuple[str, str], ...] = ()) -> Document:
    sources = [Source("extensions.conf", text)]
    if sounds:
        sources.append(Source("sounds-en.txt", sounds))
    return parse("asterisk", Bundle(tuple(sources), settings=settings))


def heard(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def ways(flow: Flow, source: str) -> dict[str, str]:
    return {edge.on: edge.target for edge in flow.edges if edge.source == source}


def node(flow: Flow, kind: str) -> Node:
    (found,) = (node for node in flow.nodes if node.kind == kind)
    return found


@pytest.fixture(scope="module")
def document() -> Document:
    (unit,) = discover([EXAMPLE], Config(), Wish()).units
    return read(unit)


class TestTheExample:
    def test_dialplan_and_list_are_one_document(self, document: Document) -> None:
        assert (document.format, document.language, document.problems) == ("asterisk", "it", ())
        assert [Path(source.path).name for source in document.bundle.sources] == ["extensions.conf", "sounds-it.txt"]

    def test_every_text_is_at_its_place(self, document: Document) -> None:
        places = [
            (Path(passage.span.source.path).name, passage.span.line, passage.shown[:30])
            for message in document.messages
            for passage in message.passages
        ]
        assert places == [
            ("extensions.conf", 38, "La visita numero ${CODICE} è a"),
            ("sounds-it.txt", 3, "La preghiamo di restare in lin"),
            ("sounds-it.txt", 4, "Benvenuti al poliambulatorio S"),
            ("sounds-it.txt", 7, "Per le prenotazioni prema 1, p"),
            ("sounds-it.txt", 5, "Digiti le otto cifre del codic"),
            ("sounds-it.txt", 6, "Per una nuova visita prema 1, "),
            ("sounds-it.txt", 9, "Non abbiamo ricevuto la sua sc"),
            ("sounds-it.txt", 10, "I referti sono pronti dopo tre"),
            ("sounds-it.txt", 11, "Mi dispiace, questa scelta non"),
            ("sounds-it.txt", 12, "Il poliambulatorio è chiuso. R"),
        ]

    def test_what_is_said_before_listening_is_one_message(self, document: Document) -> None:
        (menu,) = (message for message in document.messages if message.id == "menu-principale,s,3")
        assert [passage.shown[:9] for passage in menu.passages] == ["Benvenuti", "Per le pr"]

    def test_its_menus_and_its_way_to_a_person(self, document: Document) -> None:
        (flow,) = document.flows
        assert [(menu.announced, menu.wired) for menu in menus(flow)] == [
            (("1", "2", "0"), ("1", "2", "0")),
            (("1", "2"), ("1", "2")),
        ]
        assert (metrics(flow).menu_depth, metrics(flow).choices_to_human) == (2, 1)
        assert ways(flow, "menu-principale,s,3")["no-match"] == "menu-principale,i,2"
        assert ways(flow, "prenotazioni,s,1") == {
            "1": "prenotazioni,s,5",
            "2": "prenotazioni,s,7",
            "no-match": "operatore,s,2",
        }


MENU = """\
[main]
exten => s,1,Background(menu)
 same => n,WaitExten(5)
exten => 1,1,Goto(sales,s,1)
exten => 2,1,Hangup()
{}
[sales]
exten => s,1,Queue(sales)
"""


class TestListening:
    def test_the_extensions_of_the_context_are_the_options(self) -> None:
        (flow,) = plan(MENU.format("")).flows
        assert ways(flow, "main,s,2") == {"1": "sales,s,1", "2": "main,2,1"}
        assert (node(flow, "human").id, node(flow, "menu").span.text) == ("sales,s,1", "[main]")

    def test_what_cannot_be_heard_is_taken_to_announce_what_is_wired(self) -> None:
        menu = node(plan(MENU.format("")).flows[0], "menu")
        assert (menu.announced, menu.unheard, menu.messages) == (("1", "2"), True, ())

    def test_included_contexts_and_ranges_add_options(self) -> None:
        (flow,) = plan(MENU.format("include => more\n[more]\nexten => _[7-8],1,Dial(SIP/${EXTEN})")).flows
        assert [menu.wired for menu in menus(flow)] == [("1", "2", "7", "8")]

    def test_telephone_numbers_are_dialled_and_not_offered(self) -> None:
        (flow,) = plan(MENU.format("exten => _2XX,1,Dial(SIP/${EXTEN})")).flows
        assert [menu.wired for menu in menus(flow)] == [("1", "2")]
        assert ways(flow, "main,s,2: number") == {"_2XX": "main,_2XX,1"}

    def test_silence_and_wrong_keys_are_answered_only_where_the_plan_says(self) -> None:
        (bare,), (full,) = (plan(MENU.format(more)).flows for more in ("", "exten => i,1,Goto(s,1)\nexten => t,1,Hangup()"))
        assert not {"no-input", "no-match"} & set(ways(bare, "main,s,2"))
        assert ways(full, "main,s,2") | {"no-match": "main,s,2", "no-input": "main,t,1"} == ways(full, "main,s,2")

    def test_a_recording_that_ends_the_steps_waits_too(self) -> None:
        (flow,) = plan("[m]\nexten => s,1,Background(menu)\nexten => 1,1,Dial(SIP/1)\n").flows
        assert ways(flow, "m,s,1") == {"1": "m,1,1"}

    def test_a_recording_before_a_jump_is_no_menu(self) -> None:
        (flow, *_) = plan(
            "[m]\nexten => s,1,Background(x)\n same => n,Goto(o,s,1)\nexten => 1,1,Hangup\n[o]\nexten => s,1,Dial(A)"
        ).flows
        assert [(node.id, node.kind) for node in flow.nodes] == [("o,s,1", "human"), ("o,s,2", "end")]

    @pytest.mark.parametrize(
        "step",
        [
            'GotoIf($["${K}" = "1"]?yes)',
            "GotoIf($[${K}=1]?yes)",
            'GotoIf($["1" == "${K}" | "${K}"="5"]?yes)',
            'ExecIf($["${K}"="1"]?Goto(yes))',
        ],
    )
    def test_conditions_on_the_key_that_was_read_are_options(self, step: str) -> None:
        (flow,) = plan(
            f"[m]\nexten => s,1,Read(K,menu,1)\n same => n,NoOp(x)\n same => n,{step}\n"
            ' same => n,GotoIf($["${K}"=""]?no)\n same => n(no),Hangup()\n same => n(yes),Dial(SIP/1)\n'
        ).flows
        found = ways(flow, "m,s,1")
        assert (found["1"], found["no-input"], found["no-match"]) == ("m,s,6", "m,s,5", "m,s,5")

    def test_what_a_condition_says_of_other_keys_is_no_option(self) -> None:
        (flow,) = plan(
            '[m]\nexten => s,1,Read(K,menu,1)\n same => n,GotoIf($["${K}"="1"]?yes:no)\n same => n,NoOp()\n'
            " same => n(no),Hangup()\n same => n(yes),Dial(SIP/1)\n"
        ).flows
        assert ways(flow, "m,s,1") == {"1": "m,s,5", "no-match": "m,s,4"}

    def test_the_key_that_was_read_may_name_the_extension(self) -> None:
        (flow,) = plan(
            "[m]\nexten => s,1,Read(K,menu,1)\n same => n,Goto(do-${K},1)\nexten => do-1,1,Queue(a)\nexten => do-0,1,Dial(b)\n"
        ).flows
        assert {key: ways(flow, "m,s,1")[key] for key in "10"} == {"1": "m,do-1,1", "0": "m,do-0,1"}

    def test_entering_a_number_is_no_menu(self) -> None:
        (flow,) = plan("[m]\nexten => s,1,Read(CODE,enter-code,8)\n same => n,Dial(SIP/1)\n").flows
        assert [(node.id, node.kind) for node in flow.nodes][:2] == [("m,s,1", "ask"), ("m,s,2", "human")]


class TestJumps:
    @pytest.mark.parametrize(
        ("app", "target", "kind"),
        [
            ("Goto(there,s,1)", "there,s,1", "human"),
            ("Goto(there|s|1)", "there,s,1", "human"),
            ("Goto,there|s|1", "there,s,1", "human"),
            ("Goto(nowhere,s,1)", "nowhere,s,1", "elsewhere"),
            ("Goto(${SOMETHING},s,1)", "m,s,2: ${SOMETHING},s,1", "unknown"),
            ("Dial(Local/s@there/n)", "there,s,1", "human"),
            ("AGI(decide.php)", "m,s,2", "unknown"),
            ("Frobnicate()", "m,s,2", "unknown"),
            ("ConfBridge(1)", "m,s,2", "elsewhere"),
        ],
    )
    def test_a_jump_leads_where_it_says(self, app: str, target: str, kind: str) -> None:
        (flow,) = plan(f"[m]\nexten => s,1,Playback(a)\n same => n,{app}\n[there]\nexten => s,1,Dial(SIP/1)\n").flows
        assert (target, kind) in {(node.id, node.kind) for node in flow.nodes}

    def test_a_subroutine_speaks_its_argument_and_comes_back(self) -> None:
        document = plan(
            "[m]\nexten => s,1,Gosub(say,s,1(hello))\n same => n,Macro(tell,bye)\n same => n,Dial(SIP/1)\n"
            "[say]\nexten => s,1,Playback(${ARG1})\n same => n,Return()\n[macro-tell]\nexten => s,1,Playback(${ARG1})\n",
            sounds="; own\ngood-day/hello: Good morning.\nbye-bye/x: x y\nhello: Hello.\nbye: Good-bye.\n",
        )
        (flow,) = document.flows
        assert [(node.id, node.kind) for node in flow.nodes] == [("m,s,3", "human"), ("m,s,4", "end")]
        (said,) = (message for message in document.messages if message.node == "m,s,3")
        assert [passage.text for passage in said.passages] == ["Hello.", "Good-bye."]

    def test_who_is_not_answered_goes_on(self) -> None:
        (flow,) = plan("[m]\nexten => s,1,Playback(a)\n same => n,Dial(SIP/1,20)\n same => n,VoiceMail(1@d,u)\n").flows
        assert [(edge.source, edge.on) for edge in flow.edges] == [("m,s,2", "error"), ("m,s,3", "error")]
        assert metrics(flow).human == ("m,s,2", "m,s,3")

    def test_a_condition_has_two_ways(self) -> None:
        (flow,) = plan(
            "[m]\nexten => s,1,GotoIfTime(9:00-17:00,mon-fri,*,*?open:shut)\n same => n(open),Dial(SIP/1)\n"
            " same => n(shut),Playback(closed)\n"
        ).flows
        assert {(edge.target, edge.on) for edge in flow.edges if edge.source == "m,s,1"} == {
            ("m,s,2", "condition"),
            ("m,s,4", "condition"),
        }

    def test_subroutines_that_call_themselves_come_to_an_end(self) -> None:
        document = plan("[m]\nexten => 9,1,Gosub(s,1)\nexten => s,1,Playback(a)\n same => n,Gosub(s,1)\n same => n,Return()\n")
        assert 0 < len(document.flows[0].nodes) < 20


class TestWords:
    @pytest.mark.parametrize(
        ("app", "text"),
        [
            ('Flite("Hello, caller.")', "Hello, caller."),
            ("Festival(Hello\\, caller.)", "Hello, caller."),
            ('AGI(googletts.agi,"Hello, ${NAME}.",en)', "Hello, ${NAME}."),
            ("Swift(Costs five \\; no more.) ; comment", "Costs five ; no more."),
            ("PicoTTS(Grüße 👋 an alle,de)", "Grüße 👋 an alle"),
        ],
    )
    def test_texts_for_an_engine_are_heard_as_they_stand(self, app: str, text: str) -> None:
        document = plan(f"[m]\r\nexten => s,1,{app}\r\n")
        assert heard(document) == [[text]]
        (passage,) = document.messages[0].passages
        assert (passage.span.line, list(faults(passage))) == (2, [])

    @pytest.mark.parametrize(
        "app",
        ["NoOp(Hello there.)", "Verbose(1,Hello there.)", "Set(X=Hello there.)", "Playback(beep&silence/1)", "Flite(${X})"],
    )
    def test_what_is_no_copy_is_left_out(self, app: str) -> None:
        assert heard(plan(f"[m]\nexten => s,1,{app} ; Hello, this is a note.\n;exten => s,n,Flite(Hello.)\n")) == []

    def test_block_comments_say_nothing(self) -> None:
        assert heard(plan("[m]\n;-- exten => s,1,Flite(No.)\nmore --;\nexten => s,1,Flite(Yes.)\n")) == [["Yes."]]

    @pytest.mark.parametrize(
        "name", ["hello", "hello.wav", "en/hello", "/var/lib/asterisk/sounds/en/hello", "${MENU}", "${GLOBAL(MENU)}"]
    )
    def test_recordings_are_found_however_they_are_named(self, name: str) -> None:
        document = plan(
            f"[globals]\nMENU=hello\n[m]\nexten => s,1,Playback({name})\n", sounds="; own\nhello: Hello.\na/b: A.\nc/d: D.\n"
        )
        assert ["Hello."] in [[passage.text for passage in message.passages] for message in document.messages if message.node]

    def test_each_language_of_the_lists_is_a_reading(self) -> None:
        lists = [
            Source(f"sounds-{code}.txt", f"; own\nmenu: {text}\nx/y: {text}\nx/z: {text}\n")
            for code, text in (("en", "Press 1."), ("it", "Prema 1."))
        ]
        document = parse("asterisk", Bundle((Source("extensions.conf", MENU.format("")), *lists)))
        said = [message for message in document.messages if message.node]
        assert [(message.variant, message.passages[0].language, message.passages[0].text) for message in said] == [
            ("en", "en", "Press 1."),
            ("it", "it", "Prema 1."),
        ]

    def test_the_configuration_may_tell_what_a_recording_says(self) -> None:
        told = json.dumps({"menu.wav": "For sales press 1, for help press 3."})
        document = plan(MENU.format(""), settings=(("transcripts", told),))
        (passage,) = document.messages[0].passages
        assert (passage.text, passage.span.text, passage.verbatim(0, 3)) == (
            "For sales press 1, for help press 3.",
            "menu",
            False,
        )
        assert node(document.flows[0], "menu").announced == ("1", "3")

    @pytest.mark.parametrize("setting", ["", "no json", "[1]", '{"menu": 1}'])
    def test_a_setting_that_tells_nothing_changes_nothing(self, setting: str) -> None:
        assert plan(MENU.format(""), settings=(("transcripts", setting),)).messages == ()


LIST = (
    "; Sounds\nvm-hello: Welcome.\nbeep: [tone]\nvm-bye: vm-bye: Good-bye.\nvm-empty:\nsilence/1: (one second)\ndigits/1: One\n"
)


class TestLists:
    def test_a_list_alone_is_a_document_with_a_message_a_line(self) -> None:
        source = Source("core-sounds-it.txt", LIST)
        assert recognise(source) == "asterisk"
        document = parse("asterisk", Bundle((source,)))
        assert [(m.passages[0].text, m.passages[0].span.line) for m in document.messages] == [
            ("Welcome.", 2),
            ("Good-bye.", 4),
            ("One", 7),
        ]
        assert document.language == "it"

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.txt", "agent: Hello.\ncustomer: Hi.\nagent: Bye.\ncustomer: Bye.\n"),
            ("a.txt", "Dear all,\nplease note: we move.\nBest: Anna\n"),
            ("a.yml", LIST),
            ("pjsip.conf", "[general]\ntype=endpoint\ncontext=incoming\n"),
            ("a.json", '{"exten": "1,1,Dial"}'),
        ],
    )
    def test_other_files_are_left_to_others(self, name: str, text: str) -> None:
        assert recognise(Source(name, text)) != "asterisk"


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("text", "line", "expected"),
        [
            ("[m]\nexten => s,1,Answer()\nexten => s\n", 3, "exten => number"),
            ("[m]\nexten => s,1,Answer()\n same => n\n", 3, "exten => number"),
            ("[m]\n same => n,Answer()\nexten => s,1,Answer\n", 2, "exten => number"),
            ("[m]\nexten => s,1,Answer()\n[oth", 3, "[name]"),
            ("[m]\nexten => s,1,Answer()\nexte", 3, "neither"),
        ],
    )
    def test_a_line_that_cannot_be_read_is_told_with_its_place(self, text: str, line: int, expected: str) -> None:
        (problem,) = plan(text).problems
        assert problem.span.line == line
        assert expected in problem.what

    def test_a_file_without_a_dialplan_is_told(self) -> None:
        (problem,) = plan("hello").problems
        assert "expected exten =>" in problem.what

    def test_a_dialplan_cut_anywhere_is_read_to_there(self) -> None:
        text = (EXAMPLE / "extensions.conf").read_text(encoding="utf-8")
        for end in range(0, len(text), 7):
            document = plan(text[:end])
            assert not [fault for m in document.messages for p in m.passages for fault in faults(p)]


@pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")
def test_every_real_file_is_recognised() -> None:
    found = discover([CORPUS / "asterisk_dialplan", CORPUS / "asterisk_prompts"], Config(), Wish())
    assert not found.skipped
    for unit in found.units:
        document = read(unit)
        assert (unit.format, document.problems) == ("asterisk", ())
        assert document.messages or document.flows
