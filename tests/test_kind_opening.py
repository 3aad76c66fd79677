"""What a customer hears first, and whether it is more than a greeting."""

from __future__ import annotations

import pytest

from servicelint.flows.opening import MOST, openings
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Bundle, Document, Edge, Flow, Message, Node, NodeKind, Passage, Source, Span, Trigger
from servicelint.model.pieces import verbatim
from servicelint.trial import lint_example

GREETING = "Welcome to the harbour ferries."


def flagged(text: str, **example: str) -> list[str]:
    """What the rule flags in a text."""
    linter = Linter(built_in(), (built_in().rules["greeting-without-offer"],))
    found = lint_example(linter, {"format": "transcript", "language": "en", "text": text, **example})
    return [finding.span.text for finding in found]


def document(nodes: dict[str, tuple[NodeKind, str]], ways: list[tuple[str, str, Trigger]], entry: str = "a") -> Document:
    """A flow whose nodes say what stands beside their kind."""
    source = Source("flow.txt", "".join(said for _, said in nodes.values()) or " ")
    here, messages, at = Span(source, 0, 1), [], 0
    for name, (_, said) in nodes.items():
        if said:
            passage = Passage(f"{name}/0", (verbatim(source, at, at + len(said)),), "prompt")
            messages.append(Message(name, "company", "voice", (passage,), name, bot=True))
        at += len(said)
    flow = Flow(
        "f",
        entry,
        tuple(Node(name, kind, here) for name, (kind, _) in nodes.items()),
        tuple(Edge(start, end, trigger, here) for start, end, trigger in ways),
    )
    return Document(Bundle((source,)), "script", tuple(messages), (flow,))


def said(found: Document) -> list[list[str]]:
    return [[passage.text for passage in message.passages] for message in openings(found)]


def test_all_that_is_said_on_the_way_to_the_first_question_is_the_opening() -> None:
    found = document(
        {"a": ("say", "Hello. "), "b": ("say", ""), "c": ("ask", "Well.")}, [("a", "b", "always"), ("b", "c", "always")]
    )
    assert said(found) == [["Hello. ", "Well."]]


@pytest.mark.parametrize("kind", ["menu", "human", "elsewhere", "end", "unknown"])
def test_where_a_menu_a_person_or_nobody_comes_next_there_is_no_opening_to_judge(kind: NodeKind) -> None:
    found = document({"a": ("say", "Hello."), "b": (kind, "Well.")}, [("a", "b", "always"), ("a", "b", "error")])
    assert not said(found)


def test_a_node_that_waits_for_what_the_customer_wants_ends_the_opening() -> None:
    found = document({"a": ("say", "Hello."), "b": ("say", "It is.")}, [("a", "b", "intent")])
    assert said(found) == [["Hello."]]


def test_every_branch_opens_for_itself_and_a_ring_is_gone_round_once() -> None:
    found = document(
        {"a": ("say", ""), "b": ("ask", "Hello."), "c": ("say", "Hi. "), "d": ("ask", "So.")},
        [("a", "b", "condition"), ("a", "c", "condition"), ("c", "a", "always"), ("c", "d", "always")],
    )
    assert said(found) == [["Hello."], ["Hi. ", "So."]]


def test_a_flow_without_its_entry_has_no_opening() -> None:
    assert not said(document({"a": ("ask", "Hello.")}, [], entry="b"))


def test_a_flow_that_branches_without_end_is_followed_only_so_far() -> None:
    nodes: dict[str, tuple[NodeKind, str]] = {f"n{level}{side}": ("say", "Hi. ") for level in range(30) for side in "ab"}
    nodes |= {"a": ("say", "Hi. "), "end": ("ask", "So.")}
    ways: list[tuple[str, str, Trigger]] = [("a", f"n0{side}", "condition") for side in "ab"]
    ways += [(f"n{n}{one}", f"n{n + 1}{other}", "condition") for n in range(29) for one in "ab" for other in "ab"]
    ways += [(f"n29{side}", "end", "always") for side in "ab"]
    assert len(said(document(nodes, ways))) == MOST


def test_a_conversation_opens_only_where_the_company_speaks_first() -> None:
    assert flagged(f"Agent: {GREETING}\nCustomer: Hm.") == [GREETING]
    assert not flagged(f"Customer: Hello.\nAgent: {GREETING}")


def test_later_turns_are_no_opening() -> None:
    assert not flagged(f"Agent: How can I help?\nCustomer: Hm.\nAgent: {GREETING}")


def test_each_conversation_of_a_file_opens_for_itself() -> None:
    turns = '{{"id": "{}", "turns": [{{"role": "agent", "text": "{}"}}, {{"role": "customer", "text": "Hm."}}]}}\n'
    text = turns.format("one", GREETING) + turns.format("two", "What can I do for you?") + turns.format("three", "Hi!")
    assert flagged(text, format="conversation") == [GREETING, "Hi!"]


SCRIPT = """servicelint: 1
channel: chat
nodes:
  hello:
    say: {}
    go: wait
  wait:
    kind: {}
    say: {}
    go: end
"""


@pytest.mark.parametrize(
    ("kind", "then", "hits"),
    [
        ("ask", "Go on.", 1),
        ("ask", "How can we help", 0),
        ("ask", "When do you sail?", 0),
        ("human", "One of us is coming.", 0),
    ],
)
def test_the_question_may_come_in_the_next_node(kind: str, then: str, hits: int) -> None:
    assert flagged(SCRIPT.format(GREETING, kind, then), format="script") == [GREETING] * hits


def test_more_words_than_a_greeting_has_are_more_than_a_greeting() -> None:
    notice = "Boats to the island leave from the north pier this week. " * 4
    assert not flagged(f"Agent: {GREETING} {notice}\nCustomer: Hm.")
