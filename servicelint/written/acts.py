"""The acts of a language: their phrases are compiled, their token patterns tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from servicelint.acts.build import build
from servicelint.acts.compile import ActError
from servicelint.acts.fold import WORD, fold
from servicelint.acts.pack import Pack, TokenPattern
from servicelint.mistakes import did_you_mean, wrong
from servicelint.model import Span
from servicelint.model.passage import place as pieces_place
from servicelint.rules import FOLDER, Library
from servicelint.syntax import yaml
from servicelint.written.checked import Language, Strict, checked, key_place, load, place, source


class PatternFile(Strict):
    """A spaCy token pattern, tried where its anchor act is found."""

    anchor: str
    pattern: Annotated[list[dict[str, Any]], Field(min_length=1)]


class ActsFile(Strict):
    """The acts of one language as they are written."""

    language: Language
    name: str = ""
    words: str = ""
    abbreviations: str = ""
    spellings: dict[str, str] = Field(default_factory=dict)
    acts: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")], str]
    patterns: dict[str, list[PatternFile]] = Field(default_factory=dict)


class OthersFile(Strict):
    """Frequent words of languages that have no acts yet."""

    others: dict[Language, str]


def read_acts(roots: Sequence[yaml.Node], folder: Path, library: Library) -> Pack:
    """The acts of a language, from all the files of a folder that speak of it, as a pack; Mistake where a phrase or token
    pattern cannot be read, or an act stands twice."""
    files = [checked(root, ActsFile) for root in roots]
    written = _together(roots, files)
    patterns = {
        act: tuple(TokenPattern(pattern.anchor.removeprefix("$"), tuple(_typed(pattern.pattern))) for pattern in found)
        for act, found in written.patterns.items()
    }
    base = library.packs.get(written.language)
    known = _built_in(written.language) if base else {}
    for root, file in zip(roots, files, strict=True):
        _check_patterns(root, file, patterns, {**known, **written.acts})
    forms = partial(_forms, _known_forms(folder, written.language), written.language)
    classes = base.slot_classes if base else ()
    try:
        return build(
            written.language,
            written.name,
            written.words,
            written.acts,
            patterns,
            written.abbreviations,
            forms,
            known,
            classes,
            written.spellings,
        )
    except ActError as error:
        root = next(root for root, file in zip(roots, files, strict=True) if error.act in file.acts)
        raise wrong(_phrase(root, error), f"in the act “{error.act}”: {error}") from None


def _together(roots: Sequence[yaml.Node], files: Sequence[ActsFile]) -> ActsFile:
    """Several files of one language as one."""
    whole = files[0].model_copy(deep=True)
    for root, file in zip(roots[1:], files[1:], strict=True):
        for act in file.acts:
            if act in whole.acts:
                what = f"the act “{act}” stands in another file of this language too; expected it once"
                raise wrong(key_place(root, ["acts", act]), what)
        whole.name, whole.words = whole.name or file.name, f"{whole.words} {file.words}"
        whole.abbreviations = f"{whole.abbreviations} {file.abbreviations}"
        whole.spellings |= file.spellings
        whole.acts |= file.acts
        whole.patterns |= file.patterns
    return whole


def _built_in(language: str) -> dict[str, str]:
    """The phrases of the built-in acts of a language, for others to refer to."""
    files = [FOLDER / "acts" / f"{language}.yml", *sorted((FOLDER / "acts").glob(f"{language}-*.yml"))]
    return {act: text for path in files for act, text in checked(load(source(path)), ActsFile).acts.items()}


def _check_patterns(
    root: yaml.Node, written: ActsFile, patterns: Mapping[str, tuple[TokenPattern, ...]], known: Mapping[str, str]
) -> None:
    from servicelint.acts import tokens

    for act in written.patterns:
        for index, pattern in enumerate(patterns[act]):
            at: list[str | int] = ["patterns", act, index]
            if pattern.anchor not in known:
                what = f"${pattern.anchor} is no act of this language; {did_you_mean(pattern.anchor, known)}"
                raise wrong(place(root, [*at, "anchor"]), what)
            fault = tokens.check(written.language, [dict(token) for token in pattern.pattern])
            if fault:
                raise wrong(place(root, [*at, "pattern"]), f"spaCy cannot use this pattern: {fault}")


def _typed(pattern: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """A token pattern with `true` and `false` as such: YAML words are text until here."""
    truth = {"true": True, "false": False}

    def typed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: typed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return value
        return truth.get(value, int(value) if re.fullmatch(r"\d+", value) else value)

    return [typed(token) for token in pattern]


def _phrase(root: yaml.Node, error: ActError) -> Span:
    """The place of a phrase inside its act's block."""
    node = yaml.at(root, "acts", error.act)
    if not isinstance(node, yaml.Scalar):
        return root.span
    lines = node.value.splitlines(keepends=True)
    start = sum(map(len, lines[: error.line])) + error.column
    return pieces_place(node.pieces, start, start + 1) if node.pieces else node.span


def _known_forms(folder: Path, language: str) -> dict[str, list[str]]:
    """The inflected forms that are shipped beside the acts, by word."""
    path = folder / "forms" / f"{language}.txt"
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word.strip(): forms.split() for word, _, forms in (line.partition(":") for line in lines if ":" in line)}


def _forms(known: Mapping[str, list[str]], language: str, word: str) -> list[str]:
    """The forms of a word as they are shipped, else as the extra `inflect` gives them; none without it."""
    if word in known:
        return known[word]
    try:
        from servicelint.acts.inflect import forms

        return forms(language, word)
    except ImportError:
        return []


def read_others(root: yaml.Node) -> dict[str, frozenset[str]]:
    """Frequent words by language, of languages that have no acts."""
    listed = checked(root, OthersFile).others
    return {code: frozenset(WORD.findall(fold(words))) for code, words in listed.items()}
