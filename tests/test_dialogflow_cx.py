"""Dialogflow CX agents are read as one bot: what each page says, what it inherits, and the ways to a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, ROOT

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import dialogflow_cx
from servicelint.model import Bundle, Document, Edge, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse, recognise

EXAMPLE = ROOT / "examples" / "dialogflow-cx"
START = "flows/Default Start Flow"
FLOW = f"{START}/Default Start Flow.json"
Json = dict[str, Any]


def read(files: dict[str, Json | str], **settings: str) -> Document:
    """The document of an agent's files, each given as JSON or as its text."""
    texts = {path: content if isinstance(content, str) else json.dumps(content, indent=1) for path, content in files.items()}
    sources = tuple(Source(path, text) for path, text in texts.items())
    return parse("dialogflow-cx", Bundle(sources, settings=tuple(settings.items())))


def example() -> Document:
    paths = dialogflow_cx.members(EXAMPLE / "agent.json")
    return read({str(path.relative_to(EXAMPLE)): path.read_text(encoding="utf-8") for path in paths})


def text(*said: str, language: str = "en") -> Json:
    return {"text": {"text": list(said)}, "languageCode": language}


def ssml(said: str) -> Json:
    return {"outputAudioText": {"ssml": said}, "languageCode": "en"}


def chips(*labels: str) -> Json:
    options = [{"text": label} for label in labels]
    return {"payload": {"richContent": [[{"type": "chips", "options": options}]]}, "languageCode": "en"}


def route(does: list[Json] | None = None, **keys: str) -> Json:
    return {**keys, "triggerFulfillment": {"messages": does or []}}


def start(*routes: Json, handlers: tuple[Json, ...] = ()) -> Json:
    return {"displayName": "Default Start Flow", "transitionRoutes": list(routes), "eventHandlers": list(handlers)}


def page(name: str, *says: Json, routes: tuple[Json, ...] = (), **keys: Any) -> dict[str, Json | str]:
    entry = {"entryFulfillment": {"messages": list(says)}}
    content = {"displayName": name, "form": {}, **entry, "transitionRoutes": list(routes), **keys}
    return {f"{START}/pages/{name}.json": content}


def asks(name: str, *says: Json, reprompts: tuple[Json, ...] = ()) -> Json:
    fill = {"initialPromptFulfillment": {"messages": list(says)}, "repromptEventHandlers": list(reprompts)}
    return {"displayName": name, "required": True, "fillBehavior": fill}


def trained(intent: str, *phrases: str) -> dict[str, Json | str]:
    listed = [{"parts": [{"text": phrase}], "languageCode": "en"} for phrase in phrases]
    return {f"intents/{intent}/trainingPhrases/en.json": {"trainingPhrases": listed}}


def said(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.shown for passage in message.passages] for message in document.messages}


def ways(document: Document, node: str) -> set[tuple[str, str]]:
    return {(edge.on, edge.target) for edge in document.flows[0].edges if edge.source == node}


def kinds(document: Document) -> dict[str, str]:
    return {node.id: node.kind for node in document.flows[0].nodes}


def test_every_file_of_the_example_belongs_to_one_agent() -> None:
    found = dialogflow_cx.members(EXAMPLE / "flows" / "Citas" / "pages" / "Confirmar.json")
    assert set(found) == set(EXAMPLE.rglob("*.json"))
    assert {recognise(Source(path.name, path.read_text(encoding="utf-8"))) for path in found} == {"dialogflow-cx"}


def test_a_file_without_an_agent_around_it_stands_alone(tmp_path: Path) -> None:
    alone = tmp_path / "page.json"
    alone.write_text("{}", encoding="utf-8")
    assert dialogflow_cx.members(alone) == (alone,)


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert document.problems == ()
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(passage.shown for passage in passages)
    assert "Tengo un hueco el $session.params.fecha.original a las $session.params.hora.original. ¿Se lo" in words
    assert not [code for code in ("speak", "FINAL", "buscarHueco", "Solo para", "quiero pedir", "MODEL") if code in words]
    assert {passage.language for passage in passages} == {"es"}


def test_what_is_said_up_to_the_next_moment_of_listening_is_one_message() -> None:
    greeting = said(example())["Default Start Flow > Default Welcome Intent"]
    assert greeting == [
        "Gracias por llamar a la clínica. Soy la asistente virtual.",
        "Para pedir o cambiar una cita, pulse 1. Para resultados, pulse 2. Para hablar con recepción, pulse 0.",
    ]
    again = said(example())["Citas/Confirmar > confirmar.no"]
    assert again == ["De acuerdo, probemos con otro día.", "¿Qué día le viene bien?"]


