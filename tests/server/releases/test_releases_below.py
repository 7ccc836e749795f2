"""Releases at addresses that stay: the current one, an older one, broken ones, and their times."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.dump import make_files
from azru_kg.graph.layout import Layout

pytestmark = pytest.mark.long

OLD = "2025.1.0"
DAY = "2025-01-15"
HTML = {"Accept": "text/html"}
QUERY = "/query/everything-one-official-stated"
_NAMED = re.compile(r"azru-kg-[0-9.]+(?=\.(nq|trig|jsonld|ttl|rdf)$)")


def write_release(folder: Path, checkout: Layout, scratch: Path, version: str, day: str) -> None:
    """Write a release of another version and day than the checkout has."""
    shutil.copytree(checkout.root, scratch, symlinks=True)
    metadata = scratch / "graph" / "metadata.ttl"
    text = metadata.read_text(encoding="utf-8")
    text = text.replace("2026.11.0", version)
    metadata.write_text(text.replace("2026-11-21", day), encoding="utf-8")
    (folder / version).mkdir(parents=True)
    for name, content in make_files(read_layout(Layout(scratch), unmeasured=True)):
        (folder / version / name).write_bytes(content)


@pytest.fixture(scope="module")
def releases(founding: Layout, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an older release, one that was cut short, and one of another content."""
    folder = tmp_path_factory.mktemp("releases")
    write_release(folder, founding, tmp_path_factory.mktemp("old") / "checkout", OLD, DAY)
    shutil.copytree(folder / OLD, folder / "2025.2.0")
    for path in (folder / "2025.2.0").iterdir():
        path.rename(path.with_name(_NAMED.sub("azru-kg-2025.2.0", path.name)))
    sums = folder / "2025.2.0" / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(OLD, "2025.2.0"))
    quads = folder / "2025.2.0" / "azru-kg-2025.2.0.nq"
    quads.write_bytes(quads.read_bytes()[:1000])
    (folder / "2025.3.0").mkdir()
    return folder


@pytest.fixture(scope="module")
def client(program: Program, releases: Path) -> Iterator[httpx.Client]:
    with (
        serve(program, "--releases", releases, "--workers", "2") as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


def find_current(client: httpx.Client) -> str:
    return str(client.get("/release/").json()["current"])


def test_the_current_release_stands_at_its_address_from_its_first_day(
    client: httpx.Client,
) -> None:
    below = f"/release/{find_current(client)}"
    plain, fixed = (client.get(f"{at}{QUERY}.csv") for at in ("", below))
    assert fixed.content == plain.content
    assert fixed.headers["memento-datetime"] == "Sat, 21 Nov 2026 00:00:00 GMT"
    assert "memento-datetime" not in plain.headers
    assert fixed.headers["x-robots-tag"] == "noindex"
    for rel in ("original", "timegate", "timemap"):
        assert fixed.links[rel]["url"] == plain.links[rel]["url"]
    page = client.get(f"{below}{QUERY}", headers=HTML).text
    leading = {*re.findall(r'(?:href|action|src)="(/[^"]*)"', page)}
    others = {link for link in leading if not link.startswith(below)}
    assert others == {QUERY}
    query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    answers = [client.get(f"{at}/sparql", params=query).json() for at in (below, "")]
    assert answers[0] == answers[1]


def test_an_older_release_is_what_it_was(client: httpx.Client, releases: Path) -> None:
    below = f"/release/{OLD}"
    answer = client.get(f"{below}{QUERY}.csv?speaker=mehriban-aliyeva")
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-release"] == OLD
    sums = (releases / OLD / "SHA256SUMS").read_text()
    assert f"{answer.headers['x-release-digest']}  azru-kg-{OLD}.nq\n" in sums
    assert answer.headers["memento-datetime"] == "Wed, 15 Jan 2025 00:00:00 GMT"
    # The rows are the same in both: only the metadata differ. So are the bytes, order and all.
    now = client.get(f"{QUERY}.csv?speaker=mehriban-aliyeva")
    assert answer.content == now.content
    assert answer.headers["x-result-digest"] == now.headers["x-result-digest"]
    assert answer.headers["content-disposition"] != now.headers["content-disposition"]
    page = client.get(f"{below}/az/people", headers=HTML)
    assert page.status_code == 200
    assert f'href="{below}/az/' in page.text
    thing = client.get(f"{below}/id/country/AZ", headers={"Accept": "text/turtle"})
    assert thing.headers["location"] == f"{below}/id/country/AZ.ttl"
    version = {"query": "SELECT ?v { <https://w3id.org/azru-kg/dataset> dcat:version ?v }"}
    told = client.get(f"{below}/sparql", params=version, headers={"Accept": "text/csv"}).text
    assert told.split() == ["v", OLD]


def test_its_files_are_those_that_were_published(client: httpx.Client, releases: Path) -> None:
    for path in sorted((releases / OLD).iterdir()):
        sent = client.get(f"/release/{OLD}/dump/{path.name}")
        assert sent.content == path.read_bytes()


@pytest.mark.parametrize("version", ["2025.2.0", "2025.3.0"])
def test_a_release_that_is_broken_is_told_of_and_not_served(
    client: httpx.Client, version: str
) -> None:
    for _ in range(2):
        reply = client.get(f"/release/{version}{QUERY}.csv")
        assert reply.status_code == 500
        problem = reply.json()
        assert problem["type"].endswith("/problem/broken-data")
        assert "/" not in problem["detail"].replace(version, "").partition(":")[0]
    metrics = client.get("/metrics").text
    assert "azru_older_releases_known 3.0" in metrics
    failed = re.search(r'azru_older_release_loads_total{result="failed"} (.+)', metrics)
    assert failed is not None
    assert float(failed[1]) >= 1
    page = client.get(f"/release/{version}{QUERY}", headers=HTML)
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["/release/1999.1.0/people", "/release/..%2f/x", "/release/x%00/y"]
)
def test_a_release_that_is_not_there_is_404_with_those_that_are(
    client: httpx.Client, path: str
) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    if "1999" in path:
        assert OLD in reply.json()["detail"]


