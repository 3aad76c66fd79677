"""Which strings of a catalogue are one mail together. Knows keys and the words under them; how a mail is read is not here.

Most strings of a catalogue stand alone: a label, a hint, a notice. A mail whose parts are strings of their own is told by
its keys, and only by what names of the field leave no doubt about:

- Whatever stands under a mailer (`user_mailer.welcome.…`, `devise.mailer.…`) is a mail for each key of the mailer, as
  Rails has it, if it holds more than labels. Parts that mails share (`user_mailer.shared.…`) are none.
- Elsewhere a group needs a `subject` among its strings. That alone would take the labels of a contact form (subject,
  message) for a mail, so the subject must be more than one word and more than what its key says, some other string must
  run over several words, and no key may speak of labels, attributes, errors or forms. Where no key names a mail at all,
  another string has to be called as a part of a mail is (`body`, `greeting`, …); so it has under `emails` where the
  subject is one word (`Welcome!`).
- Under `emails` or `letters` a group with two such parts is a mail even without its subject.
- Flat keys are held together by the words around: `welcome_email_subject`, `welcome_email_body`; `mail_body_welcome`.
- No mail has more than 60 strings: what is longer is a section of a catalogue.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from servicelint.formats.strings.entry import Entry
from servicelint.model.pieces import text_of

Path = tuple[str, ...]
Around = tuple[tuple[str, ...], tuple[str, ...]]

_MOST = 60
_LONGEST = 12
"""A key of more words is a sentence."""
_RUNNING = 5
"""A string of so many words is no label."""
_MAILERS = frozenset(("mailer", "mailers"))
_MAILS = frozenset(("mail", "mails", "email", "emails", "letter", "letters"))
_HOLDERS = frozenset(("mails", "emails", "letters"))
_SHARED = frozenset(("shared", "common", "layout", "layouts", "general", "default", "defaults", "global", "footer", "header"))
_LABELS = frozenset(
    re.findall(
        r"\w+",
        """attributes attribute label labels placeholder placeholders hint hints error errors field fields activerecord
        activemodel helpers validation validations validators form forms columns filters tooltip tooltips""",
    )
)
_PARTS = frozenset(
    re.findall(
        r"\w+",
        """body text html content message greeting salutation dear hello hi intro introduction outro opening closing footer
        signature regards signoff thanks preheader preview instruction instructions paragraph line cta""",
    )
)
_OWN_PARTS = _PARTS - {"text", "html", "content", "message", "line", "hi", "hello", "footer"}
"""What little else than a mail has."""
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of Thai, Lao, Tibetan, Japanese and Chinese."""
_MAIL = re.compile(r"e[-_]mail", re.IGNORECASE)
_SUBJECT_IN = re.compile(r"[-_.]*(?:subject(?:[-_]line)?)[-_.]*", re.IGNORECASE)


@dataclass(slots=True)
class Group:
    """Strings that a customer gets together: one mail, or the forms of one string."""

    id: str
    mail: bool
    entries: list[Entry] = field(default_factory=list)


def groups(entries: Iterable[Entry]) -> list[Group]:
    """The strings as messages, in file order; a mail stands where its first string does."""
    strings = [(path(entry), entry) for entry in entries]
    mails = _mails(strings)
    found: dict[tuple[bool, Path], Group] = {}
    for own, entry in strings:
        mail = mails.get(own)
        key = (mail is not None, mail if mail is not None else own)
        found.setdefault(key, Group(".".join(key[1]), key[0])).entries.append(entry)
    return list(found.values())


def path(entry: Entry) -> Path:
    """The key of a string, from the outside in: what is written with dots counts as nested."""
    return tuple([name for part in entry.key for name in (part.split(".") if _is_dotted(part) else (part,))])


def _is_dotted(part: str) -> bool:
    return part.count(".") < _LONGEST and _DOTTED.fullmatch(part) is not None


def under_mailer(own: Path) -> bool:
    """Whether the key names a mailer, or holds mails and speaks of no labels."""
    return _named(own[:-1], _MAILERS) or (_named(own[:-1], _HOLDERS) and not _labels(own))


def is_subject(own: Path) -> bool:
    """Whether a key of a mail is that of its subject."""
    return bool(own) and "subject" in _words(own[-1])


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    """The words of a key; none of a sentence, which some catalogues have as a key."""
    return () if " " in name else tuple([word.lower() for word in _WORD.findall(_MAIL.sub("email", name))])


def words_of(name: str) -> frozenset[str]:
    return frozenset(_words(name))


def _named(names: Sequence[str], wanted: frozenset[str]) -> bool:
    return any(not wanted.isdisjoint(_words(name)) for name in names)


def _labels(names: Sequence[str]) -> bool:
    return _named(names, _LABELS)


def _mails(strings: Sequence[tuple[Path, Entry]]) -> Mapping[Path, Path]:
    """The mail that each string is of, by the path of the string."""
    below: dict[Path, list[tuple[Path, Entry]]] = defaultdict(list)
    for own, entry in strings:
        below[own[:-1]].append((own, entry))
    roots = {parent for parent, children in below.items() if _has_subject(parent, children)}
    around = {root[:end] for root in roots for end in range(len(root))}
    roots |= _of_mailers(below) - around
    roots |= {parent for parent, children in below.items() if _of_parts(parent, children)}
    found: dict[Path, Path] = {}
    for parent, children in below.items():
        root = next((parent[:end] for end in range(len(parent), -1, -1) if parent[:end] in roots), None)
        if root is None:
            found.update(_flat(parent, children))
        else:
            found.update((own, root) for own, _ in children)
    return _short_enough(found)


