"""Reads files that anybody may have written: only regular ones, and of a folder only its own.

A file that is named is read wherever it is, also by a link. In a folder, links to folders are not
followed, and a link to a file is refused that leads out of the folder or to nothing.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Collection
from pathlib import Path

from azru_kg.errors import DataError

_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PART = 256 * 1024
_OPEN_ALREADY = (Path("/dev/fd"), Path("/proc/self/fd"))
_LINE_END = re.compile(r"\r\n?|\n")


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file; raise DataError for what is missing, or is none.

    A pipe or a device, which could go on for ever, is not even waited for, unless the shell has
    opened it for this program: `<(…)`.
    """
    is_open = path.parent in _OPEN_ALREADY
    try:
        # Opening a pipe would wait for its writer.
        with open(path, "rb", opener=None if is_open else _open_at_once) as file:
            if not is_open and not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise DataError(path, "no regular file. Give its content in one, or on stdin as -")
            return file.read()
    except OSError as error:
        raise DataError(path, error.strerror or str(error)) from error
    except MemoryError as error:
        raise DataError(path, "too large for the memory of this machine. Cut it up") from error


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, without its byte order mark; raise DataError."""
    return decode(path, read_bytes(path))


def decode(path: Path, data: bytes) -> str:
    """Return the text that the bytes of a file are, without its byte order mark.

    Raises DataError for what is not UTF-8, with line and column.
    """
    if data.startswith(_UTF_16):
        raise DataError(path, "the file is UTF-16. Save it as UTF-8", line=1, column=1)
    try:
        return drop_mark(data).decode()
    except UnicodeDecodeError as error:
        before = drop_mark(data)[: error.start].decode()
        ends = [match.end() for match in _LINE_END.finditer(before)]
        reason = f"the byte 0x{error.object[error.start]:02X} is not UTF-8. Save the file as UTF-8"
        column = len(before) - (ends[-1] if ends else 0) + 1
        raise DataError(path, reason, line=len(ends) + 1, column=column) from error


def check_text(path: Path, data: bytes) -> None:
    """Raise what `decode` raises, without holding the text of a file that may be large."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with memoryview(data) as view:
            for start in range(0, len(data), _PART):
                decoder.decode(view[start : start + _PART])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        decode(path, data)


def drop_mark(data: bytes) -> bytes:
    """Return bytes without the byte order mark of UTF-8 that some editors begin a file with."""
    return data.removeprefix(_MARK)


def list_files(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """Return the files in a folder and those below it, in order, whose names end in some suffixes.

    Raises DataError for a folder that cannot be read, for a link that leads out of the folder or to
    nothing, and for what is no regular file, such as a pipe.
    """
    files = []
    root = Path(os.path.realpath(folder))
    for here, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders.sort()
        paths = (Path(here, name) for name in names)
        files += [path for path in paths if path.suffix.lower() in suffixes]
    for path in files:
        _check_member(path, root)
    return sorted(files)


def _check_member(path: Path, root: Path) -> None:
    # Of a loop of links `Path.resolve` makes an error of its own.
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root):
        raise DataError(path, "a link that leads out of the folder. Name the file itself")
    if not path.exists():
        raise DataError(path, "a link that leads to nothing. Remove it")
    if not path.is_file():
        raise DataError(path, "no regular file. Remove it from the folder")


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def _refuse_folder(error: OSError) -> None:
    raise DataError(error.filename, error.strerror or str(error)) from error
