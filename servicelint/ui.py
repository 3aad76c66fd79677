"""In which language findings and pages are told."""

from __future__ import annotations

import os
import re

UI_LANGUAGES = ("en", "it", "ro", "ru")
"""The languages in which findings and pages are told."""


def ui_language(*told: str | None) -> str:
    """The first language asked for, else that of the system where we speak it, else English."""
    system = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    own = re.split(r"[-_.]", next(filter(None, told), system))[0].lower()
    return own if own in UI_LANGUAGES else "en"
