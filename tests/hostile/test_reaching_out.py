"""Attempts to make the server open a connection or read a file for the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from tests.support.sampling import sample_daily

REFUSED = {400}
EMPTY = {200, 400}
PATTERN = "{ ?s ?p ?o }"
CALL = f"SERVICE <@URL@> {PATTERN}"

QUERIES = [
    ("SERVICE is called", f"SELECT * {{ {CALL} }}", REFUSED),
    ("SERVICE in mixed case", f"SELECT * {{ sErViCe <@URL@> {PATTERN} }}", REFUSED),
    ("SERVICE SILENT", f"SELECT * {{ SERVICE SILENT <@URL@> {PATTERN} }}", REFUSED),
    ("a comment after SERVICE", f"SELECT * {{ SERVICE#?\n<@URL@> {PATTERN} }}", REFUSED),
    ("a comment that a carriage return ends", f"SELECT * {{ # quiet\r{CALL} }}", REFUSED),
    ("no blank after SERVICE", f"SELECT * {{ SERVICE<@URL@>{PATTERN} }}", REFUSED),
    (
        "SERVICE to a prefixed name",
        f"PREFIX e: <@URL@> SELECT * {{ SERVICE e: {PATTERN} }}",
        REFUSED,
    ),
    (
        "a prefix that begins with the keyword",
        f"PREFIX x: <@URL@> SELECT * {{ SERVICEx: {PATTERN} }}",
        REFUSED,
    ),
    (
        "a declared prefix that begins with the keyword",
        f"PREFIX SERVICEx: <@URL@> PREFIX x: <@URL@> SELECT * {{ SERVICEx:y {PATTERN} }}",
        REFUSED,
    ),
    (
        "a prefix that begins with both keywords",
        f"PREFIX x: <@URL@> SELECT * {{ SERVICESILENTx: {PATTERN} }}",
        REFUSED,
    ),
    (
        "SERVICE to a variable",
        f"SELECT * {{ VALUES ?g {{ <@URL@> }} SERVICE ?g {PATTERN} }}",
        REFUSED,
    ),
    (
        "SERVICE to a variable without a blank",
        f"SELECT * {{ VALUES ?g {{ <@URL@> }} SERVICE?g{PATTERN} }}",
        REFUSED,
    ),
    ("SERVICE to a relative IRI", f"BASE <@URL@> SELECT * {{ SERVICE <> {PATTERN} }}", REFUSED),
    ("an escape in the keyword", f"SELECT * {{ \\u0053ERVICE <@URL@> {PATTERN} }}", REFUSED),
    (
        "a long escape in the keyword",
        f"SELECT * {{ SERVIC\\U00000045 <@URL@> {PATTERN} }}",
        REFUSED,
    ),
    (
        "an escape in the IRI",
        f"SELECT * {{ SERVICE <\\u0068ttp://localhost/> {PATTERN} }}",
        REFUSED,
    ),
    ("SERVICE in nested groups", f"SELECT * {{ {{ {{ {{ {CALL} }} }} }} }}", REFUSED),
    ("SERVICE in a subselect", f"SELECT * {{ {{ SELECT * {{ {CALL} }} }} }}", REFUSED),
    ("SERVICE in OPTIONAL", f"SELECT * {{ OPTIONAL {{ {CALL} }} }}", REFUSED),
    ("SERVICE in MINUS", f"SELECT * {{ ?s ?p ?o MINUS {{ {CALL} }} }}", REFUSED),
    ("SERVICE in EXISTS", f"ASK {{ FILTER EXISTS {{ {CALL} }} }}", REFUSED),
    ("SERVICE in an expression", f"SELECT (EXISTS {{ {CALL} }} AS ?x) {{}}", REFUSED),
    ("SERVICE in GRAPH", f"SELECT * {{ GRAPH ?g {{ {CALL} }} }}", REFUSED),
    ("SERVICE in LATERAL", f"SELECT * {{ ?s a ?c LATERAL {{ {CALL} }} }}", REFUSED),
    ("SERVICE in CONSTRUCT", f"CONSTRUCT {PATTERN} {{ {CALL} }}", REFUSED),
    ("SERVICE in DESCRIBE", f"DESCRIBE ?s {{ {CALL} }}", REFUSED),
    ("SERVICE behind a string", f"SELECT * {{ BIND ('\\'' AS ?x) {CALL} }}", REFUSED),
    ("SERVICE behind a long string", f"SELECT * {{ BIND ('''''' AS ?x) {CALL} }}", REFUSED),
    (
        "SERVICE behind what may be an IRI or a comparison",
        f"SELECT * {{ FILTER (?a <?b && '>' = '#') {CALL} }}",
        REFUSED,
    ),
    ("SERVICE in full-width letters", f"SELECT * {{ ＳＥＲＶＩＣＥ <@URL@> {PATTERN} }}", REFUSED),
    ("SERVICE with a Cyrillic letter", f"SELECT * {{ ЅERVICE <@URL@> {PATTERN} }}", REFUSED),
    ("SERVICE with a dotless i", f"SELECT * {{ SERVıCE <@URL@> {PATTERN} }}", REFUSED),
    ("SERVICE with a dotted I", f"SELECT * {{ SERVİCE <@URL@> {PATTERN} }}", REFUSED),
    (
        "SERVICE with a zero-width joiner",
        f"SELECT * {{ SERV\u200dICE <@URL@> {PATTERN} }}",
        REFUSED,
    ),
    ("SERVICE behind a NUL", f"SELECT * {{ \0{CALL} }}", REFUSED),
    ("SERVICE to a file", f"SELECT * {{ SERVICE <file://@FILE@> {PATTERN} }}", REFUSED),
    ("SERVICE by gopher", f"SELECT * {{ SERVICE <gopher://127.0.0.1/> {PATTERN} }}", REFUSED),
    ("FROM a web address", "SELECT * FROM <@URL@> { ?s ?p ?o }", EMPTY),
    ("from in small letters, a comment between", "SELECT * from#\n<@URL@> { ?s ?p ?o }", EMPTY),
    ("FROM NAMED a web address", "SELECT * FROM NAMED <@URL@> { GRAPH ?g { ?s ?p ?o } }", EMPTY),
    ("FROM a file", "SELECT * FROM <file://@FILE@> { ?s ?p ?o }", EMPTY),
    ("FROM a file of localhost", "SELECT * FROM <file://localhost@FILE@> { ?s ?p ?o }", EMPTY),
    ("FROM a path against a base", "BASE <file:///> SELECT * FROM <@FILE@> { ?s ?p ?o }", EMPTY),
    ("FROM a bare path, which is one of this server", "SELECT * FROM <@FILE@> { ?s ?p ?o }", EMPTY),
    ("FROM NAMED a file", "SELECT * FROM NAMED <file://@FILE@> { GRAPH ?g { ?s ?p ?o } }", EMPTY),
    ("FROM by FTP", "SELECT * FROM <ftp://127.0.0.1/@FILE@> { ?s ?p ?o }", EMPTY),
    ("GRAPH is a file", "SELECT * { GRAPH <file://@FILE@> { ?s ?p ?o } }", EMPTY),
    ("GRAPH is a web address", "SELECT * { GRAPH <@URL@> { ?s ?p ?o } }", EMPTY),
    ("DESCRIBE a web address", "DESCRIBE <@URL@>", EMPTY),
    ("DESCRIBE a file", "DESCRIBE <file://@FILE@>", EMPTY),
    ("a function that reads", "SELECT (<@URL@>('x') AS ?x) {}", REFUSED),
    (
        "the document function of XPath",
        "SELECT (<http://www.w3.org/2005/xpath-functions#doc>('@URL@') AS ?x) {}",
        REFUSED,
    ),
    ("LOAD as a query", "LOAD <@URL@>", REFUSED),
    ("LOAD behind a query", "ASK {} ; LOAD <@URL@>", REFUSED),
    ("INSERT as a query", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", REFUSED),
    ("DROP in small letters", "drop all", REFUSED),
]
PARAMETERS: list[tuple[str, list[tuple[str, str]], set[int]]] = [
    ("a default graph on the web", [("default-graph-uri", "@URL@")], EMPTY),
    ("a default graph in a file", [("default-graph-uri", "file://@FILE@")], EMPTY),
    ("a named graph on the web", [("named-graph-uri", "@URL@")], EMPTY),
    ("a named graph in a file", [("named-graph-uri", "file://@FILE@")], EMPTY),
    ("a default graph that is a path", [("default-graph-uri", "@FILE@")], REFUSED),
    ("an update by address", [("update", "LOAD <@URL@>")], {403}),
    ("an update with graphs", [("update", "CLEAR ALL"), ("using-graph-uri", "@URL@")], {403}),
]


def _fill(text: str, target: Any) -> str:
    return text.replace("@URL@", target.canary_url).replace("@FILE@", str(target.file))


@pytest.mark.parametrize(
    ("query", "statuses"),
    sample_daily([pytest.param(*case, id=name) for name, *case in QUERIES], 4),
)
def test_no_query_makes_the_server_reach_out(
    query: str, statuses: set[int], target: Any, ask: Callable[..., httpx.Response]
) -> None:
    assert ask(_fill(query, target)).status_code in statuses


@pytest.mark.parametrize("method", sample_daily(["GET", "POST"], 4))
@pytest.mark.parametrize(
    ("parameters", "statuses"), [pytest.param(*case, id=name) for name, *case in PARAMETERS]
)
def test_no_parameter_makes_the_server_reach_out(
    parameters: list[tuple[str, str]],
    statuses: set[int],
    method: str,
    target: Any,
    strike: Callable[..., httpx.Response],
) -> None:
    fields = [(name, _fill(value, target)) for name, value in parameters]
    if parameters[0][0] != "update":
        fields.append(("query", "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))
    text = urlencode(fields)
    address, body = (f"/sparql?{text}", "") if method == "GET" else ("/sparql", text)
    reply = strike(
        f"{method} {address} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    assert reply.status_code in statuses
    if reply.status_code == 200:
        assert reply.json()["results"]["bindings"] == []


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_the_graph_store_protocol_writes_nothing(
    method: str, target: Any, strike: Callable[..., httpx.Response]
) -> None:
    body = "<urn:a> <urn:b> <urn:c> ."
    reply = strike(
        f"{method} /sparql?graph={target.canary_url} HTTP/1.1\r\nHost: here\r\n"
        "Connection: close\r\nContent-Type: text/turtle\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    assert reply.status_code in {403, 405, 415}


def test_a_body_of_json_ld_fetches_no_context(
    target: Any, strike: Callable[..., httpx.Response]
) -> None:
    body = f'{{"@context": "{target.canary_url}", "@id": "urn:a"}}'
    reply = strike(
        b"POST /sparql HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        b"Content-Type: application/ld+json\r\n"
        + f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    assert reply.status_code in {403, 415}
