"""The normal form is one text for one query, with the same answers."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in
from azru_kg.graph.stored_queries import StoredQuery
from azru_kg.query.normal_form import hash_query, write_normal_form
from azru_kg.query.query import read_query
from azru_kg.rdf.prefixes import PREFIXES

QUERIES = stored_queries.load(built_in().queries)
ONE = [
    'SELECT ?c WHERE { ?c a azru:Country ; skos:prefLabel "Baku"@en }',
    "select $c\nwhere{$c a azru:Country;skos:prefLabel 'Baku'@EN}# which",
    "PREFIX k: <https://w3id.org/azru-kg/ontology#> PREFIX s:"
    " <http://www.w3.org/2004/02/skos/core#>\r\n"
    'SELECT ?c WHERE { ?c a k:Country ; s:prefLabel """B\\u0061ku"""@en }',
    "BASE <https://w3id.org/azru-kg/> SELECT ?c WHERE { ?c a <ontology#Country> ;"
    ' <http://www.w3.org/2004/02/skos/core#prefLabel> "Baku"@en }',
]


def normalise(text: str) -> str:
    return write_normal_form(read_query(text))


def test_the_same_query_has_the_same_hash_however_it_is_typed() -> None:
    assert len({hash_query(read_query(text)) for text in ONE}) == 1
    assert normalise(ONE[0]) == (
        "SELECT ?c WHERE {\n?c a <https://w3id.org/azru-kg/ontology#Country> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "Baku" @en }\n'
    )


@pytest.mark.parametrize(
    "other",
    [
        'SELECT ?d WHERE { ?d a azru:Country ; skos:prefLabel "Baku"@en }',
        'SELECT ?c WHERE { ?c a azru:Country ; skos:prefLabel "baku"@en }',
        'SELECT DISTINCT ?c WHERE { ?c a azru:Country ; skos:prefLabel "Baku"@en }',
        'SELECT ?c WHERE { ?c a azru:Country ; skos:prefLabel "Baku" }',
    ],
)
def test_another_query_has_another_hash(other: str) -> None:
    assert hash_query(read_query(other)) != hash_query(read_query(ONE[0]))


@pytest.mark.parametrize(
    "text",
    [
        r"""ASK { ?s ?p 'it''s "x" \t \\ \U0001F600' }""".replace("''", "\\'"),
        "ASK { _:x ?p _:y . _:y ?p _:x }",
        "ASK { ?s foaf:a\\-b|^foaf:knows/foaf:knows? true, false, -1.50, 1e3 }",
        "SELECT (GROUP_CONCAT(DISTINCT ?a; separator=', ') AS ?b) { ?a !a ?c FILTER(?c<3&&?c>-2) }",
        'ASK { ?s ?p "1"^^xsd:integer, <urn:x#>, <https://w3id.org/azru-kg/ontology#> }',
        "SELECT * { VALUES (?a ?b) { (1 UNDEF) } FILTER NOT EXISTS { ?a (foaf:knows)* [] } }",
    ],
)
def test_what_is_normal_stays_and_is_a_query(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    ox.Store().query(normal)


@pytest.mark.parametrize("stored", sample_daily(QUERIES, 6), ids=lambda stored: stored.slug)
def test_stored_queries_have_a_normal_form(stored: StoredQuery) -> None:
    normal = normalise(stored.text)
    assert normalise(normal) == normal
    assert "PREFIX" not in normal


@pytest.mark.long
@pytest.mark.parametrize("stored", sample_daily(QUERIES, 3), ids=lambda stored: stored.slug)
def test_the_normal_form_has_the_same_answer(stored: StoredQuery, whole_store: ox.Store) -> None:
    # As the engine is given them: as they stand, one takes minutes.
    rows, others = (
        whole_store.query(read_query(text).rewritten or text, prefixes=PREFIXES)
        for text in (stored.text, normalise(stored.text))
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert isinstance(others, ox.QuerySolutions)
    assert sorted(map(str, rows)) == sorted(map(str, others))
