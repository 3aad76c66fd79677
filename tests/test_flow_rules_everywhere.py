"""Each flow rule in formats its own examples do not use: a small flow with one defect, and the same flow without it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import flow_calls as calls
import flow_chats as chats
import pytest
from flow_calls import AGAIN, CARDS, HELP, KEYS, LOST, PERSON

from servicelint.config import Config
from servicelint.discover import Wish, discover
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Finding
from servicelint.run import read

Files = str | Mapping[str, str]

LIBRARY = built_in()
LABELS = ("Orders", "Returns", "Refunds", "Delivery", "Account", "Gift cards", "Stores", "Careers")
TWO = "For cards, press 1. For loans, press 2."
LONG = (
    "Welcome to the bank, the bank of everybody in the county since 1901. We would like to tell you that our branches are open"
    " again after the works, and that this month you can open a savings account without any fee. "
)
WAITS = ("exten => i,1,Goto(s,menu)", "exten => t,1,Goto(s,menu)")
PEOPLE = ("exten => 1,1,Queue(cards)", "exten => 0,1,Queue(care)")


def many(count: int) -> tuple[str, list[str]]:
    """A prompt with so many services besides the person, and their keys."""
    names = ("cards", "loans", "savings", "insurance", "branches")[:count]
    listed = " ".join(f"For {name}, press {number}." for number, name in enumerate(names, 1))
    return f"{listed} For one of us, press 0.", [str(number) for number in range(1, count + 1)]


def deep_menus(levels: int) -> dict[str, str]:
    """The same depth of menus in several formats, by the name of the format."""
    more, target = "For more of our services, press 1. For one of us, press 2.", "#person"
    pages, contexts, listed, blocks = [], [], [], []
    for level in range(1, levels + 1):
        last = level == levels
        onward = target if last else f"#m{level + 1}"
        pages.append(calls.vxml_menu(more, {"1": onward, "2": "cards.vxml"}, name=f"m{level}"))
        goes = "Queue(care)" if last else f"Goto(m{level + 1},s,1)"
        wait = f"[m{level}]\nexten => s,1,Background(custom/menu)\n same => n,WaitExten(6)\nexten => 1,1,{goes}\n"
        contexts.append(f"{wait}exten => 2,1,Queue(cards)\nexten => i,1,Goto(s,1)\nexten => t,1,Goto(s,1)\n")
        enters = ("menu-exec-app", "transfer 100 XML default") if last else ("menu-sub", f"m{level + 1}")
        listed.append(calls.fs_menu(f"m{level}", more, {"1": enters, "2": ("menu-exec-app", "transfer 200 XML default")}))
        blocks.append(calls.takes(f"m{level}", more, {"1": "cards" if last else f"m{level + 1}", "2": "queue"}))
    inner = [calls.to_queue("Savings", 1), calls.to_queue("Loans", 2)]
    for level in range(levels - 1):
        inner = [calls.sub_menu(f"More{level}", 1, more, *inner), calls.to_queue(f"Cards{level}", 2)]
    return {
        "voicexml": calls.voicexml("".join(pages) + PERSON),
        "asterisk": "".join(contexts),
        "freeswitch": calls.freeswitch(*listed),
        "connect": calls.connect(*blocks, CARDS),
        "genesys": calls.genesys(more, *inner),
    }


def no_person() -> dict[str, tuple[Files, Files]]:
    ways = ("exten => 1,1,Playback(custom/hours)", " same => n,Goto(s,menu)", *WAITS)
    hours, address = calls.tells("Hours", 1, "From nine to five."), calls.tells("Address", 2, "12 Harbour Street.")
    welcome = (chats.offers("What can I do for you?", "Hours", "Returns"),)
    said = {"hours": "From nine to five.", "returns": "Within 30 days."}
    return {
        "asterisk": (calls.asterisk(ways), calls.asterisk(("exten => 0,1,Queue(care)", *ways))),
        "typebot": (chats.typebot_menu("Within 30 days.", person=False), chats.typebot_menu("Within 30 days.")),
        "genesys": (calls.genesys(TWO, hours, address), calls.genesys(TWO, hours, address, calls.to_queue("Care", 0))),
        "watson": (chats.watson(welcome, person=False, **said), chats.watson(welcome, **said)),
        "rapidpro": (chats.rapidpro_menu("h", "r", person=False), chats.rapidpro_menu("h", "r", person=True)),
        "jaicp": (chats.jaicp("Hours", "Return"), chats.jaicp("Hours", "Return", "Person")),
        "botpress": (chats.botpress(LABELS[:4], False), chats.botpress(LABELS[:4], True)),
    }


def cut_off() -> dict[str, tuple[Files, Files]]:
    queues = calls.to_queue("Cards", 1), calls.to_queue("Loans", 2)
    wrong = "exten => i,1,Goto(s,menu)\nexten => t,1,Playback(custom/bye)\n same => n,"
    left, heard = "<noinput><prompt>We did not hear you.</prompt>", "</noinput><nomatch>None of these.</nomatch>"
    pages = [
        calls.voicexml(calls.vxml_menu(HELP, {"1": "#person", "0": "#person"}, left + end + heard) + PERSON)
        for end in ("<disconnect/>", '<goto next="#person"/>')
    ]
    return {
        "twiml": (
            calls.twiml(calls.twiml_menu(HELP), "<Say>We did not hear you. Goodbye.</Say>", "<Hangup/>"),
            calls.twiml(calls.twiml_menu(HELP), "<Say>One of us is coming.</Say>", "<Dial>+15550100</Dial>"),
        ),
        "connect": (
            calls.connect(calls.takes("menu", HELP, KEYS, "lost"), CARDS, LOST),
            calls.connect(calls.takes("menu", HELP, KEYS), CARDS),
        ),
        "connect after two rounds": (calls.rounds("lost"), calls.rounds("queue")),
        "studio": (calls.studio_menu(silence="lost"), calls.studio_menu()),
        "asterisk": (calls.asterisk((*PEOPLE, f"{wrong}Hangup()")), calls.asterisk((*PEOPLE, f"{wrong}Queue(care)"))),
        "voicexml": (pages[0], pages[1]),
        "genesys": (calls.genesys(TWO, *queues, breaks="disconnect"), calls.genesys(TWO, *queues)),
    }


def unhandled() -> dict[str, tuple[Files, Files]]:
    number, digits = "Please enter your card number.", '<Gather numDigits="8" action="/card"><Say>Your number?</Say></Gather>'
    pages = [calls.voicexml(f'<form id="a">{calls.vxml_field(number, failed)}</form>') for failed in ("", AGAIN)]
    return {
        "asterisk": (calls.asterisk(PEOPLE), calls.asterisk((*PEOPLE, *WAITS))),
        "asterisk silence": (calls.asterisk((*PEOPLE, WAITS[0])), calls.asterisk((*PEOPLE, *WAITS))),
        "voicexml": (pages[0], pages[1]),
        "studio": (calls.studio_menu(other=""), calls.studio_menu()),
        "studio silence": (calls.studio_menu(silence=""), calls.studio_menu()),
        "twiml": (calls.twiml(digits), calls.twiml(digits, "<Dial>+15550100</Dial>")),
    }


def broad() -> dict[str, tuple[Files, Files]]:
    made: list[dict[str, Files]] = []
    for count, shown in ((5, 8), (4, 7)):
        words, keys = many(count)
        told = [calls.says(f"q{key}", "Here is what we know.", "menu") for key in keys]
        heard = [calls.plays(f"q{key}", "Here is what we know.") for key in keys]
        ways = {key: f"q{key}" for key in keys}
        rings = {key: ("menu-exec-app", f"transfer 10{key} XML default") for key in (*keys, "0")}
        listed = LABELS[:shown]
        answers = {f"n{number}": (("Here it is.",), "menu") for number in range(shown)}
        choices = {label: f"n{number}" for number, label in enumerate(listed)} | {"Talk to a person": "person"}
        made.append(
            {
                "connect": calls.connect(calls.takes("menu", words, {**ways, "0": "queue"}), *told),
                "twiml": calls.twiml(calls.twiml_menu(words), "<Dial>+15550100</Dial>"),
                "studio": calls.studio(
                    calls.gathers("menu", words, "pick", "person"),
                    calls.splits("menu", {**ways, "0": "person"}, "person"),
                    *heard,
                ),
                "genesys": calls.genesys(words, *[calls.to_queue(f"Q{key}", int(key)) for key in (*keys, "0")]),
                "freeswitch": calls.freeswitch(calls.fs_menu("main", words, rings)),
                "typebot": chats.typebot(menu=(("What can I do for you?", ("choice", choices)), ""), **answers),
                "bot-framework": chats.bot_framework(*chats.bot_menu(listed)),
                "botpress": chats.botpress(listed, True),
                "watson": chats.watson(
                    (chats.offers("What can I do?", *listed),), **dict.fromkeys(map(_plain, listed), "Yes.")
                ),
            }
        )
    return {name: (made[0][name], made[1][name]) for name in made[0]}


def _plain(label: str) -> str:
    return label.lower().replace(" ", "_")


def mismatched() -> dict[str, tuple[Files, Files]]:
    both = f"{TWO} For one of us, press 0."
    rings = [dict.fromkeys(keys, ("menu-exec-app", "transfer 101 XML default")) for keys in ("13", "12")]
    queues = [(calls.to_queue("Cards", 1), calls.to_queue("Loans", key)) for key in (3, 2)]
    listed = (*PEOPLE, *WAITS)
    return {
        "connect": (
            calls.connect(calls.takes("menu", both, KEYS), CARDS),
            calls.connect(calls.takes("menu", HELP, KEYS), CARDS),
        ),
        "studio": (calls.studio_menu(both), calls.studio_menu()),
        "genesys": (calls.genesys(TWO, *queues[0]), calls.genesys(TWO, *queues[1])),
        "freeswitch": tuple([calls.freeswitch(calls.fs_menu("main", TWO, entries)) for entries in rings]),  # type: ignore[dict-item]
        "asterisk": (calls.asterisk(listed, both), calls.asterisk(listed, HELP)),
    }


def ordered() -> dict[str, tuple[Files, Files]]:
    ways = {"1": "#person", "2": "#person", "3": "#person"}
    spoken = "For cards, press 1.</prompt><prompt>For loans, press 2. For savings, press {}."
    pages = [calls.voicexml(calls.vxml_menu(spoken.format(key), ways) + PERSON) for key in (4, 3)]
    queues = calls.to_queue("Cards", 1), calls.to_queue("Loans", 2)
    first = HELP.replace("For cards, press 1", "Press 1 for cards")
    return {
        "connect": (
            calls.connect(calls.takes("menu", first, KEYS), CARDS),
            calls.connect(calls.takes("menu", HELP, KEYS), CARDS),
        ),
        "studio": (calls.studio_menu(first), calls.studio_menu()),
        "genesys": (calls.genesys("For loans, press 2. For cards, press 1.", *queues), calls.genesys(TWO, *queues)),
        "voicexml in two prompts": (pages[0], pages[1]),
    }


def asked_twice() -> dict[str, tuple[Files, Files]]:
    number, again, other = (
        "Please enter your account number.",
        "What is your account number?",
        "Please enter your date of birth.",
    )
    order, same, count = "What is your order number?", "Could you give me your order number?", "How many parcels are there?"
    numbers = [calls.connect(calls.stores("a", number, "b"), calls.stores("b", text, "queue")) for text in (again, other)]
    gathered = [
        calls.studio(
            calls.gathers("a", number, "b", "person", digits=8), calls.gathers("b", text, "person", "person", digits=8)
        )
        for text in (again, other)
    ]
    return {
        "connect": (numbers[0], numbers[1]),
        "studio": (gathered[0], gathered[1]),
        "copilot": (chats.copilot((order, ""), (same, "")), chats.copilot((order, ""), (count, ""))),
        "rasa": (chats.rasa(order, same), chats.rasa(order, count)),
        "lex": (chats.lex(order, same), chats.lex(order, count)),
    }


def said_again() -> dict[str, tuple[Files, Files]]:
    words, better = "What is the number of your order?", "It has six digits and stands in our e-mail. What is it, please?"
    asked = {"$kind": "Microsoft.NumberInput", "$designer": {"id": "c1"}, "property": "user.order", "prompt": words}
    return {
        "copilot": (chats.copilot((words, words)), chats.copilot((words, better))),
        "bot-framework": (
            chats.bot_framework({**asked, "unrecognizedPrompt": words}),
            chats.bot_framework({**asked, "unrecognizedPrompt": better}),
        ),
        "dialogflow-cx": (chats.dialogflow_cx(words), chats.dialogflow_cx(better)),
        "studio": (
            calls.studio(calls.gathers("a", words, "person", "b"), calls.gathers("b", words, "person", "person")),
            calls.studio(calls.gathers("a", words, "person", "b"), calls.gathers("b", better, "person", "person")),
        ),
    }


def round_and_round() -> dict[str, tuple[Files, Files]]:
    first = '<form id="a"><block>We are closed.<goto next="#b"/></block></form>'
    forms = first + '<form id="b"><block>We open at nine.{}</block></form>'
    shut, opens = calls.plays("a", "We are closed.", "b"), "We open at nine."
    return {
        "studio": (calls.studio(shut, calls.plays("b", opens, "a")), calls.studio(shut, calls.plays("b", opens))),
        "voicexml": (calls.voicexml(forms.format('<goto next="#a"/>')), calls.voicexml(forms.format("<exit/>"))),
        "typebot": (
            chats.typebot(a=(("We are closed.",), "b"), b=((opens,), "a")),
            chats.typebot(a=(("We are closed.",), "b"), b=((opens,), "")),
        ),
    }


def heard_long() -> dict[str, tuple[Files, Files]]:
    queues = calls.to_queue("Cards", 1), calls.to_queue("Loans", 2)
    listed, rings = (*PEOPLE, *WAITS), {"1": ("menu-exec-app", "transfer 101 XML default")}
    return {
        "genesys": (calls.genesys(LONG + TWO, *queues), calls.genesys(TWO, *queues)),
        "studio": (calls.studio_menu(LONG + HELP), calls.studio_menu()),
        "asterisk": (calls.asterisk(listed, LONG + HELP), calls.asterisk(listed, HELP)),
        "freeswitch": (
            calls.freeswitch(calls.fs_menu("main", f"{LONG}For cards, press 1.", rings)),
            calls.freeswitch(calls.fs_menu("main", "For cards, press 1.", rings)),
        ),
    }


def unreached() -> dict[str, tuple[Files, Files]]:
    return {"rapidpro": (chats.rapidpro_menu("h", "h", person=True), chats.rapidpro_menu("h", "r", person=True))}


def sent_away() -> dict[str, tuple[Files, Files]]:
    words, care = "For returns, please visit our website, shop dot example.", calls.to_queue("Care", 0)
    menu = "For returns, press 1. For one of us, press 0."
    block = [f'<form id="r"><block>{words}{end}</block></form>' for end in ("<exit/>", '<goto next="#person"/>')]
    pages = [calls.voicexml(calls.vxml_menu(menu, {"1": "#r", "0": "#person"}) + form + PERSON) for form in block]
    return {
        "voicexml": (pages[0], pages[1]),
        "genesys": (
            calls.genesys(menu, calls.tells("Returns", 1, words), care),
            calls.genesys(menu, calls.tells("Returns", 1, "You can send anything back within 30 days."), care),
        ),
    }


def depths() -> dict[str, tuple[Files, Files]]:
    deep, fine = deep_menus(4), deep_menus(3)
    return {name: (deep[name], fine[name]) for name in deep}


def greeted() -> dict[str, tuple[Files, Files]]:
    mail, made = ("email input", {"variableId": "v1"}), []
    for words in ("Hello!", "Hello! How can I help you?"):
        nodes = chats.sends("a", words, "w"), chats.waits("w", {"Hours": "h"}, "h"), chats.sends("h", "From nine to five.")
        text = ({"response_type": "text", "values": [{"text": words}]},)
        made.append(
            {
                "typebot": chats.typebot(a=((words, mail), "b"), b=(("Thank you, we write by Friday.",), "")),
                "rapidpro": chats.rapidpro(*nodes),
                "watson": chats.watson(text, hours="From nine to five."),
            }
        )
    return {name: (made[0][name], made[1][name]) for name in made[0]}


RULES = {
    "no-human-exit": no_person,
    "error-disconnect": cut_off,
    "missing-input-handler": unhandled,
    "menu-breadth": broad,
    "menu-depth": depths,
    "option-mismatch": mismatched,
    "option-order": ordered,
    "asks-twice": asked_twice,
    "same-retry": said_again,
    "endless-loop": round_and_round,
    "listen-time": heard_long,
    "unreachable": unreached,
    "deflection": sent_away,
    "greeting-without-offer": greeted,
}
PAIRS = [pytest.param(rule, *pair, id=f"{rule} in {name}") for rule, made in RULES.items() for name, pair in made().items()]


@pytest.mark.parametrize(("rule", "bad", "good"), PAIRS)
def test_a_defect_is_found_once_and_not_where_it_is_mended(rule: str, bad: Files, good: Files, tmp_path: Path) -> None:
    assert [finding.rule for finding in found(rule, bad, tmp_path / "bad")] == [rule]
    assert found(rule, good, tmp_path / "good") == []


def found(rule: str, files: Files, folder: Path) -> list[Finding]:
    """The rule's findings in a folder of files, as discovery finds and recognises them; all of them can be read."""
    for name, text in (files if isinstance(files, Mapping) else {_name(files): files}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    linter = Linter(LIBRARY, (LIBRARY.rules[rule], LIBRARY.rules["unreadable"]))
    documents = [read(unit) for unit in discover([folder], Config(), Wish()).units]
    assert any(document.flows for document in documents)
    return [finding for document in documents for finding in linter.lint(document)]


def _name(text: str) -> str:
    """A file's name by what it holds, as its platform would call it."""
    ends = {
        "<": "flow.xml", "<?": "flow.xml", "inboundCall": "flow.yaml", "kind: ": "Order.mcs.yml", "[": "extensions.conf",
    }  # fmt: skip
    if "<vxml" in text:
        return "main.vxml"
    return next(
        (name for begin, name in ends.items() if text.startswith(begin)), ("$kind" in text and "Order.dialog") or "flow.json"
    )
