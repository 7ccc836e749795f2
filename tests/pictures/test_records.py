"""The CSV of a picture: every figure, and whether it has a mark."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from tests.pictures.reported import compare, report

from azru_kg.pictures.records import COLUMNS, list_records, write_csv


def test_every_figure_is_a_row_and_says_whether_it_is_drawn() -> None:
    ranged = report(
        "1.50",
        bound="range",
        upper=Decimal("2E+3"),
        reporters=('A, "B"', "C\nD"),
        inferred=("unit", "period"),
        doubts=("perhaps 15.",),
    )
    drawn = compare(ranged, report("4", None, period="January 2023"))
    other = compare(report("7"), heading="Gas", unit="")
    text = write_csv(COLUMNS, list_records([drawn, other], [drawn]))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["drawn"] for row in rows] == ["yes", "no", "no"]
    assert rows[0]["value"] == "1.50"
    assert rows[0]["upper_value"] == "2000"
    assert rows[0]["reporters"] == 'A, "B" | C\nD'
    assert rows[0]["inferred"] == "unit | period"
    assert rows[0]["doubted"] == "perhaps 15."
    assert (rows[1]["calendar_year"], rows[1]["period"]) == ("", "January 2023")
    assert (rows[2]["series"], rows[2]["unit"]) == ("Gas", "")


def test_without_figures_there_are_the_names_of_the_columns() -> None:
    assert write_csv(COLUMNS, ()).strip() == ",".join(COLUMNS)
