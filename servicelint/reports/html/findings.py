"""The findings, file by file: the words in the file, what is wrong with them, why, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from servicelint.excerpt import excerpt
from servicelint.model import Finding, Fix, Severity
from servicelint.reports import Run, shown_path
from servicelint.reports.html.anchors import Anchors
from servicelint.reports.html.element import Html, joined, language_code, tag
from servicelint.reports.html.voice import Voice

_COLUMNS = 240
"""So much of a source line is shown; it wraps on the page."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


def files(run: Run, at: Anchors, say: Voice) -> Html:
    """One part a file, in the order of the run."""
    numbered = enumerate(run.findings)
    return joined(_file(path, list(found), run, at, say) for path, found in groupby(numbered, lambda pair: pair[1].path))


def _file(path: str, found: list[tuple[int, Finding]], run: Run, at: Anchors, say: Voice) -> Html:
    scores = {sheet.path: sheet.total for sheet in run.sheets}
    facts = [tag("span", found[0][1].format, class_="format")]
    if path in run.owners:
        facts.append(tag("span", f"{say('owner')}: ", tag("bdi", run.owners[path]), class_="owner"))
    if path in scores:
        facts.append(tag("span", f"{say('score')} {scores[path]:.0f}"))
    heading = tag(
        "summary",
        tag("h3", tag("bdi", shown_path(path))),
        tag("span", *facts, badges([finding for _, finding in found], say), class_="facts"),
    )
    cards = joined(_finding(number, finding, at, say) for number, finding in found)
    return tag("details", heading, cards, class_="file", id=at.files[path], open=True, data_file=shown_path(path))


def badges(findings: list[Finding], say: Voice) -> Html:
    """How many of each severity, those that are none left out."""
    counts = [(severity, sum(finding.severity == severity for finding in findings)) for severity in SEVERITIES]
    return joined(tag("span", say.counted(count, severity), class_=f"badge {severity}") for severity, count in counts if count)


def _finding(number: int, finding: Finding, at: Anchors, say: Voice) -> Html:
    name = at.findings[number]
    nodes = at.nodes.get(number, ())
    return tag(
        "article",
        _heading(finding, name, say),
        _place(finding, name, at, say),
        _source(finding),
        _advice(finding, say),
        joined(_more(finding, say)),
        joined(
            tag(
                "a",
                say("in flow", node=node.label),
                href=f"#{node.id}",
                class_="to-node",
                data_to=node.id,
                data_label=node.label,
            )
            for node in nodes
        ),
        class_=f"finding {finding.severity}",
        id=name,
        tabindex=-1,
        aria_labelledby=f"{name}-h",
        data_severity=finding.severity,
        data_quality=finding.quality,
        data_rule=finding.rule,
        data_nodes=" ".join(node.id for node in nodes) or None,
    )


def _heading(finding: Finding, name: str, say: Voice) -> Html:
    severity = tag("span", say(finding.severity), class_=f"badge {finding.severity}")
    return tag("h4", severity, " ", tag("bdi", finding.message), id=f"{name}-h")


def _place(finding: Finding, name: str, at: Anchors, say: Voice) -> Html:
    line, column = finding.span.source.position(finding.span.start)
    place = tag("bdi", f"{PurePath(finding.path).name}:{line}:{column}")
    rule = tag("a", finding.rule, href=f"#{at.rules[finding.rule]}")
    return tag("p", tag("a", place, href=f"#{name}"), rule, tag("span", say.quality(finding.quality)), class_="place")


def _source(finding: Finding) -> Html:
    """The line with the flagged words marked; a place without length gets a mark of its own."""
    shown = excerpt(finding.span, _COLUMNS)
    mark = tag("mark", shown.flagged) if shown.flagged else tag("mark", "‸", class_="point")
    line = tag("code", shown.before, mark, shown.after, lang=language_code(finding.language), dir="auto")
    return tag("pre", tag("span", str(shown.number), class_="number"), line)


def _advice(finding: Finding, say: Voice) -> Html:
    terms = list(_terms(finding, say))
    return tag("dl", *terms) if terms else Html()


def _terms(finding: Finding, say: Voice) -> Iterator[Html]:
    if finding.instead:
        yield _term(say("instead"), finding.instead)
    if finding.better:
        language = language_code(finding.language)
        yield _term(
            say("better"), joined((tag("q", tag("bdi", words), lang=language) for words in finding.better), " "), "better"
        )
    if finding.fix:
        yield _term(say("fix"), _offer(finding.fix))


def _term(label: str, said: str, kind: str | None = None) -> Html:
    return tag("div", tag("dt", label), tag("dd", said), class_=kind)


def _offer(fix: Fix) -> Html:
    return joined((fix.title, tag("code", "--fix" if fix.safe else "--fix --unsafe-fixes")), " ")


def _more(finding: Finding, say: Voice) -> Iterator[Html]:
    """What can be unfolded: the reason, and the way there."""
    if finding.why:
        yield tag("details", tag("summary", say("why")), tag("p", finding.why), class_="why")
    if finding.trail:
        steps = joined(
            tag("li", tag("span", f"{shown_path(step.span.source.path)}:{step.span.line}", class_="where"), " ", step.note)
            for step in finding.trail
        )
        yield tag("details", tag("summary", say("trail"), f" ({len(finding.trail)})"), tag("ol", steps), class_="trail")
