"""FreeSWITCH: IVR menus, phrase macros, XML dialplans and the lists of what its recordings say.

`library` finds, `speech` puts into words, `exchange` follows a call with `menus` and `dialplan`. Nothing about rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from servicelint.formats.freeswitch import dialplan, menus
from servicelint.formats.freeswitch.exchange import Exchange
from servicelint.formats.freeswitch.library import Library, library
from servicelint.formats.freeswitch.speech import Speech
from servicelint.model import Bundle, Document, Message, Problem, Source
from servicelint.syntax.calls import made
from servicelint.syntax.names import names
from servicelint.syntax.recordings import Recordings
from servicelint.syntax.spoken import passage

ID = "freeswitch"
SUMMARY = "FreeSWITCH menus, phrases and dialplans"
READ = "IVR menus, phrase macros, XML dialplans, texts spoken by an engine, lists of what recordings say (phrase_en.xml)"
NOT_READ = "scripts (Lua, JavaScript), other configuration files, recordings that no list puts into words"
EXTENSIONS = (".xml",)
MENUS = True
HANDOFF = True

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TELLING = re.compile(
    r"<menu\s[^>]*\bgreet-(?:long|short)\s*="
    r"|<action\s[^>]*\bfunction\s*=\s*[\"'](?:play-file|say|speak-text|execute|phrase)[\"']"
    r"|<(?:anti-)?action\s[^>]*\bapplication\s*="
    r"|<prompt\s[^>]*\bphrase\s*=[^>]*\bfilename\s*="
    r"|<prompt\s[^>]*\bfilename\s*=[^>]*\bphrase\s*="
)
_FOLDERS = frozenset({"autoload_configs", "dialplan", "ivr_menus", "lang"})
"""Folders of a configuration."""
_FIRST = 65_536
"""So much of a file tells what it is."""


def sniff(source: Source) -> float:
    text = source.text
    if not text.lstrip().startswith("<"):
        return 0.0
    return 0.95 if _TELLING.search(text) and _TELLING.search(_COMMENT.sub("", text)) else 0.0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the configuration that this one is a part of; menus, phrases and dialplan name each other."""
    return tuple(sorted({path, *_files(_root(path))}))


def _root(path: Path) -> Path:
    """The folder that holds the configuration's folders, otherwise the file's own."""
    inside = [above for above in path.parents if above.name in _FOLDERS]
    return inside[-1].parent if inside else path.parent


@lru_cache(maxsize=64)
def _files(root: Path) -> tuple[Path, ...]:
    folders = [folder for name in sorted(_FOLDERS) if (folder := root / name).is_dir()]
    nested = (file for folder in folders for file in sorted(folder.rglob("*.xml")))
    return tuple([file for file in (*sorted(root.glob("*.xml")), *nested) if _begins_well(file)])


def _begins_well(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        begun = opened.read(_FIRST).removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return sniff(Source(file.name, begun)) > 0


def parse(bundle: Bundle) -> Document:
    problems: list[Problem] = []
    held = library(bundle.sources, problems)
    files = names(bundle.sources)
    recordings = Recordings(bundle)
    for prompt in held.prompts:
        recordings.add(prompt.name, prompt.pieces, prompt.language)
    exchange = Exchange(held, Speech(held, recordings, files))
    starts = dialplan.begin(exchange)
    dialplan.build(exchange)
    menus.build(exchange)
    menus.leave(exchange)
    starts += menus.entries(exchange)
    messages, flows = made(exchange.call, starts, bundle, tuple(_beside(held, exchange.speech, files, bundle)))
    return Document(bundle, ID, messages, flows, tuple(problems), language=_language(held))


def _beside(held: Library, speech: Speech, files: dict[str, str], bundle: Bundle) -> Iterator[Message]:
    """What no call at hand speaks, in the files that were asked for: macros that nobody names, lists of prompts."""
    for macro in held.macros:
        asked = not bundle.named or macro.element.span.source.path in bundle.named
        if asked and id(macro.element) not in speech.used:
            yield from speech.alone(macro)
    for prompt in held.prompts:
        if prompt.pieces and (not bundle.named or prompt.pieces[0].span.source.path in bundle.named):
            file = files[prompt.pieces[0].span.source.path]
            if (said := passage(file, prompt.pieces, prompt.language, "xml")) is not None:
                yield Message(said.id, "company", "voice", (said,), bot=True)


def _language(held: Library) -> str:
    told = {macro.language for macro in held.macros} | {prompt.language for prompt in held.prompts}
    return told.pop() if len(told) == 1 else ""
