"""The project's own sheets and its graph: no row is lost, and no batch goes unwatched."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.intake.report import name_way
from azru_kg.intake.sheets.sheet_rows import CANARIES, find_sheets
from azru_kg.intake.take_in import Intake, take_in
from azru_kg.rdf.prefixes import PREFIXES

SHEETS = Path(__file__).parents[2] / "sheets"


@pytest.fixture(scope="module")
def intake() -> Intake:
    """What all sheets state."""
    return take_in([SHEETS], built_in(), SHEETS / "terms")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return read_layout(built_in()).store()


def select(store: ox.Store, query: str) -> set[str]:
    """Return the first column of an answer."""
    rows = store.query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return {getattr(row[0], "value", "") for row in rows}


def count(store: ox.Store, pattern: str) -> int:
    return len(select(store, f"SELECT DISTINCT ?thing {{ {pattern} }}"))


def test_every_row_of_every_sheet_is_accounted_for(intake: Intake) -> None:
    for path in sorted(SHEETS.glob("*/*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        told = [record for record in intake.records if record.sheet == path]
        assert [record.line for record in told] == list(range(1, len(lines) + 1))
    assert Counter(map(name_way, intake.records)).keys() == {"stated", "covered"}


def test_every_batch_has_its_canaries() -> None:
    """Else nobody would notice that it vanished: write its least and most rows of each kind."""
    with (SHEETS / CANARIES).open(encoding="utf-8", newline="") as file:
        watched = {(row["batch"], row["kind"]) for row in csv.DictReader(file)}
    there = {(sheet.path.parent.name, sheet.kind) for sheet in find_sheets([SHEETS])}
    assert watched == there


def test_the_graph_holds_the_corpus(store: ox.Store) -> None:
    claim = "?thing a/rdfs:subClassOf+ azru:Claim"
    assert count(store, "GRAPH ?thing { ?source a azru:Source }") >= 890
    assert count(store, claim) >= 2050
    assert count(store, "?thing a azru:Figure") >= 1090
    assert count(store, f"{claim} FILTER NOT EXISTS {{ ?thing prov:wasDerivedFrom ?any }}") == 0
    assert count(store, "?s prov:wasDerivedFrom/oa:hasSource? ?thing . ?thing a azru:Source") > 800


def test_people_are_found_in_each_script(store: ox.Store) -> None:
    found = [
        select(
            store,
            f"""SELECT ?person {{
              ?person a foaf:Person ; skos:prefLabel|skos:altLabel ?name
              FILTER (CONTAINS(?name, "{name}"))
            }}""",
        )
        for name in ("Алиев", "Əliyev", "Aliyev")
    ]
    both = {f"{PREFIXES['person']}{name}-aliyev" for name in ("heydar", "ilham")}
    assert both <= set.intersection(*found)
