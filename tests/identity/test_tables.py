"""The tables of identity name what there is, once, and lead nowhere twice."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from azru_kg.check.lint.corpus import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import IDENTITY, KINDS
from azru_kg.rdf.statements import Statements

pytestmark = pytest.mark.long

SHEETS = Path(__file__).parents[2] / "sheets"
SHEET_OF = {
    "agreement": "agreements",
    "corridor": "corridors",
    "event": "events",
    "organisation": "organisations",
    "person": "people",
    "place": "places",
    "post": "posts",
    "project": "projects",
    "segment": "segments",
    "source": "sources",
}


def read(table: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (SHEETS / "terms" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def list_ids(kind: str) -> set[str]:
    """Return the ids of the rows of a kind, none where its sheet is not there."""
    return {row["id"] for row in read_sheet(SHEET_OF.get(kind, kind))}


def read_sheet(name: str) -> list[dict[str, str]]:
    """Return the rows of the sheets of a name in all batches."""
    rows = []
    for path in sorted(SHEETS.glob(f"*/{name}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file, strict=True))
    return rows


@pytest.fixture(scope="module")
def graph() -> Statements:
    """Return the built-in graph."""
    return read_layout(built_in()).given


def test_each_id_is_the_same_as_one_other_which_is_no_double_itself() -> None:
    rows = read("same")
    keys = Counter((row["kind"], row["id"]) for row in rows)
    assert max(keys.values()) == 1
    assert not {(row["kind"], row["same_as"]) for row in rows} & set(keys)
    assert {row["kind"] for row in rows} <= set(KINDS)
    assert all(row["reason"] for row in rows)


def test_what_an_id_is_the_same_as_is_in_the_graph_or_in_the_sheets(graph: Statements) -> None:
    checked = 0
    for row in read("same"):
        known = list_ids(row["kind"])
        if f"{IDENTITY}{row['kind']}/{row['same_as']}" not in graph.by_subject and known:
            assert row["same_as"] in known, row
        checked += 1
    assert checked > 15


def test_no_pair_is_both_the_same_and_distinct() -> None:
    same = {(row["kind"], frozenset((row["id"], row["same_as"]))) for row in read("same")}
    assert not same & {
        (row["kind"], frozenset((row["id"], row["other"]))) for row in read("distinct")
    }


def test_a_number_of_wikidata_stands_for_one_thing_and_says_what_confirmed_it(
    graph: Statements,
) -> None:
    rows = read("wikidata")
    assert 40 <= len(rows) <= 60
    assert max(Counter(row["wikidata"] for row in rows).values()) == 1
    for row in rows:
        assert re.fullmatch(r"Q[1-9]\d*", row["wikidata"])
        assert row["label"]
        assert len(row["evidence"]) > 20
        assert row["id"] in list_ids(row["kind"]), row
        matches = graph.values(f"{IDENTITY}{row['kind']}/{row['id']}", "skos:exactMatch")
        known = {term.value.rpartition("/")[2] for term in matches}
        assert not known or row["wikidata"] in known, row


def test_posts_have_one_row_each_and_names_that_differ() -> None:
    rows = read_sheet("posts")
    assert max(Counter(row["id"] for row in rows).values()) == 1
    for column in ("name_en", "name_az", "name_ru"):
        names = Counter(row[column] for row in rows if row[column])
        assert max(names.values()) == 1, names.most_common(1)


@pytest.mark.parametrize("sheet", ["people", "organisations", "places"])
def test_names_are_in_the_letters_of_their_language(sheet: str) -> None:
    for row in read_sheet(sheet):
        for tag in ("en", "az", "ru"):
            name = row[f"name_{tag}"]
            cyrillic = bool(re.search("[а-яё]", name, re.IGNORECASE))
            assert cyrillic == (tag == "ru" and not name.isascii()), row
            assert name == " ".join(name.split()), row


@pytest.mark.parametrize(("sheet", "kind"), [("people", "person"), ("places", "place")])
def test_no_two_people_or_places_have_one_name(sheet: str, kind: str) -> None:
    doubles = {row["id"] for row in read("same") if row["kind"] == kind}
    rows = [row for row in read_sheet(sheet) if row["id"] not in doubles]
    for tag in ("en", "az", "ru"):
        names = Counter(row[f"name_{tag}"] for row in rows if row[f"name_{tag}"])
        assert max(names.values()) == 1, names.most_common(1)
