"""Addresses that are to lead out of the site, or to another one."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from tests.support.sampling import sample_daily

# Where each of them is tried: files, things of the graph, graphs, the endpoint, nothing known.
PLACES = ["/static/", "/id/", "/graph/", "/sparql/", "/dumps/", "/"]
FILES = [
    ("two dots", "../../../../../../../../etc/passwd"),
    ("two dots to the program", "../app.py"),
    ("two dots, encoded", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    ("two dots and slashes, encoded", "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd"),
    ("two dots, encoded twice", "%252e%252e%252f%252e%252e%252fetc%252fpasswd"),
    ("backslashes", "..\\..\\..\\..\\etc\\passwd"),
    ("backslashes, encoded", "..%5c..%5c..%5c..%5cetc%5cpasswd"),
    ("two dots in overlong UTF-8", "%c0%ae%c0%ae/%c0%ae%c0%ae%c0%afetc/passwd"),
    ("four dots", "....//....//....//etc/passwd"),
    ("dots and semicolons", "..;/..;/..;/etc/passwd"),
    ("an absolute path", "/etc/passwd"),
    ("an absolute path, encoded", "%2fetc%2fpasswd"),
    ("a file address", "file:///etc/passwd"),
    ("a NUL behind the name", "style.css%00.html"),
    ("a NUL", "%00"),
    ("a line break", "a%0d%0aX-Injected:%201"),
    ("a line break and a body", "%0d%0a%0d%0a<script>alert(1)</script>"),
    ("a line separator", "%e2%80%a8%e2%80%a9%c2%85"),
    ("half of a surrogate pair", "%ed%a0%80"),
    ("bytes that are not UTF-8", "%ff%fe%80"),
    ("a percent sign alone", "%"),
    ("half of a percent code", "%4"),
    ("a name too long for a file", "a" * 5000),
    ("folders by the thousand", "a/" * 4000),
    ("dots by the thousand", "../" * 4000),
    ("a hidden file", ".git/config"),
    ("the process", "../../../../../../proc/self/environ"),
    ("a script", "<script>alert(1)</script>"),
    ("a script, encoded", "%3Cscript%3Ealert(1)%3C/script%3E"),
    ("an event handler", '"onmouseover="alert(1)'),
    ("an expression of a template", "{{7*191}}${7*191}<%= 7*191 %>"),
    ("a break out of an IRI", "x>%20{}%20SERVICE%20<http://127.0.0.1/>%20{}%20%23"),
    ("another host", "/evil.example/"),
    ("another host behind a backslash", "\\evil.example/"),
    ("another host with a scheme", "https://evil.example/"),
    ("a user of another host", "@evil.example/"),
]
TARGETS = [
    ("an address in full", "http://evil.example/sparql?query=ASK%7B%7D"),
    ("two slashes", "//evil.example/sparql?query=ASK%7B%7D"),
    ("two slashes and dots", "//evil.example/%2e%2e"),
    ("a host and a port", "evil.example:443"),
    ("a star", "*"),
    ("a script", "javascript:alert(1)"),
    ("an encoded slash", "/%2fevil.example"),
    ("an encoded endpoint", "/%73parql?query=ASK%7B%7D"),
]
HOSTS = [
    "evil.example",
    "evil.example:99999",
    "127.0.0.1@evil.example",
    "[::1]evil.example",
    "evil.example#",
    'evil.example"><script>alert(1)</script>',
    "evil.example/path?query",
    "",
]
HEADS = "\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
HTML = "text/html,*/*;q=0.5"


def _get(address: str, host: str = "here", accept: str = HTML) -> bytes:
    return f"GET {address} HTTP/1.1{HEADS.format(host=host, accept=accept)}".encode()


def _assert_stays_here(reply: httpx.Response) -> None:
    """Check that a reply neither shows a file, nor leads away, nor runs what was sent."""
    assert reply.status_code in {200, 301, 302, 303, 307, 308, 400, 404, 405, 406, 410, 414}
    assert "root:" not in reply.text
    assert "PATH=" not in reply.text
    assert "import annotations" not in reply.text
    assert "repositoryformatversion" not in reply.text
    assert "1337" not in reply.text
    location = reply.headers.get("location", "")
    assert not location.startswith(("//", "\\", "/\\", "http://evil", "https://evil"))
    if reply.headers.get("content-type", "").startswith("text/html"):
        assert "<script>alert" not in reply.text
        assert '"onmouseover=' not in reply.text
        assert 'href="//' not in reply.text
        assert 'href="javascript' not in reply.text


@pytest.mark.long
@pytest.mark.parametrize(
    "name", sample_daily([pytest.param(name, id=told) for told, name in FILES], 5)
)
def test_no_address_leads_out_of_the_site(name: str, strike: Callable[..., httpx.Response]) -> None:
    for place in PLACES:
        for accept in (HTML, "text/turtle"):
            _assert_stays_here(strike(_get(f"{place}{name}", accept=accept)))


@pytest.mark.parametrize("address", [pytest.param(address, id=name) for name, address in TARGETS])
def test_no_form_of_address_leads_to_another_host(
    address: str, strike: Callable[..., httpx.Response]
) -> None:
    for accept in (HTML, "application/json"):
        _assert_stays_here(strike(_get(address, accept=accept)))


@pytest.mark.parametrize("host", HOSTS)
def test_a_page_takes_no_address_from_the_host_header(
    host: str, strike: Callable[..., httpx.Response]
) -> None:
    for address in ("/", "/sparql", "/static", "/static/style.css", "/sparql/", "/id/country/AZ"):
        reply = strike(_get(address, host))
        assert "evil.example" not in reply.text
        assert "evil.example" not in str(reply.headers)
