"""Asks which other figures are reported for the same: of one indicator, period, unit and kind.

Which dimensions have to agree, the ontology says. A flow that only one of two figures names does
not set them apart, and the variable is not looked at, as in the stored query of contradictions.
"""

from __future__ import annotations

from typing import Final

from azru_kg.engine.protocol import Engine
from azru_kg.server.ask.ask import read_iri, select

MOST: Final = 30
"""How many of them are shown beside a figure."""

_LOOSE = "?dimension NOT IN (azru:flow, azru:variable)"
_QUERY = f"""SELECT DISTINCT ?other ?value WHERE {{{{
  <{{iri}}> azru:indicator ?indicator ;
    sdmx-dimension:refPeriod ?period ;
    sdmx-attribute:unitMeasure ?unit ;
    azru:kind ?kind .
  ?other azru:indicator ?indicator ;
    sdmx-dimension:refPeriod ?period ;
    sdmx-attribute:unitMeasure ?unit ;
    azru:kind ?kind ;
    sdmx-measure:obsValue ?value .
  FILTER (ISIRI(?other) && ?other != <{{iri}}>)
  FILTER NOT EXISTS {{{{
    <{{iri}}> ?dimension ?mine .
    FILTER EXISTS {{{{ ?dimension a qb:DimensionProperty }}}}
    FILTER ({_LOOSE})
    FILTER NOT EXISTS {{{{ ?other ?dimension ?mine }}}}
  }}}}
  FILTER NOT EXISTS {{{{
    ?other ?dimension ?its .
    FILTER EXISTS {{{{ ?dimension a qb:DimensionProperty }}}}
    FILTER ({_LOOSE})
    FILTER NOT EXISTS {{{{ <{{iri}}> ?dimension ?its }}}}
  }}}}
  FILTER NOT EXISTS {{{{
    <{{iri}}> azru:flow ?flow . ?other azru:flow ?its FILTER (?flow != ?its)
  }}}}
}}}}
ORDER BY ?value ?other
LIMIT {MOST}"""


async def find_rivals(engine: Engine, iri: str) -> tuple[str, ...]:
    """Return the figures that are reported for the same as a figure; none for other things.

    `iri` is trusted: it holds no character that ends an IRI in SPARQL.
    """
    rows = await select(engine, _QUERY.format(iri=iri))
    return tuple(dict.fromkeys(read_iri(other) for other, _ in rows))
