from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.publish.conftest import BOTH, NEW, OLD, Connect, ask, make_release
from tests.support.engines import Served, require, run_oxigraph
from tests.support.relay import Relay, relay

from azru_kg.errors import NotPublished
from azru_kg.graph.layout import SHAPES_GRAPH, STAGING, UNION_GRAPH
from azru_kg.publish.publication import Publication, make_plan
from azru_kg.publish.release import ReleaseGraphs
from azru_kg.publish.remote import RemoteStore
from azru_kg.publish.staging import write_clearing
from azru_kg.rdf.prefixes import GRAPH

FOREIGN = "urn:ex:foreign"
STATE = "SELECT ?g ?r { GRAPH ?g { <urn:ex:state> <urn:ex:release> ?r } }"
DEFAULT = "SELECT ?r { <urn:ex:state> <urn:ex:release> ?r }"


def publish(release: ReleaseGraphs, remote: RemoteStore) -> str:
    publication = Publication(release, remote, lambda stage: None)
    publication.prepare()
    publication.load()
    digest = publication.check()
    publication.switch()
    return digest


def plan(release: ReleaseGraphs, remote: RemoteStore) -> dict[str, tuple[str, ...]]:
    made = make_plan(release, remote, lambda stage: None)
    return {"new": made.new, "changed": made.changed, "gone": made.gone, "same": made.same}


def state(served: Served) -> list[tuple[str, ...]]:
    """Return which release each graph of the project is of."""
    return [row for row in ask(served, STATE) if row[0].startswith(GRAPH)]


@pytest.fixture
def remote(engine: Served, connect: Connect) -> RemoteStore:
    """Return the way to an engine that holds nothing of this project."""
    return empty(engine, connect(engine))


@pytest.fixture
def plain(oxigraph: Served, connect: Connect) -> RemoteStore:
    """Return the way to an Oxigraph server that holds nothing of this project."""
    return empty(oxigraph, connect(oxigraph))


def empty(served: Served, remote: RemoteStore) -> RemoteStore:
    graphs = [
        name for prefix in (GRAPH, STAGING, UNION_GRAPH, FOREIGN) for name in remote.count(prefix)
    ]
    default = "" if served.name == "virtuoso" else " ;\nDROP SILENT DEFAULT"
    remote.update(f"{write_clearing(graphs or [FOREIGN])}{default}")
    return remote


def test_a_release_is_there_whole_and_left_alone_then(
    engine: Served, remote: RemoteStore, first: ReleaseGraphs
) -> None:
    assert set(plan(first, remote)["new"]) == {BOTH, OLD, SHAPES_GRAPH}
    publish(first, remote)
    assert state(engine) == [(BOTH, "first"), (OLD, "first")]
    assert remote.count(STAGING) == {}
    assert make_plan(first, remote, lambda stage: None).nothing


def test_the_default_graph_is_the_set_union_without_the_shapes(
    engine: Served, remote: RemoteStore, first: ReleaseGraphs
) -> None:
    publish(first, remote)
    # Virtuoso has none of its own: there a graph stands for it.
    union = UNION_GRAPH if remote.count(UNION_GRAPH) else ""
    assert bool(union) == (engine.name == "virtuoso")
    place = f"GRAPH <{union}> {{ ?s ?p ?o }}" if union else "?s ?p ?o"
    rows = ask(engine, f"SELECT (COUNT(*) AS ?n) {{ {place} }}")
    assert rows == [(f"{len(first.graphs[BOTH])}",)]


def test_the_digest_of_what_was_read_back_is_that_of_the_release(
    remote: RemoteStore, first: ReleaseGraphs, tmp_path: Path
) -> None:
    digest = publish(first, remote)
    # Each of the engines writes 2.50 in a way of its own.
    assert digest != first.digest
    verbatim = make_release(tmp_path, "plain", BOTH, turtle='<urn:ex:a> <urn:ex:b> "c"@en, 1 .')
    assert publish(verbatim, remote) == verbatim.digest


def test_a_new_release_takes_the_place_of_the_old_one_and_of_nothing_else(
    engine: Served, remote: RemoteStore, first: ReleaseGraphs, second: ReleaseGraphs
) -> None:
    publish(first, remote)
    remote.update(f"INSERT DATA {{ GRAPH <{FOREIGN}> {{ <urn:ex:a> <urn:ex:b> <urn:ex:c> }} }}")
    assert plan(second, remote) == {
        "new": (NEW,),
        "changed": (BOTH,),
        "gone": (OLD,),
        "same": (SHAPES_GRAPH,),
    }
    publish(second, remote)
    assert state(engine) == [(BOTH, "second"), (NEW, "second")]
    assert remote.count(FOREIGN) == {FOREIGN: 1}
    if engine.name != "virtuoso":
        assert ask(engine, DEFAULT) == [("second",)]


