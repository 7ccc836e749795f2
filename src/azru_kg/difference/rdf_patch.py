"""Writes and applies an RDF Patch: the statements to delete and to add, one a line.

The form is that of <https://afs.github.io/rdf-patch/>. Its terms are those of canonical N-Quads,
without prefixes. The headers `from` and `to` have the SHA-256 of both releases as canonical
N-Quads, so that a patch fits one release only and makes one release only. Blank nodes go by the
names that they have in canonical N-Quads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from azru_kg.difference.compared_side import ComparedSide
from azru_kg.difference.comparing import ReleaseDifference
from azru_kg.difference.reasons import Reason
from azru_kg.errors import DataError
from azru_kg.files import read_bytes

_HEADER = re.compile(rb'H (from|to) "sha256:([0-9a-f]{64})" \.')
_ENDS = (b"TX .", b"TC .")


def write_patch(difference: ReleaseDifference) -> Iterator[str]:
    """Yield the lines of the patch from the first to the second; reasons stand in comments."""
    yield f'H from "sha256:{difference.old.digest}" .\n'
    yield f'H to "sha256:{difference.new.digest}" .\n'
    yield "TX .\n"
    for reason in Reason:
        parts = [
            f"{letter} {line.decode()}"
            for letter, lines in (("D", difference.removed), ("A", difference.added))
            for line in sorted(line for line in lines if difference.by_line[line] is reason)
        ]
        if parts:
            yield f"# {reason.title}\n"
            yield from parts
    yield "TC .\n"


def apply_patch(side: ComparedSide, path: Path) -> bytes:
    """Return the release that a patch makes of another, as canonical N-Quads.

    Raises DataError for what is no whole patch of this form, fits another release, or makes
    another than it says.
    """
    headers, removed, added = _read_patch(path)
    if headers["from"] != side.digest:
        raise DataError(
            path,
            f"it is for the release with the digest {headers['from']}, and {side.name} has"
            f" {side.digest}. Give the release that it was made from",
        )
    missing = removed - side.lines
    if missing:
        raise DataError(path, f"it deletes what is not there: {_quote(min(missing))}")
    result = b"".join(sorted((side.lines - removed) | added))
    if hashlib.sha256(result).hexdigest() != headers["to"]:
        raise DataError(path, "it does not make the release that it names. Fetch it again")
    return result


def _read_patch(path: Path) -> tuple[dict[str, str], frozenset[bytes], frozenset[bytes]]:
    headers: dict[str, str] = {}
    changes: dict[bytes, list[bytes]] = {b"A ": [], b"D ": []}
    marks: list[bytes] = []
    lines = read_bytes(path).split(b"\n")
    for number, line in enumerate(lines, 1):
        header = _HEADER.fullmatch(line)
        if header:
            headers[header[1].decode()] = header[2].decode()
        elif line[:2] in changes and marks == [_ENDS[0]]:
            changes[line[:2]].append(line[2:] + b"\n")
        elif line in _ENDS:
            marks.append(line)
        elif line and not line.startswith((b"#", b"H ")):
            raise DataError(
                path,
                f"no line of a patch that azru-kg diff --format patch writes: {_quote(line)}",
                line=number,
            )
    if set(headers) != {"from", "to"}:
        raise DataError(path, 'no patch of a release: it lacks H from "sha256:…" or H to')
    if tuple(marks) != _ENDS:
        raise DataError(path, "not whole: a patch begins with TX . and ends with TC .")
    return headers, _check(path, changes[b"D "]), _check(path, changes[b"A "])


def _check(path: Path, lines: list[bytes]) -> frozenset[bytes]:
    try:
        for _ in ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS):
            pass
    except SyntaxError as error:
        raise DataError(path, f"what it adds or deletes is no N-Quads: {error.msg}") from error
    return frozenset(lines)


def _quote(line: bytes) -> str:
    return ascii(line[:80].decode("utf-8", "replace").strip())
