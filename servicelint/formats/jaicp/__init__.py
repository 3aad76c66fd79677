"""JAICP bots: scripts in the indented language of Just AI, one bot over a folder of `.sc` files."""

from __future__ import annotations

import re
from functools import lru_cache
from os.path import relpath
from pathlib import Path

from servicelint.formats.jaicp.layout import Layout
from servicelint.formats.jaicp.listening import Listening
from servicelint.formats.jaicp.script import gather
from servicelint.model import Bundle, Document, Source, Span, Unreadable
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import reply_to_choices

ID = "jaicp"
SUMMARY = "JAICP chatbots and voice bots"
READ = (
    "Replies and their random wordings, buttons, prompts and retries of ready-made blocks, words around a hand-over, "
    "answers in code; all scripts of a project as one bot."
)
NOT_READ = "The HTML or speech twin of a reply, patterns, labels for analytics, training phrases that stay in the cloud."
EXTENSIONS = (".sc",)
MENUS = True
HANDOFF = True

_THEME = re.compile(r"^(?:theme|state)[ \t]*:[ \t]*\S", re.MULTILINE)
_STATE = re.compile(r"^[ \t]*state[ \t]*:", re.MULTILINE)
_REACTION = re.compile(r"^[ \t]+(?:q|intent|event|e|go)!?[ \t]*:|^[ \t]+(?:a|random|buttons|script)[ \t]*:", re.MULTILINE)
_CALLS = re.compile(r"\$dialer\b|\bTransferCallToOperator\b|\bspeechNotRecognized\b")
_PROJECT = ("chatbot.yaml", "chatbot.yml")


def sniff(source: Source) -> float:
    """By states under a theme that react."""
    text = source.text
    if not (_THEME.search(text) and _STATE.search(text) and _REACTION.search(text)):
        return 0
    return 0.9 if source.path.lower().endswith(EXTENSIONS) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The scripts of the same project: all below the folder that holds its settings, else below `src`, else beside it."""
    absolute = path.absolute()
    around = absolute.parents
    root = next((folder for folder in around[:6] if any((folder / name).is_file() for name in _PROJECT)), None)
    root = root or next((folder for folder in around[:6] if folder.name == "src"), absolute.parent)
    found = _below(root)
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _below(root: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in root.rglob("*.sc") if file.is_file()))


def parse(bundle: Bundle) -> Document:
    """One document for the whole bot."""
    script = gather(bundle)
    if not script.places and not script.problems:
        raise Unreadable(Span(bundle.sources[0], 0, 0), "There is no state in this script; expected theme: / and state: Name.")
    layout = Layout(script)
    listening = Listening(script, layout.talk)
    listening.listen(layout.ends, layout.offers)
    reply_to_choices(layout.talk, listening.phrases)
    called = any(_CALLS.search(source.text) for source in bundle.sources)
    by = channel(bundle.setting("channel"), default="voice" if called else "chat")
    messages, flow = layout.talk.flow("bot", script.entry, by)
    order = {id(source): number for number, source in enumerate(bundle.sources)}
    messages = tuple(sorted(messages, key=lambda one: (order[id(one.passages[0].span.source)], one.passages[0].span.start)))
    problems = sorted([*script.problems, *layout.problems], key=lambda one: (order[id(one.span.source)], one.span.start))
    return Document(bundle, ID, messages, (flow,), tuple(problems), language=bundle.setting("language") or "")
