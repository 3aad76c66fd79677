"""Copy in another language than its file says: left over from the original, or pasted from a neighbour.

Which words belong to which language comes from outside; here it is only weighed whether they prove enough.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from servicelint.acts.fold import WORD, fold
from servicelint.model import Document, Hit, Passage
from servicelint.syntax.locales import of_path

NAME = "untranslated"
SCOPE = "document"
FACTS = ("found", "other", "expected")

WORDS = 7
"""A shorter text may be a name, a title, a greeting."""
OWN = 3
"""So many different frequent words of the other language prove it, where they are a fifth of the text."""
SHARE = 5
SURE = 3
"""Where one word in so many is a frequent one of the expected language, nothing else is asked."""
LEFT = 6
"""For one frequent word of the expected language, there are at least so many of the other."""
NAMES = {
    "bg": "Български", "cs": "Čeština", "da": "Dansk", "de": "Deutsch", "en": "English", "es": "Español", "fi": "Suomi",
    "fr": "Français", "hr": "Hrvatski", "hu": "Magyar", "it": "Italiano", "nl": "Nederlands", "nb": "Norsk", "pl": "Polski",
    "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sv": "Svenska", "tr": "Türkçe", "uk": "Українська",
}  # fmt: skip
"""Languages as their speakers call them. Who offers one by this name (“English below”) means it to be there."""
_QUOTED = ('"', "“", "”", "„", "«", "»")


@dataclass(frozen=True)
class Find:
    """Passages in another language than their file. With `whole`, files of which most is in the other one: once a file."""

    whole: bool = False


@dataclass(frozen=True)
class _Judged:
    """A passage that is long enough to tell its language: `other` is the one it is in, "" for the expected one."""

    passage: Passage
    weight: int
    expected: str
    other: str


def check(find: Find, document: Document, words: Mapping[str, frozenset[str]]) -> Iterator[Hit]:
    """A hit for each passage, or for each file. `words` are the frequent words of each language, folded."""
    if document.conversation:  # who is asked in English answers in English
        return
    for judged in _by_file(document, words):
        strange = Counter[str]()
        for one in judged:
            strange[one.other] += one.weight
        most = max((other for other in strange if other), key=strange.__getitem__, default="")
        if not most:
            continue
        whole = strange[most] * 2 > sum(strange.values())
        hits = [one for one in judged if one.other and not _offered(one.other, judged)]
        if whole == find.whole:
            for one in hits[:1] if whole else hits:
                yield _hit(one)


def _by_file(document: Document, words: Mapping[str, frozenset[str]]) -> Iterator[Sequence[_Judged]]:
    """The passages of each file that are long enough to tell their language, each once, in the order of the file."""
    passages = {
        (passage.span.source.path, passage.span.start, passage.text): passage
        for message in document.messages
        if message.speaker != "customer"
        for passage in message.passages
        if len(passage.text) > 3 * WORDS
    }
    several = len({passage.language for passage in passages.values() if passage.language}) > 1
    said = {path: _said(document, path) for path in {path for path, _, _ in passages}}
    files: dict[str, list[_Judged]] = defaultdict(list)
    for (path, _, _), passage in sorted(passages.items(), key=lambda item: item[0][:2]):
        own = passage.language
        expected = _code(own if several and own else said[path] or own)
        if expected in words and (judged := _judge(passage, expected, words)):
            files[path].append(judged)
    yield from files.values()


def _said(document: Document, path: str) -> str:
    """What is said of the language of a file: by the user, by its path, by the file."""
    return document.bundle.setting("language") or of_path(path) or document.language


def _judge(passage: Passage, expected: str, words: Mapping[str, frozenset[str]]) -> _Judged | None:
    """What the frequent words prove; None where they prove nothing."""
    text = _words(passage.text)
    if len(text) < WORDS or (passage.text[0] in _QUOTED and passage.text[-1] in _QUOTED):
        return None
    known = words[expected]
    own = sum(word in known for word in text)
    if own * SURE >= len(text):
        return _Judged(passage, len(text), expected, "")
    seen = Counter(text)
    found = {other: seen.keys() & listed - known for other, listed in words.items() if other != expected}
    first, second = sorted(found, key=lambda code: (-len(found[code]), code))[:2]
    proof = sum(seen[word] for word in found[first])
    against = sum(count for word, count in seen.items() if word in known - words[first])
    proven = len(found[first]) >= OWN and proof * SHARE >= len(text) and against * LEFT <= proof
    if proven and (len(found[first]) > len(found[second]) or len(found[first]) >= 2 * OWN):
        return _Judged(passage, len(text), expected, first)
    return _Judged(passage, len(text), expected, "") if own * SHARE >= len(text) else None


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    """The words of letters. Kept, since both rules of this kind ask, and an editor asks again at each key."""
    return tuple([word for word in WORD.findall(fold(text)) if word.isalpha()])


def _offered(other: str, judged: Sequence[_Judged]) -> bool:
    """Whether a text of the file calls the other language by its name."""
    name = fold(NAMES.get(other, ""))
    return bool(name) and any(name in WORD.findall(fold(one.passage.text)) for one in judged)


def _hit(one: _Judged) -> Hit:
    passage = one.passage
    facts = (
        ("found", passage.shown),
        ("other", NAMES.get(one.other, one.other)),
        ("expected", NAMES.get(one.expected, one.expected)),
    )
    return Hit(
        passage.span, facts=facts, language=one.expected, words=fold(passage.text), passage=passage, at=(0, len(passage.text))
    )


def _code(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
