"""All templates of a bot, by language, and what they come to when an activity calls them: ways to say it, each with its
passages in the file where they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from servicelint.formats.bot_framework.lg import EXPRESSION, Pieces, Structure, Template, read, unescaped
from servicelint.model import Passage, Problem, Role, Source, Unreadable
from servicelint.model.passage import Carrier
from servicelint.model.pieces import slots, text_of, verbatim
from servicelint.syntax import adaptive_cards, json, literals
from servicelint.syntax.dialog_copy import passage
from servicelint.syntax.dialogs import offering
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.wordings import VOICE, Version, Wordings, Words, readings

_LOCALE = re.compile(r"\.([a-z]{2,3}(?:-[a-z]{2,4})?)$", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w.@$])([A-Za-z_][\w.-]*)\s*\(")
_WHOLE_CALL = re.compile(r"\s*([A-Za-z_][\w.-]*)\s*\(.*\)\s*", re.DOTALL)
_NEVER = re.compile(r"(?!)")
_EITHER = re.compile(r"\s*if\s*\(", re.IGNORECASE)
_FIELDS: dict[str, Role] = {"title": "heading", "subtitle": "item", "text": "reply", "displaytext": "reply"}
_CHOSEN = ("suggestedactions", "buttons")
_OPENS = ("openurl", "signin", "call", "downloadfile", "playaudio", "playvideo", "showimage")
_SILENT = frozenset({"typing", "delay", "event", "trace", "endofconversation", "handoff"})


@dataclass(frozen=True)
class Said:
    """What is said, in each of its ways; `spoken` are other words for those who listen. `person`: it hands over."""

    written: Wordings = ()
    spoken: Wordings = ()
    person: bool = False


@dataclass
class Library:
    """`files` holds the templates by language and name of the file; `told` are those that something has called."""

    files: dict[tuple[str, str], dict[str, Template]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def add(self, source: Source) -> None:
        """Read a file; what cannot be read of it becomes a problem."""
        stem, locale = name_of(source.path)
        templates = self.files.setdefault((locale, stem), {})
        try:
            for template in read((verbatim(source, 0, len(source.text)),)):
                templates.setdefault(template.name, template)
        except Unreadable as failure:
            self.problems.append(failure.problem)
        templates.pop("", None)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that there are files for, as they are written; "" where there is none."""
        return tuple(dict.fromkeys(locale for locale, _ in self.files)) or ("",)

    def words(self, pieces: Pieces, dialog: str, owner: str) -> tuple[Words, bool]:
        """What an activity says in every language, and whether it hands over to a person."""
        found: dict[Version, tuple[Wordings, ...]] = {}
        person = False
        for locale in self.locales:
            said = _Telling(self, locale, owner).activity(pieces, dialog)
            person = person or said.person
            found |= versions(said, self.language(locale))
        return found, person

    def offering(self, words: Words, labels: tuple[Passage, ...]) -> Words:
        """The words with the labels of answers after them, in every language of the bot."""
        return offering(words or {Version(self.language(locale)): () for locale in self.locales}, labels)

    def left(self) -> Iterator[tuple[str, Words]]:
        """The templates that nothing calls, with what they say: copy all the same."""
        called = {id(template) for template in self._called()}
        for (locale, stem), templates in self.files.items():
            for template in templates.values():
                if id(template) not in called | self.told:
                    said = _Telling(self, locale, stem).template(template, stem)
                    if words := versions(said, self.language(locale)):
                        yield f"{stem}/{template.name}", words

    def _called(self) -> Iterator[Template]:
        for (locale, stem), templates in self.files.items():
            for template in templates.values():
                for name in _names(template):
                    found = self.find(name, locale, stem)
                    if found is not None and found is not template:
                        yield found

    def find(self, name: str, locale: str, stem: str) -> Template | None:
        """The template of that name: of the file itself before those of the language before those of any."""
        near = [self.files.get((locale, stem), {}), self.files.get((locale, "common"), {})]
        near += [templates for (language, _), templates in self.files.items() if language in (locale, "")]
        return next((templates[name] for templates in near if name in templates), None)

    def language(self, locale: str) -> str:
        """The language to declare: none where a bot has only one, since builders write everything into the default."""
        return locale if len(self.locales) > 1 else ""


def name_of(path: str) -> tuple[str, str]:
    """The name of a file without its language, and the language in lower case: `Orders.en-us.lg`."""
    stem = PurePath(path).stem
    locale = _LOCALE.search(stem)
    return (stem[: locale.start()], locale[1].lower()) if locale else (stem, "")


def versions(said: Said, language: str) -> Words:
    """The words in one language: read and, where they differ, heard."""
    found: dict[Version, tuple[Wordings, ...]] = {}
    if said.written:
        found[Version(language)] = (said.written,)
    plain = {_plain(way) for way in said.written}
    if said.spoken and not {_plain(way) for way in said.spoken} <= plain:
        found[Version(language, VOICE)] = (said.spoken,)
    return found


def _plain(way: Sequence[Passage]) -> str:
    return " ".join(" ".join(part.shown for part in way).casefold().split())


def _names(template: Template) -> Iterator[str]:
    """The names that a template may call."""
    texts = list(template.variants)
    for values in template.structure.fields.values() if template.structure else ():
        texts += values
    for text in texts:
        for expression in EXPRESSION.finditer(text_of(text)):
            yield from _CALL.findall(expression[1])