def _short_enough(found: Mapping[Path, Path]) -> Mapping[Path, Path]:
    sizes: dict[Path, int] = defaultdict(int)
    for root in found.values():
        sizes[root] += 1
    return {own: root for own, root in found.items() if sizes[root] <= _MOST}


def _of_mailers(below: Mapping[Path, Sequence[tuple[Path, Entry]]]) -> set[Path]:
    """What stands right under a mailer, where some string is no label."""
    found = set()
    for parent, children in below.items():
        mailer = next((end for end, name in enumerate(parent[:-1], 1) if not _MAILERS.isdisjoint(_words(name))), None)
        if mailer is not None and _SHARED.isdisjoint(_words(parent[mailer])) and any(_runs_on(entry) for _, entry in children):
            found.add(parent[: mailer + 1])
    return found


def _has_subject(parent: Path, children: Sequence[tuple[Path, Entry]]) -> bool:
    """Whether these strings are a mail by their subject."""
    subject = next((entry for own, entry in children if _words(own[-1]) in (("subject",), ("subject", "line"))), None)
    if subject is None:
        return False
    if _named(parent, _MAILERS):
        return True
    others = [(own, entry) for own, entry in children if entry is not subject]
    in_parts = any(_is_part(own) and _runs_on(entry) for own, entry in others)
    if _labels(parent):
        return False
    if _is_label((*parent, "subject"), subject):
        return in_parts and _named(parent, _HOLDERS) and not _repeats(("email_subject",), subject)
    if _named(parent[-2:], _MAILS):
        return not others or any(_runs_on(entry) for _, entry in others)
    return in_parts


def _of_parts(parent: Path, children: Sequence[tuple[Path, Entry]]) -> bool:
    """Whether these strings are a mail by how they are called, under a key that holds mails."""
    if not parent[:-1] or not _named(parent[-2:-1], _HOLDERS) or _labels(parent):
        return False
    return sum(not _OWN_PARTS.isdisjoint(_words(own[-1])) for own, _ in children) > 1


def _flat(parent: Path, children: Sequence[tuple[Path, Entry]]) -> Mapping[Path, Path]:
    """The mails among strings side by side, by the words that their keys share: around `subject`, around `body`."""
    subjects = [(own, entry) for own, entry in children if "subject" in _words(own[-1]) and len(_words(own[-1])) > 1]
    if not subjects or _labels(parent):
        return {}
    parts = _parts_around(children)
    found: dict[Path, Path] = {}
    for subject, entry in subjects:
        around = _around(_words(subject[-1]))
        own_mail = not (_MAILS | _MAILERS).isdisjoint(around[0] + around[1])
        others = [(own, other) for own, other in parts.get(around, ()) if other is not entry]
        running = any(_runs_on(other) for _, other in others)
        named = own_mail or _named(parent, _MAILERS) or _named(parent[-2:], _MAILS)
        if not _is_label(subject, entry) and (running or (named and not others)):
            root = (*parent, _SUBJECT_IN.sub(_joint, subject[-1]))
            found |= dict.fromkeys((subject, *(own for own, _ in others)), root)
    return found


def _parts_around(children: Sequence[tuple[Path, Entry]]) -> Mapping[Around, list[tuple[Path, Entry]]]:
    """The strings whose keys call them a part of a mail, by the words before and after that part."""
    found: dict[Around, list[tuple[Path, Entry]]] = defaultdict(list)
    for own, entry in children:
        words = _words(own[-1])
        if len(words) > _LONGEST or (_PARTS.isdisjoint(words) and _MAILS.isdisjoint(words)) or not _LABELS.isdisjoint(words):
            continue
        for start, end in combinations(range(len(words) + 1), 2):
            before = words[:start]
            whole_mail = end == len(words) and len(before) > 1 and not _MAILS.isdisjoint(before)
            if whole_mail or not _PARTS.isdisjoint(words[start:end]):
                found[before, words[end:]].append((own, entry))
    return found


def _around(words: tuple[str, ...]) -> Around:
    """What stands before and after the subject in a key: `mail_subject_lost_password`."""
    at = words.index("subject")
    return words[:at], words[at + 1 :] if words[at + 1 :] != ("line",) else ()


def _joint(found: re.Match[str]) -> str:
    inside = found.start() > 0 and found.end() < len(found.string)
    return "_" if inside else ""


def _is_part(own: Path) -> bool:
    return not _PARTS.isdisjoint(_words(own[-1]))


def _is_label(own: Path, entry: Entry) -> bool:
    """Whether a subject only names itself: a single word, or none that its key has not."""
    return _length(text_of(entry.pieces)) < 2 or _repeats(own, entry)


def _repeats(own: Path, entry: Entry) -> bool:
    said = map(str.lower, _WORD.findall(text_of(entry.pieces)))
    return {word for name in own for word in _words(name)}.issuperset(said)


def _runs_on(entry: Entry) -> bool:
    return _length(text_of(entry.pieces)) >= _RUNNING


def _length(text: str) -> int:
    """About how many words a text has, also where a language sets none apart."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
