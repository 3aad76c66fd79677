"""Nodes as states: what each shows, where it listens, which skill or flow it calls, and where its conditions lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

from servicelint.formats.botpress.bot import Bot, Dialog, Node, Way
from servicelint.formats.botpress.content import Content
from servicelint.model import Span, Trigger
from servicelint.syntax.chat_exports import texts
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.said import same
from servicelint.syntax.talk import Talk
from servicelint.syntax.wordings import joined

END = "END"
_ALWAYS = ("true", "always", "")
_INTENT = re.compile(r"intent\.(?:name\s*={2,3}\s*|is\(\s*)[\"'`]([^\"'`]+)")
_LITERAL = re.compile(r"(?:={2,3}\s*|\.(?:includes|startsWith|equals|match)\(\s*)(?:\"([^\"]*)\"|'([^']*)'|(-?\d+)\b)")
_FAILED = re.compile(r"!\s*temp\.success|\b(?:error|failed|failure|notExtracted)\b", re.IGNORECASE)
_ENDING = ".flow.json"


class Layout:
    """Lays out the flows of a bot in `talk`; `shown` are the elements that some node shows."""

    def __init__(self, bot: Bot) -> None:
        self.talk = Talk()
        self.shown: set[str] = set()
        self._bot = bot
        self._callers = _callers(bot)
        for dialog in self._own():
            for node in dialog.nodes:
                self.talk.begin(f"{dialog.name}/{node.id}", "say", node.span)
        for dialog in self._own():
            for node in dialog.nodes:
                self._lay(dialog, node)

    def entry(self) -> str:
        """Where the bot begins: at its main flow; without one at a place that may lead to every flow nobody calls.
        Questions that lead to a flow may be asked at once."""
        main, asked = self._bot.dialogs.get("main"), [answer for answer in self._bot.answers if answer.leads]
        if main is not None and asked:
            entry = self.talk.begin("start", "say", main.span)
            self.talk.join(entry.id, self._start(main), "always", main.span)
            for answer in asked:
                self.talk.join(entry.id, self.place(answer.leads, answer.span), "intent", answer.span, answer.id)
                self._bot.phrases.setdefault(answer.id, []).extend(answer.questions)
            return entry.id
        if main is not None:
            return self._start(main)
        dialogs = list(self._own())
        free = [dialog for dialog in dialogs if dialog.name not in self._callers] or dialogs[:1]
        if len(free) == 1:
            return self._start(free[0])
        entry = self.talk.begin("start", "unknown", free[0].span)
        for dialog in free:
            self.talk.join(entry.id, self._start(dialog), "condition", dialog.span)
        return entry.id

    def _own(self) -> Iterator[Dialog]:
        """The flows that are laid out node by node: not those of skills that only offer choices."""
        return (dialog for dialog in self._bot.dialogs.values() if not _offers(dialog))

    def _lay(self, dialog: Dialog, node: Node) -> None:
        name = f"{dialog.name}/{node.id}"
        state = self.talk.states[name]
        contents = [*([node.own] if node.own else []), *self._contents(node.says)]
        state.words = reduce(joined, [content.words for content in contents]) if contents else {}
        if node.person:
            state.kind = "human"
        called = self._bot.dialogs.get(node.calls) if node.calls else None
        if called is not None and _offers(called) and called.skill is not None:
            self._choose(dialog, node, called)
        elif called is not None:
            self._call(dialog, node, called)
        elif node.calls:
            state.kind = "human" if node.person or hands_over(node.calls) else "menu" if node.skill == "choice" else "unknown"
            state.unheard = True
            self._lead_on(dialog, node, name, Content(values=_picked(node)), listens=node.skill == "choice")
        else:
            state.kind = "ask" if node.waits and not node.person else state.kind
            offered = Content(values={title: value for one in contents for title, value in one.values.items()})
            self._lead_on(dialog, node, name, offered, node.waits)

    def _contents(self, ids: tuple[str, ...]) -> list[Content]:
        self.shown.update(ids)
        return [self._bot.elements[one] for one in ids if one in self._bot.elements]

    def _choose(self, dialog: Dialog, node: Node, called: Dialog) -> None:
        """A skill that offers choices, says so when the answer is none of them, and asks again."""
        assert called.skill is not None
        name = f"{dialog.name}/{node.id}"
        state = self.talk.states[name]
        for content in self._contents((called.skill.text("contentId"),)):
            state.words = joined(state.words, content.words) if state.words else content.words
        state.kind = "menu" if not state.words else "ask"
        state.unheard = not state.words
        self._lead_on(dialog, node, name, Content(values=self._titles(called)), listens=True)
        invalid = called.skill.text("invalidContentId")
        if invalid:
            again = self.talk.begin(f"{name}: invalid", "say", called.span)
            for content in self._contents((invalid,)):
                again.words = content.words
            self.talk.join(name, again.id, "no-match", called.span)
            self.talk.join(again.id, name, "always", called.span, quiet=True)

    def _titles(self, called: Dialog) -> dict[str, str]:
        """The values that a skill hears by the titles it offers them under."""
        assert called.skill is not None
        keywords = called.skill.object("keywords")
        element = self._bot.elements.get(called.skill.text("contentId"))
        shown = {value: title for title, value in element.values.items()} if element else {}
        titles: dict[str, str] = {}
        for value, listed in keywords.members.items() if keywords else ():
            other = next((word.value for word in texts(listed) if word.value != value), value)
            titles[shown.get(value, other).strip()] = value
        return titles or {title: value for value, title in shown.items()}

    def _call(self, dialog: Dialog, node: Node, called: Dialog) -> None:
        """A skill with nodes of its own, which give the customer back when they are done."""
        name = f"{dialog.name}/{node.id}"
        self.talk.join(name, self._start(called), "always", node.span)
        back = self.talk.begin(f"{name}: back", "say", node.span)
        self._lead_on(dialog, node, back.id, Content(), listens=False)

    def _lead_on(self, dialog: Dialog, node: Node, name: str, offered: Content, listens: bool) -> None:
        """The edges of a node, the first condition that holds counts."""
        ways = [*node.ways, *(dialog.everywhere if listens else ())]
        free = {title: value for title, value in offered.values.items() if listens}
        for way in ways:
            trigger, labels = self._trigger(way, free, listens)
            decided = len(ways) > 1 or bool(labels) or self.talk.states[name].kind == "human"
            if trigger == "always" and decided:
                trigger = "no-match" if listens and self._chosen(name) else "condition"
            for target in self._targets(dialog, node, way):
                for label in labels or [""]:
                    self.talk.join(name, target, trigger, way.span, label)
        self._leave_open(dialog, node, name, [title for title in free if not self._wired(name, title)])
        if not ways and not listens and self.talk.states[name].kind == "say":
            self.talk.join(name, self._end(node.span), "always", node.span)

    def _leave_open(self, dialog: Dialog, node: Node, name: str, titles: list[str]) -> None:
        """Choices that no condition asks for lead where any answer leads."""
        anyway = next((way for way in node.ways if way.condition.lower() in _ALWAYS), None)
        if anyway is not None and not self._chosen(name):
            for target in self._targets(dialog, node, anyway):
                for title in titles:
                    self.talk.join(name, target, "option", anyway.span, title)

    def _trigger(self, way: Way, offered: dict[str, str], listens: bool) -> tuple[Trigger, list[str]]:
        if way.condition.lower() in _ALWAYS:
            return "always", []
        intent = _INTENT.search(way.condition)
        if intent:
            return "intent", [intent[1]]
        literals = [next(part for part in found.groups() if part is not None) for found in _LITERAL.finditer(way.condition)]
        labels = [title for title, value in offered.items() if any(value == word or same(title, word) for word in literals)]
        if labels:
            return "option", labels
        return "error" if not listens and _FAILED.search(way.condition) else "condition", []

    def _chosen(self, name: str) -> bool:
        return any(edge.source == name and edge.trigger in ("option", "intent") for edge in self.talk.edges)

    def _wired(self, name: str, title: str) -> bool:
        return any(edge.source == name and edge.label == title for edge in self.talk.edges)

    def _targets(self, dialog: Dialog, node: Node, way: Way) -> list[str]:
        """Where a transition leads: to a node, to another flow, back to whoever called this one, or to the end."""
        flow, _, place = way.target.partition("#")
        if way.target in ("", END):
            return [self._end(way.span)]
        if way.target.startswith("#"):
            return [
                f"{caller}/{place}" if place else self._back(caller, called_by)
                for caller, called_by in self._callers.get(dialog.name, [])
            ] or [self._end(way.span)]
        if flow.endswith(_ENDING):
            return [self.place(way.target, way.span)]
        if f"{dialog.name}/{way.target}" not in self.talk.states and hands_over(way.target):
            self.talk.begin(f"{dialog.name}/{way.target}", "human", way.span)
        return [f"{dialog.name}/{way.target}"]

    def place(self, target: str, span: Span) -> str:
        """The state of `name.flow.json` or `name.flow.json#node`."""
        flow, _, place = target.partition("#")
        name = flow.removesuffix(_ENDING)
        called = self._bot.dialogs.get(name)
        if called is not None:
            return f"{name}/{place}" if place else self._start(called)
        if name not in self.talk.states:
            self.talk.begin(name, "human" if hands_over(name) else "elsewhere", span)
        return name

    def _back(self, caller: str, node: str) -> str:
        name = f"{caller}/{node}"
        return f"{name}: back" if f"{name}: back" in self.talk.states else name

    def _start(self, dialog: Dialog) -> str:
        return f"{dialog.name}/{dialog.start}"

    def _end(self, span: Span) -> str:
        if END not in self.talk.states:
            self.talk.begin(END, "end", span)
        return END


def _offers(dialog: Dialog) -> bool:
    return dialog.skill is not None and "keywords" in dialog.skill.members


def _picked(node: Node) -> dict[str, str]:
    """The values that the conditions of a choice know, where the skill's own flow is missing."""
    found = [_LITERAL.search(way.condition) for way in node.ways if "ret" in way.condition]
    values = [next(part for part in one.groups() if part is not None) for one in found if one]
    return {value: value for value in values}


def _callers(bot: Bot) -> dict[str, list[tuple[str, str]]]:
    """The flows and nodes that lead into each flow."""
    found: dict[str, list[tuple[str, str]]] = {}
    for dialog in bot.dialogs.values():
        for node in dialog.nodes:
            called = [node.calls] if node.calls else []
            called += [flow.removesuffix(_ENDING) for way in node.ways for flow in [way.target.partition("#")[0]]]
            for name in dict.fromkeys(called):
                if name in bot.dialogs and name != dialog.name:
                    found.setdefault(name, []).append((dialog.name, node.id))
    return found
