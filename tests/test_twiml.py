"""TwiML: what is said before somebody listens, what follows silence, payments, texts, templates, dialects, broken files."""

from __future__ import annotations

import pytest
from conftest import CORPUS, ROOT

from servicelint.discover import read
from servicelint.flows.metrics import menus, metrics
from servicelint.formats import twiml
from servicelint.model import Bundle, Document, Flow, Source
from servicelint.model.pieces import faults
from servicelint.parse import parse as read_as
from servicelint.parse import recognise
from servicelint.syntax.escape import escape

EXAMPLES = ROOT / "examples" / "twiml"


def parse(body: str, **settings: str) -> Document:
    """A document whose <Response> holds the body, after a line of its own."""
    source = Source("call.xml", f"<Response>\n{body}\n</Response>")
    return read_as("twiml", Bundle((source,), settings=tuple(settings.items())))


def example(name: str) -> Document:
    return twiml.parse(Bundle((read(EXAMPLES / name),)))


def texts(document: Document) -> list[list[str]]:
    return [[passage.shown for passage in message.passages] for message in document.messages]


def ways(flow: Flow) -> list[tuple[str, str, str]]:
    return [(edge.source, edge.on, edge.target) for edge in flow.edges]


def kinds(flow: Flow) -> dict[str, str]:
    return {node.id: node.kind for node in flow.nodes}


def test_the_templated_example_says_its_texts_once_and_by_branch() -> None:
    document = example("prenotazioni.xml.j2")
    assert [(m.id, m.channel, m.variant) for m in document.messages] == [
        ("Say:6", "voice", None),
        ("Say:8", "voice", None),
        ("Gather:12", "voice", None),
        ("Say:15", "voice", None),
        ("Gather:12 (else of `name`)", "voice", "else of `name`"),
    ]
    said = texts(document)
    assert said[2][0] == "Benvenuto allo Studio Medico, {{ name }}."
    assert said[4][0] == "Benvenuto allo Studio Medico."
    assert said[2][1] == said[4][1] == "Per una visita, prema 1. Per una ricetta, prema 2. Per parlare con noi, prema 0."
    assert said[3] == ["Nessuna scelta ricevuta: le passo la segreteria & resto in linea."]
    first = document.messages[0].passages[0]
    assert first.slots == ("next_opening",)
    assert first.span.source.position(first.span.start) == (6, 25)
    assert {p.language for m in document.messages for p in m.passages} == {"it"}


def test_the_templated_example_has_a_flow_for_each_branch_that_leads_elsewhere() -> None:
    closed, opened = example("prenotazioni.xml.j2").flows
    assert kinds(closed) == {"Say:6": "say", "Record:7": "ask", "/voicemail": "elsewhere", "Say:8": "say", "Hangup:9": "end"}
    assert ("Record:7", "no-input", "Say:8") in ways(closed)
    assert ways(opened) == [
        ("Say:11", "always", "Gather:12"),
        ("Gather:12", "condition", "{{ url_for('menu') }}"),
        ("Gather:12", "no-input", "Say:15"),
        ("Say:15", "always", "Dial:16"),
    ]
    (menu,) = menus(opened)
    assert (menu.node, menu.announced, menu.wired) == ("Gather:12", ("1", "2", "0"), ())
    assert metrics(opened).human == ("Dial:16",)


def test_the_payment_example_asks_datum_by_datum_and_comes_back_after_a_failure() -> None:
    document = example("invoice-payment.twiml")
    assert texts(document)[1:3] == [
        ["Take your time. Please key in your card number now."],
        ["We cannot charge that card. Please try a Visa or American Express card."],
    ]
    (flow,) = document.flows
    assert ways(flow)[:4] == [
        ("Prompt:5", "no-input", "Prompt:8"),
        ("Prompt:8", "always", "Prompt:5"),
        ("Prompt:5", "no-match", "Prompt:11"),
        ("Prompt:11", "always", "Prompt:5"),
    ]
    assert ways(flow)[-1] == ("Prompt:21", "always", "/payments/done")
    assert menus(flow) == ()
    assert metrics(flow).human == ()


