"""Files are written whole or not at all: nobody ever reads half of one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_DEVICES = ("/dev/", "/proc/")


def write_whole(path: Path, data: bytes) -> None:
    """Puts the bytes in the place of a file, which keeps its permissions; of a link, the file behind it is written.

    Devices and pipes, which cannot be replaced, are written to. Raises OSError, and then nothing has changed.
    """
    if path.absolute().as_posix().startswith(_DEVICES) or (path.exists() and not path.is_file()):
        path.write_bytes(data)
        return
    path = path.resolve()
    unfinished = path.with_name(f".servicelint-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        unfinished.touch(exist_ok=False)  # with the permissions that new files have here
        unfinished.write_bytes(data)
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
