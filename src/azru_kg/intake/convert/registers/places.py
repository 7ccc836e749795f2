"""States where a place is.

Coordinates are general knowledge, whatever document names the place, and are marked as such.
"""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.convert.registers.naming import (
    collect_names,
    describe_names,
    describe_spellings,
    list_doubles,
)
from azru_kg.intake.convert.words import find_code
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import PlaceRow
from azru_kg.rdf.prefixes import PREFIXES

_WKT = ox.NamedNode(f"{PREFIXES['geo']}wktLiteral")


def convert(row: PlaceRow, register: Register, drafts: Drafts) -> Conversion:
    """Describe a place; raise RowRefused if the row cannot be taken."""
    place = register.find("place", row.id, "id")
    find_code(register, "place_types", row.type, "type")
    if row.country:
        register.find("country", row.country, "country")
    if (row.lat is None) != (row.long is None):
        field = "lat" if row.lat is None else "long"
        raise RowRefused(field, "latitude and longitude go together. Give both or none")
    rows = list_doubles(place, row, register)
    if rows:
        _describe(place, rows, register, drafts)
    return Conversion(things=(place,))


def _describe(place: str, rows: list[PlaceRow], register: Register, drafts: Drafts) -> None:
    kind = find_code(register, "place_types", rows[0].type, "type")
    country = next((row.country for row in rows if row.country), None)
    names = collect_names(place, rows, register)
    drafts.describe(place, "a", "geo:Feature", "schema:Place")
    describe_names(place, names, register, drafts)
    describe_spellings(place, names, drafts)
    drafts.describe(place, "dcterms:type", f"code:{kind['code']}")
    if country:
        drafts.describe(place, "geo:sfWithin", f"country:{country}")
    points = [(row.lat, row.long) for row in rows if row.lat is not None and row.long is not None]
    for lat, long in points[:1]:
        _place_point(place, lat, long, drafts)


def _place_point(place: str, lat: Decimal, long: Decimal, drafts: Drafts) -> None:
    geometry = f"{place}#geometry"
    drafts.describe(place, "wgs84:lat", lat)
    drafts.describe(place, "wgs84:long", long)
    drafts.describe(place, "geo:hasGeometry", geometry)
    drafts.describe(place, "azru:editorial", "wgs84:lat", "wgs84:long", "geo:hasGeometry")
    drafts.describe(geometry, "a", "geo:Geometry", "sf:Point")
    drafts.describe(geometry, "geo:asWKT", ox.Literal(f"POINT({long:f} {lat:f})", datatype=_WKT))
