"""What a customer hears first: the words from the entry of a flow, or the top of a conversation, to the first chance to answer.

Knows ways, not words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from servicelint.flows.graph import CHOICES, FAILURES, Graph
from servicelint.model import Document, Flow, Message

MOST = 16
"""So many ways from the entry are followed; flows that branch more open in much the same way."""
Said = Mapping[str | None, Sequence[Message]]


def openings(document: Document) -> Iterator[Message]:
    """Each as one message. None where the customer speaks first, a menu or a person comes next, or nobody is listened to."""
    if document.conversation:
        yield from _first_turns(document)
        return
    said: defaultdict[str | None, list[Message]] = defaultdict(list)
    for message in document.messages:
        if message.speaker == "company" and message.node is not None:
            said[message.node].append(message)
    for flow in document.flows:
        yield from _ways(flow, said)


def _first_turns(document: Document) -> Iterator[Message]:
    """The first message of each conversation, where the company speaks; its id is the conversation's and a number."""
    before = None
    for message in document.messages:
        conversation, _, number = message.id.rpartition("/")
        if conversation != before and message.speaker == "company" and number == "0":
            yield message
        before = conversation


def _ways(flow: Flow, said: Said) -> Iterator[Message]:
    graph = Graph(flow)
    waiting: list[tuple[str, tuple[str, ...]]] = [(flow.entry, ())]
    followed = 0
    while waiting and followed < MOST:
        at, way = waiting.pop()
        if at in way or at not in graph.nodes:
            continue
        here = (*way, at)
        leaving = graph.leaving.get(at, ())
        onward = [edge.target for edge in leaving if edge.trigger in ("always", "condition")]
        if graph.kind(at) == "ask" or (graph.kind(at) == "say" and any(edge.trigger in CHOICES for edge in leaving)):
            followed += 1
            yield from _joined([message for node in here for message in said.get(node, ())])
        elif graph.kind(at) == "say" and not any(edge.trigger in FAILURES - {"error"} for edge in leaving):
            waiting += [(target, here) for target in dict.fromkeys(reversed(onward))]
        else:
            followed += 1


def _joined(messages: Sequence[Message]) -> Iterator[Message]:
    """One message with the passages of all; what only alternatives of a wording say is read with the first of each."""
    first = {message.id: message for message in reversed(messages)}
    told = [message for message in messages if first[message.id] is message]
    if told:
        passages = tuple([passage for message in told for passage in message.passages])
        yield replace(told[0], passages=passages)