def test_all_that_is_said_before_somebody_listens_is_one_message() -> None:
    document = parse("<Say>Good morning.</Say><Pause length='1'/><Say>We are glad.</Say>\n<Gather><Say>Press 1.</Say></Gather>")
    assert texts(document) == [["Good morning.", "We are glad.", "Press 1."]]


def test_without_verbs_after_an_input_nothing_follows_silence() -> None:
    (flow,) = parse('<Gather action="/menu"><Say>For sales, press 1.</Say></Gather>').flows
    assert ways(flow) == [("Gather:2", "condition", "/menu")]
    assert kinds(flow) == {"Gather:2": "menu", "/menu": "elsewhere"}


@pytest.mark.parametrize("attribute", ['actionOnEmptyResult="true" action="/a"', 'gatherUrl="/a"'])
def test_silence_goes_to_the_address_where_the_verb_says_so(attribute: str) -> None:
    (flow,) = parse(f"<Gather {attribute}><Say>Press 1.</Say></Gather><Say>Never heard.</Say>").flows
    assert ("Gather:2", "no-input", "/a") in ways(flow)
    assert not any(target == "Say:2" for _, _, target in ways(flow))


def test_a_number_that_is_typed_is_no_menu() -> None:
    (flow,) = parse("<Gather><Say>Please enter your account number, followed by the pound sign.</Say></Gather>").flows
    assert kinds(flow)["Gather:2"] == "ask"


def test_keys_that_an_input_accepts_are_wired() -> None:
    body = '<GetDigits numDigits="1" validDigits="12" action="/m"><Speak>Press 1 for rooms, 2 for tables.</Speak></GetDigits>'
    (flow,) = parse(body).flows
    assert menus(flow)[0].wired == ("1", "2")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<Dial>+10000000000</Dial>", "human"),
        ("<Dial><Conference>Room</Conference></Dial>", "human"),
        ("<Dial><Application><ApplicationSid>AP0</ApplicationSid></Application></Dial>", "elsewhere"),
        ("<Enqueue waitUrl='/wait'>support</Enqueue>", "human"),
        ("<Connect><Conversation serviceInstanceSid='IS0'/></Connect>", "human"),
        ("<Connect><VirtualAgent connectorName='bot'/></Connect>", "elsewhere"),
        ("<Transfer><PhoneNumber>+10000000000</PhoneNumber></Transfer>", "human"),
        ("<Redirect>/next</Redirect>", "elsewhere"),
        ("<Hangup/>", "end"),
        ("<Reject reason='busy'/>", "end"),
        ("<Record/>", "ask"),
        ("<Frobnicate/>", "unknown"),
    ],
)
def test_each_verb_does_what_the_platform_says(body: str, kind: str) -> None:
    (flow,) = parse(f"<Say>Hello.</Say>\n{body}").flows
    assert next(node.kind for node in flow.nodes if node.span.line == 3) == kind


def test_what_follows_a_transfer_is_heard_when_it_is_over_unless_it_goes_to_an_address() -> None:
    (after,) = parse("<Dial>+10000000000</Dial>\n<Say>Nobody answers, we call you back by noon.</Say>").flows
    assert ("Dial:2", "condition", "Say:3") in ways(after)
    (never,) = parse('<Dial action="/done">+10000000000</Dial>\n<Say>Never heard.</Say>').flows
    assert ways(never) == [("Dial:2", "condition", "/done"), ("Say:3", "always", "end")]


def test_a_greeting_in_an_attribute_is_heard() -> None:
    document = parse('<Connect><ConversationRelay url="wss://x" welcomeGreeting="Hi &amp; welcome!"/></Connect>')
    assert texts(document) == [["Hi & welcome!"]]


def test_a_reply_by_text_is_one_message_and_its_media_are_not_read() -> None:
    document = parse(
        "<Message><Body>Your parcel is here.</Body><Media>https://x/y.png</Media></Message><Message>Bye!</Message>"
    )
    assert [(m.channel, [p.shown for p in m.passages]) for m in document.messages] == [
        ("sms", ["Your parcel is here.", "Bye!"])
    ]
    assert not document.flows[0].voice
    assert parse("<Message>Hi</Message>", channel="chat").messages[0].channel == "chat"


