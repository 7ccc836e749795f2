"""Tells which terms the data hold, for who writes a query: classes, properties and codes.

Each has its names in all languages, and how often it is used. Things of other kinds, of which there
are too many to be told at once, are found by name at `/search.json`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from azru_kg.engine.protocol import Engine
from azru_kg.metadata.inventory import Share, sort_shares
from azru_kg.rdf.formats import Offer
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES, expand_all, shorten
from azru_kg.server.ask.ask import name_all, read_iri, read_number, select
from azru_kg.server.ask.inventory import Holdings
from azru_kg.server.ask.once import Once
from azru_kg.server.documents.document import DocumentRoute, make_response
from azru_kg.server.documents.glossary import JSON

_OFFER: Final = Offer(JSON, JSON.media_type)
_MOST: Final = 2000
_NAMES: Final = expand_all("skos:prefLabel rdfs:label")
_KINDS: Final = "code|commodity|country|indicator|sector|topic"
_CODES: Final = f"""SELECT ?code (COUNT(?user) AS ?uses) WHERE {{
  {{
    SELECT DISTINCT ?code WHERE {{
      ?code a ?class
      FILTER (?class = skos:Concept || REGEX(STR(?code), "^{IDENTITY}({_KINDS})/[^#]+$"))
    }}
  }}
  OPTIONAL {{ ?user ?relation ?code }}
}} GROUP BY ?code ORDER BY DESC(?uses) LIMIT {_MOST}"""


class UsedTerm(BaseModel):
    """A term: its prefixed name or `<IRI>`, its names by language, and how often it is used."""

    model_config = ConfigDict(defer_build=True)

    name: str
    labels: dict[str, str]
    uses: int


class UsedTerms(BaseModel):
    """The terms that the data hold, those most used first, and the prefixes of all."""

    model_config = ConfigDict(defer_build=True)

    prefixes: dict[str, str]
    classes: list[UsedTerm]
    properties: list[UsedTerm]
    codes: list[UsedTerm]


class Completions:
    """Answers at `/sparql/terms.json`; the terms are looked up once."""

    def __init__(self, engine: Engine, holdings: Holdings) -> None:
        self._engine = engine
        self._holdings = holdings
        self._document = Once(self._write)

    def make_routes(self) -> list[BaseRoute]:
        """Return the route."""
        return [
            DocumentRoute(
                "/sparql/terms.json",
                self.tell_terms,
                "The classes, properties and codes that the data hold, with their names",
                formats=[JSON],
                model=UsedTerms,
                problems=(400, 429, 503),
            )
        ]

    async def tell_terms(self, request: Request) -> Response:
        """Answer with all terms."""
        return make_response(await self._document.get(), _OFFER, name="terms", varies=False)

    async def _write(self) -> str:
        inventory = await self._holdings.inventory()
        rows = await select(self._engine, _CODES)
        codes = sort_shares(Share(read_iri(code), read_number(uses)) for code, uses in rows)
        groups = [inventory.partitions.classes[:_MOST], inventory.properties[:_MOST], codes]
        iris = [share.iri for group in groups for share in group if share.iri]
        labels = _sort(await name_all(self._engine, iris, _NAMES))
        classes, properties, told = ([*_describe(group, labels)] for group in groups)
        terms = UsedTerms(
            prefixes=dict(PREFIXES), classes=classes, properties=properties, codes=told
        )
        return terms.model_dump_json()


def _sort(triples: Iterable[ox.Triple]) -> dict[str, dict[str, str]]:
    """Return the labels of things by language, the preferred ones, each one of several."""
    labels: defaultdict[str, dict[str, str]] = defaultdict(dict)
    # Backwards, so that of several names of a kind the first one stays.
    for triple in sorted(triples, key=lambda it: (-_NAMES.index(it.predicate.value), str(it))):
        if isinstance(triple.object, ox.Literal) and isinstance(triple.subject, ox.NamedNode):
            labels[triple.subject.value][triple.object.language or ""] = triple.object.value
    return dict(labels)


def _describe(shares: Iterable[Share], labels: Mapping[str, dict[str, str]]) -> Iterable[UsedTerm]:
    for share in shares:
        if share.iri:
            short = shorten(share.iri)
            name = short if short != share.iri else f"<{share.iri}>"
            yield UsedTerm(name=name, labels=labels.get(share.iri, {}), uses=share.number)
