"""A profile's page: what it checks and by which numbers, what it rests on, and what no file can show; for a terminal and as
Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from servicelint.explain import Evidence, escaped, evidence_blocks, section, source, titled
from servicelint.layers import Choice, Layer, settle
from servicelint.rules import Library, Rule, thresholds
from servicelint.terminal import Style, hang, wrap

_COLORS = {"error": "red", "warning": "yellow", "hint": "cyan"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule that is on in the profile: its gravest level, and its numbers as they count here."""

    id: str
    severity: str
    numbers: str
    summary: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What the profile rests on, and the rules that see to it."""

    evidence: Evidence
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """Everything there is to say of a profile, in one language."""

    name: str
    title: str
    summary: str
    since: str
    checked: tuple[Checked, ...]
    grounds: tuple[Ground, ...]
    not_checked: tuple[str, ...]


def profile_page(name: str, profile: Mapping[str, Any], layer: Layer, library: Library, ui: str = "en") -> ProfilePage:
    """The page of a profile, `layer` being what it says of rules."""
    choices = settle([layer], library)
    return ProfilePage(
        name,
        _text(profile, "title", ui),
        _text(profile, "summary", ui),
        profile.get("since", ""),
        tuple(checked(library.rules[rule], choice, ui) for rule, choice in sorted(choices.items()) if choice.on),
        tuple(_ground(found) for found in profile.get("evidence", ())),
        tuple(profile.get("not-checked", ())),
    )


def checked(rule: Rule, choice: Choice, ui: str = "en") -> Checked:
    """A rule as it counts with these settings."""
    own = rule.set(choice.settings)
    numbers = (
        f"{name.replace('_', '-')} {choice.settings.get(name, value)}" for name, value in thresholds(rule).items() if value
    )
    return Checked(rule.id, own.severity, ", ".join(numbers), rule.text("summary", ui))


def _text(profile: Mapping[str, Any], key: str, ui: str) -> str:
    texts: Mapping[str, str] = profile.get(key) or {}
    return texts.get(ui) or texts.get("en") or next(iter(texts.values()), "")


def _ground(found: Mapping[str, Any]) -> Ground:
    rules = tuple(found.get("rules", ()))
    return Ground(Evidence(**{key: value for key, value in found.items() if key != "rules"}), rules)


def as_text(page: ProfilePage, style: Style) -> str:
    """The page for a terminal, every line ended."""
    facts = ", ".join(filter(None, ("profile", page.since and f"since {page.since}")))
    blocks = [[f"{style.paint(page.name, 'cyan', bold=True)}  {style.paint(facts, dim=True)}"]]
    blocks.append([style.paint(line, bold=True) for line in wrap(page.title, style.prose)])
    blocks += [wrap(page.summary, style.prose)] if page.summary else []
    blocks += [_rules(page, style), *_grounds(page, style)]
    items = [line for text in page.not_checked for line in hang("  -", text, style.prose, 4, style)]
    blocks += [[style.paint("Not checked", bold=True), *items]] if items else []
    blocks += [section("Use", f"servicelint check --profile {page.name}", style)]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _rules(page: ProfilePage, style: Style) -> list[str]:
    longest = max((len(rule.id) for rule in page.checked), default=0)
    rows = [
        f"  {rule.id:{longest}}  {style.paint(f'{rule.severity:7}', _COLORS[rule.severity])}  {rule.numbers}".rstrip()
        for rule in page.checked
    ]
    return [style.paint(f"Checks {len(rows)} rules", bold=True), *rows]


def _grounds(page: ProfilePage, style: Style) -> Iterator[list[str]]:
    blocks = evidence_blocks((ground.evidence for ground in page.grounds), style)
    for ground, block in zip(page.grounds, blocks, strict=True):
        yield block + (list(hang("    rules", ", ".join(ground.rules), style.prose, 10, style)) if ground.rules else [])


def as_markdown(page: ProfilePage) -> str:
    """The page for the documentation."""
    rows = [
        f"| [`{rule.id}`](../rules/{rule.id}.md) | {rule.severity} | {rule.numbers} | {escaped(rule.summary)} |"
        for rule in page.checked
    ]
    table = "\n".join(["| rule | level | numbers | what it flags |", "|---|---|---|---|", *rows])
    grounds = "\n".join(source(ground.evidence) + _seen_to(ground) for ground in page.grounds)
    blocks = [f"# {escaped(page.title)}", f"`servicelint check --profile {page.name}`", escaped(page.summary)]
    blocks += titled("What it checks", table) + titled("What it rests on", grounds)
    blocks += titled("What it cannot check", "\n".join(f"- {escaped(text)}" for text in page.not_checked))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _seen_to(ground: Ground) -> str:
    rules = ", ".join(f"`{rule}`" for rule in ground.rules)
    return f" *Rules:* {rules}." if rules else ""


def manual(pages: Mapping[str, ProfilePage]) -> dict[str, str]:
    """The pages of all profiles by file name, and `README.md`, which lists them."""
    lines = ["# The profiles", ""]
    lines += [f"- [{name}]({name}.md): {escaped(page.title)}. {escaped(page.summary)}" for name, page in sorted(pages.items())]
    return {"README.md": "\n".join(lines) + "\n", **{f"{name}.md": as_markdown(page) for name, page in sorted(pages.items())}}
