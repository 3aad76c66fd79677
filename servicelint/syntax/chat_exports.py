"""What the exports of chat builders share: their JSON strings as passages, places that speak and then listen as one
state, and what the customer said to get an answer.

Knows no platform's keys; how a platform writes its variables is told by the caller.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from servicelint.model import Edge, Flow, Message, Node, Passage, Piece, Role
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import replace as split
from servicelint.model.pieces import slots, strip, text_of
from servicelint.model.source import Span
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.steps import mentions
from servicelint.syntax.talk import Talk
from servicelint.syntax.wordings import Phrase, joined

NEVER = re.compile(r"(?!)")
"""For platforms whose texts hold no variables."""
_CHOSEN = ("option", "intent")
_KEY = re.compile(r"[0-9*#]+")
_TAG = re.compile(
    r"<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>"
    r"|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]\w*);",
    re.DOTALL,
)
_BLOCK_END = re.compile(r"</(?:div|p|li|h[1-6]|tr)\s*>|<br\s*/?>", re.IGNORECASE)
_CUT = "\x00"
_ADDRESS = re.compile(r"(?:[a-z][\w+.-]*:|www\.)\S+", re.IGNORECASE)


def passage(
    owner: str, pieces: Sequence[Piece], role: Role, slot: re.Pattern[str], language: str = "", carrier: Carrier = "json"
) -> Iterator[Passage]:
    """The copy of some pieces, with what `slot` matches as slots; nothing where only the program fills something in, or
    where nothing but an address is shown."""
    copy = strip(slots(pieces, slot))
    words = text_of(copy).replace(SLOT, "").strip()
    if words and not _ADDRESS.fullmatch(words):
        line, column = copy[0].span.source.position(copy[0].span.start)
        yield Passage(f"{owner}:{line}:{column}", copy, role, language, carrier=carrier)


def place(item: Object, name: String | Passage | None) -> Span:
    """Where a thing is written: from its brace up to what names it."""
    whole = item.span
    return Span(whole.source, whole.start, max(name.span.end, whole.start + 1) if name is not None else whole.start + 1)


def objects(value: Value | Iterable[Value] | None) -> Iterator[Object]:
    """The objects of an array, or those among some values."""
    if isinstance(value, Array):
        value = value.items
    if isinstance(value, Iterable):
        yield from (item for item in value if isinstance(item, Object))


def texts(value: Value | None) -> tuple[String, ...]:
    """The strings of an array, or the one string itself."""
    if isinstance(value, Array):
        return tuple([item for item in value.items if isinstance(item, String)])
    return (value,) if isinstance(value, String) else ()


def without_tags(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """The text of HTML, a run for each of its blocks."""
    runs: list[list[Piece]] = [[]]

    def unmark(found: re.Match[str], span: Span) -> Sequence[Piece]:
        if _BLOCK_END.fullmatch(found[0]):
            return (Piece(_CUT, span, "decoded"),)
        return (Piece(html.unescape(found[0]), span, "decoded"),) if found[0].startswith("&") else ()

    for piece in split(pieces, _TAG, unmark):
        if piece.text == _CUT:
            runs.append([])
        else:
            runs[-1].append(piece)
    return [tuple(run) for run in runs if run]


def contract(talk: Talk, entry: str) -> None:
    """Makes one state of a place that only speaks and the place that speaks or listens next, where nobody comes to that
    one another way: builders draw what a menu says apart from its buttons. The first one's name stays. What answers a
    choice stays apart: it is what was asked for, not the opening of the next question."""
    leaving, arriving = _by_end(talk)
    for name in list(talk.states):
        while (after := _next(talk, name, entry, leaving, arriving)) is not None:
            _join_states(talk, name, after)
            talk.edges.pop(leaving[name][0])
            leaving[name] = []
            for edge in leaving.pop(after, []):
                moved = replace(edge, source=name, target=name if edge.target == after else edge.target)
                _move(talk, edge, moved)
                leaving[name].append(moved)
                arriving[edge.target] = [moved if one is edge else one for one in arriving[edge.target]]
            for edge in [edge for edge in arriving.pop(after, []) if edge in talk.edges and edge.target == after]:
                moved = replace(edge, target=name)
                _move(talk, edge, moved)
                leaving[edge.source] = [moved if one is edge else one for one in leaving[edge.source]]
                arriving.setdefault(name, []).append(moved)


def _by_end(talk: Talk) -> tuple[dict[str, list[Edge]], dict[str, list[Edge]]]:
    leaving: dict[str, list[Edge]] = {}
    arriving: dict[str, list[Edge]] = {}
    for edge in talk.edges:
        leaving.setdefault(edge.source, []).append(edge)
        arriving.setdefault(edge.target, []).append(edge)
    return leaving, arriving


def _next(talk: Talk, name: str, entry: str, leaving: dict[str, list[Edge]], arriving: dict[str, list[Edge]]) -> str | None:
    """The state that a speaking one may be joined with."""
    state = talk.states.get(name)
    if state is None or state.kind != "say" or not state.words or state.unheard:
        return None
    if any(edge.trigger in _CHOSEN for edge in arriving.get(name, [])):
        return None
    ways = leaving.get(name, [])
    after = talk.states.get(ways[0].target) if len(ways) == 1 and ways[0].trigger == "always" else None
    if (
        after is None
        or after is state
        or after.id == entry
        or after.kind not in ("say", "ask", "menu")
        or not (after.words or after.kind != "say")
    ):
        return None
    back = [edge for edge in arriving.get(after.id, []) if edge is not ways[0] and edge not in talk.quiet]
    return after.id if all(edge.source == after.id for edge in back) else None


def _join_states(talk: Talk, name: str, after: str) -> None:
    first, second = talk.states[name], talk.states.pop(after)
    first.words = joined(first.words, second.words) if second.words else first.words
    first.kind, first.unheard = second.kind, second.unheard
    first.answers, first.otherwise, first.values = second.answers, second.otherwise, second.values


def _move(talk: Talk, edge: Edge, moved: Edge) -> None:
    talk.edges.pop(edge, None)
    talk.edges.setdefault(moved)
    if edge in talk.quiet:
        talk.quiet.discard(edge)
        talk.quiet.add(moved)


def reply_to_choices(talk: Talk, phrases: Mapping[str, Sequence[Phrase]] | None = None) -> None:
    """Takes down what the customer chose or said to get to a state, in every state that speaks first on such a way:
    the phrases that are known for the label, or the label itself where it was offered. Keys say nothing."""
    onward = _onward(talk)
    for edge in talk.edges:
        if edge.trigger not in _CHOSEN or _KEY.fullmatch(edge.label):
            continue
        said = (phrases or {}).get(edge.label) or ([Phrase("", edge.label)] if edge.trigger == "option" else [])
        name, seen = edge.target, {edge.source}
        while name in talk.states and name not in seen:
            seen.add(name)
            state = talk.states[name]
            if state.words or name not in onward:
                state.in_reply_to += [words for words in said if words not in state.in_reply_to]
                break
            name = onward[name]


def written_menus(flow: Flow, messages: Iterable[Message]) -> Flow:
    """The flow with menus where a text itself lists what may be answered: at least two numbers or labels that lead on."""
    said = {message.id: "\n".join(passage.text for passage in message.passages) for message in messages}
    labels: dict[str, dict[str, None]] = {}
    for edge in flow.edges:
        if edge.trigger in _CHOSEN:
            labels.setdefault(edge.source, {})[edge.label] = None

    def shown(node: Node) -> Node:
        if node.kind not in ("ask", "menu") or node.announced:
            return node
        text = next((said[name] for name in node.messages if name in said), "")
        found = [(at, label) for label in labels.get(node.id, ()) if (at := mentions(label, text)) is not None]
        listed = tuple([label for _, label in sorted(found)])
        return replace(node, kind="menu", announced=listed) if len(listed) > 1 else node

    return replace(flow, nodes=tuple([shown(node) for node in flow.nodes]))


def _onward(talk: Talk) -> dict[str, str]:
    """Where the states lead that only pass on."""
    found: dict[str, list[str]] = {}
    for edge in talk.edges:
        found.setdefault(edge.source, []).append(edge.target if edge.trigger == "always" else "")
    single = {source: targets[0] for source, targets in found.items() if len(set(targets)) == 1}
    return {source: target for source, target in single.items() if target and talk.states[source].kind == "say"}
