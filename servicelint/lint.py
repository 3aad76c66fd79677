"""Rules times a document makes findings. Knows no rule, no format and no language by name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count

from servicelint.acts.fold import WORD, fold
from servicelint.acts.pack import Pack
from servicelint.acts.reading import Hear, Heard, Reading
from servicelint.clock import Clock
from servicelint.flows.graph import Graph, graphs
from servicelint.flows.opening import openings
from servicelint.language import Detector, code
from servicelint.model import Document, Finding, Hit, Message, Passage, Span, Verdict
from servicelint.offers import offer
from servicelint.rules import Check, Library, Rule

QUOTE = 60
"""A message quotes at most so many characters."""


@dataclass(frozen=True)
class Linter:
    """A library at work. `rules` are those switched on, with the user's settings; `ui` is the reader's language; a `clock`
    takes the time of each rule; `by_path` tells the rules of a path where they are not the same for all."""

    library: Library
    rules: tuple[Rule, ...]
    ui: str = "en"
    clock: Clock | None = None
    by_path: Callable[[str], tuple[Rule, ...]] | None = None

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self.library)

    @cached_property
    def _spoken(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.scope == "message")

    @cached_property
    def _known(self) -> dict[str, _Gate]:
        """What `_gate` has answered."""
        return {}

    def _gate(self, pack: Pack) -> _Gate:
        """What tells by a text's words which rules could find something in it."""
        if pack.language not in self._known:
            self._known[pack.language] = _Gate.of(self._spoken, pack)
        return self._known[pack.language]

    def lint(self, document: Document) -> list[Finding]:
        """The findings in the files that were asked for, by path, line, column and rule."""
        if self.by_path:
            return self._by_path(document, self.by_path)
        if self.clock:
            with self.clock:
                return self._lint(document)
        return self._lint(document)

    def _by_path(self, document: Document, rules_of: Callable[[str], tuple[Rule, ...]]) -> list[Finding]:
        """The findings in each file by its own rules. The files of a bundle are read as one all the same."""
        paths = document.bundle.named or [source.path for source in document.bundle.sources]
        rules = {path: rules_of(path) for path in paths}
        found: list[Finding] = []
        for own in {id(own): own for own in rules.values()}.values():
            linter = self._with(own)
            found += [finding for finding in linter.lint(document) if rules.get(finding.path) is own]
        return sorted(found, key=_order)

    def _with(self, rules: tuple[Rule, ...]) -> Linter:
        """The linter for these rules, the same one each time."""
        known = self._siblings.get(id(rules))
        if known is None or known.rules is not rules:  # ids are new in another process
            known = self._siblings[id(rules)] = replace(self, rules=rules, by_path=None)
        return known

    @cached_property
    def _siblings(self) -> dict[int, Linter]:
        """What `_with` has made; its linters hold on to their rules."""
        return {}

    def judge(self, verdicts: Iterable[Verdict], document: Document) -> list[Finding]:
        """What the rules about allowances say of those that are broken, expired or useless."""
        told = tuple(verdicts)
        rules = [rule for rule in self.rules if rule.scope == "allowance"] if told else []
        return _fingerprinted(found for rule in rules for found in self._graded(rule, (told,), document))

    def _lint(self, document: Document) -> list[Finding]:
        findings = [*self._document(document), *self._flows(document), *self._openings(document), *self._messages(document)]
        named = document.bundle.named
        findings = [finding for finding in findings if not named or finding.path in named]
        findings.sort(key=_order)
        return _fingerprinted(_once(findings)) if findings else []

    def _document(self, document: Document) -> Iterator[Finding]:
        for rule in self.rules:
            if rule.scope == "document":
                yield from self._graded(rule, (document, self._detector.words), document)

    def _flows(self, document: Document) -> Iterator[Finding]:
        rules = [rule for rule in self.rules if rule.scope == "flow"]
        if not rules or not document.flows:
            return
        hear = _Hearing(self.library, self._detector, document)
        for graph in graphs(document):
            told = hear.told(graph)
            for rule in rules:
                if _heard_in(rule, "voice" if graph.flow.voice else "chat"):
                    yield from self._graded(rule, (document, graph, told), document)

    def _openings(self, document: Document) -> Iterator[Finding]:
        rules = [rule for rule in self.rules if rule.scope == "opening"]
        if not rules:
            return
        hear = _Hearing(self.library, self._detector, document)
        for opening in openings(document):
            reading = Reading(opening, [hear(passage) for passage in opening.passages])
            for rule in rules:
                if _heard_in(rule, opening.channel):
                    yield from self._graded(rule, (reading,), document, opening)

    def _messages(self, document: Document) -> Iterator[Finding]:
        if not self._spoken or not document.messages:
            return
        hear = _Hearing(self.library, self._detector, document)
        for message in document.messages:
            if message.speaker != "customer":
                yield from self._message(message, document, hear)

    def _message(self, message: Message, document: Document, hear: _Hearing) -> Iterator[Finding]:
        heard = [hear(passage) for passage in message.passages]
        wanted = {rule for ready in heard for rule in self._wanted(ready)}
        if not wanted:
            return
        reading = Reading(message, heard, lambda: _others(message, document, hear))
        for rule in self._spoken:
            if rule in wanted and _heard_in(rule, message.channel):
                yield from self._graded(rule, (reading,), document, message)

    def _wanted(self, heard: Heard) -> Iterator[Rule]:
        """The rules that could find something in a passage, by a look at its words."""
        for rule in self._gate(heard.pack).rules_for(heard.words):
            if rule.may(heard) if rule.wordless else any(map(heard.may, rule.acts)):
                yield rule

    def _graded(
        self, rule: Rule, subject: tuple[object, ...], document: Document, message: Message | None = None
    ) -> Iterator[Finding]:
        """The findings of a rule's checks; where two checks hit the same place, the first one counts."""
        taken = _Taken()
        for check in rule.checks:
            hits = rule.kind.check(check.find, *subject)
            for hit in self.clock.timed(rule.id, hits) if self.clock else hits:
                if taken.take(hit.span):
                    yield self._finding(rule, check, hit, document, message)

    def _finding(self, rule: Rule, check: Check, hit: Hit, document: Document, message: Message | None) -> Finding:
        wording = check.message.get(self.ui) or check.message["en"]
        language = code(hit.language or document.bundle.setting("language") or document.language)
        return Finding(
            rule=rule.id,
            quality=rule.quality,
            severity=check.severity,
            message=wording.format_map({name: _quoted(value) if name == "found" else value for name, value in hit.facts}),
            span=hit.span,
            format=document.bundle.format_of(hit.span.source.path, document.format),
            language=language,
            message_id=hit.message_id or (message.id if message else ""),
            fingerprint=" ".join(WORD.findall(hit.words or fold(hit.span.text))),
            trail=hit.trail,
            fix=offer(rule, hit, message, language, self.ui),
            why=(hit.advice and hit.advice.why) or rule.text("why", self.ui),
            instead=rule.text("instead", self.ui),
            better=(hit.advice.write,) if hit.advice else rule.better(language),
        )


