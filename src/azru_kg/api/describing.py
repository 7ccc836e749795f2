"""What a graph says of one thing: its name, what it is, the claims about it, and their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from azru_kg.api.binding import bind_text
from azru_kg.api.result_rows import ResultRows
from azru_kg.errors import BadBinding
from azru_kg.rdf.native import IRI, LangString, Value
from azru_kg.rdf.prefixes import IDENTITY

Select = Callable[[str, str], ResultRows]
"""What asks a SELECT query, under a name."""

_CLAIM: Final = f"{IDENTITY}claim/"
# The graph of entities names documents, and is itself none.
_FACTS: Final = """SELECT DISTINCT ?property ?value ?valueName ?source WHERE {
  ?thing ?property ?value .
  OPTIONAL {
    ?value skos:prefLabel|rdfs:label|dcterms:title ?name
    FILTER (LANG(?name) IN ("en", "")) BIND (STR(?name) AS ?valueName)
  }
  OPTIONAL {
    GRAPH ?graph { ?thing ?property ?value . ?source a azru:Source }
    FILTER (?graph != graph:entities)
  }
} ORDER BY ?property ?value ?source"""
_CLAIMS: Final = """SELECT DISTINCT ?statement ?speaker ?said ?sourceTitle ?published ?claim ?source
WHERE {{
  {about}
  FILTER (STRSTARTS(STR(?claim), "https://w3id.org/azru-kg/id/claim/"))
  GRAPH ?graph {{
    ?source a azru:Source .
    ?claim a ?class .
    OPTIONAL {{ ?claim azru:asOf ?said }}
  }}
  ?claim rdfs:label ?label BIND (STR(?label) AS ?statement)
  OPTIONAL {{
    GRAPH ?graph {{ ?claim prov:wasAttributedTo|azru:unnamedSpeaker ?who }}
    OPTIONAL {{ ?who skos:prefLabel ?name FILTER (LANG(?name) = "en") }}
    BIND (STR(COALESCE(?name, ?who)) AS ?speaker)
  }}
  OPTIONAL {{ ?source dcterms:title ?title BIND (STR(?title) AS ?sourceTitle) }}
  OPTIONAL {{ ?source schema:datePublished ?published }}
}} ORDER BY ?said ?published ?statement ?claim ?source"""
DOCUMENT: Final = """  OPTIONAL { ?source dcterms:title ?headline BIND (STR(?headline) AS ?title) }
  OPTIONAL {
    ?source dcterms:publisher/skos:prefLabel ?name
    FILTER (LANG(?name) = "en") BIND (STR(?name) AS ?publisher)
  }
  OPTIONAL { ?source schema:datePublished ?published }
  OPTIONAL { ?source foaf:page ?page }
"""
"""What is told of a document `?source`, as patterns of a query."""

_SOURCES: Final = (
    """SELECT DISTINCT ?title ?publisher ?published ?page ?source WHERE {
  GRAPH ?graph {
    { ?thing ?property ?value } UNION { ?other ?property ?thing }
    ?source a azru:Source .
  }
  FILTER (?graph != graph:entities)
"""
    + DOCUMENT
    + """} ORDER BY ?published ?title ?source"""
)
_NAMES: Final = ("skos:prefLabel", "rdfs:label", "dcterms:title", "schema:headline")


@dataclass(frozen=True, eq=False)
class ThingDescription:
    """What is said of a thing, with the sources that say it.

    `facts` have a row for each `property` and `value`, with the `source` that states it, or none
    where the editors do. `claims` are the claims about it, or those that it is itself: a
    row for each time that a source makes one. `sources` are the documents that name it.
    """

    iri: IRI
    facts: ResultRows
    claims: ResultRows
    sources: ResultRows

    @property
    def label(self) -> str:
        """What it is called in English, as far as it has a name there, or else in any language."""
        return next(self._list_names(), str(self.iri.short))

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim itself."""
        return self.iri.startswith(_CLAIM)

    @property
    def types(self) -> list[IRI]:
        """The classes that it is of."""
        return [value for value in self.get("rdf:type") if isinstance(value, IRI)]

    def get(self, name: str) -> list[Value]:
        """Return the values of a property, by its prefixed name or its IRI, each once.

        What nobody says has no values.
        """
        rows = (row for row in self.facts if name in (row["property"], _shorten(row["property"])))
        return list(dict.fromkeys(row["value"] for row in rows if row["value"] is not None))

    def _list_names(self) -> Iterator[str]:
        for name in _NAMES:
            texts = [text for text in self.get(name) if isinstance(text, str)]
            yield from sorted(map(str, texts), key=lambda text: _rank(texts, text))

    def __repr__(self) -> str:
        numbers = f"{len(self.facts)} facts, {len(self.claims)} claims, {len(self.sources)} sources"
        return f"<{self.label} ({self.iri.short}): {numbers}>"

    def _repr_html_(self) -> str:
        from azru_kg.api.notebook import draw_list

        head: list[tuple[str, Value]] = [("IRI", self.iri)]
        head += [("type", kind) for kind in self.types]
        tables = (rows for rows in (self.facts, self.claims, self.sources) if rows)
        return draw_list(self.label, head) + "".join(rows._repr_html_() for rows in tables)


def describe_thing(select: Select, thing: IRI) -> ThingDescription:
    """Return what is said of a thing; raise BadBinding where that is nothing."""
    facts = select("facts", bind_text(_FACTS, {"thing": thing}))
    own = thing.startswith(_CLAIM)
    about = _CLAIMS.format(about="" if own else "?claim ?relation ?thing .")
    claims = select("claims", bind_text(about, {"claim" if own else "thing": thing}))
    if not facts and not claims:
        raise BadBinding(f"The graph says nothing of {thing.short}. Is it spelt as in its address?")
    return ThingDescription(
        thing, facts, claims, select("sources", bind_text(_SOURCES, {"thing": thing}))
    )


def _shorten(value: Value | None) -> str:
    return value.short if isinstance(value, IRI) else ""


def _rank(texts: list[str], text: str) -> tuple[int, str]:
    languages = {each.language for each in texts if isinstance(each, LangString) and each == text}
    return (0 if "en" in languages or not languages else 1), text
