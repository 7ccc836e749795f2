from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.routing import compile_path

from azru_kg.errors import NotAcceptable
from azru_kg.rdf.formats import HTML, N_TRIPLES, TURTLE, Format
from azru_kg.server.documents.choice import SUFFIXES, choose_format


def make_request(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "query_string": query.encode(), "headers": []})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AZ.ttl", ("AZ", TURTLE)),
        ("AZ.html", ("AZ", HTML)),
        ("0.1.0", None),
        ("0.1.0.nt", ("0.1.0", N_TRIPLES)),
        ("AZ.trig", None),
    ],
)
def test_a_suffix_is_one_of_a_format_or_none(
    name: str, expected: tuple[str, Format] | None
) -> None:
    pattern, _, _ = compile_path("/{name}.{suffix:suffix}")
    match = pattern.fullmatch(f"/{name}")
    parts = (match["name"], SUFFIXES[match["suffix"]].format) if match else None
    assert parts == expected


def test_of_several_formats_the_first_counts_as_at_the_endpoint() -> None:
    assert choose_format(make_request("format=nt&format=html")).format is N_TRIPLES


def test_an_empty_format_is_none_as_at_the_endpoint() -> None:
    assert choose_format(make_request("format=")).format is TURTLE
    assert choose_format(make_request("format=&format=nt")).format is N_TRIPLES


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(NotAcceptable, match="text/turtle"):
        choose_format(make_request("format=png&format="))
