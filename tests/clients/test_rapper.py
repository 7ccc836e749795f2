"""rapper, the parser of Redland: it reads what is served and what is dumped without a complaint."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

RAPPER = shutil.which("rapper")
SYNTAXES = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "nq": "nquads", "trig": "trig"}
EVERYTHING = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"

pytestmark = pytest.mark.skipif(
    RAPPER is None, reason="rapper is not installed (Debian: raptor2-utils)"
)


def count(data: bytes, syntax: str) -> int:
    """Return how many triples rapper reads; it must have nothing else to say."""
    command = [RAPPER or "", "--count", "--input", syntax, "-", "http://example.org/"]
    done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert not re.search(r"warning|error", said, re.IGNORECASE), said
    found = re.search(r"returned (\d+) triples?", said)
    assert found, said
    return int(found[1])


@pytest.mark.parametrize("name", SYNTAXES)
def test_answers_are_read_in_each_syntax(address: str, name: str) -> None:
    with httpx.Client(trust_env=False, timeout=20) as client:
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
        rows = client.get(f"{address}sparql", params={**query, "format": "csv"}).text.split()
        reply = client.get(f"{address}sparql", params={"query": EVERYTHING, "format": name})
    assert reply.status_code == 200
    assert count(reply.content, SYNTAXES[name]) == int(rows[1])


@pytest.mark.long
def test_dumps_are_read_and_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "azru_kg", "dump", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    counts: dict[str, set[int]] = {"triples": set(), "quads": set()}
    for file in sorted(tmp_path.glob("azru-kg-*")):
        syntax = SYNTAXES.get(file.suffix[1:])
        if syntax is not None:
            kind = "quads" if syntax in ("nquads", "trig") else "triples"
            counts[kind].add(count(file.read_bytes(), syntax))
    assert [len(numbers) for numbers in counts.values()] == [1, 1]
    for file in (tmp_path / "ontology.ttl", tmp_path / "shapes.ttl"):
        assert count(file.read_bytes(), "turtle") > 0
