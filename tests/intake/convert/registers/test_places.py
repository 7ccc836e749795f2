"""What a row says of a place."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from azru_kg.intake.convert.registers import places
from azru_kg.intake.drafts import Drafts
from azru_kg.intake.register import Register, RowRefused
from azru_kg.intake.sheets.schemas.registers import PlaceRow
from azru_kg.intake.sheets.schemas.row import SheetRow

Rows = dict[str, dict[str, SheetRow]]
Show = Callable[[Drafts, str], str]


def convert_place(row: SheetRow, register: Register) -> Drafts:
    assert isinstance(row, PlaceRow)
    drafts = Drafts()
    places.convert(row, register, drafts)
    return drafts


def test_every_place_of_the_sheet_is_taken_with_a_point_if_its_position_is_known(
    rows: Rows, register: Register, show: Show
) -> None:
    for row in rows["places"].values():
        text = show(convert_place(row, register), "entities/places.ttl")
        assert text.count("a geo:Feature , schema:Place ;") == 1
        assert isinstance(row, PlaceRow)
        assert ("geo:asWKT" in text) == ("wgs84:lat " in text) == (row.lat is not None)


def test_coordinates_are_marked_as_general_knowledge_and_make_a_point(
    rows: Rows, register: Register, show: Show
) -> None:
    drafts = convert_place(rows["places"]["baku"], register)
    assert list(drafts.files) == ["entities/places.ttl"]
    assert show(drafts, "entities/places.ttl") == dedent(
        """\
        place:baku
          a geo:Feature , schema:Place ;
          skos:prefLabel "Baku"@en , "Bakı"@az , "Баку"@ru ;
          skos:altLabel "Baki"@en ;
          azru:editorial geo:hasGeometry , wgs84:lat , wgs84:long ;
          dcterms:type code:city ;
          geo:hasGeometry place:baku\\#geometry ;
          geo:sfWithin country:AZ ;
          skos:exactMatch wd:Q9248 ;
          wgs84:lat 40.41 ;
          wgs84:long 49.87 .

        place:baku\\#geometry
          a geo:Geometry , sf:Point ;
          geo:asWKT "POINT(49.87 40.41)"^^geo:wktLiteral ."""
    )


def test_a_place_of_several_countries_lies_within_none(
    rows: Rows, register: Register, show: Show
) -> None:
    text = show(convert_place(rows["places"]["caspian-sea"], register), "entities/places.ttl")
    assert "geo:sfWithin" not in text
    assert "geo:hasGeometry" not in text


@pytest.mark.parametrize("missing", ["lat", "long"])
def test_half_of_a_position_is_refused(rows: Rows, register: Register, missing: str) -> None:
    row = rows["places"]["baku"].model_copy(update={missing: None})
    with pytest.raises(RowRefused) as refused:
        convert_place(row, register)
    assert refused.value.field == missing
