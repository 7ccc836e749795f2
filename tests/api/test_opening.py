"""What can be opened, and what is said of what cannot."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import azru_kg
from azru_kg.errors import BadSetting, DataError, EngineFailed
from azru_kg.graph.dataset import read_layout
from azru_kg.graph.dump import write_dump
from azru_kg.graph.layout import Layout

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.long
@pytest.mark.parametrize("syntax", ["nq", "trig", "jsonld"])
def test_a_dump_answers_as_the_release_does(
    kg: azru_kg.KnowledgeGraph, founding: Layout, tmp_path: Path, syntax: str
) -> None:
    write_dump(read_layout(founding), tmp_path)
    (dump,) = tmp_path.glob(f"*.{syntax}")
    with azru_kg.open(dump) as opened:
        assert opened.version == kg.version
        assert opened.query(COUNT) == kg.query(COUNT)
        assert opened.figures() == kg.figures()


def test_any_file_and_folder_of_rdf_can_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> 1 .")
    (tmp_path / "b.nt").write_text("<urn:b> <urn:p> <urn:a> .\n")
    for place, number in ((tmp_path / "a.ttl", 1), (str(tmp_path), 2)):
        with azru_kg.open(place) as opened:
            assert opened.query(COUNT)[0]["n"] == number
            assert opened.version == "unversioned"
            assert str(opened.describe("urn:a").label) == "urn:a"
            assert len(opened.figures()) == 0


@pytest.mark.long
def test_a_perspective_sees_its_sources_alone(founding: Layout, address: str) -> None:
    for place in (founding.root, f"{address}sparql"):
        with azru_kg.open(place, perspective="azerbaijani") as some, azru_kg.open(place) as all_:
            assert len(some.figures()) <= len(all_.figures())
            assert some.query(COUNT)[0]["n"] <= all_.query(COUNT)[0]["n"]  # type: ignore[operator]
            assert "azerbaijani sources" in repr(some)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"perspective": "turkish"}, "Known are azerbaijani"),
        ({"timeout": 0}, "Give seconds above 0"),
        ({"timeout": float("nan")}, "Give seconds above 0"),
    ],
)
def test_an_argument_that_cannot_be_is_told(options: dict[str, object], said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        azru_kg.open(**options)  # type: ignore[arg-type]


def test_what_is_not_there_is_told_with_what_could_be(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no such file or folder. Give one with RDF in it"):
        azru_kg.open(tmp_path / "nothing.ttl")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.ttl", "<urn:a> <urn:b> ", ":1:"),
        ("cut.nq", '<urn:a> <urn:b> "', ":1:"),
        ("a.csv", "a,b", "unknown extension"),
        ("latin.ttl", "<urn:a> <urn:b> '\udce4' .", "UTF-8"),
    ],
)
def test_a_broken_file_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DataError, match=said):
        azru_kg.open(path)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no RDF file here"):
        azru_kg.open(tmp_path)


@pytest.mark.parametrize(
    "place",
    ["ftp://example.org/", "http://", "http://user:word@127.0.0.1/sparql", "http://127.0.0.1/é"],
)
def test_what_is_no_address_of_a_server_is_told(place: str) -> None:
    with pytest.raises(BadSetting, match=r"Write it like|must not hold"):
        azru_kg.open(place)


def test_where_nothing_answers_is_told() -> None:
    with pytest.raises(EngineFailed, match=r"nothing answers at http://127\.0\.0\.1:9/"):
        azru_kg.open("http://127.0.0.1:9/sparql")


def test_importing_the_package_imports_next_to_nothing() -> None:
    script = "import sys, azru_kg; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"pyoxigraph", "rdflib", "httpx", "polars", "pandas", "asyncio", "pydantic"}
    assert heavy.isdisjoint(loaded)
    assert [name for name in loaded if name.startswith("azru_kg.")] == []


def test_a_name_that_the_package_does_not_have_is_an_error() -> None:
    with pytest.raises(AttributeError, match="opne"):
        azru_kg.opne  # noqa: B018
    assert all(getattr(azru_kg, name) for name in azru_kg.__all__)


def test_a_store_can_be_asked_from_several_threads(kg: azru_kg.KnowledgeGraph) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: kg.query(COUNT)[0]["n"], range(8)))
    assert len(set(answers)) == 1
