"""What a reader sees first: the verdict, the score of each quality, the rules that found most, and the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from servicelint.model import Finding, Severity
from servicelint.reports import RuleInfo, Run, shown_path
from servicelint.reports.html.anchors import Anchors
from servicelint.reports.html.element import Html, joined, tag, web_address
from servicelint.reports.html.findings import SEVERITIES
from servicelint.reports.html.voice import Voice
from servicelint.rules import QUALITIES
from servicelint.score import FEW_WORDS, HALF, Sheet

_AROUND = 100
"""The length of the ring's outline, so that a score is its own length."""
_MOST = 7
"""So many rules stand beside the qualities; the others are folded."""
_FEW = 12
"""So many files are listed at once; a longer list is folded."""


def verdict(run: Run, say: Voice) -> str:
    """The run in one line."""
    if not run.files and not run.findings:
        return say("nothing")
    counts = [say.counted(run.count(severity), severity) for severity in SEVERITIES if run.count(severity)]
    return ", ".join(counts) or say("clean")


def header(run: Run, say: Voice) -> Html:
    """The verdict beside the total score."""
    facts = {"checked": run.files, "touched": len({finding.path for finding in run.findings}), "suppressed": run.suppressed}
    told = [f"{say(name)}: {count}" for name, count in facts.items() if count or name == "checked"]
    words = tag("div", tag("p", say("report"), class_="kind"), tag("h1", verdict(run, say)), tag("p", " · ".join(told)))
    ring = _ring(run.sheets[0], say) if run.sheets else ""
    return tag("header", ring, words)


def colours(say: Voice) -> Html:
    """The switch between light and dark; without a script the system decides."""
    return tag(
        "button",
        say("colours"),
        type="button",
        id="theme",
        hidden=True,
        data_auto=f"{say('colours')}: {say('auto')}",
        data_light=f"{say('colours')}: {say('light')}",
        data_dark=f"{say('colours')}: {say('dark')}",
    )


def _ring(total: Sheet, say: Voice) -> Html:
    """The total as a ring, with the figure in it."""
    score = round(total.total)
    circle = {"cx": 18, "cy": 18, "r": 15.915, "pathLength": _AROUND}
    outline = {name: str(value) for name, value in circle.items()}
    return tag(
        "svg",
        tag("circle", class_="track", **outline),
        tag("circle", class_=f"fill {_level(score)}", stroke_dasharray=f"{score} {_AROUND}", **outline),
        tag("text", str(score), x="18", y="18"),
        class_="ring",
        viewBox="0 0 36 36",
        role="img",
        aria_label=f"{say('score')}: {say('of 100', score=score)}",
    )


def _level(score: float) -> str:
    return "good" if score >= 90 else "fair" if score >= 70 else "poor"


def qualities(run: Run, say: Voice) -> Html:
    """A bar for each quality; only counts where nothing is known of the words."""
    found = Counter((finding.quality, finding.severity) for finding in run.findings)
    rows = joined(_quality(name, found, run, say) for name in QUALITIES)
    table = tag("table", _head(say("quality"), say("score"), *_severities(say)), tag("tbody", rows), class_="qualities")
    return tag("section", tag("h2", say("qualities")), table, _formula(run, say), id="qualities")


def _quality(name: str, found: Counter[tuple[str, Severity]], run: Run, say: Voice) -> Html:
    score = _bar(run.sheets[0].score(name)) if run.sheets else "–"
    counts = joined(_count(found[name, severity]) for severity in SEVERITIES)
    return tag("tr", tag("th", _facet("quality", name, say.quality(name)), scope="row"), tag("td", score), counts)


def _severities(say: Voice) -> list[str]:
    return [say(f"{severity}s") for severity in SEVERITIES]


def _head(*names: str) -> Html:
    return tag("thead", tag("tr", joined(tag("th", name, scope="col") for name in names)))


def _count(number: int) -> Html:
    return tag("td", str(number), class_="count" if number else "count zero")


def _facet(kind: str, value: str, words: str) -> Html:
    """What the page filters by when it is clicked; mere words where no script runs."""
    return tag("span", words, data_facet=kind, data_value=value)


