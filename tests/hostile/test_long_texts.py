"""The longest texts that the server reads, made to be slow to read: each is answered in time.

Whoever waits for the answer has patience for a few seconds, and the next query is answered at once:
work that grows faster than its text would take minutes here.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import httpx
import pytest
from tests.support.sampling import sample_daily

LONG = 250_000
QUERY = 64 * 1024 - 100
FORM = 190_000
SIGNS = ["a", "/", "%", "%20", ".", "-", "<", ":", "&a=", "%C9%99"]
PLACES = [
    "/{}",
    "/id/country/{}",
    "/graph/{}",
    "/query/{}",
    "/ontology/{}",
    "/graphs?graph=urn:{}",
    "/graphs?graph=https://w3id.org/azru-kg/graph/{}",
    "/sparql?query=ASK{{}}&format={}",
    "/sparql?query=ASK{{}}&perspective={}",
    "/sparql?query=ASK{{}}&default-graph-uri=urn:{}",
]
HEADERS = [
    "Accept",
    "Accept-Encoding",
    "If-None-Match",
    "Cookie",
    "Range",
    "Connection",
    "Access-Control-Request-Headers",
]
VALUES = [",", ";", " x", '"', "*/*,", "a/b;q=0.1,", 'W/"a",', "0-1,", "=", "\\"]
QUERIES = {
    "a prefix that is nearly one": "ASK { " + "azr" * (QUERY // 3 - 9) + "u:a ?p ?o }",
    "very many prefixes that are nearly one": "ASK { " + "azruu:a " * (QUERY // 8 - 9) + "}",
    "a word that is nearly one": "ASK " + "selec" * (QUERY // 5 - 9),
    "brackets": "ASK " + "{" * (QUERY - 9),
    "signs that may open an IRI": "ASK {" + "<" * (QUERY - 9),
    "quotes": "ASK { '" + "\\'" * (QUERY // 2 - 9),
    "long quotes": 'ASK { """' + '""' * (QUERY // 2 - 9),
    "dots between words": "ASK {" + "a." * (QUERY // 2 - 9),
    "comments": "#\n" * (QUERY // 2 - 9),
    "terms that there are not": "ASK {"
    + "".join(f"?s azru:Figures{n} ?o ." for n in range(QUERY // 30))
    + "}",
    "very many PREFIX lines": "".join(f"PREFIX a{n}:<urn:{n}> " for n in range(QUERY // 24))
    + "ASK { zz:a ?p ?o }",
    "very many FROM clauses": "SELECT * "
    + "".join(f"FROM azru:a{n} " for n in range(QUERY // 18))
    + "{ ?s ?p ?o }",
    "an error at the end": "SELECT ?a {" + " ?a ?b ?c ." * (QUERY // 11 - 9) + " ?d ?e }",
}
FORMS = ["&", "a=b&", "=", "%", "+", "query=&"]


def _get(address: str, accept: str, *headers: str) -> bytes:
    lines = "".join(f"{header}\r\n" for header in headers)
    head = f"GET {address} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
    return f"{head}Accept: {accept}\r\n{lines}\r\n".encode()


# Every day each place once and each sign once.
@pytest.mark.parametrize(("place", "sign"), sample_daily(product(PLACES, SIGNS), 11))
def test_a_long_address_is_answered_in_time(
    place: str, sign: str, strike: Callable[..., httpx.Response]
) -> None:
    for length in (16_000, LONG):
        address = place.format(sign * (length // len(sign)))
        assert strike(_get(address, "text/html")).status_code in {200, 303, 400, 404, 406}


@pytest.mark.parametrize(("name", "value"), sample_daily(product(HEADERS, VALUES), 9))
def test_a_long_header_is_answered_in_time(
    name: str, value: str, strike: Callable[..., httpx.Response]
) -> None:
    for length in (4_000, LONG):
        header = f"{name}: {value * (length // len(value))}"
        for address in ("/sparql?query=ASK%7B%7D", "/id/country/AZ", "/static/style.css"):
            reply = strike(_get(address, "text/html", header))
            assert reply.status_code in {200, 206, 303, 400, 406, 416}


@pytest.mark.parametrize(
    "query", sample_daily([pytest.param(text, id=name) for name, text in QUERIES.items()], 4)
)
def test_a_long_query_is_answered_in_time(query: str, ask: Callable[..., httpx.Response]) -> None:
    for accept in ("text/html", "application/json"):
        assert ask(query, accept).status_code in {200, 400, 413, 503}


@pytest.mark.parametrize("field", sample_daily(FORMS, 2))
def test_a_long_form_is_answered_in_time(field: str, strike: Callable[..., httpx.Response]) -> None:
    body = field * (FORM // len(field))
    head = (
        "POST /sparql HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    assert strike((head + body).encode()).status_code == 400
