"""The graph of this project: the whole of it, and that of its two founding documents alone.

The whole graph grows, and nothing here may count on what is not in it. What the founding documents
say stays as it is, so tests that know an answer ask for it there. Both graphs are served, and can
be asked in two ways: through the running server, and with rdflib. The answer is a table: the names
of the columns, then the rows. A cell is a prefixed name, the text of a literal, a number without
trailing zeros, or empty where nothing is bound.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import rdflib.plugins.sparql
from tests.support.engines import require, run_fuseki
from tests.support.program import Program
from tests.support.serving import serve

from azru_kg.check.made_files import make_all
from azru_kg.errors import DataError
from azru_kg.graph import stored_queries
from azru_kg.graph.dataset import Dataset, read_layout
from azru_kg.graph.layout import Layout, built_in
from azru_kg.query import tokens
from azru_kg.rdf.prefixes import GRAPH, IDENTITY, PREFIXES, shorten

pytest_plugins = [
    "tests.support.selection",
    "tests.support.certificates",
    "tests.support.leftovers",
    "tests.support.scheduling",
]

Table = list[tuple[str, ...]]
Ask = Callable[[str], Table]

FOUNDING = ("caspianenergy-2019-11-25-mehriban-aliyeva", "newsaz-2024-01-22-roadmap")

_START_SECONDS = 60
_STOP_SECONDS = 20
_NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double")}
_JSON = "application/sparql-results+json"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-answers",
        action="store_true",
        help="write the answers to the stored queries into tests/queries instead of comparing them",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make what the graph says of itself, once, before tests and their servers read it."""
    if hasattr(config, "workerinput"):
        return
    try:
        make_all(built_in())
    except DataError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.fixture(scope="session")
def write_answers(request: pytest.FixtureRequest) -> bool:
    """Return whether the answers to the stored queries are to be written anew."""
    return bool(request.config.getoption("--write-answers"))


@pytest.fixture(scope="session")
def whole_dataset() -> Dataset:
    """Return the whole built-in graph, which is read once."""
    return read_layout(built_in())


@pytest.fixture(scope="session")
def whole_quads(whole_dataset: Dataset) -> list[ox.Quad]:
    """Return the quads of the whole built-in graph, as written; no test changes them."""
    return whole_dataset.quads()


@pytest.fixture(scope="session")
def whole_store(whole_dataset: Dataset) -> ox.Store:
    """Return a store of the whole built-in graph, which is loaded once; no test writes to it."""
    return whole_dataset.store()


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Return a checkout whose graph holds the two founding documents and what they speak of."""
    return _copy_part(built_in(), tmp_path_factory.mktemp("founding"), FOUNDING)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Return a checkout whose graph holds the sources named in `tests/sample.txt`.

    They are few enough for rdflib, and give an answer to every stored query.
    """
    slugs = (Path(__file__).parent / "sample.txt").read_text(encoding="utf-8").split()
    return _copy_part(built_in(), tmp_path_factory.mktemp("sample"), slugs)


@pytest.fixture(scope="session")
def founding_program(founding: Layout) -> dict[str, str]:
    """Return the environment in which `python -m azru_kg` is the program of that checkout.

    There a server makes nothing before it is asked for.
    """
    return {**os.environ, "PYTHONPATH": str(founding.root / "src"), "AZRU_AHEAD": "false"}


@pytest.fixture(scope="session")
def program(founding_program: dict[str, str]) -> Iterator[Program]:
    """Return the program of that checkout, out of a process that has read all modules."""
    made = Program(founding_program)
    yield made
    made.close()


@pytest.fixture(scope="session")
def address(program: Program) -> Iterator[str]:
    """Return the address of a server of the founding documents, on a port of its own."""
    with serve(program) as served:
        yield served


