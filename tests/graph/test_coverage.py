"""How much there is of each topic, year and perspective, of a few documents."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest

from azru_kg.graph.coverage import (
    Coverage,
    CoveredPart,
    count_coverage,
    list_coverage_queries,
    write_coverage,
)
from azru_kg.rdf.prefixes import PREFIXES, expand

TRADE, POSTS = expand("topic:trade"), expand("topic:posts")
DATA = """
graph:entities {
  azru:Figure rdfs:subClassOf azru:Claim .
  azru:Promise rdfs:subClassOf azru:Claim .
  azru:Tenure rdfs:subClassOf azru:Claim .
  topic:trade a azru:Topic ; skos:prefLabel "trade"@en ; azru:covers indicator:trade , project:p .
  topic:posts a azru:Topic ; skos:prefLabel "=posts"@en ; azru:covers azru:Tenure .
  indicator:exports skos:broader indicator:trade .
  organisation:az azru:jurisdiction country:AZ .
  organisation:ru azru:jurisdiction country:RU .
  source:one a azru:Source ; dcterms:publisher organisation:az .
  source:two a azru:Source ; dcterms:publisher organisation:ru .
  source:joint a azru:Source ; dcterms:publisher organisation:az , organisation:ru .
}
graph:one {
  source:one a azru:Source ; schema:datePublished "2020-05-01"^^xsd:date .
  claim:shared a azru:Figure ; azru:indicator indicator:exports ; prov:wasDerivedFrom source:one .
  claim:earlier a azru:Figure ; azru:indicator indicator:trade ; prov:wasDerivedFrom source:one ;
    azru:asOf "2018-01-01"^^xsd:date .
  claim:held a azru:Tenure ; org:member person:a ; azru:post post:p ;
    prov:wasDerivedFrom source:one .
  claim:other a azru:Figure ; azru:indicator indicator:other ; prov:wasDerivedFrom source:one .
}
graph:two {
  source:two a azru:Source ; azru:dateWithin period:2021-M03 .
  claim:shared a azru:Figure ; azru:indicator indicator:exports ; prov:wasDerivedFrom source:two .
  claim:due a azru:Promise ; schema:about project:p ; prov:wasDerivedFrom source:two .
}
graph:joint { source:joint a azru:Source . }
"""


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    store = ox.Store()
    store.load((head + DATA).encode(), format=ox.RdfFormat.TRIG)
    rows = {}
    for name, query in list_coverage_queries().items():
        # As in a dataset of ours, the default graph is the union of all.
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        rows[name] = [tuple(row) for row in found]
    return count_coverage(rows)


def test_a_statement_counts_in_each_document_of_its_year_and_side(coverage: Coverage) -> None:
    assert coverage.places[CoveredPart(TRADE, "2018", "azerbaijani")] == {
        "statements": 1,
        "figures": 1,
    }
    assert coverage.places[CoveredPart(TRADE, "2020", "azerbaijani")] == {
        "statements": 1, "figures": 1, "sources": 1,
    }  # fmt: skip
    assert coverage.places[CoveredPart(TRADE, "2021", "russian")] == {
        "statements": 2, "figures": 1, "promises": 1, "sources": 1,
    }  # fmt: skip


def test_a_class_of_claims_can_be_covered(coverage: Coverage) -> None:
    assert coverage.count(topic=POSTS) == {"statements": 1, "sources": 1}


def test_all_together_has_what_is_of_no_topic_and_no_known_year(coverage: Coverage) -> None:
    assert coverage.count() == {"sources": 3, "statements": 6, "figures": 4, "promises": 1}
    assert coverage.places[CoveredPart("", "", "")] == {"sources": 1}
    assert coverage.years == ("2018", "2020", "2021", "")


def test_numbers_of_years_and_sides_add_up(coverage: Coverage) -> None:
    for topic in ("", TRADE, POSTS):
        whole = coverage.count(topic=topic)
        by_year = [coverage.count(topic=topic, year=year) for year in coverage.years]
        for amount, number in whole.items():
            assert sum(each[amount] for each in by_year) == number


def test_a_topic_knows_its_documents_and_what_is_told_of(coverage: Coverage) -> None:
    assert coverage.sources[TRADE] == {expand("source:one"), expand("source:two")}
    assert coverage.told[TRADE][expand("indicator:exports")] == 2
    assert coverage.told[POSTS] == {expand("person:a"): 1, expand("post:p"): 1}
    assert expand("indicator:exports") in coverage.things[TRADE]


def test_all_numbers_are_rows_of_the_csv(coverage: Coverage) -> None:
    rows = list(csv.DictReader(io.StringIO(write_coverage(coverage))))
    assert len(rows) == len(coverage.places)
    assert sum(int(row["statements"]) for row in rows if row["topic"] == TRADE) == 4


def test_nothing_is_covered_where_there_is_nothing() -> None:
    assert count_coverage({name: [] for name in list_coverage_queries()}).places == {}
