"""Two servers behind nginx, of which one is killed, one upgraded and one reloaded under load."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.conftest import FOUNDING
from tests.deploy.conftest import Replica, Visitors, find_port, run_nginx, wait_until

from azru_kg.graph.layout import Layout

pytestmark = pytest.mark.long

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
LABELS = "SELECT ?l { country:AZ skos:prefLabel ?l } ORDER BY ?l"
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"
CSV = {"Accept": "text/csv"}
ALONE = 2.5
"""How many seconds nginx lets pass, and some more, until it asks a server again that failed."""
CUT_OFF = "an answer that had begun was cut off"
LATER = "503 try-later"
DOCUMENTED = {"200", "304", LATER}
"""What a visitor may meet whatever happens to one server."""


@pytest.fixture
def replicas(founding: Layout, tmp_path: Path) -> Iterator[tuple[Replica, Replica]]:
    """Return two servers of checkouts of their own, so that each can have another release."""
    made = []
    for name in ("one", "two"):
        root = tmp_path / name
        shutil.copytree(founding.root, root, symlinks=True)
        made.append(Replica(root, find_port()))
    try:
        for replica in made:
            replica.start()
        yield made[0], made[1]
    finally:
        for replica in made:
            replica.kill()


@pytest.fixture
def site(replicas: tuple[Replica, Replica], tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    one, two = replicas
    with run_nginx(folder, {"kg-1": one.port, "kg-2": two.port}) as address:
        yield address


def tag(address: str) -> str:
    answer = httpx.get(f"{address}sparql", params={"query": LABELS}, headers=CSV, trust_env=False)
    return answer.headers["ETag"]


def make_second_release(replica: Replica) -> None:
    """Take a source out of the graph of a server; it serves it when it reads it anew."""
    (replica.root / "graph" / "sources" / f"{FOUNDING[0]}.ttl").unlink()


def describe(answer: httpx.Response, right: bool) -> str:
    """Return in a word what came of a request."""
    if answer.status_code in (200, 304):
        return str(answer.status_code) if right else f"wrong: {answer.text[:100]}"
    if answer.headers.get("Content-Type") == "application/problem+json":
        return f"{answer.status_code} {answer.json()['type'].rpartition('/')[2]}"
    return f"{answer.status_code}: {answer.text[:100]}"


def test_no_request_is_lost_while_servers_are_killed_upgraded_and_reloaded(
    replicas: tuple[Replica, Replica], site: str
) -> None:
    one, two = replicas
    counted, seen = {one.get("sparql", query=COUNT, format="csv").text}, set()
    labels = one.get("sparql", query=LABELS, format="csv").text
    first = tag(site)
    assert first == tag(f"http://127.0.0.1:{one.port}/") == tag(f"http://127.0.0.1:{two.port}/")

    def ask(client: httpx.Client, number: int) -> str:
        url = f"{site}sparql"
        try:
            if number % 4 == 0:
                answer = client.get(url, params={"query": LABELS}, headers=CSV)
                return describe(answer, answer.text == labels)
            if number % 4 == 1:
                answer = client.post(url, data={"query": COUNT}, headers=CSV)
                if answer.status_code == 200:
                    seen.add(answer.text)
                return describe(answer, True)
            if number % 4 == 2:
                answer = client.get(
                    url, params={"query": LABELS}, headers=CSV | {"If-None-Match": first}
                )
                return describe(answer, answer.text in ("", labels))
            answer = client.get(url, params={"query": ALL}, headers=CSV)
            return describe(answer, answer.text.startswith("s,p,o"))
        except httpx.RemoteProtocolError as error:
            return CUT_OFF if "incomplete chunked read" in str(error) else repr(error)
        except httpx.HTTPError as error:
            return repr(error)

    with Visitors(ask, count=4, pause=0.1) as visitors:
        time.sleep(1)
        one.kill()
        time.sleep(1)
        one.start()
        time.sleep(ALONE)
        cut_off = visitors.outcomes.count(CUT_OFF)

        # The second release comes to one server by a restart, to the other by a reload.
        two.stop()
        make_second_release(two)
        two.start()
        time.sleep(ALONE)
        counted.add(two.get("sparql", query=COUNT, format="csv").text)
        make_second_release(one)
        one.reload()
        wait_until(lambda: tag(f"http://127.0.0.1:{one.port}/") != first)
        time.sleep(1)

    outcomes = Counter(visitors.outcomes)
    assert len(counted) == 2
    assert seen == counted
    # Only a server that was killed cuts off what it had begun, a few answers at most.
    assert outcomes.pop(CUT_OFF, 0) == cut_off <= 4
    assert set(outcomes) <= DOCUMENTED, outcomes
    # On a busy machine nginx may find both of them slow for a moment.
    assert outcomes[LATER] <= outcomes.total() / 20
    assert outcomes["200"] > 40
    second = tag(f"http://127.0.0.1:{one.port}/")
    assert second == tag(f"http://127.0.0.1:{two.port}/") != first


def test_without_any_server_the_answer_says_when_to_come_again(
    replicas: tuple[Replica, Replica], site: str
) -> None:
    for replica in replicas:
        replica.stop()
    answer = httpx.get(f"{site}sparql", params={"query": LABELS}, trust_env=False)
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "5"
    assert answer.json()["status"] == 503
    replicas[0].start()
    wait_until(lambda: httpx.get(site, trust_env=False).status_code == 200)


def test_what_watches_one_server_is_not_shown_and_clients_are_told_apart(
    replicas: tuple[Replica, Replica], site: str
) -> None:
    for path in ("health", "ready", "metrics"):
        assert httpx.get(f"{site}{path}", trust_env=False).status_code == 404
    headers = {"X-Forwarded-For": "192.0.2.7"}
    page = httpx.get(site, headers=headers, trust_env=False)
    links = re.findall(r'href="(http://[^"]+)"', page.text)
    assert not [link for link in links if f":{replicas[0].port}/" in link]
