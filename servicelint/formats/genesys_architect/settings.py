"""What holds in a whole flow: the greeting, errors, agents who answer or are asked for, apologies, training phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.formats.genesys_architect.copy import said
from servicelint.formats.genesys_architect.layout import Layout, reference
from servicelint.model import Message, NodeKind, Role
from servicelint.syntax.yaml import Mapping, Node, Scalar, at, entries, items, word

_SPOKEN = re.compile(r"\b(?:MakeCommunication|ToCommunication|ToAudioTTS)\s*\(")
_ERROR = ("preHandlingAudio", "errorEventHandover")
_CONFIRM, _HAND_OVER = "agentEscalationConfirmation", "agentEscalationHandover"
_NEVER_SAID = frozenset({"settingsNaturalLanguageUnderstanding"})
_KINDS: dict[str, NodeKind] = {"disconnect": "end", "queue": "human"}


def lay_entry(layout: Layout, kind: Scalar, root: Mapping, start: str) -> str:
    """The step where the flow begins: its greeting, or where its start is; joined to what may happen at any time."""
    entry = layout.begin("start", "say", kind.span)
    layout.speak(entry, root.get("initialGreeting"))
    if start:
        layout.join(entry, start, "always", entry.span)
    _lay_errors(layout, entry.id, root)
    if kind.value.lower().startswith("inqueue"):
        answered = layout.begin("answered", "elsewhere", kind.span)
        layout.join(entry, answered.id, "condition", kind.span)
    _lay_escalation(layout, entry.id, kind, at(root, "settingsErrorHandling"))
    return entry.id


def _lay_escalation(layout: Layout, entry: str, kind: Scalar, handling: Node | None) -> None:
    """A bot that hands over whoever asks for a person leaves to the flow that called it."""
    if word(at(handling, "enableAgentEscalation", "lit")) != "true":
        return
    asked = layout.begin("agentEscalation", "ask", kind.span)
    layout.speak(asked, at(handling, _CONFIRM))
    handed = layout.begin("agentEscalation/handover", "elsewhere", asked.span)
    layout.speak(handed, at(handling, _HAND_OVER))
    layout.steps.join(entry, asked.id, "condition", asked.span)
    layout.join(asked, handed.id, "always", handed.span)


def _lay_errors(layout: Layout, entry: str, root: Mapping) -> None:
    """What is said on an error, and what the flow does then."""
    handling = at(root, "settingsErrorHandling")
    done = next(iter(entries(at(handling, "errorHandling"))), None)
    if handling is None or done is None:
        return
    key, value = done
    step = layout.begin("error", "say", key.span)
    for name in _ERROR:
        layout.speak(step, at(handling, name), f"/{name}" if step.says else "")
    layout.steps.join(entry, step.id, "error", key.span)
    target = next((reference(inner) for name, inner in entries(value) if name.value.endswith("Ref")), "")
    if not target:
        target = layout.begin(f"error/{key.value}", _KINDS.get(key.value, "elsewhere"), key.span).id
    layout.join(step, target, "always", key.span)


def messages(layout: Layout, root: Mapping) -> Iterator[Message]:
    """What settings say that no step of the flow says: apologies, confirmations."""
    role: Role = "prompt" if layout.channel == "voice" else "reply"
    for key, value in root.entries:
        if key.value.startswith("settings") and key.value not in _NEVER_SAID:
            for name, node in _said(key.value, value):
                found = said(name, node, role, layout.language)
                for number, passages in enumerate(found.variants, 1):
                    variant = str(number) if len(found.variants) > 1 else None
                    yield Message(name, "company", layout.channel, passages, variant=variant, bot=True)


def _said(name: str, node: Node) -> Iterator[tuple[str, Node]]:
    """The places below settings where a text is said; those of the error and of escalation are steps."""
    for number, item in enumerate(items(node), 1):
        yield from _said(f"{name}/{number}", item)
    for key, value in entries(node):
        if key.value == "tts" or (key.value == "exp" and _SPOKEN.search(word(value))):
            yield name, node
        elif key.value not in (*_ERROR, _CONFIRM, _HAND_OVER):
            yield from _said(f"{name}/{key.value}", value)


def phrases(root: Mapping) -> dict[str, tuple[str, ...]]:
    """What customers say for each intent, as the bot is trained."""
    found: dict[str, tuple[str, ...]] = {}
    intents = at(root, "settingsNaturalLanguageUnderstanding", "nluDomainVersion", "intents")
    for intent in items(intents):
        texts = [
            "".join(word(at(segment, "text")) for segment in items(at(utterance, "segments"))).strip()
            for utterance in items(at(intent, "utterances"))
        ]
        found[word(at(intent, "name"))] = tuple([text for text in texts if text])
    found.pop("", None)
    return found
