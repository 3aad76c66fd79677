"""Small calls as the telephone platforms write them, for tests that say the same in many formats: each maker gives a file's
text, or the files of a folder by name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

PERSON = '<form id="person"><block>One moment, please.</block><transfer name="t" dest="tel:+15550100"/></form>'
AGAIN = "<noinput>Please choose one of these.</noinput><nomatch>That is none of the choices.</nomatch>"
LIST = "custom/bye: Goodbye, and thank you.\ncustom/wait: One moment, please.\ncustom/closed: We are closed.\n"


def voicexml(body: str) -> str:
    head = '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="en-GB">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</vxml>\n'


def vxml_menu(prompt: str, keys: Mapping[str, str], failed: str = AGAIN, name: str = "main") -> str:
    choices = "".join(f'<choice dtmf="{key}" next="{target}">{target[1:]}</choice>' for key, target in keys.items())
    return f'<menu id="{name}"><prompt>{prompt}</prompt>{choices}{failed}</menu>'


def vxml_field(prompt: str, failed: str = AGAIN, name: str = "card") -> str:
    return f'<field name="{name}" type="digits"><prompt>{prompt}</prompt>{failed}</field>'


def twiml(*verbs: str) -> str:
    body = "\n  ".join(verbs)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  {body}\n</Response>\n'


def twiml_menu(prompt: str) -> str:
    return f'<Gather numDigits="1" action="/choose"><Say>{prompt}</Say></Gather>'


def connect(*actions: Mapping[str, Any]) -> str:
    """A contact flow of Amazon Connect with a queue and an end, which blocks may lead to, where they do."""
    text = json.dumps(actions)
    common = [each for each in _CONNECT if f'"{each["Identifier"]}"' in text or ("queue" in text and each in _CONNECT[1:])]
    flow = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": [*actions, *common]}
    return json.dumps(flow, indent=1)


def says(name: str, text: str, to: str = "bye") -> dict[str, Any]:
    errors = [{"NextAction": to, "ErrorType": "NoMatchingError"}]
    ways = {"NextAction": to, "Errors": errors}
    return {"Identifier": name, "Type": "MessageParticipant", "Parameters": {"Text": text}, "Transitions": ways}


def takes(name: str, text: str, keys: Mapping[str, str], silence: str = "queue", failed: str = "queue") -> dict[str, Any]:
    """A block that takes a key."""
    chosen = [{"NextAction": to, "Condition": {"Operator": "Equals", "Operands": [key]}} for key, to in keys.items()]
    errors = (("InputTimeLimitExceeded", silence), ("NoMatchingCondition", failed), ("NoMatchingError", failed))
    ways = {"NextAction": failed, "Conditions": chosen, "Errors": [{"NextAction": to, "ErrorType": on} for on, to in errors]}
    given = {"Text": text, "StoreInput": "False", "InputTimeLimitSeconds": "5"}
    return {"Identifier": name, "Type": "GetParticipantInput", "Parameters": given, "Transitions": ways}


def stores(name: str, text: str, to: str) -> dict[str, Any]:
    """A block that takes a number of many digits."""
    digits = {"CustomValidation": {"MaximumLength": "8"}}
    given = {"Text": text, "StoreInput": "True", "InputTimeLimitSeconds": "8", "InputValidation": digits}
    ways = {"NextAction": to, "Errors": [{"NextAction": to, "ErrorType": "NoMatchingError"}]}
    return {"Identifier": name, "Type": "GetParticipantInput", "Parameters": given, "Transitions": ways}


_CONNECT = (
    {"Identifier": "bye", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
    {
        "Identifier": "queue",
        "Type": "TransferContactToQueue",
        "Parameters": {},
        "Transitions": {"NextAction": "sorry", "Errors": [{"NextAction": "sorry", "ErrorType": "QueueAtCapacity"}]},
    },
    says("sorry", "Everybody is on the phone. We call you back within the hour."),
)


def studio(*states: Mapping[str, Any]) -> str:
    """A flow of Twilio Studio with a person, where a widget leads to one."""
    person = {"name": "person", "type": "send-to-flex", "transitions": [{"event": "callComplete"}], "properties": {}}
    called = [{"event": "incomingCall", "next": states[0]["name"]}]
    trigger = {"name": "Trigger", "type": "trigger", "transitions": called, "properties": {}}
    every = [trigger, *states, *([person] if '"person"' in json.dumps(states) else [])]
    return json.dumps({"description": "Bank", "states": every, "initial_state": "Trigger", "flags": {}}, indent=1)


def plays(name: str, text: str, to: str = "") -> dict[str, Any]:
    ways = [{"event": "audioComplete", **_next(to)}]
    return {"name": name, "type": "say-play", "transitions": ways, "properties": {"say": text, "loop": 1}}


def gathers(name: str, text: str, to: str, silence: str = "", speech: bool = False, digits: int = 1) -> dict[str, Any]:
    on = ("speech", "keypress") if speech else ("keypress", "speech")
    ways = [{"event": on[0], "next": to}, {"event": on[1]}, {"event": "timeout", **_next(silence)}]
    given = {"say": text, "number_of_digits": digits, "timeout": 5}
    return {"name": name, "type": "gather-input-on-call", "transitions": ways, "properties": given}


def splits(of: str, keys: Mapping[str, str], other: str = "", what: str = "Digits") -> dict[str, Any]:
    """The widget `pick`, which decides on what was gathered."""
    value = f"{{{{widgets.{of}.{what}}}}}"
    test = {"arguments": [value], "type": "equal_to"}
    matches = [{"event": "match", "next": to, "conditions": [{**test, "value": key}]} for key, to in keys.items()]
    ways = [{"event": "noMatch", **_next(other)}, *matches]
    return {"name": "pick", "type": "split-based-on", "transitions": ways, "properties": {"input": value}}


def _next(to: str) -> dict[str, str]:
    return {"next": to} if to else {}


def asterisk(menu: Sequence[str], words: str = "") -> dict[str, str]:
    """A dialplan with a menu, and a list of what its recordings say."""
    lines = ["[main]", "exten => s,1,Answer()", " same => n(menu),Background(custom/menu)", " same => n,WaitExten(6)", *menu]
    files = {"extensions.conf": "\n".join(lines) + "\n"}
    return files | ({"sounds-en.txt": f"custom/menu: {words}\n{LIST}"} if words else {})


def freeswitch(*menus: str) -> str:
    return "<include>\n" + "\n".join(menus) + "\n</include>\n"


def fs_menu(name: str, words: str, entries: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(f'<entry action="{do}" digits="{key}" param="{to}"/>' for key, (do, to) in entries.items())
    wrong = 'invalid-sound="say:That is none of the choices." timeout="10000" max-failures="3" max-timeouts="3"'
    return f'<menu name="{name}" greet-long="say:{words}" greet-short="say:{words}" {wrong}>{listed}</menu>'


def genesys(words: str, *choices: Mapping[str, Any], breaks: str = "queue") -> str:
    """A call flow of Genesys Architect; JSON is YAML."""
    handling = {"queue": {"targetQueue": {"lit": {"name": "Care"}}}} if breaks == "queue" else {breaks: {"none": True}}
    menu = {"name": "Main", "refId": "Main_10", "audio": {"tts": words}, "choices": list(choices)}
    flow = {
        "name": "Bank line",
        "startUpRef": "/inboundCall/menus/menu[Main_10]",
        "defaultLanguage": "en-us",
        "initialGreeting": {"tts": "Welcome to the bank."},
        "settingsErrorHandling": {"errorHandling": handling, "preHandlingAudio": {"tts": "Sorry, we broke something."}},
        "menus": [{"menu": menu}],
    }
    return block_yaml({"inboundCall": flow})


def to_queue(name: str, key: int) -> dict[str, Any]:
    return {"menuTransferToAcd": {"name": name, "dtmf": f"digit_{key}", "targetQueue": {"lit": {"name": name}}}}


def tells(name: str, key: int, text: str) -> dict[str, Any]:
    actions = [{"playAudio": {"name": "Say", "audio": {"tts": text}}}, {"disconnect": {"name": "Bye"}}]
    return {"menuTask": {"name": name, "dtmf": f"digit_{key}", "task": {"actions": actions}}}


def sub_menu(name: str, key: int, words: str, *choices: Mapping[str, Any]) -> dict[str, Any]:
    given = {"name": name, "refId": f"{name}_{key}", "dtmf": f"digit_{key}", "audio": {"tts": words}}
    return {"menuSubMenu": {**given, "choices": list(choices)}}


def block_yaml(value: object, indent: int = 0) -> str:
    """A value in YAML's block style; strings as JSON writes them."""
    pad, lines = " " * indent, []
    if isinstance(value, dict):
        for key, item in value.items():
            lines.append(f"{pad}{key}:{_below(item, indent)}")
    elif isinstance(value, list):
        for item in value:
            own = block_yaml(item, indent + 2)
            lines.append(f"{pad}- {own[indent + 2 :]}" if isinstance(item, dict) else f"{pad}- {json.dumps(item)}\n")
    return "".join(lines)


