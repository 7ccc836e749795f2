"""On which documents a row rests: told alike here and by a server, and never guessed."""

from __future__ import annotations

import pytest
from tests.support.faulty import lead_to, say

import azru_kg
from azru_kg.api.asking import ServerAsker
from azru_kg.api.resting import RowSources
from azru_kg.errors import QueryRefused
from azru_kg.query.query import read_query

TURNOVER = "SELECT ?value { claim:turnover-2018 sdmx-measure:obsValue ?value }"
FOUNDING = "source:caspianenergy-2019-11-25-mehriban-aliyeva"


def list_sets(found: RowSources) -> set[frozenset[str]]:
    return {frozenset(str(document.graph) for document in each) for each in found.sets}


def test_a_row_rests_on_the_document_that_states_it(kg: azru_kg.KnowledgeGraph) -> None:
    found = kg.sources_of(kg.query(TURNOVER)[0])
    assert found.kind == "support"
    (document,) = found
    assert document.source == azru_kg.iri(FOUNDING)
    assert document.title
    assert FOUNDING in repr(found)
    assert FOUNDING in found._repr_html_()


@pytest.mark.parametrize("query", [TURNOVER, "figures-of-trade", "who-met-whom"])
def test_a_server_tells_the_same(
    kg: azru_kg.KnowledgeGraph, served: azru_kg.KnowledgeGraph, query: str
) -> None:
    here, there = kg.query(query)[-1], served.query(query)[-1]
    assert here == there
    one, other = kg.sources_of(here), served.sources_of(there)
    assert (one.kind, list_sets(one)) == (other.kind, list_sets(other))
    assert len(one) > 0


def test_a_row_of_a_group_has_all_that_it_is_counted_from(kg: azru_kg.KnowledgeGraph) -> None:
    found = kg.sources_of(kg.query("SELECT (COUNT(*) AS ?n) { ?f a azru:Figure }")[0])
    assert found.kind == "lineage"
    assert len(found) == 2


def test_what_is_not_told_says_why(kg: azru_kg.KnowledgeGraph) -> None:
    found = kg.sources_of(kg.query("SELECT (NOW() AS ?now) {}")[0])
    assert (found.kind, len(found)) == ("untold", 0)
    assert "the time" in repr(found)
    assert "the time" in found._repr_html_()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b'{"head":{"vars":["value"]},"results":{"bindings":[]}}', "does not tell"),
        (
            b'{"head":{"vars":["value"]},"results":{"bindings":[]},"provenance":{"rows":[]}}',
            "no such row",
        ),
    ],
)
def test_a_server_that_does_not_tell_is_told_of(
    kg: azru_kg.KnowledgeGraph, answer: bytes, said: str
) -> None:
    row = kg.query(TURNOVER)[0]
    with lead_to("http://127.0.0.1:9/sparql") as way:
        way.fault = say(b'{"head":{},"boolean":true}')
        asker = ServerAsker(way.address, 5.0)
        way.fault = say(answer)
        with pytest.raises(QueryRefused, match=said):
            asker.trace(read_query(TURNOVER), row.names, row.terms)
        asker.close()