def test_a_text_in_a_call_is_a_message_of_its_own() -> None:
    document = parse("<Say>We sent you the address.</Say><Sms>Main street 1, from nine.</Sms>")
    assert [(m.channel, m.passages[0].shown) for m in document.messages] == [
        ("voice", "We sent you the address."),
        ("sms", "Main street 1, from nine."),
    ]


def test_speech_markup_is_not_read_and_paragraphs_stay_apart() -> None:
    document = parse("<Say>Hi <emphasis>you</emphasis>.<p>One</p><p>Two <sub alias='doctor'>Dr.</sub> Bell</p></Say>")
    assert texts(document) == [["Hi you.\nOne\nTwo doctor Bell"]]


def test_places_are_exact_with_crlf_emoji_entities_and_comments() -> None:
    text = (
        '<?xml version="1.0"?>\r\n<Response>\r\n  <Say>Grüße 🎉 &amp;\r\n   <!-- no -->bis &#233;gal</Say>\r\n</Response>\r\n'
    )
    document = twiml.parse(Bundle((Source("a.xml", text),)))
    (message,) = document.messages
    (passage,) = message.passages
    assert passage.text == "Grüße 🎉 & bis égal"
    assert list(faults(passage)) == []
    at = passage.text.index("bis")
    assert passage.place(at, at + 3).text == "bis"
    assert passage.span.source.position(passage.place(at, at + 3).start) == (4, 15)
    assert document.problems == ()
    assert escape("A & B", passage.carrier) == "A &amp; B"


def test_a_byte_order_mark_moves_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "call.xml"
    file.write_bytes(b"\xef\xbb\xbf<Response><Say>Ciao</Say></Response>")
    source = read(file)
    assert recognise(source) == "twiml"
    assert twiml.parse(Bundle((source,))).messages[0].passages[0].span.start == 15


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("<Response>\n <Say>Hi</Say>\n", 1, 1, "never closed"),
        ("<Response>\n <Say>Hi</Gather></Response>", 2, 9, "closes nothing"),
        ("<Response><Say>You & me</Say></Response>", 1, 20, "not well-formed"),
        ("<Answer/>", 1, 1, "no <Response>"),
        ("{% if x %}<Response><Say>Hi{% endif %}", 1, 21, "never closed"),
    ],
)
def test_a_broken_file_is_a_problem_at_its_place(text: str, line: int, column: int, words: str) -> None:
    (problem,) = read_as("twiml", Bundle((Source("a.twiml", text),))).problems
    assert words in problem.what
    assert problem.span.source.position(problem.span.start) == (line, column)


@pytest.mark.parametrize(
    ("path", "text", "sure"),
    [
        ("a.xml", "<Response><Gather/></Response>", True),
        ("a.xml", "\n<?xml version='1.0'?><!-- x -->{% set a = 1 %}<Response>\n{# y #}<Speak>Hi</Speak></Response>", True),
        ("a.xml", "<Response></Response>", True),
        ("a.xml", "<Response><Status>OK</Status><Say>x</Say></Response>", False),
        ("a.xml", "<soap:Response><Say/></soap:Response>", False),
        ("a.xml", "<vxml><Response/></vxml>", False),
        ("a.txt", "The <Response> holds <Say>.", False),
        ("a.twiml", "<Response><Frobnicate/></Response>", True),
    ],
)
def test_it_is_recognised_by_its_first_verb(path: str, text: str, sure: bool) -> None:
    assert (twiml.sniff(Source(path, text)) > 0) is sure


def test_a_head_of_many_template_tags_is_looked_at_once() -> None:
    assert twiml.sniff(Source("a.html", "{% load x %}\n" * 2000 + "<p>{% if a %}</p>")) == 0


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_every_real_file_with_words_gives_messages() -> None:
    for path in sorted((CORPUS / "twiml").rglob("*.*ml")):
        source = read(path)
        assert recognise(source) == "twiml", path
        document = twiml.parse(Bundle((source,)))
        says = any(f"<{verb}" in source.text for verb in ("Say", "Message", "Sms"))
        assert (bool(document.messages), document.problems) == (says, ()), path
        assert document.flows
