"""Small chats as the bot platforms write them, for tests that say the same in many formats: each maker gives a file's text, or
the files of a folder by name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flow_calls import block_yaml

Block = str | tuple[str, Any]


def typebot(**groups: tuple[Sequence[Block], str]) -> str:
    """Groups of blocks by name, each with the group it leads on to ("" for none): words, or `("choice", {label: group})`, or
    another kind of block with its options. A group `person` hands over."""
    edges: list[dict[str, Any]] = [{"id": "e0", "from": {"eventId": "ev0"}, "to": {"groupId": next(iter(groups))}}]
    made = [_group(name, blocks, onward, edges) for name, (blocks, onward) in groups.items()]
    if any(edge["to"]["groupId"] == "person" for edge in edges):
        made.append({"id": "person", "title": "Person", "blocks": [{"id": "p", "type": "Chatwoot", "options": {}}]})
    events = [{"id": "ev0", "outgoingEdgeId": "e0", "type": "start"}]
    return json.dumps({"version": "6", "id": "c", "name": "Shop", "events": events, "groups": made, "edges": edges}, indent=1)


def _group(name: str, blocks: Sequence[Block], onward: str, edges: list[dict[str, Any]]) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    for number, block in enumerate(blocks):
        own: dict[str, Any] = {"id": f"{name}-{number}"}
        if isinstance(block, str):
            own |= {"type": "text", "content": {"richText": [{"type": "p", "children": [{"text": block}]}]}}
        elif block[0] == "choice":
            items = [{"id": f"i-{name}-{label}", "content": label, "outgoingEdgeId": f"e-{name}-{label}"} for label in block[1]]
            own |= {"type": "choice input", "items": items, "options": {"isMultipleChoice": False}}
            for item, target in zip(items, block[1].values(), strict=True):
                way = {"blockId": own["id"], "itemId": item["id"]}
                edges.append({"id": item["outgoingEdgeId"], "from": way, "to": {"groupId": target}})
        else:
            own |= {"type": block[0], "options": block[1]}
        made.append(own)
    if onward:
        made[-1]["outgoingEdgeId"] = f"e-{name}"
        edges.append({"id": f"e-{name}", "from": {"blockId": made[-1]["id"]}, "to": {"groupId": onward}})
    return {"id": name, "title": name, "graphCoordinates": {"x": 0, "y": 0}, "blocks": made}


def rapidpro(*nodes: Mapping[str, Any]) -> str:
    flow = {"uuid": "f", "name": "Help", "spec_version": "13.1.0", "language": "eng", "type": "messaging", "nodes": nodes}
    return json.dumps({"version": "13", "site": "https://example.org", "flows": [flow]}, indent=1)


def sends(name: str, text: str, to: str | None = None, replies: Sequence[str] = (), ticket: bool = False) -> dict[str, Any]:
    actions = [{"type": "send_msg", "uuid": f"a-{name}", "text": text, "quick_replies": list(replies)}]
    opened = [{"type": "open_ticket", "uuid": f"t-{name}", "body": "help"}] if ticket else []
    return {"uuid": name, "actions": [*actions, *opened], "exits": [{"uuid": f"{name}-x", "destination_uuid": to}]}


def waits(name: str, cases: Mapping[str, str], other: str | None) -> dict[str, Any]:
    """Waits for one of these words; anything else leads to `other`."""
    listed = [*cases, "Other"]
    groups = [{"uuid": f"c-{name}-{one}", "name": one, "exit_uuid": f"e-{name}-{one}"} for one in listed]
    tests = [{"type": "has_any_word", "arguments": [one], "category_uuid": f"c-{name}-{one}"} for one in cases]
    router = {"type": "switch", "wait": {"type": "msg"}, "operand": "@input.text", "categories": groups, "cases": tests}
    router["default_category_uuid"] = f"c-{name}-Other"
    exits = [{"uuid": f"e-{name}-{one}", "destination_uuid": cases.get(one, other)} for one in listed]
    return {"uuid": name, "actions": [], "router": router, "exits": exits}


def watson(welcome: Sequence[Mapping[str, Any]], person: bool = True, **answers: str) -> str:
    """A skill that welcomes and answers a few intents."""
    said = {name: [{"response_type": "text", "values": [{"text": text}]}] for name, text in answers.items()}
    agent = {"person": [{"response_type": "connect_to_agent", "message_to_human_agent": "Help, please."}]} if person else {}
    nodes: list[dict[str, Any]] = []
    for name, generic in {"welcome": list(welcome), **said, **agent}.items():
        on = name if name == "welcome" else f"#{name}"
        before = {"previous_sibling": nodes[-1]["dialog_node"]} if nodes else {}
        nodes.append({"type": "standard", "dialog_node": name, "conditions": on, "output": {"generic": generic}, **before})
    intents = [{"intent": name, "examples": [{"text": name}]} for name in (*answers, *agent)]
    found = {"name": "Shop", "language": "en", "intents": intents, "entities": [], "dialog_nodes": nodes}
    return json.dumps(found, indent=1)


def offers(title: str, *labels: str) -> dict[str, Any]:
    options = [{"label": label, "value": {"input": {"text": label}}} for label in labels]
    return {"response_type": "option", "title": title, "options": options}


def copilot(*questions: tuple[str, str]) -> str:
    """A topic that asks questions, each with what it says when the answer was not understood, and then tells the day."""
    asked = "".join(
        f"    - kind: Question\n      id: q{number}\n      variable: Topic.V{number}\n      prompt: {prompt}\n"
        + (f"      unrecognizedPrompt: {again}\n" if again else "")
        + "      entity: NumberPrebuiltEntity\n"
        for number, (prompt, again) in enumerate(questions)
    )
    return (
        "kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  intent:\n    displayName: Order\n"
        f"    triggerQueries:\n      - where is my order\n      - order status\n  actions:\n{asked}"
        "    - kind: SendActivity\n      id: s1\n      activity: Thank you, your parcel arrives on Friday.\n"
    )


def bot_framework(*actions: Mapping[str, Any]) -> str:
    begun = {"$kind": "Microsoft.OnBeginDialog", "$designer": {"id": "b1"}, "actions": list(actions)}
    dialog = {"$kind": "Microsoft.AdaptiveDialog", "$designer": {"id": "a1", "name": "Order"}, "triggers": [begun]}
    return json.dumps({**dialog, "autoEndDialog": True, "id": "Order"}, indent=1)


def bot_menu(labels: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A question with choices, and a switch with an answer for each."""
    asked = {"$kind": "Microsoft.ChoiceInput", "$designer": {"id": "c1"}, "property": "user.choice"}
    words = {"prompt": "What can I do for you?", "unrecognizedPrompt": "Please choose one of these."}
    told = {"$kind": "Microsoft.SendActivity", "activity": "Here is what we know of it."}
    cases = [{"value": label, "actions": [{**told, "$designer": {"id": f"e{n}"}}]} for n, label in enumerate(labels)]
    switch = {"$kind": "Microsoft.SwitchCondition", "$designer": {"id": "d1"}, "condition": "user.choice", "cases": cases}
    return {**asked, **words, "choices": [{"value": label} for label in labels]}, switch


