"""Amazon Lex bots, exports of both versions: intents, slots, confirmations, what is said on success and failure."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from servicelint.formats.lex import first
from servicelint.formats.lex.bot import gather
from servicelint.formats.lex.copy import Voice
from servicelint.formats.lex.intents import Conversation
from servicelint.model import Bundle, Channel, Document, Flow, Message, Role, Source
from servicelint.syntax.channels import channel
from servicelint.syntax.talk import Talk

ID = "lex"
SUMMARY = "Amazon Lex bots, version 1 and 2, as exported in JSON"
READ = "prompts, responses and their variations, SSML, response cards, confirmations, conditions and next steps"
NOT_READ = "what Lambda functions say, sample utterances but for what is answered, slot types, custom payloads that are no JSON"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True

_OPENING = re.compile(r"\s*\{")
_INTENT = re.compile(
    r'"(?:intentConfirmationSetting|intentClosingSetting|initialResponseSetting|fulfillmentCodeHook|slotPriorities)"\s*:'
)
_LOCALE = re.compile(r'"nluConfidenceThreshold"\s*:|"voiceSettings"\s*:')
_BOT = re.compile(r'"dataPrivacy"\s*:|"idleSessionTTLInSeconds"\s*:')
_OLD = re.compile(
    r'"(?:valueElicitationPrompt|clarificationPrompt|abortStatement|conclusionStatement|rejectionStatement'
    r'|fulfillmentActivity)"\s*:\s*(?:\{|null)'
)
_OWN = re.compile(r'"importType"\s*:\s*"LEX"|"resource"\s*:|"sampleUtterances"\s*:|"childDirected"\s*:|"messages"\s*:')
_FOLDER = "BotLocales"
_LEVELS_UP = 7


def sniff(source: Source) -> float:
    """By the settings that only intents, slots, locales and bots of Lex have together."""
    text = source.text
    if not _OPENING.match(text):
        return 0
    if ('"sampleUtterances"' in text and _INTENT.search(text)) or '"valueElicitationSetting"' in text:
        return 0.95
    if _OLD.search(text) and _OWN.search(text):
        return 0.95
    if '"slotTypeValues"' in text and '"valueSelectionSetting"' in text:
        return 0.9
    return 0.9 if '"identifier"' in text and (_LOCALE.search(text) or _BOT.search(text)) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the bot that `path` is of: those beside and below its folder of locales."""
    absolute = path.absolute()
    root = next((folder.parent for folder in absolute.parents[:_LEVELS_UP] if folder.name == _FOLDER), None)
    if root is None and (absolute.parent / _FOLDER).is_dir():
        root = absolute.parent
    found = _below(root) if root is not None else ()
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(os.path.relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _below(root: Path) -> tuple[Path, ...]:
    inside = [file for file in (root / _FOLDER).rglob("*.json") if file.is_file()]
    return tuple(sorted([*inside, *(file for file in [root / "Bot.json"] if file.is_file())]))


def parse(bundle: Bundle) -> Document:
    """One document for the whole bot, with a flow for each of its locales."""
    bot = gather(bundle)
    found: list[tuple[tuple[Message, ...], Flow]] = []
    locales = [locale for locale in bot.locales.values() if locale.intents]
    for locale in locales:
        by = channel(bundle.setting("channel"), default=locale.channel)
        language = "" if locale.name == "bot" else locale.name.replace("_", "-")
        talk = Talk()
        prefix = f"{locale.name}/" if len(locales) > 1 else ""
        start = Conversation(locale, prefix, Voice(language, _role(by)), talk).start
        found.append(talk.flow(locale.name, start, by))
    for number, root in enumerate(bot.old, 1):
        by = channel(bundle.setting("channel"), default=first.channel(root))
        talk = Talk()
        prefix = f"{root.text('name') or number}/" if len(bot.old) > 1 else ""
        start = first.lay(root, prefix, Voice(first.language(root), _role(by)), talk)
        found.append(talk.flow(root.text("name") or "bot", start, by))
    messages = [message for said, _ in found for message in said]
    declared = {passage.language for message in messages for passage in message.passages}
    language = bundle.setting("language") or (declared.pop() if len(declared) == 1 else "")
    return Document(bundle, ID, tuple(messages), tuple([flow for _, flow in found]), tuple(bot.problems), language=language)


def _role(by: Channel) -> Role:
    return "prompt" if by == "voice" else "reply"
