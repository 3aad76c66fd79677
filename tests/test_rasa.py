"""Rasa projects are read as one bot: its words, what they answer, and the ways to a person."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import rasa
from servicelint.formats.rasa.buttons import holds
from servicelint.formats.rasa.people import hands_over
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults

EXAMPLE = Path(__file__).parents[1] / "examples" / "rasa"
SHARED = Path(__file__).parents[2] / "shared"


def read(*texts: str) -> Document:
    return rasa.parse(Bundle(tuple(Source(f"{number}.yml", text) for number, text in enumerate(texts))))


def example() -> Document:
    paths = rasa.members(EXAMPLE / "domain.yml")
    return rasa.parse(Bundle(tuple(Source(path.name, path.read_text(encoding="utf-8")) for path in paths)))


def ways(flow: Flow, node: str) -> list[tuple[str, str]]:
    return [(edge.on, edge.target) for edge in flow.edges if edge.source == node]


def test_every_file_of_the_example_belongs_to_one_project() -> None:
    found = rasa.members(EXAMPLE / "data" / "nlu.yml")
    assert {path.name for path in found} == {"config.yml", "domain.yml", "nlu.yml", "rules.yml", "flows.yml"}
    assert all(rasa.sniff(Source(path.name, path.read_text(encoding="utf-8"))) >= 0.9 for path in found)


def test_a_file_without_a_project_around_it_stands_alone(tmp_path: Path) -> None:
    alone = tmp_path / "answers.yml"
    alone.write_text("responses:\n  utter_hi:\n  - text: Hi\n", encoding="utf-8")
    assert rasa.members(alone) == (alone,)


def test_a_project_inside_another_is_its_own(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "inner"):
        folder.mkdir(exist_ok=True)
        (folder / "domain.yml").write_text("intents: []\n", encoding="utf-8")
    assert rasa.members(tmp_path / "domain.yml") == (tmp_path / "domain.yml",)
    assert rasa.members(tmp_path / "inner" / "domain.yml") == (tmp_path / "inner" / "domain.yml",)


def test_each_variant_of_a_response_to_thanks_answers_the_training_phrases() -> None:
    found = [message for message in example().messages if message.id == "utter_youre_welcome"]
    assert [(message.variant, message.passages[0].shown) for message in found] == [
        ("1", "You're welcome, {first_name}!"),
        ("2", "My pleasure. Enjoy your evening!"),
        ("3", "No problem!"),
    ]
    assert {message.in_reply_to for message in found} == {("thanks", "thank you very much", "thanks a lot for your help")}
    assert all(message.bot and message.channel == "chat" for message in found)


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert document.problems == ()
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(passage.shown for passage in passages)
    assert not [code for code in ("SetSlots", "static.example", "landline", "one month", "3.1") if code in words]
    assert "Your bill of {amount} is due on {due_date}. I have sent it" in words
    assert document.language == "en"


def test_the_example_leads_to_a_person_with_one_choice() -> None:
    (flow,) = example().flows
    assert (metrics(flow).choices_to_human, metrics(flow).human) == (1, ("utter_transfer_to_agent",))
    assert ("no-match", "utter_default") in [(edge.trigger, edge.target) for edge in flow.edges if edge.source == "start"]
    assert not flow.voice


def test_buttons_are_menus_wired_to_what_follows_them() -> None:
    (flow,) = example().flows
    found = {menu.node: menu for menu in menus(flow)}
    assert found["utter_fault_choice"].wired == found["utter_fault_choice"].announced == ("Internet", "Telephone")
    assert ("Telephone", "utter_transfer_to_agent") in ways(flow, "utter_fault_choice")


def test_a_flow_that_is_called_goes_back_and_is_not_begun_by_customers() -> None:
    (flow,) = example().flows
    starts = [edge.label for edge in flow.edges if edge.source == "start" and edge.trigger == "intent"]
    assert "mend_line" in starts
    assert "restart_router" not in starts
    question = next(node for node in flow.nodes if "utter_ask_router_restarted" in node.messages)
    after = {target for label, target in ways(flow, question.id) if label == "No, still down"}
    assert ("condition", "mend_line/engineer") in ways(flow, after.pop())


def test_a_button_leads_to_the_branch_that_its_slot_decides() -> None:
    (flow,) = read(
        "responses:\n  utter_ask_more:\n  - text: More?\n    buttons:\n"
        "    - {title: Sure, payload: /SetSlots(more=True)}\n    - {title: Nope, payload: /SetSlots(more=False)}\n"
        "  utter_bye:\n  - text: Bye\n",
        "flows:\n  ask:\n    steps:\n    - collect: more\n      next:\n      - if: slots.more\n        then:\n"
        "        - id: person\n          action: action_human_handoff\n      - else:\n        - id: bye\n"
        "          action: utter_bye\n",
    ).flows
    (menu,) = menus(flow)
    assert ways(flow, menu.node)[:2] == [("Sure", "ask/person"), ("Nope", "ask/bye")]


@pytest.mark.parametrize(
    ("condition", "payload", "expected"),
    [
        ("slots.a", "/SetSlots(a=True)", True),
        ("not slots.a", "/SetSlots(a=True)", False),
        ("slots.a", "/SetSlots(a=false)", False),
        ('slots.a == "up"', "/SetSlots(a=up)", True),
        ('slots.a != "up"', "/SetSlots(a=up)", False),
        ("slots.a is null", "/SetSlots(a=null)", True),
        ("slots.b", "/SetSlots(a=True)", None),
        ("slots.a and slots.b", "/SetSlots(a=True)", None),
        ("slots.a", "/affirm", None),
    ],
)
def test_a_condition_is_told_only_where_the_button_decides_it(condition: str, payload: str, expected: bool | None) -> None:
    assert holds(condition, payload) is expected


@pytest.mark.parametrize(
    "name",
    [
        "action_human_handoff",
        "pattern_human_handoff",
        "utter_handoff",
        "action_hand_off",
        "utter_transfer_to_agent",
        "ActionTransferToHuman",
        "action_connect_live_agent",
        "action_handover",
        "action_escalate",
        "action_live_chat",
        "flow_speak_with_human",
        "utter_parla_con_operatore",
    ],
)
def test_hand_offs_are_known_by_their_names(name: str) -> None:
    assert hands_over(name)


@pytest.mark.parametrize(
    "name",
    [
        "utter_ask_handoff",
        "action_handoff_options",
        "utter_no_handoff",
        "utter_human_handoff_not_available",
        "utter_transfer_charge",
        "action_check_human",
        "utter_transfer_cancelled",
        "action_transfer_money",
        "utter_agent_name",
        "utter_personal_data",
    ],
)
def test_what_only_speaks_of_a_hand_off_is_none(name: str) -> None:
    assert not hands_over(name)


def test_words_of_end_to_end_stories_count_and_test_stories_do_not() -> None:
    domain = "responses:\n  utter_a:\n  - text: Anytime!\n"
    story = "stories:\n- story: s\n  steps:\n  - user: thanks a million\n  - action: utter_a\n  - bot: Not copy\n"
    sources = (Source("domain.yml", domain), Source("data/stories.yml", story))
    assert rasa.parse(Bundle(sources)).messages[0].in_reply_to == ("thanks a million",)
    tested = (Source("domain.yml", domain), Source("tests/test_stories.yml", story))
    assert [message.in_reply_to for message in rasa.parse(Bundle(tested)).messages] == [()]


def test_old_templates_and_plain_texts_are_responses() -> None:
    document = read('templates:\n  utter_hi:\n  - "Hi {name}!"\n  - text: Hello\n')
    assert [message.passages[0].slots for message in document.messages] == [("name",), ()]


def test_a_retrieval_intent_answers_its_own_phrases() -> None:
    (first, second) = read(
        "responses:\n  utter_faq/hours:\n  - text: From nine.\n  utter_faq/price:\n  - text: Ten.\n",
        "nlu:\n- intent: faq/hours\n  examples: |\n    - opening\n- intent: faq/price\n  examples: |\n    - cost\n",
        "rules:\n- rule: faq\n  steps:\n  - intent: faq\n  - action: utter_faq\n",
    ).messages
    assert (first.in_reply_to, second.in_reply_to) == (("opening",), ("cost",))


def test_a_broken_file_is_one_problem_and_the_others_are_read() -> None:
    document = read("responses:\n  utter_a:\n  - text: Hello\n", 'responses:\n  utter_b:\n  - text: "open\n')
    assert [message.id for message in document.messages] == ["utter_a"]
    assert [problem.span.source.path for problem in document.problems] == ["1.yml"]


@pytest.mark.parametrize(
    "text",
    [
        "name: CI\non: push\njobs:\n  test:\n    steps:\n    - uses: x\n",
        "version: '3'\nservices:\n  web:\n    image: x\n",
        "en:\n  responses:\n    ok: Fine\n",
        "rules:\n  indentation: error\n",
        "groups:\n- name: x\n  rules: []\n",
        "openapi: 3.0.0\npaths: {}\ncomponents:\n  responses: {}\n",
        "actions:\n- one\n",
        "servicelint: 1\nmenus: {}\n",
        "",
    ],
)
def test_other_yaml_is_not_taken_for_rasa(text: str) -> None:
    assert rasa.sniff(Source("x.yml", text)) == 0


SAID = ("text", "responses", "utter_a", "buttons", "title", "payload", "nlu", "examples", "forms", "a", "/a", "END")
DONE = (
    "rules",
    "stories",
    "steps",
    "intent",
    "action",
    "flows",
    "collect",
    "next",
    "if",
    "then",
    "else",
    "link",
    "call",
)
WORDS = st.sampled_from(SAID + DONE)
TREES = st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["responses", "rules", "nlu", "flows", "forms"]), TREES, max_size=5))
def test_any_shape_is_read_without_a_crash(tree: dict[str, object]) -> None:
    for message in read(json.dumps(tree)).messages:
        assert message.passages


def gold() -> list[dict[str, object]]:
    path = SHARED / "gold" / "flows.json"
    entries = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return [entry for entry in entries if entry["format"] == "rasa"]


def digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:16]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus is not here")
def test_the_corpus_is_read_with_every_text_at_its_place() -> None:
    for entry in gold():
        sources = [Source(local, (SHARED / "corpus" / local).read_text(encoding="utf-8")) for local in entry["local"]]
        document = rasa.parse(Bundle(tuple(sources)))
        passages = [passage for message in document.messages for passage in message.passages]
        assert [fault for passage in passages for fault in faults(passage)] == []
        lines: dict[str, set[int]] = {}
        for passage in passages:
            words, first = passage.shown.split(), passage.span.line
            last = passage.span.source.position(passage.span.end)[0]
            for start in range(len(words)):
                for end in range(start + 1, len(words) + 1):
                    lines.setdefault(digest(" ".join(words[start:end])), set()).update(range(first, last + 1))
        for want in entry["must_contain"]:
            assert any(abs(line - want["line"]) <= 1 for line in lines.get(want["sha"], ())), want["text"]
        assert not [bad["text"] for bad in entry["must_not_contain"] if bad["sha"] in lines]
        (flow,) = document.flows
        wired = [sorted(menu.wired) for menu in menus(flow)]
        assert all(sorted(want["wired"]) in wired for want in entry["menus"])
        assert metrics(flow).choices_to_human == entry["min_choices_to_human"]
