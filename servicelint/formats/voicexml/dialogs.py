"""Forms and menus: which item follows which, what each listens to, and who is handed over to a person.

Follows the form interpretation algorithm (VoiceXML 2.0, appendix C): items in order, handlers that lead back to the
item that listened, an implicit exit where a form ends. A missing handler stays missing: the platform's own would only
listen again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from servicelint.formats.voicexml import announce, options, speech
from servicelint.formats.voicexml.conditions import Known, outcome
from servicelint.formats.voicexml.content import Content, Where, leaves
from servicelint.formats.voicexml.draft import Draft
from servicelint.formats.voicexml.events import Scope
from servicelint.formats.voicexml.options import Option
from servicelint.formats.voicexml.pages import Site
from servicelint.model import Span
from servicelint.syntax.xml import Element, Node

_INPUTS = ("field", "record", "transfer", "subdialog", "object")
_ITEMS = ("block", "initial", *_INPUTS)


@dataclass(frozen=True)
class _After:
    """What comes after an item: the node of the next one, and before it the `<filled>` elements."""

    following: str
    filled: tuple[Element, ...]


class Dialogs:
    """Reads every dialog of every document into the content's sketch."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._sketch = content.sketch
        self._calls: list[tuple[str, str, str, Span]] = []

    def read(self, site: Site) -> None:
        for page in site.pages:
            around = [Scope(*scope) for scope in site.scopes(page)]
            for name, dialog in page.dialogs.items():
                where = Where(page, page, page.node(name), page.node(name), (Scope(page, dialog), *around))
                (self._menu if dialog.local == "menu" else self._form)(dialog, where)
        self._give_back()

    def _menu(self, menu: Element, where: Where) -> None:
        draft = self._sketch.begin(where.item, where.page.name, "menu", menu.tag)
        listed, where = self._listed(menu, where)
        self._speak(menu, draft, where)
        for element, option in listed:
            self._sketch.join(draft.id, self._content.leads(element, where), "option", element.tag, option.wired)
            draft.options.append(option)
        draft.options += [option for option, _ in self._content.links(draft, where)]
        self._content.listen(draft, where)

    def _form(self, form: Element, where: Where) -> None:
        start = self._sketch.begin(where.item, where.page.name, "say", form.tag)
        found = form.elements(*_ITEMS)
        names = [item.get("name") or f"{item.local}{number}" for number, item in enumerate(found, 1)]
        nodes = [f"{start.id}/{name}" for name in names]
        end = self._sketch.begin(f"{start.id}:end", where.page.name, "end", form.tag).id
        where = replace(where, items=dict(zip(names, nodes, strict=True)))
        self._sketch.join(start.id, [*nodes, end][0], "always", form.tag)
        filled = _filled(form, found, names)
        for number, item in enumerate(found):
            following = [*nodes[number + 1 :], end][0]
            back = following if item.local == "block" else nodes[number]
            inner = replace(where, item=nodes[number], back=back, scopes=(Scope(where.page, item), *where.scopes))
            self._item(item, inner, following, filled[number])

    def _item(self, item: Element, where: Where, following: str, filled: Sequence[Element]) -> None:
        draft = self._sketch.begin(where.item, where.page.name, "say", item.tag)
        condition = item.get("cond")
        if item.local == "block" and condition and not leaves(item):
            says = self._content.says(item.children, draft, where)
            draft.says.append(speech.Choice(((condition, says), ("otherwise", ()))))
            self._content.proceed(draft, following, item.tag)
            return
        if condition or item.get("expr"):
            self._sketch.join(draft.id, following, "condition", item.tag)
            body = self._sketch.begin(f"{draft.id}:visit", draft.page, "say", item.tag)
            self._sketch.join(draft.id, body.id, "condition", item.tag)
            draft = body
        if item.local == "block":
            self._content.proceed(self._content.run(item.children, draft, where), following, item.tag)
            return
        self._input(item, draft, where, _After(following, (*item.elements("filled"), *filled)))

    def _input(self, item: Element, draft: Draft, where: Where, after: _After) -> None:
        """An item that takes something: what it says, and how it leads on."""
        match item.local:
            case "field" | "initial" | "record":
                self._ask(item, draft, where, after)
                return
            case "transfer":
                draft.kind = "human"
                returns = item.get("bridge") == "true" or item.get("type") in ("bridge", "consultation")
                if returns or after.filled:
                    self._sketch.join(draft.id, self._after(item, where, after), "always", item.tag)
            case "subdialog":
                target = self._content.leads(item, where, "src", "srcexpr")
                self._calls.append((target, self._after(item, where, after), draft.id, item.tag))
                self._sketch.join(draft.id, target, "always", item.tag)
            case _:
                draft.kind = "unknown"
                self._sketch.join(draft.id, self._after(item, where, after), "always", item.tag)
        self._speak(item, draft, where)

    def _ask(self, item: Element, draft: Draft, where: Where, after: _After) -> None:
        listed, where = self._listed(item, where)
        self._speak(item, draft, where)
        answers = options.answers(item)
        offered = listed or [(item, option) for option in answers or self._offered(item, draft)]
        draft.implied = bool(answers)
        linked = self._content.links(draft, where)
        form = where.scopes[1].element
        by_links = any(scope is form for _, scope in linked) and _takes_nothing(item, form)
        begun: dict[tuple[bool | None, ...], str] = {}
        for element, option in offered:
            known = Known(item.get("name"), option.value) if option.value else None
            told = outcome(after.filled, known) if known else ()
            if told not in begun:
                undecided = not any(truth is not None for truth in told)
                name = "filled" if undecided else option.wired
                begun[told] = self._after(item, replace(where, known=None if undecided else known), after, name)
            self._sketch.join(draft.id, begun[told], "option", element.tag, option.wired)
        if not offered and not by_links:
            self._sketch.join(draft.id, self._after(item, where, after), "always", item.tag)
        draft.kind = "menu" if offered or by_links else "ask"
        draft.options = [*(option for _, option in offered), *(option for option, _ in linked)]
        self._content.listen(draft, where)

    def _offered(self, item: Element, draft: Draft) -> Sequence[Option]:
        """The options of a question by its grammars: keys; but phrases, or what another file lists, if it says them."""
        accepted = options.alternatives(item)
        if any(option.by_key for option in accepted):
            return accepted
        if any(announce.says(draft, option) for option in accepted):
            return accepted
        keys = [key for key in dict.fromkeys(announce.keys(draft)) if key.isdigit()]
        return [Option(key, value=key) for key in keys] if options.open_ended(item) and len(keys) > 1 else ()

    def _after(self, item: Element, where: Where, after: _After, name: str = "filled") -> str:
        """The node where the caller is once the item is filled."""
        begun = self._sketch.begin(f"{where.item}:{name}", where.page.name, "say", item.tag)
        end: Draft | None = begun
        for element in after.filled:
            end = self._content.run(element.children, end, where) if end else None
        self._content.proceed(end, after.following, item.tag)
        return begun.id

    def _listed(self, container: Element, where: Where) -> tuple[list[tuple[Element, Option]], Where]:
        """The choices or options of an element, and the place with their labels for `<enumerate/>`."""
        listed, labels = [], []
        for element, option in options.listed(container):
            label = speech.passage(where.copy.name, element.text(), "option", where.copy.language)
            labels += [label] if label else []
            listed.append((element, replace(option, label=label.id if label else "")))
        return listed, replace(where, labels=tuple(labels))

    def _speak(self, element: Element, draft: Draft, where: Where) -> None:
        """What a form item or menu says: at the first visit, and at later ones where its prompts count them."""
        first: list[Node] = []
        later: dict[int, list[Node]] = {}
        for node in element.children:
            count = _count(node)
            if count > 1:
                later.setdefault(count, []).append(node)
            elif _speaks(node):
                first.append(node)
        draft.says += self._content.says(first, draft, where)
        draft.tapers = {count: list(self._content.says(later[count], draft, where)) for count in sorted(later)}

    def _give_back(self) -> None:
        """Leads from every `<return>` to what follows the subdialogs that call into its document."""
        drafts = self._sketch.drafts
        for target, after, caller, span in self._calls:
            given = [(draft, at) for draft, at in self._content.returns if draft.page == drafts[target].page]
            if drafts[target].kind in ("elsewhere", "unknown") or not given:
                self._sketch.join(caller, after, "always", span)
            for draft, at in given:
                self._sketch.join(draft.id, after, "always", at)
        called = {drafts[target].page for target, _, _, _ in self._calls}
        for draft, at in self._content.returns:
            if draft.page not in called:
                self._sketch.join(draft.id, self._sketch.place("return", draft.page, "elsewhere", at), "always", at)


def _filled(form: Element, items: Sequence[Element], names: Sequence[str]) -> list[list[Element]]:
    """The form's own `<filled>` elements, each beside the last of the items it waits for."""
    inputs = [number for number, item in enumerate(items) if item.local in _INPUTS]
    found: list[list[Element]] = [[] for _ in items]
    for element in form.elements("filled"):
        named = [number for number in inputs if names[number] in element.get("namelist").split()]
        if waits := named or inputs:
            found[waits[-1]].append(element)
    return found


def _takes_nothing(item: Element, form: Element) -> bool:
    """Whether a field only waits, so that a link of its form is the way on."""
    grammars = (*item.elements("grammar", "dtmf", "option"), *form.elements("grammar"))
    return item.local == "field" and not grammars and not item.get("type")


def _count(node: Node) -> int:
    count = node.get("count") if isinstance(node, Element) and node.local == "prompt" else ""
    return int(count) if count.isdecimal() else 1


def _speaks(node: Node) -> bool:
    return not isinstance(node, Element) or node.local in (*speech.SPOKEN, "prompt")
