import pytest

from azru_kg.query.open_paths import find_open_paths
from azru_kg.query.tokens import tokenize


def ends(query: str) -> list[tuple[str, str]]:
    paths = find_open_paths([*tokenize(query)])
    return [(path.start.text, path.end.text) for path in paths]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a { ?a skos:broader* ?b }",
        "SELECT * WHERE { ?a skos:broader? ?b . ?c a ?d }",
        "ASK { ?a (skos:broader|skos:related)* ?b }",
        "ASK { ?a :p*/:q* ?b FILTER(?b = 1) }",
        "ASK { ?c :p 1 OPTIONAL { ?a ^:p* ?b } }",
        # What is joined later, or not with it, does not say what an end is.
        "ASK { ?a a ?c { SELECT * { ?a :p* ?b } } }",
        "ASK { ?a a ?c MINUS { ?a :p* ?b } }",
        "ASK { { ?a :p* ?b } UNION { ?a :q ?b } }",
        "ASK { OPTIONAL { ?a a ?c } ?a :p* ?b OPTIONAL { ?b a ?d } }",
        "ASK { ?a :p* ?b BIND (STR($b) AS ?c) }",
        "ASK { ?c a ?d FILTER EXISTS { ?a :p* ?b } }",
        "CONSTRUCT { ?a a ?b } WHERE { ?a :p* ?b FILTER (?c IN (?a)) }",
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
        "ASK { BIND (code:x AS ?a) ?a skos:broader* ?b }",
        "ASK { $a a ?c { ?a skos:broader* ?b } UNION { ?a skos:related ?b } }",
        "ASK { ?a a ?c FILTER NOT EXISTS { ?a skos:broader* ?b } }",
        "ASK { ?a a ?c OPTIONAL { ?a skos:broader* ?b } }",
        "SELECT * { ?a skos:broader* ?b } VALUES ?a { code:x }",
        "ASK { ?a :p",
    ],
)
def test_other_paths_are_let_alone(query: str) -> None:
    assert ends(query) == []


@pytest.mark.parametrize(
    ("filtered", "named", "names"),
    [
        ("?b = code:x", "?b", ("code:x",)),
        ("<urn:x> = ?a", "?a", ("<urn:x>",)),
        ("$a IN (code:x, <urn:y>)", "$a", ("code:x", "<urn:y>")),
    ],
)
def test_what_a_filter_wants_at_an_end_is_found(
    filtered: str, named: str, names: tuple[str, ...]
) -> None:
    query = f"ASK {{ FILTER (?c = code:y) ?a :p* ?b . ?c a ?d FILTER ({filtered}) }}"
    (path,) = find_open_paths([*tokenize(query)])
    assert path.named
    assert (path.named.text[1:], path.names) == (named[1:], names)


@pytest.mark.parametrize(
    "filtered",
    ["?b = 1", "?b = ?c", "?b != code:x", "?b IN (code:x, 1)", "?b = code:x || ?c", "BOUND(?b)"],
)
def test_of_other_filters_nothing_is_taken(filtered: str) -> None:
    (path,) = find_open_paths([*tokenize(f"ASK {{ ?a :p* ?b FILTER ({filtered}) }}")])
    assert path.named is None
