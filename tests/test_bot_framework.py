"""Bots of Bot Framework Composer are read as one: what dialogs send comes from templates, in the file where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

from servicelint import parse
from servicelint.flows.metrics import menus, metrics
from servicelint.formats import bot_framework
from servicelint.formats.bot_framework.conditions import read, variable
from servicelint.formats.bot_framework.utterances import intents
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults
from servicelint.syntax.dialogs import UNTOLD, Comparison

EXAMPLE = ROOT / "examples" / "bot-framework"


def example(newline: str = "\n") -> Document:
    paths = bot_framework.members(EXAMPLE / "Bottega.dialog")
    texts = [(path.as_posix(), path.read_text(encoding="utf-8").replace("\n", newline)) for path in paths]
    return parse.parse("bot-framework", Bundle(tuple(Source(path, text) for path, text in texts)))


def lg(text: str, name: str = "a.lg") -> Document:
    return parse.parse("bot-framework", Bundle((Source(name, text),)))


def bot(*actions: dict[str, Any], **dialogs: list[dict[str, Any]]) -> Flow:
    """The flow of a bot that does these actions when it begins; the dialogs begin when they are called."""
    root = {"$kind": "Microsoft.AdaptiveDialog", "triggers": [
        {"$kind": "Microsoft.OnConversationUpdateActivity", "actions": list(actions)}]}  # fmt: skip
    sources = [Source("Main.dialog", json.dumps(root, indent=1))]
    for name, listed in dialogs.items():
        inner = {"$kind": "Microsoft.AdaptiveDialog", "triggers": [{"$kind": "Microsoft.OnBeginDialog", "actions": listed}]}
        sources.append(Source(f"dialogs/{name}/{name}.dialog", json.dumps(inner, indent=1)))
    (flow,) = parse.parse("bot-framework", Bundle(tuple(sources))).flows
    return flow


def do(kind: str, name: str, **settings: Any) -> dict[str, Any]:
    return {"$kind": f"Microsoft.{kind}", "id": name, **settings}


def said(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.shown for passage in message.passages] for message in document.messages}


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def kinds(flow: Flow) -> dict[str, str]:
    return {node.id: node.kind for node in flow.nodes}


def test_all_files_of_a_bot_belong_together() -> None:
    found = bot_framework.members(EXAMPLE / "dialogs" / "Resi" / "language-generation" / "it-it" / "Resi.it-it.lg")
    assert {path.suffix for path in found} == {".dialog", ".lg", ".lu", ".qna"}
    assert len(found) == 7
    assert all(bot_framework.sniff(Source(path.name, path.read_text(encoding="utf-8"))) >= 0.9 for path in found)


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", '{"$kind": "x"}'), ("a.txt", "# A\n- b\n"), ("a.md", "# A\n- b\n"), ("a.qna", "x")]
)
def test_other_files_are_none_of_a_bot(name: str, text: str) -> None:
    assert bot_framework.sniff(Source(name, text)) == 0


def test_a_message_holds_all_that_is_said_before_the_bot_listens_again() -> None:
    found = said(example())
    assert found["Resi/sA04rr [Taglia sbagliata]"] == [
        "Ho capito, grazie.",
        "Le mando l'etichetta per il reso.\nLa taglia ${dialog.taglia} parte appena riceviamo il pacco.",
        "Vuole restituire un altro articolo?",
    ]


def test_passages_stand_in_the_file_where_they_are_written() -> None:
    (message,) = [message for message in example().messages if message.id == "Resi/tI01rr: invalidPrompt"]
    span = message.passages[0].span
    assert (span.source.path.rpartition("/")[2], span.line) == ("common.it-it.lg", 8)
    assert span.text == "Mi scusi, non ho capito. Può ripetere, per favore?"


def test_variants_conditions_and_calls_are_each_a_reading() -> None:
    found = said(example())
    assert found["Bottega/859266 (2)"][:2] == ["Salve!", "${Saluto()} Sono l'assistente della bottega. Come posso aiutarla?"]
    assert found["Bottega/859266 (voice)"] == ["Buongiorno, come posso aiutarla?"]
    assert found["Bottega/sA03uu (1)"] == ["Non riesco ad aiutarla. Scriva “persona” e le passo una collega."]
    assert found["Bottega/sA03uu (2)"] == ["Mi scusi, non ho capito. Può ripetere, per favore?"]


def test_cards_are_read_by_what_their_parts_are() -> None:
    messages = {message.id: [(part.role, part.text) for part in message.passages] for message in example().messages}
    assert messages["Resi/sA07rr"] == [
        ("heading", "Ci dispiace per il difetto"),
        ("reply", "Una collega prepara la sostituzione con lei, adesso."),
        ("button", "Foto dell'etichetta"),
    ]
    assert messages["Resi/sA09rr"][:3] == [
        ("reply", "Ci racconti il motivo"),
        ("item", "Che cosa non va?"),
        ("button", "Invia"),
    ]


def test_names_addresses_and_comments_are_no_copy() -> None:
    words = " ".join(text for texts in said(example()).values() for text in texts)
    for other in ("Assistente del negozio", "https://", "AdaptiveCard", "Testi che più dialoghi", "vorrei fare", "rotto"):
        assert other not in words


def test_options_lead_to_the_cases_that_name_them() -> None:
    (flow,) = example().flows
    menu = next(menu for menu in menus(flow) if menu.node == "Resi/cI02rr")
    assert menu.announced == menu.wired == ("Taglia sbagliata", "Articolo difettoso", "Altro")
    assert ways(flow, "Resi/sA04rr [Articolo difettoso]") == [("always", "Resi/sA07rr")]
    assert ways(flow, "Resi/sA04rr [Altro]") == [("always", "Resi/sA09rr")]


def test_options_without_a_case_of_their_own_are_announced_but_lead_nowhere_known() -> None:
    flow = bot(
        do("ChoiceInput", "q", property="$x", choices=["A", "B", "C"], prompt="Which?"),
        do("SwitchCondition", "s", condition="dialog.x",
           cases=[{"value": "A", "actions": [do("SendActivity", "a", activity="Aa")]}],
           default=[do("SendActivity", "d", activity="Dd")]),
    )  # fmt: skip
    (menu,) = menus(flow)
    assert (menu.announced, menu.wired) == (("A", "B", "C"), ("A",))
    assert ("condition", "Main/d") in ways(flow, "Main/q")


def test_options_that_nothing_asks_for_all_go_on() -> None:
    flow = bot(
        do("ChoiceInput", "q", property="$x", choices=["A", "B"], prompt="Which?"), do("SendActivity", "a", activity="Aa")
    )
    assert [way for way in ways(flow, "Main/q") if way[0] in "AB"] == [("A", "Main/a"), ("B", "Main/a")]


def test_yes_and_no_lead_on_without_being_a_menu() -> None:
    flow = bot(
        do("ConfirmInput", "q", property="user.ok", prompt="All right?"),
        do("IfCondition", "i", condition="=!user.ok", actions=[do("SendHandoffActivity", "h")]),
        do("SendActivity", "a", activity="Good."),
    )
    assert menus(flow) == ()
    assert [way for way in ways(flow, "Main/q") if way[0] in ("yes", "no")] == [("yes", "Main/a"), ("no", "Main/h")]
    assert metrics(flow).choices_to_human == 1


def test_the_example_leads_to_a_person_with_one_choice() -> None:
    (flow,) = example().flows
    assert flow.entry == "Bottega/859266"
    assert dict(ways(flow, "Bottega"))["Parlare con una persona"] == "Bottega/sA02pp"
    assert dict(ways(flow, "Bottega"))["no-match"] == "Bottega/sA03uu"
    assert (metrics(flow).choices_to_human, metrics(flow).human) == (1, ("Bottega/hO01pp", "Resi/hO08rr"))


def test_messages_answer_utterances_choices_and_questions() -> None:
    before = {message.id: message.in_reply_to for message in example().messages}
    assert before["Bottega/sA01gg (1)"] == ("grazie", "grazie mille", "molto gentile, grazie")
    assert before["Resi/sA04rr [Articolo difettoso]"] == ("Articolo difettoso",)
    assert before["answer 1"] == ("Quanto costa la spedizione", "spese di spedizione")


def test_labels_of_entities_are_no_words_of_the_customer() -> None:
    source = Source(
        "a.lu", "# Order\n- a {@size=large {@kind=hot} tea} for {name}\n@ ml size\n- not said\n## Thanks\n* thanks\n"
    )
    assert intents(source) == {"Order": ["a large hot tea for name"], "Thanks": ["thanks"]}


def test_loops_jumps_and_returns_lead_where_they_say() -> None:
    flow = bot(
        do("Foreach", "f", itemsProperty="user.all", actions=[
            do("SendActivity", "a", activity="One."),
            do("IfCondition", "i", condition="x > 1", actions=[do("BreakLoop", "b")]),
        ]),
        do("BeginDialog", "c", dialog="Sub"),
        do("GotoAction", "g", actionId="f"),
        Sub=[do("SendActivity", "s", activity="Sub."), do("EndDialog", "e"), do("SendActivity", "never", activity="Never.")],
    )  # fmt: skip
    assert ways(flow, "Main/f") == [("condition", "Main/a"), ("condition", "Sub")]
    assert ways(flow, "Main/i") == [("condition", "Sub"), ("condition", "Main/f")]
    assert ways(flow, "Sub/s") == [("always", "Main/f")]


def test_dialogs_that_call_each_other_without_end_are_laid_out() -> None:
    flow = bot(
        do("BeginDialog", "c", dialog="A"),
        A=[do("ReplaceDialog", "r", dialog="B")],
        B=[do("BeginDialog", "r", dialog="A"), do("RepeatDialog", "x")],
    )
    assert {"A", "B"} <= set(kinds(flow))


def test_unknown_actions_and_dialogs_widen_the_flow() -> None:
    flow = bot(do("Beam", "x"), do("BeginDialog", "y", dialog="Gone"), do("BeginDialog", "z", dialog="TransferToAgent"))
    assert {kinds(flow)[f"Main/{name}"] for name in "xy"} == {"unknown", "elsewhere"}
    assert kinds(flow)["Main/z"] == "human"


def test_what_is_switched_off_is_not_there() -> None:
    flow = bot(do("SendActivity", "a", activity="Off", disabled=True), do("SendActivity", "b", activity="On"))
    assert "Main/a" not in kinds(flow)


def test_every_language_has_its_own_words() -> None:
    root = {"$kind": "Microsoft.AdaptiveDialog", "triggers": [{"$kind": "Microsoft.OnConversationUpdateActivity", "actions": [
        do("SendActivity", "a", activity="${Hello()}")]}]}  # fmt: skip
    document = parse.parse("bot-framework", Bundle((
        Source("Main.dialog", json.dumps(root)),
        Source("Main.en-us.lg", "# Hello\n- Good morning\n"),
        Source("Main.it-it.lg", "# Hello\n- Buongiorno\n"),
    )))  # fmt: skip
    assert [(message.variant, message.passages[0].text, message.passages[0].language) for message in document.messages] == [
        ("en-us", "Good morning", "en-us"),
        ("it-it", "Buongiorno", "it-it"),
    ]


def test_texts_that_no_dialog_sends_are_read_all_the_same() -> None:
    assert said(lg("# Used\n- ${Part()}\n# Part\n- Hello there\n# Alone\n- Bye\n")) == {
        "a/Used": ["Hello there"],
        "a/Alone": ["Bye"],
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# T\n- \\[ok\\] 5 \\> 3 😊", ["[ok] 5 > 3 😊"]),
        ("# T\n- ```\n two\n lines\n```\n", ["two\n lines"]),
        ("# T(x, y)\n> note\n* star\n", ["star"]),
        ("# T\n- ${if(a == '}', 'x', 'y')} then ${user.name}!", ["${if(a == '}', 'x', 'y')} then ${user.name}!"]),
        ('# T\n- ```\n{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"Hi"},{"type":"X","n":${n}}]}\n```', ["Hi"]),
        (
            "# T\n[Activity\n  Text = One\n  > no\n  type = message\n  SuggestedActions = Yes \\| no | ${x}\n]\n",
            ["One", "Yes | no"],
        ),
        ("# T\n[Activity\n type = typing\n]\n", []),
        ("# T\n- ${T()}\n- More\n", ["More"]),
        ("# T\n- https://example.com/a\n- ...\n", []),
    ],
)
def test_templates_say_what_they_are_written_to_say(text: str, shown: list[str]) -> None:
    document = lg(text)
    assert document.problems == ()
    assert [passage.shown for message in document.messages for passage in message.passages] == shown


def test_an_activity_that_hands_over_is_a_person() -> None:
    actions = [do("SendActivity", "a", activity="[Activity\n type = handoff\n]"), do("EmitEvent", "e", eventName="handoff")]
    assert [kinds(bot(action))[f"Main/{action['id']}"] for action in actions] == ["human", "human"]


@pytest.mark.parametrize(
    ("condition", "comparison"),
    [
        ("user.a == \"Yes\" || user.a == 'yep'", Comparison("user.a", frozenset({"yes", "yep"}))),
        ("=toLower($a) != 'no'", Comparison("dialog.a", frozenset({"no"}), negated=True)),
        ("${!turn.done}", Comparison("turn.done", frozenset({"true"}), negated=True)),
        ("equals(user.a, 'b')", Comparison("user.a", frozenset({"b"}))),
        ("length(user.a) > 1", UNTOLD),
        ("", UNTOLD),
    ],
)
def test_conditions_tell_which_answer_they_are_for(condition: str, comparison: Comparison) -> None:
    assert read(condition) == comparison
    assert variable("=$a") == "dialog.a"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_place_is_exact_whatever_the_line_ends(newline: str) -> None:
    document = example(newline)
    passages = [passage for message in document.messages for passage in message.passages]
    assert document.problems == ()
    assert [fault for passage in passages for fault in faults(passage)] == []
    assert len(said(document)) == len(said(example()))


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.lg", "# A\n- ```\nnever closed\n", (2, 3)),
        ("a.lg", "# A\n[Activity\n Text = x\n", (2, 1)),
        ("a.dialog", '{"$kind": "Microsoft.AdaptiveDialog", "triggers": [', (1, 52)),
    ],
)
def test_what_breaks_off_is_told_with_its_place_and_the_others_are_read(name: str, text: str, place: tuple[int, int]) -> None:
    document = parse.parse("bot-framework", Bundle((Source(name, text), Source("b.lg", "# B\n- Good\n"))))
    (problem,) = document.problems
    assert problem.span.source.position(problem.span.start) == place
    assert said(document)["b/B"] == ["Good"]