def _bar(score: float) -> Html:
    width = f"{score:.1f}%"
    lines = tag("rect", class_="track", width="100%", height="8", rx="4")
    lines = joined((lines, tag("rect", class_=f"fill {_level(score)}", width=width, height="8", rx="4")))
    return joined((tag("svg", lines, class_="bar", height="8", aria_hidden="true"), tag("span", f"{score:.0f}")))


def _formula(run: Run, say: Voice) -> Html:
    if not run.sheets:
        return Html()
    total = run.sheets[0]
    parts = [tag("p", say("formula", half=f"{HALF:g}", few=FEW_WORDS)), tag("p", f"{say('words')}: {total.words}")]
    hidden = sum(total.counts.values()) - len(run.findings)
    note = tag("p", say("hidden", count=hidden), class_="note") if hidden > 0 else ""
    return joined((tag("details", tag("summary", say("how")), *parts), note))


def rules(run: Run, at: Anchors, say: Voice) -> Html:
    """The rules that found something, the most frequent first."""
    found = Counter(finding.rule for finding in run.findings)
    if not found:
        return Html()
    order = sorted(found, key=lambda rule: (-found[rule], rule))
    first = {finding.rule: finding for finding in reversed(run.findings)}
    rows = [_rule(first[rule], found[rule], run, at, say) for rule in order]
    parts = [tag("h2", say("rules")), _rules(rows[:_MOST], say)]
    if len(rows) > _MOST:
        more = tag("summary", say("more rules", count=len(rows) - _MOST))
        parts.append(tag("details", more, _rules(rows[_MOST:], say)))
    return tag("section", *parts, id="rules")


def _rules(rows: Sequence[Html], say: Voice) -> Html:
    return tag("table", _head(say("rule"), say("about"), say("count")), tag("tbody", *rows), class_="rules")


def _rule(finding: Finding, count: int, run: Run, at: Anchors, say: Voice) -> Html:
    info = run.rules.get(finding.rule) or RuleInfo(finding.rule, finding.quality, finding.severity, "")
    url = web_address(info.evidence_url)
    source = (
        tag("a", say("source"), href=url, rel="noopener noreferrer", aria_label=f"{say('source')}: {info.id}") if url else ""
    )
    return tag(
        "tr",
        tag("th", _facet("rule", finding.rule, finding.rule), scope="row"),
        tag("td", info.summary, " ", source),
        _count(count),
        id=at.rules[finding.rule],
        tabindex=-1,
    )


def files(run: Run, at: Anchors, say: Voice) -> Html:
    """The files with findings, the worst first; the names of the others folded; what was left out and why."""
    parts = [tag("h2", say("files"), id="files")]
    parts += [_table(run, at, say)] if run.findings else []
    others = [sheet.path for sheet in run.sheets[1:] if sheet.path not in at.files]
    if others:
        listed = tag("ul", joined(tag("li", tag("bdi", shown_path(path))) for path in others), class_="names")
        parts.append(tag("details", tag("summary", say("others", count=len(others))), listed))
    parts += [tag("p", note, class_="note") for note in _notes(run, say)]
    return tag("section", *parts) if len(parts) > 1 else Html()


def _table(run: Run, at: Anchors, say: Voice) -> Html:
    found = Counter((finding.path, finding.severity) for finding in run.findings)
    scores = {sheet.path: sheet for sheet in run.sheets}
    order = sorted(at.files, key=lambda path: (scores[path].total if path in scores else 0, path))
    rows = joined(_row(path, found, scores.get(path), at) for path in order)
    table = tag("table", _head(say("file"), say("score"), *_severities(say)), tag("tbody", rows), class_="files")
    if len(order) <= _FEW:
        return table
    return tag("details", tag("summary", f"{say('files')}, {say('touched')}: {len(order)}"), table)


def _row(path: str, found: Counter[tuple[str, Severity]], sheet: Sheet | None, at: Anchors) -> Html:
    name = tag("th", tag("a", tag("bdi", shown_path(path)), href=f"#{at.files[path]}"), scope="row")
    score = _bar(sheet.total) if sheet else "–"
    return tag("tr", name, tag("td", score), joined(_count(found[path, severity]) for severity in SEVERITIES))


def _notes(run: Run, say: Voice) -> Iterator[str]:
    for reason, count in run.skipped.items():
        yield f"{say('skipped')}: {count} ({reason})"
    if run.sampled:
        yield f"{say('sampled')}: {run.sampled}"