def _below(item: object, indent: int) -> str:
    if isinstance(item, dict | list) and item:
        return "\n" + block_yaml(item, indent + 2)
    return f" {json.dumps(item)}\n"


HELP = "For cards, press 1. For one of us, press 0."
KEYS = {"1": "cards", "0": "queue"}
CARDS = says("cards", "Your card is on its way.")
LOST = says("lost", "We did not hear you. Goodbye.")


def studio_menu(words: str = HELP, *, silence: str = "person", other: str = "person") -> str:
    lost = [plays("lost", "We did not hear you. Goodbye.")] if silence == "lost" else []
    menu = gathers("menu", words, "pick", silence)
    return studio(menu, splits("menu", {"1": "cards", "0": "person"}, other), plays("cards", "It is."), *lost)


def rounds(then: str) -> str:
    """A menu that is said three times before it gives up."""
    ways = {"ContinueLooping": "menu", "DoneLooping": then}
    decided = [{"NextAction": to, "Condition": {"Operator": "Equals", "Operands": [on]}} for on, to in ways.items()]
    loop = {"Identifier": "loop", "Type": "Loop", "Parameters": {"LoopCount": "2"}, "Transitions": {"Conditions": decided}}
    lost = [LOST] if then == "lost" else []
    return connect(takes("menu", HELP, KEYS, "loop"), loop, CARDS, *lost)