def test_the_menu_of_the_example_is_wired_by_the_intents_that_know_its_keys() -> None:
    flow = example().flows[0]
    (menu,) = menus(flow)
    assert (menu.node, menu.announced, menu.wired) == (
        "Default Start Flow/Menú principal", ("1", "2", "0"), ("1", "2", "0")
    )  # fmt: skip
    assert flow.voice
    assert flow.entry == "Default Start Flow"


def test_a_hand_off_is_a_person_and_its_page_speaks_once() -> None:
    document = example()
    figures = metrics(document.flows[0])
    assert figures.human == ("Default Start Flow/Recepción", "END_FLOW_WITH_HUMAN_ESCALATION")
    assert figures.choices_to_human == 1
    assert said(document)["Default Start Flow/Recepción"] == [
        "Le paso con una persona de recepción. La espera es de unos dos minutos."
    ]


def test_an_answer_to_thanks_knows_the_phrases_of_its_intent() -> None:
    answers = [message for message in example().messages if "De nada" in message.passages[0].text]
    assert [message.in_reply_to for message in answers] == [("gracias", "muchas gracias", "gracias por todo")]
    assert all(message.bot and message.variant == "1" for message in answers)


def test_pages_inherit_the_handlers_of_their_flow_unless_they_have_their_own() -> None:
    document = example()
    place = "Default Start Flow/Menú principal"
    failing = {(edge.trigger, edge.target) for edge in document.flows[0].edges if edge.source == place}
    assert ("no-match", f"{place} > sys.no-match-default") in failing
    assert ("no-input", f"{place} > sys.no-input-1") in failing
    assert ("error", f"{place} > webhook.error") in failing
    texts = [message for message in document.messages if "no le he entendido. Puede" in message.passages[0].text]
    assert len(texts) == 1, "an inherited handler is written once and linted once"


def test_a_flow_gives_back_to_its_caller_at_its_end() -> None:
    assert ("always", "Default Start Flow/Menú principal") in ways(example(), "Citas: end")


def test_the_end_of_the_start_flow_ends_the_session() -> None:
    document = read({FLOW: start(route([text("Bye.")], intent="bye", targetPage="End Flow"))})
    assert kinds(document)["END_SESSION"] == "end"
    assert ("always", "END_SESSION") in ways(document, "Default Start Flow: end")


def test_text_and_audio_that_differ_are_a_message_each_for_reading_and_hearing() -> None:
    both = [text("Your code is 42, see the app."), ssml("<speak>Your code is on its way.</speak>")]
    document = read({FLOW: start(route(both, intent="code"))})
    heard = [(message.channel, message.passages[0].text) for message in document.messages]
    assert heard == [("voice", "Your code is 42, see the app."), ("voice", "Your code is on its way.")]
    assert [message.variant for message in document.messages] == ["en", "en voice"]


def test_tags_inside_a_plain_text_are_not_copy() -> None:
    mixed = "<speak>Card <say-as interpret-as='verbatim'>$session.params.last-four</say-as>.</speak> Lock it?"
    document = read({FLOW: start(route([text(mixed)], intent="lock"))})
    (passage,) = document.messages[0].passages
    assert passage.shown == "Card $session.params.last-four. Lock it?"
    assert passage.slots == ("session.params.last-four",)


def test_chips_that_lead_to_a_page_make_it_the_menu() -> None:
    files: dict[str, Json | str] = {
        FLOW: start(route([text("Hi!"), chips("My bill", "Roaming", "Prizes")], intent="hello", targetPage="Home")),
        **page("Home", routes=(route(intent="bill", targetFlow="Bill"), route(intent="roaming", targetFlow="Roam"))),
        **trained("bill", "show me my bill", "my bill"),
        **trained("roaming", "roaming abroad"),
    }
    document = read(files)
    (menu,) = menus(document.flows[0])
    assert menu.announced == ("My bill", "Roaming", "Prizes")
    assert menu.wired == ("My bill", "Roaming")
    assert kinds(document)["Default Start Flow/Home"] == "menu"


