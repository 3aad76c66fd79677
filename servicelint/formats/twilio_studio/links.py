"""Which subflows a flow runs, and what a flow may be called where another one runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from servicelint.syntax import json

_CALLS = re.compile(r"""\bflow_sid[\\"']*\s*[:=]\s*[\\"']*([^\\"',\r\n]+)""")
_OWN = re.compile(
    r"""^[ \t]*"sid"\s*:\s*"(FW\w+)"|\b"?friendly_name"?\s*[:=]\s*"([^"]+)\""""
    r"""|\bresource\s+"twilio_studio_flow\w*"\s+"([\w-]+)\"""",
    re.M,
)
_WORDS = re.compile(r"[\w-]+")


def names(file: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the flow of a file may be called (by the file, its SID, its title, its resource), and what it runs."""
    called = {found[1].strip() for found in _CALLS.finditer(text)}
    words = {word for value in called for word in _WORDS.findall(value)}
    return frozenset(own(file, text)), frozenset(called | words)


def own(file: str, text: str) -> set[str]:
    """What the flow of a file may be called; in a file with several of them nobody can tell whose a name is."""
    told = [[found[part] for found in _OWN.finditer(text) if found[part]] for part in (1, 2, 3)]
    return {PurePath(file).stem, *(names[0] for names in told if len(names) == 1)}


def called(flow: json.Object) -> Iterator[tuple[str, str]]:
    """The widgets that run a subflow, each with the SID, or the expression for it, as it is written."""
    for state in flow.items("states"):
        if isinstance(state, json.Object) and state.text("type") == "run-subflow":
            properties = state.object("properties")
            sid = properties.string("flow_sid") if properties else None
            if sid is not None:
                yield state.text("name"), sid.value if sid.value.isascii() else sid.span.text
