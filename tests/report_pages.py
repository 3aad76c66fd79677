"""Runs for the tests of the page: a shop with a call flow, hostile input, a clean run, many findings."""

from __future__ import annotations

import dataclasses
import io

from report_samples import FINDINGS, RULES, finding
from voicexml_samples import parse

from servicelint.model import Edit, Finding, Fix, Severity, Source, Span, Step
from servicelint.reports import RuleInfo, Run, Style, report
from servicelint.score import Weights, sheets

MENU = (
    '<menu id="main"><prompt>For orders press 1, for everything else press 2.</prompt>'
    '<choice dtmf="1" next="#orders"/><choice dtmf="2" next="#hold"/></menu>'
    '<form id="orders"><block><prompt>Our site knows it all.</prompt><goto next="#main"/></block></form>'
    '<form id="hold"><block><prompt>Please hold.</prompt><disconnect/></block></form>'
)
DOCUMENT = parse(MENU)
HOSTILE = (
    "<script>window.hit = 1</script>",
    "</script><script>window.hit = 1</script>",
    "--></script><!--<script>",
    '"><img src=x onerror="window.hit = 1">',
    "' onmouseover='window.hit = 1' x='",
    "javascript:window.hit=1",
    "</style><style>*{display:none}",
    "</title></textarea></svg><svg onload=window.hit=1>",
    "]]><b>&lt;&amp;&#x3C;script>",
    "a\u202eb\x1b[31m\x00\u2028c",
    "{0} {found} %s ${window.hit=1}",
    "שלום <bdo dir=rtl> عربي 田中様 👩‍🔬",
)
"""What somebody might write into a prompt, a name or a path to be more than words."""


def page(run: Run) -> str:
    """The page as text."""
    out = io.StringIO()
    report("html").write(run, out, Style())
    return out.getvalue()


def at(words: str, rule: str, severity: Severity, message: str, quality: str, **more: object) -> Finding:
    """A finding at words of the call flow."""
    source = DOCUMENT.bundle.sources[0]
    start = source.text.index(words)
    owner = next(message.id for message in DOCUMENT.messages if words in message.passages[0].shown)
    place = Span(source, start, start + len(words))
    found = finding(rule, severity, place, message, quality, message_id=owner, format="voicexml", **more)
    return dataclasses.replace(found, fingerprint=f"{rule}{start}")


CALLS = (
    at("For orders press 1", "key-first", "warning", "The key comes last.", "accessibility", why="People forget.",
       instead="Say what for, then which key.", better=("Orders: 1",),
       trail=(Step(Span(DOCUMENT.bundle.sources[0], 0, 4), "the caller dials in"),)),
    at("Our site knows it all", "no-human-exit", "error", "No way leads to a person.", "accessibility", why="Callers hang up."),
    at("Our site knows", "cliche", "hint", "Worn out.", "friendliness", why="Nobody listens."),
    at("Please hold", "bare-hold", "warning", "“Please hold”: say why.", "promptness", better=("One moment, I look it up",)),
)  # fmt: skip


def shop(ui: str = "en") -> Run:
    """Ten findings in five files, four of them in a call flow that is drawn."""
    found = tuple(sorted((*FINDINGS, *CALLS), key=lambda f: (f.path, f.span.start, f.rule)))
    total, files = sheets([(DOCUMENT, found)], Weights())
    skipped = {"no known format": 2}
    return Run(found, 12, "0.1.0", 1, RULES, skipped, 0, ui, (DOCUMENT,), sheets=(total, *files))


def clean() -> Run:
    """A run that found nothing."""
    total, files = sheets([(DOCUMENT, ())], Weights())
    return Run((), 1, "0.1.0", 0, RULES, {}, 0, "en", (DOCUMENT,), sheets=(total, *files))


def hostile() -> Run:
    """Every field of a finding, a rule and a flow that comes from outside, with every hostile text in it."""
    found = tuple(_hostile(number, words) for number, words in enumerate(HOSTILE))
    rules = {one.rule: RuleInfo(one.rule, "care", "error", one.rule, evidence_url="javascript:window.hit=1") for one in found}
    prompts = "".join(
        f'<form id="f{number}"><block><prompt>{_xml(words)}</prompt><goto next="#f{number + 1}"/></block></form>'
        for number, words in enumerate(HOSTILE)
    )
    document = parse(prompts)
    spoken = tuple(
        finding("bare-hold", "warning", passage.span, passage.shown, message_id=message.id)
        for message in document.messages
        for passage in message.passages
    )
    every = tuple(sorted((*found, *spoken), key=lambda f: (f.path, f.span.start, f.rule)))
    return Run(every, 2, "0.1.0", 0, rules, {HOSTILE[0]: 1}, 0, "en", (document,))


def _hostile(number: int, words: str) -> Finding:
    source = Source(f"mails/{words}.txt", f"{words} before {words}\n")
    place = Span(source, 0, len(words))
    return Finding(
        f"rule{number}-{words}", "care", "error", f"Not {words}", place, words, words, words, words,
        (Step(place, words),), Fix(words, (Edit(place, words),), safe=True), words, words, (words, words),
    )  # fmt: skip


def _xml(words: str) -> str:
    """As an XML file may hold it: no control characters."""
    kept = "".join(char for char in words if char >= " ")
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def many(count: int) -> Run:
    """So many findings, fifty a file."""
    source = [Source(f"mails/{number:04}.txt", "We will get back to you soon.\n" * 50) for number in range(-(-count // 50))]
    rules: tuple[tuple[str, Severity, str], ...] = (
        ("vague-commitment", "error", "honesty"), ("cliche", "hint", "friendliness"), ("jargon", "warning", "knowledge")
    )  # fmt: skip
    found = []
    for number in range(count):
        rule, severity, quality = rules[number % 3]
        place = Span(source[number // 50], number % 50 * 30, number % 50 * 30 + 28)
        words = {"why": "People plan around what you promise.", "instead": "Name the day.", "better": ("You hear from us on",)}
        one = finding(rule, severity, place, f"Finding {number} does not say when.", quality, **words)
        found.append(dataclasses.replace(one, fingerprint=f"{number:016x}"))
    return Run(tuple(found), len(source), "0.1.0", 0, RULES)


def big() -> Run:
    """A call flow of 90 menus in nine branches, which is drawn part by part, with a finding in each branch."""
    forms = "".join(
        f'<menu id="b{branch}-{step}"><prompt>Branch {branch}, step {step}: to go on press 1.</prompt>'
        f'<choice dtmf="1" next="#b{branch}-{step + 1}"/></menu>'
        for branch in range(9)
        for step in range(10)
    )
    choices = "".join(f'<choice dtmf="{branch + 1}" next="#b{branch}-0"/>' for branch in range(9))
    document = parse(f'<menu id="main"><prompt>Press a key.</prompt>{choices}</menu>{forms}')
    found = tuple(
        finding("key-first", "hint", message.passages[0].span, f"In {message.passages[0].shown}", message_id=message.id)
        for message in document.messages
        if ", step 5:" in message.passages[0].shown
    )
    found = tuple(dataclasses.replace(one, fingerprint=f"key-first{number}") for number, one in enumerate(found))
    return Run(found, 1, "0.1.0", 0, RULES, {}, 0, "en", (document,))
