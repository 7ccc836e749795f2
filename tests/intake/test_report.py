from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.report import to_json, to_text
from azru_kg.intake.sheets.sheet_rows import Sheet
from azru_kg.intake.take_in import Intake, RowRecord

A, B = Path("people.csv"), Path("figures.csv")
FACT = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"))
RECORDS = (
    RowRecord(A, "people", 2, "ann", Conversion(things=("person:ann", "country:AZ"))),
    RowRecord(A, "people", 3, "bob", Conversion(things=("person:bob", "country:AZ"))),
    RowRecord(B, "observations", 2, "one", Conversion(claims=("claim:one",), covered="claim:x")),
    RowRecord(B, "observations", 3, "two", Conversion(covered="claim:y")),
    RowRecord(B, "observations", 4, "three", Conversion(reason="it says nothing")),
)
INTAKE = Intake(
    (Sheet(A, "people"), Sheet(B, "observations")),
    RECORDS,
    {"sources/x.ttl": [FACT] * 1200, "entities/people.ttl": [FACT] * 4},
)


def test_the_text_counts_each_sheet_and_names_rows_that_are_not_stated() -> None:
    assert to_text(INTAKE) == (
        "sheet        rows  stated  covered  left out  claims  things\n"
        "people.csv      2       2        0         0       0       3\n"
        "figures.csv     3       1        1         1       1       0\n"
        "all             5       3        1         1       1       3\n"
        "figures.csv:3: two: covered by claim:y\n"
        "figures.csv:4: three: left out: it says nothing\n"
        "\n"
        "graph/entities/people.ttl  4 triples\n"
        "graph/sources/x.ttl  1,200 triples\n"
        "1,204 triples in 2 files of graph/, which azru-kg build writes.\n"
    )


def test_many_files_are_counted_and_not_named() -> None:
    many = Intake(INTAKE.sheets, RECORDS, {f"sources/{n}.ttl": [FACT] for n in range(21)})
    assert to_text(many).partition("\n\n")[2] == (
        "21 triples in 21 files of graph/, which azru-kg build writes.\n"
    )


def test_the_json_has_a_record_for_every_row() -> None:
    told = json.loads(to_json(INTAKE))
    assert [(row["sheet"], row["line"], row["row"], row["outcome"]) for row in told["rows"]] == [
        ("people.csv", 2, "ann", "stated"),
        ("people.csv", 3, "bob", "stated"),
        ("figures.csv", 2, "one", "stated"),
        ("figures.csv", 3, "two", "covered"),
        ("figures.csv", 4, "three", "left out"),
    ]
    assert told["rows"][2]["claims"] == ["claim:one"]
    assert told["rows"][2]["covered"] == "claim:x"
    assert told["rows"][4]["reason"] == "it says nothing"
    assert told["sums"]["rows"] == 5
    assert told["files"][1] == {"file": "sources/x.ttl", "triples": 1200}
