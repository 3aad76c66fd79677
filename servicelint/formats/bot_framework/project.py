"""What stands in the files of one bot: its dialogs with what triggers them, its texts, and what customers say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.formats.bot_framework.actions import Reading, kind_of
from servicelint.formats.bot_framework.library import Library, name_of
from servicelint.formats.bot_framework.utterances import Pair, intents, pairs
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.syntax import json
from servicelint.syntax.dialogs import Beginning, Dialog, Start, every
from servicelint.syntax.json import Object, Scalar
from servicelint.syntax.wordings import Phrase

_DIALOGS = ("adaptivedialog",)
_BEGINNINGS: dict[str, Beginning] = {
    "onintent": "intent",
    "onunknownintent": "no-match",
    "onerror": "error",
    "onconversationupdateactivity": "start",
    "onbegindialog": "call",
}


@dataclass
class Project:
    """`root` is the dialog that a conversation begins with; `pairs` are questions with answers that stand by themselves."""

    library: Library = field(default_factory=Library)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    root: str = ""
    pairs: list[Pair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(bundle: Bundle) -> Project:
    """Read every file of the bundle; one that is no JSON becomes a problem, and the others are read all the same."""
    project = Project()
    phrases: dict[str, list[Phrase]] = {}
    written: dict[str, Object] = {}
    for source in bundle.sources:
        name, locale = name_of(source.path)
        ending = source.path.lower().rpartition(".")[2]
        if ending == "lg":
            project.library.add(source)
        elif ending == "lu":
            for intent, said in intents(source).items():
                phrases.setdefault(intent, []).extend(Phrase(locale, text) for text in said)
        elif ending == "qna":
            project.pairs += pairs(source)
        elif (root := _read(source, project.problems)) is not None and kind_of(root) in _DIALOGS:
            written.setdefault(name, root)
    for name, root in written.items():
        project.dialogs[name] = _dialog(name, root, Reading(name, project.library), phrases)
    project.root = _root(project.dialogs)
    project.problems += project.library.problems
    return project


def _read(source: Source, problems: list[Problem]) -> Object | None:
    try:
        root = json.read(source)
    except Unreadable as failure:
        problems.append(failure.problem)
        return None
    return root if isinstance(root, Object) else None


def _dialog(name: str, root: Object, reading: Reading, phrases: dict[str, list[Phrase]]) -> Dialog:
    starts = tuple(_starts(root, reading, phrases))
    designer = root.object("$designer")
    named = (designer.string("name") if designer else None) or root.string("$kind") or root.string("$type")
    span = starts[0].span if starts and starts[0].on == "start" else named.span if named else Span(root.sheet.source, 0, 1)
    return Dialog(name, span, starts)


def _starts(root: Object, reading: Reading, phrases: dict[str, list[Phrase]]) -> Iterator[Start]:
    for trigger in (*root.items("triggers"), *root.items("rules"), *root.items("events")):
        if not isinstance(trigger, Object) or _is_off(trigger):
            continue
        actions = reading.actions(trigger.items("actions") or trigger.items("steps"))
        on, intent = _BEGINNINGS.get(kind_of(trigger), "condition"), trigger.text("intent")
        marked = trigger.string("intent") or trigger.string("$kind") or trigger.string("$type")
        span = marked.span if marked else trigger.span
        said = tuple(phrases.get(intent, ())) if on == "intent" else ()
        yield Start(on, span, actions, intent or span.text, said)
    steps = reading.actions(root.items("actions") or root.items("steps"))
    if steps:
        yield Start("call", steps[0].span, steps)


def _root(dialogs: dict[str, Dialog]) -> str:
    """The dialog that greets, else one that no other calls, in the order of the files."""
    called = {action.target for action in every(dialogs) if action.does == "jump" and action.jump in ("call", "replace")}
    greets = [name for name, dialog in dialogs.items() if any(start.on == "start" for start in dialog.starts)]
    free = [name for name in dialogs if name not in called]
    busy = [name for name in free if dialogs[name].listens]
    return next(iter([*greets, *busy, *free, *dialogs]), "")


def _is_off(trigger: Object) -> bool:
    off = trigger.members.get("disabled")
    return isinstance(off, Scalar) and off.value is True