def rasa(first: str, second: str) -> dict[str, str]:
    """A flow that collects two slots."""
    responses = {"utter_ask_one": [{"text": first}], "utter_ask_two": [{"text": second}], "utter_done": [{"text": "Thanks."}]}
    steps = [{"collect": "one"}, {"collect": "two"}, {"action": "utter_done"}]
    slots = {name: {"type": "text", "mappings": [{"type": "from_llm"}]} for name in ("one", "two")}
    flows = {"track": {"description": "Tells where a parcel is.", "steps": steps}}
    return {
        "config.yml": "recipe: default.v1\nlanguage: en\npipeline: []\n",
        "domain.yml": block_yaml({"version": "3.1", "slots": slots, "responses": responses}),
        "data/flows.yml": block_yaml({"flows": flows}),
    }


def lex(first: str, second: str) -> dict[str, str]:
    """A Lex V2 bot with one intent that fills two slots."""
    intent = {"name": "Track", "sampleUtterances": [{"utterance": "where is my order"}]}
    order = [{"priority": number, "slotName": name} for number, name in enumerate("AB", 1)]
    folder = "BotLocales/en_US/Intents/Track"
    files: dict[str, Any] = {
        "Bot.json": {"name": "Shop", "identifier": "B"},
        "BotLocales/en_US/BotLocale.json": {"name": "English", "identifier": "en_US"},
        f"{folder}/Intent.json": {**intent, "slotPriorities": order},
    }
    for name, text in (("A", first), ("B", second)):
        asked = {"maxRetries": 2, "messageGroupsList": [{"message": {"plainTextMessage": {"value": text}}}]}
        given = {"slotConstraint": "Required", "promptSpecification": asked}
        files[f"{folder}/Slots/{name}/Slot.json"] = {"name": name, "valueElicitationSetting": given}
    return {name: json.dumps(content, indent=1) for name, content in files.items()}


