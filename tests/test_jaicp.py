"""JAICP scripts: replies over several lines, buttons, blocks, code, and what each state listens for."""

from __future__ import annotations

from pathlib import Path

import pytest

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import jaicp
from servicelint.model import Bundle, Document, Flow, Source, Unreadable
from servicelint.model.pieces import faults

FOLDER = Path(__file__).parents[1] / "examples" / "jaicp" / "src"


def read(text: str) -> Document:
    return jaicp.parse(Bundle((Source("main.sc", text),)))


def example() -> Document:
    sources = [Source(path.name, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.sc"))]
    return jaicp.parse(Bundle(tuple(sources)))


def state(*reactions: str, name: str = "S") -> str:
    return f"    state: {name}\n" + "".join(f"        {reaction}\n" for reaction in reactions)


def script(*states: str) -> str:
    return "theme: /\n" + "\n".join(states)


def shown(document: Document) -> list[str]:
    return [passage.shown for message in document.messages for passage in message.passages]


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def test_it_is_known_by_its_states_and_needs_its_ending() -> None:
    assert jaicp.sniff(Source("main.sc", script(state("a: Hi")))) >= 0.9
    assert not jaicp.sniff(Source("main.sc", 'object Main extends App { println("theme: /") }'))
    assert not jaicp.sniff(Source("page.yaml", script(state("a: Hi"))))


def test_all_scripts_of_a_project_belong_together(tmp_path: Path) -> None:
    (tmp_path / "src" / "talk").mkdir(parents=True)
    for name in ("src/main.sc", "src/talk/more.sc"):
        (tmp_path / name).write_text("theme: /\n", encoding="utf-8")
    both = (tmp_path / "src" / "main.sc", tmp_path / "src" / "talk" / "more.sc")
    assert jaicp.members(both[1]) == jaicp.members(both[0]) == both


def test_texts_stand_where_they_are_written() -> None:
    document = example()
    messages = {message.id: message for message in document.messages}
    told = messages["/Return"]
    assert [(passage.span.line, passage.role, passage.shown) for passage in told.passages] == [
        (27, "reply", "Вернуть мебель можно в течение 14 дней.\nКурьер заберёт её бесплатно."),
        (30, "reply", "Оформить возврат?"),
        (34, "option", "Да, оформить"),
        (35, "option", "Нет, спасибо"),
    ]
    assert told.in_reply_to == ("Вернуть покупку", "вернуть", "возврат")
    at = told.passages[0].text.index("Курьер")
    assert told.passages[0].place(at, at + 6).text == "Курьер"
    assert messages["/Thanks"].in_reply_to == ("Спасибо", "спасибо", "благодарю")
    assert messages["/Return/Done (2)"].passages[0].slots == ("$session.order",)


def test_nothing_but_copy_is_read() -> None:
    document = example()
    everything = "\n".join(shown(document))
    for foreign in ("<b>", "htmlEnabled", "for the staff", "#143AD1", "https://", "sendMessage", "999999", "duckling"):
        assert foreign not in everything
    assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []


def test_what_is_said_up_to_the_next_moment_of_listening_is_one_message() -> None:
    messages = {message.id: message for message in example().messages}
    assert [passage.shown for passage in messages["/Start (2)"].passages[:2]] == [
        "Здравствуйте! 👋 Это помощник мебельного магазина.",
        "Что вас интересует?",
    ]
    assert messages["/Delivery/Phone (1)"].passages[0].shown == "Заказ уже едет, курьер позвонит вам\nза час до приезда."


def test_menus_a_person_and_failures_are_found() -> None:
    flow = example().flows[0]
    offered = next(menu for menu in menus(flow) if menu.node == "/Menu")
    assert offered.announced == offered.wired == ("Где мой заказ?", "Вернуть покупку", "Оператор")
    figures = metrics(flow)
    assert (figures.menu_depth, figures.choices_to_human, figures.human) == (1, 1, ("/Operator (2)",))
    assert ("error", "/Operator/Closed") in ways(flow, "/Operator (2)")
    assert ways(flow, "/Delivery") == [
        ("no-input", "/Delivery/Silence"),
        ("* @duckling.phone-number *", "/Delivery/Phone"),
        ("no-match", "/Delivery/Other"),
        ("condition", "/"),
    ]
    assert ("no-match", "/Return/Number (2): retry") in ways(flow, "/Return/Number (2)")


def test_a_modal_state_listens_for_its_own_triggers_only() -> None:
    inner = "        state: Yes\n            q: yes\n            a: Good.\n"
    flow = read(script("    state: Ask || modal = true\n        a: Sure?\n" + inner, state("q!: help", "a: Here."))).flows[0]
    assert ways(flow, "/Ask") == [("yes", "/Ask/Yes")]
    assert ("condition", "/") in ways(flow, "/S")


def test_code_may_speak_lead_on_hang_up_or_call_a_person() -> None:
    code = [
        "script:",
        '    // $reactions.answer("never");',
        '    $reactions.answer("Your number is " + $session.number + ".");',
        '    $reactions.buttons([{text: "Stop", transition: "/S"}, {text: "Go on"}]);',
        '    $response.replies.push({type: "switch", destination: 1});',
    ]
    document = read(script(state(*code)))
    assert [passage.text for passage in document.messages[0].passages] == ["Your number is \ufffc.", "Stop", "Go on"]
    assert metrics(document.flows[0]).human == ("/S (2)",)
    ended = read(script(state("a: Bye", "script:", "    $jsapi.stopSession();"))).flows[0]
    assert ended.nodes[0].kind == "end"


def test_a_button_without_a_target_is_heard_like_words() -> None:
    document = read(
        script(state("buttons:", '    "Thank you"', '    "Else"'), state("q!: thank you", "a: You're welcome.", name="T"))
    )
    assert ways(document.flows[0], "/S")[:2] == [("Thank you", "/T"), ("Else", "intents")]
    assert document.messages[-1].in_reply_to == ("Thank you", "thank you")


def test_buttons_before_a_transition_are_pressed_where_the_bot_waits() -> None:
    flow = read(
        script(state("buttons:", '    "Go" -> /U', "go!: /T"), state("a: Well?", name="T"), state("a: Off.", name="U"))
    ).flows[0]
    assert ("Go", "/U") in ways(flow, "/T")
    assert ways(flow, "/S") == [("always", "/T")]
    assert [menu.announced for menu in menus(flow)] == [("Go",)]


def test_a_block_that_nobody_knows_may_do_anything() -> None:
    flow = read(script(state("a: One moment.", "OurBlock:", "    okState = /T"), state("a: Done.", name="T"))).flows[0]
    assert {node.id: node.kind for node in flow.nodes}["/S (2)"] == "unknown"
    assert ("condition", "/T") in ways(flow, "/S (2)")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_comments_and_tabs_change_nothing(newline: str) -> None:
    text = "theme: /\n\tstate: S\n\t\ta: Good morning 👋\n\t\t\t# a note\n\t\t\thow are you?\n\t\tgo!: /T\n"
    document = read(text.replace("\n", newline))
    assert shown(document) == ["Good morning 👋\nhow are you?"]
    passage = document.messages[0].passages[0]
    assert list(faults(passage)) == []
    assert passage.place(15, 27).text.endswith("how are you?")


def test_what_makes_no_sense_is_told_with_its_place() -> None:
    with pytest.raises(Unreadable, match="There is no state"):
        read("theme: /\n\n    a: Hello\n")
    document = read(script(state("a: Hi", "buttons:", '    "Yes -> /T'), "    state:\n        a: Lost\n"))
    assert [(problem.span.line, problem.what.partition(";")[0]) for problem in document.problems] == [
        (5, "This label is never closed"),
        (7, "This state has no name"),
    ]
    assert shown(document) == ["Hi"]


def test_a_script_cut_short_anywhere_is_read_or_refused() -> None:
    text = (FOLDER / "main.sc").read_text(encoding="utf-8")
    for end in range(0, len(text), 37):
        try:
            document = read(text[:end])
        except Unreadable:
            continue
        assert [fault for message in document.messages for passage in message.passages for fault in faults(passage)] == []