class _Hearing:
    """Makes the passages of a document ready, each in its language; what several readings share is made ready once."""

    def __init__(self, library: Library, detector: Detector, document: Document) -> None:
        self._library, self._detector = library, detector
        self._language = detector.document(document)
        self._fixed = bool(document.bundle.setting("language"))
        self._shared = any(message.variant for message in document.messages)
        self._known: dict[tuple[str, str, int, int], Heard] = {}

    def __call__(self, passage: Passage) -> Heard:
        """The passage with the acts of its language; with none where we know none of its acts."""
        if not self._shared:
            return self._heard(passage)
        place = passage.span
        key = (passage.text, place.source.path, place.start, place.end)
        if key not in self._known:
            self._known[key] = self._heard(passage)
        return self._known[key]

    def told(self, graph: Graph) -> Hear:
        """What each node of a graph says, made ready when it is first asked for."""
        known: dict[str, tuple[Reading, ...]] = {}

        def hear(node: str) -> tuple[Reading, ...]:
            if node not in known:
                said = graph.said(node)
                known[node] = tuple([Reading(message, [self(passage) for passage in message.passages]) for message in said])
            return known[node]

        return hear

    def _heard(self, passage: Passage) -> Heard:
        declared = "" if self._fixed else code(passage.language)
        ready = Heard(passage.text, self._pack(declared or self._language), passage)
        if declared or self._fixed:
            return ready
        own = self._detector.of(ready.words, self._language)
        return ready if own == self._language else Heard(passage.text, self._pack(own), passage)

    def _pack(self, language: str) -> Pack:
        return self._library.packs.get(language) or Pack(language, "", frozenset(), {})


