"""The widgets of a flow as they are written: what each says, and the ways that lead on from it. Follows none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import NodeKind, Passage, Piece, Span, Trigger
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import strip, text_of
from servicelint.syntax import json, ssml
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.pace import paced
from servicelint.syntax.templates import readings

VOICE = {"say-play": "say", "gather-input-on-call": "say"}
CHAT = {"send-message": "body", "send-and-wait-for-reply": "body"}
"""Which property of a widget the customer hears or reads."""

_KINDS: dict[str, NodeKind] = {
    **dict.fromkeys(("say-play", "send-message", "trigger", "set-variables", "split-based-on", "run-function"), "say"),
    **dict.fromkeys(("make-http-request", "make-outgoing-call", "make-outgoing-call-v2", "record-call"), "say"),
    **dict.fromkeys(("fork-stream", "call-recording"), "say"),
    **dict.fromkeys(("gather-input-on-call", "send-and-wait-for-reply", "record-voicemail", "capture-payments"), "ask"),
    **dict.fromkeys(("send-to-flex", "enqueue-call", "connect-call-to", "start-conversation"), "human"),
    **dict.fromkeys(("run-subflow", "add-twiml-redirect", "send-to-auto-pilot", "send-to-autopilot"), "elsewhere"),
    **dict.fromkeys(("connect-virtual-agent", "connect-virtual-agent-v2"), "elsewhere"),
}
_PROGRAMS = frozenset({"run-function", "make-http-request", "run-subflow", "add-twiml-redirect"})
_FLEX = re.compile(r"(?:send|transfer|connect|route|forward)[\W_]*(?:\w+[\W_]+)?(?:to[\W_]*)?flex", re.I)
"""The platform's own agent desk, as builders name the functions that bring a customer there."""
_ERRORS = frozenset({"fail", "failed", "failure", "deliveryFailure", "callFailure", "failedToEnqueue", "providerError"})
_EVENTS: dict[str, Trigger] = {
    **dict.fromkeys((*_ERRORS, "validationError", "error"), "error"),
    **dict.fromkeys(("timeout", "noAudio"), "no-input"),
    **dict.fromkeys(("noMatch", "maxFailedAttempts"), "no-match"),
    **dict.fromkeys(("hangup", "payInterrupted", "busy", "noAnswer"), "condition"),
}
ANSWERS = frozenset({"keypress", "speech", "incomingMessage"})
_MARKUP = re.compile(r"</?(?:speak|break|emphasis|p|s|phoneme|prosody|say-as|sub|w|lang|amazon:[\w-]+)\b[^<>]*>")
_NUMBER_ONLY = re.compile(r"[+\d][\d\s().-]{4,}")


@dataclass(frozen=True)
class Condition:
    """One test of a split: `of` is what is tested, as it is written."""

    type: str
    value: str
    of: str


@dataclass(frozen=True)
class Way:
    """A transition; `target` is "" where it leads nowhere."""

    event: str
    target: str
    conditions: tuple[Condition, ...]
    span: Span

    @property
    def trigger(self) -> Trigger:
        return _EVENTS.get(self.event, "always")


@dataclass(frozen=True)
class Widget:
    id: str
    type: str
    kind: NodeKind
    span: Span
    says: tuple[Passage, ...]
    """What the customer gets: one of these readings."""
    unheard: bool
    """Whether something is said whose words the file does not tell."""
    ways: tuple[Way, ...]
    properties: json.Object | None

    def property(self, name: str) -> str:
        """A property as text, "" where there is none."""
        found = self.properties.members.get(name) if self.properties else None
        return str(found.value) if isinstance(found, json.String | json.Scalar) and found.value is not None else ""


def widgets(flow: json.Object, carrier: Carrier, prefix: str) -> list[Widget]:
    """The widgets of a flow, in its order, each name once; one without a name cannot be led to and is passed over."""
    found: dict[str, Widget] = {}
    for state in flow.items("states"):
        if isinstance(state, json.Object) and (name := state.string("name")) is not None:
            found.setdefault(name.value, _widget(state, name, carrier, prefix))
    return list(found.values())


def _widget(state: json.Object, name: json.String, carrier: Carrier, prefix: str) -> Widget:
    type_name, properties = state.text("type"), state.object("properties")
    kind = _KINDS.get(type_name, "unknown")
    if type_name in _PROGRAMS and (hands_over(name.value) or _FLEX.search(name.value)):
        kind = "human"
    ways = tuple([_way(item) for item in state.items("transitions") if isinstance(item, json.Object)])
    text = _text(type_name, properties)
    says = tuple(_says(prefix + name.value, text, type_name in VOICE, _language(properties), carrier)) if text else ()
    played = bool(type_name in VOICE and properties and "play" in properties.members)
    unheard = not says and (text is not None or played)
    span = name.span if text is None else text.span
    return Widget(name.value, type_name, kind, span, says, unheard, ways, properties)


def _way(item: json.Object) -> Way:
    conditions = tuple([_condition(test) for test in item.items("conditions") if isinstance(test, json.Object)])
    target = item.string("next")
    name = "" if target is None else target.span.text if SLOT in target.value else target.value
    return Way(item.text("event"), name, conditions, item.span)


def _condition(test: json.Object) -> Condition:
    value = test.members.get("value")
    tested = [argument.value for argument in test.items("arguments") if isinstance(argument, json.String)]
    plain = value.value if isinstance(value, json.String | json.Scalar) else None
    return Condition(test.text("type"), "" if plain is None else _plain(plain), " ".join(tested))


def _plain(value: str | float | bool) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _text(type_name: str, properties: json.Object | None) -> json.String | None:
    """What a widget says or sends to the customer. A fixed number is that of the company's own people."""
    key = VOICE.get(type_name) or CHAT.get(type_name)
    if properties is None or key is None:
        return None
    if type_name in CHAT and _NUMBER_ONLY.fullmatch(properties.text("to").strip()):
        return None
    found = properties.string(key)
    return found if found is not None and found.value.strip() else None


def _says(name: str, text: json.String, voice: bool, language: str, carrier: Carrier) -> Iterator[Passage]:
    """The readings of a text, by the branches of its template; none where it is all computed."""
    pieces: Sequence[Piece] = text.pieces
    if voice and _MARKUP.search(text.value):
        runs = ssml.spoken(pieces)
        pieces, carrier = tuple([piece for run in _with_gaps(runs) for piece in run]), "quoted"
    for number, reading in enumerate(readings(pieces, "jinja"), 1):
        words = strip(reading.pieces)
        if re.search(r"\w", text_of(words)):
            own = name if number == 1 else f"{name} ({number})"
            said = Passage(own, words, "prompt" if voice else "reply", language if voice else "", carrier=carrier)
            yield from paced([said], text.pieces) if voice else [said]


def _with_gaps(runs: Sequence[tuple[Piece, ...]]) -> Iterator[tuple[Piece, ...]]:
    """Paragraphs of the markup, each on a line of its own."""
    for number, run in enumerate(runs):
        yield (Piece("\n", Span(run[0].span.source, run[0].span.start, run[0].span.start), "decoded"), *run) if number else run


def _language(properties: json.Object | None) -> str:
    """The language of a widget's voice without its region: `en-CA` is `en`."""
    tag = properties.text("language") if properties else ""
    return tag.partition("-")[0].lower() if SLOT not in tag else ""
