"""HTML: one page that needs nothing else, to read, to click through and to print; a big flow part by part."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TextIO

from servicelint.chart import Box, Chart
from servicelint.chart.atlas import FROM, TO, Page
from servicelint.chart.colours import CSS
from servicelint.chart.escape import words
from servicelint.chart.legend import legend
from servicelint.chart.measured import when
from servicelint.chart.shapes import name
from servicelint.chart.sheet import size
from servicelint.chart.svg import drawing
from servicelint.chart.words import cut
from servicelint.pictures import Sheet

NAME = "html"
SMALLEST = 0.65
"""A wide picture shrinks so far to fit the window; then it scrolls."""
UNFOLDED = 30
"""A list of more pictures is folded."""
_STYLE = """
:root{color-scheme:light dark;--paper:#fbfbfa;--text:#1d2433;--quiet:#5a6375;--edge:#dfe2e8;--panel:#ffffff;--link:#2f5bd0}
@media (prefers-color-scheme:dark){:root{--paper:#12151c;--text:#e8ebf2;--quiet:#a4adbd;--edge:#2a3140;--panel:#1b202a;
--link:#8fb0ff}}
*{box-sizing:border-box}
body{margin:0;padding:0 0 9rem;background:var(--paper);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,sans-serif}
header,section>*:not(.board){padding:0 24px}
h1{font-size:24px;line-height:1.2;margin:28px 0 4px}
h2{font-size:20px;margin:36px 0 2px}
h3{font-size:17px;margin:36px 0 2px}
p{margin:2px 0 10px;color:var(--quiet)}
a{color:var(--link)}
nav ul{columns:18rem;list-style:none;padding:0;margin:8px 0}
nav li{break-inside:avoid;padding:2px 0}
nav small{color:var(--quiet)}
.board{overflow:auto;border-block:1px solid var(--edge);max-width:100vw}
.board svg{display:block;margin:0 auto}
.key{overflow-x:auto;padding:6px 24px}
.key svg{max-width:100%;height:auto}
label{color:var(--quiet);cursor:pointer}
.board svg{width:100%;height:auto}
.node.entry{scroll-initial-target:nearest}
body:has(#fit:checked) .board svg{min-width:0}
.panel{position:fixed;inset:auto 0 0 0;padding:0;margin:0}
.panel div{display:none;background:var(--panel);border-top:1px solid var(--edge);box-shadow:0 -6px 24px #0002;
padding:12px 24px;max-height:40vh;overflow:auto;white-space:pre-line}
.panel b{font-weight:600}
.panel small{color:var(--quiet)}
@media print{body{padding:0;background:#fff}.board{overflow:visible;border:0}.board svg{max-width:100%;height:auto}
label,.panel{display:none}section{break-before:page}}
"""


@dataclass(frozen=True)
class _Drawn:
    """A page with its drawing; `own` stands before the ids in it."""

    page: Page
    own: str
    drawn: str


def write(sheets: Sequence[Sheet], out: TextIO) -> None:
    """The page: what it holds, the legend, then every flow with its pictures."""
    drawn = [[_draw(page, at, number) for number, page in enumerate(sheet.pages)] for at, sheet in enumerate(sheets)]
    sections = [
        line for sheet, pictures in zip(sheets, drawn, strict=True) for line in _sheet(sheet, pictures, len(sheets) == 1)
    ]
    rules = "\n".join(rule for pictures in drawn for one in pictures for rule in _rules(one))
    style = f"{CSS}{_STYLE}{rules}\n"
    proof = b64encode(sha256(style.encode()).digest()).decode()
    title = sheets[0].chart.title if len(sheets) == 1 else f"{len(sheets)} flows"
    policy = f"default-src 'none'; style-src 'sha256-{proof}'; base-uri 'none'; form-action 'none'"
    head = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="servicelint">',
        f"<title>{words(title)}</title><style>{style}</style></head><body>",
        f"<header><h1>{words(title)}</h1>",
        *_contents(sheets),
        '<p><label><input type="checkbox" id="fit"> Fit pictures to the window</label></p></header>',
        f'<div class="key">{legend([one.page.chart for pictures in drawn for one in pictures])}</div><main>',
    ]
    out.write("\n".join([*head, *sections, "</main></body></html>\n"]))


def _draw(page: Page, sheet: int, number: int) -> _Drawn:
    own = f"p{sheet}-{number}-" if number else f"p{sheet}-"
    return _Drawn(page, own, drawing(page.chart, own))


def _contents(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Links to every flow, and to the parts of a big one; none to a single picture."""
    if len(sheets) == 1 and len(sheets[0].pages) == 1:
        return
    number = sum(len(sheet.pages) for sheet in sheets)
    unfolded = " open" if number <= UNFOLDED else ""
    yield f"<nav><details{unfolded}><summary>{number} pictures</summary><ul>"
    for sheet in sheets:
        for at, page in enumerate(sheet.pages):
            called = page.chart.title if at or len(sheets) > 1 else "Overview"
            small = f"{_steps(page.chart if at else sheet.chart)}{_found(page.chart)}"
            yield f'<li><a href="#{page.anchor}">{words(cut(called, 60))}</a> <small>{small}</small></li>'
    yield "</ul></details></nav>"


def _steps(chart: Chart) -> str:
    """How many steps a picture shows, places of other pictures left out; parts, where that is all it shows."""
    own = [box for box in chart.boxes if not box.id.startswith((FROM, TO))]
    number = sum(box.kind != "group" for box in own)
    parts = len(own) - number
    counts = [(number, "step")] * bool(number or not parts) + [(parts, "part")] * bool(parts)
    return ", ".join(f"{many} {word if many == 1 else word + 's'}" for many, word in counts)


def _found(chart: Chart) -> str:
    counts = Counter(mark.severity for box in chart.boxes for mark in box.marks)
    return "".join(f", {number} {grade}{'s' if number > 1 else ''}" for grade, number in sorted(counts.items()))


def _sheet(sheet: Sheet, pictures: Sequence[_Drawn], lone: bool) -> Iterator[str]:
    for at, one in enumerate(pictures):
        chart = one.page.chart
        level = "h3" if at else "h2"
        heading = "" if lone and not at else f"<{level}>{words(chart.title)}</{level}>"
        yield f'<section id="{one.page.anchor}">{heading}'
        yield f"<p>{_facts(chart if at else sheet.chart)}{_way_up(one.page)}</p>"
        yield f'<div class="board">{one.drawn}</div>'
        yield from _panel(one)
        yield "</section>"


def _facts(chart: Chart) -> str:
    kinds = Counter(box.kind for box in chart.boxes if not box.link)
    named = {"menu": ("menu", "menus"), "ask": ("question", "questions"), "human": ("person", "persons")}
    told = [_steps(chart)]
    told += [f"{kinds[kind]} {one if kinds[kind] == 1 else many}" for kind, (one, many) in named.items() if kinds[kind]]  # type: ignore[index]
    return " · ".join(told) + _found(chart).replace(", ", " · ")


def _way_up(page: Page) -> str:
    """The link to the page on which a part is folded."""
    return f' · <a href="#{page.parent}">↑ overview</a>' if page.parent else ""


def _revealed(box: Box) -> bool:
    """Whether more is known than the box shows."""
    return not box.link and bool(box.marks or len(box.text) > len(box.title) or "‹" in box.title)


def _panel(one: _Drawn) -> Iterator[str]:
    """The whole words of the box that the pointer or the keyboard is on, at the foot of the window."""
    yield '<div class="panel" aria-hidden="true">'
    for at, box in enumerate(one.page.chart.boxes):
        if _revealed(box):
            head = " · ".join(part for part in (name(box), when(box)) if part)
            marks = "".join(f"\n<b>{mark.severity}</b> {words(mark.message)} <small>{mark.rule}</small>" for mark in box.marks)
            place = f"<small>{words(box.path)}:{box.line}</small>"
            yield f'<div id="{one.own}t{at}"><b>{words(head)}</b> {place}\n{words(box.text)}{marks}</div>'
    yield "</div>"


def _rules(one: _Drawn) -> Iterator[str]:
    """How wide the picture is, and which words show for which box."""
    anchor, width = one.page.anchor, size(one.drawn)[0]
    yield f"#{anchor} .board svg{{max-width:{width:.0f}px;min-width:{width * SMALLEST:.0f}px}}"
    for at, box in enumerate(one.page.chart.boxes):
        if _revealed(box):
            yield f"#{anchor}:has(#{one.own}n{at}:is(:hover,:focus)) #{one.own}t{at}{{display:block}}"