def jaicp(*buttons: str) -> dict[str, str]:
    """A scenario whose start offers buttons to the states `Hours`, `Return` and `Person`."""
    listed = "".join(f'            "{state}" -> /{state}\n' for state in buttons)
    main = (
        "theme: /\n\n    state: Start\n        q!: $regex</start>\n        a: Здравствуйте! Чем могу помочь?\n"
        f"        buttons:\n{listed}\n"
        "    state: Hours\n        a: Мы работаем с девяти до пяти.\n\n"
        "    state: Return\n        a: Вернуть покупку можно в течение 30 дней.\n\n"
        "    state: Person\n        TransferToOperator:\n            messageBeforeTransfer = Соединяю вас с коллегой.\n"
    )
    return {"chatbot.yaml": "name: shop\nentryPoint: main.sc\n", "main.sc": main}


def botpress(labels: Sequence[str], person: bool) -> dict[str, str]:
    """A Botpress 12 bot with one question; its last choice leads to a person where there is one."""
    names = [*labels, *(["Talk to a person"] if person else [])]
    ways = [{"condition": f"event.payload.payload === 'V{n}'", "node": f"n{n}"} for n in range(len(names))]
    asks = {"id": "e1", "name": "entry", "onEnter": ["say #!builtin_single-choice-aaaaaa"], "onReceive": [], "next": ways}
    done = [{"condition": "true", "node": "END"}]
    answers = [
        {
            "id": f"x{n}",
            "name": f"n{n}",
            "onEnter": ["hitl/create"] if person and n == len(labels) else ["say #!builtin_text-bbbbbb"],
            "next": done,
        }
        for n in range(len(names))
    ]
    choices = [{"title": name, "value": f"V{n}"} for n, name in enumerate(names)]
    asked = {"text$en": "What can I do for you?", "choices$en": choices}
    files: dict[str, Any] = {
        "bot.config.json": {"id": "shop", "name": "Shop", "defaultLanguage": "en", "languages": ["en"]},
        "flows/main.flow.json": {"version": "0.0.1", "catchAll": {}, "startNode": "entry", "nodes": [asks, *answers]},
        "content-elements/builtin_single-choice.json": [{"id": "builtin_single-choice-aaaaaa", "formData": asked}],
        "content-elements/builtin_text.json": [{"id": "builtin_text-bbbbbb", "formData": {"text$en": "Here it is."}}],
    }
    return {name: json.dumps(content, indent=1) for name, content in files.items()}


def dialogflow_cx(again: str) -> dict[str, str]:
    """An agent with a page that asks for a number, and what it says when it did not understand."""
    spoken = lambda text: {"messages": [{"text": {"text": [text]}, "languageCode": "en"}]}  # noqa: E731
    retry = [{"event": "sys.no-match-1", "triggerFulfillment": spoken(again)}]
    asked = {"initialPromptFulfillment": spoken("What is the number of your order?"), "repromptEventHandlers": retry}
    asked_for = {"displayName": "n", "required": True, "entityType": "@sys.number", "fillBehavior": asked}
    told = {"condition": '$page.params.status = "FINAL"', "triggerFulfillment": spoken("Thanks."), "targetPage": "End Session"}
    start, route = "Default Start Flow", {"name": "r", "intent": "order", "targetPage": "Order"}
    files: dict[str, Any] = {
        "agent.json": {"displayName": "Shop", "defaultLanguageCode": "en", "startFlow": start},
        f"flows/{start}/{start}.json": {"name": "0", "displayName": start, "transitionRoutes": [route]},
        f"flows/{start}/pages/Order.json": {
            "displayName": "Order", "form": {"parameters": [asked_for]}, "transitionRoutes": [told],
        },
        "intents/order/order.json": {"name": "2", "displayName": "order"},
    }  # fmt: skip
    return {name: json.dumps(content, indent=1) for name, content in files.items()}


def typebot_menu(returns: str, *, to: str = "", person: bool = True) -> str:
    choices = {"Hours": "hours", "Returns": "returns"} | ({"Talk to a person": "person"} if person else {})
    menu = (("Hi! What can I do for you?", ("choice", choices)), "")
    return typebot(menu=menu, hours=(("We are open from nine to five.",), "menu"), returns=((returns,), to or "menu"))


def rapidpro_menu(hours: str, returns: str, *, person: bool) -> str:
    replies = ("Hours", "Returns", *(("A person",) if person else ()))
    cases = {"Hours": hours, "Returns": returns} | ({"person": "p"} if person else {})
    nodes = [
        sends("a", "How can we help?", "w", replies),
        waits("w", cases, "a"),
        sends("h", "We are open from nine to five.", "a"),
        sends("r", "You can send anything back within 30 days.", "a"),
    ]
    return rapidpro(*nodes, *([sends("p", "A colleague is here.", ticket=True)] if person else []))
