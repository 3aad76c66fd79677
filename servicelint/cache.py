"""Keeps what was once read from YAML as JSON, by its content, so that the next start needs no YAML reader.

A cache that cannot be read or written is no cache: the work is done again and nobody is told.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_CODE = Path(__file__).parent
_READERS = ("written", "acts", "kinds")
"""The rooms whose code decides what is kept."""


_used = True


def use(wanted: bool) -> None:
    """Whether this process reads from the cache and writes to it."""
    global _used
    _used = wanted


def cached_json(kind: str, content: str, build: Callable[[], Any]) -> Any:
    """What `build` makes of `content`, from the cache where the same content was seen by the same code before."""
    if not _used:
        return json.loads(json.dumps(build(), default=list))
    path = _folder() / f"{kind}-{_key(content)}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        made = json.loads(json.dumps(build(), default=list))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        pass
    return made


def _folder() -> Path:
    chosen = os.environ.get("SERVICELINT_CACHE_DIR")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_cache_path("servicelint", appauthor=False)


def _key(content: str) -> str:
    """Differs when the content, or the code that reads it, differs."""
    readers = [reader for room in _READERS for reader in sorted((_CODE / room).glob("*.py"))]
    stamps = "".join(f"{reader.stat().st_mtime_ns}" for reader in readers)
    import hashlib  # loads OpenSSL, for which a run without YAML need not wait

    return hashlib.sha256(f"{stamps}\0{content}".encode()).hexdigest()[:32]