def test_chips_of_an_answer_that_stays_lead_where_their_words_are_heard() -> None:
    files: dict[str, Json | str] = {
        FLOW: start(
            route([text("We open at nine."), chips("Book a visit", "Lunch")], intent="hours"),
            route([text("Which day?")], intent="book"),
        ),
        **trained("book", "book a visit"),
        **trained("hours", "when do you open"),
    }
    document = read(files)
    (menu,) = menus(document.flows[0])
    assert (menu.node, menu.wired) == ("Default Start Flow > hours", ("Book a visit",))
    assert ("condition", "Default Start Flow") in ways(document, "Default Start Flow > hours")


def test_chips_lead_elsewhere_when_no_training_phrase_is_at_hand() -> None:
    document = read(page("Home", text("How can I help?"), chips("Loans", "Cards")))
    assert {("Loans", "intents"), ("Cards", "intents")} <= ways(document, "Default Start Flow/Home")


def test_chips_of_a_form_lead_where_the_conditions_on_its_value_lead() -> None:
    form = {"parameters": [asks("sure", text("Shall I book it?"), chips("Yes", "No"))]}
    routes = (
        route(condition='$session.params.sure = "yes"', targetPage="Booked"),
        route(condition='$session.params.sure = "no"', targetPage="Other"),
    )
    files = {**page("Ask", routes=routes, form=form), **page("Booked", text("Done.")), **page("Other", text("Fine."))}
    document = read({FLOW: start(route(condition="true", targetPage="Ask")), **files})
    assert ways(document, "Default Start Flow/Ask/sure") == {
        ("Yes", "Default Start Flow/Booked"),
        ("No", "Default Start Flow/Other"),
    }


def test_a_form_asks_one_thing_after_the_other_and_reprompts() -> None:
    again = {"event": "sys.no-match-1", "triggerFulfillment": {"messages": [text("A name, please?")]}}
    form = {"parameters": [asks("name", text("Your name?"), reprompts=(again,)), asks("age", text("Your age?"))]}
    routes = (route(condition='$page.params.status = "FINAL"', targetPage="Done"),)
    document = read({**page("Ask", routes=routes, form=form), **page("Done", text("Thank you."))})
    first = "Default Start Flow/Ask/name"
    assert {("always", "Default Start Flow/Ask/age"), ("no-match", f"{first} > sys.no-match-1")} <= ways(document, first)
    assert ("always", "Default Start Flow/Done") in ways(document, "Default Start Flow/Ask/age")
    assert ("always", first) in ways(document, f"{first} > sys.no-match-1")


def test_each_case_of_a_condition_is_said_and_nested_ones_too() -> None:
    inner = {"cases": [{"condition": "$x = 1", "caseContent": [{"message": text("One left.")}]}]}
    cases = [
        {"condition": "$open = true", "caseContent": [{"message": text("We are open.")}, {"additionalCases": inner}]},
        {"caseContent": [{"message": text("We are closed.")}]},
    ]
    files: dict[str, Json | str] = {FLOW: start()}
    entry = {"messages": [text("Hello.")], "conditionalCases": [{"cases": cases}]}
    files |= page("Hours", entryFulfillment=entry)
    found = list(said(read(files)).values())
    assert ["Hello.", "We are open.", "One left."] in found
    assert ["Hello.", "We are open."] in found
    assert ["Hello.", "We are closed."] in found


def test_each_language_is_a_version_of_its_own() -> None:
    both = [text("Hello", "Hi"), text("Bonjour", language="fr")]
    document = read({FLOW: start(route(both, intent="hi", targetPage="P")), **page("P", text("What now?"))})
    found = {message.variant: [passage.text for passage in message.passages] for message in document.messages}
    assert found == {"en 1": ["Hello", "What now?"], "en 2": ["Hi", "What now?"], "fr": ["Bonjour"]}


@pytest.mark.parametrize(
    "message",
    [
        {"liveAgentHandoff": {"metadata": {}}},
        {"telephonyTransferCall": {"phoneNumber": "+15550100"}},
        {"payload": {"action": "handover", "queue": "sales"}},
    ],
)
def test_platform_actions_that_hand_over_are_a_person(message: Json) -> None:
    document = read({FLOW: start(route([text("One moment."), message], intent="help"))})
    assert metrics(document.flows[0]).human == ("Default Start Flow > help",)


