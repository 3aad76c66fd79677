"""The controls above the findings. They stay hidden where no script runs: then everything is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from servicelint.reports import Run, shown_path
from servicelint.reports.html.element import Html, joined, tag
from servicelint.reports.html.findings import SEVERITIES
from servicelint.reports.html.voice import Voice
from servicelint.rules import QUALITIES


def bar(run: Run, say: Voice) -> Html:
    """Severities as switches, quality, rule and file as lists, a field for words, and how much is shown."""
    return tag(
        "form",
        tag("div", joined(_switch(severity, run, say) for severity in SEVERITIES), role="group", aria_label=say("severity")),
        tag("label", tag("span", say("search")), tag("input", type="search", name="q", aria_keyshortcuts="/", placeholder="/")),
        _lists(run, say),
        tag("p", role="status", id="shown", data_text=say("shown"), data_none=say("none"), data_copied=say("copied")),
        tag("button", type="button", id="node", hidden=True, data_text=say("node"), class_="chip"),
        tag("button", say("clear"), type="reset", hidden=True),
        tag("button", say("fold"), type="button", id="fold", data_fold=say("fold"), data_unfold=say("unfold")),
        id="filters",
        hidden=True,
        role="search",
        aria_label=say("filter"),
        data_only=say("only"),
        data_copy=say("copy"),
    )


def _switch(severity: str, run: Run, say: Voice) -> Html:
    count = sum(finding.severity == severity for finding in run.findings)
    figure = tag("b", str(count))
    name = say(f"{severity}s")
    return tag("button", name, " ", figure, type="button", aria_pressed="true", data_toggle=severity, class_=severity)


def _lists(run: Run, say: Voice) -> Html:
    qualities = Counter(finding.quality for finding in run.findings)
    rules = Counter(finding.rule for finding in run.findings)
    files = Counter(shown_path(finding.path) for finding in run.findings)
    ordered = {name: qualities[name] for name in QUALITIES if name in qualities}
    lists = [_list("quality", {name: say.quality(name) for name in ordered}, qualities, say)]
    lists.append(_list("rule", {name: name for name in sorted(rules)}, rules, say))
    if len(files) > 1:
        lists.append(_list("file", {name: name for name in sorted(files)}, files, say))
    return joined(lists)


def _list(name: str, labels: Mapping[str, str], counts: Mapping[str, int], say: Voice) -> Html:
    choices = joined(
        tag("option", f"{label} ({counts[value]})", value=value, data_label=label) for value, label in labels.items()
    )
    return tag("label", tag("span", say(name)), tag("select", tag("option", say("all"), value=""), choices, name=name))
