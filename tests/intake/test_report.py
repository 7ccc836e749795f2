from __future__ import annotations

import json
from pathlib import Path

from azru_kg.intake.convert.outcome import Conversion
from azru_kg.intake.report import to_json, to_text
from azru_kg.intake.sheets import Sheet
from azru_kg.intake.take_in import Intake, RowRecord
from azru_kg.intake.writing import Revision

A, B = Path("people.csv"), Path("figures.csv")
GRAPH = Path("graph")
RECORDS = (
    RowRecord(A, "people", 2, "ann", Conversion(things=("person:ann", "country:AZ"))),
    RowRecord(A, "people", 3, "bob", Conversion(things=("person:bob", "country:AZ"))),
    RowRecord(B, "observations", 2, "one", Conversion(claims=("claim:one",), covered="claim:x")),
    RowRecord(B, "observations", 3, "two", Conversion(covered="claim:y")),
    RowRecord(B, "observations", 4, "three", Conversion(reason="it says nothing")),
)
REVISIONS = (
    Revision(GRAPH / "entities/people.ttl", "", False, 4, 1),
    Revision(GRAPH / "sources/x.ttl", "", True, 1200, 0),
)
INTAKE = Intake((Sheet(A, "people"), Sheet(B, "observations")), RECORDS, REVISIONS)


def test_the_text_counts_each_sheet_and_names_rows_that_are_not_stated() -> None:
    assert to_text(INTAKE, GRAPH, is_written=False) == (
        "sheet        rows  stated  covered  left out  claims  things\n"
        "people.csv      2       2        0         0       0       3\n"
        "figures.csv     3       1        1         1       1       0\n"
        "all             5       3        1         1       1       3\n"
        "figures.csv:3: two: covered by claim:y\n"
        "figures.csv:4: three: left out: it says nothing\n"
        "\n"
        "changed  graph/entities/people.ttl  +4 -1\n"
        "new  graph/sources/x.ttl  +1,200 -0\n"
        "Nothing was written to graph: 1 new file, 1 changed; 1,204 triples more, 1 fewer.\n"
    )


def test_what_was_written_is_told_in_a_line() -> None:
    last = to_text(INTAKE, GRAPH, is_written=True).splitlines()[-1]
    assert last == "Written to graph: 1 new file, 1 changed; 1,204 triples more, 1 fewer."
    same = Intake(INTAKE.sheets, RECORDS, ())
    last = to_text(same, GRAPH, is_written=True).splitlines()[-1]
    assert last == "graph says all of this already: no file changes."


def test_the_json_has_a_record_for_every_row() -> None:
    told = json.loads(to_json(INTAKE, is_written=False))
    assert told["written"] is False
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
    assert told["files"][1] == {
        "file": "graph/sources/x.ttl",
        "new": True,
        "gained": 1200,
        "lost": 0,
    }
