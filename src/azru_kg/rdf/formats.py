"""The one table of formats, and which of them suits a client.

An Accept header is resolved twice, for the results of SELECT and ASK and for the graphs of
CONSTRUCT and DESCRIBE, because the form of a query is known only where it is parsed. Werkzeug does
the matching; this module removes media-type parameters first, since with them a type counts as
another one, and reads an empty, malformed or overlong header as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_list_header, parse_options_header

from azru_kg.errors import NotAcceptable

Kind = Literal["results", "graph", "page"]
"""What a format can carry: results of SELECT and ASK, a graph, or either as a page."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its short name, its name for people, and the media types it goes by.

    `names` are further short names for `?format=`; `aliases` are further media types under which
    clients ask for it. A page is always sent as `text/html`, other formats as what was asked for.
    """

    name: str
    label: str
    kind: Kind
    media_type: str
    extension: str
    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def media_types(self) -> tuple[str, ...]:
        """Return the media type and its aliases."""
        return (self.media_type, *self.aliases)


@dataclass(frozen=True, slots=True)
class Offer:
    """A format under the media type by which the client knows it."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """Return the Content-Type of an answer in this format.

        >>> Offer(CSV, "text/csv").content_type
        'text/csv; charset=utf-8'
        """
        return with_charset(self.media_type)


@dataclass(frozen=True, slots=True)
class Offers:
    """What suits a client, for each form that the answer may turn out to have."""

    results: Offer | None
    graph: Offer | None


QUERY = Format(
    "rq",
    "SPARQL",
    "page",
    "application/sparql-query",
    "rq",
    names=("sparql",),
    aliases=("text/plain",),
)
"""A query itself."""

JSON_ROWS = Format("json", "JSON", "page", "application/json", "json")
"""Rows as objects; no results of SPARQL, which have a type of their own."""

HTML = Format("html", "HTML", "page", "text/html", "html", aliases=("application/xhtml+xml",))

RESULTS = (
    Format(
        "json",
        "JSON",
        "results",
        "application/sparql-results+json",
        "json",
        names=("srj",),
        aliases=("application/json",),
    ),
    Format(
        "xml",
        "XML",
        "results",
        "application/sparql-results+xml",
        "xml",
        names=("srx",),
        aliases=("application/xml", "text/xml"),
    ),
    Format("csv", "CSV", "results", "text/csv", "csv"),
    Format("tsv", "TSV", "results", "text/tab-separated-values", "tsv"),
)
"""Formats of solutions and booleans; the first is for a client that takes anything."""

GRAPHS = (
    Format(
        "turtle",
        "Turtle",
        "graph",
        "text/turtle",
        "ttl",
        names=("ttl",),
        aliases=("application/x-turtle", "application/turtle"),
    ),
    Format(
        "jsonld",
        "JSON-LD",
        "graph",
        "application/ld+json",
        "jsonld",
        names=("json-ld", "json"),
        aliases=("application/json",),
    ),
    Format(
        "nt",
        "N-Triples",
        "graph",
        "application/n-triples",
        "nt",
        names=("ntriples", "n-triples"),
        aliases=("text/plain",),
    ),
    Format(
        "rdf",
        "RDF/XML",
        "graph",
        "application/rdf+xml",
        "rdf",
        names=("rdfxml", "rdf+xml", "xml"),
        aliases=("application/xml", "text/xml"),
    ),
    Format("trig", "TriG", "graph", "application/trig", "trig", aliases=("application/x-trig",)),
    Format(
        "nq",
        "N-Quads",
        "graph",
        "application/n-quads",
        "nq",
        names=("nquads", "n-quads"),
        aliases=("text/x-nquads",),
    ),
    Format("n3", "N3", "graph", "text/n3", "n3", aliases=("text/rdf+n3", "application/n3")),
)
"""Formats of graphs; the first is for a client that takes anything."""

JSON, XML, CSV, TSV = RESULTS
TURTLE, JSON_LD, N_TRIPLES, RDF_XML, TRIG, N_QUADS, N3 = GRAPHS

DOCUMENTS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML, HTML)
"""The formats of a description; the first is for a client that takes anything."""

# Each range is compared with each format: a header as long as the server reads takes seconds.
_LONGEST = 4096
# Most clients send one of a few, and an answer may ask more than once.
_HEADERS = 256


def negotiate(accept: str | None, name: str | None = None) -> Offers:
    """Return what suits a client; raise NotAcceptable where nothing does.

    `name` is a short name or a media type, and overrides the Accept header.

    >>> choice = negotiate("text/csv;charset=utf-8, text/turtle;q=0.5")
    >>> choice.results.format.name, choice.graph.format.name
    ('csv', 'turtle')
    >>> negotiate("*/*", name="ttl").results is None
    True
    """
    results, graphs = (*RESULTS, HTML), (*GRAPHS, HTML)
    if name is None:
        choice = Offers(choose(accept, results), choose(accept, graphs))
    else:
        choice = Offers(find(name, results), find(name, graphs))
    if choice.results is None and choice.graph is None:
        raise not_acceptable(results, graphs, name=name)
    return choice


def choose(accept: str | None, formats: tuple[Format, ...]) -> Offer | None:
    """Return the format that an Accept header prefers, or None if it takes none of them.

    Of formats with the same quality, one that the header names goes before one that only a range
    such as `*/*` covers, for which no alias stands; then the order of `formats` decides.

    >>> choose("application/rdf+xml, */*", GRAPHS).format.label
    'RDF/XML'
    """
    return _choose(accept if accept and len(accept) <= _LONGEST else "", formats)


@lru_cache(_HEADERS)
def _choose(accept: str, formats: tuple[Format, ...]) -> Offer | None:
    offers = {
        media_type: Offer(format_, HTML.media_type if format_ is HTML else media_type)
        for format_ in formats
        for media_type in format_.media_types
    }
    ranges = _read_ranges(accept)
    header = MIMEAccept(list(ranges.items()) or [("*/*", 1.0)])
    covered = {*ranges, *(format_.media_type for format_ in formats)}
    best = max(offers, key=lambda name: (header.quality(name), name in ranges, name in covered))
    return offers[best] if header.quality(best) else None


def find(name: str, formats: Sequence[Format]) -> Offer | None:
    """Return the format of a short name or a media type, or None if there is none of that name."""
    wanted = name.strip().lower()
    for format_ in formats:
        if wanted in (format_.name, *format_.names):
            return Offer(format_, format_.media_type)
        if wanted in format_.media_types:
            return Offer(format_, HTML.media_type if format_ is HTML else wanted)
    return None


def not_acceptable(*families: Iterable[Format], name: str | None = None) -> NotAcceptable:
    """Return the error for a client whom none of the formats suits: it lists what there is.

    `name` is the one that the client asked for by `format=`.
    """
    listed = dict.fromkeys(format_ for family in families for format_ in family)
    there = ", ".join(f"{format_.media_type} (format={format_.name})" for format_ in listed)
    hint = ""
    if name is not None and " " in name.strip():
        hint = f" {name!r} has a space: in an address + stands for one, so write %2B for a plus."
    return NotAcceptable(
        f"None of the formats asked for fits this answer.{hint}"
        f" Ask for one of these with the Accept header or with the parameter format: {there}"
    )


def with_charset(media_type: str) -> str:
    """Return a media type, with the charset where it is text.

    >>> with_charset("text/turtle"), with_charset("application/n-triples")
    ('text/turtle; charset=utf-8', 'application/n-triples')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _read_ranges(accept: str) -> dict[str, float]:
    """Return the media ranges of a header with their quality, without parameters.

    A range without parameters describes what is sent here exactly, so it goes before the same
    range with some; a charset other than UTF-8 is never sent. A malformed header, such as the one
    that Java sends of its own accord, counts as none.
    """
    bare: dict[str, float] = {}
    detailed: dict[str, float] = {}
    if any("/" not in range_.partition(";")[0] for range_ in parse_list_header(accept)):
        return {}
    for range_, quality in parse_accept_header(accept, MIMEAccept):
        media_range, parameters = parse_options_header(range_)
        charset = parameters.get("charset", "utf-8").lower()
        known = detailed if parameters else bare
        offered = quality if charset in ("utf-8", "utf8") else 0.0
        known[media_range] = max(offered, known.get(media_range, 0.0))
    return {**detailed, **bare}
