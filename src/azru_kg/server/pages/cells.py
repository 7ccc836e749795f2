"""Turns RDF terms into what a page shows of them: a text, a link, a quiet note.

Only http and https addresses become links. Things of this graph are linked to their description
on this site, since their IRIs are names that lead there; everything else is linked to itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlencode

import pyoxigraph as ox

from azru_kg.languages.reading import get_language, get_reading
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import BASE, PREFIXES, shorten
from azru_kg.server.ask.answers import LONGEST
from azru_kg.server.ask.labels import Label
from azru_kg.server.http.site import Site

_SHORT = 18
# A page names the same things again and again, and so do the pages after it.
_KNOWN = 8_192

_XSD = PREFIXES["xsd"]
_NUMBERS = re.compile(
    f"{re.escape(_XSD)}(decimal|double|float|(unsigned)?(Byte|Int|Long|Short)|byte|int|long|short"
    "|integer|(non)?(negative|positive|Negative|Positive)Integer)"
)
_PLAIN = {f"{_XSD}string", PREFIXES["rdf"] + "langString", PREFIXES["rdf"] + "dirLangString"}
_SERVED = re.compile(rf"{re.escape(BASE)}((id|graph)/|(ontology|shapes)(?![A-Za-z0-9_-]))")
_DIGITS = re.compile(r"([+-]?)([0-9]{5,})(\.[0-9]+)?")

Kind = Literal["iri", "text", "number", "blank", "triple", "unbound"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A term on a page.

    `parts` are the text in pieces: the digits of a long number by thousands, so that a page can
    space them out without putting spaces into what is copied. `note` is the prefixed name beside a
    label, or the datatype; `language` is the language of a text, `iri` that of a name.
    """

    kind: Kind
    parts: tuple[str, ...]
    note: str = ""
    language: str = ""
    iri: str = ""
    href: str = ""
    cut: int = 0

    @property
    def text(self) -> str:
        """Return the text in one piece."""
        return "".join(self.parts)

    @property
    def width(self) -> str:
        """Return whether the text is so short that it stays on one line, or breaks anywhere."""
        if len(self.text) <= _SHORT:
            return "short"
        return "" if " " in self.text else "long"

    @property
    def external(self) -> bool:
        """Return whether the link leads to another site."""
        return bool(self.href) and self.href == self.iri


@dataclass(frozen=True, slots=True)
class Links:
    """Where links lead: `root` is the path under which the application is mounted."""

    root: str = ""

    @property
    def base(self) -> str:
        """The same path without a language: that of files and data."""
        return self.root.removesuffix(get_reading().prefix)

    def query(self, parameters: Iterable[tuple[str, str]]) -> str:
        """Return the address of a query with its parameters."""
        return f"{self.root}/sparql?{urlencode(list(parameters))}"

    def description(self, iri: str) -> str:
        """Return the address of what the graph says about a thing of its own."""
        return self.query([("query", f"DESCRIBE <{iri}>")])

    def references(self, iri: str) -> str:
        """Return the address of everything that points to a thing."""
        query = (
            f"SELECT ?thing ?relation WHERE {{\n  ?thing ?relation <{iri}> .\n}}\n"
            "ORDER BY ?relation ?thing"
        )
        return self.query([("query", query)])

    def target(self, iri: str) -> str:
        """Return where an IRI is linked to, or nothing where it must not be a link.

        >>> Links().target("javascript:alert(1)")
        ''
        """
        find = _find_target if len(iri) <= LONGEST else _find_target.__wrapped__
        return find(self, iri)


@lru_cache(_KNOWN)
def _find_target(links: Links, iri: str) -> str:
    if _SERVED.match(iri):
        return Site().locate(iri, links.root) or ""
    if iri.startswith(BASE):
        return links.description(iri)
    return iri if iri.lower().startswith(("http://", "https://")) else ""


def make_cell(term: AnyTerm | None, labels: Mapping[str, str], links: Links) -> Cell:
    """Return a term as a page shows it, or an unbound variable as an empty cell."""
    match term:
        case None:
            return Cell("unbound", ())
        case ox.NamedNode():
            return _name(term.value, labels, links)
        case ox.Literal():
            return _literal(term)
        case ox.BlankNode():
            return Cell("blank", (f"_:{term.value}",))
        case _:
            parts = (make_cell(part, labels, links).text for part in term)
            return Cell("triple", _cut(f"<<( {' '.join(parts)} )>>"))


def find_iris(terms: Iterable[AnyTerm | None]) -> Iterator[str]:
    """Yield the IRIs that terms name, in their order, each once."""
    seen: set[str] = set()
    waiting = list(terms)[::-1]
    while waiting:
        term = waiting.pop()
        if isinstance(term, ox.Triple):
            waiting += reversed(tuple(term))
        elif isinstance(term, ox.NamedNode) and term.value not in seen:
            seen.add(term.value)
            yield term.value


def _name(iri: str, labels: Mapping[str, str], links: Links) -> Cell:
    short = shorten(iri)
    label = labels.get(iri)
    language = label.language if isinstance(label, Label) else ""
    return Cell(
        "iri",
        _cut(label or short),
        note=short if label and short != iri else "",
        # Of a name in the language of the page, that need not be said.
        language="" if language == get_language() else language,
        iri=iri,
        href=links.target(iri),
    )


def _literal(literal: ox.Literal) -> Cell:
    value, datatype = literal.value, literal.datatype.value
    if _NUMBERS.fullmatch(datatype):
        return Cell("number", _group(value))
    return Cell(
        "text",
        _cut(value),
        note=literal.language or ("" if datatype in _PLAIN else shorten(datatype)),
        language=literal.language or "",
        cut=len(value) if len(value) > LONGEST else 0,
    )


def _cut(text: str) -> tuple[str]:
    return (text if len(text) <= LONGEST else f"{text[:LONGEST]}…",)


def _group(number: str) -> tuple[str, ...]:
    """Return a number in groups of three digits, where it is long enough to need them."""
    match = _DIGITS.fullmatch(number)
    if match is None:
        return _cut(number)
    sign, whole, fraction = match[1], match[2], match[3] or ""
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    return (sign + groups[0], *groups[1:-1], groups[-1] + fraction)
