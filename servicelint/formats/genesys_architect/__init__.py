"""Genesys Cloud Architect flows as Archy writes them (YAML): calls, queues, messages, mail, bots.

`expressions` and `copy` read texts, `layout`, `actions` and `menus` lay out the flow, `settings` what holds everywhere.
"""

from __future__ import annotations

import re
from dataclasses import replace

from servicelint.formats.genesys_architect import settings
from servicelint.formats.genesys_architect.actions import lay
from servicelint.formats.genesys_architect.layout import ENDED, Layout, Scope, reference, wait
from servicelint.formats.genesys_architect.menus import lay_menu
from servicelint.model import Bundle, Channel, Document, Flow, Message, Problem, Source, Span, Unreadable
from servicelint.syntax import yaml
from servicelint.syntax.channels import channel
from servicelint.syntax.yaml import Mapping, Node, Scalar, at, entries, items, word

ID = "genesys-architect"
SUMMARY = "Genesys Cloud Architect flows (Archy YAML)"
READ = (
    "texts to speak and messages, also inside expressions and in files with {{placeholders}}; menus, tasks, states, "
    "bots; retries, transfers, settings that are said"
)
NOT_READ = "recorded prompts, whispers to agents, training phrases as copy, bots and modules of other files, .i3 exports"
EXTENSIONS = (".yaml", ".yml")
MENUS = True
HANDOFF = True

_CHANNELS: dict[str, Channel] = {
    "inboundcall": "voice",
    "inqueuecall": "voice",
    "outboundcall": "voice",
    "securecall": "voice",
    "voicemail": "voice",
    "voicesurvey": "voice",
    "inboundemail": "email",
    "inqueueemail": "email",
    "inboundchat": "chat",
    "inboundmessage": "chat",
    "inqueuemessage": "chat",
    "inboundshortmessage": "chat",
    "inqueueshortmessage": "chat",
    "bot": "chat",
    "botflow": "chat",
    "digitalbot": "chat",
    "digitalbotflow": "chat",
    "commonmodule": "unknown",
    "surveyinvite": "email",
    "workflow": "unknown",
    "workitem": "unknown",
}
_TOP = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n|---[ \t]*\r?\n)*([A-Za-z]+):[ \t]*(?:#.*)?\r?\n")
_TELLING = re.compile(r"^[ \t]+(?:startUpRef|startUpTaskActions|settingsErrorHandling|supportedLanguages):", re.M)
_CONTAINERS = (("menus", "menu"), ("tasks", "task"), ("states", "state"), ("bots", "bot"))


def sniff(source: Source) -> float:
    """By the one key at the top and a key that only such flows have below it."""
    top = _TOP.match(source.text)
    if top is None or top[1].lower() not in _CHANNELS:
        return 0
    return 0.95 if _TELLING.search(source.text) else 0


def parse(bundle: Bundle) -> Document:
    problems: list[Problem] = []
    messages: list[Message] = []
    flows: list[Flow] = []
    language = bundle.setting("language") or ""
    for source in bundle.sources:
        try:
            kind, root = _root(source)
        except Unreadable as failure:
            problems.append(failure.problem)
            continue
        problems += yaml.repeated(root)
        own = language or _language(root)
        by = channel(bundle.setting("channel"), default=_CHANNELS.get(kind.value.lower(), "unknown"))
        said, flow = _flow(kind, root, own, by)
        messages += sorted(said, key=lambda message: message.passages[0].span.start)
        flows.append(replace(flow, closed=kind.value.lower() == "inboundcall"))
        language = language or own
    return Document(bundle, ID, tuple(messages), tuple(flows), tuple(problems), language=language)


def _root(source: Source) -> tuple[Scalar, Mapping]:
    """The flow and its kind. Raises Unreadable."""
    for root in yaml.load(source, templated=True):
        for key, value in entries(root):
            if isinstance(value, Mapping):
                return key, value
    raise Unreadable(Span(source, 0, 0), "No flow is in this file; expected one key such as inboundCall with a flow below it.")


def _language(root: Node) -> str:
    """The default language; none where a placeholder stands for it."""
    given = word(at(root, "defaultLanguage"))
    return given if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,4})*", given) else ""


def _flow(kind: Scalar, root: Mapping, language: str, by: Channel) -> tuple[list[Message], Flow]:
    layout = Layout(language, by, timeout=wait(at(root, "settingsActionDefaults", "collectInput")))
    containers = list(_containers(root))
    begun = [layout.begin(name, "menu" if what == "menu" else "say", span) for name, what, _, span in containers]
    for step, (_, what, body, span) in zip(begun, containers, strict=True):
        if what == "menu":
            lay_menu(layout, step, body)
        else:
            first = lay(layout, items(body), Scope(step.id, f"{step.id}{ENDED}"))
            layout.join(step, first, "always", span)
    start = reference(at(root, "startUpRef"))
    entry = settings.lay_entry(layout, kind, root, start or (begun[0].id if begun else ""))
    layout.close()
    said, flow = layout.steps.flow(word(at(root, "name")) or kind.value, entry, by, settings.phrases(root))
    return [*said, *settings.messages(layout, root)], flow


def _containers(root: Mapping) -> list[tuple[str, str, Node, Span]]:
    """The menus, tasks, states and bots: id, what it is, its body (the actions of all but a menu), its place."""
    found: list[tuple[str, str, Node, Span]] = []
    started = root.get("startUpTaskActions")
    if started is not None:
        found.append(("startUpTask", "task", started, next(key.span for key, value in root.entries if value is started)))
    for listed, what in _CONTAINERS:
        for item in items(root.get(listed)):
            body = at(item, what) or item
            name = word(at(body, "refId")) or word(at(body, "name")) or what
            place = at(body, "name") or body
            actions = body if what == "menu" else at(body, "actions")
            if actions is not None:
                found.append((name, what, actions, place.span))
    return found