@pytest.mark.long
def test_readers_see_one_release_or_the_other(
    engine: Served, remote: RemoteStore, first: ReleaseGraphs, second: ReleaseGraphs, tmp_path: Path
) -> None:
    if engine.name == "virtuoso":
        pytest.skip("Virtuoso promises no switch at once, as docs/publishing.md says")
    # Large enough for a switch that takes a while.
    graphs = [f"{GRAPH}part-{number:03}" for number in range(150)]
    old, new = (make_release(tmp_path, name, *graphs) for name in ("old", "new"))
    publish(old, remote)
    seen, done = set(), threading.Event()
    query = (
        "SELECT ?last ?first ?default { GRAPH ?g { ?s <urn:ex:release> ?first }"
        f" GRAPH <{graphs[-1]}> {{ ?s <urn:ex:release> ?last }} ?s <urn:ex:release> ?default"
        f' FILTER(STRSTARTS(STR(?g), "{GRAPH}")) }}'
    )

    def watch() -> None:
        while not done.is_set():
            rows = ask(engine, query)
            seen.add((len(rows), *sorted({value for row in rows for value in row})))

    reader = threading.Thread(target=watch)
    reader.start()
    try:
        publish(new, remote)
    finally:
        done.set()
        reader.join()
    assert seen <= {(150, "old"), (150, "new")}
    assert (150, "old") in seen
    assert {release for _, release in state(engine)} == {"new"}


def test_what_a_run_left_that_was_interrupted_is_cleared_away(
    oxigraph: Served, plain: RemoteStore, first: ReleaseGraphs, second: ReleaseGraphs
) -> None:
    publish(first, plain)
    run = Publication(second, plain, lambda stage: None)
    run.prepare()
    run.load()
    assert len(plain.count(STAGING)) == len(second.graphs)
    assert state(oxigraph) == [(BOTH, "first"), (OLD, "first")]
    assert make_plan(first, plain, lambda stage: None).left == len(second.graphs)
    publish(second, plain)
    assert plain.count(STAGING) == {}


def test_a_default_graph_of_somebody_else_is_not_taken(
    oxigraph: Served, plain: RemoteStore, first: ReleaseGraphs
) -> None:
    plain.update("INSERT DATA { <urn:ex:a> <urn:ex:b> <urn:ex:c> }")
    with pytest.raises(NotPublished, match="a dataset of its own"):
        publish(first, plain)
    assert (plain.count_default(), plain.count(STAGING)) == (1, {})


@pytest.fixture
def between(oxigraph: Served, plain: RemoteStore) -> Iterator[Relay]:
    """Return what stands between the program and the Oxigraph server."""
    port = urlsplit(oxigraph.query).port
    assert port
    with relay(port) as made:
        yield made


def through(between: Relay, connect: Connect) -> RemoteStore:
    return connect(Served("oxigraph", f"http://127.0.0.1:{between.port}/query"))


@pytest.mark.parametrize("word", [b"POST /store", b"GET /store?graph=urn%3Aazru", b"INSERT"])
def test_a_connection_that_is_lost_leaves_the_old_release_whole(
    word: bytes,
    oxigraph: Served,
    plain: RemoteStore,
    between: Relay,
    connect: Connect,
    first: ReleaseGraphs,
    second: ReleaseGraphs,
) -> None:
    publish(first, plain)
    far = through(between, connect)
    seen = []

    def lose(piece: bytes) -> bool:
        # The first is the trial.
        seen.append(word in piece)
        return not (word in piece and (word == b"INSERT" or sum(seen) > 1))

    between.on_request = lose
    with pytest.raises(NotPublished, match="lost"):
        publish(second, far)
    assert any(seen)
    assert state(oxigraph) == [(BOTH, "first"), (OLD, "first")]
    publish(second, plain)
    assert state(oxigraph) == [(BOTH, "second"), (NEW, "second")]
    assert plain.count(STAGING) == {}


def test_an_engine_that_gives_back_something_else_is_not_switched(
    oxigraph: Served, plain: RemoteStore, between: Relay, connect: Connect, first: ReleaseGraphs
) -> None:
    far = through(between, connect)
    between.rewrite = lambda piece: piece.replace(b'"Bak', b'"Kab')
    with pytest.raises(NotPublished, match=r"1 triples are missing, 1 are others; .*Kab"):
        publish(first, far)
    assert state(oxigraph) == []


def test_a_full_disk_leaves_the_old_release_whole(
    tmp_path: Path, connect: Connect, first: ReleaseGraphs
) -> None:
    require("oxigraph")
    with run_oxigraph(tmp_path, limit=256) as served:
        remote = connect(served)
        publish(first, remote)
        large = make_release(tmp_path, "large" * 10_000, *(f"{GRAPH}{n}" for n in range(20)))
        with pytest.raises(NotPublished):
            publish(large, remote)
        assert state(served) == [(BOTH, "first"), (OLD, "first")]


def test_an_engine_that_takes_no_changes_says_so(
    tmp_path: Path, connect: Connect, first: ReleaseGraphs
) -> None:
    require("oxigraph")
    with run_oxigraph(tmp_path):
        pass
    with (
        run_oxigraph(tmp_path, writable=False) as served,
        pytest.raises(NotPublished, match=r"does the engine allow changes|who may change"),
    ):
        publish(first, connect(served))
