"""Parses the bytes of an RDF file that anybody may have written: quads, or an error with a place.

All that reads RDF from files comes through here. A byte order mark is passed over; what would reach
out of the file, grow without bound or exhaust the stack of the parser is refused before it is
parsed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from azru_kg.errors import DataError
from azru_kg.files import check_text, drop_mark
from azru_kg.rdf.xml_text import read_xml

DEEPEST = 100
"""So many triple terms may stand within one another."""

DEEPEST_JSON = 1000
"""So many objects and arrays of JSON may stand within one another."""

_REMOTE = "LoadDocumentCallback"
_TOO_LONG = "buffer maximal size"
_CONTEXT = re.compile(r'"@(?:context|import)"\s*:\s*(?:\[\s*)?"')
# Everything in which a sign could stand that is no mark of a triple term, and these marks.
_MARKS = re.compile(
    rb"<<|>>|<[^<>\"{}|^`\\\x00-\x20]*>|\\.|#[^\r\n]*"
    rb'|"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|"(?!"")[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|'(?!'')[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'",
    re.DOTALL,
)
# Found faster than counted, and nearly no file has one.
_OPENING = re.compile(rb"<<")
_BRACKETS = re.compile(rb'[{\[]|[}\]]|"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_LONGEST_REASON = 300


class Quads:
    """The quads that the bytes of a file spell, one by one, their terms exactly as written.

    Raises DataError: for what must not be parsed at once, for broken syntax on the way.
    """

    def __init__(
        self, path: Path, data: bytes, syntax: ox.RdfFormat, base: str | None = None
    ) -> None:
        self._path, self._syntax, self._base = path, syntax, base
        self._data = prepare(path, data, syntax)
        self._parser = self._parse(self._data)

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield the quads."""
        try:
            yield from self._parser
        except (SyntaxError, MemoryError) as error:
            raise self._explain(error) from error

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes declared so far."""
        return self._parser.prefixes

    def load(self, store: ox.Store, graph: ox.NamedNode | None = None) -> None:
        """Put the quads into a store, which may rewrite literals, and triples into a graph."""
        try:
            # In memory the loader for bulk gains nothing and holds up to a million quads twice.
            store.load(
                io.BytesIO(self._data), format=self._syntax, base_iri=self._base, to_graph=graph
            )
        except (SyntaxError, MemoryError) as error:
            raise self._explain(error) from error

    def find_line(self, number: int | None = None) -> int | None:
        """Return the line that the parser has come to with a quad, or else when it fails."""
        lines = _Lines(self._data)
        try:
            for current, _ in enumerate(self._parse(lines)):
                if current == number:
                    return lines.line
        except (SyntaxError, MemoryError):
            return max(lines.line, 1)
        return None

    def _parse(self, data: bytes | _Lines) -> ox.QuadParser:
        return ox.parse(data, format=self._syntax, base_iri=self._base)

    def _explain(self, error: SyntaxError | MemoryError) -> DataError:
        line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
        reason = str(error)
        if isinstance(error, SyntaxError):
            reason = error.msg.partition(": ")[2] if line else error.msg
        elif _TOO_LONG in reason:
            reason = "a term of more than 16 MiB. Shorten it"
        if _REMOTE in reason:
            line, column = self._find_context()
            reason = "its @context is elsewhere and is not fetched. Write the context into the file"
        if len(reason) > _LONGEST_REASON:
            reason = f"{reason[:_LONGEST_REASON]}…"
        return DataError(self._path, reason, line=line or self.find_line(), column=column)

    def _find_context(self) -> tuple[int | None, int | None]:
        """Return where in JSON-LD a context is named that is not in the file."""
        text = self._data.decode()
        match = _CONTEXT.search(text)
        if match is None:
            return None, None
        start = match.start()
        return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def prepare(path: Path, data: bytes, syntax: ox.RdfFormat) -> bytes:
    """Return the bytes of a file as UTF-8 without a mark; raise DataError for what is refused."""
    if syntax == ox.RdfFormat.RDF_XML:
        return read_xml(path, data)
    if not data.isascii():
        check_text(path, data)
    if syntax == ox.RdfFormat.JSON_LD:
        if _is_deeper(DEEPEST_JSON, data, _BRACKETS, (b"{", b"["), (b"}", b"]")):
            reason = f"JSON nested deeper than {DEEPEST_JSON:,}. Name some nodes by @id"
            raise DataError(path, reason)
    elif _OPENING.search(data) and _is_deeper(DEEPEST, data, _MARKS, (b"<<",), (b">>",)):
        reason = f"triple terms nested deeper than {DEEPEST}. Name some by rdf:reifies"
        raise DataError(path, reason)
    return drop_mark(data)


class _Lines(io.BytesIO):
    """Bytes for a parser that takes them line by line, and which line it has come to."""

    line = 0
    _is_new = True

    def read(self, size: int | None = -1) -> bytes:
        """Return the next line, or as much of it as is asked for."""
        line = self.readline(size)
        self.line += bool(line and self._is_new)
        self._is_new = line.endswith(b"\n")
        return line


def _is_deeper(
    deepest: int,
    data: bytes,
    marks: re.Pattern[bytes],
    opening: Sequence[bytes],
    closing: Sequence[bytes],
) -> bool:
    """Return whether more marks than so many stand within one another.

    Nearly all files have not so many opening ones at all, and are spared the closer look.
    """
    depth = 0
    if sum(map(data.count, opening)) > deepest:
        for match in marks.finditer(data):
            depth += (match[0] in opening) - (match[0] in closing)
            if depth > deepest:
                return True
    return False
