import pytest

from azru_kg.query.groups import find_groups, read_parts
from azru_kg.query.tokens import tokenize


@pytest.mark.parametrize(
    ("group", "parts"),
    [
        ("?a :p ?b ; :q 1 . ?b a ?c .", ["pattern ?a :p ?b ; :q 1", "pattern ?b a ?c"]),
        ("?a :p ?b FILTER(?b > 1) ?b a ?c", ["pattern ?a :p ?b", "filter FILTER ( ?b > 1 )"]),
        ("?a a ?b OPTIONAL { ?a :q 1 }", ["pattern ?a a ?b", "clause OPTIONAL { ?a :q 1 }"]),
        ("BIND(1 AS ?a) VALUES ?b { 2 }", ["clause BIND ( 1 AS ?a )", "other VALUES ?b { 2 }"]),
        ("{ ?a a 1 } UNION { }", ["other { ?a a 1 }", "other UNION { }"]),
        ("FILTER NOT EXISTS { ?a a 1 }", ["filter FILTER NOT EXISTS { ?a a 1 }"]),
        ("?a a ?b {| :q 1 |}", ["pattern ?a a ?b { | :q 1 | }"]),
    ],
)
def test_a_group_is_cut_into_its_parts(group: str, parts: list[str]) -> None:
    read = read_parts([*tokenize(group)])
    cut = [f"{part.kind} {' '.join(token.text for token in part.tokens)}" for part in read]
    assert cut[: len(parts)] == parts


def test_a_part_knows_its_variables() -> None:
    (part,) = read_parts([*tokenize("?a :p $b ; :q ?a")])
    assert part.names == {"a", "b"}


def test_templates_and_data_are_no_groups() -> None:
    query = "CONSTRUCT { ?a a 1 } WHERE { ?a a 2 VALUES ?a { 3 } } VALUES ?b { 4 }"
    groups = find_groups([*tokenize(query)])
    assert [" ".join(token.text for token in group) for group in groups] == [
        "{ ?a a 2 VALUES ?a { 3 } }"
    ]
