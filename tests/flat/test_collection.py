"""The rows of a table, out of anything that answers SPARQL."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest

from azru_kg.errors import DataError
from azru_kg.flat.all_tables import TABLES, find_table
from azru_kg.flat.collection import Ask, FlatRow, ask_store, read_table
from azru_kg.flat.statement_tables import FIGURES
from azru_kg.graph.dataset import unite
from azru_kg.rdf.prefixes import IDENTITY, PREFIXES

pytestmark = pytest.mark.long

CLAIM, SOURCE = f"{IDENTITY}claim/", f"{IDENTITY}source/"
CASPIAN = f"{SOURCE}caspianenergy-2019-11-25-mehriban-aliyeva"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
TWO = """
graph:a { source:a a azru:Source . claim:one a azru:Figure ; azru:asOf "2024-01-01"^^xsd:date ;
  azru:indicator indicator:x ; prov:wasAttributedTo person:b , person:a ;
  azru:inferred azru:asOf . }
graph:b { source:b a azru:Source . claim:one a azru:Figure ; azru:unnamedSpeaker "Media" ;
  azru:inferred schema:location . }
graph:entities { indicator:x skos:prefLabel "X"@en , "İks"@az . person:b skos:prefLabel "B"@en . }
"""


def ask(trig: str) -> Ask:
    store = ox.Store()
    store.load(f"{HEAD}{trig}", format=ox.RdfFormat.TRIG)
    unite(store, [])
    return ask_store(store)


def pick(rows: Iterable[FlatRow], **wanted: Any) -> dict[str, Any]:
    records = (dict(zip(FIGURES.names, row, strict=True)) for row in rows)
    (record,) = [each for each in records if wanted.items() <= each.items()]
    return record


def test_a_figure_has_value_unit_period_speaker_day_and_source(
    sample_rows: dict[str, list[FlatRow]],
) -> None:
    row = pick(sample_rows["figures"], claim=f"{CLAIM}turnover-2018", source=CASPIAN)
    assert row["value"] == Decimal("2600000000")
    assert (row["unit_en"], row["bound_en"], row["kind_en"]) == ("US dollar", "as stated", "level")
    assert (row["period_start"], row["period_end"]) == (date(2018, 1, 1), date(2018, 12, 31))
    assert row["speaker"] == (f"{IDENTITY}person/mehriban-aliyeva",)
    assert row["speaker_ru"] == ("Мехрибан Алиева",)
    assert (row["stated_on"], row["inferred"]) == (date(2019, 11, 25), ("period",))
    assert row["topic_en"] == "trade"
    assert row["sides_en"] == ("Azerbaijan", "Russia")
    assert any("2.6" in words for words in row["passages"])
    assert row["publisher_en"] == ("Caspian Energy",)
    assert row["perspective"] == ("azerbaijani",)


def test_a_claim_of_two_sources_has_two_rows_each_with_its_own_speaker() -> None:
    first, second = read_table(FIGURES, ask(TWO))
    names = FIGURES.names
    at = {name: names.index(name) for name in names}
    assert (first[at["source"]], second[at["source"]]) == (f"{SOURCE}a", f"{SOURCE}b")
    assert first[at["stated_on"]] == date(2024, 1, 1)
    assert second[at["stated_on"]] is None
    assert (first[at["unnamed_speaker"]], second[at["unnamed_speaker"]]) == (None, "Media")


def test_names_stand_in_the_order_of_their_things() -> None:
    row = pick(read_table(FIGURES, ask(TWO)), source=f"{SOURCE}a")
    assert row["speaker"] == (f"{IDENTITY}person/a", f"{IDENTITY}person/b")
    assert (row["speaker_en"], row["speaker_ru"]) == (("", "B"), ())
    assert (row["indicator_en"], row["indicator_az"], row["indicator_ru"]) == ("X", "İks", None)


def test_marks_name_columns_and_other_properties_by_their_prefix() -> None:
    rows = read_table(FIGURES, ask(TWO))
    assert pick(rows, source=f"{SOURCE}a")["inferred"] == ("stated_on",)
    assert pick(rows, source=f"{SOURCE}b")["inferred"] == ("schema:location",)


def test_two_values_where_one_has_room_are_an_error() -> None:
    with pytest.raises(DataError, match="value takes one value, and here are 1 and 2"):
        read_table(
            FIGURES,
            ask("graph:a { source:a a azru:Source . claim:one a azru:Figure ;"
                " sdmx-measure:obsValue 1.0 , 2.0 . }"),
        )  # fmt: skip


def test_what_is_of_another_type_is_an_error() -> None:
    with pytest.raises(DataError, match="stated_on takes a date, and here is 'soon'"):
        read_table(
            FIGURES,
            ask(
                'graph:a { source:a a azru:Source . claim:one a azru:Figure ; azru:asOf "soon" . }'
            ),
        )


def test_no_data_are_no_rows() -> None:
    assert [read_table(table, ask("")) for table in TABLES] == [[] for _ in TABLES]


def test_rows_stand_in_the_order_of_their_key(sample_rows: dict[str, list[FlatRow]]) -> None:
    for name, rows in sample_rows.items():
        width = len(find_table(name).key)
        assert [row[:width] for row in rows] == sorted({row[:width] for row in rows}, key=str)
        assert rows
