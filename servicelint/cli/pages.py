"""From rules to what reports and pages show of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from servicelint.reports import RuleInfo
from servicelint.rules import QUALITIES, Library, Rule


def manual(library: Library, ui: str = "en") -> dict[str, str]:
    """The pages of all rules as Markdown, by file name, and `README.md`, which lists them by quality."""
    from servicelint.explain import as_markdown
    from servicelint.pages import page

    pages = {f"{name}.md": as_markdown(page(rule, library, ui)) for name, rule in sorted(library.rules.items())}
    lines = ["# The rules", ""]
    for quality in QUALITIES:
        own = [rule for _, rule in sorted(library.rules.items()) if rule.quality == quality]
        if own:
            lines += [f"## {quality.capitalize()}", ""]
            lines += [f"- [{rule.id}]({rule.id}.md) ({_level(rule)}): {rule.text('summary', ui)}" for rule in own]
            lines.append("")
    return {"README.md": "\n".join(lines), **pages}


def _level(rule: Rule) -> str:
    return rule.severity if rule.data.get("default", True) else f"{rule.severity}, off by default"


def info(rule: Rule, library: Library, ui: str = "en") -> RuleInfo:
    """What reports say of the rule, in the reader's language."""
    from servicelint.explain import as_markdown
    from servicelint.pages import page

    links = [found["url"] for found in rule.data.get("evidence", ()) if found.get("url")]
    return RuleInfo(
        rule.id,
        rule.quality,
        rule.severity,
        rule.text("summary", ui),
        rule.text("why", ui),
        rule.text("instead", ui),
        as_markdown(page(rule, library, ui)),
        links[0] if links else "",
    )


class Infos(Mapping[str, RuleInfo]):
    """What reports say of rules, written only for those a report asks for. `others`: a path may have rules of its own."""

    def __init__(self, rules: Iterable[Rule], library: Library, ui: str = "en", others: bool = False) -> None:
        self._rules, self._library, self._ui = {rule.id: rule for rule in rules}, library, ui
        if others:
            self._rules = {**library.rules, **self._rules}

    def __getitem__(self, name: str) -> RuleInfo:
        return info(self._rules[name], self._library, self._ui)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)
