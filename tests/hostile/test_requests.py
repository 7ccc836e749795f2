"""Requests that are malformed, ambiguous, too large, or dressed up as something else."""

# A request on one line can be read at a glance.
# ruff: noqa: E501

from __future__ import annotations

import gzip
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest
from tests.support.sampling import sample_daily

ASK = "/sparql?query=ASK%7B%7D"
SPARQL = "Content-Type: application/sparql-query"
FORM = "Content-Type: application/x-www-form-urlencoded"
LONG = "x" * 900_000
BOMB = gzip.compress(bytes(10_000_000))
CHUNKED = "Transfer-Encoding: chunked"
HELLO = bytes.fromhex("16030100c8010000c40303") + bytes(197)


def _request(
    address: str = ASK, *headers: str, method: str = "GET", body: bytes = b"", close: bool = True
) -> bytes:
    """Return a request; where headers say nothing of the length of the body, it has none."""
    lines = [f"{method} {address} HTTP/1.1", "Host: here", *headers]
    if close:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _post(type_: str, body: bytes, *headers: str) -> bytes:
    length = f"Content-Length: {len(body)}"
    return _request("/sparql", type_, length, *headers, method="POST", body=body)


FRAMING = [
    ("garbage", b"\x00\xff\xfe garbage\r\n\r\n"),
    ("a greeting of TLS", HELLO),
    ("HTTP/0.9", b"GET /sparql\r\n\r\n"),
    ("a preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("no Host", b"GET / HTTP/1.1\r\n\r\n"),
    ("two Hosts", _request(ASK, "Host: evil.example")),
    ("a blank before the colon", _request(ASK, "X-A : 1")),
    ("a NUL in a header", _request(ASK, "X-A: a\0b")),
    ("a carriage return in a header", _request(ASK, "X-A: a\rX-B: b")),
    ("a name with a blank", _request(ASK, "X A: 1")),
    ("a letter beyond ASCII in the address", b"GET /\xff HTTP/1.1\r\nHost: here\r\n\r\n"),
    ("a blank in the address", _request("/sparql?query=ASK {}")),
    ("a method that is no word", _request(method="GE(T")),
    ("a length that is no number", _request("/sparql", SPARQL, "Content-Length: 5x")),
    ("a negative length", _request("/sparql", SPARQL, "Content-Length: -1")),
    ("a length with a sign", _request("/sparql", SPARQL, "Content-Length: +5")),
    ("two lengths", _request(ASK, "Content-Length: 0", "Content-Length: 9")),
    ("a chunk of negative size", _request("/sparql", SPARQL, CHUNKED, method="POST", body=b"-1\r\nx")),
    ("a chunk that is no number", _request("/sparql", SPARQL, CHUNKED, method="POST", body=b"zz\r\nx")),
    ("a chunk of immense size", _request("/sparql", SPARQL, CHUNKED, method="POST", body=b"f" * 30 + b"\r\nx")),
    ("a chunk with a long extension", _request("/sparql", SPARQL, CHUNKED, method="POST", body=b"1;" + LONG.encode())),
    ("a coding before chunked", _request("/sparql", "Transfer-Encoding: gzip, chunked", method="POST")),
    ("a coding that is almost chunked", _request("/sparql", "Transfer-Encoding: xchunked", method="POST")),
    ("chunked, twice", _request("/sparql", CHUNKED, CHUNKED, method="POST")),
    ("a header of 900 kB", _request(ASK, f"X-A: {LONG}")),
    ("an address of 900 kB", _request(f"/{LONG}")),
    ("headers by the ten thousand", _request(ASK, *["X-A: 123456789012345678901234"] * 30_000)),
]  # fmt: skip
SIZES = [
    ("a body of 65 KiB", _post(SPARQL, b"ASK{}".ljust(65 * 1024)), 413),
    ("a form of 193 KiB", _post(FORM, b"query=".ljust(193 * 1024, b"x")), 413),
    ("a body of two MiB", _post(SPARQL, b"#" * (2 << 20)), 413),
    ("a form of a thousand fields", _post(FORM, b"a=1&" * 1001), 400),
    ("an address of a thousand fields", _request("/sparql?" + "a=1&" * 1001), 400),
    ("a zipped body", _post(SPARQL, gzip.compress(b"ASK{}"), "Content-Encoding: gzip"), 415),
    ("a zip bomb", _post(SPARQL, BOMB, "Content-Encoding: gzip"), 415),
    ("a body zipped twice", _post(SPARQL, BOMB, "Content-Encoding: gzip, gzip"), 415),
    ("a body in Brotli", _post(SPARQL, b"ASK{}", "Content-Encoding: br"), 415),
    ("a body in several parts", _post("Content-Type: multipart/form-data; boundary=x", b"--x"), 415),
    ("a body without a type", _post("X-A: 1", b"ASK{}"), 415),
    ("a body in UTF-16", _post(f"{SPARQL}; charset=utf-16", "ASK{}".encode("utf-16")), 415),
    ("a body in UTF-7", _post(f"{SPARQL}; charset=utf-7", b"ASK+AHsAfQ-"), 415),
    ("a body of XML", _post("Content-Type: text/xml", b'<!DOCTYPE a [<!ENTITY b "c">]>'), 415),
    ("an update", _post("Content-Type: application/sparql-update", b"CLEAR ALL"), 403),
    ("two queries", _request(f"{ASK}&query=ASK%7B%7D"), 400),
    ("a query in the address and one in the body", _post(FORM, b"query=ASK{}").replace(b"/sparql ", ASK.encode() + b" "), 400),
]  # fmt: skip
DISGUISES = [
    ("another method by header", ["X-HTTP-Method-Override: DELETE", "X-HTTP-Method: PUT"]),
    ("another address by header", ["X-Original-URL: /admin", "X-Rewrite-URL: /admin"]),
    ("another host by header", ["X-Forwarded-Host: evil.example", "X-Host: evil.example"]),
    ("another scheme by header", ["X-Forwarded-Proto: javascript", "X-Forwarded-Scheme: nothttps"]),
    ("another prefix by header", ["X-Forwarded-Prefix: //evil.example", "X-Script-Name: /evil"]),
    ("Forwarded", ["Forwarded: for=127.0.0.1;host=evil.example;proto=https"]),
    ("a forged client", ["X-Forwarded-For: 127.0.0.1, ' OR 1=1 --", "X-Real-IP: ::1"]),
    ("a client of a thousand hops", ["X-Forwarded-For: " + "10.0.0.1, " * 5000]),
    ("a request to be trusted", ["Authorization: Basic YTph", "Cookie: admin=1; " + "a=b; " * 2000]),
    ("an origin with credentials", ["Origin: https://evil.example", "Cookie: a=b"]),
    ("the origin of a sandbox", ["Origin: null"]),
    ("an upgrade to HTTP/2", ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"]),
    ("an upgrade to WebSocket", ["Upgrade: websocket", "Sec-WebSocket-Version: 13"]),
    ("an expectation", ["Expect: 200-ok"]),
    ("a condition of 100 kB", ["If-None-Match: " + '"a", ' * 20_000]),
    ("a condition that is no date", ["If-Modified-Since: yesterday", "If-Range: 'x'"]),
    ("ranges by the thousand", ["Range: bytes=" + ",".join(f"{n}-" for n in range(5000))]),
    ("encodings by the thousand", ["Accept-Encoding: " + "gzip;q=0.5," * 5000]),
    ("languages by the thousand", ["Accept-Language: " + "az;q=0.5," * 5000]),
]  # fmt: skip
ACCEPTS = [
    ("types by the thousand", "a/b;q=0.1," * 10_000),
    ("parameters by the thousand", "a/b" + ";c=d" * 10_000),
    ("commas by the thousand", "," * 50_000),
    ("quotes by the thousand", 'a/b;c="' + '\\"' * 20_000),
    ("weights that are no numbers", "text/csv;q=nan, text/csv;q=1e999, text/csv;q=-1, */*;q=0x1"),
    ("stars", "*/csv, **/*, */*/*, *"),
    ("control characters", "text/csv\t;\tq=1\x7f"),
    ("letters beyond ASCII", "tëxt/çsv, */*"),
]


@pytest.mark.parametrize(
    "sent", sample_daily([pytest.param(sent, id=name) for name, sent in FRAMING], 4)
)
def test_what_is_not_http_is_refused(
    sent: bytes, converse: Callable[..., list[httpx.Response]]
) -> None:
    # With an error, or with the end of the connection.
    assert all(400 <= reply.status_code <= 501 for reply in converse(sent))


@pytest.mark.parametrize(
    ("sent", "status"), sample_daily([pytest.param(*case, id=name) for name, *case in SIZES], 4)
)
def test_what_is_too_large_or_not_sparql_is_refused(
    sent: bytes, status: int, strike: Callable[..., httpx.Response]
) -> None:
    assert strike(sent).status_code == status


@pytest.mark.parametrize("address", sample_daily([ASK, "/", "/static/style.css"], 4))
@pytest.mark.parametrize(
    "headers", sample_daily([pytest.param(case, id=name) for name, case in DISGUISES], 4)
)
def test_a_header_does_not_make_a_request_another_one(
    headers: list[str], address: str, strike: Callable[..., httpx.Response]
) -> None:
    plain = strike(_request(address))
    reply = strike(_request(address, *headers))
    # The bare home page, and nothing else, leads to the language that is preferred.
    led = {302} if address == "/" and "Accept-Language" in "".join(headers) else set()
    assert reply.status_code in {plain.status_code, 400, 416} | led
    if reply.status_code == 200:
        assert reply.content == plain.content
    for name in ("location", "link", "content-location", "alt-svc"):
        assert "evil" not in reply.headers.get(name, "")


@pytest.mark.parametrize("accept", [pytest.param(case, id=name) for name, case in ACCEPTS])
def test_an_accept_header_costs_little(accept: str, strike: Callable[..., httpx.Response]) -> None:
    assert strike(_request(ASK, f"Accept: {accept}")).status_code in {200, 400, 406}


def test_no_answer_allows_credentials(strike: Callable[..., httpx.Response]) -> None:
    preflight = ["Origin: https://evil.example", "Access-Control-Request-Method: POST"]
    for method in ("GET", "OPTIONS"):
        reply = strike(_request(ASK, *preflight, method=method), method)
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize(
    "method", sample_daily(["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "QUERY", "get"], 4)
)
@pytest.mark.parametrize("address", ["/sparql", "/", "/static/style.css"])
def test_a_method_that_changes_or_reflects_is_not_offered(
    method: str, address: str, strike: Callable[..., httpx.Response]
) -> None:
    reply = strike(_request(address, "X-Private: 123", method=method))
    assert reply.status_code in {400, 403, 405}
    assert "X-Private" not in reply.text


def test_a_body_that_looks_like_a_request_is_not_one(
    converse: Callable[..., list[httpx.Response]],
) -> None:
    inner = _request("/static/style.css")
    length = f"Content-Length: {len(inner)}"
    assert [r.status_code for r in converse(_request(ASK, length, body=inner))] == [200]
    chunk = f"{len(inner):x}\r\n".encode() + inner + b"\r\n0\r\n\r\n"
    assert [r.status_code for r in converse(_request(ASK, CHUNKED, body=chunk))] == [200]


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Content-Length: 5", "Transfer-Encoding: Chunked"],
        ["Content-Length: 5", "Transfer-Encoding:\tchunked"],
        ["Content-Length: 5", "Transfer-Encoding: identity"],
        ["Content-Length: 5", "Transfer-Encoding: \x0bchunked"],
        ["Content-Length: 5", "Transfer-Encoding: chunked, identity"],
        ["Content-Length: 5", "Content-Length: 6"],
    ],
    ids=" + ".join,
)
def test_two_readings_of_a_length_do_not_smuggle_a_request(
    headers: list[str], converse: Callable[..., list[httpx.Response]]
) -> None:
    smuggled = b"0\r\n\r\n" + _request("/static/style.css")
    first = _request("/sparql", SPARQL, *headers, method="POST", body=smuggled, close=False)
    # RFC 9112, 6.1: a proxy may have counted differently, so nothing more may be read.
    assert [reply.status_code for reply in converse(first)] in ([400], [501], [])


def test_a_head_has_no_body_and_leaves_the_connection_in_step(
    converse: Callable[..., list[httpx.Response]],
) -> None:
    query = quote("SELECT * { ?s ?p ?o } LIMIT 3")
    for address in (
        f"/sparql?query={query}",
        "/",
        "/static/style.css",
        "/nothing",
        "/sparql?query=%",
    ):
        sent = _request(address, method="HEAD", close=False) + _request(ASK)
        head, ask = converse(sent, "HEAD", "GET")
        assert (head.content, ask.status_code, ask.json()["boolean"]) == (b"", 200, True)
        length = head.headers.get("content-length")
        assert length in (None, str(len(converse(_request(address))[0].content)))


def test_requests_in_a_row_are_answered_in_their_order(
    converse: Callable[..., list[httpx.Response]],
) -> None:
    queries = [f"SELECT ({number} AS ?n) {{}}" for number in range(50)]
    addresses = [f"/sparql?format=csv&query={quote(query)}" for query in queries]
    sent = b"".join(_request(address, close=False) for address in addresses) + _request(ASK)
    replies = converse(sent)
    assert [reply.text.split() for reply in replies[:50]] == [["n", str(n)] for n in range(50)]


def test_what_follows_a_good_request_does_not_spoil_its_answer(
    converse: Callable[..., list[httpx.Response]],
) -> None:
    first, *rest = converse(_request(close=False) + b"\x00garbage\r\n\r\n")
    assert (first.status_code, first.json()["boolean"]) == (200, True)
    assert [reply.status_code for reply in rest] in ([400], [])


def test_a_short_body_is_answered_by_nothing_and_a_long_one_by_one_answer(
    converse: Callable[..., list[httpx.Response]],
) -> None:
    short = _request("/sparql", SPARQL, "Content-Length: 4", method="POST", body=b"ASK{}")
    assert [reply.status_code for reply in converse(short)] == [400]
    long = _request("/sparql", SPARQL, "Content-Length: 5", method="POST", body=b"ASK{}" + b"x" * 9)
    assert [reply.status_code for reply in converse(long)] == [200]


def test_an_endless_body_is_read_no_further_than_to_its_limit(
    converse: Callable[..., list[httpx.Response]],
) -> None:
    body = b"10000\r\n" + b"#" * 65536 + b"\r\n"
    head = _request("/sparql", SPARQL, CHUNKED, method="POST")
    assert [reply.status_code for reply in converse(head + body * 64)] == [413]
