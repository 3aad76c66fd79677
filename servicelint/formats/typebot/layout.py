"""The blocks of a typebot as states: in the order of their groups, and along the edges that leave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.formats.typebot import bubbles
from servicelint.model import NodeKind, Passage, Span
from servicelint.syntax.chat_exports import objects, place
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Object
from servicelint.syntax.talk import State, Talk
from servicelint.syntax.wordings import Version

_BUBBLES = ("text", "image", "video", "embed", "audio")
_CHOICES = ("choice input", "picture choice input", "cards input")
_SILENT = frozenset(
    {"start", "set variable", "script", "code", "wait", "webhook", "http request", "google analytics", "google sheets"}
    | {"pixel", "email", "send email", "zapier", "make.com", "pabbly connect", "pabbly", "openai", "anthropic", "mistral"}
    | {"groq", "segment", "posthog", "nocodb", "condition", "ab test", "jump", "typebot link"}
)
_PEOPLE = ("chatwoot", "zendesk")
_TO_PERSON = re.compile(r"\s*(?:tel:|https?://(?:wa\.me|(?:api|web)\.whatsapp\.com)/)", re.IGNORECASE)
_BRANCHES = ("condition", "ab test")


@dataclass(frozen=True, eq=False)
class Block:
    """A block and where it is written: `after` is the next one in its group ("" for the last)."""

    id: str
    type: str
    item: Object
    state: str
    after: str


@dataclass
class Layout:
    """`blocks` by id, `groups` with the id of their first block, and where edges lead by block and item."""

    talk: Talk = field(default_factory=Talk)
    blocks: dict[str, Block] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    edges: dict[tuple[str, str], tuple[str, Span]] = field(default_factory=dict)
    entry: str = ""
    linked: list[tuple[str, str, str]] = field(default_factory=list)
    """The states that lead into another bot, with its id and the group that is named there."""


def lay(bot: Object) -> Layout:
    """Everything that a typebot holds."""
    layout = Layout()
    old = "groups" not in bot.members
    for group in objects(bot.items("blocks" if old else "groups")):
        _gather(layout, group, list(objects(group.items("steps" if old else "blocks"))))
    for edge in objects(bot.items("edges")):
        _edge(layout, edge)
    for block in list(layout.blocks.values()):
        _lay(layout, block)
    layout.entry = _entry(layout, bot)
    return layout


def _gather(layout: Layout, group: Object, listed: list[Object]) -> None:
    title = group.text("title").strip() or "group"
    names = [item.text("id") for item in listed]
    for number, item in enumerate(listed):
        name = title if number == 0 else f"{title}/{number + 1}"
        state = layout.talk.begin(name, "say", place(item, item.string("type") or item.string("id")))
        after = names[number + 1] if number + 1 < len(names) else ""
        layout.blocks[names[number]] = Block(names[number], item.text("type").lower(), item, state.id, after)
    if names:
        layout.groups[group.text("id")] = names[0]


def _edge(layout: Layout, edge: Object) -> None:
    """Old bots call groups blocks, and blocks steps."""
    source, target = edge.object("from"), edge.object("to")
    if source is None or target is None:
        return
    leaves = source.text("stepId") or source.text("blockId") or source.text("eventId")
    item = source.text("pathId") or source.text("itemId")
    to = next((name for key in ("stepId", "blockId") for name in [target.text(key)] if name in layout.blocks), "")
    group = target.text("groupId") or target.text("blockId")
    layout.edges[leaves, item] = (to or layout.groups.get(group, group), target.span)


def _lay(layout: Layout, block: Block) -> None:
    talk, state = layout.talk, layout.talk.states[block.state]
    shown = tuple(_shown(block))
    if shown:
        state.words = {Version(): tuple([((passage,),) for passage in shown])}
        state.span = place(block.item, shown[0])
    state.kind = _kind(block)
    options = block.item.object("options")
    if block.type in _CHOICES:
        _choose(layout, block, state, options)
    elif block.type in _BRANCHES:
        for item in objects(block.item.items("items")):
            talk.join(state.id, _target(layout, block, item.text("id")), "condition", item.span)
        if block.type == "condition":
            talk.join(state.id, _target(layout, block), "condition", state.span)
    elif block.type in ("jump", "typebot link"):
        _jump(layout, block, state, options)
    elif state.kind not in ("elsewhere", "human") or _goes_on(layout, block):
        talk.join(state.id, _target(layout, block), "always", state.span)
    retry = options.string("retryMessageContent") if options and block.type.endswith("input") else None
    if retry is not None:
        _ask_again(talk, state, tuple(bubbles.line(state.id, retry, "reply")), retry.span)


def _shown(block: Block) -> Iterator[Passage]:
    content = block.item.object("content")
    if block.type in _BUBBLES and content is not None:
        yield from bubbles.bubble(block.state, content)
    elif block.type.endswith("input"):
        if block.type in _CHOICES:
            for item in objects(block.item.items("items")):
                yield from bubbles.item(block.state, item)
        yield from bubbles.labels(block.state, block.item.object("options"))


def _kind(block: Block) -> NodeKind:
    if block.type in _BUBBLES or block.type in _SILENT:
        return "say"
    if block.type.endswith(" input"):
        return "ask"
    options = block.item.object("options")
    if block.type == "redirect":
        return "human" if options and _TO_PERSON.match(options.text("url")) else "elsewhere"
    if block.type in _PEOPLE or hands_over(block.type):
        return "human"
    return "unknown"


def _choose(layout: Layout, block: Block, state: State, options: Object | None) -> None:
    """Choices lead where their own edges do, the others all on to the same place."""
    default = _target(layout, block)
    for item in objects(block.item.items("items")):
        parts = list(objects(item.members.get("paths"))) or [item]
        for part in parts:
            label = (part.text("text") or part.text("content") or part.text("title")).strip()
            target = _target(layout, block, part.text("id"))
            if label:
                layout.talk.join(state.id, target, "option", part.span, label)
            else:
                layout.talk.join(state.id, target, "condition", part.span)
    computed = options is not None and "dynamicVariableId" in options.members
    if computed or not block.item.items("items"):
        state.unheard = True
        layout.talk.join(state.id, default, "always", state.span)


def _jump(layout: Layout, block: Block, state: State, options: Object | None) -> None:
    """A jump goes to a group or block; a link into another bot leaves the file, and may come back."""
    if options is None:
        layout.talk.join(state.id, _target(layout, block), "always", state.span)
        return
    place, group = options.text("blockId"), options.text("groupId")
    inside = layout.blocks.get(place) or layout.blocks.get(layout.groups.get(group, ""))
    if block.type == "jump" or options.text("typebotId") in ("", "current"):
        layout.talk.join(state.id, inside.state if inside else _end(layout, state.span), "always", state.span)
        return
    state.kind = "elsewhere"
    layout.linked.append((state.id, options.text("typebotId"), group))
    if _goes_on(layout, block):
        layout.talk.join(state.id, _target(layout, block), "always", state.span)


def _ask_again(talk: Talk, state: State, said: tuple[Passage, ...], span: Span) -> None:
    if said:
        retry = talk.begin(f"{state.id}: retry", "say", span)
        retry.words = {Version(): ((said,),)}
        talk.join(state.id, retry.id, "no-match", span)
        talk.join(retry.id, state.id, "always", span, quiet=True)


def _goes_on(layout: Layout, block: Block) -> bool:
    return bool(block.after or (block.id, "") in layout.edges)


def _target(layout: Layout, block: Block, item: str = "") -> str:
    """Where a block, or one of its items, leads: along its edge, else to the next block, else to the end."""
    to, span = layout.edges.get((block.id, item)) or layout.edges.get((block.id, "")) or (block.after, block.item.span)
    if to in layout.blocks:
        return layout.blocks[to].state
    return to or _end(layout, span)


def _end(layout: Layout, span: Span) -> str:
    if "end" not in layout.talk.states:
        layout.talk.begin("end", "end", Span(span.source, span.start, min(span.start + 1, span.end)))
    return "end"


def _entry(layout: Layout, bot: Object) -> str:
    """Where the start event leads; in old bots where the start block stands; else the first block."""
    for event in objects(bot.items("events")):
        found = layout.edges.get((event.text("id"), ""))
        if event.text("type") == "start" and found and found[0] in layout.blocks:
            return layout.blocks[found[0]].state
    starts = [block.state for block in layout.blocks.values() if block.type == "start"]
    return next(iter([*starts, *(block.state for block in layout.blocks.values())]), "")
