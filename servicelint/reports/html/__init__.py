"""The report as one page for the browser: it needs no network, no server and no script to be read.

Everything from outside passes `element.text`; the page's policy lets in the style and the script of this folder by their
digest, and nothing else.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib import resources
from typing import TextIO

from servicelint.reports import Run, Style
from servicelint.reports.html import filters, findings, flows, overview
from servicelint.reports.html.anchors import anchors
from servicelint.reports.html.element import Html, tag
from servicelint.reports.html.voice import Voice

NAME = "html"
DOCUMENTS = True


def write(run: Run, out: TextIO, style: Style) -> None:
    """Writes the page; the same run gives the same bytes."""
    say = Voice(run.ui)
    pictures = flows.pictures(run)
    at = anchors(run.findings, flows.nodes(pictures))
    parts = (
        overview.header(run, say),
        tag("div", _sections(run, bool(pictures.shown), say), overview.colours(say), class_="sections"),
        tag("div", overview.qualities(run, say), overview.rules(run, at, say), class_="columns"),
        overview.files(run, at, say),
        flows.section(pictures, run, at, say),
        _findings(run, findings.files(run, at, say), say),
    )
    css, script = flows.STYLE + _asset("report.css"), _asset("report.js")
    out.write("<!doctype html>\n")
    out.write(
        tag(
            "html",
            _head(overview.verdict(run, say), css, script),
            tag(
                "body",
                tag("a", say("skip"), href="#findings", class_="skip"),
                tag("main", *parts),
                tag("footer", say("by", version=run.version)),
                tag("script", Html(script)),
            ),
            lang=say.language,
        )
    )
    out.write("\n")


def _head(title: str, css: str, script: str) -> Html:
    policy = (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content="servicelint"),
        tag("title", f"{title} · servicelint"),
        tag("link", rel="icon", href="data:,"),  # else a browser asks the server for one
        tag("style", Html(css)),
    )


def _digest(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return resources.files(__package__ or "").joinpath(name).read_text(encoding="utf-8")


def _sections(run: Run, flows: bool, say: Voice) -> Html:
    """Links to the parts of the page that there are."""
    there = {"qualities": True, "rules": bool(run.findings), "files": bool(run.findings), "flows": flows, "findings": True}
    links = [tag("a", say(name), href=f"#{name}") for name, shown in there.items() if shown]
    return tag("nav", *links, aria_label=say("sections"))


def _findings(run: Run, files: Html, say: Voice) -> Html:
    """The findings under their filter; the last word of a clean run."""
    title = tag("h2", say("findings"), id="findings", tabindex=-1)
    if not run.findings:
        return tag("section", title, tag("p", overview.verdict(run, say), class_="clean"))
    nothing = tag("p", say("none"), id="nothing", hidden=True)
    return tag("section", title, filters.bar(run, say), nothing, files)
