"""What stands in the files of one Lex bot, of either version: locales with their intents, slots and how they are heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeGuard

from servicelint.formats.lex.copy import has_buttons
from servicelint.model import Bundle, Channel, Problem, Source, Unreadable
from servicelint.syntax import json
from servicelint.syntax.json import Object, String, Value


@dataclass(eq=False)
class Intent:
    """An intent of the second version, with its slots in the order they are asked for."""

    name: str
    root: Object
    slots: list[Object] = field(default_factory=list)

    @property
    def fallback(self) -> bool:
        return self.root.text("parentIntentSignature").endswith("FallbackIntent")

    @property
    def utterances(self) -> tuple[str, ...]:
        """What customers say for it."""
        return utterances(self.root)


def utterances(root: Object) -> tuple[str, ...]:
    """The sample utterances of an intent of either version."""
    items = root.items("sampleUtterances")
    texts = [item.text("utterance") if isinstance(item, Object) else item.value for item in items if _is_said(item)]
    return tuple([text.strip() for text in texts if text.strip()])


def _is_said(item: Value) -> TypeGuard[Object | String]:
    return isinstance(item, Object | String)


@dataclass
class Locale:
    """The bot in one language."""

    name: str
    intents: dict[str, Intent] = field(default_factory=dict)
    spoken: bool = False

    @property
    def channel(self) -> Channel:
        """Voice where the locale has one and nothing is drawn to be clicked."""
        drawn = any(has_buttons(root) for intent in self.intents.values() for root in (intent.root, *intent.slots))
        return "voice" if self.spoken and not drawn else "chat"


@dataclass
class Bot:
    """`locales` are those of the second version, `old` the bots and intents of the first."""

    locales: dict[str, Locale] = field(default_factory=dict)
    old: list[Object] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(bundle: Bundle) -> Bot:
    """Read every file of the bundle; one that is no JSON becomes a problem, and the others are read all the same."""
    bot = Bot()
    slots: list[tuple[str, str, Object]] = []
    for source in bundle.sources:
        for root in _roots(source, bot.problems):
            _add(bot, PurePath(source.path), root, slots)
    for locale, intent, slot in slots:
        found = bot.locales.setdefault(locale, Locale(locale)).intents
        found.setdefault(intent, Intent(intent, slot)).slots.append(slot)
    for known in bot.locales.values():
        for intent_of in known.intents.values():
            _in_order(intent_of)
    return bot


def is_slot(root: Object) -> bool:
    """Whether it is a slot of the second version."""
    return "valueElicitationSetting" in root.members


def _roots(source: Source, problems: list[Problem]) -> Iterator[Object]:
    try:
        root = json.read(source)
    except Unreadable as failure:
        problems.append(failure.problem)
        return
    if isinstance(root, Object):
        yield root


def _add(bot: Bot, path: PurePath, root: Object, slots: list[tuple[str, str, Object]]) -> None:
    resource = root.object("resource") or root
    locale = _above(path, "BotLocales") or "bot"
    if is_slot(root):
        slots.append((locale, _above(path, "Intents"), root))
    elif "nluConfidenceThreshold" in root.members or "voiceSettings" in root.members:
        bot.locales.setdefault(locale, Locale(locale)).spoken = isinstance(root.members.get("voiceSettings"), Object)
    elif _is_old(resource):
        bot.old.append(resource)
    elif "sampleUtterances" in root.members or "parentIntentSignature" in root.members:
        name = root.text("name") or root.text("intentName") or _above(path, "Intents")
        bot.locales.setdefault(locale, Locale(locale)).intents[_above(path, "Intents") or name] = Intent(name, root)


def _is_old(resource: Object) -> bool:
    if "clarificationPrompt" in resource.members or "abortStatement" in resource.members:
        return True
    old = ("conclusionStatement", "fulfillmentActivity", "confirmationPrompt", "rejectionStatement", "followUpPrompt")
    slots = resource.items("slots")
    asks = any(isinstance(slot, Object) and "valueElicitationPrompt" in slot.members for slot in slots)
    return (
        asks
        or any(key in resource.members for key in old)
        or any(isinstance(item, Object) for item in resource.items("intents"))
    )


def _above(path: PurePath, folder: str) -> str:
    """The folder below the one of that name, on the way to a file."""
    parts = path.parts
    return parts[parts.index(folder) + 1] if folder in parts[:-2] else ""


def _in_order(intent: Intent) -> None:
    """Sort the slots by the priorities that the intent gives them."""
    order = {}
    for number, item in enumerate(intent.root.items("slotPriorities")):
        if isinstance(item, Object):
            priority = item.members.get("priority")
            rank = priority.value if isinstance(priority, json.Scalar) and isinstance(priority.value, int) else number
            order[item.text("slotName") or item.text("slotId")] = rank
    rest = len(order) + max(order.values(), default=0)
    intent.slots.sort(key=lambda slot: order.get(slot.text("name"), order.get(slot.text("identifier"), rest)))
