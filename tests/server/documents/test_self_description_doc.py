"""Keeps the promises of docs/self-description.md: its commands and its query give what they say."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from azru_kg.graph import stored_queries
from azru_kg.graph.layout import built_in

pytestmark = pytest.mark.long

TEXT = (built_in().root / "docs" / "self-description.md").read_text(encoding="utf-8")
(BLOCK,) = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
QUERY, PARTITIONS, MEASUREMENTS = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("command", BLOCK.splitlines())
def test_a_command_succeeds(own_client: httpx.Client, tmp_path: Path, command: str) -> None:
    base = str(own_client.base_url).rstrip("/")
    here = command.replace("http://localhost:8000", base).replace("curl", "curl --fail -sS", 1)
    done = subprocess.run(here, shell=True, cwd=tmp_path, capture_output=True, timeout=30)  # noqa: S602
    assert done.returncode == 0, done.stderr
    assert done.stdout or list(tmp_path.iterdir())


def test_the_query_finds_every_stored_query(own_client: httpx.Client) -> None:
    answer = own_client.get("/sparql", params={"query": QUERY, "format": "json"}).json()
    found = [row["text"]["value"] for row in answer["results"]["bindings"]]
    assert sorted(found) == sorted(
        stored.text for stored in stored_queries.load(built_in().queries)
    )


def test_the_query_for_partitions_tells_what_figures_have(
    ask_whole: Callable[[str], list[tuple[str, ...]]],
) -> None:
    head, *rows = ask_whole(PARTITIONS)
    assert head == ("property", "triples", "class", "datatype")
    datatypes = {row[3] for row in rows if row[0] == "sdmx-measure:obsValue"}
    assert "xsd:decimal" in datatypes
    assert any(row[0] == "azru:indicator" and row[2] for row in rows)


def test_the_query_for_conflicts_finds_sources_the_most_conflicting_first(
    ask_whole: Callable[[str], list[tuple[str, ...]]],
) -> None:
    head, *rows = ask_whole(MEASUREMENTS)
    assert head == ("source", "conflicts", "claims")
    conflicts = [int(row[1]) for row in rows]
    assert len(rows) == 10
    assert conflicts == sorted(conflicts, reverse=True)
    assert all(0 < int(row[1]) <= int(row[2]) for row in rows)


def test_every_address_of_the_table_is_served(own_client: httpx.Client) -> None:
    addresses = re.findall(r"`(/[^`]*)`", "\n".join(re.findall(r"^\| `.*", TEXT, re.MULTILINE)))
    assert len(addresses) == 19
    for address in addresses:
        path = (
            address.replace("/tables/<file>", "/tables/figures.csv")
            .replace("<file>", "ontology.ttl")
            .replace("<iri>", "https://w3id.org/azru-kg/graph/entities")
            .replace("<name>", "agreements")
            .replace("<group>", "official")
            .replace("<type>", "gone")
            .replace("<rule>", "stray-space")
        )
        assert own_client.get(path, follow_redirects=True).status_code == 200, path
