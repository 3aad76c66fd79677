"""Dialogflow ES agents are read as one bot: the answers of intents, the contexts between them, and the way to a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS, ROOT

from servicelint.flows.metrics import menus, metrics
from servicelint.formats import dialogflow_es
from servicelint.model import Bundle, Document, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse, recognise
from servicelint.syntax import json as placed
from servicelint.syntax.hand_off import asks_for_person, hands_over
from servicelint.syntax.rich_content import shown
from servicelint.syntax.said import heard_as

EXAMPLE = ROOT / "examples" / "dialogflow-es"
Json = dict[str, Any]
Files = dict[str, Any]


def read(files: Files) -> Document:
    """The document of an agent's files, each given as JSON or as its text."""
    texts = {path: content if isinstance(content, str) else json.dumps(content, indent=1) for path, content in files.items()}
    return parse("dialogflow-es", Bundle(tuple(Source(path, text) for path, text in texts.items())))


def example() -> Document:
    paths = dialogflow_es.members(EXAMPLE / "agent.json")
    return read({str(path.relative_to(EXAMPLE)): path.read_text(encoding="utf-8") for path in paths})


def intent(name: str, *messages: Json, phrases: tuple[str, ...] = (), sets: tuple[str, ...] = (), **keys: Any) -> Files:
    answer = {
        "action": keys.pop("action", ""),
        "affectedContexts": [{"name": context, "lifespan": 2} for context in sets],
        "parameters": keys.pop("parameters", []),
        "messages": list(messages),
    }
    said = [{"data": [{"text": phrase, "userDefined": False}], "lang": "en"} for phrase in phrases]
    found: Files = {f"intents/{name}.json": {"name": name, "contexts": [], "responses": [answer], **keys}}
    return {**found, f"intents/{name}_usersays_en.json": said} if phrases else found


def say(*speech: str, **keys: Any) -> Json:
    return {"type": "0", "lang": "en", "speech": list(speech), **keys}


def said(document: Document) -> dict[str, list[str]]:
    return {message.id: [passage.shown for passage in message.passages] for message in document.messages}


def ways(document: Document, node: str) -> set[tuple[str, str]]:
    return {(edge.on, edge.target) for edge in document.flows[0].edges if edge.source == node}


def test_every_file_of_the_example_belongs_to_one_agent() -> None:
    found = dialogflow_es.members(EXAMPLE / "intents" / "Grazie_usersays_it.json")
    assert set(found) == set(EXAMPLE.rglob("*.json"))
    assert {recognise(Source(path.name, path.read_text(encoding="utf-8"))) for path in found} == {"dialogflow-es"}


def test_a_file_without_an_agent_around_it_stands_alone(tmp_path: Path) -> None:
    alone = tmp_path / "Thanks.json"
    alone.write_text("{}", encoding="utf-8")
    assert dialogflow_es.members(alone) == (alone,)


def test_only_copy_is_read_and_every_place_is_exact() -> None:
    document = example()
    passages = [passage for message in document.messages for passage in message.passages]
    assert document.problems == ()
    assert document.language == "it"
    assert [fault for passage in passages for fault in faults(passage)] == []
    words = " ".join(passage.shown for passage in passages)
    assert "Il tuo ordine #ordine.numero è in viaggio: arriva $consegna.original." in words
    assert not [code for code in ("https", "input.", "chips", "voglio restituire", "passaggio", "Z]") if code in words]


def test_each_wording_is_a_message_that_answers_the_training_phrases() -> None:
    thanks = [message for message in example().messages if message.node == "Grazie"]
    assert [message.passages[0].text for message in thanks] == ["Prego! È un piacere.", "Figurati, a presto."]
    assert {message.in_reply_to for message in thanks} == {("grazie", "grazie mille", "ti ringrazio")}
    assert all(message.bot and message.channel == "chat" for message in thanks)


def test_the_conversation_of_the_example_begins_with_its_welcome_and_reaches_a_person() -> None:
    flow = example().flows[0]
    figures = metrics(flow)
    assert flow.entry == "Default Welcome Intent"
    assert (figures.human, figures.choices_to_human) == (("Operatore",), 1)
    assert next(node.kind for node in flow.nodes if node.id == "Saluti") == "end"


def test_quick_replies_and_chips_are_menus_wired_by_the_intents_that_hear_them() -> None:
    welcome, returns = menus(example().flows[0])
    assert welcome.announced == welcome.wired == ("Il mio ordine", "Fare un reso", "Parlare con una persona")
    assert (returns.node, returns.wired) == ("Reso", ("Sì, grazie",))
    assert ("Sì, grazie", "Reso - sì") in ways(example(), "Reso")


