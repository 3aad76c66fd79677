"""A telephone call while it is being read: steps that speak, listen or lead on, and the messages and flows they make.

Knows no platform: what a command means and what a caller may press where belongs in the formats.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from servicelint.model import (
    Bundle,
    Edge,
    Flow,
    Message,
    Node,
    NodeKind,
    Passage,
    Span,
    Trigger,
    Unhandled,
)
from servicelint.syntax import ringing
from servicelint.syntax.keys import announced_keys
from servicelint.syntax.pace import followed
from servicelint.syntax.spoken import Say, readings, unheard

_KEY = re.compile(r"[0-9*#]{1,2}")


@dataclass(eq=False)
class Step:
    """A node that still grows. `says` is what it speaks first, `again` what it speaks when it is come back to; `pause` and
    `timeout` are those of a node, `rings` the seconds it may ring here and `answers` whether the call is answered here."""

    id: str
    kind: NodeKind
    span: Span
    says: list[Say] = field(default_factory=list)
    again: list[Say] = field(default_factory=list)
    unhandled: list[Unhandled] = field(default_factory=list)
    pause: float = 0.0
    timeout: float | None = None
    rings: float = 0.0
    answers: bool = False

    @property
    def speaks(self) -> bool:
        return bool(self.says)

    def wait(self, seconds: float) -> None:
        """A silence after what it says so far."""
        if self.says and isinstance(last := self.says[-1], Passage):
            self.says[-1:] = followed([last], seconds)
        else:
            self.pause += seconds


class Call:
    """All steps by id, in the order they were begun, and the edges between them."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.edges: dict[Edge, None] = {}
        self._options: dict[str, dict[str, None]] = {}

    def begin(self, name: str, kind: NodeKind, span: Span, says: Iterable[Say] = ()) -> Step:
        """A new step; its id is `name`, with a number where that is taken."""
        unique, number = name, 1
        while unique in self.steps:
            number += 1
            unique = f"{name}-{number}"
        self.steps[unique] = step = Step(unique, kind, span, list(says))
        return step

    def place(self, name: str, kind: NodeKind, span: Span) -> Step:
        """A step that several edges may share; begun where it is not there yet."""
        return self.steps.get(name) or self.begin(name, kind, span)

    def lead(self, source: Step, target: Step, span: Span, trigger: Trigger = "always", label: str = "") -> None:
        """A new edge; the same one twice is one."""
        self.edges[Edge(source.id, target.id, trigger, span, label)] = None
        if trigger == "option":
            self._options.setdefault(source.id, {})[label] = None

    def press(self, source: Step, digits: str, target: Step, span: Span) -> None:
        """What is dialled at a step leads on: one or two keys are an option, more are a number that is typed in."""
        if _KEY.fullmatch(digits):
            self.lead(source, target, span, "option", digits)
            return
        dialled = self.place(f"{source.id}: number", "ask", span)
        self.lead(source, dialled, dialled.span, "condition")
        self.lead(dialled, target, span, "option", digits)

    def options(self, step: Step) -> list[str]:
        """The keys that lead on from a step, in order."""
        return list(self._options.get(step.id, ()))


def made(
    call: Call, starts: Sequence[tuple[str, Step]], bundle: Bundle, beside: Sequence[Message] = ()
) -> tuple[tuple[Message, ...], tuple[Flow, ...]]:
    """The messages and flows of a call. `starts` are the steps where a caller may begin, each with its flow's name.

    A start that another one leads to makes no flow, nor does one where nothing is said or asked and nothing rings. `beside`
    are messages that no step need speak: those that one does are left to it. Only what lies in the files that were asked
    for becomes a message.
    """
    rung = ringing.rung(call.steps, call.edges, [step.id for _, step in starts])
    taken = _Tidy(call, [step.id for _, step in starts]).run()
    rung = ringing.kept(rung, taken)
    spoken = _Spoken()
    nodes = {step.id: _node(call, step, spoken, rung.get(step.id)) for step in call.steps.values()}
    begun = [(name, taken.get(step.id, step.id)) for name, step in starts]
    flows = tuple(_flows(call, begun, nodes))
    come_to = {node.id for flow in flows for node in flow.nodes}
    said = list(spoken.messages(call, bundle.named))
    heard = {passage.id for message in said for passage in message.passages}
    said = [message if message.node in come_to else replace(message, node=None) for message in said]
    said += (message for message in beside if any(passage.id not in heard for passage in message.passages))
    rank = {id(source): number for number, source in enumerate(bundle.sources)}
    said.sort(key=lambda m: (rank.get(id(m.passages[0].span.source), 0), m.passages[0].span.start))
    return tuple(said), flows


