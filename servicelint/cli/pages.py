"""From rules to what reports and pages show of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from servicelint.explain import Evidence, Example, RulePage, as_markdown
from servicelint.reports import RuleInfo
from servicelint.rules import Library, Rule


def page(rule: Rule, library: Library, ui: str = "en") -> RulePage:
    """The rule's page in the reader's language."""
    examples = rule.data.get("examples", {})
    languages = library.languages(rule)
    return RulePage(
        id=rule.id,
        quality=rule.quality,
        since=rule.data.get("since", ""),
        severity=rule.severity,
        summary=rule.text("summary", ui),
        why=rule.text("why", ui),
        instead=rule.text("instead", ui),
        better=rule.better(ui),
        languages=languages,
        evidence=tuple(Evidence(**found) for found in rule.data.get("evidence", ())),
        bad=tuple(_example(example) for example in examples.get("bad", ())),
        good=tuple(_example(example) for example in examples.get("good", ())),
    )


def info(rule: Rule, library: Library) -> RuleInfo:
    """What reports say of the rule."""
    links = [found["url"] for found in rule.data.get("evidence", ()) if found.get("url")]
    return RuleInfo(
        rule.id,
        rule.quality,
        rule.severity,
        rule.text("summary"),
        rule.text("why"),
        rule.text("instead"),
        as_markdown(page(rule, library)),
        links[0] if links else "",
    )


class Infos(Mapping[str, RuleInfo]):
    """What reports say of rules, written only for those a report asks for."""

    def __init__(self, rules: Iterable[Rule], library: Library) -> None:
        self._rules, self._library = {rule.id: rule for rule in rules}, library

    def __getitem__(self, name: str) -> RuleInfo:
        return info(self._rules[name], self._library)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)


def _example(example: dict[str, object]) -> Example:
    flags = example.get("flags", ())
    return Example(
        str(example["text"]),
        str(example.get("language", "")),
        str(example.get("format", "")),
        (flags,) if isinstance(flags, str) else tuple(flags or ()),  # type: ignore[arg-type]
        str(example.get("becomes", "")),
        str(example.get("because", "")),
    )
