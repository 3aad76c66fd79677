"""The intents of one locale of the second version: where the bot listens, what begins each intent, where each ends."""

from __future__ import annotations

from servicelint.formats.lex.bot import Intent, Locale
from servicelint.formats.lex.copy import Voice
from servicelint.formats.lex.steps import Steps, named
from servicelint.model import Span
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.talk import Answer, Talk
from servicelint.syntax.wordings import Phrase


class Conversation:
    """Lays out the intents of a locale in `talk`; `prefix` tells its states from those of other locales."""

    def __init__(self, locale: Locale, prefix: str, voice: Voice, talk: Talk) -> None:
        self.talk = talk
        self.voice = voice
        self._prefix = prefix
        intents = list(locale.intents.values())
        self._entries = {intent.name: f"{prefix}{intent.name}" for intent in intents}
        self._fallback = next((intent.name for intent in intents if intent.fallback), "")
        self.start = talk.begin(f"{prefix}start", "ask", named(intents[0])).id
        for intent in intents:
            talk.begin(self._entries[intent.name], "say", named(intent))
        for intent in intents:
            Steps(self, intent).lay()
            self._hear(intent)

    def entry(self, intent: str) -> str:
        """The state that an intent begins with."""
        return self._entries.get(intent, f"{self._prefix}{intent}")

    def failed(self, intent: str, span: Span) -> str:
        """Where a customer comes to who was never understood: to the fallback, if the bot has one."""
        return self.entry(self._fallback) if self._fallback and self._fallback != intent else self.end("", span)

    def end(self, intent: str, span: Span) -> str:
        """Where the bot gives the customer back to what called it: to a person, where the intent is called so."""
        person = hands_over(intent)
        name = f"{self.entry(intent)}/person" if person else f"{self._prefix}end of the bot"
        if name not in self.talk.states:
            self.talk.begin(name, "human" if person else "elsewhere", span)
        return name

    def _hear(self, intent: Intent) -> None:
        """Whatever begins the intent where the bot listens."""
        entry = self.entry(intent.name)
        if intent.fallback:
            self.talk.join(self.start, entry, "no-match", named(intent))
            return
        phrases = tuple([Phrase("", text) for text in intent.utterances])
        self.talk.states[self.start].answers.append(Answer(intent.name, phrases, entry, named(intent)))
