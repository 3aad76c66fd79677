"""Executable content: what blocks, handlers and `<filled>` say, and where they send the caller.

Which item runs when belongs in `dialogs`; here an item is only an id to lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from servicelint.formats.voicexml import events, options, speech
from servicelint.formats.voicexml.conditions import Known, holds
from servicelint.formats.voicexml.draft import Draft, Sketch
from servicelint.formats.voicexml.events import Scope
from servicelint.formats.voicexml.options import Option
from servicelint.formats.voicexml.pages import Page, Site, address
from servicelint.model import Passage, Span
from servicelint.syntax.xml import Element, Node

_LEAVES = frozenset({"goto", "submit", "exit", "disconnect", "return", "throw"})


@dataclass(frozen=True)
class Where:
    """Where content stands: addresses count from `page`, copy is written in `copy` (an application's root may lend it).

    `item` is the node of the form item, `back` the node that an event's handler leads back to, `items` the nodes of
    the form's items by name and in order, `labels` what an `<enumerate/>` speaks, `known` what the caller has chosen.
    """

    page: Page
    copy: Page
    item: str
    back: str
    scopes: tuple[Scope, ...]
    items: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[Passage, ...] = ()
    known: Known | None = None


class Content:
    """Runs content into a sketch. `returns` collects the places where a subdialog gives the call back."""

    def __init__(self, site: Site, sketch: Sketch) -> None:
        self.site = site
        self.sketch = sketch
        self.returns: list[tuple[Draft, Span]] = []
        self.handled: dict[tuple[int, str], str] = {}

    def run(self, nodes: Iterable[Node], draft: Draft, where: Where) -> Draft | None:
        """Lets `draft` speak what the nodes say; the draft that speaks at their end, None where the caller has left."""
        bare: list[Node] = []
        for node in nodes:
            if not isinstance(node, Element) or node.local in speech.SPOKEN:
                bare.append(node)
                continue
            draft.says += self._bare(bare, where)
            bare = []
            if node.local in _LEAVES:
                self._leave(node, draft, where)
                return None
            after = self._step(node, draft, where)
            if after is None:
                return None
            draft = after
        draft.says += self._bare(bare, where)
        return draft

    def proceed(self, draft: Draft | None, target: str, span: Span) -> None:
        """Leads from the end of content to `target`, or to the item that a `<clear>` named."""
        if draft is not None:
            self.sketch.join(draft.id, draft.resume or target, "always", span)

    def leads(self, element: Element, where: Where, plain: str = "next", computed: str = "expr") -> str:
        """The node that an element leads to by its event, item or address."""
        if event := element.get("event"):
            return self._caught(event, element, where)
        if item := element.get("nextitem"):
            return where.items.get(item, where.back)
        page, target = where.page, address(element, plain, computed)
        if target is None:
            name = element.get(computed) or element.get("eventexpr") or element.get("expritem") or element.local
            return self.sketch.place(f"{page.name}: {name}", page.name, "unknown", element.tag)
        if found := self.site.node(page, target) or self.site.node(where.copy, target):
            return found
        if target.startswith("#"):
            return self.sketch.place(f"{page.name}{target}", page.name, "unknown", element.tag)
        return self.sketch.place(target or element.local, page.name, "elsewhere", element.tag)

    def listen(self, draft: Draft, where: Where) -> None:
        """Joins a node that waits to what answers silence, wrong input, a call for help and errors."""
        draft.timeout = events.timeout(where.scopes)
        for event, trigger in events.heard(where.scopes).items():
            for page, handler in events.handlers(where.scopes, event).values():
                label = event if trigger == "condition" else ""
                self.sketch.join(draft.id, self._handler(page, handler, event, where), trigger, handler.tag, label)

    def links(self, draft: Draft, where: Where) -> list[tuple[Option, Element]]:
        """Joins a node that waits to the links that hold there; those by key, each with the element it belongs to."""
        found = []
        for scope in where.scopes:
            for link in scope.links:
                target, offered = self.leads(link, replace(where, copy=scope.page)), options.linked(link)
                for option in offered:
                    self.sketch.join(draft.id, target, "option", link.tag, option.wired)
                if not offered:
                    spoken = [option.phrase for option in options.alternatives(link)]
                    self.sketch.join(draft.id, target, "intent", link.tag, spoken[0] if spoken else link.get("event"))
                found += [(option, scope.element) for option in offered]
        return found

    def _bare(self, nodes: Sequence[Node], where: Where) -> list[speech.Say]:
        return list(speech.said(where.copy.name, nodes, where.copy.language, where.labels))

    def _step(self, element: Element, draft: Draft, where: Where) -> Draft | None:
        match element.local:
            case "prompt":
                draft.says += speech.prompt(where.copy.name, element, where.copy.language, where.labels)
            case "if":
                return self._if(element, draft, where)
            case "foreach":
                return self.run(element.children, draft, where)
            case "clear" | "assign" if _clears(element):
                names = (element.get("namelist") or element.get("name")).split() or list(where.items)
                cleared = [node for name, node in where.items.items() if name in names]
                draft.resume = cleared[0] if cleared else draft.resume
        return draft

    def _if(self, element: Element, draft: Draft, where: Where) -> Draft | None:
        """Ways that only speak are variants of what is said; ways that lead somewhere are ways of the flow."""
        ways = _ways(element, where.known)
        if len(ways) == 1:
            return self.run(ways[0][2], draft, where)
        if not leaves(element):
            spoken = tuple([(condition, self.says(nodes, draft, where)) for condition, _, nodes in ways])
            if any(says for _, says in spoken):
                draft.says.append(speech.Choice(spoken))
            return draft
        after: Draft | None = None
        for _, tag, nodes in ways:
            branch = self._begin(f"{where.item}:if", draft, tag.tag)
            self.sketch.join(draft.id, branch.id, "condition", tag.tag)
            if (end := self.run(nodes, branch, where)) is not None:
                if end.resume is None and after is None:
                    after = self._begin(f"{where.item}:then", draft, element.tag)
                self.proceed(end, after.id if after else "", tag.tag)
        return after

    def says(self, nodes: Iterable[Node], draft: Draft, where: Where) -> tuple[speech.Say, ...]:
        """What content that leads nowhere says."""
        scratch = Draft("", draft.page, "say", draft.span)
        self.run(nodes, scratch, where)
        return tuple(scratch.says)

    def _begin(self, name: str, like: Draft, span: Span) -> Draft:
        return self.sketch.begin(name, like.page, "say", span, like.retry)

    def _leave(self, element: Element, draft: Draft, where: Where) -> None:
        match element.local:
            case "exit" | "disconnect":
                target = self.sketch.begin(f"{where.item}:end", draft.page, "end", element.tag).id
            case "return":
                self.returns.append((draft, element.tag))
                return
            case _:
                target = self.leads(element, where)
        self.sketch.join(draft.id, target, "always", element.tag)

    def _caught(self, event: str, element: Element, where: Where) -> str:
        """The handler of an event that the dialog brings about itself; the platform's own listens again or hangs up."""
        if found := events.handlers(where.scopes, event):
            return self._handler(*next(iter(found.values())), event, where)
        if event in events.HEARD:
            return where.back
        return self.sketch.begin(f"{where.item}:{event}", where.page.name, "end", element.tag).id

    def _handler(self, page: Page, element: Element, event: str, where: Where) -> str:
        key = (id(element), where.item)
        if key not in self.handled:
            draft = self.sketch.begin(f"{where.item}:{event}", where.page.name, "say", element.tag, retry=True)
            self.handled[key] = draft.id
            end = self.run(element.children, draft, replace(where, copy=page))
            self.proceed(end, where.back, element.tag)
        return self.handled[key]


def leaves(element: Element) -> bool:
    """Whether content sends the caller anywhere but on."""
    return any(inner.local in _LEAVES or _clears(inner) for inner in element.walk())


def _clears(element: Element) -> bool:
    """Whether items of the form are to be asked again; giving one the value `undefined` does the same."""
    return element.local == "clear" or (element.local == "assign" and element.get("expr").strip() == "undefined")


def _ways(element: Element, known: Known | None) -> list[tuple[str, Element, list[Node]]]:
    """The ways of an `<if>` that may be taken: condition, the tag that opens the way, content."""
    ways: list[tuple[str, Element, list[Node]]] = [(element.get("cond"), element, [])]
    for child in element.children:
        if isinstance(child, Element) and child.local in ("elseif", "else"):
            ways.append((child.get("cond") or "otherwise", child, []))
        else:
            ways[-1][2].append(child)
    if ways[-1][1].local != "else":
        ways.append(("otherwise", element, []))
    open_ways = []
    for way in ways[:-1]:
        truth = holds(way[0], known)
        if truth is not False:
            open_ways.append(way)
        if truth:
            return open_ways
    return [*open_ways, ways[-1]]
