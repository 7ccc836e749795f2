"""How what was asked is cited: in words, as BibTeX, RIS and CSL-JSON, with the documents behind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from azru_kg.api.binding import bind_text
from azru_kg.api.describing import DOCUMENT, Select, ThingDescription
from azru_kg.api.result_rows import ResultRow, ResultRows
from azru_kg.citing.citation import BIBTEX, CSL_JSON, RIS, Citation, CitedDocument, cite_rows
from azru_kg.languages.numerals import say_date
from azru_kg.query.normal_form import hash_query
from azru_kg.query.query import read_query
from azru_kg.rdf.native import IRI, Value
from azru_kg.rdf.prefixes import BASE, IDENTITY
from azru_kg.rdf.result_lines import hash_lines, write_lines

_BATCH: Final = 400
_CITATION: Final = "citation"
# What only the editors describe leads to no document.
_BEHIND: Final = """SELECT DISTINCT ?source WHERE {
  { ?thing a azru:Source BIND (?thing AS ?source) }
  UNION { ?thing oa:hasSource|prov:wasDerivedFrom|prov:wasDerivedFrom/oa:hasSource ?source }
  ?source a azru:Source .
}"""
_TOLD: Final = (
    """SELECT DISTINCT ?source ?title ?publisher ?published ?page WHERE {
  ?source a azru:Source .
"""
    + DOCUMENT
    + """} ORDER BY ?source ?title ?publisher ?published ?page"""
)
_OF_DOCUMENTS: Final = (f"{IDENTITY}source/", f"{IDENTITY}quote/")


@dataclass(frozen=True, slots=True)
class CitedRelease:
    """The release that is cited; `own` where it is one of this project's graph."""

    version: str
    own: bool


@dataclass(frozen=True)
class Reference:
    """How something is cited; `query` and `result` are digests, where it is the rows of a query.

    A result has the same digest in whatever order its rows come, here and on the site.
    """

    citation: Citation
    release: CitedRelease
    query: str = ""
    result: str = ""

    @property
    def documents(self) -> tuple[CitedDocument, ...]:
        """The documents behind it: all that its rows name, or that a claim rests on."""
        return self.citation.documents

    @property
    def text(self) -> str:
        """The citation in words."""
        return self.citation.write(self.release)

    @property
    def bibtex(self) -> str:
        """Entries for BibTeX, one for each document after that of the thing itself."""
        return self.citation.write_as(BIBTEX, self.release)

    @property
    def ris(self) -> str:
        """The same as RIS."""
        return self.citation.write_as(RIS, self.release)

    @property
    def csl(self) -> list[dict[str, Any]]:
        """The same as CSL-JSON, as values."""
        entries: list[dict[str, Any]] = json.loads(self.citation.write_as(CSL_JSON, self.release))
        return entries

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def cite_answer(select: Select, rows: ResultRows, release: CitedRelease) -> Reference:
    """Return how the rows of an answer are cited.

    Those of a stored query have an address of their own in each release; those of another query
    are cited by the digest of its normal form, as a part of the release.
    """
    asked = rows.asked
    query = hash_query(read_query(asked.query))
    result = hash_lines(write_lines(rows.names, rows.terms))
    path, _, chosen = asked.path.partition("?")
    below = f"release/{asked.release}/{path}/{_CITATION}{f'?{chosen}' if chosen else ''}"
    citation = cite_rows(
        asked.title or "SPARQL query",
        asked.parameters,
        f"{BASE}{below}" if path else f"{BASE}dataset",
        total=len(rows),
        query=query,
        result=result,
        documents=_cite_documents(select, _find_behind(select, _list_iris(rows))),
    )
    return Reference(citation, release, query, result)


def cite_described(select: Select, thing: ThingDescription, release: CitedRelease) -> Reference:
    """Return how a thing is cited: a claim with who makes it where, a document with itself.

    Other things rest on no document that could be named with them.
    """
    if thing.is_claim:
        said = {row["source"]: _say_speech(row) for row in thing.claims}
        documents = _cite_documents(select, [str(source) for source in said])
        documents = [_add_speech(document, said) for document in documents]
    elif thing.iri.startswith(_OF_DOCUMENTS):
        documents = _cite_documents(select, _find_behind(select, [thing.iri]))
    else:
        documents = []
    return Reference(Citation(thing.iri, thing.label, tuple(documents)), release)


def _list_iris(rows: ResultRows) -> list[str]:
    found = (value for row in rows for value in row if isinstance(value, IRI))
    return sorted({iri for iri in found if iri.startswith(IDENTITY)})


def _find_behind(select: Select, things: Sequence[str]) -> list[str]:
    found = {str(row["source"]) for row in _ask_all(select, _BEHIND, "thing", things)}
    return sorted(found)


def _cite_documents(select: Select, sources: Sequence[str]) -> list[CitedDocument]:
    documents: dict[str, CitedDocument] = {}
    for row in _ask_all(select, _TOLD, "source", sources):
        source, title, publisher, published, page = ("" if v is None else str(v) for v in row)
        documents.setdefault(source, CitedDocument(source, title, publisher, published, page))
    return [*documents.values()]


def _ask_all(select: Select, query: str, name: str, iris: Sequence[str]) -> Iterator[ResultRow]:
    for start in range(0, len(iris), _BATCH):
        given: list[Value | None] = [IRI(iri) for iri in iris[start : start + _BATCH]]
        yield from select("", bind_text(query, {name: given}))


def _say_speech(row: Iterable[Value | None]) -> str:
    speaker, said = [*row][1:3]
    who = f"said by {speaker}" if speaker else ""
    return ", ".join(filter(None, (who, say_date(str(said)) if said else "")))


def _add_speech(document: CitedDocument, said: dict[Value | None, str]) -> CitedDocument:
    return replace(document, said=said.get(IRI(document.iri), ""))
