"""The graph of this project, asked in two ways: through the running server, and with rdflib.

Both answer with a table: the names of the columns, then the rows. A cell is a prefixed name, the
text of a literal, a number without trailing zeros, or empty where nothing is bound.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import rdflib.plugins.sparql

from azru_kg.dataset import Dataset, read_layout
from azru_kg.layout import built_in
from azru_kg.namespaces import PREFIXES, shorten

Table = list[tuple[str, ...]]
Ask = Callable[[str], Table]

_START_SECONDS = 60
_STOP_SECONDS = 20
_NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double")}
_JSON = "application/sparql-results+json"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Return the address of a server of the built-in graph, on a port of its own."""
    command = [sys.executable, "-W", "error", "-m", "azru_kg", "serve"]
    command += ["--port", "0", "--log-level", "warning"]
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
    """Return a function that sends a query to the server by POST, as a form."""
    with httpx.Client(trust_env=False) as client:

        def ask(query: str) -> Table:
            response = client.post(
                f"{address}sparql", data={"query": query}, headers={"Accept": _JSON}
            )
            assert response.status_code == 200, response.text
            return _read_table(response.json())

        yield ask


@pytest.fixture(scope="session")
def ask_rdflib() -> Iterator[Ask]:
    """Return a function that answers a query in this process, with rdflib."""
    graphs = _convert(read_layout(built_in()))
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
    """Return each of the two functions that answer a query, one after the other."""
    asks: dict[str, Ask] = {request.param: request.getfixturevalue(f"ask_{request.param}")}
    return asks[request.param]


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
