"""The forms of a word, for `~word` in phrases. A tool for building packs (extra `inflect`), never used while linting.

`python -m servicelint.acts.inflect rules/acts` writes the forms of every `~word` beside the acts, so that built-in packs
need no lemmatiser; look the lists over before you commit them, a homograph brings forms that nobody meant.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

_WORD = re.compile(r"(?<![\w~])~([^\s()\[\]|<>$~]+)")


def forms(language: str, word: str) -> list[str]:
    """Every form of the word, itself among them; ImportError where the extra `inflect` is missing."""
    found = _slavic(language, word) if language in ("ru", "uk") else _by_lemma(language).get(word, set())
    return sorted({word, *found})


def _slavic(language: str, word: str) -> set[str]:
    readings = _analyzer(language).parse(word)
    own = [reading for reading in readings if reading.normal_form == word] or readings[:1]
    return {form.word for reading in own for form in reading.lexeme}


@cache
def _analyzer(language: str):  # type: ignore[no-untyped-def]
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=language)


@cache
def _by_lemma(language: str) -> dict[str, set[str]]:
    """simplemma's table from form to lemma, turned round."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    turned: dict[str, set[str]] = {}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        turned.setdefault(_text(lemma), set()).add(_text(form))
    return turned


def _text(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word


def main(folder: str) -> None:
    """Writes `forms/<language>.txt` for every language of the folder; `en-mail.yml` holds English as `en.yml` does."""
    words: dict[str, set[str]] = {}
    for acts in sorted(Path(folder).glob("*.yml")):
        words.setdefault(acts.stem.partition("-")[0], set()).update(_WORD.findall(acts.read_text(encoding="utf-8")))
    for language, found in words.items():
        if found:
            lines = [f"{word}: {' '.join(forms(language, word))}\n" for word in sorted(found)]
            target = Path(folder) / "forms" / f"{language}.txt"
            target.parent.mkdir(exist_ok=True)
            target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
