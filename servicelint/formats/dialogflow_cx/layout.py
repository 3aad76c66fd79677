"""Pages as states: what each says on arrival, where it listens, which handlers it inherits, and where its routes lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.formats.dialogflow_cx.agent import Agent, Page, Parameter, Route
from servicelint.formats.dialogflow_cx.fulfillment import Fulfillment
from servicelint.model import NodeKind, Span, Trigger
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.talk import Answer, State, Talk
from servicelint.syntax.wordings import joined, passages

_ALWAYS = ("true", "")
_PERSON = "END_FLOW_WITH_HUMAN_ESCALATION"
_END = "END_SESSION"
_FAILED = ("webhook.error", "flow-failed")
_COMPARED = re.compile(
    r"\.(?P<name>[\w-]+)(?:\.(?:original|resolved))?\s*=\s*(?P<quote>[\"']?)(?P<value>[^\"']+?)(?P=quote)\s*$"
)


class Layout:
    """Lays out the pages of an agent in `talk`."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent
        self.talk = Talk()
        self._callers: dict[str, list[str]] = {}
        self._phrases = {intent: tuple(phrases) for intent, phrases in agent.phrases.items()}
        self._made: dict[tuple[int, str], str] = {}
        self._ended: dict[str, list[Span]] = {}
        for page in agent.pages.values():
            self.talk.begin(page.id, "say", page.span)
        for page in agent.pages.values():
            self._lay(page)
        for flow in self._ended:
            self._return(flow)

    def _lay(self, page: Page) -> None:
        state = self.talk.states[page.id]
        routes = self.agent.routes(page)
        _speak(state, page.entry)
        onward = next((route for route in routes if not route.intent and route.condition.lower() in _ALWAYS), None)
        if onward is not None and not onward.kind:
            state.words = joined(state.words, onward.does.words)
            routes = tuple([route for route in routes if route is not onward])
        if page.entry.person:
            self._end_here(state, page, routes)
        elif page.entry.ends or (onward and onward.does.ends):
            self.talk.join(page.id, self._end(page.span), "always", page.span)
        elif onward is not None and onward.kind:
            self._pass_on(page, routes, onward)
        elif page.parameters:
            self._ask(page, routes)
        else:
            self._wait(state, page, routes, (), page.id)
        brings = onward is not None and not onward.kind and onward.does.person
        if brings or (state.words and not page.parameters and not _intents(routes) and _named_so(page)):
            state.kind = "human"

    def _end_here(self, state: State, page: Page, routes: tuple[Route, ...]) -> None:
        """A page that hands over: its routes and handlers count only where that fails."""
        state.kind = "human"
        for route in routes:
            self._join(page.id, route, page, page.id, "condition")
        for handler in page.handlers:
            self._handle(state, handler, page)

    def _pass_on(self, page: Page, routes: tuple[Route, ...], onward: Route) -> None:
        """A page that goes on by itself; an intent counts where the customer was heard in the flow before."""
        for route in routes:
            if route is not onward:
                self._join(page.id, route, page, page.id, "condition")
        self._join(page.id, onward, page, page.id, "condition" if len(routes) > 1 else "always")
        for handler in page.handlers:
            self._handle(self.talk.states[page.id], handler, page)

    def _ask(self, page: Page, routes: tuple[Route, ...]) -> None:
        """A form asks for one parameter after the other, and then takes the routes that its values decide."""
        named = [self.talk.begin(f"{page.id}/{parameter.name}", "ask", parameter.span) for parameter in page.parameters]
        self.talk.join(page.id, named[0].id, "always", page.span)
        for number, (state, parameter) in enumerate(zip(named, page.parameters, strict=True), 1):
            _speak(state, parameter.prompt)
            self._wait(state, page, _intents(routes), parameter.handlers, named[0].id)
            if number < len(named):
                state.onward = state.otherwise = named[number].id
            else:
                self._decide(state, page, routes, parameter)
            if parameter.prompt.person:
                state.kind = "human"

    def _decide(self, state: State, page: Page, routes: tuple[Route, ...], parameter: Parameter) -> None:
        """Where the values of the last parameter lead, which may be its chips."""
        filled = [route for route in routes if not route.intent]
        for route in filled:
            found = _COMPARED.search(route.condition)
            if found and found["name"] == parameter.name:
                state.values[found["value"].strip()] = self._target(route, page, state.id)
        others = [route for route in filled if self._target(route, page, state.id) not in state.values.values()]
        if len(others) > 1:
            between = self.talk.begin(f"{state.id} filled", "say", parameter.span)
            state.onward = between.id
            for route in others:
                self._join(between.id, route, page, state.id, "condition")
        elif others:
            state.onward = self._target(others[0], page, state.id)
        if not state.values:
            state.otherwise = state.onward

    def _wait(self, state: State, page: Page, routes: tuple[Route, ...], handlers: tuple[Route, ...], again: str) -> None:
        """A state where the customer is listened to; one that only its conditions lead on from is passed through."""
        flow = self.agent.pages.get(page.flow)
        inherited = _intents(self.agent.routes(flow)) if flow and flow is not page else ()
        own = _intents(routes)
        state.kind = "ask" if own or inherited or flow is None or again != page.id else "say"
        state.otherwise = "" if self.agent.phrases else "intents"
        for route in own:
            if route.intent in self.agent.welcome:
                self._join(state.id, route, page, again, "condition")
            else:
                state.answers.append(self._answer(route, page, again, own=True))
        state.answers += [self._answer(route, flow, flow.id, own=False) for route in inherited if flow]
        if inherited or flow is None:
            self.talk.join(state.id, page.flow, "condition", page.span, quiet=True)
        for route in routes:
            if not route.intent:
                self._join(state.id, route, page, again, "condition")
        for route in _in_force(handlers, page.handlers, flow.handlers if flow else ()):
            self._handle(state, route, page)

    def _answer(self, route: Route, page: Page, again: str, own: bool) -> Answer:
        phrases = self._phrases.get(route.intent, ())
        return Answer(route.intent, phrases, self._target(route, page, again), route.span, own)

    def _handle(self, state: State, route: Route, page: Page) -> None:
        """The handler of an event at a state; one without a target leaves the customer there."""
        trigger, label = _trigger(route.event)
        self._join(state.id, route, page, state.id, trigger, label)

    def _join(self, source: str, route: Route, page: Page, again: str, trigger: Trigger, label: str = "") -> None:
        target = self._target(route, page, again)
        self.talk.join(source, target, trigger, route.span, label, quiet=target == again)

    def _target(self, route: Route, page: Page, again: str) -> str:
        """Where a route leads: to a state for what it says, if it says something, which then leads on."""
        key = (id(route), again)
        if key not in self._made:
            does = route.does
            if not (does.words or does.person or does.ends):
                self._made[key] = self._place(route, page, again)
            else:
                name = f"{again if route.event else page.id} > {route.intent or route.event or route.condition}"
                state = self.talk.begin(name, "human" if does.person else "say", route.span)
                self._made[key] = state.id
                _speak(state, does)
                if route.intent in self.agent.welcome:
                    state.in_reply_to += self.agent.phrases.get(route.intent, ())
                if not does.person:
                    self._go_on(state, route, page, again)
        return self._made[key]

    def _go_on(self, state: State, route: Route, page: Page, again: str) -> None:
        """Where a state leads that a route speaks at. Chips that it shows are heard at once where it stays."""
        if route.does.ends:
            self.talk.join(state.id, self._end(route.span), "always", route.span)
            return
        target = self._place(route, page, again)
        offers = any(passage.role == "option" for passage in passages(state.words))
        if offers and not route.kind and not route.event:
            self._offer(state, route, page, again)
            self.talk.join(state.id, target, "condition", route.span, quiet=True)
        else:
            self.talk.join(state.id, target, "always", route.span, quiet=not route.kind)

    def _offer(self, state: State, route: Route, page: Page, again: str) -> None:
        """Chips of an answer that leaves the customer on the page: they are heard as whatever is said there."""
        state.kind = "ask"
        flow = self.agent.pages.get(page.flow)
        heard = [(other, page, again) for other in _intents(self.agent.routes(page))]
        heard += [(other, flow, flow.id) for other in _intents(self.agent.routes(flow))] if flow and flow is not page else []
        state.answers += [self._answer(other, place, back, own=False) for other, place, back in heard if other is not route]
        handlers = flow.handlers if flow else ()
        for handler in _in_force((), page.handlers, handlers):
            self._handle(state, handler, page)

    def _place(self, route: Route, page: Page, again: str) -> str:
        """The state that a route's target names."""
        if not route.kind:
            return again
        if route.kind == "targetFlow":
            self._callers.setdefault(route.target, []).append(again)
            return self._named(route.target, route)
        if route.kind == "targetPlaybook":
            return self._named(f"playbook {route.target}", route)
        symbol = re.sub(r"[\s-]+", "_", route.target.strip().upper())
        if symbol == _PERSON:
            return self._one(_PERSON, "human", route.span)
        if symbol == _END:
            return self._end(route.span)
        if symbol.startswith("END_FLOW"):
            self._ended.setdefault(page.flow, []).append(route.span)
            return self._one(f"{page.flow}: end", "say", route.span)
        if symbol in ("CURRENT_PAGE", "START_PAGE"):
            return page.id if symbol == "CURRENT_PAGE" else page.flow
        if symbol == "PREVIOUS_PAGE":
            return self._previous(page, route)
        return self._named(f"{page.flow}/{route.target}", route)

    def _named(self, name: str, route: Route) -> str:
        """A page or flow by its name; one that is not in the files may be called a hand-off."""
        if name not in self.talk.states and hands_over(route.target):
            self.talk.begin(name, "human", route.span)
        return name

    def _previous(self, page: Page, route: Route) -> str:
        """A state that leads back to every page that leads to this one."""
        back = self._one(f"{page.id}: back", "say", route.span)
        for other in self.agent.pages.values():
            ways = (*self.agent.routes(other), *other.handlers)
            if other.flow == page.flow and any(way.kind == "targetPage" and way.target == page.name for way in ways):
                self.talk.join(back, other.id, "condition", route.span)
        return back

    def _return(self, flow: str) -> None:
        """At its end a flow gives the customer back to the pages that called it; the start flow ends the session."""
        end, callers = f"{flow}: end", list(dict.fromkeys(self._callers.get(flow, ())))
        span = self._ended[flow][0]
        if not callers and flow == self.agent.start:
            callers = [self._end(span)]
        for caller in callers or [f"{flow}: caller"]:
            self.talk.join(end, caller, "always" if len(callers) == 1 else "condition", span, quiet=True)

    def _end(self, span: Span) -> str:
        return self._one(_END, "end", span)

    def _one(self, name: str, kind: NodeKind, span: Span) -> str:
        if name not in self.talk.states:
            self.talk.begin(name, kind, span)
        return name


def _speak(state: State, does: Fulfillment) -> None:
    state.words, state.unheard = does.words, does.unheard


def _named_so(page: Page) -> bool:
    return hands_over(page.name) or hands_over(page.flow)


def _intents(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    return tuple([route for route in routes if route.intent])


def _in_force(*levels: tuple[Route, ...]) -> Iterator[Route]:
    """The handlers that count, of the parameter before the page before the flow: the first for each event."""
    seen = set()
    for handler in (handler for level in levels for handler in level):
        if handler.event not in seen:
            seen.add(handler.event)
            yield handler


def _trigger(event: str) -> tuple[Trigger, str]:
    if event.startswith(("sys.no-input", "sys.no-match", "sys.invalid-parameter", "sys.long-utterance")):
        return ("no-input", "") if event.startswith("sys.no-input") else ("no-match", "")
    return ("error", "") if event.startswith(_FAILED) else ("condition", "")
