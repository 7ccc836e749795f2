"""Comunica, which queries endpoints and documents of RDF alike, and hides which it was."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import built_in
from azru_kg.rdf.prefixes import PREFIXES

FOLDER = Path(__file__).parent / "comunica"
NODE = shutil.which("node")
DUMP = "dump/azru-kg-VERSION"
HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("azru", "country", "skos"))

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
LABELS = f"{HEAD} SELECT ?label {{ country:AZ skos:prefLabel ?label }}"
NAMES = [f'"Bakı {number}"@az' for number in range(500)]
QUERIES = {
    "count": COUNT,
    "select": "SELECT * { ?subject a ?class }",
    "unbound": f"{HEAD} SELECT * {{ ?c a azru:Country OPTIONAL {{ ?c azru:none ?none }} }}",
    "ask": f"{HEAD} ASK {{ country:AZ a azru:Country }}",
    "ask-in-vain": f"{HEAD} ASK {{ country:AZ a country:AZ }}",
    "construct": f"{HEAD} CONSTRUCT {{ ?c skos:hiddenLabel ?l }} {{ ?c skos:prefLabel ?l }}",
    "describe": f"{HEAD} DESCRIBE country:AZ",
    # Comunica sends a query of this length by POST.
    "long": f"SELECT * {{ VALUES ?x {{ {' '.join(NAMES)} }} }}",
}
SOURCES = {
    "endpoint": "sparql@sparql",
    "detected": "sparql",
    "default-graph": "graphs?default",
    "turtle": f"{DUMP}.ttl",
    "rdf-xml": f"{DUMP}.rdf",
}
DOCUMENTS = ("graphs?default", "void", "catalogue", "ontology", "shapes", "id/country/AZ")

Task = tuple[str, str]
Read = Callable[[str, ox.QueryResultsFormat | ox.RdfFormat], list[str]]
Expect = Callable[[str], list[str]]

TASKS: list[Task] = [
    *((source, query) for source in SOURCES.values() for query in QUERIES.values()),
    *((f"{DUMP}.{suffix}", COUNT_GRAPHS) for suffix in ("nq", "trig", "jsonld")),
    *((path, COUNT) for path in DOCUMENTS),
    ("id/country/AZ", LABELS),
]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        NODE is None or not (FOLDER / "node_modules" / ".stamp").is_file(),
        reason="Comunica is not installed (make clients)",
    ),
]


@pytest.fixture(scope="module")
def answers(address: str, read_answer: Read) -> dict[Task, list[str]]:
    """Return what Comunica answers to all tasks; it must have nothing else to say."""
    tasks = [{"source": locate(source, address), "query": query} for source, query in TASKS]
    text = json.dumps(tasks).replace("VERSION", read_layout(built_in()).version)
    command = [NODE or "", str(FOLDER / "ask.mjs")]
    done = subprocess.run(
        command, input=text, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    texts = json.loads(done.stdout)
    return {task: read_text(text, read_answer) for task, text in zip(TASKS, texts, strict=True)}


def read_text(text: str, read_answer: Read) -> list[str]:
    if not text.startswith("{"):
        return read_answer(text, ox.RdfFormat.N_QUADS)
    results = json.loads(text)
    # Comunica adds a member of its own.
    results.pop("metadata", None)
    return read_answer(json.dumps(results), ox.QueryResultsFormat.JSON)


def locate(source: str, address: str) -> str | dict[str, str]:
    """Return a source as Comunica takes it; what follows an @ has its kind before it."""
    kind, _, path = source.rpartition("@")
    return {"type": kind, "value": address + path} if kind else address + path


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_queries_are_answered_as_by_the_endpoint(
    answers: dict[Task, list[str]], expect: Expect, source: str, query: str
) -> None:
    expected = expect(query)
    assert answers[source, query] == expected
    assert expected


@pytest.mark.parametrize("suffix", ["nq", "trig", "jsonld"])
def test_dumps_of_graphs_hold_the_graphs_of_the_endpoint(
    answers: dict[Task, list[str]], expect: Expect, suffix: str
) -> None:
    assert answers[f"{DUMP}.{suffix}", COUNT_GRAPHS] == expect(COUNT_GRAPHS)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_are_read_whole(
    answers: dict[Task, list[str]], address: str, read_answer: Read, path: str
) -> None:
    headers = {"Accept": "application/n-triples"}
    reply = httpx.get(address + path, headers=headers, follow_redirects=True, trust_env=False)
    triples = read_answer(reply.text, ox.RdfFormat.N_TRIPLES)
    assert answers[path, COUNT] == [f"?n {ox.Literal(len(triples))}"]


def test_an_entity_is_found_behind_its_redirect(
    answers: dict[Task, list[str]], address: str, expect: Expect
) -> None:
    assert httpx.get(f"{address}id/country/AZ", trust_env=False).status_code == 303
    assert answers["id/country/AZ", LABELS] == expect(LABELS)
