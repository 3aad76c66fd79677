"""Which other typebots a typebot links to, by their ids."""

from __future__ import annotations

import re

_LINKED = re.compile(r'"typebotId"\s*:\s*"([\w-]+)"')
_HEAD = r'\{(?:[^{}\[\]]*?,)?\s*"id"\s*:\s*"([\w-]+)"'
_OWN = re.compile(rf'^\s*{_HEAD}|"typebot"\s*:\s*{_HEAD}')


def names(_: str, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """A typebot goes by its id, which stands before its groups."""
    own = _OWN.search(text)
    return frozenset({own[1] or own[2]} if own else ()), frozenset(_LINKED.findall(text)) - {"current"}
