"""Which format a client gets for which Accept header: the matrix of it."""

import httpx
import pytest
from tests.support.sampling import sample_daily

from azru_kg.rdf.formats import GRAPHS, RESULTS

SELECT = "SELECT ?s { ?s ?p ?o }"
DESCRIBE = "DESCRIBE <urn:in:one>"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, TRIPLES, RDF = "text/turtle", "application/n-triples", "application/rdf+xml"


def fetch(client: httpx.Client, query: str, accept: str, **params: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **params}, headers={"Accept": accept})


def type_of(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    return response.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize(
    ("accept", "results", "graph"),
    sample_daily(
        [
            ("", JSON, TURTLE),
            ("*/*", JSON, TURTLE),
            ("*/*;q=0.1", JSON, TURTLE),
            (", ,", JSON, TURTLE),
            ("*", JSON, TURTLE),
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", JSON, TURTLE),
            (f"{CSV}, {TRIPLES}", CSV, TRIPLES),
            (f"{CSV};q=0.5, {XML};q=0.6, {TRIPLES};q=0.1, {RDF};q=0.2", XML, RDF),
            (f"{CSV};q=0, */*", JSON, TURTLE),
            (f"{JSON};q=0, */*, {TURTLE};q=0", XML, "application/ld+json"),
            (f"*/*;q=0.9, {CSV};q=0.1, {TURTLE};q=0.1", JSON, "application/ld+json"),
            ("text/*", CSV, TURTLE),
            (f"text/*;q=0.5, {CSV};q=0, {TURTLE};q=0", TSV, "text/n3"),
            ("application/*", JSON, "application/ld+json"),
            (f"text/*;q=0.9, application/*;q=0.1, {XML};q=0.95, {RDF};q=0.95", XML, RDF),
            ("text/CSV; Q=1, TEXT/Turtle", CSV, TURTLE),
            ("text/csv; header=present, text/turtle; version=1.1", CSV, TURTLE),
            ("text/csv; charset=utf-8, text/turtle;charset=UTF-8", CSV, TURTLE),
            (
                "text/csv; charset=utf-16, text/turtle;charset=latin-1, */*;q=0.1",
                JSON,
                "application/ld+json",
            ),
            (f"{JSON}, {TRIPLES}", JSON, TRIPLES),
            (f"{JSON}, {XML}, {RDF}, {TURTLE}", JSON, TURTLE),
            (f"image/png, {TSV};q=0.001, {RDF};q=0.001", TSV, RDF),
            ("application/json", "application/json", "application/json"),
            ("application/xml", "application/xml", "application/xml"),
            ("text/plain", None, "text/plain"),
            (TURTLE, None, TURTLE),
            (CSV, CSV, None),
            ("image/png", None, None),
            ("text/turtle;q=0, text/csv;q=0", None, None),
            ("*/*;q=0", None, None),
        ],
        4,
    ),
)
def test_the_accept_header_decides(
    client: httpx.Client, accept: str, results: str | None, graph: str | None
) -> None:
    for query, expected in ((SELECT, results), ("ASK {}", results), (DESCRIBE, graph)):
        response = fetch(client, query, accept)
        if expected is None:
            assert response.status_code == 406, (query, response.text)
            assert "format=" in response.text
        else:
            assert type_of(response) == expected, query
        assert response.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("format_", RESULTS + GRAPHS, ids=lambda format_: format_.media_type)
def test_every_format_has_its_media_types_and_short_names(
    client: httpx.Client, format_: object
) -> None:
    assert format_ in RESULTS + GRAPHS
    for known in (RESULTS, GRAPHS):
        query = SELECT if known is RESULTS else DESCRIBE
        for candidate in known:
            if candidate is format_:
                for media_type in candidate.media_types:
                    assert type_of(fetch(client, query, media_type)) == media_type
                    asked = fetch(client, query, "image/png", format=media_type)
                    assert type_of(asked) == media_type
                for name in (candidate.name, *candidate.names):
                    asked = fetch(client, query, "image/png", format=name)
                    assert type_of(asked) == candidate.media_type


def test_turtle_comes_with_prefixes(client: httpx.Client) -> None:
    query = "CONSTRUCT { country:AZ a azru:Country } WHERE {}"
    text = fetch(client, query, TURTLE).text
    assert "@prefix azru: " in text
    assert "country:AZ a azru:Country" in text
