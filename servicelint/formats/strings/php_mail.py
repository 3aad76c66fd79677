"""Mails that PHP code holds: a class or function whose texts are called as the parts of a mail are.

Most strings in code are no copy. They are read only where a subject stands beside a body, or where a class is called a
mail; names of types, files and keys are never copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from servicelint.formats.strings import evidence
from servicelint.formats.strings.entry import Entry
from servicelint.model.passage import Carrier
from servicelint.syntax.php import Named, Text, Written

_CARRIERS: dict[Written, Carrier] = {"single": "php-single", "heredoc": "plain", "nowdoc": "plain"}
_SUBJECT = "subject"
_BODY = frozenset(("message", "body", "content", "text", "html"))
_PART = _BODY | frozenset(
    re.findall(
        r"\w+",
        """subject title heading headline preheader greeting salutation intro introduction outro closing footer signature
        button action""",
    )
)
_NO_PART = frozenset(
    re.findall(
        r"\w+",
        """type id template path file class key name format encoding charset headers url link color style code locale
        language css field column table length count size mode level model data""",
    )
)
_OTHERWISE = ("alt", "alternative", "plain")
"""The same mail once more, for those who see no markup."""
_LONGEST = 4
"""Words in the name of a part."""
_MAIL = frozenset(("mail", "mails", "mailer", "email", "emails", "sms", "letter", "newsletter", "notification", "reminder"))
_NO_MAIL = frozenset(("exception", "error", "test", "constraint", "validator", "rule", "migration"))
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def carrier(written: Written) -> Carrier:
    """How a text is written; between quotation marks, or where ways to write meet, as little as possible goes in."""
    return _CARRIERS.get(written, "quoted")


@dataclass(slots=True)
class Holder:
    """What a class or function has by name: its texts in file order, and the names of its functions."""

    owner: tuple[str, ...]
    kept: list[tuple[str, Text]] = field(default_factory=list)
    """Its properties, its constants, and what its functions give back."""
    local: list[tuple[str, Text]] = field(default_factory=list)
    """Its variables: they are parts of a mail only together, and where nothing is kept."""
    functions: set[str] = field(default_factory=set)

    @property
    def texts(self) -> list[tuple[str, Text]]:
        return self.kept or self.local

    @property
    def is_mail(self) -> bool:
        """Whether its texts are a mail."""
        names = [_words(name) for name, text in self.texts if text.pieces]
        subject = any(_SUBJECT in words for words in names)
        body = any(not _BODY.isdisjoint(words) for words in names)
        return body and (subject or (self._called_mail and bool(self.kept))) and _says_something(self.texts)

    @property
    def announces(self) -> bool:
        """Whether it is called a mail and gives its parts, as an interface of mails does that has no text of its own."""
        parts = {word for name in self.functions if name.startswith("get") for word in _words(name)}
        return self._called_mail and _SUBJECT in parts and not _BODY.isdisjoint(parts)

    @property
    def _called_mail(self) -> bool:
        words = {word for name in self.owner for word in _words(name)}
        return not words.isdisjoint(_MAIL) and words.isdisjoint(_NO_MAIL)

    def entries(self) -> Iterator[Entry]:
        """The parts of the mail."""
        for name, text in self.texts:
            if text.pieces:
                yield Entry((*self.owner, name), text.pieces, carrier(text.written))


def holders(found: Iterable[Named]) -> list[Holder]:
    """The classes and functions that hold parts of mails, in file order."""
    held: dict[tuple[str, ...], Holder] = {}
    for named in found:
        owner, name = named.owner, ".".join(named.name)
        if named.kind == "return" and owner:
            owner, name = owner[:-1], _without_verb(owner[-1])
        own = held.setdefault(owner, Holder(owner))
        if named.kind == "function":
            own.functions.add(name)
        elif isinstance(named.value, Text) and _is_part(name):
            _add(own.local if named.kind == "variable" else own.kept, name, named.value, named.added)
    return [holder for holder in held.values() if holder.texts or holder.functions]


def _add(texts: list[tuple[str, Text]], name: str, text: Text, added: bool) -> None:
    """Keeps a text; one that is added to the text of that name is one with it."""
    if added and texts and texts[-1][0] == name:
        before = texts[-1][1]
        how: Written = text.written if text.written == before.written else "mixed"
        texts[-1] = (name, Text((*before.pieces, *text.pieces), before.span.to(text.span), how))
    else:
        texts.append((name, text))


def _without_verb(name: str) -> str:
    """`getSubject` is the subject."""
    bare = re.sub(r"^(?:get|render|build|make)_?(?=[A-Za-z])", "", name)
    return bare[:1].lower() + bare[1:]


def _is_part(name: str) -> bool:
    words = _words(name)
    return not _PART.isdisjoint(words) and words[0] not in _OTHERWISE and words[-1] not in _NO_PART and len(words) <= _LONGEST


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _says_something(texts: Iterable[tuple[str, Text]]) -> bool:
    """Whether the body is words and not the name of a file or a key."""
    bodies = [text.text for name, text in texts if not _BODY.isdisjoint(_words(name))]
    return evidence.sample(bodies).prose > 0.5
