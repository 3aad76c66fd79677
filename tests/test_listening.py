"""How long a caller listens: words, breaks and rates, waits for silence, the way to a person; and what the rule says of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from drawn_flows import SOURCE, draw, facts
from hypothesis import given, settings
from hypothesis import strategies as st
from test_flow_laws import flows, simple_ways

from servicelint.flows.graph import Graph, chosen, failed, graphs
from servicelint.flows.listening import announcements, before, first_options, heard, services, to_person
from servicelint.flows.metrics import menus, metrics
from servicelint.formats.voiceflow import words as voiceflow
from servicelint.kinds import listening
from servicelint.mistakes import Mistake
from servicelint.model import Bundle, Document, Flow, Hit, Message, Passage, Piece, Role, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import verbatim
from servicelint.parse import parse
from servicelint.syntax import dialogflow, pace, ssml
from servicelint.syntax import json as scanner
from servicelint.syntax.json import String
from servicelint.written.config import read_config

few = settings(max_examples=60, deadline=None)


def graph(flow: Flow, words: dict[str, str | tuple[str, ...]], *settings: tuple[str, str], language: str = "en") -> Graph:
    """A drawn flow in which nodes say these words (several for a prompt with options), and the others nothing."""
    nodes = tuple(replace(node, messages=(node.id,) if node.id in words else ()) for node in flow.nodes)
    messages = tuple(
        Message(name, "company", "voice", tuple(_passages((said,) if isinstance(said, str) else said)), name)
        for name, said in words.items()
    )
    bundle = Bundle((SOURCE,), settings=settings)
    return next(graphs(Document(bundle, "script", messages, (replace(flow, nodes=nodes),), language=language)))


def _passages(texts: tuple[str, ...]) -> list[Passage]:
    roles: list[Role] = ["prompt", *["option"] * (len(texts) - 1)]  # type: ignore[list-item]
    return [Passage("p", (Piece(text, Span(SOURCE, 0, len(text))),), role) for text, role in zip(texts, roles, strict=True)]


def check(of: Graph, **find: object) -> list[Hit]:
    return list(listening.check(listening.Find(**find), of.document, of, lambda _: ()))  # type: ignore[arg-type]


def spoken(text: str) -> tuple[Passage, ...]:
    piece = verbatim(Source("x", text), 0, len(text))
    return pace.paced([Passage("p", run, "prompt") for run in ssml.spoken((piece,))], (piece,))


# Words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("For a leak, press 1.", 5),
        ("it's a well-known place", 4),
        ("Chiami l'ufficio", 2),
        ("в 18 часов", 3),
        ("call 0800 now", 6),
        (f"Dear {SLOT}, hello", 3),
        ("請按一", 1.5),
        (" — … ", 0),
    ],
)
def test_words_are_counted_as_they_are_said(text: str, count: float) -> None:
    assert pace.words(text) == count


def test_the_pace_of_a_language_can_be_set() -> None:
    flow, said = draw("menu1 1 say1"), {"menu1": "one two three four five"}
    assert heard(graph(flow, said), "menu1").seconds == 2
    for setting in (100, {"en": 100}, {"it": 300, "en": 100}):
        assert heard(graph(flow, said, ("words-per-minute", json.dumps(setting))), "menu1").seconds == 3
    assert heard(graph(flow, said, ("words-per-minute", '{"it": 300}')), "menu1").seconds == 2
    assert heard(graph(flow, said, ("words-per-minute", '{"it": 300}'), language="it-IT"), "menu1").seconds == 1


# Speech markup


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("<break time='2s'/>", 2),
        ('<break time="500ms"/>', 0.5),
        ("<break strength='x-strong'/>", 1.25),
        ("<break/>", 0.75),
        ("<break strength='none'/>", 0),
        ("<!-- <break time='9s'/> -->", 0),
    ],
)
def test_a_break_lasts_as_long_as_it_says(written: str, seconds: float) -> None:
    (passage,) = spoken(f"<speak>Hello {written} there</speak>")
    assert (passage.text, sum(length for _, length in passage.pauses)) == ("Hello there", seconds)


@pytest.mark.parametrize(
    ("rate", "factor"),
    [("slow", 0.64), ("x-fast", 2), ("80%", 0.8), ("1.2", 1.2), ("-20%", 0.8), ("+50%", 1.5), ("180", 1), ("odd", 1)],
)
def test_a_rate_makes_speech_slower_or_faster(rate: str, factor: float) -> None:
    (passage,) = spoken(f"<speak><prosody rate='{rate}'>one two three</prosody></speak>")
    assert passage.rate == pytest.approx(factor)


def test_a_rate_within_a_rate_and_one_for_a_part_count_for_the_words_they_hold() -> None:
    (passage,) = spoken("<prosody rate='50%'>one <prosody rate='50%'>two</prosody></prosody> three four")
    assert 4 / passage.rate == pytest.approx(2 + 4 + 2)


def test_what_is_spelt_out_takes_a_word_for_each_sign() -> None:
    (passage,) = spoken("Your code is <say-as interpret-as='characters'>AB12</say-as>")
    assert sum(length for _, length in passage.pauses) == pytest.approx((4 - pace.words("AB12")) * 0.4)


def test_breaks_go_to_the_sentence_they_follow() -> None:
    first, second = spoken("<s>One.</s><break time='3s'/><s>Two.</s><break time='1s'/>")
    assert [length for _, length in first.pauses] == [3]
    assert [length for _, length in second.pauses] == [1]


# The first option


WELCOME = "Welcome to the library of the town and the county. For loans press 1, for anything else press 0."


def test_the_first_option_ends_where_its_key_has_been_said() -> None:
    of = graph(draw("menu1 1 say1 0 human"), {"menu1": WELCOME})
    ends = announcements(of, "menu1")
    assert ends[""] == ends["1"] == pytest.approx(14 * 0.4)
    assert ends["1"] < ends["0"] == heard(of, "menu1").seconds


def test_what_stands_before_the_menu_is_heard_before_its_first_option() -> None:
    of = graph(draw("say0 always menu1\nmenu1 1 say1"), {"say0": "a b c d e", "menu1": "Press 1."})
    (found,) = first_options(of)
    assert (found.place, found.listening.seconds, found.listening.at_least) == ("menu1", pytest.approx(2.8), False)


def test_an_option_of_its_own_and_a_spoken_label_are_options() -> None:
    listed = graph(draw("menu1 Billing say1 Orders say2"), {"menu1": ("Hello there.", "Billing", "Orders")})
    asked = graph(draw("menu1 billing say1 orders say2"), {"menu1": "Say billing, or say orders, please."})
    assert announcements(listed, "menu1")[""] == pytest.approx(1.2)
    assert announcements(asked, "menu1")[""] == pytest.approx(0.8)


@pytest.mark.parametrize(
    "ways",
    [
        "menu0 1 menu1\nmenu1 1 say1",
        "ask0 always menu1\nmenu1 1 say1",
        "say0 silence menu1\nmenu1 1 say1",
        "odd0 always menu1\nmenu1 1 say1",
    ],
)
def test_a_menu_after_a_choice_an_entry_a_failure_or_the_unknown_is_not_the_first(ways: str) -> None:
    assert "menu1" not in [found.place for found in first_options(graph(draw(ways), {"menu1": "Press 1."}))]


def test_an_open_question_names_no_first_option() -> None:
    assert list(first_options(graph(draw("menu1 billing say1"), {"menu1": "How can we help?"}))) == []


# The way to a person


def test_a_menu_is_heard_until_the_option_and_silence_lasts_as_long_as_it_is_listened() -> None:
    flow = draw("menu1 0 human 1 say1 silence say2 mistake say3")
    listens = replace(flow, nodes=tuple(replace(node, timeout=5.0) for node in flow.nodes))
    of = graph(listens, {"menu1": "For a person press 0, for the rest press 1."})
    seconds = [before(of, edge).seconds for edge in of.flow.edges]
    assert seconds == pytest.approx([2, 4, 9, 4])
    untold = graph(flow, {"menu1": "Press 0."})
    assert [before(untold, edge).at_least for edge in untold.flow.edges] == [False, False, True, False]


def test_a_recording_on_the_way_makes_a_lower_bound() -> None:
    flow = draw("say0 always menu1\nmenu1 0 human")
    played = replace(flow, nodes=(replace(flow.nodes[0], unheard=True), *flow.nodes[1:]))
    found = to_person(graph(played, {"say0": "One moment.", "menu1": "Press 0."}))
    assert found is not None
    assert (found.choices, found.listening.seconds, found.listening.at_least) == (1, pytest.approx(1.6), True)


def test_what_later_visits_say_is_not_heard_at_the_first() -> None:
    flow = draw("menu1 1 say1")
    of = graph(flow, {"menu1": "Press 1."})
    again = replace(of.messages["menu1"][0], variant="visit 2", passages=tuple(_passages(("a b c d e f g h",))))
    later = Graph(of.flow, {"menu1": [*of.messages["menu1"], again]}, document=of.document)
    assert heard(later, "menu1").seconds == pytest.approx(0.8)


def paused(flow: Flow, pauses: list[float]) -> Flow:
    nodes = (replace(node, messages=(), pause=pauses[at % len(pauses)], timeout=3.0) for at, node in enumerate(flow.nodes))
    return replace(flow, nodes=tuple(nodes))


def easiest(flow: Flow) -> tuple[int, float] | None:
    """The least of all ways that pass no node twice; by failures only where there is no other."""
    nodes = {node.id: node for node in flow.nodes}
    found: dict[bool, list[tuple[int, float]]] = {False: [], True: []}
    for way in simple_ways(flow):
        last = way[-1].target if way else flow.entry
        if last in nodes and nodes[last].kind == "human":
            seconds = sum(nodes[edge.source].pause + 3.0 * (edge.trigger == "no-input") for edge in way) + nodes[last].pause
            found[any(map(failed, way))].append((sum(map(chosen, way)), seconds))
    return min(found[False] or found[True], default=None)


@few
@given(flows(), st.lists(st.integers(0, 40).map(float), min_size=3, max_size=3))
def test_seconds_to_a_person_are_those_of_the_best_of_all_ways(flow: Flow, pauses: list[float]) -> None:
    timed = paused(flow, pauses)
    found, expected = to_person(Graph(timed)), easiest(timed)
    assert (found.choices, found.listening.seconds) == pytest.approx(expected) if found and expected else found is expected


@few
@given(flows(), st.lists(st.integers(0, 40).map(float), min_size=3, max_size=3), st.integers(0, 8), st.integers(0, 60))
def test_one_more_pause_never_shortens_a_way(flow: Flow, pauses: list[float], at: int, more: int) -> None:
    timed = paused(flow, pauses)
    longer = tuple(replace(node, pause=node.pause + more * (n == at)) for n, node in enumerate(timed.nodes))
    one, other = to_person(Graph(timed)), to_person(Graph(replace(timed, nodes=longer)))
    assert (one is None) == (other is None)
    if one and other:
        assert one.choices == other.choices
        assert one.listening.seconds <= other.listening.seconds <= one.listening.seconds + more + 1e-9


# What the rule says


def test_ten_seconds_are_enough_and_whole_seconds_count() -> None:
    flow = draw("menu1 1 say1 0 human")
    long, just = (graph(flow, {"menu1": " ".join(["a"] * count) + " press 1, for us press 0."}) for count in (25, 24))
    (hit,) = check(long, until="first-option")
    assert facts(hit) == {"seconds": "11", "max": "10", "place": "menu1"}
    assert check(just, until="first-option") == []
    assert check(just, until="first-option", to_first_option=9) != []


def test_a_lower_bound_is_told_apart_and_found_once() -> None:
    flow = draw("menu1 1 say1 0 human")
    words = {"menu1": " ".join(["a"] * 90) + " press 1, for us press 0."}
    told = graph(flow, words)
    part = graph(replace(flow, nodes=tuple(replace(node, unheard=True) for node in flow.nodes)), words)
    assert [len(check(of, until="end", known=known)) for of in (told, part) for known in ("all", "part")] == [1, 0, 0, 1]


def test_what_was_asked_for_may_be_long_and_a_chat_is_not_heard() -> None:
    long = " ".join(["a"] * 300)
    flow = draw("menu1 1 say1 0 human")
    said: dict[str, str | tuple[str, ...]] = {"menu1": "For news press 1, for us press 0.", "say1": long}
    asked = graph(flow, said)
    chat = graph(replace(flow, voice=False), {"menu1": long})
    for until in ("first-option", "end", "person"):
        assert check(asked, until=until) == check(chat, until=until) == []


def test_a_long_way_to_a_person_is_told_with_the_way() -> None:
    of = graph(draw("say0 always menu1\nmenu1 0 human"), {"say0": " ".join(["a"] * 150), "menu1": "Press 0."})
    (hit,) = check(of, until="person")
    assert facts(hit) == {"seconds": "61", "max": "60", "place": "human"}
    assert [step.note for step in hit.trail] == ["say0", "always → menu1", "0 → human"]


def test_where_something_nearer_may_be_a_person_nobody_is_known_to_wait() -> None:
    words = {"say0": " ".join(["a"] * 160)}
    assert check(graph(draw("say0 always human if away"), words), until="person") != []
    assert check(graph(draw("ask0 if away always say0\nsay0 always human"), words), until="person") == []


# Figures


def test_figures_tell_services_people_and_what_is_not_known() -> None:
    flow = draw("menu1 1 say1 2 menu2 0 human\nmenu2 1 say2 2 say3 9 menu1\nsay1 always end")
    of = graph(
        flow, {"menu1": "Loans, press 1. More, press 2. Us, press 0.", "menu2": "Hours, press 1. Fines, press 2.", "say1": "."}
    )
    found = metrics(of)
    assert (found.seconds_to_human, found.seconds_to_human_at_least) == (3.6, 3.6)
    assert [(each.node, each.choices, each.seconds) for each in found.services] == [
        ("say1", 1, 1.2), ("say2", 2, 3.6), ("say3", 2, 4.8),
    ]  # fmt: skip
    assert found.with_human == pytest.approx(0.5)
    assert [(menu.seconds, menu.seconds_at_least) for menu in menus(of)] == [(3.6, 3.6), (2.4, 2.4)]


def test_a_chat_has_no_seconds() -> None:
    found = metrics(graph(draw("menu1 1 say1 0 human", voice=False), {"menu1": "Press 0."}))
    assert (found.seconds_to_human, found.seconds_to_human_at_least, found.services[0].seconds) == (None, None, None)


def test_thousands_of_menus_are_reckoned_without_recursion() -> None:
    chain = draw(
        "\n".join(f"menu{n} 1 menu{n + 1} 2 say1 9 menu{max(n - 1, 0)} 0 say2" for n in range(2_000)) + "\nsay2 always human"
    )
    of = graph(chain, {f"menu{n}": "For more press 1, for us press 0." for n in range(2_001)})
    assert to_person(of) is not None
    assert [found.place for found in services(of)] == ["say1"]


# What readers hear of it


def read(form: str, text: str, name: str = "x") -> Graph:
    return next(graphs(parse(form, Bundle((Source(name, text),)))))


def node_of(of: Graph, kind: str) -> str:
    return next(node.id for node in of.nodes.values() if node.kind == kind)


def test_twiml_pauses_within_and_around_an_input_and_its_own_wait() -> None:
    of = read(
        "twiml",
        "<Response><Say>Hello.</Say><Pause length='3'/><Gather numDigits='1'><Say>Press 1.</Say><Pause/></Gather>"
        "<Pause length='2'/><Say>Bye.</Say></Response>",
    )
    menu, first = of.nodes[node_of(of, "menu")], next(iter(of.nodes.values()))
    assert (first.messages, menu.timeout) == ((), 5)
    assert heard(of, menu.id).seconds == pytest.approx(3 * 0.4 + 3 + 1)
    assert announcements(of, menu.id)["1"] == pytest.approx(3 * 0.4 + 3)
    assert [node.pause for node in of.nodes.values() if node.kind == "say" and node.messages] == [2]
    assert read("twiml", "<Response><Gather timeout='9'><Say>Press 1.</Say></Gather></Response>").nodes["Gather:1"].timeout == 9


def test_voicexml_breaks_rates_and_timeouts() -> None:
    text = (
        "<vxml version='2.1'><property name='timeout' value='7s'/><menu id='m'>"
        "<prompt>Bills press 1. <break time='2s'/> <prosody rate='50%'>Sales press 2.</prosody></prompt>"
        "<choice dtmf='1' next='a'/><choice dtmf='2' next='b'/></menu></vxml>"
    )
    of = read("voicexml", text, "x.vxml")
    assert of.nodes["x.vxml#m"].timeout == 7
    assert heard(of, "x.vxml#m").seconds == pytest.approx(3 * 0.4 + 2 + 3 * 0.8)
    assert read("voicexml", text.replace("<prompt>", "<prompt timeout='1500ms'>"), "x.vxml").nodes["x.vxml#m"].timeout == 1.5


def test_amazon_connect_breaks_and_time_limits_of_both_exports() -> None:
    new = {
        "Version": "2019-10-30", "StartAction": "a", "Actions": [{
            "Identifier": "a", "Type": "GetParticipantInput",
            "Parameters": {"SSML": "<speak>Press 1. <break time=\"4s\"/></speak>", "InputTimeLimitSeconds": "8"},
            "Transitions": {"Conditions": [{"NextAction": "b", "Condition": {"Operator": "Equals", "Operands": ["1"]}}]},
        }],
    }  # fmt: skip
    old = {
        "start": "a", "modules": [{
            "id": "a", "type": "GetUserInput",
            "branches": [{"condition": "Evaluate", "conditionValue": "1", "transition": "b"}],
            "parameters": [{"name": "Text", "value": "<speak>Press 1. <break time='4s'/></speak>"},
                           {"name": "Timeout", "value": "8"}],
        }],
    }  # fmt: skip
    for flow in (new, old):
        of = read("amazon-connect", json.dumps(flow), "x.json")
        assert (of.nodes["a"].timeout, heard(of, "a").seconds) == (8, pytest.approx(4.8))


def test_asterisk_waits_and_timeouts() -> None:
    plan = "[main]\nexten => s,1,Answer()\nsame => n,Wait(2)\nsame => n,Playback(silence/3)\n"
    plan += "same => n,Festival(Press 1 for us.)\nsame => n,WaitExten(6)\n"
    of = read("asterisk", plan + "exten => 1,1,Dial(SIP/desk)\n", "extensions.conf")
    menu = of.nodes[node_of(of, "menu")]
    assert menu.timeout == 6
    assert heard(of, menu.id).seconds == pytest.approx(2 + 3 + 4 * 0.4)


def test_freeswitch_sleeps_and_menu_timeouts() -> None:
    menu = (
        "<menu name='m' greet-long='say:Press 1 for us.' timeout='4000'>"
        "<entry action='menu-exec-app' digits='1' param='bridge user/1'/></menu>"
    )
    assert read("freeswitch", f"<include>{menu}</include>", "x.xml").nodes["m"].timeout == 4
    of = read(
        "freeswitch",
        "<include><extension name='e'><condition><action application='answer'/><action application='sleep' data='1500'/>"
        "<action application='playback' data='say:Hello to all.'/><action application='playback' data='silence_stream://2000'/>"
        "</condition></extension></include>",
        "x.xml",
    )
    assert heard(of, of.flow.entry).seconds == pytest.approx(3.5 + 1.2)


def test_genesys_breaks_and_the_wait_of_an_input() -> None:
    of = read(
        "genesys-architect",
        "inboundCall:\n  name: x\n  settingsActionDefaults:\n    collectInput: {noEntryTimeout: {lit: {seconds: 5}}}\n"
        "  startUpRef: /inboundCall/tasks/task[t]\n  tasks:\n    - task:\n        refId: t\n        actions:\n"
        "          - collectInput:\n              name: c\n              inputAudio:\n"
        "                tts: <speak>Your number <break time='3s'/> please</speak>\n",
        "x.yaml",
    )
    assert of.nodes["t/c"].timeout == 5
    assert heard(of, "t/c").seconds == pytest.approx(3 + 3 * 0.4)


def test_twilio_studio_breaks_and_the_wait_of_an_input() -> None:
    ask = {
        "name": "ask", "type": "gather-input-on-call", "transitions": [{"event": "keypress"}],
        "properties": {"say": "Press 1. <break time='2s'/> Thanks.", "timeout": 6},
    }  # fmt: skip
    of = read("twilio-studio", json.dumps({"states": [ask], "initial_state": "ask", "flags": {}, "description": "x"}), "x.json")
    assert (of.nodes["ask"].timeout, heard(of, "ask").seconds) == (6, pytest.approx(2 + 3 * 0.4))


@pytest.mark.parametrize(
    "passages",
    [lambda said: dialogflow.passages("o", said, "prompt", "en"), lambda said: voiceflow.spoken("o", said)],
    ids=["dialogflow", "voiceflow"],
)
def test_bots_that_speak_keep_their_breaks(passages: Callable[[String], Iterable[Passage]]) -> None:
    said = scanner.read(Source("x", json.dumps("<speak>One moment. <break time='2s'/></speak>")))
    assert isinstance(said, String)
    assert [seconds for passage in passages(said) for _, seconds in passage.pauses] == [2]


# The configuration


@pytest.mark.parametrize(("written", "read_as"), [("140", 140.0), ("{it: 140, en: 150}", {"it": 140.0, "en": 150.0})])
def test_words_a_minute_are_one_number_or_one_for_each_language(written: str, read_as: object) -> None:
    assert read_config("c.yaml", f"words-per-minute: {written}\n")["data"] == {"words-per-minute": read_as}


@pytest.mark.parametrize(("wrong", "place"), [("fast", "1:19"), ("{it: quick}", "1:24"), ("10", "1:19")])
def test_a_pace_that_is_none_is_named_with_its_place(wrong: str, place: str) -> None:
    with pytest.raises(Mistake) as raised:
        read_config("c.yaml", f"words-per-minute: {wrong}\n")
    assert any(line.startswith(f"c.yaml:{place}") for line in raised.value.lines), raised.value.lines
