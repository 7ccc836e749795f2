from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.support.engines import Served, require, run_oxigraph
from tests.support.relay import relay
from tests.support.sampling import sample_daily

from azru_kg.graph.dataset import read_layout
from azru_kg.graph.layout import Layout

Run = Callable[..., subprocess.CompletedProcess[str]]
SECRET = "a-word-that-nobody-shows"  # noqa: S105


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Served]:
    require("oxigraph")
    with run_oxigraph(tmp_path) as served:
        yield served


def count(served: Served, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    accept = {"Accept": "text/csv"}
    answer = httpx.post(served.query, data={"query": query}, headers=accept, trust_env=False)
    return int(answer.text.split()[1])


@pytest.mark.long
def test_the_graph_is_published_and_left_alone_then(
    run: Run, oxigraph: Served, founding: Layout
) -> None:
    dataset = read_layout(founding)
    dry = run("publish", "--engine", oxigraph.query, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert dry.stdout.startswith("new      7 graphs\n         https://w3id.org/azru-kg/graph/")
    assert count(oxigraph, "GRAPH ?g { ?s ?p ?o }") == 0

    done = run("publish", "--engine", oxigraph.query)
    assert done.returncode == 0, done.stderr
    assert dataset.digest in done.stdout
    assert "is published" in done.stdout
    assert [line.split()[0] for line in done.stderr.splitlines()] == [
        "Reading",
        "Comparing",
        "Trying",
        "Loading",
        "Reading",
        "Switching",
    ]
    store = dataset.store()
    assert count(oxigraph, "GRAPH ?g { ?s ?p ?o }") + count(oxigraph, "?s ?p ?o") == len(store)

    again = run("publish", "--engine", oxigraph.query)
    assert (again.returncode, "is there already" in again.stdout) == (0, True)
    assert "Loading" not in again.stderr


@pytest.mark.long
def test_ctrl_c_before_the_switch_leaves_the_engine_as_it_was(
    oxigraph: Served, founding_program: dict[str, str]
) -> None:
    port = urlsplit(oxigraph.query).port
    assert port
    with relay(port) as between:
        url = f"http://127.0.0.1:{between.port}/query"
        with subprocess.Popen(
            [sys.executable, "-m", "azru_kg", "publish", "--engine", url],
            env=founding_program,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:

            def interrupt(piece: bytes) -> bool:
                if b"GET /store?graph=urn%3Aazru-kg%3Astaging%3A" in piece and b"%3Ahttps" in piece:
                    process.send_signal(signal.SIGINT)
                return True

            between.on_request = interrupt
            _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.splitlines()[-1].startswith("azru-kg: Interrupted before the switch. The old")
    assert count(oxigraph, 'GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https:"))') == 0


@pytest.mark.parametrize(
    ("variables", "url", "said"),
    sample_daily(
        [
            ({}, f"http://me:{SECRET}@127.0.0.1:1/query", "must not hold a user or password"),
            ({}, "127.0.0.1:1/query", "Write it like"),
            ({}, "http://127.0.0.1:1/query", "Nothing answers at http://127.0.0.1:1/store"),
            ({"AZRU_ENGINE_USER": "me"}, "http://127.0.0.1:1/query", "Set both"),
            (
                {"AZRU_ENGINE_TOKEN": SECRET, "AZRU_ENGINE_USER": "me"},
                "http://127.0.0.1:1/query",
                "not both",
            ),
        ],
        3,
    ),
)
def test_what_cannot_be_is_said_and_no_secret_with_it(
    run: Run, variables: dict[str, str], url: str, said: str
) -> None:
    ended = run("publish", "--engine", url, **variables)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert SECRET not in ended.stderr


def test_an_address_that_is_no_engine_is_told_apart(run: Run, address: str) -> None:
    ended = run("publish", "--engine", f"{address}sparql")
    assert ended.returncode == 2
    assert "--store URL" in ended.stderr
