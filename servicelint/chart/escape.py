"""Words as XML and HTML write them. What neither can hold (most control characters) shows as �."""

from __future__ import annotations

import re
from html import escape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def words(text: str) -> str:
    """Text between tags."""
    return escape(_FORBIDDEN.sub("\ufffd", text), quote=False)


def attribute(text: str) -> str:
    """Text between double quotes; a line end stays one."""
    return escape(_FORBIDDEN.sub("\ufffd", text)).replace("\n", "&#10;")
