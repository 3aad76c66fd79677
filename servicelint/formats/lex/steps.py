"""The steps of one intent of the second version: what it asks, confirms and fulfils, and where every outcome leads."""

from __future__ import annotations

import re
from typing import Protocol

from servicelint.formats.lex import copy
from servicelint.formats.lex.bot import Intent
from servicelint.formats.lex.copy import Voice
from servicelint.model import Span
from servicelint.syntax.json import Object, Scalar
from servicelint.syntax.talk import State, Talk

_EQUALS = re.compile(r"""\s*\{(?P<slot>[\w.]+)\}\s*=\s*["']?(?P<value>[^"']*)["']?\s*""")
_GENERATED = (
    "qnAIntentConfiguration",
    "bedrockAgentIntentConfiguration",
    "qInConnectIntentConfiguration",
    "kendraConfiguration",
)
_WAITING = ("waitingResponse", "continueResponse", "stillWaitingResponse")
_YES = frozenset({"yes", "y", "true", "confirmed", "sí", "si", "sì", "da", "да", "oui", "ja", "sim"})
_OWN = {"initial": "initialResponse", "closing": "closingResponse"}
"""What the response of a setting is called where it is not plainly `response`."""


class Whole(Protocol):
    """What the steps need to know of the other intents."""

    talk: Talk
    voice: Voice
    start: str

    def entry(self, intent: str) -> str: ...

    def failed(self, intent: str, span: Span) -> str: ...

    def end(self, intent: str, span: Span) -> str: ...


