"""Rules and stories: what a customer says, which actions follow, and so which response answers what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.formats.rasa.graph import START, Graph
from servicelint.formats.rasa.project import Project
from servicelint.formats.rasa.responses import Response
from servicelint.model import Span
from servicelint.syntax.yaml import Node, Scalar, at, items, word

_NOT_UNDERSTOOD = "nlu_fallback"
_LISTEN = "action_listen"


@dataclass(frozen=True)
class Turn:
    """One step that matters: what the customer may say (intents or their own words), or the one action of the bot."""

    who: Literal["customer", "bot"]
    said: tuple[str, ...]
    span: Span
    literal: bool = False
    """Whether `said` is the customer's own words rather than intents."""


def turns(story: Node) -> Iterator[Turn]:
    """The turns of a rule or story; slots, loops and checkpoints are no turns."""
    for step in items(at(story, "steps")):
        action, words = at(step, "action"), at(step, "user")
        intents = [intent for intent in _alternatives(step) if word(intent)]
        if isinstance(action, Scalar):
            if action.value != _LISTEN:
                yield Turn("bot", (action.value,), action.span)
        elif intents:
            yield Turn("customer", tuple(map(word, intents)), intents[0].span)
        elif isinstance(words, Scalar):
            yield Turn("customer", (words.value.strip(),), words.span, literal=True)


def _alternatives(step: Node) -> list[Node]:
    branches = (step, *items(at(step, "or")))
    return [intent for branch in branches for intent in [at(branch, "intent")] if intent is not None]


def replies(project: Project) -> dict[str, list[str]]:
    """For each response what the customer said just before it: training phrases, or words of an end-to-end story."""
    before: dict[str, list[str]] = {}
    for story in project.stories:
        said: Turn | None = None
        for turn in turns(story):
            if turn.who == "bot" and said is not None:
                for response in project.said_by(turn.said[0]):
                    before.setdefault(response.name, []).extend(_phrases(project, said, response))
            said = turn if turn.who == "customer" else None
    return before


def _phrases(project: Project, turn: Turn, response: Response) -> Iterator[str]:
    if turn.literal:
        yield from turn.said
        return
    for intent in turn.said:
        yield from project.phrases(intent)
        if "/" in response.name:
            yield from project.phrases(response.name.removeprefix("utter_"))


def grow(project: Project, graph: Graph) -> None:
    """Add what the rules, stories and forms tell of the conversation."""
    for story in project.stories:
        _follow(project, graph, list(turns(story)))
    _ask_for_slots(project, graph)
    for response in project.responses.values():
        if response.buttons and not any(response.name in node.messages for node in graph.nodes.values()):
            _act(project, graph, response.name, response.span)
    _begin_what_nothing_begins(graph)


def _follow(project: Project, graph: Graph, story: list[Turn]) -> None:
    here, heard = START, None
    for turn in story:
        if turn.who == "customer":
            heard = turn
            continue
        there = turn.said[0]
        _act(project, graph, there, turn.span)
        for label in heard.said if heard else ():
            no_match = label == _NOT_UNDERSTOOD
            graph.link(here, there, "no-match" if no_match else "intent", heard.span if heard else turn.span, label)
            if no_match:
                graph.fallback = there
        if heard is None and here != START:
            graph.link(here, there, "always", turn.span)
        here, heard = there, None
    if here != START and heard is None:
        graph.link(here, START, "always", story[-1].span)


def _act(project: Project, graph: Graph, action: str, span: Span) -> None:
    responses = project.said_by(action)
    graph.say(action, action, responses, responses[0].span if responses else span)


def _ask_for_slots(project: Project, graph: Graph) -> None:
    """A form asks for its slots, each by the response that bears its name, until it has them all."""
    for form, asked in project.forms.items():
        if form not in graph.nodes:
            continue
        for slot in asked:
            named = (f"utter_ask_{form}_{slot}", f"utter_ask_{slot}")
            question = next((name for name in named if name in project.responses), None)
            if question is None:
                continue
            response = project.responses[question]
            graph.say(question, "", (response,), response.span, "ask")
            graph.link(form, question, "condition", response.span)
            if not response.buttons:
                graph.link(question, form, "always", response.span)


def _begin_what_nothing_begins(graph: Graph) -> None:
    """Code of the bot's own may begin a story or say a response at any time: the files do not tell when."""
    reached = {edge.target for leaving in graph.edges.values() for edge in leaving}
    for node in graph.nodes.values():
        if node.id not in reached:
            graph.link(START, node.id, "condition", node.span)
