"""Findings made by hand, as a run over a small shop's copy would yield them."""

from __future__ import annotations

import dataclasses

from servicelint.model import Edit, Finding, Fix, Severity, Source, Span, Step
from servicelint.reports import RuleInfo, Run

CHAT = Source(
    "chat/thanks.jsonl",
    '{"id": "c-17", "turns": [{"role": "customer", "text": "Could you change the delivery to Friday? I am at work '
    'all week and my neighbour is away."}, {"role": "agent", "text": "It is changed: Friday between 9 and 11."}, '
    '{"role": "customer", "text": "Perfect, thank you so much!"}, {"role": "agent", "text": "Sure thing!"}, {"role": '
    '"customer", "text": "Bye"}]}\n{"id": "c-18", "turns": [{"role": "customer", "text": "Grazie mille!"}, {"role": '
    '"agent", "text": "Ok, certo."}]}\n',
)
MAIL = Source(
    "emails/returns/refused.html",
    "<html>\r\n<body>\r\n\t<h1>Your return</h1>\r\n\t<p>Per our policy we can't take back shoes that were worn.</p>\r\n"
    "\t<p>Our customer service team has read your letter and\r\n\twill get back to you as soon as possible.</p>\r\n"
    "</body>\r\n</html>\r\n",
)
MENU = Source(
    "ivr/main.vxml",
    '<menu id="main">\n  <prompt>For opening hours press 1, for orders press 2.</prompt>\n'
    '  <choice dtmf="1" next="#hours"/>\n  <choice dtmf="2" next="#orders"/>\n</menu>\n'
    '<form id="orders">\n  <block>Please see our web site. <goto next="#main"/></block>\n</form>\n',
)
RUSSIAN = Source("replies/ru.csv", "id;text\n7;Здравствуйте, 田中様 👩‍🔬! Мы свяжемся с вами в ближайшее время 🙏\n")


def span(source: Source, words: str, after: int = 0) -> Span:
    """The place of the words in the source."""
    start = source.text.index(words, after)
    return Span(source, start, start + len(words))


def finding(
    rule: str,
    severity: Severity,
    place: Span,
    message: str,
    quality: str = "honesty",
    language: str = "en",
    **more: object,
) -> Finding:
    """A finding with a fingerprint made of its rule and words."""
    made = Finding(rule, quality, severity, message, place, "html", language, fingerprint=f"{rule}-{len(place.text)}")
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


_WELCOME = "A customer who says thanks gives you something. An answer like “sure” hands it back."
_TIME = "People plan around what you promise; a promise without a time leaves them waiting, and calling again."
_SURE = span(CHAT, "Sure thing!")
_STEPS = (
    Step(span(MENU, '<menu id="main">'), "the caller hears: for opening hours press 1, for orders press 2"),
    Step(span(MENU, '<choice dtmf="2" next="#orders"/>'), "presses 2"),
    Step(span(MENU, '<form id="orders">'), "is sent to the web site, and back to the first menu"),
)

FINDINGS = (
    finding(
        "sure-reply", "error", _SURE, '"Sure thing!" brushes the thanks off.', "courtesy", why=_WELCOME,
        instead="Accept the thanks: You're welcome. My pleasure.", message_id="c-17/3", format="jsonl",
        fix=Fix('Say "You\'re welcome!"', (Edit(_SURE, "You're welcome!"),), safe=True),
    ),
    finding(
        "sure-reply", "error", span(CHAT, "Ok, certo"), '"Ok, certo" liquida il ringraziamento.', "courtesy", "it",
        why=_WELCOME, instead="Accept the thanks: You're welcome. My pleasure.", message_id="c-18/1", format="jsonl",
        fix=Fix('Say "Prego"', (Edit(span(CHAT, "Ok, certo"), "Prego"),), safe=False),
    ),
    finding(
        "policy-wording", "error", span(MAIL, "Per our policy"),
        '"Per our policy" puts a rule between you and the customer.',
        why="A rule of your own is no reason for the customer, who hears that you will not even think about it.",
        instead="Say what you can do: “Worn shoes we cannot resell, but we will gladly repair them at cost.”",
    ),
    finding(
        "vague-commitment", "warning", span(MAIL, "will get back to you as soon as possible"),
        '"will get back to you as soon as possible" does not say when.', why=_TIME,
        instead="Name the day or the hour, and who will do it.",
    ),
    finding(
        "no-human-exit", "error", span(MENU, '<form id="orders">'),
        "From “orders” no way leads to a person (and from 1 more state).",
        "accessibility", why="Callers who cannot reach a person hang up, and tell others why.",
        instead="Let them reach a person from every menu, at best with 0.", trail=_STEPS, format="voicexml",
    ),
    finding(
        "vague-commitment", "warning", span(RUSSIAN, "свяжемся с вами в ближайшее время"),
        "«свяжемся с вами в ближайшее время» не говорит, когда.", language="ru", why=_TIME,
        instead="Name the day or the hour, and who will do it.", format="csv",
    ),
)  # fmt: skip

RULES = {
    "sure-reply": RuleInfo(
        "sure-reply", "courtesy", "error", "A reply to a customer's thanks that brushes it off.", _WELCOME,
        "Accept the thanks.", "# sure-reply\n\nA reply to thanks.\n", "https://example.com/thanks",
    ),
    "policy-wording": RuleInfo(
        "policy-wording", "honesty", "error", "Your own rule as a reason.", "It is none.", "Say what you can do."
    ),
    "vague-commitment": RuleInfo("vague-commitment", "honesty", "error", "No time.", _TIME, "Say when."),
    "no-human-exit": RuleInfo("no-human-exit", "accessibility", "error", "No way to a person."),
    "shouting": RuleInfo("shouting", "courtesy", "warning", "Whole sentences in capitals."),
}  # fmt: skip


def run(*findings: Finding, files: int = 12, suppressed: int = 0, skipped: dict[str, int] | None = None) -> Run:
    """A run that found these."""
    return Run(findings, files, "0.1.0", suppressed, RULES, skipped or {})