@pytest.fixture(scope="session")
def whole_address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return the address of a server of the whole built-in graph, on a port of its own.

    It is started as users start it, and keeps queries. The files of a release take a minute of a
    core, so that every day they are made when a test asks for them.
    """
    command = [sys.executable, "-W", "error", "-m", "azru_kg", "serve"]
    command += ["--port", "0", "--log-level", "warning"]
    command += [] if request.config.getoption("long") else ["--no-ahead"]
    command += ["--links", str(tmp_path_factory.mktemp("links"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        timer = threading.Timer(_START_SECONDS, server.kill)
        timer.start()
        announcement = server.stdout.readline()
        timer.cancel()
        found = re.search(r"http://\S+/", announcement)
        assert found, f"the server said {announcement!r} and ended with {server.wait()}"
        yield found[0]
        server.terminate()
        server.wait(_STOP_SECONDS)


@pytest.fixture(scope="session")
def ask_server(address: str) -> Iterator[Ask]:
    """Return a function that asks the server of the founding documents."""
    with _post_to(address) as ask:
        yield ask


@pytest.fixture(scope="session")
def ask_whole(whole_address: str) -> Iterator[Ask]:
    """Return a function that asks the server of the whole built-in graph."""
    with _post_to(whole_address) as ask:
        yield ask


@contextmanager
def _post_to(address: str) -> Iterator[Ask]:
    """Give a function that sends a query to a server by POST, as a form."""
    with httpx.Client(trust_env=False, timeout=20) as client:

        def ask(query: str) -> Table:
            response = client.post(
                f"{address}sparql", data={"query": query}, headers={"Accept": _JSON}
            )
            assert response.status_code == 200, response.text
            return _read_table(response.json())

        yield ask


@pytest.fixture(scope="session")
def ask_rdflib(founding: Layout) -> Iterator[Ask]:
    """Return a function that asks the founding documents in this process, with rdflib."""
    with _use_rdflib(founding) as ask:
        yield ask


@pytest.fixture(scope="session")
def ask_sample_rdflib(sample: Layout) -> Iterator[Ask]:
    """Return a function that asks the sample in this process, with rdflib."""
    with _use_rdflib(sample) as ask:
        yield ask


@pytest.fixture(scope="session")
def ask_sample(sample: Layout) -> Ask:
    """Return a function that asks the sample in this process, with Oxigraph."""
    store = read_layout(sample).store()

    def ask(query: str) -> Table:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        answer = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert answer is not None
        return _read_table(json.loads(answer))

    return ask


@pytest.fixture(scope="session")
def ask_sample_fuseki(sample: Layout, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Return a function that asks the sample in a Fuseki server."""
    require("fuseki")
    data = read_layout(sample).store().dump(format=ox.RdfFormat.N_QUADS)
    with (
        run_fuseki(tmp_path_factory.mktemp("fuseki")) as served,
        httpx.Client(trust_env=False, timeout=100) as client,
    ):
        place = served.query.removesuffix("sparql") + "data"
        client.post(place, content=data, headers={"Content-Type": "application/n-quads"})

        def ask(query: str) -> Table:
            response = client.post(served.query, data={"query": query}, headers={"Accept": _JSON})
            assert response.status_code == 200, response.text
            return _read_table(response.json())

        yield ask


@contextmanager
def _use_rdflib(layout: Layout) -> Iterator[Ask]:
    graphs = _convert(read_layout(layout))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib.plugins.sparql, "SPARQL_LOAD_GRAPHS", False)

        def ask(query: str) -> Table:
            with warnings.catch_warnings():
                # rdflib 7.6 evaluates every query with names that it has itself deprecated.
                warnings.filterwarnings("ignore", r"Dataset\.\w+ is deprecated")
                answer = graphs.query(query, initNs=PREFIXES).serialize(format="json")
            assert answer is not None
            return _read_table(json.loads(answer))

        yield ask


