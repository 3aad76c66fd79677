"""How often it rings before a call is answered, as dialplans and documents are configured."""

from __future__ import annotations

import pytest
from drawn_flows import facts

from servicelint.flows.graph import graphs
from servicelint.kinds import ringing
from servicelint.model import Bundle, Hit, Source
from servicelint.parse import parse


def hits(form: str, text: str, **find: object) -> list[Hit]:
    document = parse(form, Bundle((Source("extensions.conf" if form == "asterisk" else "x.xml", text),)))
    found = ringing.Find(**find)  # type: ignore[arg-type]
    return [hit for graph in graphs(document) for hit in ringing.check(found, document, graph, lambda _: ())]


def plan(*steps: str) -> str:
    return "[in]\nexten => s,1," + "\nsame => n,".join(steps) + "\n"


def dialplan(*actions: str, expression: str = "^5000$") -> str:
    inside = "".join(
        f"<action application='{app}' data='{data}'/>" for app, _, data in (each.partition(" ") for each in actions)
    )
    return (
        f"<include><extension name='e'><condition field='destination_number' expression='{expression}'>{inside}"
        "</condition></extension></include>"
    )


@pytest.mark.parametrize(("seconds", "count"), [(18, None), (20, None), (23, None), (24, "5"), (30, "6")])
def test_the_fifth_ring_begins_after_24_seconds(seconds: int, count: str | None) -> None:
    found = hits("asterisk", plan(f"Dial(SIP/desk,{seconds})", "VoiceMail(1)"))
    assert [facts(hit)["count"] for hit in found] == ([count] if count else [])


def test_the_cadence_and_the_number_of_rings_can_be_set() -> None:
    dial = plan("Dial(SIP/desk,20)")
    assert [facts(hit)["count"] for hit in hits("asterisk", dial, ring_seconds=3.0)] == ["7"]
    assert hits("asterisk", dial, max_rings=3) != []


def test_telephones_that_ring_one_after_the_other_ring_for_the_caller_all_the_time() -> None:
    (hit,) = hits("asterisk", plan("Dial(SIP/desk,15)", "Dial(SIP/mobile,15)", "Dial(SIP/boss,15)", "Hangup()"))
    assert (facts(hit)["seconds"], hit.span.text) == ("30", "Dial(SIP/mobile,15)")


@pytest.mark.parametrize(
    ("why", "steps"),
    [
        ("answered", ("Answer()", "Dial(SIP/desk,60)")),
        ("an announcement answers", ("Playback(welcome)", "Dial(SIP/desk,60)")),
        ("a menu answered", ("Background(menu)", "WaitExten(5)", "Dial(SIP/desk,60)")),
        ("music is played", ("Dial(SIP/desk,60,m)",)),
        ("the files do not tell how long", ("Dial(SIP/desk)",)),
        ("a queue waits", ("Queue(support,,,,60)",)),
        ("a variable", ("Dial(SIP/desk,${WAIT})",)),
    ],
)
def test_what_is_answered_or_not_known_does_not_ring(why: str, steps: tuple[str, ...]) -> None:
    assert hits("asterisk", plan(*steps)) == [], why


def test_a_number_that_is_passed_on_as_it_was_dialled_is_no_call_of_a_customer() -> None:
    assert hits("asterisk", "[out]\nexten => _9X.,1,Dial(DAHDI/g1/${EXTEN:1},60)\n") == []
    looked_up = "[out]\nexten => _X!,1,Set(found=${ENUMLOOKUP(${EXTEN})})\nsame => n,Dial(SIP/${found},60)\n"
    assert hits("asterisk", looked_up) == []
    assert hits("freeswitch", dialplan("set call_timeout=60", "bridge user/$1", expression="^(10[01][0-9])$")) == []


def test_a_wait_before_the_answer_rings_and_one_after_it_does_not() -> None:
    assert len(hits("asterisk", plan("Wait(30)", "Answer()", "Playback(welcome)"))) == 1
    assert hits("asterisk", plan("Answer()", "Wait(30)", "Playback(welcome)")) == []
    assert len(hits("freeswitch", dialplan("ring_ready ", "sleep 30000", "answer ", "playback say:Hello."))) == 1
    assert hits("freeswitch", dialplan("answer ", "sleep 30000", "playback say:Hello.")) == []


def test_a_telephone_behind_a_menu_does_not_ring_for_a_call_that_is_answered() -> None:
    menu = "[in]\nexten => s,1,Background(menu)\nsame => n,WaitExten(5)\nexten => 1,1,Dial(SIP/desk,60)\n"
    assert hits("asterisk", menu) == []


@pytest.mark.parametrize(
    ("actions", "seconds"),
    [
        (("set call_timeout=40", "bridge user/1"), "40"),
        (("export call_timeout=40", "bridge user/1"), "40"),
        (("bridge {call_timeout=25}user/1",), "25"),
        (("bridge [leg_timeout=15]user/1|[leg_timeout=15]user/2",), "30"),
        (("set call_timeout=20", "bridge user/1", "bridge user/2"), "40"),
    ],
)
def test_bridges_ring_as_long_as_they_are_told(actions: tuple[str, ...], seconds: str) -> None:
    assert [facts(hit)["seconds"] for hit in hits("freeswitch", dialplan(*actions))] == [seconds]


@pytest.mark.parametrize(
    ("verbs", "seconds"),
    [
        ("<Dial answerOnBridge='true' timeout='45'>1</Dial>", "45"),
        ("<Dial answerOnBridge='true'>1</Dial>", "30"),
        ("<Pause length='10'/><Dial answerOnBridge='true' timeout='20'>1</Dial>", "30"),
        ("<Pause length='26'/><Say>Hello.</Say>", "26"),
    ],
)
def test_twiml_rings_while_a_bridge_or_a_first_pause_holds_the_answer_back(verbs: str, seconds: str) -> None:
    assert [facts(hit)["seconds"] for hit in hits("twiml", f"<Response>{verbs}</Response>")] == [seconds]


@pytest.mark.parametrize(
    "verbs",
    [
        "<Dial timeout='60'>1</Dial>",
        "<Say>Hello.</Say><Dial answerOnBridge='true' timeout='60'>1</Dial>",
        "<Start><Stream url='wss://x'/></Start><Pause length='60'/><Say>Bye.</Say>",
        "<Pause length='60'/><Redirect>/again</Redirect>",
        "<Enqueue>support</Enqueue>",
    ],
)
def test_twiml_that_has_answered_rings_no_more(verbs: str) -> None:
    assert hits("twiml", f"<Response>{verbs}</Response>") == []
