"""Bots and intents of the first version: slots in order, confirmation, conclusion, and what is said when nothing is
understood."""

from __future__ import annotations

from servicelint.formats.lex import copy
from servicelint.formats.lex.bot import utterances
from servicelint.formats.lex.copy import Voice
from servicelint.model import Channel, Span
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Object, Scalar
from servicelint.syntax.talk import Answer, State, Talk
from servicelint.syntax.wordings import Phrase


def lay(root: Object, prefix: str, voice: Voice, talk: Talk) -> str:
    """Lays out a bot, or a single intent, in `talk`, and returns where it begins."""
    return _Bot(root, prefix, voice, talk).lay()


def channel(root: Object) -> Channel:
    """Voice where the bot has one and nothing is drawn to be clicked."""
    drawn = any("responseCard" in item.members for intent in _intents(root) for item in (intent, *_objects(intent, "slots")))
    return "voice" if root.text("voiceId") not in ("", "0") and not drawn else "chat"


def language(root: Object) -> str:
    """The language that a bot declares."""
    return root.text("locale")


class _Bot:
    def __init__(self, root: Object, prefix: str, voice: Voice, talk: Talk) -> None:
        self._root, self._prefix, self._voice, self._talk = root, prefix, voice, talk
        self._start = talk.begin(f"{prefix}start", "ask", _named(root))
        self._abort = ""

    def lay(self) -> str:
        self._abort = self._say("abortStatement", self._root, "abort", self._end("", self._start.span))
        again = self._say("clarificationPrompt", self._root, "clarification", self._start.id)
        for target in (again, self._abort):
            self._talk.join(self._start.id, target, "no-match", self._start.span, quiet=target == self._start.id)
        for intent in _intents(self._root):
            self._hear(intent)
        return self._start.id

    def _hear(self, intent: Object) -> None:
        name = f"{self._prefix}{intent.text('name')}"
        first = self._lay(intent, self._talk.begin(name, "say", _named(intent)))
        self._talk.join(name, first, "always", _named(intent), quiet=first == self._start.id)
        phrases = tuple([Phrase("", text) for text in utterances(intent)])
        if intent.text("parentIntentSignature").endswith("FallbackIntent"):
            self._talk.join(self._start.id, name, "no-match", _named(intent))
        else:
            self._start.answers.append(Answer(intent.text("name"), phrases, name, _named(intent)))

    def _lay(self, intent: Object, entry: State) -> str:
        """The steps of an intent, the last first; returns the first."""
        name = intent.text("name")
        onward = self._say("conclusionStatement", intent, f"{name}: conclusion", self._end(name, entry.span))
        follow = intent.object("followUpPrompt")
        prompt = follow.object("prompt") if follow else None
        if follow is not None and prompt is not None:
            more = self._question(f"{name}/follow up", prompt)
            no = self._say("rejectionStatement", follow, f"{name}: follow up rejected", self._end(name, entry.span))
            self._yes_or_no(more, self._start.id, no)
            onward = self._say("conclusionStatement", intent, f"{name}: conclusion", more.id)
        activity = intent.object("fulfillmentActivity")
        fulfilment = self._talk.begin(f"{entry.id}/fulfilment", "say", activity.span if activity else entry.span)
        fulfilment.unheard = activity is not None and activity.text("type") == "CodeHook"
        self._talk.join(fulfilment.id, onward, "always", fulfilment.span)
        onward = fulfilment.id
        confirms = intent.object("confirmationPrompt")
        if confirms is not None:
            asked = self._question(f"{name}/confirm", confirms)
            no = self._say("rejectionStatement", intent, f"{name}: rejected", self._end("", entry.span))
            self._yes_or_no(asked, onward, no)
            onward = asked.id
        for slot in sorted(_objects(intent, "slots"), key=_priority, reverse=True):
            onward = self._slot(name, slot, onward)
        return onward

    def _slot(self, intent: str, slot: Object, onward: str) -> str:
        prompt = slot.object("valueElicitationPrompt")
        if prompt is None:
            return onward
        state = self._question(f"{intent}/{slot.text('name')}", prompt)
        state.onward = state.otherwise = onward
        return onward if slot.text("slotConstraint") == "Optional" else state.id

    def _question(self, name: str, prompt: Object) -> State:
        """A question, which is asked again until the bot gives up."""
        state = self._talk.begin(f"{self._prefix}{name}", "ask", prompt.span)
        state.words = copy.statement(prompt, state.id, self._voice)
        self._talk.join(state.id, state.id, "no-match", prompt.span, quiet=True)
        self._talk.join(state.id, self._abort, "no-match", prompt.span)
        return state

    def _yes_or_no(self, state: State, yes: str, no: str) -> None:
        self._talk.join(state.id, yes, "option", state.span, "yes", quiet=yes == self._start.id)
        self._talk.join(state.id, no, "option", state.span, "no")

    def _say(self, key: str, holder: Object, name: str, target: str) -> str:
        """A state that makes a statement and goes on; the target where there is none."""
        written = holder.object(key)
        words = copy.statement(written, f"{self._prefix}{name}", self._voice)
        if written is None or not words:
            return target
        state = self._talk.begin(f"{self._prefix}{name}", "say", written.span)
        state.words = words
        self._talk.join(state.id, target, "always", written.span, quiet=target == self._start.id)
        return state.id

    def _end(self, intent: str, span: Span) -> str:
        """Where the bot gives the customer back to what called it: to a person, where the intent is called so."""
        person = hands_over(intent)
        name = f"{self._prefix}{intent}/person" if person else f"{self._prefix}end of the bot"
        if name not in self._talk.states:
            self._talk.begin(name, "human" if person else "elsewhere", span)
        return name


def _intents(root: Object) -> list[Object]:
    """The intents of a bot; an intent that was exported alone is its own."""
    listed = _objects(root, "intents")
    return listed or ([root] if "sampleUtterances" in root.members or "slots" in root.members else [])


def _objects(root: Object, key: str) -> list[Object]:
    return [item for item in root.items(key) if isinstance(item, Object)]


def _named(root: Object) -> Span:
    name = root.string("name")
    return name.span if name else root.span


def _priority(slot: Object) -> float:
    priority = slot.members.get("priority")
    return float(priority.value) if isinstance(priority, Scalar) and priority.value is not None else 0.0
