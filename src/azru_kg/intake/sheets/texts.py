"""Reads the lines of a sheet and looks for what no text of a sheet may hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from azru_kg.errors import DataError
from azru_kg.intake.sheets.faults import Faults

LONGEST_LINE = 1024 * 1024
"""So many bytes may be in a line: what is longer is no sheet, and is not read into memory."""

_MARKS = {
    b"\xff\xfe": "UTF-16. Save it as UTF-8",
    b"\xfe\xff": "UTF-16. Save it as UTF-8",
    b"PK\x03\x04": "a spreadsheet or a ZIP file. Save it as CSV in UTF-8",
    b"\x1f\x8b": "compressed. Unpack it first",
}
_BOM = b"\xef\xbb\xbf"
_REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"
_FORMULA = re.compile(r"[=@\uff1d\uff20]|[+-](?![0-9][0-9., ]*( ?[%\w][\w %.]*)?\Z)|[\uff0b\uff0d]")


def read_lines(path: Path, faults: Faults) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file, without their ends, by number; lines not in UTF-8 are faults.

    Raises DataError where the file cannot be read at all.
    """
    if not path.is_file():
        reason = "no regular file" if path.exists() else "no such file"
        raise DataError(path, f"{reason}. Give a sheet or a folder of sheets")
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if number == 1:
                    line = _skip_mark(path, line)
                if len(line) > LONGEST_LINE:
                    raise DataError(path, f"longer than {LONGEST_LINE:,} bytes", line=number)
                text = _decode(path, number, line, faults)
                if text is not None:
                    yield number, text
    except OSError as error:
        raise DataError(path, error.strerror or str(error)) from error


def clean_text(text: str) -> str:
    """Return a text composed (NFC) and without spaces around it; raise ValueError for a bad one.

    >>> clean_text("  E\u0301mile ")
    'Émile'
    """
    cleaned = unicodedata.normalize("NFC", text.strip())
    # Nearly all texts have nothing that is not printable, and are spared the closer look.
    for character in "" if cleaned.isprintable() else cleaned:
        if unicodedata.category(character) in _REFUSED and character not in _JOINERS:
            raise ValueError(f"holds {_name(character)}. Write it without")
    if _FORMULA.match(cleaned):
        raise ValueError(
            f"{cleaned[:40]!r} looks like a formula of a spreadsheet. Write the value itself"
        )
    return cleaned


def _skip_mark(path: Path, line: bytes) -> bytes:
    for mark, name in _MARKS.items():
        if line.startswith(mark):
            raise DataError(path, name)
    return line.removeprefix(_BOM)


def _decode(path: Path, number: int, line: bytes, faults: Faults) -> str | None:
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        byte = f"byte {error.start + 1} of the line, 0x{line[error.start]:02X}"
        faults.add(path, number, "", f"not UTF-8: {byte}. Save the file as UTF-8")
        return None


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    names = {"\0": "NUL", "\n": "a line break", "\r": "a line break", "\t": "a tab"}
    kind = names.get(character, unicodedata.name(character, "a control character"))
    return f"{code} ({kind})"