def test_a_flow_that_is_not_there_may_be_called_a_hand_off() -> None:
    document = read({FLOW: start(route(intent="help", targetFlow="Live Agent Handoff"), route(intent="x", targetFlow="Y"))})
    assert metrics(document.flows[0]).human == ("Live Agent Handoff",)
    assert "Y" not in kinds(document)


def test_a_group_lends_its_routes_to_the_pages_that_name_it() -> None:
    group = {"displayName": "smalltalk", "transitionRoutes": [route([text("My pleasure.")], intent="thanks")]}
    files: dict[str, Json | str] = {
        FLOW: {**start(), "transitionRouteGroups": ["smalltalk"]},
        f"{START}/transitionRouteGroups/smalltalk.json": group,
        **trained("thanks", "thank you"),
    }
    assert [message.in_reply_to for message in read(files).messages] == [("thank you",)]


def test_names_with_signs_are_found_by_their_display_name() -> None:
    files: dict[str, Json | str] = {
        "flows/Lost %26 Found/Lost %26 Found.json": {
            "displayName": "Lost & Found", "transitionRoutes": [route(condition="true", targetPage="> ask")]
        },
        "flows/Lost %26 Found/pages/%3e ask.json": {
            "displayName": "> ask", "form": {}, "entryFulfillment": {"messages": [text("What did you lose?")]}
        },
    }  # fmt: skip
    document = read(files)
    assert ("always", "Lost & Found/> ask") in ways(document, "Lost & Found")


def test_pages_without_their_flow_may_be_begun_from_anywhere() -> None:
    document = read(page("Alone", text("Here I am.")))
    assert kinds(document)["start"] == "unknown"
    assert ("condition", "Default Start Flow/Alone") in ways(document, "start")


def test_emoji_escapes_and_windows_line_ends_keep_their_places() -> None:
    written = json.dumps(start(route([text('Hi 👋 "you" – a\nb')], intent="x")), indent=1).replace("\n", "\r\n")
    document = read({FLOW: written})
    (passage,) = document.messages[0].passages
    assert passage.text == 'Hi 👋 "you" – a\nb'
    assert list(faults(passage)) == []
    assert passage.place(3, 4).text == "\\ud83d\\udc4b"
    assert passage.carrier == "json"


def test_a_truncated_file_is_a_problem_at_its_place_and_the_others_are_read() -> None:
    broken = json.dumps(start(route([text("Hello.")], intent="x")))[:-3]
    document = read({FLOW: broken, **page("P", text("Still here."))})
    (problem,) = document.problems
    assert problem.span.source.path == FLOW
    assert problem.span.start == len(broken)
    assert any("Still here." in words for words in said(document).values())


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"displayName": "X", "transitionRoutes": [1, null, {"triggerFulfillment": []}]}',
        '{"displayName": "X", "form": {"parameters": [null, {"fillBehavior": 3}]}, "entryFulfillment": {"messages": 1}}',
        '{"displayName": "X", "entryFulfillment": {"messages": [{"text": "plain"}, {"payload": [[1]]}, 5]}}',
        '{"displayName": "X", "entryFulfillment": {"conditionalCases": [{"cases": [{"caseContent": [3, {}]}]}]}}',
    ],
)
def test_malformed_parts_are_passed_over(content: str) -> None:
    document = read({"flows/X/X.json": content, **page("P", text("Still here."))})
    assert any("Still here." in words for words in said(document).values())


@pytest.mark.parametrize(
    "other",
    ['{"name": "x", "displayName": "y"}', '{"messages": [{"text": {"text": ["a"]}}]}', "[]", "", '{"version": "1"}'],
)
def test_other_files_are_not_taken(other: str) -> None:
    assert dialogflow_cx.sniff(Source("a.json", other)) == 0


def test_the_same_way_twice_is_one() -> None:
    flow = example().flows[0]
    seen: set[Edge] = set(flow.edges)
    assert len(seen) == len(flow.edges)


@pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")
def test_real_agents_keep_every_place() -> None:
    for root in sorted((CORPUS / "dialogflow_cx").iterdir()):
        paths = sorted(root.rglob("*.json"))
        sources = [Source(str(path), path.read_text(encoding="utf-8-sig")) for path in paths]
        assert {recognise(source) for source in sources} == {"dialogflow-cx"}
        document = dialogflow_cx.parse(Bundle(tuple(sources)))
        assert document.messages
        assert not [fault for said in document.messages for copy in said.passages for fault in faults(copy)]
