"""Texts that are to run in a page, to forge a line of the log, or to be read as something else."""

# A query on one line can be read at a glance, and tried.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.support.sampling import sample_daily

HTML = "text/html"
SCRIPT = "<script>alert(1)</script>"
FORGED = "2026-11-21 CRITICAL forged by the client"

ENCODINGS = [
    ("overlong UTF-8", b"ASK%C0%BB%7D", 400),
    ("an overlong NUL", b"ASK%7B%7D%C0%80", 400),
    ("half of a surrogate pair", b"ASK%7B%7D%23%ED%A0%80", 400),
    ("a surrogate pair in CESU-8", b"ASK%7B%7D%23%ED%A0%BD%ED%BA%82", 400),
    ("a character beyond Unicode", b"ASK%7B%7D%23%F4%90%80%80", 400),
    ("a byte of Latin-1", b"ASK%7B%7D%23%E4", 400),
    ("a sequence that is cut short", b"ASK%7B%7D%23%E2%82", 400),
    ("UTF-16", b"%FF%FEA%00S%00K%00%7B%00%7D%00", 400),
    ("a percent sign alone", b"ASK%7B%7D%", 400),
    ("codes of IIS", b"ASK%u007B%u007D", 400),
    ("codes, encoded twice", b"ASK%257B%257D", 400),
    ("a NUL between", b"ASK%00%7B%7D", 400),
    ("a NUL at the end", b"ASK%7B%7D%00", 400),
    ("a byte order mark, which begins it", b"%EF%BB%BFASK%7B%7D", 200),
    ("a byte order mark within", b"ASK%EF%BB%BF%7B%7D", 400),
    ("a no-break space", b"ASK%C2%A0%7B%7D", 400),
    ("a line separator", b"ASK%E2%80%A8%7B%7D", 400),
    ("a vertical tab", b"ASK%0B%7B%7D", 400),
    ("an override of direction", b"ASK%E2%80%AE%7B%7D", 400),
    ("an override of direction in a comment", b"ASK%7B%7D%23%E2%80%AE%7D%7B", 200),
    ("a zero-width space in a keyword", b"A%E2%80%8BSK%7B%7D", 400),
    ("a Cyrillic letter in a keyword", b"%D0%90SK%7B%7D", 400),
    ("a full-width keyword", b"%EF%BC%A1%EF%BC%B3%EF%BC%AB%7B%7D", 400),
    ("a combining mark on a keyword", b"ASK%CC%81%7B%7D", 400),
    ("a thousand combining marks", b"ASK%7B%3Fa%3Fb'" + b"%CC%81" * 1000 + b"'%7D", 200),
    ("a language tag of a script", b"ASK%7B%3Fa%3Fb'x'%40%22%3E%7D", 400),
    ("an escape of half a pair", rb"ASK%7B%3Fa%3Fb'\uD800'%7D", 400),
    ("an escape beyond Unicode", rb"ASK%7B%3Fa%3Fb'\U00110000'%7D", 400),
    ("an escape of a NUL", rb"ASK%7B%3Fa%3Fb'\u0000'%7D", 200),
]
SCRIPTS = [
    ("a literal", f"SELECT ('{SCRIPT}' AS ?x) {{}}"),
    ("a literal in a graph", f"CONSTRUCT {{ <urn:a> <urn:b> '{SCRIPT}' }} {{}}"),
    ("a literal that closes the page", f"SELECT ('</td></table></textarea>{SCRIPT}' AS ?x) {{}}"),
    ("a literal of HTML", f"SELECT ('{SCRIPT}'^^rdf:HTML AS ?x) {{}}"),
    ("a literal of XML", f"SELECT ('{SCRIPT}'^^rdf:XMLLiteral AS ?x) {{}}"),
    ("a literal with a handler", "SELECT ('\" onmouseover=\"alert(1)' AS ?x) {}"),
    ("a template of the page", "SELECT ('{{ 7*191 }}{% raw %}' AS ?x) {}"),
    ("an IRI that is a script", "SELECT (<javascript:alert(1)> AS ?x) {}"),
    ("an IRI that is a script in capitals", "SELECT (<JaVaScRiPt:alert(1)> AS ?x) {}"),
    ("an IRI that is a page", "SELECT (<data:text/html,alert(1)> AS ?x) {}"),
    ("an IRI with a quote", "SELECT (<http://x/'onmouseover='alert(1)> AS ?x) {}"),
    ("an IRI of the graph with a script", "SELECT (IRI('https://w3id.org/azru-kg/id/%22%3E%3Cscript%3Ealert(1)') AS ?x) {}"),
    ("a datatype that is a script", "SELECT ('x'^^<javascript:alert(1)> AS ?x) {}"),
    ("a predicate that is a script", "CONSTRUCT { <urn:a> <javascript:alert(1)> <data:,x> } {}"),
    ("a subject that is a script", "CONSTRUCT { <javascript:alert(1)> <urn:b> 1 } {}"),
    ("a quoted triple of scripts", f"SELECT (TRIPLE(<javascript:a()>, <urn:b>, '{SCRIPT}') AS ?x) {{}}"),
    ("a comment", f"ASK {{}} # --></textarea>{SCRIPT}"),
    ("an error in a name", f"ASK {{ ?s evil:{SCRIPT} ?o }}"),
    ("an error in a string", f"ASK {{ '{SCRIPT}"),
    ("an error in a keyword", f"ASKED{SCRIPT}"),
    ("an unknown function", "SELECT (<javascript:alert(1)>(1) AS ?x) {}"),
    ("an error behind an override of direction", f"ASK {{ \u202e{SCRIPT}"),
]  # fmt: skip
LINES = [
    ("in the query", f"/sparql?query=ASK%7B%7D%0D%0A{quote(FORGED)}"),
    ("in an error", f"/sparql?query=%0A{quote(FORGED)}%0A"),
    ("in a function", f"/sparql?query={quote(f'SELECT (<urn:x%0A{FORGED}>(1) AS ?x) {{}}')}"),
    ("in the format", f"/sparql?query=ASK%7B%7D&format=json%0A{quote(FORGED)}"),
    ("in a graph", f"/sparql?query=ASK%7B%7D&default-graph-uri=urn:x%0A{quote(FORGED)}"),
    ("in the path", f"/%0A{quote(FORGED)}"),
    ("in the name of a parameter", f"/sparql?%0A{quote(FORGED)}=1"),
    ("with a terminal's escapes", f"/sparql?query=%1B%5B2J%1B%5D0;x%07{quote(FORGED)}"),
]
HEADERS = [
    ("the format", "/sparql?query=ASK%7B%7D&format=json%0D%0AX-Injected:%201"),
    ("the format in UTF-8", "/sparql?query=ASK%7B%7D&format=json%E5%98%8D%E5%98%8AX-Injected:1"),
    ("a graph", "/sparql?query=ASK%7B%7D&default-graph-uri=urn:x%0D%0AX-Injected:%201"),
    ("the query", "/sparql?query=%0D%0AX-Injected:%201%0D%0A%0D%0A"),
    ("a path", "/static/%0D%0AX-Injected:%201"),
    ("a thing", "/id/%0D%0ASet-Cookie:%20a=b"),
    ("a graph's path", "/graph/%0D%0ALocation:%20//evil.example"),
]