def test_releases_are_listed(client: httpx.Client) -> None:
    told = client.get("/release/").json()
    assert [each["version"] for each in told["releases"]][-1] == told["current"]
    days = {each["version"]: each["issued"] for each in told["releases"]}
    assert days[OLD] == DAY
    page = client.get("/az/release/", headers=HTML)
    assert f'href="/release/{OLD}/az/"' in page.text
    assert client.get(f"/release/{OLD}").headers["location"] == f"/release/{OLD}/"
    led = client.get(f"/ru/release/{OLD}/people?sort=name", headers=HTML)
    assert led.headers["location"] == f"/release/{OLD}/ru/people?sort=name"


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        ("Mon, 01 Jan 2024 00:00:00 GMT", OLD),
        ("Sun, 01 Jun 2025 12:00:00 GMT", OLD),
        ("Sat, 21 Nov 2026 00:00:00 GMT", "2026.11.0"),
        (None, "2026.11.0"),
    ],
)
def test_the_time_gate_leads_to_what_there_was(
    client: httpx.Client, moment: str | None, version: str
) -> None:
    headers = {} if moment is None else {"Accept-Datetime": moment}
    reply = client.get("/timegate/query/agreements.csv?limit=2", headers=headers)
    assert reply.status_code == 302
    assert reply.headers["vary"].lower() == "accept-datetime"
    assert reply.headers["location"].endswith(f"/release/{version}/query/agreements.csv?limit=2")
    assert reply.links["original"]["url"] == "/query/agreements.csv?limit=2"
    assert client.get(reply.headers["location"]).status_code == 200


def test_a_time_that_is_none_is_refused(client: httpx.Client) -> None:
    reply = client.get("/timegate/people", headers={"Accept-Datetime": "yesterday"})
    assert reply.status_code == 400
    assert "Sat, 21 Nov 2026" in reply.json()["detail"]


def test_the_time_map_lists_all_times(client: httpx.Client) -> None:
    reply = client.get("/timemap/people?sort=name")
    assert reply.headers["content-type"] == "application/link-format"
    links = re.findall(r'<([^>]+)>; rel="([^"]+)"(?:.*datetime="([^"]+)")?', reply.text)
    mementos = [(url, date) for url, rel, date in links if "memento" in rel]
    assert mementos[0] == (
        f"{client.base_url}release/{OLD}/people?sort=name",
        "Wed, 15 Jan 2025 00:00:00 GMT",
    )
    assert 'rel="last memento"' in reply.text
