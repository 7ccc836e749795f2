"""Replaces files at once: a reader finds the old bytes or the new ones, never a part."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes into a file, which keeps its mode; raise OSError with the file as it was.

    They are written beside it and take its place when all are there. A link keeps leading to it.
    """
    target = path.resolve()
    part = stage(target, data)
    try:
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def stage(target: Path, data: bytes) -> Path:
    """Write bytes, down to the disk, into a new file beside a target, and return that file.

    Raises OSError, and leaves nothing, where that fails.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
    except FileExistsError:
        raise
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part
