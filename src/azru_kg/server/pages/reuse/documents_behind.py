"""Finds the documents to which things lead, such as those in the rows of an answer.

A document leads to itself, a graph and a quote to the document that they are of, a claim to those
that it is derived from, and whatever else a document tells of, in its graph, to that one. Things
that only the editors describe, such as countries, lead nowhere. Which documents a single row rests
on is another question, to which this is no answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from azru_kg.citing.citation import CitedDocument
from azru_kg.engine.protocol import Engine
from azru_kg.errors import LimitReached
from azru_kg.rdf.oxigraph_terms import AnyTerm
from azru_kg.rdf.prefixes import expand_all
from azru_kg.server.ask.ask import construct_all, write_iris
from azru_kg.server.ask.labels import NAMES, is_safe
from azru_kg.server.pages.cells import Links
from azru_kg.server.pages.facts import Facts
from azru_kg.server.pages.reuse.cited_things import cite_document

MOST: Final = 50_000
"""So many things at most are followed to their documents."""

_DERIVED, _SOURCE, _OF, _PUBLISHER = expand_all(
    "prov:wasDerivedFrom azru:Source oa:hasSource dcterms:publisher"
)
_TOLD = expand_all("schema:datePublished foaf:page dcterms:publisher")
# Each way has the things for itself: what stands before a union is joined when all of it is found.
_WAYS = (
    "?thing a <{kind}> BIND (?thing AS ?source)",
    "?thing <{of}> ?source",
    "?thing <{derived}> ?source",
    "?thing <{derived}>/<{of}> ?source",
    "GRAPH ?graph {{ ?thing ?property ?value }} ?graph <{derived}> ?source",
)
_FIND = """CONSTRUCT {{ ?thing <{derived}> ?source }} WHERE {{
  {ways}
  ?source a <{kind}>
}}"""
_TELL = """CONSTRUCT {{ ?thing ?property ?value . ?publisher ?name ?label }} WHERE {{
  {{ {values} ?thing ?property ?value FILTER (?property IN ({told})) }}
  UNION
  {{
    {values} ?thing <{publisher}> ?publisher .
    ?publisher ?name ?label FILTER (?name IN ({names}))
  }}
}}"""


Row = Sequence[AnyTerm | None]
"""A row of an answer."""


async def find_documents(engine: Engine, rows: Iterable[Row]) -> tuple[CitedDocument, ...]:
    """Return the documents behind rows, by their IRIs.

    Raises LimitReached where the rows have more than `MOST` things.
    """
    things = {term.value for row in rows for term in row if isinstance(term, ox.NamedNode)}
    found = await find_sources(engine, things)
    cited = await cite_sources(engine, {source for sources in found.values() for source in sources})
    return tuple(cited.values())


async def find_sources(engine: Engine, things: Iterable[str]) -> Mapping[str, set[str]]:
    """Return the IRIs of the documents to which each of some things leads, where there are any.

    Raises LimitReached for more than `MOST` things.
    """
    asked = sorted({iri for iri in things if is_safe(iri)})
    if len(asked) > MOST:
        raise LimitReached(
            f"The rows name more than {MOST:,} things, too many to find their documents."
            " Ask for less"
        )
    found: defaultdict[str, set[str]] = defaultdict(set)
    for triple in await construct_all(engine, asked, _write_find):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            found[triple.subject.value].add(triple.object.value)
    return found


async def cite_sources(engine: Engine, sources: Iterable[str]) -> dict[str, CitedDocument]:
    """Return how to cite each of some documents, by their IRIs and in the order of these."""
    asked = sorted(set(sources))
    facts = Facts(await construct_all(engine, asked, _write_tell))
    links = Links()
    return {source: cite_document(facts, source, links) for source in asked}


def _write_find(things: Sequence[str]) -> str:
    names = {"derived": _DERIVED, "kind": _SOURCE, "of": _OF}
    values = f"VALUES ?thing {{ {write_iris(things)} }}"
    ways = " UNION ".join(f"{{ {values} {way.format(**names)} }}" for way in _WAYS)
    return _FIND.format(ways=ways, **names)


def _write_tell(sources: Sequence[str]) -> str:
    return _TELL.format(
        values=f"VALUES ?thing {{ {write_iris(sources)} }}",
        told=write_iris((*_TOLD, *NAMES), ", "),
        publisher=_PUBLISHER,
        names=write_iris(NAMES, ", "),
    )
