import pytest

from azru_kg.query.open_paths import find_open_paths
from azru_kg.query.tokens import tokenize


def ends(query: str) -> list[tuple[str, str]]:
    return [(start.text, end.text) for start, end in find_open_paths([*tokenize(query)])]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a { ?a skos:broader* ?b }",
        "SELECT * WHERE { ?a skos:broader? ?b . ?c a ?d }",
        "ASK { ?a (skos:broader|skos:related)* ?b }",
        "ASK { ?a :p*/:q* ?b FILTER(?b = 1) }",
        "ASK { ?c :p 1 OPTIONAL { ?a ^:p* ?b } }",
    ],
)
def test_a_path_of_no_length_between_two_open_ends_is_found(query: str) -> None:
    assert ends(query) == [("?a", "?b")]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?a skos:broader+ ?b }",
        "ASK { ?a a/rdfs:subClassOf* ?b }",
        "ASK { ?a rdfs:subClassOf*/skos:broader ?b }",
        "ASK { ?a skos:broader* code:x }",
        "ASK { code:x skos:broader* ?b }",
        "ASK { ?a a skos:Concept . ?a skos:broader* ?b }",
        "ASK { ?a a skos:Concept ; skos:broader* ?b }",
        "ASK { ?a skos:broader* ?b VALUES ?b { code:x } }",
        "ASK { { SELECT ?a { ?a a ?c } } ?a skos:broader* ?b }",
        "ASK { ?a ?p ?b FILTER(1 * ?c > 2) }",
        "ASK { ?a :p",
    ],
)
def test_other_paths_are_let_alone(query: str) -> None:
    assert ends(query) == []
