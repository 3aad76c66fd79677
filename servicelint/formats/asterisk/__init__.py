"""Asterisk: dialplans (`extensions.conf`) and the lists of what its recordings say.

`conf` reads lines, `dialplan` extensions, `prompts` lists; `speech` puts into words, `walk` follows the calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from servicelint.formats.asterisk import prompts
from servicelint.formats.asterisk.applications import SPECIAL
from servicelint.formats.asterisk.dialplan import dialplan
from servicelint.formats.asterisk.speech import Speech
from servicelint.formats.asterisk.walk import Walk
from servicelint.model import Bundle, Document, Message, Problem, Source, Span
from servicelint.syntax.calls import Step, made, names, passage
from servicelint.syntax.recordings import Recordings

ID = "asterisk"
SUMMARY = "Asterisk dialplans"
READ = "extensions.conf with all it includes from its folder, texts spoken by an engine, lists of what recordings say"
NOT_READ = "AEL and Lua dialplans, scripts, queues and voice mail settings, recordings that no list puts into words"
EXTENSIONS = ("extensions.conf", ".conf", ".txt")
MENUS = True
HANDOFF = True

_STEP = re.compile(r"^[ \t]*exten[ \t]*=>?[ \t]*[^,;\s]+[ \t]*,[ \t]*(?:\d+|n|s|hint)\b", re.MULTILINE)
_SECTION = re.compile(r"^[ \t]*\[[^\]\r\n]+\]", re.MULTILINE)
_SUFFIXES = (".conf", ".txt", ".lst")
_EXPECTED = "There is no dialplan in this file; expected exten => lines under a [context], or a list of `name: words`."
_FIRST = 65_536
"""So much of a file tells what it is."""


def sniff(source: Source) -> float:
    if _STEP.search(source.text):
        return 0.95 if _SECTION.search(source.text) else 0.6
    return prompts.sniff(source)


def members(path: Path) -> tuple[Path, ...]:
    """The files beside this one: parts of a dialplan include each other, and lists tell what its recordings say."""
    return tuple(sorted({path, *_files(path.parent)}))


@lru_cache(maxsize=64)
def _files(folder: Path) -> tuple[Path, ...]:
    files = (file for file in sorted(folder.iterdir()) if file.suffix.lower() in _SUFFIXES)
    return tuple([file for file in files if _begins_well(file)])


def _begins_well(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        begun = opened.read(_FIRST).removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return sniff(Source(file.as_posix(), begun)) > 0


def parse(bundle: Bundle) -> Document:
    lists = [source for source in bundle.sources if not _STEP.search(source.text)]
    told = [prompt for source in lists for prompt in prompts.prompts(source)]
    recordings = Recordings(bundle)
    for prompt in told:
        recordings.add(prompt.name, prompt.pieces, prompt.language)
    files = names(bundle.sources)
    problems: list[Problem] = []
    plan = dialplan((source for source in bundle.sources if source not in lists), problems)
    problems += (Problem(Span(source, 0, 0), _EXPECTED) for source in lists if not prompts.sniff(source))
    walk = Walk(plan, Speech(recordings, files, plan.variables))
    starts = list(_starts(walk))
    messages, flows = made(walk.call, starts, bundle, tuple(_listed(told, files, bundle)))
    languages = {prompt.language for prompt in told}
    return Document(bundle, ID, messages, flows, tuple(problems), language=languages.pop() if len(languages) == 1 else "")


def _starts(walk: Walk) -> Iterator[tuple[str, Step]]:
    """Every extension a caller may begin with, what is behind it read; then what no call at hand comes to."""
    begun = []
    for context in walk.plan.contexts.values():
        for extension in context.extensions.values():
            if extension.dialled not in SPECIAL and not context.name.startswith("macro-"):
                begun.append((f"{context.name}/{extension.name}", extension, walk.start(context.name, extension.name)))
    for context in walk.plan.contexts.values():
        for extension in context.extensions.values():
            for priority in sorted(extension.steps):
                if extension.name != "h" and (id(extension), priority) not in walk.visited:
                    walk.beside(context.name, extension, priority)
    for name, extension, step in begun:
        if id(extension) not in walk.subroutines:
            yield name, step


def _listed(told: list[prompts.Prompt], files: dict[str, str], bundle: Bundle) -> Iterator[Message]:
    """The lines of the lists that were asked for, each a message."""
    for prompt in told:
        if prompt.pieces and (not bundle.named or prompt.pieces[0].span.source.path in bundle.named):
            said = passage(files[prompt.pieces[0].span.source.path], prompt.pieces, prompt.language)
            if said is not None:
                yield Message(said.id, "company", "voice", (said,), bot=True)