def _node(call: Call, step: Step, spoken: _Spoken, rung: float | None) -> Node:
    announced = _announced(step, call.options(step)) if step.kind == "menu" else ()
    unhandled, quiet = tuple(step.unhandled), unheard(step.says)
    heard = spoken.of(step)
    return Node(step.id, step.kind, step.span, heard, announced, unhandled, step.pause, quiet, step.timeout, rung)


def _announced(step: Step, wired: Sequence[str]) -> tuple[str, ...]:
    """The keys that are said, those of the first reading as often as it says them.

    Where a part cannot be heard from the files, it is taken to announce what the rest does not.
    """
    first, *others = [*readings(step.says), *readings(step.again)]
    said = list(_keys(first[1]))
    later = [key for _, passages in others for key in _keys(passages)]
    left_open = wired if unheard(step.says) else ()
    return (*said, *dict.fromkeys(key for key in (*later, *left_open) if key not in said))


def _keys(passages: Iterable[Passage]) -> Iterator[str]:
    """The keys of what is said in one go: a recording of "press" may be followed by one of "one"."""
    return (key for key, _, _ in announced_keys(" ".join([passage.text for passage in passages])))


class _Spoken:
    """Every message once: what many steps share is spoken in many nodes and written in one place."""

    def __init__(self) -> None:
        self._by_words: dict[tuple[tuple[str, ...], str], Message] = {}

    def of(self, step: Step) -> tuple[str, ...]:
        """The ids of what a step says; messages that are new are kept."""
        first = readings(step.says)
        again = [("; ".join(filter(None, ("visit 2", name))), said) for name, said in readings(step.again)]
        return tuple([self._keep(step, name, passages) for name, passages in (*first, *again) if passages])

    def messages(self, call: Call, named: Collection[str]) -> Iterator[Message]:
        """The messages that are said in one of the files that were asked for, or by a step that stands there."""
        for message in self._by_words.values():
            places = [call.steps[message.node or ""].span, *(passage.span for passage in message.passages)]
            if not named or any(place.source.path in named for place in places):
                yield message

    def _keep(self, step: Step, variant: str, passages: tuple[Passage, ...]) -> str:
        said = (tuple([passage.id for passage in passages]), variant)
        if said not in self._by_words:
            name = f"{step.id} ({variant})" if variant else step.id
            made = Message(name, "company", "voice", passages, step.id, variant=variant or None, bot=True)
            self._by_words[said] = made
        return self._by_words[said].id


def _flows(call: Call, starts: Sequence[tuple[str, str]], nodes: Mapping[str, Node]) -> Iterator[Flow]:
    led: dict[str, list[Edge]] = {name: [] for name in nodes}
    for edge in call.edges:
        led[edge.source].append(edge)
    arrived = {edge.target for edge in call.edges if edge.source != edge.target}
    seen: set[str] = set()
    for name, entry in sorted(starts, key=lambda start: start[1] in arrived):
        if entry in seen:
            continue
        within = _reach(led, entry)
        seen |= within
        if any(nodes[node].kind in ("menu", "ask") or call.steps[node].says or nodes[node].rings for node in within):
            own = [node for node in nodes if node in within]
            edges = tuple([edge for node in own for edge in led[node]])
            yield Flow(name, entry, tuple([nodes[node] for node in own]), edges)


