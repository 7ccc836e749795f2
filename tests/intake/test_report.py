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
    RowRecord(B, "figures", 2, "one / x", Conversion(claims=("claim:one",))),
    RowRecord(B, "figures", 3, "one / y", Conversion(claims=("claim:one",))),
    RowRecord(B, "figures", 4, "two / x", Conversion(claims=("claim:two",))),
)
INTAKE = Intake(
    (Sheet(A, "people"), Sheet(B, "figures")),
    RECORDS,
    {"sources/x.ttl": [FACT] * 1200, "entities/people.ttl": [FACT] * 4},
)


def test_the_text_counts_each_sheet_and_each_claim_once() -> None:
    assert to_text(INTAKE) == (
        "sheet        rows  claims  things\n"
        "people.csv      2       0       3\n"
        "figures.csv     3       2       0\n"
        "all             5       2       3\n"
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
    assert [(row["sheet"], row["line"], row["kind"], row["row"]) for row in told["rows"]] == [
        ("people.csv", 2, "people", "ann"),
        ("people.csv", 3, "people", "bob"),
        ("figures.csv", 2, "figures", "one / x"),
        ("figures.csv", 3, "figures", "one / y"),
        ("figures.csv", 4, "figures", "two / x"),
    ]
    assert told["rows"][2]["claims"] == ["claim:one"]
    assert told["rows"][0]["things"] == ["person:ann", "country:AZ"]
    assert told["sums"] == {"rows": 5, "claims": 2, "things": 3}
    assert told["files"][1] == {"file": "sources/x.ttl", "triples": 1200}
