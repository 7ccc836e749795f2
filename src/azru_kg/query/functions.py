"""The functions that the engine knows beside those of SPARQL 1.1: those of GeoSPARQL 1.1.

Oxigraph has no list of them, and its releases add to them; a test asks it for each.
"""

from __future__ import annotations

from typing import Final

from azru_kg.rdf.nearest import find_similar
from azru_kg.rdf.prefixes import PREFIXES

GEO: Final = PREFIXES["geof"]

GEO_FUNCTIONS: Final = (
    *("asGeoJSON", "centroid", "convexHull", "coordinateDimension", "difference", "dimension"),
    *("distance", "ehContains", "ehCoveredBy", "ehCovers", "ehDisjoint", "ehEquals", "ehInside"),
    *("ehMeet", "ehOverlap", "envelope", "getSRID", "intersection", "isEmpty", "isSimple"),
    *("length", "perimeter", "rcc8dc", "rcc8ec", "rcc8eq", "rcc8ntpp", "rcc8ntppi", "rcc8po"),
    *("rcc8tpp", "rcc8tppi", "relate", "sfContains", "sfCrosses", "sfDisjoint", "sfEquals"),
    *("sfIntersects", "sfOverlaps", "sfTouches", "sfWithin", "spatialDimension", "symDifference"),
    "union",
)
"""The names of the functions of GeoSPARQL that the engine computes."""


def explain_unknown(iri: str) -> str:
    """Return what to say of a function that the engine does not know.

    >>> explain_unknown("http://www.opengis.net/def/function/geosparql/sfIntersect")[-31:]
    'Did you mean geof:sfIntersects?'
    """
    said = f"<{iri}> is not a function of this engine"
    near = find_similar(iri.removeprefix(GEO), GEO_FUNCTIONS) if iri.startswith(GEO) else []
    if near:
        return f"{said}. Did you mean geof:{near[0]}?"
    return (
        f"{said}. It has the functions of SPARQL 1.1, the casts to types of XML Schema, and those"
        " of GeoSPARQL that the service description lists. Use these, or take the values and"
        " compute outside the query"
    )
