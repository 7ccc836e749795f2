"""A request that is known goes another way than one that is not, and gets the same answer."""

import httpx
import pytest

NAMES = "SELECT ?c ?l { ?c a azru:Country ; skos:prefLabel ?l } ORDER BY ?c ?l"
# So that each test is the first to ask.
MANY = "SELECT ?a ?x { ?a <urn:number> ?x } ORDER BY ?x"


def ask(
    client: httpx.Client, query: str, path: str = "/sparql", method: str = "GET", **headers: str
) -> httpx.Response:
    named = {"accept": "text/csv"} | {name.replace("_", "-"): v for name, v in headers.items()}
    return client.request(method, path, params={"query": query}, headers=named)


def describe(response: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in response.headers.items() if name != "date"}
    return response.status_code, headers, response.content


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd", "identity;q=0, gzip"])
@pytest.mark.parametrize("query", [NAMES, MANY])
def test_the_first_answer_and_the_next_ones_are_the_same(
    client: httpx.Client, path: str, method: str, coding: str, query: str
) -> None:
    query = f"{query} # {path} {method} {coding}"
    first, *others = (ask(client, query, path, method, accept_encoding=coding) for _ in range(4))
    assert first.status_code == 200
    assert "x-content-type-options" in first.headers
    assert [describe(other) for other in others] == 3 * [describe(first)]


def test_each_client_is_answered_by_what_it_says_that_it_has(client: httpx.Client) -> None:
    query = f"{NAMES} # conditions"
    tag = ask(client, query).headers["etag"]
    for _ in range(3):
        assert ask(client, query).status_code == 200
        assert ask(client, query, if_none_match='"other"').status_code == 200
        held = ask(client, query, if_none_match=f'"other", {tag}')
        assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", tag)
        assert "x-content-type-options" in held.headers
        assert ask(client, query, if_none_match="*").status_code == 304


def test_an_answer_that_depends_on_the_host_is_that_of_the_host(client: httpx.Client) -> None:
    query = "SELECT (<x> AS ?iri) {} # hosts"
    for _ in range(2):
        for host in ("one.example", "two.example"):
            assert f"http://{host}/x" in ask(client, query, host=host).text


def test_each_accept_header_gets_its_own_format(client: httpx.Client) -> None:
    query = f"{NAMES} # formats"
    for _ in range(2):
        for accept in ("text/csv", "text/tab-separated-values", "text/html"):
            answer = ask(client, query, accept=accept)
            assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
        assert ask(client, query, accept="image/png").status_code == 406


def test_a_question_of_a_browser_is_answered_however_often_it_was_asked(
    client: httpx.Client,
) -> None:
    query = f"{NAMES} # browsers"
    ask(client, query)
    asked = {"origin": "https://other.example", "access_control_request_method": "GET"}
    assert ask(client, query, method="OPTIONS", **asked).status_code == 204
    assert ask(client, query, method="OPTIONS").headers["allow"] == "GET, HEAD, POST, OPTIONS"
