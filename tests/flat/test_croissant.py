"""Croissant, as its own reader loads it: description, checksums, and records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.collection import FlatRow
from azru_kg.flat.statement_tables import FIGURES

pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]


def test_mlcroissant_loads_the_records(folder: Path, sample_rows: dict[str, list[FlatRow]]) -> None:
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    assert dataset.metadata.ctx.is_v1_1()
    records = list(dataset.records("figures"))
    assert len(records) == len(sample_rows["figures"])
    first = dict(zip(FIGURES.names, sample_rows["figures"][0], strict=True))
    record = records[0]
    assert record["figures/claim"].decode() == first["claim"]
    assert record["figures/value"] == float(str(first["value"]))
    assert list(record["figures/evidence"]) == [name.encode() for name in first["evidence"]]  # type: ignore[union-attr]


def test_every_table_is_a_record_set_whose_fields_are_its_columns(folder: Path) -> None:
    told = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    fields = {
        records["@id"]: tuple(field["name"] for field in records["field"])
        for records in told["recordSet"]
    }
    assert fields == {table.name: table.names for table in TABLES}
    assert "SHA-256" in told["citeAs"]
