"""The rules about ways on small flows: what they flag, where, by which way, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_flows import SOURCE, draw, facts, hits

from servicelint.acts.reading import Heard
from servicelint.kinds import answered, circle, speech, stuck, twice, unreached, zero
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Flow, Source
from servicelint.parse import parse

LIBRARY = built_in()


def places(kind: object, ways: str, *, voice: bool = True, **find: object) -> list[str]:
    return [dict(hit.facts).get("place", "") for hit in hits(kind, draw(ways, voice=voice), **find)]


def closed(ways: str) -> Flow:
    return replace(draw(ways), closed=True)


def flagged(rule: str, text: str) -> list[str]:
    document = parse("script", Bundle((Source("script.yml", text),)))
    assert document.problems == ()
    return [finding.span.text for finding in Linter(LIBRARY, (LIBRARY.rules[rule],)).lint(document)]


class TestDeadEnds:
    def test_a_way_that_stops_is_found_with_the_way_there(self) -> None:
        (hit,) = hits(stuck, draw("menu 1 say1 2 end\nsay1 always say2"))
        assert facts(hit)["place"] == "say2"
        assert [step.note for step in hit.trail] == ["menu", "1 → say1", "always → say2"]

    def test_only_a_failure_leads_on_from_it(self) -> None:
        assert places(stuck, "menu 1 say1\nsay1 error human") == ["say1"]

    @pytest.mark.parametrize("last", ["end", "human", "away", "odd", "missing", "menu9", "ask9"])
    def test_whatever_ends_or_waits_or_leaves_is_no_dead_end(self, last: str) -> None:
        assert places(stuck, f"menu 1 {last}") == []

    def test_a_single_answer_is_no_dead_end(self) -> None:
        assert hits(stuck, draw("say")) == []

    def test_what_nobody_reaches_is_no_dead_end(self) -> None:
        assert places(stuck, "menu 1 end\nsay1 always say2") == []


class TestUnreached:
    def test_the_first_place_of_each_part_is_found(self) -> None:
        found = hits(unreached, closed("menu 1 end\nsay1 always say2\nsay3 always say4\nsay4 always say3"))
        assert [facts(hit)["place"] for hit in found] == ["say1", "say3"]

    def test_a_flow_that_may_be_entered_anywhere_has_none(self) -> None:
        assert hits(unreached, draw("menu 1 end\nsay1 always end")) == []

    @pytest.mark.parametrize("somewhere", ["odd", "missing"])
    def test_whatever_the_files_do_not_show_may_lead_there(self, somewhere: str) -> None:
        assert hits(unreached, closed(f"menu 1 {somewhere}\nsay1 always end")) == []

    def test_a_silent_part_is_none_of_the_customers(self) -> None:
        read = replace(closed("menu 1 end\nquiet1 always end"), voice=False)
        assert hits(unreached, read) == []
        assert [facts(hit)["place"] for hit in hits(unreached, closed("menu 1 end\nquiet1 always say1"))] == ["quiet1"]

    def test_a_part_that_plays_what_the_files_do_not_tell_is_heard(self) -> None:
        flow = closed("menu 1 end\nquiet1 always end")
        played = tuple(replace(node, unheard=node.id == "quiet1") for node in flow.nodes)
        assert len(hits(unreached, replace(flow, nodes=played))) == 1
        assert hits(unreached, flow) == []

    def test_an_end_that_says_nothing_is_no_part(self) -> None:
        flow = closed("menu 1 human\nend")
        silent = tuple(replace(node, messages=()) if node.id == "end" else node for node in flow.nodes)
        assert hits(unreached, replace(flow, nodes=silent)) == []


class TestCircles:
    def test_words_that_come_again_without_end_are_found_where_they_are_come_to(self) -> None:
        (hit,) = hits(circle, draw("menu 1 say2 0 human\nsay1 always say2\nsay2 always say1"))
        assert (facts(hit)["places"], hit.span.start) == ("say2 → say1 → say2", 1)

    def test_menus_that_lead_only_to_each_other_are_found(self) -> None:
        assert len(hits(circle, draw("menu0 1 menu1 2 menu1\nmenu1 1 menu0"))) == 1

    @pytest.mark.parametrize(
        "ways",
        [
            "say1 always say2\nsay2 if say1 if end",  # sooner or later it ends
            "say1 always say2\nsay2 if say1 if away",  # what leaves the files may be a way out
            "menu0 1 say1\nsay1 always menu0",  # something is said in answer
            "menu0 1 menu0",  # a single menu that repeats itself
            "ask0 always say1\nsay1 always ask0",  # somebody talks
            "say1 silence say2 mistake say2\nsay2 always say1",  # it waits for an answer
            "quiet1 always quiet2\nquiet2 always quiet1",  # nobody hears it
        ],
    )
    def test_others_are_none(self, ways: str) -> None:
        assert hits(circle, draw(ways)) == []


class TestSpeech:
    def test_words_without_keys_and_without_a_person_are_found(self) -> None:
        (hit,) = hits(speech, draw("menu billing end sales end mistake say1\nsay1 always menu"))
        assert facts(hit)["words"] == "billing, sales"

    @pytest.mark.parametrize(
        "ways",
        [
            "menu billing end 1 end",  # a key does the same
            "menu billing end mistake human",
            "menu billing end mistake say1\nsay1 always away",  # perhaps a person
            "menu billing end mistake menu2\nmenu2 1 end",  # keys catch whoever is not understood
            "menu _X. end /^10\\d+$/ end",  # numbers that are dialled
        ],
    )
    def test_others_are_let_be(self, ways: str) -> None:
        assert hits(speech, draw(ways)) == []

    def test_in_a_chat_and_at_a_loudspeaker_there_are_no_keys(self) -> None:
        assert hits(speech, draw("menu billing end", voice=False)) == []
        assert hits(speech, replace(draw("menu billing end"), keypad=False)) == []


class TestZero:
    def test_a_menu_without_zero_and_one_whose_zero_is_something_else_are_found(self) -> None:
        ways = "menu 1 sub 2 end 0 human\nsub 1 say1 2 say2 0 say3\nsay3 always end"
        assert places(zero, ways, leads="astray") == ["sub"]
        assert places(zero, "menu 1 say1 2 say2", leads="nowhere") == ["menu"]

    def test_words_before_the_person_and_whatever_leaves_the_files_do(self) -> None:
        for target in ("say9\nsay9 always human", "away", "odd", "missing"):
            assert places(zero, f"menu 1 say1 2 say2 0 {target}", leads="astray") == []

    def test_a_menu_of_words_and_a_chat_have_no_zero(self) -> None:
        assert places(zero, "menu billing say1 sales say2") == []
        assert places(zero, "menu 1 say1 2 say2", voice=False) == []


class TestAutomatedAnswer:
    def test_what_speaks_or_waits_before_a_person_is_found(self) -> None:
        flow = draw("quiet0 if say1 if human\nsay1 always human")
        assert [facts(hit)["place"] for hit in hits(answered, flow)] == ["say1"]

    def test_a_person_who_answers_at_once_is_none(self) -> None:
        assert places(answered, "human if say1") == []


class TestRepeat:
    def test_in_a_call_the_way_straight_back_repeats_the_words(self) -> None:
        text = "servicelint: 1\nchannel: {}\nnodes:\n  date:\n    kind: ask\n    say: On which day do you come?\n    go: end\n"
        text += "    no_match: {{go: date}}\n"
        assert flagged("same-retry", text.format("voice")) == ["date"]
        assert flagged("same-retry", text.format("chat")) == []  # the customer still sees the question

    def test_a_menu_that_is_read_out_again_after_silence_is_let_be(self) -> None:
        text = "servicelint: 1\nchannel: voice\nmenus:\n  main:\n    prompt: Welcome to us.\n    options:\n"
        text += "      - {{key: 1, say: 'For cards, press 1.', go: end}}\n    {}: {{go: main}}\n"
        assert flagged("same-retry", text.format("no_input")) == []
        assert flagged("same-retry", text.format("no_match")) == ["main"]

    def test_few_words_leave_little_to_say_otherwise(self) -> None:
        text = "servicelint: 1\nchannel: chat\nnodes:\n  date:\n    kind: ask\n    say: Which day\n    go: end\n"
        text += "    no_match: {say: Which day}\n"
        assert flagged("same-retry", text) == []
        assert len(flagged("same-retry", text.replace("Which day", "On which day"))) == 1

    def test_another_menu_with_other_words_is_no_repetition(self) -> None:
        text = "servicelint: 1\nchannel: voice\nnodes:\n"
        text += "  a: {kind: ask, say: On which day do you come, go: end, no_match: {go: b}}\n"
        text += "  b: {kind: ask, say: On which day do you come, go: end}\n"
        assert len(flagged("same-retry", text)) == 1
        assert (
            flagged("same-retry", text.replace("b: {kind: ask, say: On which", "b: {kind: ask, say: Please say on which")) == []
        )


def asking(*steps: str) -> str:
    return "servicelint: 1\nchannel: voice\nlanguage: en\nnodes:\n" + "".join(f"  {step}\n" for step in steps)


class TestTwice:
    def test_the_trail_leads_from_the_first_question_to_the_second(self) -> None:
        text = asking(
            'a: {kind: ask, say: "Please enter your account number.", go: b}',
            'b: {kind: ask, say: "Enter your date of birth.", go: c}',
            'c: {kind: ask, say: "What is your account number?", go: human}',
        )
        document = parse("script", Bundle((Source("script.yml", text),)))
        (finding,) = Linter(LIBRARY, (LIBRARY.rules["asks-twice"],)).lint(document)
        assert [step.note for step in finding.trail] == ["a", "always → b", "always → c"]

    @pytest.mark.parametrize(
        "second",
        [
            "Sorry, that was wrong. Please enter your account number.",
            "Please enter your account number again.",
            "Please confirm your account number. What is your account number?",
            "Please enter the recipient's account number.",
            "Please enter your new account number.",
            "Please enter your order number.",
        ],
    )
    def test_another_attempt_or_another_datum_is_none(self, second: str) -> None:
        first = 'a: {kind: ask, say: "Please enter your account number.", go: b}'
        assert flagged("asks-twice", asking(first, f'b: {{kind: ask, say: "{second}", go: human}}')) == []

    def test_a_condition_may_skip_whom_was_asked(self) -> None:
        first = 'a: {kind: ask, say: "Please enter your account number.", go: c}'
        known = "c: {kind: say, go: [b, human]}"
        last = 'b: {kind: ask, say: "Please enter your account number.", go: human}'
        assert flagged("asks-twice", asking(first, known, last)) == []

    def test_two_ways_that_never_meet_are_none(self) -> None:
        text = asking(
            "m: {kind: say, go: [a, b]}",
            'a: {kind: ask, say: "Please enter your account number.", go: human}',
            'b: {kind: ask, say: "What is your account number?", go: human}',
        )
        assert flagged("asks-twice", text) == []

    def test_the_retry_of_one_question_is_none(self) -> None:
        text = asking(
            'a: {kind: ask, say: "Enter your account number.", go: human, no_match: {go: b}}',
            'b: {kind: ask, say: "Please type in your account number.", go: human}',
        )
        assert flagged("asks-twice", text) == []

    def test_hits_have_no_words_of_their_own_without_a_reading(self) -> None:
        assert hits(twice, draw("ask0 always ask1"), act="asks-full-name") == []


DEFLECTING = """servicelint: 1
channel: {channel}
language: en
menus:
  main:
    prompt: Welcome.
    options:
      - {{key: 1, say: "For refunds, press 1.", go: refund}}
      - {{key: 0, say: "For one of us, press 0.", go: human}}
