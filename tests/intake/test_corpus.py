"""The project's own sheets and its graph: no row is lost, and no batch goes unwatched."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from azru_kg.graph.layout import built_in
from azru_kg.graph.readings import BLIND_SOURCES
from azru_kg.intake.sheets.sheet_rows import CANARIES, TABLES, find_sheets
from azru_kg.intake.take_in import Intake, take_in
from azru_kg.rdf.prefixes import PREFIXES

SHEETS = Path(__file__).parents[2] / "sheets"


@pytest.fixture(scope="module")
def intake() -> Intake:
    """What all sheets state."""
    return take_in([SHEETS], built_in(), SHEETS / "terms")


@pytest.fixture(scope="module")
def store(whole_store: ox.Store) -> ox.Store:
    return whole_store


def select(store: ox.Store, query: str) -> set[str]:
    """Return the first column of an answer."""
    rows = store.query(query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return {getattr(row[0], "value", "") for row in rows}


def count(store: ox.Store, pattern: str) -> int:
    return len(select(store, f"SELECT DISTINCT ?thing {{ {pattern} }}"))


@pytest.mark.long
def test_every_row_of_every_sheet_is_stated(intake: Intake) -> None:
    for path in sorted(SHEETS.glob("*/*.csv")):
        if path.parent.name == TABLES:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.DictReader(file))
        told = [record for record in intake.records if record.sheet == path]
        assert [record.line for record in told] == list(range(2, rows + 2))
        assert all(record.outcome.claims or record.outcome.things for record in told)


def test_every_graph_rests_on_its_own_document_alone(store: ox.Store) -> None:
    """Evidence is not pooled: a claim in the graph of a source leads to it or its passage."""
    pooled = """GRAPH ?thing {
      ?source a azru:Source . ?claim prov:wasDerivedFrom ?end
      FILTER NOT EXISTS { ?end oa:hasSource? ?source }
    }"""
    assert count(store, pooled) == 0


def test_no_document_tells_of_a_day_after_its_own(store: ox.Store) -> None:
    later = """GRAPH ?graph {
      ?source a azru:Source ; schema:datePublished ?published .
      ?thing azru:asOf|azru:attestedOn ?day FILTER (?day > ?published)
    }"""
    # A founding document counts the reads of its own page, on the day after.
    assert select(store, f"SELECT ?thing {{ {later} }}") <= {f"{PREFIXES['claim']}page-reads"}


def test_most_figures_have_a_passage(store: ox.Store) -> None:
    figures = count(store, "?thing a azru:Figure")
    passages = count(store, "?thing a azru:Figure ; prov:wasDerivedFrom/oa:hasSource ?source")
    assert passages / figures > 0.85


def test_every_batch_has_its_canaries() -> None:
    """Else nobody would notice that it vanished: write its least and most rows of each kind."""
    with (SHEETS / CANARIES).open(encoding="utf-8", newline="") as file:
        watched = {(row["batch"], row["kind"]) for row in csv.DictReader(file)}
    there = {(sheet.path.parent.name, sheet.kind) for sheet in find_sheets([SHEETS])}
    assert watched == there


def test_documents_read_blind_are_in_a_register_of_sources() -> None:
    """Else nobody could draw them again, or tell which of them were found."""
    with (SHEETS / BLIND_SOURCES).open(encoding="utf-8", newline="") as file:
        rows = [(row["source"], row["sought"], row["found"]) for row in csv.DictReader(file)]
    names = [name for name, _, _ in rows]
    registered: set[str] = set()
    for path in SHEETS.glob("*/sources.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            registered |= {row["id"] for row in csv.DictReader(file)}
    assert names
    assert set(names) <= registered
    assert names == sorted(set(names))
    assert {found for _, _, found in rows} <= {"yes", "no"}
    assert min(date.fromisoformat(day) for _, day, _ in rows) >= date(2026, 11, 30)


def test_the_graph_holds_the_corpus(store: ox.Store) -> None:
    claim = "?thing a/rdfs:subClassOf+ azru:Claim"
    assert count(store, "GRAPH ?thing { ?source a azru:Source }") >= 890
    assert count(store, claim) >= 3000
    assert count(store, "?thing a azru:Figure") >= 1300
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