class Steps:
    """Begins a state for every step of an intent, then draws the ways between them."""

    def __init__(self, whole: Whole, intent: Intent) -> None:
        self._whole, self._talk = whole, whole.talk
        self._intent, self._root = intent, intent.root
        self._name, self._span = whole.entry(intent.name), named(intent)
        self._slots = {slot.text("name") or slot.text("slotName"): slot for slot in intent.slots}
        self._asked = {name: self._begin(f"{self._name}/{name}", slot) for name, slot in self._slots.items()}
        self._confirms = _active(self._root.object("intentConfirmationSetting"))
        prompt = self._confirms.object("promptSpecification") if self._confirms else None
        self._confirm = self._begin(f"{self._name}/confirm", prompt) if prompt else None
        self._fulfil = self._talk.begin(f"{self._name}/fulfilment", "say", self._span)
        self._closing = ""
        self._decided: dict[tuple[str, str], str] = {}

    def lay(self) -> None:
        """All steps, the last first, so that each knows where it leads."""
        end = self._whole.end(self._intent.name, self._span)
        self._closing = self._go(_active(self._root.object("intentClosingSetting")), "closing", "", end)
        self._lay_fulfilment()
        self._lay_confirmation()
        for name in reversed(self._slots):
            self._lay_slot(name)
        first = self._go(self._root.object("initialResponseSetting"), "initial", "", self._after(None))
        self._talk.join(self._name, first, "always", self._span, quiet=first == self._whole.start)
        reached = {edge.target for edge in self._talk.edges}
        for name, state in self._asked.items():
            if state.id not in reached and not _required(self._slots[name]):
                self._talk.join(self._name, state.id, "condition", state.span)

    def _begin(self, name: str, at: Object) -> State:
        shown = at.string("name")
        return self._talk.begin(name, "ask", shown.span if shown else at.span)

    def _after(self, slot: str | None) -> str:
        """What comes by default after a slot, or first of all: the next slot that must be filled, then what confirms."""
        names = list(self._slots)
        later = names if slot is None else names[names.index(slot) + 1 :]
        required = next((name for name in later if _required(self._slots[name])), None)
        if required is not None:
            return self._asked[required].id
        return self._confirm.id if self._confirm is not None else self._fulfil.id

    # ---- questions

    def _lay_slot(self, name: str) -> None:
        setting, state = self._slots[name].object("valueElicitationSetting"), self._asked[name]
        if setting is None:
            return
        prompt = setting.object("promptSpecification")
        self._ask(state, prompt)
        capture = setting.object("slotCaptureSetting")
        state.onward = state.otherwise = self._go(capture, f"{name} captured", "capture", self._after(name))
        for label, value in copy.choices(prompt):
            if target := self._decided.get((name.casefold(), value.casefold())):
                state.values[label] = target
        failed = self._go(capture, f"{name} failed", "failure", self._whole.failed(self._intent.name, state.span))
        self._talk.join(state.id, failed, "no-match", state.span)
        waits = _active(setting.object("waitAndContinueSpecification"))
        for key in _WAITING if waits else ():
            waiting = self._say(waits.object(key) if waits else None, f"{state.id}: {key}", state.id, back=True)
            if waiting != state.id:
                self._talk.join(state.id, waiting, "condition", state.span)
        self._lay_parts(self._slots[name], state)

    def _lay_parts(self, slot: Object, state: State) -> None:
        """The prompts for the parts of a slot that is made of several."""
        parts = slot.object("subSlotSetting")
        specifications = parts.object("slotSpecifications") if parts else None
        for name, part in specifications.members.items() if specifications else ():
            setting = part.object("valueElicitationSetting") if isinstance(part, Object) else None
            prompt = setting.object("promptSpecification") if setting else None
            if prompt is not None:
                inner = self._begin(f"{state.id}/{name}", prompt)
                self._ask(inner, prompt)
                inner.onward = inner.otherwise = state.onward
                self._talk.join(state.id, inner.id, "condition", prompt.span)

    def _ask(self, state: State, prompt: Object | None) -> None:
        """The words of a prompt, which is repeated when there is no answer that fits."""
        state.words = copy.groups(prompt, state.id, self._whole.voice)
        state.unheard = not state.words and copy.is_computed(prompt)
        if prompt is not None and not _is_zero(prompt, "maxRetries"):
            self._talk.join(state.id, state.id, "no-input", state.span, quiet=True)
            self._talk.join(state.id, state.id, "no-match", state.span, quiet=True)

    def _lay_confirmation(self) -> None:
        state, setting = self._confirm, self._confirms
        if state is None or setting is None:
            return
        prompt = setting.object("promptSpecification")
        self._ask(state, prompt)
        end = self._whole.end(self._intent.name, state.span)
        yes = self._go(setting, "confirmed", "confirmation", self._fulfil.id)
        no = self._go(setting, "declined", "declination", end)
        failed = self._go(setting, "confirmation failed", "failure", self._whole.failed(self._intent.name, state.span))
        for label, value in copy.choices(prompt):
            state.values[label] = yes if {label.casefold(), value.casefold()} & _YES else no
        if not state.values:
            self._talk.join(state.id, yes, "option", state.span, "yes")
            self._talk.join(state.id, no, "option", state.span, "no")
        self._talk.join(state.id, failed, "no-match", state.span)

    def _lay_fulfilment(self) -> None:
        hook = self._root.object("fulfillmentCodeHook")
        enabled = hook is not None and not _off(hook, "enabled")
        self._fulfil.unheard = enabled or any(self._root.object(key) for key in _GENERATED)
        updates = _active(hook.object("fulfillmentUpdatesSpecification")) if hook else None
        at = self._fulfil.id
        for key in ("startResponse", "updateResponse") if updates else ():
            response = updates.object(key) if updates else None
            words = copy.groups(response, f"{self._name}: {key}", self._whole.voice)
            if response is not None and words:
                state = self._talk.begin(f"{self._name}: {key}", "say", response.span)
                state.words = words
                self._talk.join(at, state.id, "always", response.span)
                at = state.id
        after = hook.object("postFulfillmentStatusSpecification") if hook else None
        if after is None:
            self._talk.join(at, self._closing, "always", self._span, quiet=self._closing == self._whole.start)
        else:
            self._outcomes(at, after, "fulfilment", self._closing)

    # ---- outcomes

    def _go(self, setting: Object | None, key: str, which: str, default: str) -> str:
        """The state of an outcome: its response, then its conditions or its next step. `which` is what the members of the
        setting are called by (`success`, `failure`, …)."""
        if setting is None:
            return default
        response = setting.object(f"{which}Response" if which else _OWN.get(key, "response"))
        onward = setting.object(f"{which}NextStep" if which else "nextStep")
        conditional = _active(setting.object(f"{which}Conditional" if which else "conditional"))
        target = self._step(onward, setting.object("codeHook"), key, default)
        if conditional is not None and conditional.items("conditionalBranches"):
            target = self._decide(conditional, key, target)
        return self._say(response, f"{self._name}: {key}", target)

    def _say(self, response: Object | None, name: str, target: str, back: bool = False) -> str:
        """A state that gives a response and goes on; the target where there is none."""
        words = copy.groups(response, name, self._whole.voice)
        if response is None or not (words or copy.is_computed(response)):
            return target
        state = self._talk.begin(name, "say", response.span)
        state.words, state.unheard = words, not words
        self._talk.join(state.id, target, "always", response.span, quiet=back or target == self._whole.start)
        return state.id

    def _step(self, onward: Object | None, hook: Object | None, key: str, default: str) -> str:
        """The state that a next step names."""
        action = onward.object("dialogAction") if onward else None
        intent = onward.object("intent") if onward else None
        match action.text("type") if action else "":
            case "ElicitSlot" if action and action.text("slotToElicit") in self._asked:
                return self._asked[action.text("slotToElicit")].id
            case "ElicitIntent":
                return self._whole.start
            case "StartIntent" if intent:
                return self._whole.entry(intent.text("name"))
            case "ConfirmIntent" if self._confirm is not None:
                return self._confirm.id
            case "ConfirmIntent" | "FulfillIntent":
                return self._fulfil.id
            case "CloseIntent":
                return self._closing or default
            case "EndConversation":
                return self._whole.end(self._intent.name, self._span)
            case "InvokeDialogCodeHook":
                return self._program(hook, key, default)
        return default

    def _program(self, hook: Object | None, key: str, default: str) -> str:
        """A program that may say something and decide what comes next."""
        after = hook.object("postCodeHookSpecification") if hook else None
        if hook is None or after is None:
            return default
        state = self._talk.begin(f"{self._name}: {key} program", "say", hook.span)
        state.unheard = not _off(hook, "enableCodeHookInvocation")
        self._outcomes(state.id, after, f"{key} program", default)
        return state.id

    def _outcomes(self, source: str, after: Object, key: str, default: str) -> None:
        """What follows a program that succeeds, fails or takes too long."""
        done = self._go(after, f"{key} success", "success", default)
        self._talk.join(source, done, "always", after.span, quiet=done == self._whole.start)
        for which in ("failure", "timeout"):
            if after.object(f"{which}Response") or after.object(f"{which}NextStep"):
                target = self._go(after, f"{key} {which}", which, self._whole.end("", self._span))
                self._talk.join(source, target, "error", after.span)

    def _decide(self, conditional: Object, key: str, default: str) -> str:
        """A state that leads on by conditions; what they say of a slot's value is noted for the buttons of its prompt."""
        state = self._talk.begin(f"{self._name}: {key} conditions", "say", conditional.span)
        for number, branch in enumerate(conditional.items("conditionalBranches"), 1):
            if isinstance(branch, Object):
                target = self._go(branch, f"{key} condition {number}", "", default)
                self._talk.join(state.id, target, "condition", branch.span)
                condition = branch.object("condition")
                found = _EQUALS.fullmatch(condition.text("expressionString")) if condition else None
                if found:
                    self._decided.setdefault((found["slot"].casefold(), found["value"].casefold()), target)
        target = self._go(conditional.object("defaultBranch"), f"{key} otherwise", "", default)
        self._talk.join(state.id, target, "condition", conditional.span)
        return state.id


def named(intent: Intent) -> Span:
    """Where an intent's name stands."""
    name = intent.root.string("name") or intent.root.string("intentName")
    return name.span if name else intent.root.span


def _active(setting: Object | None) -> Object | None:
    """A setting that is not switched off."""
    return None if setting is None or _off(setting, "isActive") or _off(setting, "active") else setting


def _off(setting: Object, key: str) -> bool:
    switch = setting.members.get(key)
    return isinstance(switch, Scalar) and switch.value is False


def _is_zero(setting: Object, key: str) -> bool:
    number = setting.members.get(key)
    return isinstance(number, Scalar) and number.value == 0


def _required(slot: Object) -> bool:
    setting = slot.object("valueElicitationSetting")
    return setting is not None and setting.text("slotConstraint") != "Optional"