class _Page(HTMLParser):
    """What a page would do: its scripts, its handlers, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith(("on", "style"))}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src", "action")}


def _get(address: str, accept: str = "*/*") -> bytes:
    head = f"GET {address} HTTP/1.1\r\nHost: here\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
    return head.encode()


@pytest.mark.parametrize(
    ("query", "status"),
    sample_daily([pytest.param(*case, id=name) for name, *case in ENCODINGS], 4),
)
def test_a_query_is_read_as_what_it_is_or_not_at_all(
    query: bytes, status: int, strike: Callable[..., httpx.Response]
) -> None:
    for accept in ("*/*", HTML):
        reply = strike(_get(f"/sparql?query={query.decode()}", accept))
        assert reply.status_code == status
        assert reply.content.decode("utf-8")


@pytest.mark.parametrize(
    "query", sample_daily([pytest.param(query, id=name) for name, query in SCRIPTS], 4)
)
def test_nothing_in_a_query_runs_in_a_page(query: str, ask: Callable[..., httpx.Response]) -> None:
    reply = ask(query, HTML)
    assert reply.headers["content-type"].startswith(HTML)
    page = _Page(reply.text)
    assert page.handlers == set()
    assert not page.tags & {"iframe", "object", "embed", "svg", "base"}
    assert SCRIPT not in reply.text
    assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:"))]
    assert "1337" not in reply.text
    assert "unsafe" not in reply.headers["content-security-policy"]


@pytest.mark.parametrize(
    "accept", sample_daily(["text/csv", "text/tab-separated-values", "text/plain", "*/*"], 3)
)
@pytest.mark.parametrize("query", [SCRIPTS[0][1], SCRIPTS[1][1], SCRIPTS[17][1]])
def test_no_data_and_no_error_is_taken_for_a_page(
    query: str, accept: str, ask: Callable[..., httpx.Response]
) -> None:
    reply = ask(query, accept)
    assert not reply.headers["content-type"].startswith(HTML)
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("parameter", ["format", "default-graph-uri", "named-graph-uri", "a"])
def test_no_parameter_runs_in_a_page(parameter: str, ask: Callable[..., httpx.Response]) -> None:
    reply = ask("ASK {}", HTML, **{parameter: f'"><img src=x onerror=a()>{SCRIPT}'})
    if reply.headers["content-type"].startswith(HTML):
        assert _Page(reply.text).handlers == set()
        assert SCRIPT not in reply.text


@pytest.mark.parametrize("address", [pytest.param(address, id=name) for name, address in LINES])
def test_no_client_writes_a_line_of_the_log(
    address: str, target: Any, strike: Callable[..., httpx.Response]
) -> None:
    strike(_get(address))
    log = target.read_log()
    assert not [line for line in log.splitlines() if line.lstrip().startswith(FORGED[:10])]
    assert "\x1b" not in log


@pytest.mark.parametrize("address", [pytest.param(address, id=name) for name, address in HEADERS])
def test_no_parameter_becomes_a_header(address: str, strike: Callable[..., httpx.Response]) -> None:
    for accept in ("*/*", HTML):
        reply = strike(_get(address, accept))
        assert reply.status_code in {303, 400, 404, 406}
        assert not {"x-injected", "set-cookie"} & set(reply.headers)
