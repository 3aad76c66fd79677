"""Bots of Bot Framework Composer, read as one: dialogs, language generation, what customers say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from servicelint.formats.bot_framework.library import Library
from servicelint.formats.bot_framework.project import Project, gather
from servicelint.formats.bot_framework.utterances import Pair
from servicelint.model import Bundle, Channel, Document, Flow, Message, NodeKind, Source
from servicelint.syntax.channels import channel
from servicelint.syntax.dialog_copy import passage
from servicelint.syntax.dialog_flow import told
from servicelint.syntax.dialogs import every
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.wordings import messages

ID = "bot-framework"
SUMMARY = "Bot Framework Composer bots: dialogs, language generation (.lg), utterances (.lu), questions (.qna)"
READ = "templates with variants, conditions, chips, cards and spoken forms; prompts, choices, retries, dialogs that call others"
NOT_READ = "what functions compute, what skills and services answer, entities, settings"
EXTENSIONS = (".dialog", ".lg", ".lu", ".qna")
MENUS = True
HANDOFF = True

_KIND = re.compile(r'"\$(?:kind|type)"\s*:\s*"Microsoft\.\w+')
_TEMPLATE = re.compile(r"^[ \t]*#[ \t]*[\w.-]+[ \t]*(?:\([^()\n]*\))?[ \t]*\r?\n\s*(?:>[^\n]*\n\s*)*(?:[-*+]|\[\w+)", re.M)
_UTTERANCE = re.compile(r"^[ \t]*(?:#[ \t]*[\w.-]+[ \t]*\r?\n\s*-|@[ \t]*\w+[ \t]+\w+|>)", re.M)
_QUESTION = re.compile(r"^[ \t]*#[ \t]*\?", re.M)
_PARTS = frozenset({"dialogs", "language-generation", "language-understanding", "knowledge-base", "recognizers"})
_FOLDERS = ("ComposerDialogs",)
_LEVELS_UP = 8
_NEVER = re.compile(r"(?!)")


def sniff(source: Source) -> float:
    """By the kinds that dialogs name; the other files by their names and how they begin."""
    name, text = source.path.lower(), source.text
    if name.endswith((".dialog", ".json")):
        looks = text.lstrip().startswith("{") and _KIND.search(text)
        return (0.95 if name.endswith(".dialog") else 0.5) if looks else 0.4 if name.endswith(".dialog") else 0
    if name.endswith(".lg"):
        return 0.9 if _TEMPLATE.search(text) else 0.4
    if name.endswith(".lu"):
        return 0.9 if _UTTERANCE.search(text) else 0.4
    return 0.9 if name.endswith(".qna") and _QUESTION.search(text) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the bot that `path` is of."""
    absolute = path.absolute()
    inside = [folder for folder in absolute.parents[:_LEVELS_UP] if folder.name in _PARTS]
    whole = next((folder for folder in absolute.parents[:_LEVELS_UP] if folder.name in _FOLDERS), None)
    root = whole or (inside[-1].parent if inside else absolute.parent)
    found = _below(root, whole is not None)
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(os.path.relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _below(root: Path, every: bool) -> tuple[Path, ...]:
    """The files beside the root dialog and in the folders of its parts; of a folder of dialogs all."""
    return tuple(sorted(_walk(root, every)))


def _walk(root: Path, every: bool) -> Iterator[Path]:
    for name, folders, files in os.walk(root):
        here = Path(name)
        yield from (here / file for file in files if file.lower().endswith(EXTENSIONS))
        if here == root and not every:
            folders[:] = [folder for folder in folders if folder in _PARTS]
        folders[:] = [folder for folder in folders if not folder.startswith(".") and folder != "node_modules"]


def parse(bundle: Bundle) -> Document:
    """One document for the whole bot."""
    project = gather(bundle)
    by = channel(bundle.setting("channel"), default="chat")
    said: list[Message] = []
    flows: tuple[Flow, ...] = ()
    if project.root:
        found, flow = told("bot", project.dialogs, project.root, _stranger, by, bundle)
        said += found
        flows = (replace(flow, closed=_calls_known(project)),)
    said += _left(project.library, by)
    said += [message for number, pair in enumerate(project.pairs, 1) for message in _answer(pair, number, by)]
    return Document(bundle, ID, tuple(said), flows, tuple(project.problems), language=bundle.setting("language") or "")


def _calls_known(project: Project) -> bool:
    """Whether every dialog that is called is in the files, under a name that is not computed."""
    jumps = (action for action in every(project.dialogs) if action.does == "jump" and action.jump in ("call", "replace"))
    return all(action.target in project.dialogs for action in jumps)


def _left(library: Library, by: Channel) -> Iterator[Message]:
    """The texts that no dialog sends: programs may."""
    for name, words in library.left():
        yield from messages(name, words, by, None)


def _answer(pair: Pair, number: int, by: Channel) -> Iterator[Message]:
    name = f"answer {number}"
    for found in passage(name, pair.answer, "reply", _NEVER, carrier="plain"):
        yield Message(name, "company", by, (found,), in_reply_to=pair.questions, bot=True)


def _stranger(dialog: str) -> NodeKind:
    return "human" if hands_over(dialog) else "elsewhere"
