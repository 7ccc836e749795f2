from __future__ import annotations

import pytest

from azru_kg.check.shacl.amended.query_helper import find_variables, mask, put_path


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(?x=$this) }",
        "ASK { FILTER(!bound($this)) }",
        "ASK { ?x ?y 1,$this }",
        "ASK{?x !<urn:a>?this}",
    ],
)
def test_a_variable_is_found_wherever_it_stands(query: str) -> None:
    assert "this" in find_variables(query)


@pytest.mark.parametrize("query", ['ASK { ?x ?y "$this" }', "ASK { ?x ?y 1 } # $this"])
def test_what_only_looks_like_a_variable_is_none(query: str) -> None:
    assert "this" not in find_variables(query)


def test_strings_and_comments_are_masked() -> None:
    assert mask('ASK { ?x ?y "MINUS {" } # VALUES ?x') == 'ASK { ?x ?y "" }'


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("ASK { $this $PATH ?v }", "ASK { $this <p> ?v }"),
        ("ASK { $this ^$PATH/?PATH* ?v }", "ASK { $this ^<p>/<p>* ?v }"),
        ('ASK { $this ?p "$PATH" } # $PATH', 'ASK { $this ?p "$PATH" } # $PATH'),
        ("SELECT $this $PATH {} GROUP BY $this $PATH", "SELECT $this  {} GROUP BY $this "),
        ("ASK { $this ?PATHS 1 }", "ASK { $this ?PATHS 1 }"),
    ],
)
def test_a_path_stands_where_it_can(query: str, written: str) -> None:
    assert put_path(query, "<p>") == written
