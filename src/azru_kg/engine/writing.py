"""Writes the result of a query in a format, or says what of it the format cannot hold.

Oxigraph does the writing, but for CSV, where it forgets that an IRI may hold a comma. What it would
write although no reader could read it, or would read something else, is stopped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, islice
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from azru_kg.errors import NotExpressible

# A graph of up to so many triples is held back until it is known which prefixes it needs.
_SMALL: Final = 1000
_SPACES = re.compile(r"<([^<>]*[/#])")
_QUOTED = re.compile(r'[",\r\n]')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_TABS_TO_COMMAS: Final = bytes.maketrans(b"\t", b",")
_NOT_PLAIN: Final = (b'"', b",", b"<<", b"\n\n")
_PART: Final = 64 * 1024

_LETTER = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME = re.compile(rf"(?!\d)[{_LETTER}][{_LETTER}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*")
# Where Oxigraph cuts the IRI of a property into a namespace and a name.
_TAIL = re.compile(r"[0-9.\-]*([\w.\-]*)\Z")
_XML_SPACE: Final = "http://www.w3.org/2000/xmlns/"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RESERVED: Final = frozenset(
    f"{_RDF}{name}"
    for name in (
        *("RDF", "Description", "ID", "about", "nodeID", "resource", "datatype", "parseType"),
        *("li", "bagID", "aboutEach", "aboutEachPrefix", "annotation", "annotationNodeID"),
    )
)
# U+FFFE and U+FFFF are no characters of XML either; this is how UTF-8 writes them.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Writable(Protocol):
    """A binary file, or what is like one; what it raises ends the evaluation."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes of the result."""

    def flush(self) -> object:
        """Pass on what was taken; called at the end."""


def write_rows(
    rows: ox.QuerySolutions | ox.QueryBoolean,
    output: Writable,
    media_type: str,
    *,
    is_short: bool = False,
) -> None:
    """Write solutions or a boolean; raise NotExpressible for what the format cannot hold.

    What is short is written in one piece, which takes less time.
    """
    format_ = _find_format(media_type)
    if format_ == ox.QueryResultsFormat.CSV and isinstance(rows, ox.QuerySolutions):
        output = _CsvOutput(output, rows.variables)
        format_ = ox.QueryResultsFormat.TSV
    if format_ == ox.QueryResultsFormat.XML:
        output = _XmlOutput(output)
    if is_short:
        output.write(cast("bytes", rows.serialize(format=format_)))
        output.flush()
    else:
        rows.serialize(cast("IO[bytes]", output), format_)


def write_graph(
    triples: Iterator[ox.Triple], output: Writable, media_type: str, prefixes: Mapping[str, str]
) -> None:
    """Write a graph with the prefixes it uses; raise NotExpressible for what cannot be written."""
    format_ = ox.RdfFormat.from_media_type(media_type)
    if format_ == ox.RdfFormat.N_TRIPLES and isinstance(triples, ox.QueryTriples):
        # It has no prefixes and takes every term: no triple need come out of Oxigraph on the way.
        triples.serialize(cast("IO[bytes]", output), format_)
        return
    first = list(islice(triples, _SMALL))
    used = _find_used(first, prefixes) if len(first) < _SMALL else dict(prefixes)
    rest: Iterator[ox.Triple] = chain(first, triples)
    if format_ == ox.RdfFormat.JSON_LD:
        rest = map(_check_json_ld, rest)
    if format_ == ox.RdfFormat.RDF_XML:
        rest = map(_check_rdf_xml, rest)
        output = _XmlOutput(output)
    ox.serialize(rest, cast("IO[bytes]", output), format_, prefixes=used)


@cache  # there are few, and a small query would notice
def _find_format(media_type: str) -> ox.QueryResultsFormat:
    format_ = ox.QueryResultsFormat.from_media_type(media_type)
    if format_ is None:
        raise ValueError(f"{media_type} is no format for rows")
    return format_