def test_an_intent_asks_for_its_parameters_before_it_answers() -> None:
    document = example()
    assert ("Il mio ordine", "Ordine/numero") in ways(document, "Default Welcome Intent")
    assert ways(document, "Ordine/numero") == {("always", "Ordine")}
    order = next(message for message in document.messages if message.node == "Ordine/numero")
    assert order.in_reply_to == ("dov’è l’ordine A123", "il mio ordine")


def test_an_intent_with_a_context_follows_the_one_that_sets_it() -> None:
    document = example()
    assert ("Ordine - ritardo", "Ordine - ritardo") in ways(document, "Ordine")
    assert not [way for way in ways(document, "start") if way[1] == "Ordine - ritardo"]


def test_the_fallback_of_a_context_goes_before_that_for_all() -> None:
    document = read(
        {
            **intent("Date", say("Which day?"), phrases=("book",), sets=("date",)),
            **intent("Date - fallback", say("A day, please?"), contexts=["date"], fallbackIntent=True),
            **intent("Fallback", say("Pardon?"), fallbackIntent=True),
        }
    )
    assert ("no-match", "Date - fallback") in ways(document, "Date")
    assert ("no-match", "Fallback") in ways(document, "start")


def test_what_only_a_program_begins_may_begin_at_any_time() -> None:
    document = read({**intent("Pushed", say("Your parcel has arrived."), events=[{"name": "parcel_arrived"}])})
    assert ("condition", "Pushed") in ways(document, "start")


@pytest.mark.parametrize(
    "found",
    [
        intent("Help", say("One moment."), action="agent.handoff", phrases=("help",)),
        intent("Help", say("One moment."), liveAgentHandoff=True, phrases=("help",)),
        intent("Talk to a human", say("One moment."), phrases=("human",)),
        intent("Help", say("One moment."), {"type": 4, "payload": {"handoff": True}}, phrases=("help",)),
        intent("Help", {"platform": "telephony", "type": "transfer_call", "phoneNumber": "+1555"}, phrases=("help",)),
    ],
)
def test_what_hands_over_is_a_person(found: Files) -> None:
    assert len(metrics(read(found).flows[0]).human) == 1


def test_platforms_and_languages_are_versions_of_their_own() -> None:
    google = {
        "type": "simple_response", "platform": "google", "lang": "en",
        "items": [{"textToSpeech": "Hello there.", "displayText": "Hello there."}],
    }  # fmt: skip
    chip = {"type": "suggestion_chips", "platform": "google", "lang": "en", "suggestions": [{"title": "My bill"}]}
    french = {"type": 0, "lang": "fr", "speech": "Bonjour."}
    document = read(intent("Hi", say("Hello."), google, chip, french, phrases=("hi",)))
    assert said(document) == {
        "Hi (en)": ["Hello."],
        "Hi (en google)": ["Hello there.", "My bill"],
        "Hi (fr)": ["Bonjour."],
    }


def test_a_card_shows_its_words_and_not_what_its_buttons_send() -> None:
    card = {
        "type": 1, "lang": "en", "title": "Plan M", "subtitle": "20 GB a month", "imageUrl": "https://x.example/a.png",
        "buttons": [{"text": "Order", "postback": "order_m"}, {"text": "Terms", "postback": "https://x.example/terms"}],
    }  # fmt: skip
    (message,) = read(intent("Plans", card, phrases=("plans",))).messages
    assert [(passage.text, passage.role) for passage in message.passages] == [
        ("Plan M", "item"),
        ("20 GB a month", "item"),
        ("Order", "option"),
        ("Terms", "button"),
    ]


def test_the_oldest_exports_keep_phrases_and_speech_in_the_intent() -> None:
    old = {
        "name": "Thanks",
        "userSays": [{"data": [{"text": "thank "}, {"text": "you"}]}],
        "responses": [{"affectedContexts": [], "speech": ["You're welcome.", "Any time."]}],
    }
    document = read({"intents/Thanks.json": old})
    assert [message.passages[0].text for message in document.messages] == ["You're welcome.", "Any time."]
    assert {message.in_reply_to for message in document.messages} == {("thank you",)}


def test_an_intent_may_be_called_like_the_place_where_the_bot_listens() -> None:
    document = read({**intent("start", say("Here we go."), phrases=("begin",))})
    assert ways(document, "start") == {("start", "start (2)")}
    assert ("condition", "start") in ways(document, "start (2)")


