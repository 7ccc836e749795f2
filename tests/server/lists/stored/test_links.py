"""Short links over HTTP, at a server that keeps queries and at one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.server.conftest import make_folder, start
from tests.support.program import Program

QUERY = "# Which countries?\nSELECT ?country { ?country a azru:Country }\n"
HTML = {"Accept": "text/html"}
BUDGET = 20.0


@contextmanager
def keep(program: Program, path: Path, **settings: float) -> Iterator[httpx.Client]:
    """Give a client of a server that keeps queries."""
    folder = make_folder(path)
    process = start(program, folder, links=str(folder / "links"), **settings)
    url = process.stdout.readline().split(" on ")[1].split()[0]
    with httpx.Client(base_url=url, trust_env=False, timeout=20) as client:
        yield client
    process.terminate()
    process.wait(20)
    process.close()


@pytest.fixture(scope="module")
def keeping(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with keep(program, tmp_path_factory.mktemp("keeping")) as client:
        yield client


@pytest.fixture
def sparing(program: Program, tmp_path: Path) -> Iterator[httpx.Client]:
    """Return a client of one whose clients have little to spend."""
    with keep(program, tmp_path, budget=BUDGET) as client:
        yield client


@pytest.mark.long
def test_a_query_is_kept_and_found_at_its_address(keeping: httpx.Client) -> None:
    reply = keeping.post("/q", data={"query": QUERY})
    assert reply.status_code == 201
    told = reply.json()
    assert reply.headers["location"] == told["address"]
    assert told["address"] == f"{keeping.base_url}q/{told['name']}"
    kept = keeping.get(told["address"])
    assert kept.headers["content-type"] == "application/sparql-query"
    assert kept.text == QUERY
    page = keeping.get(told["address"], headers=HTML)
    assert QUERY.splitlines()[1] in page.text
    assert page.headers["x-robots-tag"] == "noindex"
    again = keeping.get(told["address"], headers={"If-None-Match": kept.headers["etag"]})
    assert again.status_code == 304


def test_a_browser_without_scripts_is_led_to_the_page(keeping: httpx.Client) -> None:
    sent = {"query": QUERY, "perspective": "russian"}
    reply = keeping.post("/az/q", data=sent, headers=HTML)
    assert reply.status_code == 303
    assert reply.headers["location"].startswith("/az/q/")
    assert reply.headers["location"].endswith("?perspective=russian")
    page = keeping.get(reply.headers["location"], headers=HTML)
    assert '<option value="russian" selected>' in page.text


def test_markup_in_a_query_is_text_on_its_page(keeping: httpx.Client) -> None:
    query = 'ASK { ?s ?p "</textarea><script>alert(1)</script>" }'
    address = keeping.post("/q", data={"query": query}).json()["address"]
    page = keeping.get(address, headers=HTML).text
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page


@pytest.mark.long
def test_what_is_new_is_charged_and_what_is_known_is_not(sparing: httpx.Client) -> None:
    statuses = [
        sparing.post("/q", data={"query": f"ASK {{ ?s ?p {number} }}"}).status_code
        for number in range(8)
    ]
    assert statuses[:3] == [201] * 3
    assert statuses[-1] == 429


@pytest.mark.long
def test_the_same_query_is_kept_for_nothing(sparing: httpx.Client) -> None:
    replies = [sparing.post("/q", data={"query": QUERY}) for _ in range(8)]
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.json()["name"] for reply in replies}) == 1


@pytest.mark.parametrize(
    ("data", "status", "kind"),
    [
        ({}, 400, "bad-request"),
        ({"query": "ASK {"}, 400, "malformed-query"),
        ({"query": "ASK { SERVICE <http://a/> {} }"}, 400, "query-refused"),
        ({"update": "CLEAR ALL"}, 403, "update-refused"),
    ],
)
def test_what_is_no_query_is_not_kept(
    keeping: httpx.Client, data: dict[str, str], status: int, kind: str
) -> None:
    reply = keeping.post("/q", data=data)
    assert reply.status_code == status
    assert reply.json()["type"].endswith(f"/{kind}")


@pytest.mark.long
def test_a_server_without_a_folder_keeps_nothing(client: httpx.Client) -> None:
    for reply in (client.post("/q", data={"query": QUERY}), client.get("/q/0123456789ab")):
        assert reply.status_code == 404
        assert "keeps no queries" in reply.json()["detail"]
    assert "formaction" not in client.get("/sparql", headers=HTML).text


def test_other_methods_are_told_which_there_are(keeping: httpx.Client) -> None:
    assert keeping.get("/q").headers["allow"] == "POST"
    assert keeping.delete("/q/0123456789ab").status_code == 405
    assert keeping.get("/q/0123456789ab").status_code == 404