@pytest.fixture(params=["server", "rdflib"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Return each of the two functions that ask the founding documents, one after the other."""
    asks: dict[str, Ask] = {request.param: request.getfixturevalue(f"ask_{request.param}")}
    return asks[request.param]


def _copy_part(home: Layout, root: Path, slugs: Sequence[str]) -> Layout:
    """Make a checkout in which only the graph differs; the rest leads to the folders of this one.

    It has the sources of these names. Of the entities it has those that these sources and the
    metadata of the dataset name, and those that these name in turn, such as broader concepts.
    """
    for part in ("ontology", "queries", "shapes", "sheets", "src", "tests"):
        (root / part).symlink_to(home.root / part)
    for folder in ("entities", "sources"):
        (root / "graph" / folder).mkdir(parents=True)
    for slug in slugs:
        shutil.copy(home.graph / "sources" / f"{slug}.ttl", root / "graph" / "sources")
    others = {path.stem for path in home.sources()} - set(slugs)
    metadata = _leave_out(others, _read(home.graph / "metadata.ttl"))
    _write(root / "graph" / "metadata.ttl", metadata)
    _copy_entities(home, Layout(root), metadata)
    return Layout(root)


def _copy_entities(home: Layout, copy: Layout, metadata: list[ox.Triple]) -> None:
    files = {path.name: _read(path) for path in sorted((home.graph / "entities").glob("*.ttl"))}
    said = [triple for path in copy.sources() for triple in _read(path)]
    # Stored queries are data, too, and name their topics.
    for query in stored_queries.load(home.queries):
        said += stored_queries.state_example(query)
    named = {name for triple in (*said, *metadata) for name in _name_ends(triple)}
    wanted = _follow(named, [triple for triples in files.values() for triple in triples])
    for name, triples in files.items():
        kept = [triple for triple in triples if _name_ends(triple)[0] in wanted]
        if kept:
            _write(copy.graph / "entities" / name, kept)


def _leave_out(slugs: set[str], triples: list[ox.Triple]) -> list[ox.Triple]:
    """Return triples without those that speak of the graphs or sources of these names."""
    gone = {f"{space}{slug}" for space in (GRAPH, f"{IDENTITY}source/") for slug in slugs}
    return [triple for triple in triples if gone.isdisjoint(_name_ends(triple))]


def _follow(names: set[str], triples: list[ox.Triple]) -> set[str]:
    """Return the names with all that triples lead to from them."""
    steps: defaultdict[str, set[str]] = defaultdict(set)
    for subject, object_ in map(_name_ends, triples):
        steps[subject].add(object_)
    found, new = set(names), set(names)
    while new:
        new = {name for one in new for name in steps.get(one, ())} - found
        found |= new
    return found


def _name_ends(triple: ox.Triple) -> tuple[str, str]:
    """Return the IRIs of subject and object without fragment: a part stands for its whole."""
    subject, object_ = (getattr(term, "value", "") for term in (triple.subject, triple.object))
    return subject.partition("#")[0], object_.partition("#")[0]


def _read(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def _write(path: Path, triples: list[ox.Triple]) -> None:
    ox.serialize(triples, path, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def _convert(dataset: Dataset) -> rdflib.Dataset:
    """Return the dataset for rdflib: the named graphs, and their union as default graph."""
    triples: defaultdict[str, set[ox.Triple]] = defaultdict(set)
    for quad in dataset.quads():
        assert isinstance(quad.graph_name, ox.NamedNode)
        triples[quad.graph_name.value].add(quad.triple)
    graphs = rdflib.Dataset()
    for name, parts in triples.items():
        _fill(graphs.graph(rdflib.URIRef(name)), parts)
    _fill(
        graphs.default_graph,
        set().union(*(parts for name, parts in triples.items() if name not in dataset.apart)),
    )
    return graphs


def _fill(graph: rdflib.Graph, triples: set[ox.Triple]) -> None:
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


def _read_table(answer: Any) -> Table:
    names = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    return [tuple(names), *(tuple(_spell(row.get(name)) for name in names) for row in rows)]


def _spell(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "uri":
        return shorten(term["value"])
    if term.get("datatype") in _NUMBERS:
        return f"{Decimal(term['value']).normalize():f}"
    return term["value"]


@pytest.fixture
def tokenized(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the texts that this process cuts into tokens from now on."""
    texts: list[str] = []

    class Recording:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self._pattern = pattern

        def finditer(self, text: str) -> Iterator[re.Match[str]]:
            texts.append(text)
            return self._pattern.finditer(text)

    recording = Recording(tokens._make_pattern())
    monkeypatch.setattr(tokens, "_make_pattern", lambda: recording)
    return texts
