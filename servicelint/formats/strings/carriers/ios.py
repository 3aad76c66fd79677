"""Apple's catalogues: `.strings`, plural rules in `.stringsdict`, and `.xcstrings` with all languages in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.model import Problem, Source
from servicelint.model.pieces import text_of
from servicelint.syntax import json, locales, strings_file, xml
from servicelint.syntax.json import Object
from servicelint.syntax.xml import Element

EXTENSIONS = (".strings", ".stringsdict", ".xcstrings")

_FORMAT = "NSStringLocalizedFormatKey"
_FORMS = ("zero", "one", "two", "few", "many", "other")
_ONLY_VARIABLE = re.compile(r"%#@[^@\s]+@")
_CATALOGUE = re.compile(r'\s*\{(?=.*"sourceLanguage"\s*:)(?=.*"strings"\s*:\s*\{)', re.DOTALL)
_LOOKED_AT = 5
_DEEPEST = 8


def sniff(source: Source) -> float:
    """By pairs of strings, by the keys of plural rules, or by those of a string catalogue."""
    name = source.path.lower()
    if name.endswith(".stringsdict"):
        return 0.95 if _FORMAT in source.text and "<plist" in source.text else 0.0
    if name.endswith(".xcstrings"):
        return 0.95 if _CATALOGUE.match(source.text) else 0.0
    if "<plist" in source.text[:1000]:
        return 0.9 if "<string>" in source.text else 0.0
    found = list(islice(strings_file.pairs(source, []), _LOOKED_AT))
    return 0.95 if found else 0.0


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every string; those of a string catalogue have the language first in their key."""
    if source.path.lower().endswith(".xcstrings"):
        return Catalogue(tuple(_catalogue(json.read(source))))
    if "<plist" in source.text[:1000]:
        entries = tuple(_listed(xml.root(source)))
    else:
        pairs = strings_file.pairs(source, problems)
        entries = tuple(
            [Entry((pair.key,), pair.pieces, "c-quoted" if pair.quoted else "quoted") for pair in pairs if pair.pieces]
        )
    return Catalogue(entries, locales.of_path(source.path))


def _listed(root: Element) -> Iterator[Entry]:
    """The strings of a property list: `<key>…</key><string>…</string>`, or a dictionary of plural rules for a key."""
    for top in root.elements("dict"):
        for key, value in _members(top):
            if value.local == "string":
                yield from _entry((key,), value)
            elif value.local == "dict":
                yield from _ruled(key, value)


def _members(found: Element) -> Iterator[tuple[str, Element]]:
    children = found.elements()
    for key, value in pairwise(children):
        if key.local == "key" and value.local != "key":
            yield _text(key), value


def _ruled(key: str, rules: Element) -> Iterator[Entry]:
    """The format of a string with plurals, where it says anything, and what each of its variables may say."""
    members = list(_members(rules))
    variables = [(name, value) for name, value in members if value.local == "dict"]
    formats = [value for name, value in members if name == _FORMAT and not _ONLY_VARIABLE.fullmatch(_text(value).strip())]
    for value in formats:
        yield from _entry((key,), value)
    for variable, value in variables:
        for form, text in _members(value):
            if form in _FORMS:
                yield from _entry((key, variable) if formats or len(variables) > 1 else (key,), text, form)


def _text(element: Element) -> str:
    return text_of(element.text())


def _entry(key: tuple[str, ...], element: Element, form: str = "") -> Iterator[Entry]:
    if pieces := element.text():
        yield Entry(key, pieces, "xml", form)


def _catalogue(root: json.Value) -> Iterator[Entry]:
    """The strings of a string catalogue that are written out, in every language."""
    strings = root.object("strings") if isinstance(root, Object) else None
    for key, string in (strings.members if strings else {}).items():
        languages = string.object("localizations") if isinstance(string, Object) else None
        if languages is None or not isinstance(string, Object) or _says_no(string):
            continue
        for language, localized in languages.members.items():
            if isinstance(localized, Object):
                for entry in _localized((language, key), localized, ""):
                    yield replace(entry, language=locales.tag(language))


def _says_no(string: Object) -> bool:
    found = string.members.get("shouldTranslate")
    return isinstance(found, json.Scalar) and found.value is False


def _localized(key: tuple[str, ...], localized: Object, form: str, depth: int = 0) -> Iterator[Entry]:
    """One text, or one for each plural form or device."""
    unit = localized.object("stringUnit")
    if unit and (text := unit.string("value")) and text.pieces:
        yield Entry(key, text.pieces, "json", form)
    variations = localized.object("variations")
    for kinds in variations.members.values() if variations and depth < _DEEPEST else ():
        for name, varied in kinds.members.items() if isinstance(kinds, Object) else ():
            if isinstance(varied, Object):
                yield from _localized(key, varied, f"{form} {name}".strip(), depth + 1)
    substitutions = localized.object("substitutions")
    for name, varied in substitutions.members.items() if substitutions and depth < _DEEPEST else ():
        if isinstance(varied, Object):
            yield from _localized((*key, name), varied, form, depth + 1)
