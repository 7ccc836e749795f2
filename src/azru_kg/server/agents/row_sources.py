"""Tells an agent which documents are behind each row of an answer, and what these are.

A row names claims, words of documents, graphs and documents themselves; each of these leads to the
documents that say it. Where a row names a document in one of these ways, it is that one, and else
all documents of its claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox
from pydantic import BaseModel, Field

from azru_kg.engine.protocol import Engine
from azru_kg.rdf.prefixes import GRAPH, IDENTITY, shorten
from azru_kg.server.ask.surroundings import CLAIM_SPACE
from azru_kg.server.pages.reuse.documents_behind import Row, cite_sources, find_sources

MEANING: Final = (
    "`sources` of a row are the documents that say what the row names: that of a graph, quote or"
    " source in it, or else all documents in which a claim of the row stands. A row that names none"
    " of these has no sources: add the claim (?figure) or GRAPH ?graph to the query to get them."
    " `documents` tells what each is. What exactly suffices for a row, the argument `provenance` of"
    " query tells, as `rests_on`."
)
"""What the sources of a row are."""

SOURCES: Final = f"{IDENTITY}source/"
"""How the IRI of every document begins."""

_EXACT: Final = (SOURCES, f"{IDENTITY}quote/", GRAPH)


class ToldDocument(BaseModel):
    """A document: what it is called, who published it and when, and where it can be read."""

    title: str = ""
    publisher: str = ""
    published: str = ""
    page: str = Field(
        default="", description="The address of the page: for people, never fetched here"
    )


async def find_row_sources(engine: Engine, rows: Iterable[Row]) -> list[list[str]]:
    """Return the IRIs of the documents behind each row, in their order."""
    named = [list(_name_witnesses(row)) for row in rows]
    found = await find_sources(engine, {iri for iris in named for iri in iris})
    return [sorted({source for iri in iris for source in found.get(iri, ())}) for iris in named]


async def tell_documents(engine: Engine, sources: Iterable[str]) -> dict[str, ToldDocument]:
    """Return what each document is, by its prefixed name."""
    return {
        shorten(iri): ToldDocument(
            title=cited.title,
            publisher=cited.publisher,
            published=cited.published,
            page=cited.page,
        )
        for iri, cited in (await cite_sources(engine, sources)).items()
    }


def _name_witnesses(row: Row) -> Iterator[str]:
    """Yield what leads to the documents behind a row: what names one, or else its claims."""
    iris = [term.value for term in row if isinstance(term, ox.NamedNode)]
    exact = [iri for iri in iris if iri.startswith(_EXACT)]
    yield from (iri.partition("#")[0] for iri in exact)
    if not exact:
        yield from (iri for iri in iris if iri.startswith(CLAIM_SPACE))