def _others(message: Message, document: Document, hear: _Hearing) -> list[Heard]:
    """What the other readings of the message's branches say."""
    others = (other for other in document.messages if other.id == message.id and other is not message)
    return [hear(passage) for other in others for passage in other.passages]


@dataclass(frozen=True)
class _Gate:
    """For each word, as bits, the rules that could find something where it stands; `always` are those that need no word."""

    rules: tuple[Rule, ...]
    by_word: Mapping[str, int]
    always: int

    @classmethod
    def of(cls, rules: Iterable[Rule], pack: Pack) -> _Gate:
        own = tuple([rule for rule in rules if rule.wordless or any(map(pack.has, rule.acts))])
        by_word: dict[str, int] = {}
        always = 0
        for number, rule in enumerate(own):
            needed = _needed(rule, pack)
            always |= 0 if needed else 1 << number
            for word in needed:
                by_word[word] = by_word.get(word, 0) | 1 << number
        return cls(own, by_word, always)

    def rules_for(self, words: Iterable[str]) -> Iterator[Rule]:
        """The rules worth asking about a text with these words."""
        bits, known = self.always, self.by_word
        for word in words:
            if word in known:
                bits |= known[word]
        while bits:
            lowest = bits & -bits
            yield self.rules[lowest.bit_length() - 1]
            bits ^= lowest


def _needed(rule: Rule, pack: Pack) -> frozenset[str]:
    """Words without which a rule finds nothing in a language; none where there are no such words."""
    if rule.wordless:
        return frozenset()
    needed: set[str] = set()
    for act in rule.acts:
        for name in (act, *(pattern.anchor for pattern in pack.patterns.get(act, ()))):
            for _, anchors in pack.acts.get(name, ()):
                if not anchors:
                    return frozenset()
                needed.update(anchors[0])
    return frozenset(needed)


def _order(finding: Finding) -> tuple[str, int, str, int]:
    return finding.path, finding.span.start, finding.rule, finding.span.end


def _heard_in(rule: Rule, channel: str) -> bool:
    return not rule.channels or channel == "unknown" or channel in rule.channels


class _Taken:
    """Places that do not overlap, each file's in order: a flow may have thousands."""

    def __init__(self) -> None:
        self._spans: dict[int, list[tuple[int, int]]] = {}

    def take(self, span: Span) -> bool:
        """Adds a place; False where it overlaps one that is there."""
        spans = self._spans.setdefault(id(span.source), [])
        at = bisect_left(spans, (span.start, span.end))
        beside = spans[max(at - 1, 0) : at + 1]
        if any(span.start < end and start < span.end for start, end in beside):
            return False
        spans.insert(at, (span.start, span.end))
        return True


def _quoted(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= QUOTE else text[: QUOTE - 1].rstrip() + "…"


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Without those that a variant of the same message repeats."""
    first = {(f.rule, f.path, f.span.start, f.span.end): f for f in reversed(list(findings))}
    return list(reversed(first.values()))


def _fingerprinted(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding with its fingerprint: rule, words of the passage, ordinal among equals."""
    import hashlib  # loads OpenSSL, for which a clean file need not wait

    counters: dict[tuple[str, str, str], Iterator[int]] = {}
    out = []
    for finding in findings:
        key = (finding.path, finding.rule, finding.fingerprint)
        ordinal = next(counters.setdefault(key, count()))
        digest = hashlib.sha256(f"{finding.rule}\0{finding.fingerprint}\0{ordinal}".encode()).hexdigest()[:16]
        out.append(replace(finding, fingerprint=digest))
    return out