def test_an_intent_alone_leads_elsewhere() -> None:
    replies = {"type": 2, "lang": "en", "title": "Which one?", "replies": ["Loans", "Cards"]}
    document = read(intent("Products", replies))
    assert ways(document, "Products") >= {("Loans", "intents"), ("Cards", "intents")}


def test_ssml_emoji_escapes_and_windows_line_ends_keep_their_places() -> None:
    spoken = "<speak>Salt &amp; vinegar 👋<break time='1s'/>ready.</speak>"
    written = json.dumps(intent("Hi", say(spoken))["intents/Hi.json"], indent=1).replace("\n", "\r\n")
    (message,) = read({"intents/Hi.json": written}).messages
    (passage,) = message.passages
    assert passage.text == "Salt & vinegar 👋 ready."
    assert list(faults(passage)) == []
    assert passage.carrier == "quoted"


def test_a_truncated_file_is_a_problem_at_its_place_and_the_others_are_read() -> None:
    whole = json.dumps(intent("Hi", say("Hello."))["intents/Hi.json"])
    broken = whole[: whole.index(', "responses"')]
    document = read({"intents/Hi.json": broken, **intent("Bye", say("Goodbye."))})
    (problem,) = document.problems
    assert (problem.span.source.path, problem.span.start) == ("intents/Hi.json", len(broken))
    assert said(document) == {"Bye": ["Goodbye."]}


@pytest.mark.parametrize(
    "content",
    [
        '"text"',
        '{"responses": [1, {"messages": [2, null, {"speech": 3}], "parameters": [4, {"prompts": [5, "What?"]}]}]}',
        '{"name": 7, "responses": 8, "contexts": [9], "events": [{}]}',
        '{"name": "x", "responses": [{"affectedContexts": [{"lifespan": "two"}, 1], "messages": [{"payload": []}]}]}',
    ],
)
def test_malformed_parts_are_passed_over(content: str) -> None:
    document = read({"intents/X.json": content, **intent("Bye", say("Goodbye."))})
    assert ["Goodbye."] in said(document).values()


@pytest.mark.parametrize(
    "other",
    ['{"language": "it", "text": "x"}', '[{"data": [{"text": "x"}]}]', '{"responses": []}', "[]", "", "responses:"],
)
def test_other_files_are_not_taken(other: str) -> None:
    assert dialogflow_es.sniff(Source("a.json", other)) == 0


def test_a_label_is_heard_as_the_nearest_phrase_or_as_nothing() -> None:
    intents = {"order.track": ["where is my order"], "order.cancel": ["cancel it"], "bill": ["my bill", "la facture"]}
    assert heard_as("Track order", intents) == "order.track"
    assert heard_as("MY  BILL!", intents) == "bill"
    assert heard_as("Roaming", intents) is None


@pytest.mark.parametrize("name", ["human_handoff", "liveAgentTransfer", "passaggio.operatore", "hablar.asesor"])
def test_names_that_hand_over(name: str) -> None:
    assert hands_over(name)


@pytest.mark.parametrize("name", ["agent.about", "offer_handoff", "transfer_money", "smalltalk.agent.age", ""])
def test_names_that_do_not_hand_over(name: str) -> None:
    assert not hands_over(name)
    assert not asks_for_person(name)


def test_payloads_of_other_chat_windows_are_read_as_well() -> None:
    payload = placed.read(
        Source(
            "p.json",
            """{"facebook": {"text": "Pick one", "quick_replies": [
                {"content_type": "text", "title": "Loans", "payload": "GO_LOANS"}]},
                "metadata": {"payload": [{"title": "Yes", "message": "yes_please"}]}, "url": "https://x.example"}""",
        )
    )
    assert [(string.value, role) for string, role in shown(payload)] == [
        ("Pick one", "reply"),
        ("Loans", "option"),
        ("Yes", "item"),
    ]


@pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")
def test_real_agents_keep_every_place() -> None:
    for root in sorted((CORPUS / "dialogflow_es").iterdir()):
        paths = sorted(root.rglob("*.json"))
        sources = [Source(str(path), path.read_text(encoding="utf-8-sig")) for path in paths]
        assert {recognise(source) for source in sources} == {"dialogflow-es"}
        document = dialogflow_es.parse(Bundle(tuple(sources)))
        assert document.messages
        assert not [fault for said in document.messages for copy in said.passages for fault in faults(copy)]