@dataclass(frozen=True)
class _Telling:
    """Follows calls in one language; `under` are the templates that are being followed. `language` is what is declared
    for the text at hand: nothing for one inside a dialog."""

    library: Library
    locale: str
    owner: str
    language: str = ""
    under: tuple[str, ...] = ()

    def activity(self, pieces: Pieces, stem: str) -> Said:
        """What a text inside a dialog comes to, which may be all that a template may be."""
        try:
            templates = list(read(pieces))
        except Unreadable as failure:
            self.library.problems.append(failure.problem)
            return Said()
        said = [self._of(template, stem, "json") for template in templates]
        return Said(tuple([way for one in said for way in one.written]), tuple([way for one in said for way in one.spoken]),
                    any(one.person for one in said))  # fmt: skip

    def template(self, template: Template, stem: str) -> Said:
        """What a template of a file comes to."""
        self.library.told.add(id(template))
        language = self.library.language(self.locale)
        return replace(self, language=language, under=(*self.under, template.name))._of(template, stem, "plain")

    def _of(self, template: Template, stem: str, carrier: Carrier) -> Said:
        if template.structure is not None:
            return self._structure(template.structure, stem, carrier)
        said = [self._text(variant, stem, "reply", carrier) for variant in template.variants]
        spoken = tuple([way for one in said for way in one.spoken])
        return Said(tuple([way for one in said for way in one.written]), spoken, any(one.person for one in said))

    def _structure(self, structure: Structure, stem: str, carrier: Carrier) -> Said:
        fields = structure.fields
        kind = text_of(next(iter(fields.get("type", ())), ())).lower()
        name = text_of(next(iter(fields.get("name", ())), ())).lower()
        if structure.type == "activity" and kind in _SILENT:
            return Said(person=kind == "handoff" or (kind == "event" and (name.startswith("handoff") or hands_over(name))))
        mixed = [self._text(value, stem, "reply", carrier) for value in fields.get("", ())]
        parts = [one.written for one in mixed]
        for key, role in _FIELDS.items():
            sends = structure.type == "cardaction" and key == "title"
            own: Role = ("button" if kind in _OPENS else "option") if sends else role
            parts += [self._text(value, stem, own, carrier).written for value in fields.get(key, ())]
        parts += [self._text(value, stem, "reply", carrier).written for value in fields.get("attachments", ())]
        for key in _CHOSEN:
            parts += [self._choice(value, stem, carrier) for value in fields.get(key, ())]
        spoken = tuple([way for value in fields.get("speak", ()) for way in self._text(value, stem, "prompt", carrier).written])
        written = tuple(readings([part for part in parts if part]))
        return Said(written, spoken or tuple([way for one in mixed for way in one.spoken]))

    def _choice(self, value: Pieces, stem: str, carrier: Carrier) -> Wordings:
        """A button or chip, written out or made by a template."""
        ways = self._text(value, stem, "option", carrier).written
        return tuple([tuple([_as_option(part) for part in way]) for way in ways])

    def _text(self, pieces: Pieces, stem: str, role: Role, carrier: Carrier) -> Said:
        """A text: what it calls when it is nothing but a call, a card, or copy with slots."""
        text = text_of(pieces)
        whole = EXPRESSION.fullmatch(text.strip())
        if whole is not None:
            return self._calls(whole[1], stem)
        if text.lstrip().startswith("{") and (way := tuple(self._card(pieces))):
            return Said((way,))
        copy = unescaped(slots(pieces, EXPRESSION))
        own = tuple(passage(self.owner, copy, role, _NEVER, self.language, carrier))
        called = [self._calls(found[1], stem).written for found in EXPRESSION.finditer(text) if _WHOLE_CALL.fullmatch(found[1])]
        first = EXPRESSION.match(text.lstrip())
        parts: list[Wordings] = [part for part in called if part]
        if own:
            parts.insert(len(parts) if first else 0, (own,))
        return Said(tuple(readings(parts)))

    def _calls(self, expression: str, stem: str) -> Said:
        """What the templates come to that an expression calls: one of them in an `if`, else all."""
        said = []
        for name in _CALL.findall(expression):
            found = self.library.find(name, self.locale, stem)
            if found is not None and name not in self.under:
                inner = replace(self, owner=f"{self.owner}/{name}")
                said.append(inner.template(found, self._home(found, stem)))
        person = any(one.person for one in said)
        spoken = tuple([way for one in said for way in one.spoken])
        if _EITHER.match(expression):
            return Said(tuple([way for one in said for way in one.written]), spoken, person)
        return Said(tuple(readings([one.written for one in said if one.written])), spoken, person)

    def _home(self, template: Template, stem: str) -> str:
        """The name of the file a template stands in, where it looks for others first."""
        return name_of(template.span.source.path)[0] if template.span.source.path.endswith(".lg") else stem

    def _card(self, pieces: Pieces) -> Iterator[Passage]:
        card = _json(pieces)
        for string, role in adaptive_cards.shown(card) if card is not None else ():
            yield from passage(self.owner, string.pieces, role, EXPRESSION, self.language, "quoted")


def _json(pieces: Pieces) -> json.Value | None:
    """A card; where expressions stand between its strings it is read as leniently as a program's literals."""
    try:
        return json.read_pieces(pieces)
    except Unreadable:
        if len(pieces) > 1:
            return None
    try:
        return literals.read_at(pieces[0].span.source, pieces[0].span.start, "js")
    except Unreadable:
        return None


def _as_option(part: Passage) -> Passage:
    return part if part.role == "button" else replace(part, role="option")