class _XmlOutput:
    """Takes XML and passes it on as readers need it; raises NotExpressible where it is none."""

    def __init__(self, output: Writable) -> None:
        self._output = output
        self._before = b""

    def write(self, data: bytes) -> int:
        """Take bytes; Oxigraph cuts them anywhere, be it in the middle of a character."""
        if unfit := _NO_XML.search(self._before + data):
            name = f"U+{ord(unfit[0].decode()):04X}"
            raise NotExpressible(
                f"The answer holds the character {name}, which XML cannot write."
                " Ask for JSON, TSV or Turtle"
            )
        self._before = (self._before + data)[-2:]
        # A reader of XML takes a carriage return for a line feed, unless it is written like this.
        self._output.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Pass on what was taken."""
        self._output.flush()


class _CsvOutput:
    """Takes solutions as TSV, which shows what is an IRI, and passes them on as CSV.

    Where no field needs quotes a part goes through in one stroke.
    """

    def __init__(self, output: Writable, variables: list[ox.Variable]) -> None:
        self._output = output
        # An empty line is a row to some readers of CSV, and none to others.
        self._empty = '""' if len(variables) == 1 else ""
        self._rest = bytearray()
        self._output.write((",".join(name.value for name in variables) + "\r\n").encode())
        self._header = True

    def write(self, data: bytes) -> int:
        """Take bytes; a row that is not whole waits for the rest of it."""
        self._rest += data
        if self._header and b"\n" in self._rest:
            del self._rest[: self._rest.index(b"\n") + 1]
            self._header = False
        if not self._header and len(self._rest) >= _PART:
            self._pass_on(self._rest.rfind(b"\n") + 1)
        return len(data)

    def flush(self) -> None:
        """Pass on what was taken."""
        self._pass_on(len(self._rest))
        self._output.flush()

    def _pass_on(self, end: int) -> None:
        rows = bytes(self._rest[:end])
        del self._rest[:end]
        if any(sign in rows for sign in _NOT_PLAIN) or rows.startswith(b"\n"):
            lines = rows.decode().split("\n")[:-1]
            self._output.write("".join(map(self._write_line, lines)).encode())
        else:
            written = rows.translate(_TABS_TO_COMMAS, b"<>")
            self._output.write(written.replace(b"\n", b"\r\n"))

    def _write_line(self, line: str) -> str:
        row = ",".join(map(_write_field, line.split("\t")))
        return f"{row or self._empty}\r\n"


def _write_field(field: str) -> str:
    """Return a field of TSV as one of CSV.

    >>> _write_field("<urn:a,b>"), _write_field("<urn:a>"), _write_field("1")
    ('"urn:a,b"', 'urn:a', '1')
    """
    if field.startswith('"'):
        text = field[1 : field.rindex('"')]
        if "\\" in text:
            text = _ESCAPE.sub(_unescape, text)
    elif field.startswith("<") and not field.startswith("<<"):
        text = field[1:-1]
    else:
        text = field
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _unescape(escape: re.Match[str]) -> str:
    return _ESCAPES.get(escape[1], escape[1])


def _find_used(triples: list[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    spaces = {space for triple in triples for space in _SPACES.findall(str(triple))}
    return {prefix: space for prefix, space in prefixes.items() if space in spaces}


def _check_rdf_xml(triple: ox.Triple) -> ox.Triple:
    """Return a triple whose property has a name in XML; others would make broken XML."""
    iri = triple.predicate.value
    tail = _TAIL.search(iri)
    named = tail is not None and _XML_NAME.fullmatch(tail[1])
    if not named or iri in _RESERVED or iri.startswith(_XML_SPACE):
        raise NotExpressible(
            f"RDF/XML has no way to write the property <{iri}>."
            " Ask for Turtle, N-Triples or JSON-LD"
        )
    return triple


def _check_json_ld(triple: ox.Triple) -> ox.Triple:
    term = triple.object
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction):
        raise NotExpressible(
            f"JSON-LD has no way to write {term}, a term of RDF 1.2."
            " Ask for Turtle, N-Triples or RDF/XML"
        )
    return triple
