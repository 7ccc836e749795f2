"""Apache Jena: rsparql, which asks endpoints, and riot, the strictest reader of RDF there is."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from azru_kg.graph.layout import ONTOLOGY_GRAPH, SHAPES_GRAPH
from azru_kg.rdf.formats import GRAPHS
from azru_kg.rdf.prefixes import PREFIXES

JARS = Path(__file__).parent / "jena" / "target" / "dependency"
JAVA = shutil.which("java")
HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("azru", "country", "skos"))

SELECT = f"{HEAD} SELECT ?c ?l ?none {{ ?c a azru:Country ; skos:prefLabel ?l }}"
GRAPH_QUERIES = {
    "CONSTRUCT": f"{HEAD} CONSTRUCT {{ ?c skos:hiddenLabel ?l }} {{ ?c skos:prefLabel ?l }}",
    "DESCRIBE": f"{HEAD} DESCRIBE country:AZ",
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_QUADS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
METHODS = {"GET": [], "POST": ["--post"]}
COUNTED = re.compile(r"(\S+)\s*: (?:Triples|Quads) = ([\d,.]+)")
RDF = {f".{format_.extension}" for format_ in GRAPHS}
DOCUMENTS = {
    "answer": f"sparql?query={EVERYTHING}",
    "default-graph": "graphs?default",
    "named-graph": f"graphs?graph={ONTOLOGY_GRAPH}",
    "service-description": "sparql",
    "void": "void",
    "catalogue": "catalogue",
    "ontology": "ontology",
    "shapes": "shapes",
    "country": "id/country/AZ",
    "claim": "id/claim/allied-signatory-az",
}
ALWAYS = {"ttl", "nt", "rdf", "jsonld"}

Read = Callable[[str, ox.QueryResultsFormat | ox.RdfFormat], list[str]]
Expect = Callable[[str], list[str]]
Counts = dict[str, int]

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        JAVA is None or not (JARS.parent / ".stamp").is_file(),
        reason="Apache Jena is not installed (make clients)",
    ),
]


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Jena, whose log then holds warnings and errors only."""
    command = [
        JAVA or "",
        "-XX:TieredStopAtLevel=1",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    ]
    command += ["-cp", f"{JARS}/*", program, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def ask(service: str, query: str, *options: str) -> str:
    """Return what rsparql writes; it must have nothing else to say."""
    done = run("arq.rsparql", "--service", service, *options, query)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def count(folder: Path) -> Counts:
    """Return how many statements riot reads in each file; it must have nothing else to say."""
    files = sorted(str(file) for file in folder.iterdir())
    done = run("riotcmd.riot", "--validate", "--count", *files)
    lines = (done.stdout + done.stderr).splitlines()
    found = [COUNTED.fullmatch(line) for line in lines if not line.startswith("Total ")]
    counts = {Path(each[1]).name: int(re.sub(r"\D", "", each[2])) for each in found if each}
    assert done.returncode == 0, done.stderr
    assert len(counts) == len(found) == len(files), lines
    return counts


@pytest.fixture(scope="module")
def dumped(founding_program: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Counts:
    folder = tmp_path_factory.mktemp("dump")
    command = [sys.executable, "-m", "azru_kg", "dump", str(folder)]
    subprocess.run(command, env=founding_program, check=True, capture_output=True, timeout=120)
    for path in list(folder.iterdir()):
        if path.suffix not in RDF:
            path.unlink()
    return count(folder)


@pytest.fixture(scope="module")
def served(address: str, tmp_path_factory: pytest.TempPathFactory) -> Counts:
    folder = tmp_path_factory.mktemp("served")
    with httpx.Client(trust_env=False, timeout=20, follow_redirects=True) as client:
        for name, path in DOCUMENTS.items():
            for format_ in GRAPHS:
                reply = client.get(address + path, headers={"Accept": format_.media_type})
                # A document about one thing comes in fewer formats than a graph.
                if reply.status_code != 406:
                    assert reply.status_code == 200, reply.text
                    (folder / f"{name}.{format_.extension}").write_bytes(reply.content)
    return count(folder)


@pytest.mark.parametrize(
    ("format_", "method"), [("json", "GET"), ("json", "POST"), ("xml", "GET"), ("tsv", "POST")]
)
def test_solutions_are_read_in_each_format_and_written_again(
    address: str, expect: Expect, read_answer: Read, format_: str, method: str
) -> None:
    service = f"{address}sparql?format={format_}"
    text = ask(service, SELECT, *METHODS[method], f"--results={format_.upper()}")
    assert read_answer(text, getattr(ox.QueryResultsFormat, format_.upper())) == expect(SELECT)


def test_solutions_are_read_from_csv(address: str) -> None:
    query = f"{SELECT} ORDER BY ?c ?l"
    service = f"{address}sparql?format=csv"
    own = httpx.post(service, data={"query": query}, trust_env=False).text
    rows = list(csv.reader(own.splitlines()))
    assert list(csv.reader(ask(service, query, "--results=CSV").splitlines())) == rows
    assert len(rows) > 2


def test_solutions_are_shown_as_a_table(address: str, expect: Expect) -> None:
    table = ask(f"{address}sparql", SELECT)
    rows = [line for line in table.splitlines() if "country:" in line]
    assert len(rows) == len(expect(SELECT)) > 1
    assert '"Azərbaycan"@az' in table


@pytest.mark.parametrize("method", METHODS)
def test_a_boolean_is_read(address: str, method: str) -> None:
    query = f"{HEAD} ASK {{ country:AZ a azru:Country }}"
    assert ask(f"{address}sparql", query, *METHODS[method]) == "Ask => Yes\n"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("form", GRAPH_QUERIES)
def test_graphs_are_read(
    address: str, expect: Expect, read_answer: Read, form: str, method: str
) -> None:
    query = GRAPH_QUERIES[form]
    text = ask(f"{address}sparql", query, *METHODS[method], "--results=N-Triples")
    expected = expect(query)
    assert read_answer(text, ox.RdfFormat.N_TRIPLES) == expected
    assert expected


def test_dumps_are_valid_and_whole(dumped: Counts, expect: Expect) -> None:
    assert len(dumped) == 7
    quads, triples = expect(COUNT_QUADS), expect(COUNT)
    for file, number in dumped.items():
        if file.startswith("azru-kg-"):
            whole = triples if file.endswith((".ttl", ".rdf")) else quads
            assert [f"?n {ox.Literal(number)}"] == whole, file
    for name, graph in (("ontology", ONTOLOGY_GRAPH), ("shapes", SHAPES_GRAPH)):
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        assert [f"?n {ox.Literal(dumped[f'{name}.ttl'])}"] == expect(query)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_valid_and_the_same_in_each_syntax(served: Counts, name: str) -> None:
    counts = {file: number for file, number in served.items() if Path(file).stem == name}
    assert {Path(file).suffix[1:] for file in counts} >= ALWAYS
    assert len(set(counts.values())) == 1, counts
    assert min(counts.values()) > 0


def test_graphs_are_served_whole(served: Counts, expect: Expect) -> None:
    for name in ("answer", "default-graph"):
        for suffix in (format_.extension for format_ in GRAPHS):
            assert [f"?n {ox.Literal(served[f'{name}.{suffix}'])}"] == expect(COUNT)
    assert served["named-graph.ttl"] == served["ontology.ttl"]


def test_riot_would_have_said_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.ttl").write_text(
        '<urn:s> <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    )
    with pytest.raises(AssertionError, match="Lexical form 'x' not valid"):
        count(tmp_path)
