"""From a finished sketch to messages and flows: what is one message, and what is one thing to call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from servicelint.formats.voicexml import speech
from servicelint.formats.voicexml.draft import Draft, Sketch
from servicelint.formats.voicexml.pages import Site
from servicelint.model import Flow, Message, Node, Passage, Trigger, Unhandled

_Said = tuple[tuple[str, ...], str]

_UNHEARD: tuple[Trigger, ...] = ("no-input", "no-match")


class Messages:
    """Every message once: a handler that many items share is spoken in many nodes and written in one place."""

    def __init__(self) -> None:
        self._by_words: dict[_Said, Message] = {}

    def of(self, draft: Draft, reachable: bool = True) -> tuple[str, ...]:
        """The ids of what a node says; messages that are new are kept."""
        return tuple([self._keep(draft, *reading, reachable) for reading in _readings(draft)])

    def in_order(self, sources: Sequence[object]) -> tuple[Message, ...]:
        """All messages, in the order of the files and of their first words."""
        rank = {id(source): number for number, source in enumerate(sources)}

        def place(message: Message) -> tuple[int, int]:
            span = message.passages[0].span
            return rank[id(span.source)], span.start

        return tuple(sorted(self._by_words.values(), key=place))

    def _keep(self, draft: Draft, variant: str, passages: tuple[Passage, ...], reachable: bool) -> str:
        said = (tuple([passage.id for passage in passages]), variant)
        if said not in self._by_words:
            name = f"{draft.id} ({variant})" if variant else draft.id
            node = draft.id if reachable else None
            self._by_words[said] = Message(name, "company", "voice", passages, node, variant=variant or None, bot=True)
        return self._by_words[said].id


def _readings(draft: Draft) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """What a caller may hear at this node; every reading has a name of its own, the only one of a first visit none."""
    named: dict[str, int] = {}
    for count, says in [(1, draft.says), *draft.tapers.items()]:
        heard = set()
        for name, passages in speech.readings(says):
            if passages and passages not in heard:
                heard.add(passages)
                whole = "; ".join(filter(None, (f"visit {count}" if count > 1 else "", name)))
                named[whole] = again = named.get(whole, 0) + 1
                yield whole if again == 1 else f"{whole} ({again})", passages


def leads(sketch: Sketch) -> dict[str, set[str]]:
    """Which other documents each document leads to."""
    ways: dict[str, set[str]] = defaultdict(set)
    for edge in sketch.edges:
        source, target = sketch.drafts[edge.source], sketch.drafts[edge.target]
        if source.page != target.page and target.kind not in ("elsewhere", "unknown"):
            ways[source.page].add(target.page)
    return ways


def flows(
    site: Site,
    led: Mapping[str, set[str]],
    sketch: Sketch,
    starts: Mapping[str, str],
    announced: Mapping[str, tuple[str, ...]],
    messages: Messages,
) -> tuple[Flow, ...]:
    """One flow for each document that no other leads to, and for each application's root, with all they lead to.

    `led` says which documents each leads to, `starts` the entry nodes by document.
    """
    helped = {edge.source for edge in sketch.edges if edge.trigger in ("no-input", "no-match")}
    nodes = {
        draft.id: _node(draft, announced.get(draft.id, ()), messages, draft.id in helped) for draft in sketch.drafts.values()
    }
    incoming = {target for targets in led.values() for target in targets}
    left = [page.name for page in site.pages if page.name in starts]
    roots = {above.name for page in site.pages for above, _ in list(site.scopes(page))[1:]}
    found, seen = [], set[str]()
    for name in sorted(left, key=lambda name: name in incoming - roots):
        if name in seen:
            continue
        within = _reach(name, led)
        seen |= within
        edges = tuple([edge for edge in sketch.edges if sketch.drafts[edge.source].page in within])
        own = {draft.id for draft in sketch.drafts.values() if draft.page in within} | {edge.target for edge in edges}
        found.append(Flow(name, starts[name], tuple([node for key, node in nodes.items() if key in own]), edges))
    return tuple(found)


def _node(draft: Draft, announced: tuple[str, ...], messages: Messages, helped: bool) -> Node:
    """A node; one that listens and has neither handler is left to the platform, which only says that it did not hear."""
    alone = draft.kind in ("menu", "ask") and not helped
    unhandled = tuple([Unhandled(trigger, draft.span) for trigger in _UNHEARD]) if alone else ()
    heard = messages.of(draft)
    unheard = speech.unheard(draft.says)
    return Node(draft.id, draft.kind, draft.span, heard, announced, unhandled, unheard=unheard, timeout=draft.timeout)


def _reach(start: str, ways: Mapping[str, set[str]]) -> set[str]:
    reached, left = {start}, [start]
    while left:
        for name in ways.get(left.pop(), set()) - reached:
            reached.add(name)
            left.append(name)
    return reached
