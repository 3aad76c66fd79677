"""From a rule to the page that is shown of it."""

from __future__ import annotations

from servicelint.explain import Evidence, Example, RulePage
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
