"""Flows that span files: each platform's way to name another file becomes an edge, where the files are linted together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servicelint.config import Config
from servicelint.discover import Wish, discover
from servicelint.flows.graph import Graph
from servicelint.flows.metrics import metrics
from servicelint.model import Document, Flow
from servicelint.parse import parse


def connect(*actions: dict[str, Any], **about: Any) -> str:
    return json.dumps(
        {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Metadata": about, "Actions": list(actions)}
    )


def action(name: str, kind: str, onward: str = "", **parameters: Any) -> dict[str, Any]:
    return {"Identifier": name, "Type": kind, "Parameters": parameters, "Transitions": {"NextAction": onward} if onward else {}}


def menu(name: str, text: str, **keys: str) -> dict[str, Any]:
    conditions = [
        {"NextAction": target, "Condition": {"Operator": "Equals", "Operands": [key.removeprefix("k")]}}
        for key, target in keys.items()
    ]
    return {
        "Identifier": name, "Type": "GetParticipantInput", "Parameters": {"Text": text, "StoreInput": "False"},
        "Transitions": {"NextAction": "bye", "Conditions": conditions, "Errors": []},
    }  # fmt: skip


BYE = action("bye", "DisconnectParticipant")
QUEUE = action("queue", "TransferContactToQueue")


def studio(*states: dict[str, Any], **around: Any) -> str:
    flow = {"description": "flow", "states": list(states), "initial_state": "Trigger", "flags": {}}
    return json.dumps({**around, "definition": flow} if around else flow)


def widget(name: str, kind: str, next_by: dict[str, str], **properties: Any) -> dict[str, Any]:
    transitions = [{"event": event, **({"next": target} if target else {})} for event, target in next_by.items()]
    return {"name": name, "type": kind, "transitions": transitions, "properties": properties}


def typebot(name: str, blocks: list[dict[str, Any]], edges: list[dict[str, Any]]) -> str:
    groups = [{"id": f"g-{name}", "title": f"Group {name}", "graphCoordinates": {"x": 0, "y": 0}, "blocks": blocks}]
    return json.dumps({"version": "6", "id": name, "name": name, "groups": groups, "edges": edges, "variables": []})


def bubble(name: str, words: str) -> dict[str, Any]:
    return {"id": name, "type": "text", "content": {"richText": [{"type": "p", "children": [{"text": words}]}]}}


SPEAKS = widget("Trigger", "trigger", {"incomingCall": "hello"})
FILES = {
    "amazon-connect by the name that the console notes": {
        "Main.json": connect(
            menu("main", "For cards, press 1.", k1="cards"),
            action("cards", "TransferToFlow", ContactFlowId="arn:aws:connect:eu:1:instance/2/contact-flow/3"),
            BYE,
            name="Main",
            ActionMetadata={"cards": {"contactFlow": {"id": "arn:…", "text": "Cards"}}},
        ),
        "Cards.json": connect(menu("card", "To block a card, press 1.", k1="queue"), QUEUE, BYE, name="Cards"),
    },
    "amazon-connect by a template": {
        "Main.json": connect(
            menu("main", "For cards, press 1.", k1="cards"),
            action("cards", "TransferToFlow", ContactFlowId="{{contactFlows.Cards.arn}}"),
            BYE,
        ),
        "Cards.json": connect(menu("card", "To block a card, press 1.", k1="queue"), QUEUE, BYE),
    },
    "amazon-connect by a module that comes back": {
        "Main.json": connect(
            action("who", "InvokeFlowModule", "main", FlowModuleId="${Ask}"),
            menu("main", "For cards, press 1. To talk to us, press 0.", k1="queue"),
            QUEUE,
            BYE,
        ),
        "Ask.json": connect(
            menu("language", "For English, press 1. Per l'italiano, premere 2.", k1="done", k2="done"),
            action("done", "EndFlowModuleExecution"),
            BYE,
        ),
    },
    "twilio-studio by the SID that the file tells": {
        "main.json": studio(
            SPEAKS,
            widget("hello", "say-play", {"audioComplete": "sub"}, say="Welcome to the clinic."),
            widget("sub", "run-subflow", {"completed": "agent", "failed": ""}, flow_sid="FW0123"),
            widget("agent", "connect-call-to", {"callCompleted": ""}, noun="number", to="+15550100"),
        ),
        "other.json": '{\n  "sid": "FW0123",\n  "definition": '
        + studio(
            widget("Trigger", "trigger", {"parent": "ask"}),
            widget("ask", "gather-input-on-call", {"keypress": "thanks", "timeout": ""}, say="Enter your date of birth."),
            widget("thanks", "say-play", {"audioComplete": ""}, say="Thank you."),
        )
        + "}",
    },
    "twiml by the name of the file": {
        "welcome.xml": "<Response>\n<Say>Welcome to the clinic.</Say>\n<Redirect>menu.xml</Redirect>\n</Response>",
        "menu.xml": '<Response>\n<Gather numDigits="1" action="desk.xml"><Say>For the desk, press 1.</Say></Gather>\n'
        "</Response>",
        "desk.xml": "<Response>\n<Dial>+15550100</Dial>\n</Response>",
    },
    "typebot by its id": {
        "first.json": typebot(
            "first",
            [
                bubble("b1", "Hello!"),
                {"id": "b2", "type": "Typebot link", "options": {"typebotId": "second"}},
                bubble("b3", "Bye!"),
            ],
            [],
        ),
        "second.json": typebot(
            "second",
            [bubble("c1", "What is your name?"), {"id": "c2", "type": "text input", "options": {}}, bubble("c3", "Thank you.")],
            [],
        ),
    },
    "voicexml by the name of the file": {
        "a.vxml": '<vxml version="2.1" xml:lang="en-US">\n<menu id="m"><prompt>Press 1.</prompt>'
        '<choice dtmf="1" next="b.vxml#f">one</choice></menu></vxml>',
        "b.vxml": '<vxml version="2.1" xml:lang="en-US">\n<form id="f"><block>Hello.</block>'
        '<transfer dest="tel:+15550100"/></form></vxml>',
    },
    "asterisk by an include and a context": {
        "extensions.conf": '#include "more.conf"\n[main]\nexten => s,1,Answer()\n same => n,Background(welcome)\n'
        " same => n,WaitExten(5)\nexten => 1,1,Goto(cards,s,1)\n",
        "more.conf": "[cards]\nexten => s,1,Playback(cards)\n same => n,Queue(agents)\n",
    },
}  # fmt: skip


def documents(folder: Path, files: dict[str, str], asked: list[str] | None = None) -> list[Document]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = [folder / name for name in asked] if asked else [folder]
    return [parse(unit.format, unit.bundle) for unit in discover(paths, Config(), Wish()).units]


def files_reached(flow: Flow) -> set[str]:
    graph = Graph(flow)
    return {Path(graph.nodes[name].span.source.path).name for name in graph.hops if name in graph.nodes}


def shape(flow: Flow) -> object:
    edges = [(edge.source, edge.on, edge.target) for edge in flow.edges]
    return flow.id, flow.entry, [(node.id, node.kind, node.messages) for node in flow.nodes], edges


@pytest.mark.parametrize("case", FILES)
def test_files_that_name_each_other_are_one_flow(case: str, tmp_path: Path) -> None:
    (document,) = documents(tmp_path, FILES[case])
    assert document.problems == ()
    (flow,) = document.flows
    assert files_reached(flow) == set(FILES[case])
    assert len({node.id for node in flow.nodes}) == len(flow.nodes)
    assert {name for node in flow.nodes for name in node.messages} == {message.id for message in document.messages}


@pytest.mark.parametrize("case", FILES)
def test_one_file_alone_is_seen_with_the_others_as_context(case: str, tmp_path: Path) -> None:
    (whole,) = documents(tmp_path, FILES[case])
    for name in FILES[case]:
        (document,) = documents(tmp_path, FILES[case], [name])
        assert [shape(flow) for flow in document.flows] == [shape(flow) for flow in whole.flows]
        if document.format != "voicexml":  # there a form says what another document's variables hold
            assert {Path(p.span.source.path).name for m in document.messages for p in m.passages} <= {name}


@pytest.mark.parametrize("case", [case for case in FILES if not case.startswith(("voicexml", "asterisk"))])
def test_a_file_that_is_not_there_stays_elsewhere(case: str, tmp_path: Path) -> None:
    name = next(iter(FILES[case]))
    (document,) = documents(tmp_path, {name: FILES[case][name]})
    (flow,) = document.flows
    graph = Graph(flow)
    assert {graph.kind(node) for node in graph.hops} & {"elsewhere", "unknown"}


def test_depth_and_people_are_counted_across_files(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, FILES["amazon-connect by a template"])
    figures = metrics(document.flows[0])
    assert (figures.menu_depth, figures.choices_to_human) == (2, 2)


def test_a_module_gives_the_customer_back_to_where_it_was_called(tmp_path: Path) -> None:
    (document,) = documents(tmp_path, FILES["amazon-connect by a module that comes back"])
    (flow,) = document.flows
    assert ("Ask/done", "Main/main") in {(edge.source, edge.target) for edge in flow.edges}
    assert ("Main/who", "Main/main") not in {(edge.source, edge.target) for edge in flow.edges}


def test_files_that_name_nobody_stay_apart(tmp_path: Path) -> None:
    one = connect(action("a", "MessageParticipant", "bye", Text="Hello."), BYE)
    found = documents(tmp_path, {"One.json": one, "Two.json": one})
    assert [len(document.bundle.sources) for document in found] == [1, 1]
    assert [document.flows[0].entry for document in found] == ["a", "a"]


def test_flows_that_only_lead_into_each_other_are_one_that_the_first_enters(tmp_path: Path) -> None:
    def to(other: str, words: str) -> str:
        leads = action("go", "TransferToFlow", ContactFlowId=f"${{{other}}}")
        return connect(action("say", "MessageParticipant", "go", Text=words), leads)

    (document,) = documents(tmp_path, {"A.json": to("B", "This is A."), "B.json": to("A", "This is B.")})
    (flow,) = document.flows
    assert (flow.entry, files_reached(flow)) == ("A/say", {"A.json", "B.json"})


def test_a_name_that_two_files_go_by_joins_nothing(tmp_path: Path) -> None:
    leads = action("go", "TransferToFlow", ContactFlowId="${Cards}")
    files = {
        "Main.json": connect(action("say", "MessageParticipant", "go", Text="Hello."), leads),
        "Cards.json": connect(action("a", "MessageParticipant", "bye", Text="One."), BYE),
        "Other.json": connect(action("go", "TransferToFlow", ContactFlowId="${Main}"), BYE, name="Cards"),
    }
    (document,) = documents(tmp_path, files)
    assert all("Cards.json" not in files_reached(flow) or len(files_reached(flow)) == 1 for flow in document.flows)


def test_of_flows_that_lead_into_each_other_the_one_that_most_come_back_to_is_entered(tmp_path: Path) -> None:
    def leads(words: str, *others: str) -> str:
        keys = {f"k{number}": f"to{number}" for number, _ in enumerate(others, 1)}
        return connect(menu("m", words, **keys), *_to(*others), BYE)

    def _to(*others: str) -> list[dict[str, Any]]:
        return [
            action(f"to{number}", "TransferToFlow", ContactFlowId=f"${{{other}}}") for number, other in enumerate(others, 1)
        ]

    files = {
        "Cards.json": leads("For the main menu, press 1.", "Main"),
        "Loans.json": leads("For the main menu, press 1.", "Main"),
        "Main.json": leads("For cards, press 1. For loans, press 2.", "Cards", "Loans"),
    }
    (document,) = documents(tmp_path, files)
    assert [flow.entry for flow in document.flows] == ["Main/m"]


def test_a_flow_that_may_lead_anywhere_stays_a_flow_of_its_own(tmp_path: Path) -> None:
    roving = action("any", "TransferToFlow", ContactFlowId="$.External.next")
    files = {
        "Main.json": connect(menu("m", "For cards, press 1.", k1="any"), roving, BYE),
        "Pin.json": connect(
            action("say", "MessageParticipant", "go", Text="Hello."), action("go", "TransferToFlow", ContactFlowId="${Main}")
        ),
    }
    (document,) = documents(tmp_path, files)
    assert [flow.entry for flow in document.flows] == ["Main/m", "Pin/say"]
