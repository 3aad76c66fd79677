"""Globs over paths, as .gitignore has them: `*` stays in its folder, `**` crosses folders, a folder stands for all in it.

A glob without a slash fits at any depth; one with a slash is seen from the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_PARTS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)


def fits(name: str, globs: Iterable[str]) -> bool:
    """Whether a path, with slashes between its folders, fits one of the globs."""
    return any(_pattern(glob).fullmatch(name) for glob in globs)


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    bare = glob.removeprefix("./").strip("/") or "**"
    anywhere = "" if "/" in glob.removeprefix("./").rstrip("/") else "(?:.*/)?"
    return re.compile(anywhere + "".join(map(_expression, _PARTS.findall(bare))) + "(?:/.*)?", re.DOTALL)


def _expression(part: str) -> str:
    match part:
        case "**/":
            return "(?:.*/)?"
        case "/**":
            return ""
        case "**":
            return ".*"
        case "*":
            return "[^/]*"
        case "?":
            return "[^/]"
    if part[0] == "[" and len(part) > 2:
        inside = part[1:-1].replace("\\", "\\\\")
        return f"[^{inside[1:]}]" if inside[0] == "!" else f"[{inside}]"
    return re.escape(part)
