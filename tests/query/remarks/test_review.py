"""All rules together: in the order of the text, and silent on what the project itself asks."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from tests.support.sampling import sample_daily

from azru_kg.graph.layout import built_in
from azru_kg.query.guard import MAX_DEPTH
from azru_kg.query.query import read_query
from azru_kg.query.remarks.review import review

STORED = sorted(built_in().queries.glob("*.rq"))


def test_remarks_come_in_the_order_of_the_text() -> None:
    text = (
        "SELECT (?v * ?v AS ?square) {\n  OPTIONAL { ?f a ?c }\n  ?a skos:broader* ?b .\n"
        "  ?f sdmx-measure:obsValue ?v ; skos:prefLabel ?name\n}"
    )
    kinds = [remark.kind for remark in review(read_query(text))]
    assert kinds == ["amount-overflow", "late-optional", "open-path", "label-language"]


@pytest.mark.parametrize("path", sample_daily(STORED, 6), ids=[path.stem for path in STORED])
def test_no_stored_query_is_remarked(path: Path) -> None:
    assert review(read_query(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {'{' * MAX_DEPTH}{'}' * MAX_DEPTH}",
        f"SELECT ({'(' * 90}?v{' * ?v)' * 90} AS ?x) {{ ?f sdmx-measure:obsValue ?v }}",
        f"SELECT * {{ {'OPTIONAL { ?a ?b ?c } ' * 900} ?a ?b ?c }}",
        f"SELECT * {{ {'?a skos:broader* ?b . ' * 1500} }}",
        f"SELECT * {{ {'{ ' * 90} {'OPTIONAL { ?a ?b ?c } ' * 200} ?a ?b ?c {'} ' * 90} }}",
    ],
)
def test_no_query_takes_long_to_look_through(text: str) -> None:
    query = read_query(text)
    started = process_time()
    review(query)
    assert process_time() - started < 20, "it grows faster than the query"