def _reach(led: Mapping[str, Collection[Edge]], start: str) -> set[str]:
    """Every node that can be come to from a start."""
    reached, left = {start}, deque([start])
    while left:
        for edge in led[left.popleft()]:
            if edge.target not in reached:
                reached.add(edge.target)
                left.append(edge.target)
    return reached


class _Tidy:
    """Joins what is spoken in one go to one step, and takes out steps that neither speak nor wait."""

    def __init__(self, call: Call, starts: Iterable[str]) -> None:
        self._call = call
        self._steps = call.steps
        self._starts = set(starts)
        self._order = {name: number for number, name in enumerate(call.steps)}
        self._out: dict[str, dict[Edge, None]] = {name: {} for name in call.steps}
        self._into: dict[str, dict[Edge, None]] = {name: {} for name in call.steps}
        for edge in call.edges:
            self._add(edge)
        self._rings = self._circles()

    def run(self) -> dict[str, str]:
        """Which step now stands for each that was taken out."""
        taken: dict[str, str] = {}
        for step in list(self._steps.values()):
            target = self._next(step)
            if target is None or not (not step.says or self._one_speech(step, target)):
                continue
            if step.says:
                step.wait(target.pause)
                target.pause = step.pause
            elif len(self._into[target.id]) == 1:
                target.pause += step.pause
            target.says[:0] = step.says
            if step.says and target.kind not in ("menu", "ask"):
                target.span = step.span
            self._take_out(step, target)
            taken[step.id] = target.id
        self._call.edges = {edge: None for name in self._steps for edge in self._out[name]}
        return {name: _last(name, taken) for name in taken}

    def _next(self, step: Step) -> Step | None:
        """The only step that a step without a will of its own leads to."""
        edges = list(self._out[step.id])
        if step.kind != "say" or step.again or len(edges) != 1 or edges[0].trigger != "always":
            return None
        target = self._steps[edges[0].target]
        return None if target is step else target

    def _one_speech(self, step: Step, target: Step) -> bool:
        """Whether who hears the first hears it with the second: others come to the second only when they come back."""
        if target.kind in ("elsewhere", "unknown"):
            return False
        others = {edge.source for edge in self._into[target.id]} - {step.id, target.id}
        if others and not all(self._order[step.id] < self._order[other] for other in (*others, target.id)):
            return False
        ring = self._rings[target.id]
        if target.id in self._starts and self._rings[step.id] == ring:
            return False
        return all(self._rings[other] == ring for other in others)

    def _take_out(self, step: Step, target: Step) -> None:
        if step.id in self._starts:
            self._starts.add(target.id)
        for edge in self._out.pop(step.id):
            del self._into[edge.target][edge]
        for edge in self._into.pop(step.id):
            moved = replace(edge, target=target.id)
            self._into[target.id][moved] = None
            self._out[edge.source] = {moved if other == edge else other: None for other in self._out[edge.source]}
        del self._steps[step.id]

    def _circles(self) -> dict[str, str]:
        """Steps that lead to each other, by one of them (Kosaraju): who comes from there has been there before."""
        ended: list[str] = []
        seen: set[str] = set()
        for root in self._out:
            walk = [(root, iter([*self._out[root]]))] if root not in seen else []
            seen.add(root)
            while walk:
                at, edges = walk[-1]
                target = next((edge.target for edge in edges if edge.target not in seen), None)
                if target is None:
                    ended.append(at)
                    walk.pop()
                else:
                    seen.add(target)
                    walk.append((target, iter([*self._out[target]])))
        rings: dict[str, str] = {}
        for root in reversed(ended):
            left = [root] if root not in rings else []
            while left:
                rings[at := left.pop()] = root
                left += [edge.source for edge in self._into[at] if edge.source not in rings]
        return rings

    def _add(self, edge: Edge) -> None:
        self._out[edge.source][edge] = None
        self._into[edge.target][edge] = None


def _last(name: str, taken: Mapping[str, str]) -> str:
    while name in taken:
        name = taken[name]
    return name