nodes:
  refund: {{kind: say, say: "{words}", go: {onward}}}
"""


class TestDeflection:
    @pytest.mark.parametrize(
        ("words", "channel", "found"),
        [
            ("Please visit our website. Goodbye.", "voice", 1),
            ("Refunds can only be requested on our website.", "voice", 1),
            ("Refunds can only be requested on our website.", "chat", 1),
            ("Please visit our website.", "chat", 0),  # the customer sits before it
            ("Your refund was sent on Monday and arrives by Friday. Please visit our website.", "voice", 0),
            ("For more information, visit our website.", "voice", 0),
            ("You can also use our app.", "voice", 0),
            ("Does this only happen in our app?", "voice", 0),
        ],
    )
    def test_by_its_words(self, words: str, channel: str, found: int) -> None:
        text = DEFLECTING.format(words=words, channel=channel, onward="end")
        assert len(flagged("deflection", text)) == found

    @pytest.mark.parametrize("onward", ["main", "human", "elsewhere"])
    def test_where_something_follows_it_is_none(self, onward: str) -> None:
        words = "This can only be done on our website."
        assert flagged("deflection", DEFLECTING.format(words=words, channel="voice", onward=onward)) == []


@pytest.mark.parametrize(
    ("language", "says", "silent"),
    [
        ("en", ["I am the virtual assistant of the bank.", "You are chatting with a bot."], ["Our online system is down."]),
        ("it", ["Sono l'assistente virtuale.", "Risponde il nostro sistema automatico."], ["Il nostro servizio digitale."]),
        ("ro", ["Sunt asistentul virtual al băncii.", "Vorbiți cu un robot."], ["Serviciul digital este oprit."]),
        ("ru", ["Я виртуальный помощник банка.", "С вами говорит робот."], ["Наш цифровой сервис не работает."]),
        ("de", ["Ich bin ein Chatbot.", "Hier ist Ihr virtueller Assistent."], ["Unser digitaler Service."]),
        ("fr", ["Je suis l'assistant virtuel.", "Vous parlez à un robot."], ["Notre service numérique."]),
        ("es", ["Soy el asistente virtual.", "Está hablando con un bot."], ["Nuestro servicio digital."]),
        ("pt", ["Sou a assistente virtual.", "Você fala com um robô."], ["Nosso serviço digital."]),
    ],
)
def test_what_a_bot_says_it_is(language: str, says: list[str], silent: list[str]) -> None:
    pack = LIBRARY.packs[language]
    assert all(Heard(text, pack).find("says-it-is-a-bot") for text in says)
    assert not any(Heard(text, pack).find("says-it-is-a-bot") for text in silent)


def test_a_place_stands_where_the_flow_was_drawn() -> None:
    (hit,) = hits(stuck, draw("menu 1 say1"))
    assert hit.span.source is SOURCE
