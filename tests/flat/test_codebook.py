"""The codebook: each column, and what is to be known before one counts."""

import csv
import io

import pytest

from azru_kg.flat.all_tables import TABLES
from azru_kg.flat.codebook import CAUTIONS
from azru_kg.flat.package import FlatFiles

pytestmark = pytest.mark.long


def read(made: FlatFiles) -> list[dict[str, str]]:
    text = made.files["codebook.csv"].decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_has_a_row_for_each_column(made: FlatFiles) -> None:
    told = [(row["in_table"], row["column"]) for row in read(made)]
    assert told == [(table.name, name) for table in TABLES for name in table.names]


def test_a_row_says_what_a_column_means_and_of_which_term_it_is(made: FlatFiles) -> None:
    rows = {(row["in_table"], row["column"]): row for row in read(made)}
    bound = rows["figures", "bound"]
    assert bound["term"] == "https://w3id.org/azru-kg/ontology#bound"
    assert (bound["term_en"], bound["term_az"], bound["term_ru"]) == ("bound", "hədd", "граница")
    assert {"code:more-than", "code:as-stated"} <= set(bound["codes"].split())
    assert (rows["figures", "value"]["type"], rows["figures", "value"]["unit"]) == (
        "decimal",
        "the one in the column unit",
    )
    assert rows["figures", "speaker_az"]["told_of"] == "speaker"
    assert rows["figures", "source"]["leads_to"] == "sources"
    assert int(rows["figures", "value"]["filled"]) > 0


def test_in_words_it_has_cautions_news_citation_and_all_tables(made: FlatFiles) -> None:
    text = made.files["codebook.md"].decode()
    assert all(caution in text for caution in CAUTIONS)
    for heading in ("Suggested citation", "Cautions", "What is new", "Tables"):
        assert f"\n## {heading}\n" in text
    assert all(f"\n## {table.name}\n" in text for table in TABLES)
    assert f"version {made.version}. SHA-256 " in text
    assert "Editors of azru-kg (2026): azru-kg: the knowledge graph" in text
